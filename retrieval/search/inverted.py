"""The lists of many tokens at once: of documents by their tokens, packed, unpacked, joined.

All lists are worked out side by side: a list of its own for each of a hundred thousand tokens takes a minute.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.search.postings import HEAD, WIDTHS, is_common, packed, width_of

_AT_ONCE = 1_000_000  # postings that are joined at once, which takes some 50 MB
_NAMES = ("gap", "wide", "zero", "size", "first", "span", "repeated")
_FIELDS = np.dtype(list(zip(_NAMES, ("u1", "u1", "<u2", "<u4", "<u4", "<u4", "<u4"), strict=True)))
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)

Keys = NDArray[np.uint64]  # (place of a token << 32 | number of a document)
Counts = NDArray[np.uint32]


def invert(documents: Sequence[tuple[int, Sequence[str]]]) -> tuple[list[str], list[int], list[bytes]]:
    """The tokens of documents (rising numbers), in order, with their frequencies and packed lists."""
    tokens, keys, counts = _pairs(documents)
    return tokens, *pack_all(keys, counts, len(tokens))


def pack_all(keys: Keys, counts: Counts, many: int) -> tuple[list[int], list[bytes]]:
    """How many documents hold each of ``many`` tokens, one at least, and the lists; ``keys`` rise."""
    if not many:
        return [], []
    numbers = (keys & _LOW).astype(np.uint32)
    starts = np.searchsorted(keys, np.arange(many + 1, dtype=np.uint64) << _HALF)
    gaps = np.diff(numbers, prepend=numbers[:1])
    gaps[starts[:-1]] = 0
    widest, repeats = np.maximum.reduceat(gaps, starts[:-1]), np.maximum.reduceat(counts, starts[:-1])
    bodies = {width: gaps.astype(kind).tobytes() for width, kind in WIDTHS.items()}
    lists = []
    bounds, firsts, lasts = starts.tolist(), numbers[starts[:-1]].tolist(), numbers[starts[1:] - 1].tolist()
    for i, (gap, most) in enumerate(zip(widest.tolist(), repeats.tolist(), strict=True)):
        start, end, first = bounds[i], bounds[i + 1], firsts[i]
        width, size, span = width_of(gap), end - start, lasts[i] - first + 1
        body = bodies[width][start * width : end * width]
        if most == 1 and not is_common(size, span):  # nine of ten
            lists.append(HEAD.pack(width, 1, 0, size, first, span, 0) + body)
        else:
            lists.append(packed(first, lasts[i], size, width, body, numbers[start:end], counts[start:end]))
    return np.diff(starts).tolist(), lists


class Part(NamedTuple):
    """A list of a token, of which there may be others in other segments."""

    token: str
    size: int
    data: bytes


def join_all(parts: Sequence[Part], alive: NDArray[np.bool_] | None) -> Iterator[Part]:
    """Lists of tokens, a token's side by side, as one list for each; ``alive``, by number: only of those documents.

    A token that nobody alive holds is left out.
    """
    start = size = 0
    for end, part in enumerate(parts, 1):
        size += part.size
        if end == len(parts) or (size >= _AT_ONCE and parts[end].token != part.token):
            yield from _joined(parts[start:end], alive)
            start, size = end, 0


def _joined(parts: Sequence[Part], alive: NDArray[np.bool_] | None) -> Iterator[Part]:
    tokens = list(dict.fromkeys(part.token for part in parts))
    places = {token: place for place, token in enumerate(tokens)}
    keys, counts = unpack_all([part.data for part in parts], [places[part.token] for part in parts])
    if alive is not None:
        kept = alive[(keys & _LOW).astype(np.intp)]
        keys, counts = keys[kept], counts[kept]
        left = np.unique(keys >> _HALF)
        tokens = [tokens[place] for place in left.tolist()]
        keys = np.searchsorted(left, keys >> _HALF).astype(np.uint64) << _HALF | keys & _LOW
    if (keys[1:] < keys[:-1]).any():
        order = np.argsort(keys, kind="stable")
        keys, counts = keys[order], counts[order]
    sizes, lists = pack_all(keys, counts, len(tokens))
    yield from map(Part, tokens, sizes, lists)


def unpack_all(lists: Sequence[bytes], places: Sequence[int]) -> tuple[Keys, Counts]:
    """Every document of these lists, the lists one behind the other, each of the token of that place."""
    ends = np.cumsum([len(data) for data in lists])
    begins = ends - [len(data) for data in lists]
    data = np.frombuffer(b"".join(lists), np.uint8)
    heads = data[begins[:, None] + np.arange(HEAD.size)].view(_FIELDS)[:, 0]
    sizes = heads["size"].astype(np.int64)
    starts = np.cumsum(sizes) - sizes
    gaps = np.zeros(int(sizes.sum()), np.uint32)
    for width in WIDTHS:
        (own,) = np.nonzero(heads["gap"] == width)
        gaps[_ranges(starts[own], sizes[own])] = _read(data, begins[own] + HEAD.size, sizes[own], width)
    numbers = gaps.cumsum(dtype=np.int64)
    numbers += np.repeat(heads["first"] - numbers[starts], sizes)
    for i in np.flatnonzero(heads["gap"] == 0).tolist():
        begin, first = int(begins[i]) + HEAD.size, int(heads["first"][i])
        bits = np.unpackbits(data[begin : begin + int(heads["span"][i]) // 8], bitorder="little")
        numbers[starts[i] : starts[i] + sizes[i]] = np.flatnonzero(bits) + first
    keys = np.repeat(np.array(places, np.int64) << 32, sizes) | numbers
    return keys.astype(np.uint64), _often(data, heads, ends, numbers)


def _often(
    data: NDArray[np.uint8],
    heads: NDArray[np.void],
    ends: NDArray[np.int64],
    numbers: NDArray[np.int64],
) -> Counts:
    """How often each document holds its token: once, but for those that stand at the ends of the lists."""
    counts = np.ones(len(numbers), np.uint32)
    lists = np.repeat(np.arange(len(heads)), heads["size"]) << 32 | numbers
    for wide in WIDTHS:
        (own,) = np.nonzero((heads["wide"] == wide) & (heads["repeated"] > 0))
        many = heads["repeated"][own].astype(np.int64)
        begins = ends[own] - many * (4 + wide)
        whose = np.repeat(own, many) << 32 | _read(data, begins, many, 4)
        counts[np.searchsorted(lists, whose)] = _read(data, begins + many * 4, many, wide)
    return counts


def _ranges(begins: NDArray[np.int64], sizes: NDArray[np.int64], step: int = 1) -> NDArray[np.int64]:
    """Every ``step``-th place of several stretches, so many of each: (3, 10), (2, 3) → 3, 4, 10, 11, 12."""
    before = np.cumsum(sizes) - sizes
    return np.repeat(begins - before * step, sizes) + np.arange(int(sizes.sum())) * step


def _read(
    data: NDArray[np.uint8], begins: NDArray[np.int64], sizes: NDArray[np.int64], width: int
) -> NDArray[np.uint32]:
    """Numbers of so many bytes that stand in several stretches."""
    at = _ranges(begins, sizes, width)
    found = data[at].astype(np.uint32)
    for byte in range(1, width):
        found |= data[at + byte].astype(np.uint32) << np.uint32(8 * byte)
    return found


def _pairs(documents: Sequence[tuple[int, Sequence[str]]]) -> tuple[list[str], Keys, Counts]:
    """The sorted tokens; their keys, rising, each once; how often each of them is there."""
    places = _Places()
    lengths = [len(own) for _, own in documents]
    every = chain.from_iterable(own for _, own in documents)
    flat = np.fromiter(map(places.__getitem__, every), np.int64, sum(lengths))
    numbers = np.repeat(np.array([number for number, _ in documents], np.uint64), lengths)
    tokens = sorted(places)
    order = np.empty(len(tokens), np.uint64)
    order[[places[token] for token in tokens]] = np.arange(len(tokens), dtype=np.uint64)
    keys, counts = np.unique(order[flat] << _HALF | numbers, return_counts=True)
    return tokens, keys, counts.astype(np.uint32)


class _Places(dict[str, int]):
    """Gives every new token the next number."""

    def __missing__(self, token: str) -> int:
        place = self[token] = len(self)
        return place
