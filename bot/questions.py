"""Question sets: JSON lines in, checked; a line that is wrong is named with its number."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click


@dataclass(frozen=True)
class Gold:
    """One question of a set and what its answer has to be; ``documents`` are the articles that support it."""

    id: str
    turns: tuple[str, ...]
    type: str
    answers: tuple[str, ...]
    documents: tuple[str, ...]
    evidence: str


def read_jsonl(path: Path, needed: tuple[str, ...]) -> list[dict[str, Any]]:
    """The objects of a JSON-lines file; a usage error names the line that is none or lacks a needed key."""
    found = []
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except ValueError as error:
            raise click.UsageError(f"{path}:{number}: not JSON: {error}") from None
        lacking = [key for key in needed if not isinstance(value, dict) or key not in value]
        if lacking:
            raise click.UsageError(f"{path}:{number}: the key {lacking[0]!r} is missing")
        found.append(value)
    return found


def read_set(folder: Path) -> tuple[Gold, ...]:
    """The questions of a set: ``folder/questions.jsonl``, or the file itself."""
    path = folder / "questions.jsonl" if folder.is_dir() else folder
    if not path.is_file():
        raise click.UsageError(f"{folder}: no questions.jsonl in it")
    return tuple(_gold(value) for value in read_jsonl(path, needed=("id", "turns", "type")))


def _gold(value: dict[str, Any]) -> Gold:
    documents = value.get("doc") or ()
    documents = (documents,) if isinstance(documents, str) else tuple(documents)
    answers = tuple(value.get("answers") or ())
    return Gold(
        value["id"], tuple(value["turns"]), value["type"], answers, documents, value.get("evidence") or ""
    )
