"""JSON lines in, one article a line; rows out: ``{"id": …, "title": …, "published": …, "text": …}``."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from retrieval.corpus.problems import Problem

SUFFIXES = (".jsonl", ".jsonl.gz", ".ndjson")
_KEYS = ("title", "publisher", "published", "url")
_ESCAPED = 3  # a character may be written in twice or three times its bytes: \u6912


@dataclass(frozen=True)
class Row:
    """One line: ``front`` its title, publisher, published and url, as far as it has them; ``text`` or ``html``."""

    origin: str
    line: int
    id: str
    front: tuple[tuple[str, str], ...]
    text: str = ""
    html: str = ""


def read_rows(path: Path, most: int) -> Iterator[Row | Problem]:
    """The rows of a file, packed by gzip or not; a line that is no article is a problem and costs no other.

    ``most``: bytes of an article; a line of three times as many is not read.
    """
    try:
        with _open(path) as file:
            for number, line in enumerate(_lines(file, most * _ESCAPED), 1):
                if isinstance(line, int):
                    values = (("bytes", f">{line}"), ("limit", str(most)))
                    yield Problem(f"{path}:{number}", "corpus.too_large", values)
                elif line.strip():
                    yield _row(f"{path}:{number}", number, line)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield Problem(str(path), "corpus.broken_gzip", (("error", str(error)),))
    except OSError as error:
        yield Problem(str(path), "corpus.unreadable", (("error", str(error.strerror or error)),))


def _open(path: Path) -> IO[bytes]:
    return gzip.open(path) if path.name.lower().endswith(".gz") else path.open("rb")  # type: ignore[return-value]


def _lines(file: IO[bytes], most: int) -> Iterator[bytes | int]:
    """The lines; for one that is longer than ``most`` bytes that number, and the rest of it is skipped."""
    while line := file.readline(most + 1):
        if len(line) <= most:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(most)
        yield most


def _row(origin: str, number: int, line: bytes) -> Row | Problem:
    try:
        found = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return Problem(origin, "corpus.bad_row")
    if not isinstance(found, dict):
        return Problem(origin, "corpus.bad_row")
    text, html = _text(found.get("text")), _text(found.get("html"))
    if not (text or html):
        return Problem(origin, "corpus.no_text")
    front = tuple((key, value) for key in _KEYS if (value := " ".join(_text(found.get(key)).split())))
    return Row(origin, number, _text(found.get("id")).strip(), front, text, "" if text else html)


def _text(value: object) -> str:
    """A string as it is, a number as it is written; anything else counts as not given."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)
