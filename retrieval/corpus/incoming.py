"""What somebody wants added in (files, folders, JSON lines), one value for each article that may be in it out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from retrieval.corpus.jsonl import SUFFIXES as ROWS
from retrieval.corpus.jsonl import Row, read_rows
from retrieval.corpus.problems import Problem


class Form(str, Enum):
    """How an article's bytes are written."""

    MARKDOWN = "markdown"  # with front matter
    TEXT = "text"
    HTML = "html"


FORMS = {
    ".md": Form.MARKDOWN, ".markdown": Form.MARKDOWN, ".txt": Form.TEXT, ".text": Form.TEXT, ".html": Form.HTML,
    ".htm": Form.HTML, ".xhtml": Form.HTML, ".shtml": Form.HTML,
}  # fmt: skip


@dataclass(frozen=True)
class Incoming:
    """One article's bytes. ``origin`` is where they come from, as it is shown; ``names`` what an id can be made of.

    ``front``: what is known of it besides: (("title", "椒江,全省优秀!"), …); ``hint``: the encoding a server named.
    """

    origin: str
    names: tuple[str, ...]
    form: Form
    data: bytes
    front: tuple[tuple[str, str], ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class File:
    """A file to be read; ``names``: its own name, then with its folder's before it."""

    path: Path
    names: tuple[str, ...]


def find_files(target: Path) -> Iterator[File | Problem]:
    """The files of a folder and of the folders in it, by name, or the one file; hidden ones are passed over."""
    if not target.exists():
        yield Problem(str(target), "corpus.not_there")
    elif not target.is_dir():
        yield File(target, (_stem(target),))
    else:
        yield from _inside(target)


def _inside(folder: Path) -> Iterator[File | Problem]:
    unread: list[OSError] = []
    for root, folders, files in os.walk(folder, onerror=unread.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(root, name)
            if not name.startswith("."):
                above = path.relative_to(folder).parent.parts[-1:] or folder.resolve().parts[-1:]
                yield File(path, (_stem(path), "-".join((*above, _stem(path)))))
    for error in unread:
        yield Problem(str(error.filename), "corpus.no_folder", (("error", str(error.strerror)),))


def _stem(path: Path) -> str:
    name = path.name
    ending = next((end for end in (*FORMS, *ROWS) if name.lower().endswith(end)), path.suffix)
    return name[: len(name) - len(ending)] if ending else name


def read_file(file: File, most: int) -> Iterator[Incoming | Problem]:
    """The articles of a file: one, or each line of ``.jsonl`` and ``.jsonl.gz``. ``most``: bytes of an article."""
    path, origin = file.path, str(file.path)
    if path.name.lower().endswith(ROWS):
        yield from _rows(read_rows(path, most), file.names)
        return
    form = FORMS.get(path.suffix.lower())
    if form is None:
        yield Problem(origin, "corpus.not_read", (("type", path.suffix or path.name),))
        return
    try:
        size = path.stat().st_size
        if size > most:
            yield Problem(origin, "corpus.too_large", (("bytes", str(size)), ("limit", str(most))))
            return
        yield Incoming(origin, file.names, form, path.read_bytes())
    except OSError as error:
        yield Problem(origin, "corpus.unreadable", (("error", str(error.strerror or error)),))


def _rows(rows: Iterator[Row | Problem], names: Sequence[str]) -> Iterator[Incoming | Problem]:
    for row in rows:
        if isinstance(row, Problem):
            yield row
            continue
        own = (row.id,) if row.id else tuple(f"{name}-{row.line}" for name in names)
        form = Form.HTML if row.html else Form.TEXT
        yield Incoming(row.origin, own, form, (row.html or row.text).encode("utf-8", "replace"), row.front)
