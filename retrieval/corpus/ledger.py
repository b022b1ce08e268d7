"""What a folder of articles holds, as far as adding needs it: texts that are there already, and what they are called.

Kept from one run to the next, so that only files that changed are read again.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

import msgspec

from retrieval.corpus.articles import make_article
from retrieval.corpus.files import SUFFIXES, UnusableError, read_file
from retrieval.corpus.likeness import alike, body, digest, sketch
from retrieval.corpus.pagewords import PageWords
from retrieval.records import Article
from retrieval.schema import RepairWords
from retrieval.search.private import read_private, write_private

_ENDING = ".ledger.msgpack"


@dataclass(frozen=True)
class Entry:
    """One article of the folder; ``digest`` and ``sketch`` are its body's."""

    id: str
    digest: str
    sketch: tuple[int, ...]
    title: str = ""
    publisher: str = ""
    published: str = ""
    url: str = ""
    same_as: str = ""

    @property
    def first(self) -> str:
        """The article that this one repeats, or itself."""
        return self.same_as or self.id


State = tuple[int, int, int]  # size, time, inode


def entry(article: Article, text: str) -> Entry:
    """The entry of an article whose body is ``text``."""
    published = article.published.isoformat() if article.published else ""
    known = (
        article.title or "",
        article.publisher or "",
        published,
        article.url or "",
        article.same_as or "",
    )
    return Entry(article.id, digest(text), sketch(text), *known)


@dataclass
class Ledger:
    """The entries of one folder, and the ways to find one."""

    folder: Path
    words: RepairWords
    page_words: PageWords
    entries: dict[str, Entry] = field(default_factory=dict)
    _digests: dict[str, list[str]] = field(default_factory=dict)
    _urls: dict[str, str] = field(default_factory=dict)
    _sketches: dict[int, list[str]] = field(default_factory=dict)

    @staticmethod
    def open(folder: Path, words: RepairWords, page_words: PageWords, cache: Path | None) -> Ledger:
        """Read a folder, which need not be there; what was read before is taken from ``cache``."""
        ledger = Ledger(folder, words, page_words)
        name = _cache_name(folder)
        known = _take(read_private(cache, name)) if cache else {}
        found: dict[str, tuple[State, Entry]] = {}
        for path in _files(folder):
            stat = path.stat()
            state = (stat.st_size, stat.st_mtime_ns, stat.st_ino)
            kept = known.get(path.name)
            one = kept[1] if kept and kept[0] == state else ledger._read(path)
            if one is not None:
                found[path.name] = (state, one)
                ledger.add(one)
        if cache and found and found != known:
            write_private(cache, name, msgspec.msgpack.encode(found))
        return ledger

    def add(self, one: Entry) -> None:
        """Take in an entry; one of the same id is forgotten."""
        if old := self.entries.pop(one.id, None):
            self._forget(old)
        self.entries[one.id] = one
        self._digests.setdefault(one.digest, []).append(one.id)
        if one.url:
            self._urls[one.url] = one.id
        for value in one.sketch:
            self._sketches.setdefault(value, []).append(one.id)

    def _forget(self, old: Entry) -> None:
        self._digests[old.digest].remove(old.id)
        if self._urls.get(old.url) == old.id:
            del self._urls[old.url]
        for value in old.sketch:
            self._sketches[value].remove(old.id)

    def equal(self, one: Entry) -> tuple[Entry, ...]:
        """The articles with the very same body."""
        return tuple(self.entries[id_] for id_ in self._digests.get(one.digest, ()))

    def at(self, url: str) -> Entry | None:
        """The article of an address."""
        id_ = self._urls.get(url) if url else None
        return self.entries[id_] if id_ else None

    def like(self, one: Entry, text: str) -> Entry | None:
        """The article whose body is nearly ``text``, the one with most of its sketch first."""
        shared: dict[str, int] = {}
        for value in one.sketch:
            for id_ in self._sketches.get(value, ()):
                shared[id_] = shared.get(id_, 0) + 1
        for id_ in sorted(shared, key=lambda id_: (-shared[id_], id_)):
            if id_ != one.id and alike(text, self._body(id_)):
                return self.entries[id_]
        return None

    def _body(self, id_: str) -> str:
        path = next((p for p in (self.folder / f"{id_}{s}" for s in SUFFIXES) if p.is_file()), None)
        article = self._article(path) if path else None
        return body(article) if article else ""

    def _read(self, path: Path) -> Entry | None:
        article = self._article(path)
        return entry(article, body(article)) if article else None

    def _article(self, path: Path) -> Article | None:
        try:
            raw = read_file(path, self.words)
        except UnusableError:
            return None
        return make_article(path.stem, raw.body, self.words, self.page_words, raw.front)


def _files(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        paths = sorted(folder.iterdir())
        yield from (p for p in paths if p.suffix.lower() in SUFFIXES and p.name[0] != "." and p.is_file())


def _cache_name(folder: Path) -> str:
    return blake2b(os.fsencode(folder.resolve()), digest_size=16).hexdigest() + _ENDING


def _take(data: bytes | None) -> Mapping[str, tuple[State, Entry]]:
    try:
        return msgspec.msgpack.decode(data, type=dict[str, tuple[State, Entry]]) if data else {}
    except msgspec.MsgspecError:
        return {}
