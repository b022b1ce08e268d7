"""What rank-bm25 works out of a corpus on disk: each token's idf, each document's length norm."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from retrieval.schema import Bm25Settings
from retrieval.search.merging import idf
from retrieval.search.segments import Segments

Scores = NDArray[np.float64]


class Statistics:
    """Of one state of the corpus."""

    def __init__(self, segments: Segments, settings: Bm25Settings) -> None:
        self.settings, self.size, self._segments = settings, segments.documents, segments
        self._average = segments.total / self.size if self.size and segments.total else 1.0
        every = np.arange(int(segments.lengths.max(initial=0)) + 1, dtype=np.uint32)
        # By length; there is no document of length 0.
        self.norms: Scores = self.norm(every)
        # By length as well, what a token gains that is there once, twice, three times.
        often = np.arange(1.0, 4.0)[:, None]
        gains = often * (settings.k1 + 1) / (often + self.norms)
        self.gains: Scores = np.where(every > 0, gains, 0.0)
        self.once: Scores = self.gains[0]
        self._floor: float | None = None
        self._weights: dict[int, float] = {}  # by frequency
        self._estimates: dict[int, float] = {}  # by size

    def norm(self, lengths: NDArray[np.uint32]) -> Scores:
        """k1 × (1 - b + b × length ÷ average), in rank-bm25's order of operations; lengths are kept one too long."""
        k1, b = self.settings.k1, self.settings.b
        return np.asarray(k1 * (1 - b + b * (lengths.astype(np.float64) - 1) / self._average))

    def weight(self, frequency: int) -> float:
        """idf, with rank-bm25's floor for words in more than half the documents; never 0 or less."""
        if frequency not in self._weights:
            self._weights[frequency] = self._worked_out(frequency)
        return self._weights[frequency]

    def estimate(self, size: int) -> float:
        """The weight of a token whose lists have that size, the removed documents among them counted by their share."""
        if size not in self._estimates:
            self._estimates[size] = self.weight(max(1, round(size * self._segments.share_alive)))
        return self._estimates[size]

    def _worked_out(self, frequency: int) -> float:
        weight = idf(self.size, frequency)
        if weight >= 0:
            return max(weight, self.settings.least_weight)
        if self._floor is None:
            average = self._segments.average_idf()
            self._floor = max(self.settings.epsilon * average, self.settings.least_weight)
        return self._floor


class Scratch:
    """Room for one search at a time, by number: zeros between searches."""

    def __init__(self, size: int) -> None:
        self.scores: Scores = np.zeros(size)
        self.places = np.zeros(size, np.int32)
