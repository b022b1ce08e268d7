"""rank-bm25's formula from figures: the memory engine's scores, whatever the corpus."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.schema import Bm25Settings
from retrieval.search.memory import MemoryEngine
from retrieval.search.okapi import Figures, Okapi, mean_idf

TOKENS = st.lists(st.sampled_from("椒江固投增速额"), max_size=8)


@given(
    corpus=st.lists(TOKENS, min_size=1, max_size=8),
    asked=TOKENS,
    k1=st.sampled_from([0.0, 0.25, 1.5]),
    b=st.sampled_from([0.0, 0.2, 1.0]),
)
def test_scores_are_the_memory_engines(
    corpus: list[list[str]], asked: list[str], k1: float, b: float
) -> None:
    settings = Bm25Settings(k1=k1, b=b)
    engine = MemoryEngine(settings)
    engine.add(enumerate(corpus))
    holders = Counter(token for document in corpus for token in set(document))
    mean = mean_idf(len(corpus), Counter(holders.values()))
    okapi = Okapi(settings, Figures(len(corpus), sum(map(len, corpus)), mean), holders)
    for hit in engine.search(asked, 99):
        assert okapi.score(corpus[hit.number], asked) == pytest.approx(hit.score, rel=1e-9)


def test_a_corpus_without_tokens_has_no_figures() -> None:
    assert mean_idf(3, {}) == 0.0
    assert Okapi(Bm25Settings(), Figures(3, 0, 0.0), {}).score([], ["椒江"]) == 0.0
