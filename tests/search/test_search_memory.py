"""The memory engine against rank-bm25 itself."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from retrieval.schema import Bm25Settings
from retrieval.search.memory import MemoryEngine

TOKENS = st.lists(st.sampled_from("椒江固投增速额总量"), max_size=12)
CORPORA = st.lists(TOKENS, min_size=1, max_size=10).filter(any)
# Not k1 = 0 and not b = 1: there rank-bm25 divides 0 by 0 where a document lacks a token or has none at all.
SETTINGS = st.builds(
    Bm25Settings,
    k1=st.floats(0.01, 3),
    b=st.floats(0, 0.99),
    epsilon=st.floats(0, 1),
    least_weight=st.just(1e-12),
)


def reference(corpus: list[list[str]], settings: Bm25Settings) -> Any:
    return BM25Okapi(corpus, k1=settings.k1, b=settings.b, epsilon=settings.epsilon)


def memory(corpus: list[list[str]], settings: Bm25Settings) -> MemoryEngine:
    engine = MemoryEngine(settings)
    engine.add(enumerate(corpus))
    return engine


def scores(engine: MemoryEngine, query: list[str], size: int) -> list[float]:
    found = {hit.number: hit.score for hit in engine.search(query, size)}
    return [found.get(number, 0.0) for number in range(size)]


@given(corpus=CORPORA, query=TOKENS, settings=SETTINGS)
def test_same_scores_where_rank_bm25_gives_weights(
    corpus: list[list[str]], query: list[str], settings: Bm25Settings
) -> None:
    model = reference(corpus, settings)
    assume(all(weight >= 0 for weight in model.idf.values()))
    expected = [pytest.approx(score, abs=1e-9) for score in model.get_scores(query)]
    assert scores(memory(corpus, settings), query, len(corpus)) == expected


@given(corpus=CORPORA, query=TOKENS, settings=SETTINGS)
def test_same_scores_with_the_floor_where_it_gives_none(
    corpus: list[list[str]], query: list[str], settings: Bm25Settings
) -> None:
    model = reference(corpus, settings)
    model.idf = {token: max(weight, settings.least_weight) for token, weight in model.idf.items()}
    expected = [pytest.approx(score, abs=1e-9) for score in model.get_scores(query)]
    assert scores(memory(corpus, settings), query, len(corpus)) == expected


@pytest.mark.parametrize("seed", range(5))
def test_the_ten_best_of_a_thousand_to_the_last_bit(seed: int) -> None:
    """Large enough that documents are dropped early: none of the best may be."""
    chance = random.Random(seed)
    vocabulary = [f"w{n}" for n in range(300)]
    weights = [1 / (n + 1) for n in range(300)]
    corpus = [chance.choices(vocabulary, weights, k=chance.randint(3, 30)) for _ in range(1000)]
    settings = Bm25Settings(k1=chance.uniform(0.1, 2), b=chance.random())
    model, engine = reference(corpus, settings), memory(corpus, settings)
    for _ in range(40):
        query = chance.choices(vocabulary, weights, k=chance.randint(1, 20))
        expected = sorted(
            (-score, n) for n, score in enumerate(model.get_scores(query).tolist()) if score > 0
        )
        assert [(-hit.score, hit.number) for hit in engine.search(query, 10)] == expected[:10]


@pytest.mark.parametrize(("k1", "b"), [(0, 0), (0, 1), (1.5, 1)])
def test_where_rank_bm25_divides_by_zero(k1: float, b: float) -> None:
    engine = memory([["椒江"], [], ["秀洲"], ["嘉兴", "秀洲"]], Bm25Settings(k1=k1, b=b))
    assert {hit.number for hit in engine.search(["椒江", "秀洲"], 9)} == {0, 2, 3}
