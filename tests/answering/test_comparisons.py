"""Comparisons, differences, counted ranks, yes or no and lists, over made-up articles; the cases are data."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answering.computed import difference_text
from retrieval.answering.guard import holds
from retrieval.answering.ranks import ordinal
from retrieval.answering.wording import Wording
from retrieval.assistant import Assistant
from retrieval.config import load_config
from retrieval.records import Answer, Fact, Measure, Quantity, Status, Unit
from retrieval.understanding.numerals import parse_numeral

DATA: dict[str, Any] = yaml.load(
    (Path(__file__).parent / "comparisons.yaml").read_text("utf-8"), yaml.CSafeLoader
)
KNOWN_FAILURES: tuple[str, ...] = tuple(DATA.get("failures", ()))


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("articles")
    for name, text in DATA["articles"].items():
        (folder / f"{name}.md").write_text(text, "utf-8")
    return Assistant.load(load_config(), folder)


def asked(assistant: Assistant, turns: str) -> Answer:
    answer: Answer | None = None
    for turn in turns.split(" || "):
        answer = assistant.ask(turn, answer)
    assert answer is not None
    return answer


def cases() -> list[Any]:
    found = []
    for case in DATA["cases"]:
        marks = [pytest.mark.xfail(strict=True)] if case["ask"] in KNOWN_FAILURES else []
        found.append(pytest.param(case, id=case["ask"], marks=marks))
    return found


@pytest.mark.parametrize("case", cases())
def test_case(assistant: Assistant, case: dict[str, Any]) -> None:
    answer = asked(assistant, case["ask"])
    if case.get("refused"):
        assert answer.status is not Status.ANSWERED, answer.answer
        assert case.get("offer", "") in " ".join(o.label for o in answer.offers)
        return
    assert (answer.status, answer.answer) == (Status.ANSWERED, case["answer"])
    keys = [key for key, _ in answer.notes]
    assert case.get("note", keys[0] if keys else None) in [*keys, None]
    assert not (case.get("stated") and "computed" in keys)
    if "rows" in case:
        assert [list(row) for row in answer.rows] == case["rows"]


@pytest.mark.parametrize("case", [c for c in DATA["cases"] if "answer" in c], ids=lambda c: c["ask"])
def test_every_quote_is_real_and_every_row_stands_in_its_quote(
    assistant: Assistant, case: dict[str, Any]
) -> None:
    answer = asked(assistant, case["ask"])
    texts = {a.id: a.text for a in assistant.articles}
    for quote in answer.quotes:
        assert texts[quote.article][quote.start : quote.end] == quote.text
    for (_, value), quote in zip(answer.rows, answer.quotes, strict=False):
        assert holds(quote, value)


def fact(number: Decimal, unit: str, kind: Unit, scale: int = 1) -> Fact:
    quantity = Quantity(kind, number, unit, number * scale, "")
    return Fact("a", 0, 0, 1, f"{number}{unit}", quantity, Measure.LEVEL, ())


def test_figures_of_one_kind_are_subtracted_in_the_unit_of_the_first() -> None:
    first = fact(Decimal("1.2"), "亿元", Unit.MONEY, 10**8)
    assert difference_text(first, fact(Decimal(7000), "万元", Unit.MONEY, 10**4)) == "0.5亿元"
    percent = fact(Decimal("33.1"), "%", Unit.PERCENT)
    assert difference_text(percent, fact(Decimal("10.1"), "%", Unit.PERCENT)) == "23个百分点"


numbers = st.decimals(min_value=0, max_value=10**6, places=2, allow_nan=False)


@given(numbers, numbers)
def test_a_difference_is_exact_and_the_same_both_ways(a: Decimal, b: Decimal) -> None:
    first, second = fact(a, "亿元", Unit.MONEY), fact(b, "亿元", Unit.MONEY)
    assert difference_text(first, second) == difference_text(second, first)
    assert Decimal(difference_text(first, second).removesuffix("亿元")) == abs(a - b)


@given(st.integers(1, 99))
def test_an_ordinal_reads_back(number: int) -> None:
    assert parse_numeral(ordinal(number).removeprefix("第")) == number


@pytest.mark.parametrize(
    ("text", "lowest"),
    [
        ("谁的增速更高", False),
        ("哪个更低", True),
        ("谁的降幅更大", True),
        ("谁的降幅更小", False),
        ("哪个少", True),
        ("哪个多", False),
        ("上半年高还是全年高", False),
    ],
)
def test_which_end_is_wanted(text: str, lowest: bool) -> None:
    assert Wording(load_config().questions.comparison).lowest(text, "zh") is lowest
