"""A question asked of the engine ``disk``: the lists of its rarest tokens side by side, then the best of them by all.

Of a candidate the common tokens first say only whether it holds them, all candidates at once; whoever may then still
be among the best is scored exactly, in rank-bm25's order of operations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

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
        self._lists = segments.find(list(self._asked))
        self._loose: list[
            tuple[str, Postings]
        ] = []  # where a document may hold a token more often than was said
        self._sizes = {token: sum(size for _, size in found) for token, found in self._lists.items()}

    def hits(self, scratch: Scratch, top: int, budget: int) -> list[Hit]:
        """The best; ``scratch`` is as it was afterwards."""
        if not self._lists:
            return []
        chosen = self._chosen(top, budget)
        self._segments.fetch([(token, segment) for token in chosen for segment, _ in self._lists[token]])
        read = Lists(self._segments, [(token, self._lists[token]) for token in chosen])
        weights = self._weights(read)
        left = sorted(self._lists.keys() - read.alive.keys(), key=lambda token: (self._sizes[token], token))
        found, reached = self._candidates(read, weights, scratch, max(_CHOSEN, 2 * top) if left else top)
        if left and len(found):
            found, levels = self._likely(found, reached, weights, left, scratch, top)
        else:
            levels = np.zeros((len(self._lists), len(found)), np.uint8)
        return self._best(found, levels, read, weights, scratch, top) if len(found) else []

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

    def _weights(self, read: Lists) -> dict[str, float]:
        """What each token weighs; of a list that was not read the removed documents are counted by their share."""
        weight, size, share = self._statistics.weight, self._statistics.size, self._segments.share_alive
        found = {}
        for token, many in self._sizes.items():
            alive = read.alive.get(token)
            alive = max(1, round(many * share)) if alive is None else alive
            found[token] = weight(min(alive, size)) if alive else 0.0
        return found

    def _candidates(
        self, read: Lists, weights: Mapping[str, float], scratch: Scratch, many: int
    ) -> tuple[Numbers, Scores]:
        """The ``many`` best by the lists that were read, and whoever is equal to the last of them; rising."""
        own = np.array([weights[token] * self._asked[token] for token in read.tokens])
        scores, lengths = scratch.scores, self._segments.lengths
        once = self._statistics.once
        np.add.at(scores, read.numbers, own[read.token] * once.take(read.lengths))
        if len(read.repeated):
            more = self._gain(read.repeated, read.counts) - once[lengths[read.repeated]]
            np.add.at(scores, read.repeated, own[read.repeated_token] * more)
        reached = scores[read.numbers]
        # Everybody stands there once for each of his tokens.
        found = np.sort(_reaching(read.numbers, reached, many * len(read.tokens)))
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
        weights: Mapping[str, float],
        left: Sequence[str],
        scratch: Scratch,
        top: int,
    ) -> tuple[Numbers, Levels]:
        """Of the candidates those who may be among the best by all tokens, with how often each holds those left.

        ``reached``: what they have by the tokens that were read.
        """
        rows = {token: row for row, token in enumerate(self._lists)}
        levels = np.zeros((len(rows), len(found)), np.uint8)
        rough, doubt, half = reached, np.zeros(len(found)), len(left) // 2
        for last, part in enumerate((left[:half], left[half:])):
            own, loose = self._levels(found, part, scratch)
            worth = np.array([weights[token] * self._asked[token] for token in part])
            gained, more = self._rough(found, own, loose, worth)
            rough, doubt = rough + gained, doubt + more
            levels[[rows[token] for token in part]] = own
            still = rough + doubt >= _least(rough, top) - _ROUGH if last else None
            kept = _upper(rough, max(_LAST, 2 * top)) if still is None else np.flatnonzero(still)
            found, rough, doubt, levels = found[kept], rough[kept], doubt[kept], levels[:, kept]
        return found, levels

    def _rough(
        self, found: Numbers, levels: Levels, loose: NDArray[np.bool_], worth: Scores
    ) -> tuple[Scores, Scores]:
        """What the candidates gain by some tokens, each at least, and what more it may be."""
        once, twice, thrice = self._statistics.gains[:, self._segments.lengths[found]]
        held = levels > 0
        gained = once * _sums(worth, held)
        several = levels.max(axis=1, initial=0) > 1
        if several.any():
            often = levels[several]
            gained += (twice - once) * _sums(worth[several], often > 1)
            gained += (thrice - twice) * _sums(worth[several], often > 2)
        # Nobody gains more than k1 + 1 by a token that he may hold more often than the levels say.
        return gained, (self._statistics.settings.k1 + 1 - once) * _sums(worth[loose], held[loose])

    def _levels(
        self, found: Numbers, tokens: Sequence[str], scratch: Scratch
    ) -> tuple[Levels, NDArray[np.bool_]]:
        """How often each candidate holds each token at least, and for which tokens it may be more often."""
        among, levels = Among(found), np.zeros((len(tokens), len(found)), np.uint8)
        loose, spare = np.zeros(len(tokens), np.bool_), np.empty(len(found), np.uint8)
        scratch.places[found] = np.arange(1, len(found) + 1)
        for row, token in enumerate(tokens):
            for i, postings in enumerate(self._holding(token, among)):
                if postings.levels(among, scratch.places, spare if i else levels[row]):
                    loose[row] = True
                    self._loose.append((token, postings))
                if i:
                    levels[row] += spare
        scratch.places[found] = 0
        return levels, loose

    def _holding(self, token: str, among: Among) -> list[Postings]:
        """The lists of a token that may have some of these documents."""
        reach, postings = self._segments.reach, self._segments.postings
        return [
            postings(token, one)
            for one, _ in self._lists[token]
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
        weights: Mapping[str, float],
        scratch: Scratch,
        top: int,
    ) -> list[Hit]:
        """The candidates scored by every token, in rank-bm25's order of operations.

        ``levels``: how often at least each of them holds each token that was not read.
        """
        rows = {token: row for row, token in enumerate(self._lists)}
        counts, among = levels.astype(np.uint32), Among(found)
        read.count(counts, np.array([rows[token] for token in read.tokens]), found, scratch)
        for token, postings in self._loose:
            postings.amend(among, counts[rows[token]])
        gains = self._gain(found, counts) * np.array([weights[token] for token in rows])[:, None]
        total = np.zeros(len(found))
        for row in (rows[token] for token in self._tokens if token in rows):
            total += gains[row]  # one after the other; numpy's own sum may pair them
        order = np.lexsort((found, -total))[:top].tolist()
        return [Hit(int(found[i]), float(total[i])) for i in order if total[i] > 0]


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
