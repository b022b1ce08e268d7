"""The library over a kept corpus: what is asked for is fetched by its number, the last ones stay at hand."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager

import msgspec

from retrieval.corpus.problems import Problem
from retrieval.library import Passage, newest_first, span, spoken_of
from retrieval.records import Article, Overview, Region, Sentence
from retrieval.schema import SearchWords
from retrieval.search.tokens import tokens_of
from retrieval.store.database import Database
from retrieval.store.index import DiskIndex
from retrieval.store.packing import Raw, Uncut
from retrieval.store.unpacking import Shared, StoredPassage, Unpacker
from retrieval.store.view import View

_PASSAGES, _OWNERS = 2_000, 500  # at hand
_LOOKED = 40  # sentences that are looked into for a run of characters
# Passages, each with the number of the first passage of its article.
_COLUMNS = """number, head, reading, facts,
    (SELECT first FROM article WHERE first <= passage.number AND passages > 0 ORDER BY first DESC LIMIT 1)"""


class DiskLibrary:
    """See ``retrieval.library.Library``. Several threads may use it; one at a time is served."""

    def __init__(self, database: Database, index: DiskIndex, words: SearchWords) -> None:
        self.database, self._index, self._words = database, index, words
        self._unpacker = Unpacker()
        self._seen = -1
        self._passages: OrderedDict[int, StoredPassage] = OrderedDict()
        self._owners: OrderedDict[int, Shared] = OrderedDict()  # by their first passages
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
                self._fetch(missing)
            found = [self._passages[number] for number in numbers if number in self._passages]
            while len(self._passages) > _PASSAGES:
                self._passages.popitem(last=False)
            return list(found)

    def _fetch(self, numbers: Sequence[int]) -> None:
        marks = ",".join("?" * len(numbers))
        query = f"SELECT {_COLUMNS} FROM passage WHERE number IN ({marks})"
        rows = self.database.connection.execute(query, tuple(numbers)).fetchall()
        self._share({row[4] for row in rows})
        for number, head, reading, facts, first in rows:
            self._passages[number] = self._passage(number, head, reading, facts, first)

    def _passage(self, number: int, head: bytes, reading: bytes, facts: bytes, first: int) -> StoredPassage:
        shared = self._owners.get(first)
        owner = (lambda: shared) if shared else lambda: self._owner(first)
        return StoredPassage(number, (head, reading, facts), owner, self._unpacker)

    def _share(self, firsts: Collection[int]) -> None:
        """Have at hand what the passages of these articles share; within a snapshot."""
        missing = [first for first in firsts if first not in self._owners]
        marks = ",".join("?" * len(missing))
        query = f"SELECT first, data FROM article WHERE first IN ({marks}) AND passages > 0"
        for first, data in self.database.connection.execute(query, missing) if missing else ():
            self._owners[first] = Shared(data, self._unpacker)
        while len(self._owners) > max(_OWNERS, len(firsts)):
            self._owners.popitem(last=False)

    def _owner(self, first: int) -> Shared:
        """What the article shares whose first passage has that number."""
        with self.snapshot():
            self._current()
            self._share([first])
            return self._owners[
                first
            ]  # KeyError: removed since; whoever holds on to a passage does so in a snapshot

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

    def owner_of(self, article: str) -> Shared | None:
        """An article with its context."""
        with self.snapshot():
            row = self.database.connection.execute(
                "SELECT data FROM article WHERE id = ?", (article,)
            ).fetchone()
        return Shared(row[0], self._unpacker) if row else None

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
        return View(self.database, "article", "data", lambda row: Shared(row[0], self._unpacker).article)

    @property
    def sentences(self) -> Sequence[Sentence]:
        """See ``Library``."""
        return View(self.database, "passage", "head", lambda row: self._unpacker.head(row[0]).sentence)

    @property
    def passages(self) -> Iterator[Passage]:
        """See ``Library``."""
        yield from View(self.database, "passage", _COLUMNS, lambda row: self._passage(*row))

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
