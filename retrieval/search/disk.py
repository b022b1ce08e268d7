"""The engine ``disk``: rank-bm25's scores over posting lists in an SQLite file, for millions of sentences.

The rarest tokens of a question choose who is looked at, all of its tokens decide. As long as its tokens together
stand in no more than ``BUDGET`` places every list is read, and hits and scores are those of the memory engine;
beyond, a sentence that holds none of the rarer tokens is not found by the common ones.

A change is one transaction of SQLite: a process killed at any moment leaves the old state or the new.
"""

from __future__ import annotations

import math
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.records import Hit
from retrieval.schema import Bm25Settings
from retrieval.search.postings import Numbers, Postings
from retrieval.search.segments import Segments

BUDGET = 60_000  # postings of the rarest tokens that are read for one question
_CHOSEN = 160  # candidates that are scored by all tokens
_SLACK = 1e-9  # sums in another order differ by less

Scores = NDArray[np.float64]


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
        self._statistics: _Statistics | None = None
        self._scores: Scores = np.zeros(0)  # of whom a search has met so far; zeros between searches

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
        search = _Search(self.segments, statistics, tokens)
        found = search.candidates(self._scores, top, self._budget)
        return search.best(found, tokens, top) if len(found) else []

    def frequency(self, token: str) -> int:
        """How many documents hold a token; those that were removed since the last merge count."""
        self.segments.refresh()
        return sum(size for _, size in self.segments.find([token]).get(token, ()))

    def holders(self, tokens: Sequence[str]) -> list[int]:
        """The numbers of the documents that hold every one of these tokens (one at least), rising."""
        self.segments.refresh()
        lists = self.segments.find(tokens)
        if len(lists) < len(set(tokens)) or not tokens:
            return []
        rarest, *others = sorted(lists, key=lambda token: sum(size for _, size in lists[token]))
        found = self.segments.numbers(rarest, lists[rarest])
        for token in others:
            found = found[_counts(self.segments, token, lists[token], found) > 0]
        return [int(number) for number in found]

    def _current(self) -> _Statistics:
        changed = self.segments.refresh()
        if changed or self._statistics is None:
            self._statistics = _Statistics(self.segments, self._settings)
            self._scores = np.zeros(len(self.segments.lengths))
        return self._statistics


class _Statistics:
    """What rank-bm25 works out of a corpus."""

    def __init__(self, segments: Segments, settings: Bm25Settings) -> None:
        self.settings, self.size, self._segments = settings, segments.documents, segments
        self._average = segments.total / self.size if self.size and segments.total else 1.0
        norm = self.norm(segments.lengths)
        self.once = (settings.k1 + 1) / (1 + norm)  # what a token gains that is there once
        self._floor: float | None = None

    def norm(self, lengths: NDArray[np.uint32]) -> Scores:
        """k1 × (1 − b + b × length ÷ average), in rank-bm25's order of operations; lengths are kept one too long."""
        k1, b = self.settings.k1, self.settings.b
        return np.asarray(k1 * (1 - b + b * (lengths.astype(np.float64) - 1) / self._average))

    def weight(self, frequency: int) -> float:
        """idf, with rank-bm25's floor for words in more than half the documents; never 0 or less."""
        idf = _idf(self.size, frequency)
        if idf >= 0:
            return max(idf, self.settings.least_weight)
        if self._floor is None:
            frequencies = self._segments.frequencies(self.size)
            total = sum(_idf(self.size, n) * many for n, many in frequencies.items())
            average = total / max(1, sum(frequencies.values()))
            self._floor = max(self.settings.epsilon * average, self.settings.least_weight)
        return self._floor


def _idf(size: int, frequency: int) -> float:
    return math.log(size - frequency + 0.5) - math.log(frequency + 0.5)


