"""The lists of the rarest tokens of a question, read as a whole."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.search.among import Numbers
from retrieval.search.segments import Segments
from retrieval.search.statistics import Scratch

Counts = NDArray[np.uint32]


class Lists:
    """The lists of some tokens, one behind the other; ``token``: whose each number is, by its place among them.

    ``repeated``: the documents that hold a token more than once, with ``counts``. ``alive``: how many documents
    hold each token, without the removed ones. ``places``: the numbers, for looking something up.
    """

    def __init__(self, segments: Segments, lists: Sequence[tuple[str, Sequence[tuple[int, int]]]]) -> None:
        owned = [(i, segments.postings(token, one)) for i, (token, own) in enumerate(lists) for one, _ in own]
        self.numbers: Numbers = np.concatenate([postings.numbers for _, postings in owned])
        self.places = self.numbers.astype(np.intp)  # numpy would make them of the numbers at every look
        owners = np.array([i for i, _ in owned])
        self.token = np.repeat(owners, [len(postings) for _, postings in owned])
        several = [(i, *postings.repeated) for i, postings in owned if postings.repeats]
        self.repeated: Numbers = np.concatenate([n for _, n, _ in several] or [np.zeros(0, np.uint32)])
        self.counts = np.concatenate([c for _, _, c in several] or [np.zeros(0, np.uint32)])
        repeaters = np.array([i for i, _, _ in several], np.int64)
        self.repeated_token = np.repeat(repeaters, [len(n) for _, n, _ in several])
        self.lengths = segments.lengths.take(self.places)
        there = self.token[self.lengths > 0] if segments.removed else self.token
        self.alive: list[int] = np.bincount(there, minlength=len(lists)).tolist()

    def count(self, counts: Counts, found: Numbers, scratch: Scratch) -> None:
        """Put in how often each of the documents found holds each token, in the row of its place."""
        place = scratch.places
        place[found] = np.arange(1, len(found) + 1)
        for numbers, tokens, often in (
            (self.places, self.token, None), (self.repeated, self.repeated_token, self.counts)
        ):  # fmt: skip
            at = place.take(numbers, mode="clip")
            here = np.flatnonzero(at > 0)
            counts[tokens[here], at[here] - 1] = 1 if often is None else often[here]
        place[found] = 0
