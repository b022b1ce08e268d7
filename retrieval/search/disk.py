"""The engine ``disk``: rank-bm25's scores over posting lists in an SQLite file, for millions of sentences.

The rarest tokens of a question choose who is looked at, all of its tokens decide. As long as its tokens together
stand in no more than ``BUDGET`` places every list is read, and hits and scores are those of the memory engine;
beyond, a sentence that holds none of the rarer tokens is not found by the common ones.

A change is one transaction of SQLite: a process killed at any moment leaves the old state or the new.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.records import Hit
from retrieval.schema import Bm25Settings
from retrieval.search.postings import Among, Numbers
from retrieval.search.segments import Segments
from retrieval.search.statistics import Scores, Scratch, Statistics

BUDGET = 40_000  # postings of a question that are all read; of more, the rarest tokens' quarter of that
_CHOSEN = (
    2_000  # candidates that are scored by all tokens: all sentences about one place are alike to its name
)
_LAST = 300  # of them, those whom the commonest half of the tokens are looked up for
_ENOUGH = 8  # postings that are read at least, for each hit that is asked for
_SLACK = 1e-9  # sums in another order differ by less


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
        return _Search(self.segments, statistics, tokens).hits(self._scratch, top, self._budget)

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
            held = [
                self.segments.postings(token, segment).counts(Among(found)) for segment, _ in lists[token]
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


class _Search:
    """One question: the lists of its rarest tokens side by side, then its best candidates by all of its tokens."""

    def __init__(self, segments: Segments, statistics: Statistics, tokens: Sequence[str]) -> None:
        self._segments, self._statistics, self._tokens = segments, statistics, tokens
        self._asked = Counter(tokens)
        self._lists = segments.find(list(self._asked))
        self._sizes = {token: sum(size for _, size in found) for token, found in self._lists.items()}

    def hits(self, scratch: Scratch, top: int, budget: int) -> list[Hit]:
        """The best; ``scratch`` is as it was afterwards."""
        if not self._lists:
            return []
        chosen = self._chosen(top, budget)
        complete = len(chosen) == len(self._lists)
        read = _Lists(self._segments, [(token, self._lists[token]) for token in chosen])
        weights = {token: self._weight(token, read) for token in self._lists}
        found = self._candidates(read, weights, scratch, top if complete else max(_CHOSEN, 2 * top))
        return self._best(found, read, weights, scratch, top) if len(found) else []

    def _chosen(self, top: int, budget: int) -> list[str]:
        """The rarest tokens, as many as the budget allows and enough for as many hits as are asked for."""
        rarest = sorted(self._sizes, key=lambda token: (self._sizes[token], token))
        if sum(self._sizes.values()) <= budget:
            return rarest
        budget, spent = budget // 4, 0
        for many, token in enumerate(rarest):
            if spent + self._sizes[token] > budget and spent >= _ENOUGH * top:
                return rarest[:many]
            spent += self._sizes[token]
        return rarest

    def _weight(self, token: str, read: _Lists) -> float:
        """Of a list that was not read the removed documents are counted by their share."""
        alive = read.alive.get(token)
        if alive is None:
            alive = max(1, round(self._sizes[token] * self._segments.share_alive))
        return self._statistics.weight(min(alive, self._statistics.size)) if alive else 0.0

    def _candidates(self, read: _Lists, weights: Mapping[str, float], scratch: Scratch, many: int) -> Numbers:
        """The ``many`` best by the lists that were read, and whoever is equal to the last of them; rising."""
        own = np.array([weights[token] * self._asked[token] for token in read.tokens])
        once, scores = self._statistics.once, scratch.scores
        np.add.at(scores, read.numbers, own[read.token] * once[read.numbers])
        if len(read.repeated):
            more = self._gain(read.repeated, read.counts) - once[read.repeated]
            np.add.at(scores, read.repeated, own[read.repeated_token] * more)
        reached = scores[read.numbers]
        # Everybody stands there once for each of his tokens.
        found = np.sort(_reaching(read.numbers, reached, many * len(read.tokens)))
        found = found[np.append(True, found[1:] != found[:-1])]
        best = _reaching(found, scores[found], many)
        best = best[scores[best] > 0]
        scores[read.numbers] = 0.0
        return best

    def _gain(self, numbers: Numbers, counts: NDArray[np.uint32]) -> Scores:
        """What so many occurrences gain in these documents, in rank-bm25's order of operations; 0 for none.

        ``counts``: one for each document, or a row of such for each of several tokens.
        """
        lengths, often = self._segments.lengths[numbers], counts.astype(np.float64)
        lower = often + self._statistics.norm(lengths)
        there = (counts > 0) & (lengths > 0)
        often *= self._statistics.settings.k1 + 1
        return np.divide(often, lower, out=np.zeros(often.shape), where=there)

    def _best(
        self, found: Numbers, read: _Lists, weights: Mapping[str, float], scratch: Scratch, top: int
    ) -> list[Hit]:
        """The candidates scored by every token, in rank-bm25's order of operations."""
        rows = {token: row for row, token in enumerate(self._lists)}
        counts = np.zeros((len(rows), len(found)), np.uint32)
        read.count(counts, np.array([rows[token] for token in read.tokens]), found, scratch)
        left = sorted(self._lists.keys() - read.alive.keys(), key=lambda token: self._sizes[token])
        half = len(left) // 2
        self._count(counts, rows, left[:half], found)
        worth = np.array([weights[token] for token in rows])[:, None]
        last = max(_LAST, 2 * top)
        if len(found) > last and left[half:]:  # the commonest tokens only decide among the best so far
            asked = np.array([self._asked[token] for token in rows])
            reached = (self._gain(found, counts) * worth * asked[:, None]).sum(axis=0)
            kept = np.sort(np.argpartition(-reached, last)[:last])
            found, counts = found[kept], counts[:, kept]
        self._count(counts, rows, left[half:], found)
        gains = self._gain(found, counts) * worth
        total = np.zeros(len(found))
        for token in self._tokens:
            if token in rows:
                total += gains[rows[token]]
        order = np.lexsort((found, -total))[:top].tolist()
        return [Hit(int(found[i]), float(total[i])) for i in order if total[i] > 0]

    def _count(
        self, counts: NDArray[np.uint32], rows: Mapping[str, int], tokens: Sequence[str], found: Numbers
    ) -> None:
        """Put in how often each of the documents found holds tokens whose lists were not read."""
        among = Among(found)
        for token in tokens:
            for segment, _ in self._lists[token]:
                counts[rows[token]] += self._segments.postings(token, segment).counts(among)


