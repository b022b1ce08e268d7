"""What a kept article was read with: a digest of the program and the words, so that it is read again under others."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from retrieval.config import Config

_PROGRAM = Path(__file__).resolve().parents[1]
# What reading an article and making its tokens goes through; answers may change without anything being read again.
_ROOMS = ("records", "intake.py", "readings.py", "library.py", "corpus", "understanding", "search/tokens.py",
          "search/documents.py", "answering/finder.py", "store/packing.py")  # fmt: skip
_WORDS = ("facts", "indicators", "periods", "regions", "repair", "search", "units")


def rules_of(config: Config) -> str:
    """The digest, 16 hexadecimal digits: the same for the same program and words, wherever they lie."""
    found = hashlib.sha256()
    program = (path for room in _ROOMS for path in _files(_PROGRAM / room))
    words = [config.path(f"{name}.yaml") for name in _WORDS] + [config.path("gazetteer.tsv")]
    for path in (*program, *words):
        data = path.read_bytes()
        found.update(f"{path.name} {len(data)}\n".encode())
        found.update(data)
    return found.hexdigest()[:16]


def _files(path: Path) -> Iterable[Path]:
    return sorted(path.rglob("*.py")) if path.is_dir() else [path]
