"""A question asked of the engine ``disk``: the lists of its rarest tokens side by side, then the best of them by all.

Of a candidate the common tokens first say only whether it holds them, all candidates at once; whoever may then still
be among the best is scored exactly, in rank-bm25's order of operations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.records import Hit
from retrieval.search.among import Among, Numbers
from retrieval.search.best import least, reaching, sums, upper
from retrieval.search.lists import Counts, Lists
from retrieval.search.postings import Postings
from retrieval.search.segments import Segments
from retrieval.search.statistics import Scores, Scratch, Statistics

_CHOSEN = (
    2_000  # candidates that are scored by all tokens: all sentences about one place are alike to its name
)
_LAST = 500  # of them, those whom the commonest half of the tokens are looked up for
_ENOUGH = 8  # postings that are read at least, for each hit that is asked for
_ROUGH = 1e-3  # and by less than this where they are made of half as many digits

_TRUE = np.ones(1, np.bool_)

Levels = NDArray[np.uint8]


class Held(NamedTuple):
    """How often at least candidates hold some tokens, a row for each.

    ``several``: the rows where it may be more than once; ``loose``: where it may be more than is said.
    """

    levels: Levels
    several: list[int]
    loose: list[int]


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
        weight, estimate = self._statistics.weight, self._statistics.estimate
        left = self._rarest[len(read.alive) :]
        own = [weight(many) if many else 0.0 for many in read.alive]
        return np.array(own + [estimate(self._places[token].size) for token in left])

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
        np.add.at(scores, read.places, own.take(read.token) * once.take(read.lengths))
        if len(read.repeated):
            more = self._gain(read.repeated, read.counts) - once[lengths[read.repeated]]
            np.add.at(scores, read.repeated, own[read.repeated_token] * more)
        reached = scores.take(read.places)
        # Everybody stands there once for each of his tokens.
        found = np.sort(reaching(read.numbers, reached, many * len(read.alive)))
        found = found[np.concatenate((_TRUE, found[1:] != found[:-1]))]
        best = reaching(found, scores[found], many)
        best = best[scores[best] > 0]
        reached = scores[best]
        scores[read.places] = 0.0
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
            held = self._held(found, start, end, scratch)
            gained, more = self._rough(found, held, self._worth(weights, start, end))
            rough, doubt = rough + gained, doubt + more
            levels[start:end] = held.levels
            still = rough + doubt >= least(rough, top) - _ROUGH if end == many else None
            kept = upper(rough, max(_LAST, 2 * top)) if still is None else np.flatnonzero(still)
            found, rough, doubt, levels = found[kept], rough[kept], doubt[kept], levels.take(kept, axis=1)
        return found, levels

    def _rough(self, found: Numbers, held: Held, worth: Scores) -> tuple[Scores, Scores]:
        """What the candidates gain by some tokens, each at least, and what more it may be."""
        once, twice, thrice = self._statistics.gains.take(self._segments.lengths[found], axis=1)
        gained = once * sums(worth, held.levels > 0)
        if held.several:
            often, own = held.levels[held.several], worth[held.several]
            gained += (twice - once) * sums(own, often > 1)
            gained += (thrice - twice) * sums(own, often > 2)
        # Nobody gains more than k1 + 1 by a token that he may hold more often than the levels say.
        most = self._statistics.settings.k1 + 1
        return gained, (most - once) * sums(worth[held.loose], held.levels[held.loose] > 0)

    def _held(self, found: Numbers, start: int, end: int, scratch: Scratch) -> Held:
        """How often each candidate holds some of the tokens."""
        among, levels = Among(found), np.zeros((end - start, len(found)), np.uint8)
        lists = self._holding(start, end, among)
        further, seen = [], -1
        for row, own in lists:
            if own.planes:
                at = among.at(own.first)
                if row != seen:
                    own.planes[0].take(at, out=levels[row], mode="clip")
                further += [(row, plane, at) for plane in own.planes[row != seen :]]
            seen = row
        levels >>= among.bits
        levels &= 1
        for row, plane, at in further:
            levels[row] += plane.take(at, mode="clip") >> among.bits & 1
        self._mark(found, levels, [(row, own) for row, own in lists if not own.planes], among, scratch)
        loose = [(row, own) for row, own in lists if own.loose]
        self._loose += [(start + row, own) for row, own in loose]
        return Held(levels, list({row for row, _, _ in further}), list({row for row, _ in loose}))

    @staticmethod
    def _mark(
        found: Numbers, levels: Levels, lists: Sequence[tuple[int, Postings]], among: Among, scratch: Scratch
    ) -> None:
        """Put in who is in the lists that are kept as numbers."""
        if lists:
            scratch.places[found] = np.arange(1, len(found) + 1)
            for row, own in lists:
                own.mark(among, scratch.places, levels[row])
            scratch.places[found] = 0

    def _holding(self, start: int, end: int, among: Among) -> list[tuple[int, Postings]]:
        """The lists of some tokens that may have some of these documents, each with its token, counted from 0."""
        reach, postings, found = self._segments.reach, self._segments.postings, []
        for row, token in enumerate(self._rarest[start:end]):
            for one, _ in self._places[token].lists:
                first, last = reach[one]
                if first <= among.last and among.first <= last:
                    found.append((row, postings(token, one)))
        return found

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
