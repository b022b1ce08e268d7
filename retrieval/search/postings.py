"""Which documents hold a token, and how often, as bytes and back.

A list is rising numbers, kept as gaps of one, two or four bytes or, where the token is common, as one bit a number;
beside them only the numbers of those documents that hold the token more than once, with how often.
"""

from __future__ import annotations

import struct

import numpy as np
from numpy.typing import NDArray

from retrieval.search.among import Among, Numbers

HEAD = struct.Struct(
    "<BBHIIII"
)  # width of a gap (0: bits), width of a count, 0, numbers, first, span, repeated
WIDTHS = {1: np.uint8, 2: np.uint16, 4: np.uint32}
_COMMON = 16  # a token in more than one of sixteen documents is kept as bits
_SHORT = 64  # but not a list as short as this
_UNPACKED = 64  # in memory bits are quicker to look up, and no larger, for much rarer tokens
_LONG = 8  # a list so many times as long as documents are looked up in it is searched for each of them
_PLANES = 3  # so often, and more often than that, is kept as bits; more is rare
_ZERO = np.zeros(1, np.uint8)
_NOBODY = np.zeros(0, np.uint32)


class Postings:
    """One token's list in one segment, unpacked for looking documents up.

    A common token's is unpacked as bits, its ``planes``: of who holds it, of who holds it twice at least, and so on,
    where a byte of zeros and then the byte of ``first`` begin.
    """

    def __init__(self, data: bytes) -> None:
        gap, wide, _, size, self.first, self._span, repeated = HEAD.unpack_from(data)
        self.size = int(size)
        self.planes: list[NDArray[np.uint8]] = []
        self._numbers: Numbers | None = None
        self._often, self._counts = _NOBODY, _NOBODY
        if gap:
            gaps = np.frombuffer(data, WIDTHS[gap], self.size, HEAD.size)
            self._numbers = gaps.cumsum(dtype=np.uint32)
            self._numbers += np.uint32(self.first)
            if self.size > _SHORT and self.size * _UNPACKED > self._span:
                self._as_planes(self._numbers)
        else:
            self.planes = [_padded(np.frombuffer(data, np.uint8, self._span // 8, HEAD.size))]
        if repeated:
            self._repeat(data, wide, repeated)

    def _repeat(self, data: bytes, wide: int, repeated: int) -> None:
        """Who holds it more than once."""
        start = len(data) - repeated * (4 + wide)
        often: Numbers = np.frombuffer(data, np.uint32, repeated, start)
        counts = np.frombuffer(data, WIDTHS[wide], repeated, start + 4 * repeated).astype(np.uint32)
        while 0 < len(self.planes) < _PLANES:
            more = counts > len(self.planes)
            if np.count_nonzero(more) * _UNPACKED <= self._span:
                break
            self.planes.append(self._plane(often[more]))
        often, counts = often[counts > max(1, len(self.planes))], counts[counts > max(1, len(self.planes))]
        self._often, self._counts = often.copy(), counts  # else the whole of the data would stay

    def _as_planes(self, numbers: Numbers) -> None:
        self.first -= self.first % 8
        self._span = -(-(int(numbers[-1]) - self.first + 1) // 8) * 8
        self.planes, self._numbers = [self._plane(numbers)], None

    def _plane(self, numbers: Numbers) -> NDArray[np.uint8]:
        return _padded(np.frombuffer(_as_bits(numbers, self.first, self._span), np.uint8))

    def __len__(self) -> int:
        return self.size

    def spread(self) -> tuple[int, NDArray[np.bool_]]:
        """Its first number, and for each from there to its last whether it is one of the list's."""
        if self._numbers is not None:
            first = int(self._numbers[0])
            there = np.zeros(int(self._numbers[-1]) - first + 1, np.bool_)
            there[self._numbers - np.uint32(first)] = True
            return first, there
        bits = np.unpackbits(self.planes[0][1:-1], bitorder="little").view(np.bool_)
        skipped = int(bits.argmax())
        return self.first + skipped, bits[skipped : len(bits) - int(bits[::-1].argmax())]

    @property
    def numbers(self) -> Numbers:
        """The documents' numbers, rising."""
        return self._set(self.planes[0]) if self._numbers is None else self._numbers

    def _set(self, plane: NDArray[np.uint8]) -> Numbers:
        bits = np.unpackbits(plane[1:-1], bitorder="little")
        return np.asarray(np.flatnonzero(bits) + self.first, np.uint32)

    @property
    def repeats(self) -> bool:
        """Whether some document holds it more than once."""
        return bool(len(self._often)) or len(self.planes) > 1

    @property
    def repeated(self) -> tuple[Numbers, NDArray[np.uint32]]:
        """The documents that hold it more than once, and how often."""
        if len(self.planes) < 2:
            return self._often, self._counts
        numbers = self._set(self.planes[1])
        return numbers, self.counts(Among(numbers))

    def counts(self, among: Among) -> NDArray[np.uint32]:
        """How often each of these documents holds the token; 0: not at all."""
        numbers = among.numbers
        if self._numbers is not None:
            at = self._numbers.searchsorted(numbers)
            found = (self._numbers.take(at, mode="clip") == numbers).astype(np.uint32)
        else:
            at, found = among.at(self.first), np.zeros(len(numbers), np.uint32)
            for plane in self.planes:
                found += plane.take(at, mode="clip") >> among.bits & 1
        self.amend(among, found)
        return np.asarray(found)

    @property
    def loose(self) -> bool:
        """Whether a document may hold the token more often than its bits say, or than once: see ``amend``."""
        return bool(len(self._often))

    def mark(self, among: Among, places: NDArray[np.int32], levels: NDArray[np.uint8]) -> None:
        """One more in ``levels`` for each of these documents that is in the list, which has no planes.

        ``places``: by number, where among the documents it is, counted from 1.
        """
        if len(self.numbers) > _LONG * len(levels):
            levels += (
                self.numbers.take(self.numbers.searchsorted(among.numbers), mode="clip") == among.numbers
            )
        else:
            at = places.take(self.numbers, mode="clip")
            levels[at[at > 0] - 1] += 1

    def amend(self, among: Among, counts: NDArray[np.uint32]) -> None:
        """Put in how often those hold the token that hold it more often than ``levels`` said."""
        if len(self._often):
            at = self._often.searchsorted(among.numbers)
            (same,) = (self._often.take(at, mode="clip") == among.numbers).nonzero()
            counts[same] = self._counts[at[same]]

    @property
    def weight(self) -> int:
        """About how many bytes it takes."""
        listed = 0 if self._numbers is None else self._numbers.nbytes
        planes = sum(plane.nbytes for plane in self.planes)
        return 600 + int(listed + planes + self._often.nbytes + self._counts.nbytes)


def _padded(bits: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The bits between a byte of zeros before and one behind, where numbers outside are looked up."""
    return np.concatenate((_ZERO, bits, _ZERO))


def pack(numbers: Numbers, counts: NDArray[np.uint32]) -> bytes:
    """The list of one token: rising numbers, and how often each document holds it."""
    first, last = int(numbers[0]), int(numbers[-1])
    gaps = np.diff(numbers, prepend=numbers[:1])
    width = width_of(int(gaps.max()))
    body = gaps.astype(WIDTHS[width]).tobytes()
    return packed(first, last, len(numbers), width, body, numbers, counts)


def packed(
    first: int, last: int, size: int, width: int, body: bytes, numbers: Numbers, counts: NDArray[np.uint32]
) -> bytes:
    """The same of a list whose gaps, of some width, are bytes already."""
    span = last - first + 1
    if is_common(size, span):
        first -= first % 8
        span = -(-(last - first + 1) // 8) * 8
        width, body = 0, _as_bits(numbers, first, span)
    more = counts > 1
    wide, tail, repeated = 1, b"", 0
    if more.any():
        often = counts[more]
        wide, repeated = width_of(int(often.max())), len(often)
        tail = numbers[more].tobytes() + often.astype(WIDTHS[wide]).tobytes()
    return HEAD.pack(width, wide, 0, size, first, span, repeated) + body + tail


def _as_bits(numbers: Numbers, first: int, span: int) -> bytes:
    flags = np.zeros(span, np.uint8)
    flags[numbers - np.uint32(first)] = 1
    return np.packbits(flags, bitorder="little").tobytes()


def is_common(size: int, span: int) -> bool:
    """Whether so many of so many documents are kept as bits."""
    return size > _SHORT and size * _COMMON > span


def width_of(most: int) -> int:
    """The bytes that numbers up to ``most`` take."""
    return 1 if most < 1 << 8 else 2 if most < 1 << 16 else 4
