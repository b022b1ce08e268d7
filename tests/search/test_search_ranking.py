"""The engine on disk where a question's tokens stand in more places than are read: whoever is judged is judged exactly."""

from __future__ import annotations

import random
import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.schema import Bm25Settings
from retrieval.search.among import Among
from retrieval.search.disk import DiskEngine
from retrieval.search.memory import MemoryEngine
from retrieval.search.postings import Postings, pack
from retrieval.search.segments import Segments

SETTINGS = Bm25Settings(k1=0.4, b=0.4)
# How likely a document holds each token; a token that it holds it may hold several times.
SHARES = {"椒江": 0.05, "固投": 0.2, "增速": 0.4, "上半年": 0.5, "年": 0.8, "的": 0.95}
SEEDS = st.integers(0, 2**32)


def documents(chance: random.Random, first: int, size: int) -> list[tuple[int, list[str]]]:
    return [
        (
            n,
            [
                t
                for t, share in SHARES.items()
                if chance.random() < share
                for _ in range(chance.choice(OFTEN))
            ],
        )
        for n in range(first, first + size)
    ]


OFTEN = [1] * 6 + [2, 2, 3, 5]


@settings(deadline=None, max_examples=40)
@given(SEEDS, st.lists(st.sampled_from(list(SHARES)), min_size=2, max_size=9), st.integers(1, 12))
def test_whoever_holds_the_rarest_token_is_judged_by_all(seed: int, query: list[str], top: int) -> None:
    chance = random.Random(seed)
    connection = sqlite3.connect(":memory:", isolation_level=None)
    Segments.create(connection, "sentence")
    disk, memory = DiskEngine(connection, SETTINGS, budget=4), MemoryEngine(SETTINGS)
    corpus = documents(chance, 0, 300)
    for engine in (disk, memory):
        engine.add(corpus)
        engine.add(documents(random.Random(seed + 1), 300, 3))  # a segment of its own
    exact = {hit.number: hit.score for hit in memory.search(query, 400)}
    found = disk.search(query, top)
    assert [hit.score for hit in found] == pytest.approx([exact[hit.number] for hit in found], rel=1e-12)
    assert found == sorted(found, key=lambda hit: (-hit.score, hit.number))
    rarest = min(set(query), key=lambda token: (disk.frequency(token), token))
    last = found[-1].score if len(found) == top else 0.0
    better = {number for number in disk.holders([rarest]) if exact[number] > last + 1e-9}
    assert better <= {hit.number for hit in found}


@settings(deadline=None)
@given(SEEDS, st.integers(1, 400), st.integers(1, 40))
def test_levels_and_what_amends_them_are_the_counts(seed: int, held: int, looked: int) -> None:
    import numpy as np

    chance = np.random.default_rng(seed)
    numbers = np.sort(chance.choice(3000, held, replace=False)).astype(np.uint32)
    counts = chance.choice([1, 1, 1, 2, 3, 9], held).astype(np.uint32)
    postings, asked = Postings(pack(numbers, counts)), np.sort(chance.choice(3000, looked, replace=False))
    among, places = Among(asked.astype(np.uint32)), np.zeros(3000, np.int32)
    places[asked] = np.arange(1, looked + 1)
    levels = np.zeros(looked, np.uint8)
    for plane in postings.planes:
        levels += plane.take(among.at(postings.first), mode="clip") >> among.bits & 1
    if not postings.planes:
        postings.mark(among, places, levels)
    true = dict(zip(numbers.tolist(), counts.tolist(), strict=True))
    wanted = [true.get(number, 0) for number in asked.tolist()]
    assert all(a <= b and (a > 0) == (b > 0) for a, b in zip(levels.tolist(), wanted, strict=True))
    assert postings.loose or levels.tolist() == wanted
    amended = levels.astype(np.uint32)
    postings.amend(among, amended)
    assert amended.tolist() == wanted == postings.counts(among).tolist()
    first, there = postings.spread()
    assert (np.flatnonzero(there) + first).tolist() == numbers.tolist()
