"""The engine ``opensearch`` on a real cluster: every engine's contract, and the memory engine's hits and scores."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.questions import read_set
from retrieval.answering.finder import Finder, documents_of
from retrieval.assistant import Assistant
from retrieval.config import load_config
from retrieval.records import Hit
from retrieval.schema import Bm25Settings, OpenSearchSettings, SearchWords
from retrieval.search.cluster import ClusterEngine
from retrieval.search.cluster_client import Cluster, connect
from retrieval.search.cluster_documents import ClusterIndex
from retrieval.search.cluster_index import drop, holders
from retrieval.search.documents import Index
from retrieval.search.engine import Engine
from retrieval.search.memory import MemoryEngine
from tests.cluster.corpus import documents, questions, same_hits
from tests.quality.measure import SETS, TODAY
from tests.search import test_search_engines as contract
from tests.search.test_search_engines import (
    test_a_token_asked_twice_counts_twice,
    test_a_word_in_any_share_of_a_tiny_corpus_is_found,
    test_an_empty_corpus_or_question_gives_no_hit,
    test_documents_without_tokens_are_never_found,
    test_equal_scores_come_in_corpus_order,
    test_the_best_is_first,
    test_what_is_added_is_found_and_what_is_removed_is_gone,
    test_wrong_numbers_are_errors_and_change_nothing,
)

# pytest takes them from here, with the fixture ``make`` of this file
__all__ = [
    "test_a_token_asked_twice_counts_twice",
    "test_a_word_in_any_share_of_a_tiny_corpus_is_found",
    "test_an_empty_corpus_or_question_gives_no_hit",
    "test_documents_without_tokens_are_never_found",
    "test_equal_scores_come_in_corpus_order",
    "test_the_best_is_first",
    "test_what_is_added_is_found_and_what_is_removed_is_gone",
    "test_wrong_numbers_are_errors_and_change_nothing",
]
pytestmark = pytest.mark.cluster
BM25 = Bm25Settings(k1=0.4, b=0.4)
FEW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def make(settings_for: Callable[..., OpenSearchSettings]) -> Iterator[Callable[[], Engine]]:
    """Makes empty engines; their indices go with the test."""
    made: list[tuple[Cluster, str]] = []

    def engine() -> Engine:
        cluster = connect(settings_for(replicas=0), {})
        made.append((cluster, f"{cluster.settings.prefix}-contract"))
        return ClusterEngine(*made[-1], BM25)

    yield engine
    for cluster, alias in made:
        drop(cluster, holders(cluster, alias))


def test_it_has_its_name(make: Callable[[], Engine]) -> None:
    assert make().name == "opensearch"


@FEW
@given(corpus=contract.CORPORA, query=contract.TOKENS, top=st.integers(1, 10))
def test_promises(make: Callable[[], Engine], corpus: list[list[str]], query: list[str], top: int) -> None:
    contract.test_promises.hypothesis.inner_test(make, corpus, query, top)  # type: ignore[attr-defined]


@FEW
@given(corpus=contract.CORPORA, removed=st.sets(st.integers(0, 7)), query=contract.TOKENS)
def test_scores_are_the_references(
    make: Callable[[], Engine], corpus: list[list[str]], removed: set[int], query: list[str]
) -> None:
    """Also after some have gone: what is deleted and not yet forgotten counts no more."""
    engine, reference = make(), MemoryEngine(BM25)
    gone = sorted(n for n in removed if n < len(corpus))
    for one in (engine, reference):
        one.add(enumerate(corpus))
        one.remove(gone)
    assert same_hits(engine.search(query, 99), reference.search(query, 99))
    assert len(engine) == len(reference)


def test_tokens_of_any_kind_are_kept_apart(make: Callable[[], Engine]) -> None:
    tokens = ["a b", "a\nb", "a", "A", '"', "椒江", "x" * 40_000, "x" * 40_001, "\ud800", "r:331002", "*", ""]
    engine = make()
    engine.add((n, [token, "all"]) for n, token in enumerate(tokens))
    found = {token: [hit.number for hit in engine.search([token], 99)] for token in tokens if token}
    assert found == {token: [n] for n, token in enumerate(tokens) if token}


def test_more_tokens_than_a_query_takes(make: Callable[[], Engine]) -> None:
    engine = make()
    engine.add((n, [f"w{n}"]) for n in range(1500))
    assert len(engine.search([f"w{n}" for n in range(1500)], 10)) == 10


@pytest.mark.parametrize("shards", [1, 3])
def test_a_corpus_has_the_memory_engines_hits(
    settings_for: Callable[..., OpenSearchSettings], shards: int
) -> None:
    words, corpus = load_config().search, documents(500)
    index = ClusterIndex.build(corpus, words, connect(settings_for(shards=shards), {}))
    reference = Index.build(corpus, words)
    assert len(index) == len(reference) == 3000
    for question in questions(60):
        assert same_hits(index.search(question, 50), reference.search(question, 50)), question


@pytest.mark.parametrize("name", ["seeds", "a"])
def test_a_question_set_has_the_same_hits_and_answers(cluster: Cluster, name: str) -> None:
    config = load_config()
    folder = SETS / name / "articles" if name != "seeds" else None
    memory = Assistant.load(config, folder, TODAY)
    library, words = memory.finder.library, config.search
    passages = {a.id: library.passages_of(a.id) for a in library.articles}
    segmenter = memory.finder.segmenter
    corpus = [d for own in passages.values() if own for d in documents_of(own, segmenter, words)]
    index = ClusterIndex.build(corpus, words, cluster)
    finder = Finder(library, index, segmenter, words)
    clustered = Assistant.over(library, finder, config, memory.reader)
    asked = [gold.turns[-1] for gold in read_set(SETS / name)]
    for text in asked:
        assert hits(clustered, text) == pytest.approx(hits(memory, text), abs=1e-6), text
        assert replace(clustered.ask(text), milliseconds=0.0) == replace(memory.ask(text), milliseconds=0.0)


def hits(assistant: Assistant, text: str) -> dict[tuple[str, int], float]:
    return {(s.article, s.start): score for s, score in assistant.search(text, 20)}


# Filters, articles


def test_filters_leave_only_what_has_one_of_each_group(cluster: Cluster) -> None:
    words, corpus = load_config().search, documents(60)
    index = ClusterIndex.build(corpus, words, cluster)
    only = [["r:1", "r:2"], ["y:2019"]]
    everything = index.search(["固投", "增长"], 999)
    kept = [h for h in everything if passes(corpus[h.number].tokens, only)]
    assert 0 < len(kept) < len(everything)
    assert same_hits(index.search(["固投", "增长"], 999, only), kept)
    assert index.search(["固投"], 10, [["r:none"]]) == []


def passes(tokens: Sequence[str], only: Sequence[Sequence[str]]) -> bool:
    return all(set(group) & set(tokens) for group in only)


def test_articles_come_and_go(cluster: Cluster, words: SearchWords) -> None:
    corpus = documents(12)
    index = ClusterIndex.open(cluster, words)
    assert index.search(["固投"], 10) == []
    index.add(corpus[:48])
    index.add(corpus[48:])
    with pytest.raises(ValueError, match=corpus[0].article):
        index.add(corpus[:6])
    index.remove(corpus[6].article)
    with pytest.raises(KeyError):
        index.remove(corpus[6].article)
    left = Index.build([d for d in corpus if d.article != corpus[6].article], words)
    other_program = ClusterIndex.open(cluster, words)
    for question in questions(10):
        wanted = left.search(question, 20)
        assert same_hits(index.search(question, 20), wanted)
        assert same_hits(other_program.search(question, 20), wanted)


def test_equal_input_equal_output(cluster: Cluster, words: SearchWords) -> None:
    index = ClusterIndex.build(documents(100), words, cluster)

    def once() -> list[list[Hit]]:
        return [index.search(question, 10) for question in questions(10)]

    assert once() == once()
