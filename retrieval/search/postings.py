"""Which documents hold a token, and how often, as bytes and back.

A list is rising numbers, kept as gaps of one, two or four bytes or, where the token is common, as one bit a number;
beside them only the numbers of those documents that hold the token more than once, with how often.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

_HEAD = struct.Struct(
    "<BBHIIII"
)  # width of a gap (0: bits), width of a count, 0, numbers, first, span, repeated
_WIDTHS = {1: np.uint8, 2: np.uint16, 4: np.uint32}
_COMMON = 16  # a token in more than one of sixteen documents is kept as bits
_SHORT = 64  # but not a list as short as this

Numbers = NDArray[np.uint32]


class Among:
    """Documents that are looked up in many lists: their rising numbers, and where each one's bit is."""

    def __init__(self, numbers: Numbers) -> None:
        self.numbers = numbers
        self.bytes = (numbers >> 3).astype(np.int64)
        self.bits = (numbers & 7).astype(np.uint8)


class Postings:
    """One token's list in one segment, unpacked as far as it is asked for."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size: int
        self._gap, self._wide, _, self.size, self._first, self._span, self._repeated = _HEAD.unpack_from(data)

    def __len__(self) -> int:
        return self.size

    @cached_property
    def numbers(self) -> Numbers:
        """The documents' numbers, rising."""
        if not self._gap:
            bits = np.unpackbits(self._bits[1:-1], bitorder="little")
            return np.asarray(np.flatnonzero(bits) + self._first, np.uint32)
        gaps = np.frombuffer(self._data, _WIDTHS[self._gap], self.size, _HEAD.size)
        return np.asarray(np.cumsum(gaps, dtype=np.uint32) + np.uint32(self._first))

    @property
    def repeats(self) -> int:
        """How many documents hold it more than once."""
        return int(self._repeated)

    @cached_property
    def repeated(self) -> tuple[Numbers, NDArray[np.uint32]]:
        """The documents that hold it more than once, and how often."""
        start = len(self._data) - self._repeated * (4 + self._wide)
        numbers = np.frombuffer(self._data, np.uint32, self._repeated, start)
        counts = np.frombuffer(self._data, _WIDTHS[self._wide], self._repeated, start + 4 * self._repeated)
        return numbers, counts.astype(np.uint32)

    @cached_property
    def _bits(self) -> NDArray[np.uint8]:
        """The bits between a byte of zeros before and one behind, where numbers outside are looked up."""
        bits = np.zeros(self._span // 8 + 2, np.uint8)
        bits[1:-1] = np.frombuffer(self._data, np.uint8, self._span // 8, _HEAD.size)
        return bits

    def counts(self, among: Among) -> NDArray[np.uint32]:
        """How often each of these documents holds the token; 0: not at all."""
        numbers = among.numbers
        if self._gap:
            at = self.numbers.searchsorted(numbers)
            found = (self.numbers.take(at, mode="clip") == numbers).astype(np.uint32)
        else:
            byte = self._bits.take(among.bytes - ((self._first >> 3) - 1), mode="clip")
            found = (byte >> among.bits & 1).astype(np.uint32)
        if self._repeated:
            own, counts = self.repeated
            at = own.searchsorted(numbers)
            same = np.flatnonzero(own.take(at, mode="clip") == numbers)
            found[same] = counts[at[same]]
        return np.asarray(found)

    @property
    def weight(self) -> int:
        """About how many bytes it takes once unpacked."""
        return len(self._data) + (self.size * 4 if self._gap else len(self._data)) + 300


def pack(numbers: Numbers, counts: NDArray[np.uint32]) -> bytes:
    """The list of one token: rising numbers, and how often each document holds it."""
    first, last = int(numbers[0]), int(numbers[-1])
    gaps = np.diff(numbers, prepend=numbers[:1])
    width = _width(int(gaps.max()))
    body = gaps.astype(_WIDTHS[width]).tobytes()
    return _packed(first, last, len(numbers), width, body, numbers, counts)


def _packed(
    first: int, last: int, size: int, width: int, body: bytes, numbers: Numbers, counts: NDArray[np.uint32]
) -> bytes:
    span = last - first + 1
    if size > _SHORT and size * _COMMON > span:
        first -= first % 8
        span = -(-(last - first + 1) // 8) * 8
        width, body = 0, _as_bits(numbers, first, span)
    more = counts > 1
    wide, tail, repeated = 1, b"", 0
    if more.any():
        often = counts[more]
        wide, repeated = _width(int(often.max())), len(often)
        tail = numbers[more].tobytes() + often.astype(_WIDTHS[wide]).tobytes()
    return _HEAD.pack(width, wide, 0, size, first, span, repeated) + body + tail


def _as_bits(numbers: Numbers, first: int, span: int) -> bytes:
    flags = np.zeros(span, np.uint8)
    flags[numbers - np.uint32(first)] = 1
    return np.packbits(flags, bitorder="little").tobytes()


def _width(most: int) -> int:
    return 1 if most < 1 << 8 else 2 if most < 1 << 16 else 4


def invert(documents: Sequence[tuple[int, Sequence[str]]]) -> tuple[list[str], list[int], list[bytes]]:
    """The tokens of documents (rising numbers), in order, with their frequencies and packed lists.

    All lists are worked out side by side: a list of its own for each of a hundred thousand tokens takes a minute.
    """
    tokens, keys, counts = _pairs(documents)
    if not tokens:
        return [], [], []
    at = (keys >> np.uint64(32)).astype(np.int64)
    numbers = (keys & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    starts = np.searchsorted(at, np.arange(len(tokens) + 1))
    gaps = np.diff(numbers, prepend=numbers[:1])
    gaps[starts[:-1]] = 0
    widest, repeats = np.maximum.reduceat(gaps, starts[:-1]), np.maximum.reduceat(counts, starts[:-1])
    bodies = {width: gaps.astype(kind).tobytes() for width, kind in _WIDTHS.items()}
    packed = []
    bounds = starts.tolist()
    for i, (gap, most) in enumerate(zip(widest.tolist(), repeats.tolist(), strict=True)):
        start, end = bounds[i], bounds[i + 1]
        width, size, first = _width(gap), end - start, int(numbers[start])
        span = int(numbers[end - 1]) - first + 1
        body = bodies[width][start * width : end * width]
        if most == 1 and not (size > _SHORT and size * _COMMON > span):  # nine of ten
            packed.append(_HEAD.pack(width, 1, 0, size, first, span, 0) + body)
        else:
            own = numbers[start:end]
            packed.append(_packed(first, first + span - 1, size, width, body, own, counts[start:end]))
    return tokens, np.diff(starts).tolist(), packed


def _pairs(
    documents: Sequence[tuple[int, Sequence[str]]],
) -> tuple[list[str], NDArray[np.uint64], NDArray[np.uint32]]:
    """The sorted tokens; (token's place << 32 | number), sorted, each once; how often each of them is there."""
    places = _Places()
    flat = np.fromiter((places[token] for _, own in documents for token in own), np.uint64)
    lengths = [len(own) for _, own in documents]
    numbers = np.repeat(np.array([number for number, _ in documents], np.uint64), lengths)
    tokens = sorted(places)
    order = np.empty(len(tokens), np.uint64)
    order[[places[token] for token in tokens]] = np.arange(len(tokens), dtype=np.uint64)
    keys, counts = np.unique(order[flat] << np.uint64(32) | numbers, return_counts=True)
    return tokens, keys, counts.astype(np.uint32)


class _Places(dict[str, int]):
    """Gives every new token the next number."""

    def __missing__(self, token: str) -> int:
        place = self[token] = len(self)
        return place
