from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.records import Period, PeriodExpr, PeriodMention
from retrieval.schema import PeriodWords
from retrieval.understanding.calendar import compare_periods, describe_period, period_label, resolve_period
from retrieval.understanding.period_patterns import build_pattern, every, openings
from retrieval.understanding.periods import PeriodGrammar
from retrieval.understanding.tidy import tidy
from retrieval.yamlfile import convert, read_mapping

ROOT = Path(__file__).parents[2]
FILE = ROOT / "config" / "periods.yaml"
WORDS = convert(FILE, read_mapping(FILE), PeriodWords)
GRAMMAR = PeriodGrammar(WORDS)
CASES: dict[str, list[Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases/periods.yaml").read_text("utf-8")
)
FINDS = [
    case
    for group, cases in CASES.items()
    if group not in ("resolve", "describe", "compare")
    for case in cases
]


def short(expr: PeriodExpr) -> str:
    """The expression as the case files write it: y2019 m1-6 point."""
    pairs: list[tuple[bool, str]] = [
        (expr.year is not None, f"y{expr.year}"),
        (expr.shift is not None, f"s{expr.shift}"),
        (expr.years != 1, f"n{expr.years}"),
        (expr.last, "last"),
        (expr.of_context, "c"),
        (expr.months is not None, "m{}-{}".format(*(expr.months or (0, 0)))),
        (expr.days is not None, "d{}-{}".format(*(expr.days or (0, 0)))),
        (expr.month_shift is not None, f"ms{expr.month_shift}"),
        (expr.day_shift is not None, f"ds{expr.day_shift}"),
        (expr.point, "point"),
        (expr.open, "open"),
        (expr.same, "same"),
        (bool(expr.name), f"={expr.name}"),
        (expr.until is not None, f"> {short(expr.until) if expr.until else ''}"),
    ]
    return " ".join(text for there, text in pairs if there)


def written(mention: PeriodMention) -> str:
    return f"{mention.text} | {short(mention.expr)}" + (" base" if mention.base else "")


def period_of(text: str, published: date | None = None) -> Period:
    (mention,) = GRAMMAR.find(tidy(text))
    found = resolve_period(mention.expr, published, None)
    assert found is not None
    return found[0]


@pytest.mark.parametrize(("text", "wanted"), [(c[0], c[1:]) for c in FINDS], ids=[c[0] for c in FINDS])
def test_periods_are_found_with_their_meaning(text: str, wanted: list[str]) -> None:
    found = GRAMMAR.find(tidy(text))
    assert [written(m) for m in found] == wanted
    assert all(tidy(text)[m.start : m.end] == m.text for m in found)


@pytest.mark.parametrize("case", CASES["resolve"], ids=lambda c: "-".join(map(str, c[:3])))
def test_context_and_date_fill_in_what_is_left_out(case: list[Any]) -> None:
    text, published, context, *wanted = case
    (mention,) = GRAMMAR.find(tidy(text))
    day = date.fromisoformat(published) if published else None
    found = resolve_period(mention.expr, day, period_of(context) if context else None)
    assert (found and [period_label(found[0]), found[1].value]) == (wanted if wanted[0] else None)


@pytest.mark.parametrize(("text", "zh", "en"), CASES["describe"])
def test_a_period_is_described_in_both_languages(text: str, zh: str, en: str) -> None:
    period = period_of(text)
    assert (describe_period(period, "zh"), describe_period(period, "en", WORDS)) == (zh, en)


@pytest.mark.parametrize(("asked", "fact", "wanted"), CASES["compare"])
def test_a_facts_period_is_compared_with_the_one_asked_for(asked: str, fact: str, wanted: str) -> None:
    day = date(2019, 7, 28) if "以来" in fact else None
    assert compare_periods(period_of(asked), period_of(fact, day)) == wanted


def test_a_plan_is_for_the_year_that_runs() -> None:
    whole = PeriodExpr(months=(1, 12))
    published = date(2021, 1, 20)
    found, planned = resolve_period(whole, published, None), resolve_period(whole, published, None, plan=True)
    assert found and planned and (found[0].start.year, planned[0].start.year) == (2020, 2021)


def spans() -> st.SearchStrategy[Period]:
    years = st.integers(1950, 2059)
    months = st.tuples(years, st.integers(1, 12), st.integers(1, 12)).map(
        lambda t: Period(date(t[0], min(t[1:]), 1), _month_end(t[0], max(t[1:])))
    )
    days = st.dates(date(1950, 1, 1), date(2059, 12, 31)).map(lambda d: Period(d, d))
    runs = st.tuples(years, st.integers(2, 9)).map(
        lambda t: Period(date(t[0] - t[1] if t[0] > 1965 else t[0], 1, 1), date(t[0], 12, 31))
    )
    points = (
        st.tuples(years, st.integers(1, 12))
        .map(lambda t: _month_end(*t))
        .map(lambda d: Period(d, d, point=True))
    )
    return st.one_of(months, days, runs, points)


def _month_end(year: int, month: int) -> date:
    return date.fromordinal(date(year + month // 12, month % 12 + 1, 1).toordinal() - 1)


@given(spans(), st.sampled_from(["zh", "en"]))
def test_a_described_period_is_found_again(period: Period, lang: str) -> None:
    assert period_of(describe_period(period, lang)) == period


@given(spans(), spans())
def test_labels_are_unique(one: Period, other: Period) -> None:
    assert (period_label(one) == period_label(other)) == (one == other)


@given(spans(), spans())
def test_comparison_is_symmetric_where_it_should_be(one: Period, other: Period) -> None:
    there, back = compare_periods(one, other), compare_periods(other, one)
    assert compare_periods(one, one) == "same"
    assert (there == "apart") == (back == "apart")
    assert (there == "within") <= (back in ("contains", "end"))


TIME_TEXT = st.text(
    alphabet="0123456789一二三十年月日季度上下半前末底初至-—.,今去比较同期以来q1h ma国庆节第 个", max_size=30
)


@given(st.one_of(TIME_TEXT, st.text(max_size=40)))
def test_any_text_is_read_and_offsets_hold(text: str) -> None:
    text, end = tidy(text), 0
    for mention in GRAMMAR.find(text):
        assert text[mention.start : mention.end] == mention.text
        assert mention.start >= end
        end = mention.end
        resolve_period(mention.expr, date(2021, 3, 2), None)


def test_every_period_begins_with_an_opening_character() -> None:
    """A new word or shape needs its first character in ``openings``, or no sentence with it is looked at."""
    pattern, begins = build_pattern(WORDS), openings(WORDS)
    sets = sorted((ROOT / "tests/quality/sets").glob("*/articles/*.md"))
    texts = [case[0] for case in FINDS] + [path.read_text("utf-8") for path in sets]
    assert len(texts) > 100
    for text in map(tidy, texts):
        found = [match.span() for match in every(pattern, begins, text)]
        assert found == [match.span() for match in pattern.finditer(text)]


NAMED = [word.word for word in (*WORDS.years, *WORDS.months, *WORDS.days)]
NAMED += [*WORDS.now.split(), *WORDS.plans, *WORDS.short_plans, *WORDS.seasons]
NAMED += [word for holiday in WORDS.holidays for word in (*holiday.bare, *holiday.words)]
PIECES = st.sampled_from(
    [*NAMED, *"0123456789一二两三十〇年月日季度旬hq至到-—~、和 第前首近这全多上下半末底元号“”份本/来,"]
)


@settings(deadline=None)
@given(st.lists(PIECES).map("".join))
def test_no_period_is_passed_over(text: str) -> None:
    pattern, begins = build_pattern(WORDS), openings(WORDS)
    found = [match.span() for match in every(pattern, begins, text)]
    assert found == [match.span() for match in pattern.finditer(text)]
