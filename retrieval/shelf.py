"""What was read once is kept for the next start: a corpus with its passages, under a name that says of what.

The name is a digest of the articles, the configuration and the program, by each file's size and times, so that a
change of any makes another name. Kept as MessagePack in a directory that nobody else can write.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import msgspec

from retrieval.config import Config
from retrieval.corpus.problems import Corpus, Problem
from retrieval.library import Passage
from retrieval.readings import Part, part_of, passage_of
from retrieval.records import Article
from retrieval.search.private import cache_directory, read_private, write_private
from retrieval.understanding.context import ArticleContext
from retrieval.understanding.phrases import Grammar
from retrieval.understanding.reading import Reader

_PROGRAM = Path(__file__).resolve().parent
_MOST = 64 * 1024 * 1024  # bytes; a corpus that takes more is for the engine on disk


@dataclass(frozen=True)
class _Read:
    """An article as it was read."""

    article: Article
    context: ArticleContext
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class _Shelf:
    """A whole corpus; ``unread``: articles that have no passage."""

    read: tuple[_Read, ...]
    articles: tuple[Article, ...]
    problems: tuple[Problem, ...]
    files: tuple[str, ...]


def shelf_name(articles: Path, configuration: Iterable[Path]) -> str:
    """The name a corpus is kept under."""
    found = hashlib.sha256()
    for folder in (articles, *configuration, _PROGRAM):
        here = str(folder.resolve())
        found.update(os.fsencode(here))
        for path in _files(here):
            state = os.stat(path)  # noqa: PTH116 - three hundred of them at every start
            found.update(os.fsencode(path))
            found.update(b" %d %d %d\n" % (state.st_size, state.st_mtime_ns, state.st_ino))
    return f"{found.hexdigest()[:32]}.corpus.msgpack"


def _files(folder: str) -> Iterator[str]:
    """Every file below it, in one order, but for what Python compiles as it goes: that changes nothing."""
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        yield from (f"{where}/{name}" for name in sorted(files))


def take(cache: Path, name: str) -> tuple[Corpus, tuple[Passage, ...]] | None:
    """The corpus and its passages that are kept under that name; None where none are, or they cannot be read."""
    data = read_private(cache, name)
    if data is None:
        return None
    try:
        shelf = msgspec.msgpack.decode(data, type=_Shelf)
    except msgspec.MsgspecError:
        return None
    passages: list[Passage] = []
    for read in shelf.read:
        for part in read.parts:
            passages.append(passage_of(len(passages), read, part))
    return Corpus(shelf.articles, shelf.problems, shelf.files), tuple(passages)


def keep(cache: Path, name: str, corpus: Corpus, passages: Sequence[Passage]) -> bool:
    """Keep a corpus under a name; False where it cannot be kept, which harms nothing."""
    read = []
    for _, group in groupby(passages, key=lambda p: p.article.id):
        own = list(group)
        read.append(_Read(own[0].article, own[0].context, tuple(part_of(p) for p in own)))
    shelf = _Shelf(tuple(read), corpus.articles, corpus.problems, corpus.files)
    data = msgspec.msgpack.encode(shelf)
    return len(data) <= _MOST and write_private(cache, name, data)


def read_corpus(
    folder: Path, config: Config, reader: Reader, grammar: Grammar
) -> tuple[Corpus, tuple[Passage, ...]]:
    """The articles of a folder and their passages: as they were read before, or read now and kept."""
    cache = cache_directory(os.environ)
    name = shelf_name(folder, config.folders)
    if shelf := take(cache, name):
        return shelf
    from retrieval.corpus.articles import load_articles
    from retrieval.intake import Understanding, read_articles

    corpus = load_articles(folder, config.repair)
    passages = read_articles(corpus.articles, Understanding(reader, grammar, config.facts))
    keep(cache, name, corpus, passages)
    return corpus, passages
