"""Many lists at once hold what each of them holds alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.search import inverted
from retrieval.search.among import Among
from retrieval.search.inverted import Part, invert, join_all, unpack_all
from retrieval.search.postings import Postings, pack

# Of each token its documents with how often they hold it: rare ones, close ones (kept as bits), far ones.
HELD = st.dictionaries(
    st.one_of(st.integers(0, 400), st.integers(60_000, 60_300), st.integers(2**30, 2**31)),
    st.sampled_from([1, 1, 1, 2, 3, 300, 70_000]),
    min_size=1,
    max_size=150,
)
TOKENS = st.lists(HELD, min_size=1, max_size=6)


def packed(held: dict[int, int]) -> bytes:
    numbers = sorted(held)
    return pack(np.array(numbers, np.uint32), np.array([held[n] for n in numbers], np.uint32))


def unpacked(data: bytes) -> dict[int, int]:
    postings = Postings(data)
    numbers = postings.numbers
    return dict(zip(numbers.tolist(), postings.counts(Among(numbers)).tolist(), strict=True))


@given(TOKENS)
def test_unpacked_together_as_alone(tokens: list[dict[int, int]]) -> None:
    keys, counts = unpack_all([packed(held) for held in tokens], range(len(tokens)))
    expected = [(place << 32 | n, held[n]) for place, held in enumerate(tokens) for n in sorted(held)]
    assert list(zip(keys.tolist(), counts.tolist(), strict=True)) == expected


@given(TOKENS, st.integers(1, 3), st.integers(1, 10_000))
def test_joined_as_packed_whole(tokens: list[dict[int, int]], segments: int, at_once: int) -> None:
    parts = [
        Part(f"t{place}", len(own), packed(own))
        for place, held in enumerate(tokens)
        for segment in range(segments)  # a document stands in one of them only
        if (own := {n: count for n, count in held.items() if n % segments == segment})
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inverted, "_AT_ONCE", at_once)
        joined = list(join_all(parts, None))
    assert joined == [Part(f"t{place}", len(held), packed(held)) for place, held in enumerate(tokens)]


@given(st.lists(st.dictionaries(st.integers(0, 500), st.just(2), min_size=1), min_size=1, max_size=4))
def test_only_who_is_alive_is_joined(tokens: list[dict[int, int]]) -> None:
    parts = [Part(f"t{place}", len(held), packed(held)) for place, held in enumerate(tokens)]
    joined = {token: unpacked(data) for token, _, data in join_all(parts, np.arange(501) % 2 == 0)}
    even = {f"t{i}": {n: 2 for n in held if n % 2 == 0} for i, held in enumerate(tokens)}
    assert joined == {token: held for token, held in even.items() if held}


@given(st.lists(st.lists(st.sampled_from("椒江固投增速上半年"), max_size=12), max_size=90))
def test_inverted_documents_hold_their_tokens(documents: list[list[str]]) -> None:
    tokens, sizes, lists = invert(list(enumerate(documents)))
    expected = {
        token: {n: own.count(token) for n, own in enumerate(documents) if token in own}
        for token in sorted({token for own in documents for token in own})
    }
    assert {token: unpacked(data) for token, data in zip(tokens, lists, strict=True)} == expected
    assert sizes == [len(held) for held in expected.values()]