class _Lists:
    """The lists of some tokens, one behind the other; ``token``: whose each number is, by its place in ``tokens``.

    ``repeated``: the documents that hold a token more than once, with ``counts``. ``alive``: how many documents
    hold each token, without the removed ones.
    """

    def __init__(self, segments: Segments, lists: Sequence[tuple[str, Sequence[tuple[int, int]]]]) -> None:
        self.tokens = [token for token, _ in lists]
        owned = [(i, segments.postings(token, one)) for i, (token, own) in enumerate(lists) for one, _ in own]
        self.numbers: Numbers = np.concatenate([postings.numbers for _, postings in owned])
        owners = np.array([i for i, _ in owned])
        self.token = np.repeat(owners, [len(postings) for _, postings in owned])
        several = [(i, *postings.repeated) for i, postings in owned if postings.repeats]
        self.repeated: Numbers = np.concatenate([n for _, n, _ in several] or [np.zeros(0, np.uint32)])
        self.counts = np.concatenate([c for _, _, c in several] or [np.zeros(0, np.uint32)])
        repeaters = np.array([i for i, _, _ in several], np.int64)
        self.repeated_token = np.repeat(repeaters, [len(n) for _, n, _ in several])
        there = self.token[segments.lengths[self.numbers] > 0] if segments.removed else self.token
        alive = np.bincount(there, minlength=len(self.tokens)).tolist()
        self.alive: dict[str, int] = dict(zip(self.tokens, alive, strict=True))

    def count(
        self, counts: NDArray[np.uint32], rows: NDArray[np.int64], found: Numbers, scratch: Scratch
    ) -> None:
        """Put in how often each of the documents found holds each token; ``rows``: where each token's row is."""
        place = scratch.places
        place[found] = np.arange(1, len(found) + 1)
        for numbers, tokens, often in (
            (self.numbers, self.token, None), (self.repeated, self.repeated_token, self.counts)
        ):  # fmt: skip
            at = place[numbers]
            here = np.flatnonzero(at > 0)
            counts[rows[tokens[here]], at[here] - 1] = 1 if often is None else often[here]
        place[found] = 0


def _reaching(numbers: Numbers, reached: Scores, many: int) -> Numbers:
    """Those that score as much as the ``many``-th best, or as good as."""
    if len(numbers) <= many:
        return numbers
    last = np.partition(reached, len(reached) - many)[len(reached) - many]
    return np.asarray(numbers[reached >= last - _SLACK])
