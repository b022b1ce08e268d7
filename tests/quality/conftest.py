"""The question sets, each read and asked at most once a process."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.quality.measure import Measured, measure


@pytest.fixture(scope="session")
def measured() -> Callable[[str], Measured]:
    """``measured("a")``: the set a with its answers."""
    known: dict[str, Measured] = {}

    def find(name: str) -> Measured:
        if name not in known:
            known[name] = measure(name)
        return known[name]

    return find
