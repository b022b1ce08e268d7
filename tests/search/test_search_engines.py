"""The contract of every engine: a new one joins by one line in ``ENGINES``."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.schema import Bm25Settings
from retrieval.search.disk import DiskEngine
from retrieval.search.engine import Engine
from retrieval.search.memory import MemoryEngine
from retrieval.search.segments import Segments

SETTINGS = Bm25Settings(k1=0.4, b=0.4)


def on_disk() -> Engine:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    Segments.create(connection, "sentence")
    return DiskEngine(connection, SETTINGS)


ENGINES: dict[str, Callable[[], Engine]] = {
    "memory": lambda: MemoryEngine(SETTINGS),
    "disk": on_disk,
}
TOKENS = st.lists(st.sampled_from("椒江固投增速额"), max_size=8)
CORPORA = st.lists(TOKENS, max_size=8)
QUIET = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(params=ENGINES)
def make(request: pytest.FixtureRequest) -> Callable[[], Engine]:
    return ENGINES[request.param]


def filled(make: Callable[[], Engine], corpus: Sequence[Sequence[str]]) -> Engine:
    engine = make()
    engine.add(enumerate(corpus))
    return engine


def numbers(engine: Engine, tokens: Sequence[str], top: int = 10) -> list[int]:
    return [hit.number for hit in engine.search(tokens, top)]


CORPUS = ["椒江 固投 增速", "秀洲 服务业 增速", "椒江 固投", "嘉兴 外资 增速", "湖州 旅游"]
DOCUMENTS = [text.split() for text in CORPUS]


def test_it_has_its_name(make: Callable[[], Engine]) -> None:
    assert ENGINES[make().name] is make


def test_the_best_is_first(make: Callable[[], Engine]) -> None:
    engine = filled(make, DOCUMENTS)
    assert numbers(engine, ["椒江", "固投", "增速"])[:2] == [0, 2]
    assert numbers(engine, ["外资"]) == [3]


def test_an_empty_corpus_or_question_gives_no_hit(make: Callable[[], Engine]) -> None:
    assert make().search(["椒江"], 10) == []
    assert len(make()) == 0
    engine = filled(make, DOCUMENTS)
    assert engine.search([], 10) == []
    assert engine.search(["没有"], 10) == []
    assert engine.search(["椒江"], 0) == []


def test_documents_without_tokens_are_never_found(make: Callable[[], Engine]) -> None:
    engine = filled(make, [[], []])
    assert engine.search(["椒江"], 10) == []
    engine.add([(2, ["椒江"])])
    assert numbers(engine, ["椒江"]) == [2]


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_a_word_in_any_share_of_a_tiny_corpus_is_found(make: Callable[[], Engine], size: int) -> None:
    for holders in range(1, size + 1):
        corpus = [["椒江"] if n < holders else ["嘉兴"] for n in range(size)]
        assert numbers(filled(make, corpus), ["椒江"]) == list(range(holders))


def test_equal_scores_come_in_corpus_order(make: Callable[[], Engine]) -> None:
    engine = make()
    engine.add((n, ["椒江", "固投"]) for n in (7, 3, 9, 1))
    engine.add((n, ["嘉兴"]) for n in range(20, 40))
    assert numbers(engine, ["椒江", "固投"]) == [1, 3, 7, 9]
    assert numbers(engine, ["椒江", "固投"], 2) == [1, 3]


def test_a_token_asked_twice_counts_twice(make: Callable[[], Engine]) -> None:
    engine = filled(make, DOCUMENTS)
    once, twice = engine.search(["外资"], 1)[0], engine.search(["外资", "外资"], 1)[0]
    assert twice.score == pytest.approx(2 * once.score)


def test_what_is_added_is_found_and_what_is_removed_is_gone(make: Callable[[], Engine]) -> None:
    engine = filled(make, DOCUMENTS)
    engine.add([(5, ["吴江", "固投"])])
    assert numbers(engine, ["吴江"]) == [5]
    assert len(engine) == 6
    engine.remove([5, 0])
    assert numbers(engine, ["吴江"]) == []
    assert numbers(engine, ["固投"]) == [2]
    assert len(engine) == 4
    engine.add([(5, ["吴江", "外贸"])])
    assert numbers(engine, ["吴江"]) == [5]


def test_wrong_numbers_are_errors_and_change_nothing(make: Callable[[], Engine]) -> None:
    engine = filled(make, DOCUMENTS)
    with pytest.raises(ValueError, match="3"):
        engine.add([(8, ["甲"]), (3, ["乙"])])
    with pytest.raises(ValueError, match="8"):
        engine.add([(8, ["甲"]), (8, ["乙"])])
    with pytest.raises(KeyError):
        engine.remove([1, 77])
    assert len(engine) == 5
    assert numbers(engine, ["甲"]) == numbers(engine, ["乙"]) == []
    assert numbers(engine, ["秀洲"]) == [1]


@QUIET
@given(corpus=CORPORA, query=TOKENS, top=st.integers(1, 10))
def test_promises(make: Callable[[], Engine], corpus: list[list[str]], query: list[str], top: int) -> None:
    engine = filled(make, corpus)
    hits = engine.search(query, top)
    matching = [n for n, document in enumerate(corpus) if set(document) & set(query)]
    assert len(hits) == min(top, len(matching))
    assert {hit.number for hit in hits} <= set(matching)
    assert all(hit.score > 0 for hit in hits)
    assert hits == sorted(hits, key=lambda hit: (-hit.score, hit.number))
    assert hits == engine.search(query, top) == engine.search(query, 100)[:top]


@QUIET
@given(corpus=CORPORA, removed=st.sets(st.integers(0, 7)), query=TOKENS)
def test_removing_is_as_if_never_added(
    make: Callable[[], Engine], corpus: list[list[str]], removed: set[int], query: list[str]
) -> None:
    engine, fresh = filled(make, corpus), make()
    engine.remove(sorted(n for n in removed if n < len(corpus)))
    fresh.add((n, document) for n, document in enumerate(corpus) if n not in removed)
    assert {h.number: pytest.approx(h.score, abs=1e-9) for h in engine.search(query, 99)} == {
        h.number: h.score for h in fresh.search(query, 99)
    }


@settings(deadline=None)
@given(corpus=CORPORA, removed=st.sets(st.integers(0, 7)), query=TOKENS, top=st.integers(1, 10))
@pytest.mark.parametrize("name", [name for name in ENGINES if name != "memory"])
def test_hits_and_scores_are_those_of_the_memory_engine(
    name: str, corpus: list[list[str]], removed: set[int], query: list[str], top: int
) -> None:
    found = []
    for make_one in (ENGINES["memory"], ENGINES[name]):
        engine = filled(make_one, corpus)
        engine.remove(sorted(n for n in removed if n < len(corpus)))
        found.append(engine.search(query, top))
    reference, hits = found
    assert [hit.number for hit in hits] == [hit.number for hit in reference]
    assert [hit.score for hit in hits] == pytest.approx([hit.score for hit in reference], rel=1e-12)


@settings(deadline=None, max_examples=20)
@given(
    steps=st.lists(st.tuples(st.integers(1, 9), st.sets(st.integers(0, 200))), min_size=9, max_size=25),
    query=TOKENS.filter(bool),
)
@pytest.mark.parametrize("name", [name for name in ENGINES if name != "memory"])
def test_many_changes_leave_what_few_would(
    name: str, steps: list[tuple[int, set[int]]], query: list[str]
) -> None:
    """Segments are merged on the way; numbers that were removed may be given again."""
    engine, kept, number = ENGINES[name](), dict[int, list[str]](), 0
    for size, gone in steps:
        new = {n: [*"椒江固投增速额"[n % 7 : n % 7 + n % 4], str(n)] for n in range(number, number + size)}
        number += size
        engine.add(new.items())
        kept |= new
        removed = gone & kept.keys()
        engine.remove(removed)
        kept = {n: tokens for n, tokens in kept.items() if n not in removed}
        if removed and min(removed) % 3 == 0:
            back = min(removed)
            kept[back] = [*query, "又"]
            engine.add([(back, kept[back])])
    fresh = ENGINES["memory"]()
    fresh.add(sorted(kept.items()))
    found, wanted = engine.search([*query, "又"], 20), fresh.search([*query, "又"], 20)
    assert len(engine) == len(kept)
    assert [hit.number for hit in found] == [hit.number for hit in wanted]
    assert [hit.score for hit in found] == pytest.approx([hit.score for hit in wanted], rel=1e-12)


def test_settling_changes_no_hit() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    Segments.create(connection, "sentence")
    engine = DiskEngine(connection, SETTINGS)
    for n in range(0, 60, 3):
        engine.add((i, [*["椒江", "固投"][: 1 + i % 2], str(i)]) for i in range(n, n + 3))
    engine.remove(range(7, 23))
    before = engine.search(["椒江", "固投", "40"], 30)
    engine.segments.settle()
    after = engine.search(["椒江", "固投", "40"], 30)
    assert [hit.number for hit in after] == [hit.number for hit in before]
    assert [hit.score for hit in after] == pytest.approx([hit.score for hit in before], rel=1e-12)
    assert (len(engine.segments.find(["椒江"])["椒江"].lists), engine.segments.removed) == (1, 0)


def test_an_engine_sees_what_another_one_changes(tmp_path: Path) -> None:
    """Also where something else than a search was the first to see it."""
    engines = []
    for _ in range(2):
        connection = sqlite3.connect(tmp_path / "x", isolation_level=None)
        if not engines:
            Segments.create(connection, "sentence")
        engines.append(DiskEngine(connection, SETTINGS))
    one, other = engines
    one.add([(1, ["椒江"])])
    assert numbers(other, ["椒江"]) == [1]
    one.add([(90, ["椒江"]), (91, ["固投"])])
    assert (other.frequency("固投"), other.holders(["固投"]), len(other)) == (1, [91], 3)
    assert numbers(other, ["椒江"]) == [1, 90]
    one.remove([1])
    assert (len(other), numbers(other, ["椒江"])) == (2, [90])


def test_beyond_its_budget_the_rarer_tokens_choose_and_scores_stay_exact() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    Segments.create(connection, "sentence")
    small, memory = DiskEngine(connection, SETTINGS, budget=40), MemoryEngine(SETTINGS)
    documents = [
        (n, ["年", "增", *(["增"] * (n % 3)), str(n % 50), *(["椒江"] if n % 7 == 3 else [])])
        for n in range(600)
    ]
    for engine in (small, memory):
        engine.add(documents)
    query = ["椒江", "年", "增", "17", "增"]
    found, exact = small.search(query, 5), {hit.number: hit.score for hit in memory.search(query, 600)}
    assert found == sorted(found, key=lambda hit: (-hit.score, hit.number))
    assert found[0].number == memory.search(query, 1)[0].number
    assert [hit.score for hit in found] == pytest.approx([exact[hit.number] for hit in found], rel=1e-12)
