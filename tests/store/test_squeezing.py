"""What is squeezed comes back, also what was squeezed with zlib before."""

from __future__ import annotations

import zlib

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from retrieval.store.squeezing import spread, squeezed

VALUES = st.recursive(st.none() | st.integers(-(2**40), 2**40) | st.text(), st.lists, max_leaves=80)


@given(VALUES)
def test_what_is_squeezed_comes_back(value: object) -> None:
    assert msgspec.msgpack.decode(spread(squeezed(value))) == value


@given(VALUES, st.sampled_from([9, 12, 15]))
def test_what_was_kept_before_is_read(value: object, window: int) -> None:
    small = zlib.compressobj(1, wbits=window)
    data = small.compress(msgspec.msgpack.encode(value)) + small.flush()
    assert msgspec.msgpack.decode(spread(data)) == value


def test_what_comes_again_takes_little() -> None:
    assert len(squeezed(["椒江区固定资产投资同比增长33.1%"] * 50)) < 200
