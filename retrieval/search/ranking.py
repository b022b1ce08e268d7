"""A question asked of the engine ``disk``: the lists of its rarest tokens side by side, then the best of them by all.

Of a candidate the common tokens first say only whether it holds them, all candidates at once; whoever may then still
be among the best is scored exactly, in rank-bm25's order of operations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.records import Hit
from retrieval.search.among import Among, Numbers
from retrieval.search.lists import Counts, Lists
from retrieval.search.postings import Postings
from retrieval.search.segments import Segments
from retrieval.search.statistics import Scores, Scratch, Statistics

_CHOSEN = (
    2_000  # candidates that are scored by all tokens: all sentences about one place are alike to its name
)
_LAST = 500  # of them, those whom the commonest half of the tokens are looked up for
_ENOUGH = 8  # postings that are read at least, for each hit that is asked for
_SLACK = 1e-9  # sums in another order differ by less
_ROUGH = 1e-3  # and by less than this where they are made of half as many digits

Levels = NDArray[np.uint8]


class Ranking:
    """One question and what its tokens weigh."""

    def __init__(self, segments: Segments, statistics: Statistics, tokens: Sequence[str]) -> None:
        self._segments, self._statistics, self._tokens = segments, statistics, tokens
        self._asked = Counter(tokens)
        self._places = segments.find(list(self._asked))
        self._rarest = sorted(self._places, key=lambda token: (self._places[token].size, token))
        self._rows = {token: row for row, token in enumerate(self._rarest)}
        # Where a document may hold a token more often than was said.
        self._loose: list[tuple[int, Postings]] = []

    def hits(self, scratch: Scratch, top: int, budget: int) -> list[Hit]:
        """The best; ``scratch`` is as it was afterwards."""
        if not self._places:
            return []
        many = self._chosen(top, budget)
        lists = [(token, self._places[token].lists) for token in self._rarest[:many]]
        self._segments.fetch([(token, segment) for token, own in lists for segment, _ in own])
        read = Lists(self._segments, lists)
        weights = self._weights(read)
        left = len(self._rarest) - many
        found, reached = self._candidates(read, weights, scratch, max(_CHOSEN, 2 * top) if left else top)
        if left and len(found):
            found, levels = self._likely(found, reached, weights, many, scratch, top)
        else:
            levels = np.zeros((len(self._rarest), len(found)), np.uint8)
        return self._best(found, levels, read, weights, scratch, top) if len(found) else []

    def _chosen(self, top: int, budget: int) -> int:
        """How many of the rarest tokens are read: as the budget allows, and enough for the hits asked for."""
        sizes = [self._places[token].size for token in self._rarest]
        if sum(sizes) <= budget:
            return len(sizes)
        budget, spent = budget // 4, 0
        for many, size in enumerate(sizes):
            if spent + size > budget and spent >= _ENOUGH * top:
                return many
            spent += size
        return len(sizes)

    def _weights(self, read: Lists) -> Scores:
        """What each token weighs, the rarest first; of lists not read the removed documents count by their share."""
        weight, share = self._statistics.weight, self._segments.share_alive
        left = self._rarest[len(read.alive) :]
        alive = [*read.alive, *(max(1, round(self._places[token].size * share)) for token in left)]
        return np.array([weight(many) if many else 0.0 for many in alive])

    def _worth(self, weights: Scores, start: int, end: int) -> Scores:
        """What some of the tokens weigh, each as often as it is asked for."""
        return weights[start:end] * [self._asked[token] for token in self._rarest[start:end]]

    def _candidates(
        self, read: Lists, weights: Scores, scratch: Scratch, many: int
    ) -> tuple[Numbers, Scores]:
        """The ``many`` best by the lists that were read, and whoever is equal to the last of them; rising."""
        own = self._worth(weights, 0, len(read.alive))
        scores, lengths = scratch.scores, self._segments.lengths
        once = self._statistics.once
        np.add.at(scores, read.numbers, own[read.token] * once.take(read.lengths))
        if len(read.repeated):
            more = self._gain(read.repeated, read.counts) - once[lengths[read.repeated]]
            np.add.at(scores, read.repeated, own[read.repeated_token] * more)
        reached = scores[read.numbers]
        # Everybody stands there once for each of his tokens.
        found = np.sort(_reaching(read.numbers, reached, many * len(read.alive)))
        found = found[np.append(True, found[1:] != found[:-1])]
        best = _reaching(found, scores[found], many)
        best = best[scores[best] > 0]
        reached = scores[best]
        scores[read.numbers] = 0.0
        return best, reached

    def _likely(
        self,
        found: Numbers,
        reached: Scores,
        weights: Scores,
        read: int,
        scratch: Scratch,
        top: int,
    ) -> tuple[Numbers, Levels]:
        """Of the candidates those who may be among the best by all tokens, with how often each holds those left.

        ``reached``: what they have by the tokens that were read, which are so many.
        """
        many = len(self._rarest)
        levels = np.zeros((many, len(found)), np.uint8)
        rough, doubt, half = reached, np.zeros(len(found)), (read + many) // 2
        for start, end in ((read, half), (half, many)):
            own, loose = self._levels(found, start, end, scratch)
            gained, more = self._rough(found, own, loose, self._worth(weights, start, end))
            rough, doubt = rough + gained, doubt + more
            levels[start:end] = own
            still = rough + doubt >= _least(rough, top) - _ROUGH if end == many else None
            kept = _upper(rough, max(_LAST, 2 * top)) if still is None else np.flatnonzero(still)
            found, rough, doubt, levels = found[kept], rough[kept], doubt[kept], levels.take(kept, axis=1)
        return found, levels

    def _rough(
        self, found: Numbers, levels: Levels, loose: NDArray[np.bool_], worth: Scores
    ) -> tuple[Scores, Scores]:
        """What the candidates gain by some tokens, each at least, and what more it may be."""
        once, twice, thrice = self._statistics.gains.take(self._segments.lengths[found], axis=1)
        held = levels > 0
        gained = once * _sums(worth, held)
        several = np.flatnonzero(levels.max(axis=1, initial=0) > 1)
        if len(several):
            often = levels[several]
            gained += (twice - once) * _sums(worth[several], often > 1)
            gained += (thrice - twice) * _sums(worth[several], often > 2)
        # Nobody gains more than k1 + 1 by a token that he may hold more often than the levels say.
        return gained, (self._statistics.settings.k1 + 1 - once) * _sums(worth[loose], held[loose])

    def _levels(
        self, found: Numbers, start: int, end: int, scratch: Scratch
    ) -> tuple[Levels, NDArray[np.bool_]]:
        """How often each candidate holds some of the tokens at least, and for which it may be more often."""
        among, loose = Among(found), np.zeros(end - start, np.bool_)
        lists = [(row, own) for row in range(start, end) for own in self._holding(self._rarest[row], among)]
        self._loose += [(row, own) for row, own in lists if own.loose]
        loose[[row - start for row, own in lists if own.loose]] = True
        planes = [(row, plane, among.at(own.first)) for row, own in lists for plane in own.planes]
        bits = np.empty((len(planes), len(found)), np.uint8)
        for (_, plane, at), out in zip(planes, bits, strict=True):
            plane.take(at, out=out, mode="clip")
        bits >>= among.bits
        bits &= 1
        levels = np.zeros((end - start, len(found)), np.uint8)
        for (row, _, _), held in zip(planes, bits, strict=True):
            levels[row - start] += held
        scratch.places[found] = np.arange(1, len(found) + 1)
        for row, own in lists:
            if not own.planes:
                own.mark(among, scratch.places, levels[row - start])
        scratch.places[found] = 0
        return levels, loose

    def _holding(self, token: str, among: Among) -> list[Postings]:
        """The lists of a token that may have some of these documents."""
        reach, postings = self._segments.reach, self._segments.postings
        return [
            postings(token, one)
            for one, _ in self._places[token].lists
            if reach[one][0] <= among.last and among.first <= reach[one][1]
        ]

    def _gain(self, numbers: Numbers, counts: Counts | Levels) -> Scores:
        """What so many occurrences gain in these documents, in rank-bm25's order of operations; 0 for none.

        ``counts``: one for each document, or a row of such for each of several tokens.
        """
        lengths, often = self._segments.lengths[numbers], counts.astype(np.float64)
        lower = often + self._statistics.norms[lengths]
        there = (counts > 0) & (lengths > 0)
        often *= self._statistics.settings.k1 + 1
        return np.divide(often, lower, out=np.zeros(often.shape), where=there)

    def _best(
        self,
        found: Numbers,
        levels: Levels,
        read: Lists,
        weights: Scores,
        scratch: Scratch,
        top: int,
    ) -> list[Hit]:
        """The candidates scored by every token, in rank-bm25's order of operations.

        ``levels``: how often at least each of them holds each token that was not read.
        """
        counts, among = levels.astype(np.uint32), Among(found)
        read.count(counts, found, scratch)
        for row, postings in self._loose:
            postings.amend(among, counts[row])
        gains = self._gain(found, counts) * weights[:, None]
        rows = [self._rows[token] for token in self._tokens if token in self._rows]
        total = gains.take(rows, axis=0).cumsum(axis=0)[
            -1
        ]  # one after the other: numpy's own sum may pair them
        order = np.lexsort((found, -total))[:top]
        best = zip(found[order].tolist(), total[order].tolist(), strict=True)
        return [Hit(number, score) for number, score in best if score > 0]


def _reaching(numbers: Numbers, reached: Scores, many: int) -> Numbers:
    """Those that score as much as the ``many``-th best, or as good as."""
    if len(numbers) <= many:
        return numbers
    last = np.partition(reached, len(reached) - many)[len(reached) - many]
    return np.asarray(numbers[reached >= last - _SLACK])


def _sums(worth: Scores, held: NDArray[np.uint8] | NDArray[np.bool_]) -> Scores:
    """The worth of the tokens that each document holds; ``held``: a row of 0 and 1 for each token."""
    return np.asarray(worth.astype(np.float32) @ held.astype(np.float32), np.float64)


def _least(reached: Scores, many: int) -> float:
    """What the ``many``-th best has; less than anybody where they are no more than that."""
    return float(np.partition(reached, -many)[-many]) if len(reached) > many else -np.inf


def _upper(reached: Scores, many: int) -> NDArray[np.int64]:
    """Where the ``many`` best are, rising."""
    return np.sort(np.argpartition(-reached, many)[:many]) if len(reached) > many else np.arange(len(reached))
