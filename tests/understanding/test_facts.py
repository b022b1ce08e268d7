"""Sentences in, facts out: cases as data, from provinces of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from retrieval.assistant import build_reader
from retrieval.config import load_config
from retrieval.corpus.articles import make_article
from retrieval.corpus.pagewords import compile_words
from retrieval.intake import Understanding
from retrieval.records import Fact
from retrieval.understanding.calendar import describe_period
from retrieval.understanding.phrases import Grammar

CASES = yaml.safe_load((Path(__file__).parent / "facts.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def read() -> Any:
    """Reads a case's text as the body of an article of its own."""
    config = load_config()
    understanding = Understanding(build_reader(config), Grammar.build(config.facts), config.facts)
    pages = compile_words(config.repair)

    def facts(case: dict[str, Any]) -> list[Fact]:
        front = {k: str(case[k]) for k in ("title", "publisher", "published") if k in case}
        article = make_article("case", case["text"], config.repair, pages, front)
        return [f for p in understanding.passages(article, 0) for f in p.facts]

    return facts


def row(fact: Fact) -> tuple[str, ...]:
    """region, period, subject, measure, figure."""
    region = fact.regions[0].name if fact.regions else ""
    period = describe_period(fact.period, "zh") if fact.period else ""
    return region, period, "+".join(a.text for a in fact.subject), fact.measure.value, fact.text


def fits(wanted: str, fact: Fact) -> bool:
    """Whether a fact is the one a row of a case describes; a subject may say more (蓝莓+种植+面积 for 面积)."""
    region, period, subject, measure, text = (part.strip() for part in wanted.split("|"))
    given = row(fact)
    atoms = set(given[2].split("+"))
    return (
        region in ("-", given[0])
        and period in ("-", given[1])
        and (subject == "-" or set(subject.split("+")) <= atoms)
        and (measure, text) == (given[3], given[4])
    )


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_facts(case: dict[str, Any], read: Any) -> None:
    """Every fact a case names is read, and none that it rules out."""
    facts = read(case)
    rows = [row(fact) for fact in facts]
    for wanted in case.get("has", ()):
        assert any(fits(wanted, fact) for fact in facts), (wanted, rows)
    for unwanted in case.get("not", ()):
        assert not any(fits(unwanted, fact) for fact in facts), (unwanted, rows)
    for text, mark in case.get("marked", {}).items():
        marked = [fact for fact in facts if fact.text == text]
        assert marked and all(mark in fact.marks for fact in marked), (text, mark, rows)
