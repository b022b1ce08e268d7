"""The engine ``disk``: rank-bm25's scores over posting lists in an SQLite file, for millions of sentences.

The rarest tokens of a question choose who is looked at, all of its tokens decide. As long as its tokens together
stand in no more than ``BUDGET`` places every list is read, and hits and scores are those of the memory engine;
beyond, a sentence that holds none of the rarer tokens is not found by the common ones.

A change is one transaction of SQLite: a process killed at any moment leaves the old state or the new.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

import numpy as np

from retrieval.records import Hit
from retrieval.schema import Bm25Settings
from retrieval.search.among import Among
from retrieval.search.ranking import Ranking
from retrieval.search.segments import Segments
from retrieval.search.statistics import Scratch, Statistics

BUDGET = 40_000  # postings of a question that are all read; of more, the rarest tokens' quarter of that


class DiskEngine:
    """BM25 over the tables ``{name}_…`` of an SQLite database; see ``Engine``.

    Whoever searches while another connection adds sees what its own transaction sees. One thread at a time.
    """

    name = "disk"

    def __init__(
        self,
        connection: sqlite3.Connection,
        settings: Bm25Settings,
        table: str = "sentence",
        budget: int = BUDGET,
    ) -> None:
        self._settings, self._budget = settings, budget
        self.segments = Segments(connection, table)
        self._statistics: Statistics | None = None
        self._of = -1  # the generation whose statistics they are
        self._scratch = Scratch(0)

    def __len__(self) -> int:
        self.segments.refresh()
        return self.segments.documents

    def add(self, documents: Iterable[tuple[int, Sequence[str]]]) -> None:
        """See ``Engine.add``."""
        self.segments.add(documents)

    def remove(self, numbers: Iterable[int]) -> None:
        """See ``Engine.remove``."""
        self.segments.remove(numbers)

    def search(self, tokens: Sequence[str], top: int) -> list[Hit]:
        """See ``Engine.search``. About a millisecond among a million sentences."""
        statistics = self._current()
        if top < 1 or not statistics.size:
            return []
        return Ranking(self.segments, statistics, tokens).hits(self._scratch, top, self._budget)

    def frequency(self, token: str) -> int:
        """How many documents hold a token; those that were removed since the last merge count."""
        self.segments.refresh()
        found = self.segments.find([token]).get(token)
        return found.size if found else 0

    def known(self, tokens: Iterable[str]) -> set[str]:
        """Those of some tokens that have a ``frequency``, in one go."""
        self.segments.refresh()
        return set(self.segments.find(list(set(tokens))))

    def holders(self, tokens: Sequence[str]) -> list[int]:
        """The numbers of the documents that hold every one of these tokens (one at least), rising."""
        self.segments.refresh()
        lists = self.segments.find(tokens)
        if len(lists) < len(set(tokens)) or not tokens:
            return []
        rarest, *others = sorted(lists, key=lambda token: lists[token].size)
        found = self.segments.numbers(rarest, lists[rarest].lists)
        for token in others:
            held = [
                self.segments.postings(token, segment).counts(Among(found))
                for segment, _ in lists[token].lists
            ]
            found = found[np.sum(held, axis=0) > 0]
        return [int(number) for number in found]

    def _current(self) -> Statistics:
        self.segments.refresh()
        if self._statistics is None or self._of != self.segments.generation:
            self._of = self.segments.generation
            self._statistics = Statistics(self.segments, self._settings)
            self._scratch = Scratch(len(self.segments.lengths))
        return self._statistics
