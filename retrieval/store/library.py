"""The library over a kept corpus: what is asked for is fetched by its number, the last ones stay at hand."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, TypeVar, overload

import msgspec

from retrieval.corpus.problems import Problem
from retrieval.library import Passage, newest_first, span, spoken_of
from retrieval.records import Article, Overview, Region, Sentence
from retrieval.schema import SearchWords
from retrieval.search.tokens import tokens_of
from retrieval.store.database import Database
from retrieval.store.index import DiskIndex
from retrieval.store.packing import Owner, Raw, StoredPassage, Uncut, Unpacker

_PASSAGES, _OWNERS = 2_000, 200  # at hand
_PAGE = 500  # rows that are read at a time where everything is listed
_LOOKED = 40  # sentences that are looked into for a run of characters
_ALL = "SELECT number, head, reading, facts FROM passage"

T = TypeVar("T")


class DiskLibrary:
    """See ``retrieval.library.Library``. Several threads may use it; one at a time is served."""

    def __init__(self, database: Database, index: DiskIndex, words: SearchWords) -> None:
        self.database, self._index, self._words = database, index, words
        self._unpacker = Unpacker()
        self._seen = -1
        self._passages: OrderedDict[int, StoredPassage] = OrderedDict()
        self._owners: OrderedDict[int, tuple[int, Owner]] = OrderedDict()
        self._regions: tuple[Region, ...] | None = None

    def snapshot(self) -> AbstractContextManager[None]:
        """See ``Library``."""
        return self.database.snapshot()

    @property
    def version(self) -> int:
        """See ``Library``."""
        with self.snapshot():
            return self.database.generation

    def _current(self) -> None:
        """Forget what was at hand of an older state; within a snapshot."""
        if self._seen != self.database.generation:
            self._passages.clear()
            self._owners.clear()
            self._regions = None
            self._seen = self.database.generation

    # by number and id

    def numbered(self, numbers: Sequence[int]) -> list[Passage]:
        """See ``Library``."""
        with self.snapshot():
            self._current()
            missing = [number for number in numbers if number not in self._passages]
            if missing:
                marks = ",".join("?" * len(missing))
                self._fetch(f"{_ALL} WHERE number IN ({marks})", missing)
            found = [self._passages[number] for number in numbers if number in self._passages]
            while len(self._passages) > _PASSAGES:
                self._passages.popitem(last=False)
            return list(found)

    def _fetch(self, query: str, values: Sequence[object]) -> None:
        for number, *data in self.database.connection.execute(query, tuple(values)):
            self._passages[number] = self._passage(number, data[0], data[1], data[2])

    def _passage(self, number: int, head: bytes, reading: bytes, facts: bytes) -> StoredPassage:
        return StoredPassage(number, (head, reading, facts), lambda: self._owner(number), self._unpacker)

    def _owner(self, number: int) -> Owner:
        """The article that the passage of a number stands in."""
        for first, (last, owner) in self._owners.items():
            if first <= number <= last:
                self._owners.move_to_end(first)
                return owner
        with self.snapshot():
            first, count, data = self.database.connection.execute(
                "SELECT first, passages, data FROM article WHERE first <= ? AND passages > 0 "
                "ORDER BY first DESC LIMIT 1",
                (number,),
            ).fetchone()
        if number >= first + count:
            raise KeyError(number)  # removed since: whoever holds on to a passage does so in a snapshot
        owner = self._unpacker.owner(data)
        self._owners[first] = first + count - 1, owner
        while len(self._owners) > _OWNERS:
            self._owners.popitem(last=False)
        return owner

    def passages_of(self, article: str) -> Sequence[Passage]:
        """See ``Library``."""
        with self.snapshot():
            query = "SELECT first, passages FROM article WHERE id = ?"
            row = self.database.connection.execute(query, (article,)).fetchone()
            return self.numbered(range(row[0], row[0] + row[1])) if row else []

    @property
    def by_id(self) -> Mapping[str, Article]:
        """See ``Library``."""
        return _ById(self)

    def owner_of(self, article: str) -> Owner | None:
        """An article with its context."""
        with self.snapshot():
            row = self.database.connection.execute(
                "SELECT data FROM article WHERE id = ?", (article,)
            ).fetchone()
        return self._unpacker.owner(row[0]) if row else None

    def regions_of(self, article: str) -> set[str]:
        """The ids of the regions that an article speaks of."""
        return {region.id for region in spoken_of(self.passages_of(article))}

    def raw(self, data: bytes) -> Raw:
        """What an article is read again from."""
        return self._unpacker.raw(data)

    # everything

    @property
    def articles(self) -> Sequence[Article]:
        """See ``Library``."""
        return _View(self.database, "article", "data", lambda row: self._unpacker.owner(row[0]).article)

    @property
    def sentences(self) -> Sequence[Sentence]:
        """See ``Library``."""
        return _View(self.database, "passage", "head", lambda row: self._unpacker.head(row[0]).sentence)

    @property
    def passages(self) -> Iterator[Passage]:
        """See ``Library``."""
        columns = "number, head, reading, facts"
        yield from _View(self.database, "passage", columns, lambda row: self._passage(*row))

    @property
    def problems(self) -> Sequence[Problem]:
        """See ``Library``."""
        with self.snapshot():
            rows = self.database.connection.execute("SELECT problems FROM source ORDER BY path").fetchall()
        decoder = msgspec.msgpack.Decoder(tuple[Problem, ...])
        return tuple(problem for (data,) in rows for problem in decoder.decode(data))

    @property
    def regions(self) -> Sequence[Region]:
        """See ``Library``."""
        with self.snapshot():
            self._current()
            if self._regions is None:
                decoder = msgspec.msgpack.Decoder(Region)
                rows = self.database.connection.execute("SELECT data FROM region ORDER BY number")
                self._regions = tuple(decoder.decode(data) for (data,) in rows)
            return self._regions

    @property
    def overview(self) -> Overview:
        """See ``Library``."""
        with self.snapshot():
            query = "SELECT heading, region, year, last_year FROM article"
            rows = self.database.connection.execute(query).fetchall()
        headings = [self._unpacker.heading(row[0]) for row in rows]
        about = {one.id: row[1] for one, row in zip(headings, rows, strict=True)}
        years = {year for row in rows for year in row[2:] if year}
        return Overview(newest_first(headings), about, span(years))

    def stands(self, run: str) -> bool:
        """See ``Library``: by the tokens of the run, and a look into those sentences that have them all."""
        tokens = tokens_of(run, Uncut(), self._words)
        with self.snapshot():
            if len(tokens) == 1:
                return self._index.sentences.frequency(tokens[0]) > 0
            if not tokens:  # a stop character alone: it stands everywhere
                return True
            long = [token for token in tokens if len(token) > 1]
            holders = self._index.sentences.holders(long or tokens)
            return any(run in p.reading.text for p in self.numbered(holders[:_LOOKED]))


class _ById(Mapping[str, Article]):
    def __init__(self, library: DiskLibrary) -> None:
        self._library = library

    def __getitem__(self, name: str) -> Article:
        owner = self._library.owner_of(name)
        if owner is None:
            raise KeyError(name)
        return owner.article

    def __iter__(self) -> Iterator[str]:
        with self._library.snapshot():
            rows = self._library.database.connection.execute(
                "SELECT id FROM article ORDER BY number"
            ).fetchall()
        return iter([name for (name,) in rows])

    def __len__(self) -> int:
        return len(self._library.articles)


class _View(Sequence[T]):
    """A table as a sequence, read some rows at a time."""

    def __init__(
        self, database: Database, table: str, columns: str, made: Callable[[Sequence[Any]], T]
    ) -> None:
        self._database, self._table, self._columns, self._made = database, table, columns, made

    def __len__(self) -> int:
        with self._database.snapshot():
            query = f"SELECT COUNT(*) FROM {self._table}"
            return int(self._database.connection.execute(query).fetchone()[0])

    def __iter__(self) -> Iterator[T]:
        last = -1
        while rows := self._rows(f"WHERE number > {last} ORDER BY number LIMIT {_PAGE}"):
            for number, *row in rows:
                yield self._made(row)
                last = number

    def _rows(self, condition: str) -> list[tuple[Any, ...]]:
        with self._database.snapshot():
            query = f"SELECT number, {self._columns} FROM {self._table} {condition}"
            return self._database.connection.execute(query).fetchall()

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...

    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        at = index if index >= 0 else len(self) + index
        rows = self._rows(f"ORDER BY number LIMIT 1 OFFSET {at}") if at >= 0 else []
        if not rows:
            raise IndexError(index)
        return self._made(rows[0][1:])
