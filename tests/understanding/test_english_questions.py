"""English questions, invented: every line of ``english_questions.yaml`` says what is to be read from one of them."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from retrieval.config import load_config
from retrieval.detectors import build_reader
from retrieval.records import Question, Term
from retrieval.understanding.english import EnglishReader
from retrieval.understanding.glossary import GlossaryTable
from retrieval.understanding.phrases import Grammar
from retrieval.understanding.question import QuestionReader

CASES: list[dict[str, str]] = yaml.safe_load(
    (Path(__file__).parent / "cases/english_questions.yaml").read_text("utf-8")
)
_WEIGHTY = 0.5


@cache
def reader() -> EnglishReader:
    config = load_config()
    day = date(2025, 6, 30)
    base = QuestionReader.build(
        build_reader(config), config.questions, config.facts, Grammar.build(config.facts), day
    )
    return EnglishReader(base, config.questions, GlossaryTable.build(config.glossary))


def weighty(terms: tuple[Term, ...]) -> str:
    return " ".join(t.text for t in terms if t.weight >= _WEIGHTY) or "-"


def kinds(question: Question) -> str:
    """The kinds of quantity that can answer: any where there are many."""
    if not question.units:
        return "-"
    return "/".join(sorted(u.value for u in question.units)) if len(question.units) < 4 else "any"


def written(question: Question) -> str:
    """asked | measure | kinds of quantity | kind of name | place | time | words [a loose name in full]."""
    period = question.period
    loose = "".join(f" [{weighty(terms)}]" for terms in question.variants)
    return " | ".join(
        (
            question.asked.value,
            question.measure.value if question.measure else "-",
            kinds(question),
            question.name.value if question.name else "-",
            "/".join(r.name for r in question.regions) or "-",
            f"{period.start}..{period.end}" if period else "-",
            weighty(question.terms) + loose,
        )
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["asks"][:60])
def test_reads(case: dict[str, str]) -> None:
    assert written(reader().read(case["asks"])) == case["read"]


def test_a_rank_is_by_what_is_said() -> None:
    by_growth = reader().read("Where did Zunhua rank in Hebei by GDP growth in 2023?")
    by_size = reader().read("Where did Zunhua rank in Hebei by GDP in 2023?")
    assert by_growth.of != by_size.of
    assert [r.name for r in by_size.scope] == ["河北省"]


def test_month_on_month_is_no_growth_of_a_year() -> None:
    assert reader().read("How much did exports of Kunshan grow month on month in May 2022?").marks == {"环比"}


@given(st.text(max_size=60))
def test_whatever_is_asked_is_read(text: str) -> None:
    assert reader().read(f"How many {text} did Kunshan have in 2022?").lang == "en"
