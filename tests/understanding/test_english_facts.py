"""English sentences, invented: every line of ``english_facts.yaml`` says what is to be read from one of them."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from retrieval.config import load_config
from retrieval.detectors import build_understanding
from retrieval.intake import Understanding
from retrieval.records import Article, Block, Fact, Kind, Period

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases/english_facts.yaml").read_text("utf-8")
)


@cache
def understanding() -> Understanding:
    return build_understanding(load_config())


def read(text: str, about: str, day: date) -> list[Fact]:
    """The facts of one sentence in an article about a city, whose first sentence names the city and no more."""
    lead = f"{about} is a city.\n"
    blocks = (Block(0, len(lead) - 1, Kind.BODY), Block(len(lead), len(lead) + len(text), Kind.BODY))
    article = Article("x", lead + text, published=day, blocks=blocks)
    passages = understanding().passages(article, 0)
    for passage in passages:
        for fact in passage.facts:
            assert article.text[fact.start : fact.end] in fact.text
    return [fact for passage in passages for fact in passage.facts]


def span(period: Period | None) -> str:
    """2021, 2021-01..2021-03, @2021-12-31."""
    if period is None:
        return "-"
    if period.point:
        return f"@{period.end}"
    whole = (period.start.month, period.start.day, period.end.month, period.end.day) == (1, 1, 12, 31)
    return f"{period.start:%Y}" if whole else f"{period.start:%Y-%m}..{period.end:%Y-%m}"


def written(fact: Fact) -> str:
    """text | measure | the words it is of | place | time | marks."""
    words = " ".join(dict.fromkeys(a.text for a in (*fact.subject, *fact.noun)))
    place = " ".join(r.name for r in fact.regions)
    marks = sorted(fact.marks) + ([f"in {fact.scope[0].name}"] if fact.scope else [])
    return " | ".join((fact.text, fact.measure.value, words, place, span(fact.period), *marks))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_reads(case: dict[str, Any], request: pytest.FixtureRequest) -> None:
    if case.get("fails"):
        request.applymarker(pytest.mark.xfail(strict=True, reason=case["fails"]))
    day = case.get("published", date(2022, 2, 18))
    found = [written(fact) for fact in read(case["text"], case.get("about", "Yantai"), day)]
    assert found == case["facts"]


def test_there_are_many() -> None:
    assert len(CASES) > 60
