"""The best of many scores, without sorting them all."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from retrieval.search.among import Numbers

_SLACK = 1e-9  # sums in another order differ by less

Scores = NDArray[np.float64]


def reaching(numbers: Numbers, reached: Scores, many: int) -> Numbers:
    """Those that score as much as the ``many``-th best, or as good as."""
    if len(numbers) <= many:
        return numbers
    last = np.partition(reached, len(reached) - many)[len(reached) - many]
    return np.asarray(numbers[reached >= last - _SLACK])


def sums(worth: Scores, held: NDArray[np.uint8] | NDArray[np.bool_]) -> Scores:
    """The worth of the tokens that each document holds; ``held``: a row of 0 and 1 for each token."""
    return np.asarray(worth.astype(np.float32) @ held.astype(np.float32), np.float64)


def least(reached: Scores, many: int) -> float:
    """What the ``many``-th best has; less than anybody where they are no more than that."""
    return float(np.partition(reached, -many)[-many]) if len(reached) > many else -np.inf


def upper(reached: Scores, many: int) -> NDArray[np.int64]:
    """Where the ``many`` best are, rising."""
    return np.sort(np.argpartition(-reached, many)[:many]) if len(reached) > many else np.arange(len(reached))
