"""YAML files parsed once and kept: reading the configuration takes 3 ms instead of 60.

Kept as MessagePack under a digest of the files' bytes, in a directory that nobody else can write. What is kept is only
what the files say; whether they may say so is checked at every start.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from retrieval.search.private import read_private, write_private

Documents = dict[Path, dict[str, Any]]


def parsed_name(files: Sequence[Path]) -> str:
    """The name the documents of these files are kept under; '' where one of them cannot be read."""
    found = hashlib.sha256()
    try:
        for file in files:
            data = file.read_bytes()
            found.update(f"{file.name} {len(data)}\n".encode())
            found.update(data)
    except OSError:
        return ""
    return f"{found.hexdigest()[:32]}.parsed"


def take_parsed(cache: Path, name: str, files: Sequence[Path]) -> Documents:
    """The documents kept under that name, by file; empty where there are none or they cannot be read."""
    data = read_private(cache, name) if name else None
    try:
        documents = msgspec.msgpack.decode(data) if data else None
    except msgspec.MsgspecError:  # cut short, or not ours: the files are parsed again
        return {}
    if not isinstance(documents, list) or len(documents) != len(files):
        return {}
    if not all(isinstance(document, dict) for document in documents):
        return {}
    return dict(zip(files, documents, strict=True))


def keep_parsed(cache: Path, name: str, documents: Mapping[Path, Mapping[str, Any]]) -> bool:
    """Keep the documents; False where they cannot be kept, or the files have changed since they were named."""
    values = list(documents.values())
    try:
        data = msgspec.msgpack.encode(values)
        same = msgspec.msgpack.decode(data) == values  # a date, say, would come back as text
    except (msgspec.MsgspecError, TypeError, OverflowError):
        return False
    return same and parsed_name(list(documents)) == name and write_private(cache, name, data)