class _Search:
    """One question."""

    def __init__(self, segments: Segments, statistics: _Statistics, tokens: Sequence[str]) -> None:
        self._segments, self._statistics = segments, statistics
        self._asked = Counter(tokens)
        self._lists = segments.find(list(self._asked))
        self._sizes = {token: sum(size for _, size in found) for token, found in self._lists.items()}
        self._weights: dict[str, float] = {}  # of the tokens whose lists have been read
        self._complete = True

    def candidates(self, scores: Scores, top: int, budget: int) -> Numbers:
        """Who can be among the best, rising: read off the rarest tokens' lists; ``scores`` stays zero."""
        met: list[Numbers] = []
        spent = count = 0
        for token in sorted(self._sizes, key=lambda token: (self._sizes[token], token)):
            if spent + self._sizes[token] > budget and count >= 2 * top:
                self._complete = False
                break
            new = self._read(token, scores)
            spent += self._sizes[token]
            count += len(new)
            met.append(new)
        if not count:
            return np.zeros(0, np.uint32)
        everybody = np.concatenate(met)
        reached = scores[everybody]
        scores[everybody] = 0.0
        return _best(everybody, reached, top if self._complete else max(_CHOSEN, 2 * top))

    def _read(self, token: str, scores: Scores) -> Numbers:
        """Add a token's gains to the scores; whom it is the first to meet."""
        numbers = self._segments.numbers(token, self._lists[token])
        if not len(numbers):
            return numbers
        weight = self._weights[token] = self._statistics.weight(len(numbers))
        weight *= self._asked[token]
        before = scores[numbers]
        scores[numbers] = before + weight * self._statistics.once[numbers]
        for segment, _ in self._lists[token]:
            repeated, counts = self._segments.postings(token, segment).repeated
            if len(repeated):
                scores[repeated] += weight * (self._gain(repeated, counts) - self._statistics.once[repeated])
                self._segments.forget_dead(repeated, scores)
        return np.asarray(numbers[before == 0])

    def _gain(self, numbers: Numbers, counts: NDArray[np.uint32]) -> Scores:
        """What so many occurrences gain in these documents, in rank-bm25's order of operations; 0 for none."""
        more, norm = self._statistics.settings.k1 + 1, self._statistics.norm(self._segments.lengths[numbers])
        often = counts.astype(np.float64)
        return np.divide(often * more, often + norm, out=np.zeros(len(often)), where=counts > 0)

    def best(self, found: Numbers, tokens: Sequence[str], top: int) -> list[Hit]:
        """The candidates scored by every token, in rank-bm25's order of operations."""
        gains: dict[str, Scores] = {}
        for token, lists in self._lists.items():
            counts = _counts(self._segments, token, lists, found)
            if counts.any():
                gains[token] = self._weight(token) * self._gain(found, counts)
        total = np.zeros(len(found))
        for token in tokens:
            if token in gains:
                total += gains[token]
        order = np.lexsort((found, -total))[:top].tolist()
        return [Hit(int(found[i]), float(total[i])) for i in order if total[i] > 0]

    def _weight(self, token: str) -> float:
        """Of a list that was not read the removed documents are counted by their share."""
        if token not in self._weights:
            alive = round(self._sizes[token] * self._segments.share_alive)
            self._weights[token] = self._statistics.weight(min(max(alive, 1), self._statistics.size))
        return self._weights[token]


def _best(numbers: Numbers, reached: Scores, many: int) -> Numbers:
    """The ``many`` best and whoever is equal to the last of them, rising."""
    if len(numbers) > many:
        last = np.partition(reached, len(reached) - many)[len(reached) - many]
        numbers = numbers[reached >= last - _SLACK]
    return np.sort(numbers)


def _counts(
    segments: Segments, token: str, lists: Sequence[tuple[int, int]], among: Numbers
) -> NDArray[np.uint32]:
    """How often each of these documents (rising) holds a token."""
    found: list[Postings] = [segments.postings(token, segment) for segment, _ in lists]
    counts = found[0].counts(among)
    for more in found[1:]:
        counts += more.counts(among)
    return counts
