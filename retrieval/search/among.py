"""Some documents, made ready for being looked up in many lists."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint32]


class Among:
    """Documents that are looked up in many lists: their rising numbers, and where each one's bit is."""

    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers
        self.bytes = (numbers >> 3).astype(np.int64)
        self.bits = (numbers & 7).astype(np.uint8)
        self.first, self.last = (int(numbers[0]), int(numbers[-1])) if len(numbers) else (0, -1)
        self._at: dict[int, NDArray[np.int64]] = {}

    def at(self, first: int) -> NDArray[np.int64]:
        """Where each one's byte is in bits that begin with a byte of zeros and then with that of ``first``."""
        found = self._at.get(first)
        if found is None:
            found = self._at[first] = self.bytes - ((first >> 3) - 1)
        return found
