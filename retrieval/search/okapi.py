"""rank-bm25's formula for engines that keep their documents elsewhere: figures of a corpus in, scores out.

Such an engine proposes candidates by its own, slightly different BM25; these are scored again with what stands here,
so that a hit's score is the memory engine's.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from retrieval.schema import Bm25Settings


@dataclass(frozen=True)
class Figures:
    """``size``: how many documents; ``length``: all their tokens; ``mean_idf``: over all different tokens."""

    size: int
    length: int
    mean_idf: float


def idf(size: int, holders: int) -> float:
    """rank-bm25's idf of a token in ``holders`` of ``size`` documents: below 0 for more than half of them."""
    return math.log(size - holders + 0.5) - math.log(holders + 0.5)


def mean_idf(size: int, tokens_by_holders: Mapping[int, int]) -> float:
    """The mean over all tokens, of which ``tokens_by_holders[n]`` stand in n documents each; 0 without any."""
    tokens = sum(tokens_by_holders.values())
    return math.fsum(idf(size, n) * many for n, many in tokens_by_holders.items()) / tokens if tokens else 0.0


class Okapi:
    """BM25Okapi over a corpus of these figures; ``holders``: in how many documents each asked token stands.

    >>> okapi = Okapi(Bm25Settings(), Figures(3, 6, 0.5), {"固投": 1})
    >>> round(okapi.score(["固投", "增速"], ["固投"]), 3)
    0.511
    """

    def __init__(self, settings: Bm25Settings, figures: Figures, holders: Mapping[str, int]) -> None:
        self._settings = settings
        self._average = figures.length / figures.size if figures.length else 1.0
        floor = max(settings.epsilon * figures.mean_idf, settings.least_weight)
        self.weights = {token: self._weight(idf(figures.size, n), floor) for token, n in holders.items() if n}

    def _weight(self, own: float, floor: float) -> float:
        """A word in more than half the documents weighs the floor, any other its idf; never 0 or less."""
        return floor if own < 0 else max(own, self._settings.least_weight)

    def score(self, document: Sequence[str], asked: Sequence[str]) -> float:
        """The score of a document's tokens for a question's; 0 where they share none."""
        k1, b, total = self._settings.k1, self._settings.b, 0.0
        norm = k1 * (1 - b + b * len(document) / self._average)
        counts = Counter(document)
        for token in asked:
            count = counts[token]
            if count and token in self.weights:
                total += self.weights[token] * (count * (k1 + 1) / (count + norm))
        return total
