"""The glossary: the cases of ``cases/glossary.yaml``, and what holds for every line and every text."""

from __future__ import annotations

import time
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from retrieval.clashes import check_glossary
from retrieval.records import Level, Region, RegionMention, Term
from retrieval.schema import Glossary, IndicatorWords
from retrieval.understanding.english_terms import EnglishTerms
from retrieval.understanding.glossary import GlossaryTable, entries_of, readings
from retrieval.understanding.indicators import Lexicon
from retrieval.understanding.tidy import tidy
from retrieval.yamlfile import ConfigError

FILE = Path(__file__).parents[2] / "config" / "glossary.yaml"
CASES: dict[str, dict[str, str]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "glossary.yaml").read_text(encoding="utf-8")
)
SMALL = Glossary(
    "the",
    "how many, of",
    {"t": "dead-end road | 断头路\nroad, way | 道路\nplan | 规划"},
    {"l": "plan | 计划"},
)


def read() -> Glossary:
    raw: Any = yaml.load(FILE.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return msgspec.convert(raw, Glossary)


@cache
def table() -> GlossaryTable:
    return GlossaryTable.build(read())


@cache
def reader() -> EnglishTerms:
    file = FILE.with_name("indicators.yaml").read_text(encoding="utf-8")
    lexicon = Lexicon.build(msgspec.convert(yaml.load(file, yaml.CSafeLoader), IndicatorWords))
    return EnglishTerms(lexicon, table(), frozenset({"目标", "计划"}))


def terms(low: str) -> tuple[Term, ...]:
    return reader().read(low, (), ())


def written(term: Term) -> str:
    nearest = not term.known and term.focus and term.weight > 0.3 and round(term.weight / 0.6, 3) != 1
    return term.text + "K" * term.known + "!" * nearest + "<" * (not term.focus)


def firsts(text: str) -> list[str]:
    return [g.forms[0] for g in table().find(tidy(text)) if g.forms]


@pytest.mark.parametrize(("text", "expected"), CASES["finds"].items())
def test_finds_the_longest_phrases(text: str, expected: str) -> None:
    assert firsts(text) == ([] if expected == "-" else expected.split())


@pytest.mark.parametrize(("text", "form"), CASES["forms"].items())
def test_a_phrase_has_the_forms_that_news_write(text: str, form: str) -> None:
    assert any(form in g.forms for g in table().find(tidy(text)))


@pytest.mark.xfail(strict=True, reason="a word is not told from its neighbours")
@pytest.mark.parametrize(("text", "expected"), CASES["wanting"].items())
def test_finds_what_it_does_not_yet(text: str, expected: str) -> None:
    assert firsts(text) == expected.split()


@pytest.mark.parametrize(("question", "expected"), CASES["terms"].items())
def test_a_question_is_translated_term_by_term(question: str, expected: str) -> None:
    assert [written(t) for t in terms(tidy(question))] == expected.split()


def test_a_term_has_the_other_forms_and_what_texts_are_read_as() -> None:
    (trunk,) = [t for t in terms("the main road of the town") if t.text == "主干道"]
    assert set(trunk.others) >= {"干道", "干线"}
    (road,) = [t for t in terms("a lane") if t.text == "道路"]
    assert "公路" in road.others


def test_places_that_only_describe_are_terms_beside() -> None:
    shanghai = Region("310000", "上海市", Level.PROVINCE, "上海市")
    mention = RegionMention(5, 13, "Shanghai", (shanghai,))
    *_, place = reader().read("from shanghai", [(5, 13)], [mention])
    assert (place.text, place.focus, place.others) == ("上海", False, ("上海市", "shanghai"))


def test_offsets_are_those_of_the_text() -> None:
    text = "The Dead-End Roads, planned ways"
    found = GlossaryTable.build(SMALL).find(text)
    assert [text[g.start : g.end] for g in found] == ["Dead-End Roads", "planned", "ways"]


def test_two_lines_of_one_phrase_give_the_forms_of_both_and_colour_where_one_does() -> None:
    (plan,) = GlossaryTable.build(SMALL).find("plans")
    assert (plan.forms, plan.light) == (("规划", "计划"), True)


def test_words_of_the_question_are_found_and_have_no_forms() -> None:
    assert [g.forms for g in GlossaryTable.build(SMALL).find("How many of the roads")] == [(), (), ("道路",)]


def test_a_word_as_written_goes_before_its_base() -> None:
    assert readings("building")[0] == "building"
    assert firsts("buildings") == ["大楼"]
    assert "plan" in readings("planned")
    assert "carry" in readings("carried")
    assert "us" not in readings("used")


def test_every_form_is_written_as_tidied_text_has_it() -> None:
    assert [form for _, forms, _ in entries_of(read()) for form in forms if form != tidy(form)] == []


def test_every_phrase_is_found_whole_and_no_line_repeats_itself() -> None:
    words = read()
    entries = list(entries_of(words))
    lost = [p for p, forms, _ in entries if not any(set(forms) <= set(g.forms) for g in table().find(p)[:1])]
    assert lost == []
    tables = [t for part in (words.words, words.light) for t in part.values()]
    lines = [line.strip() for t in tables for line in t.splitlines()]
    assert len(lines) == len(set(lines)) > 1500
    assert [f for _, f, _ in entries if len(f) != len(set(f))] == []


def test_no_phrase_begins_with_a_word_that_is_passed_over() -> None:
    words = read()
    assert [p for p, _, _ in entries_of(words) if not p or p.split()[0] in words.stop.split()] == []


@pytest.mark.parametrize("line", ["bridge", "bridge |", "| 大桥", "bridge | 大桥 | 桥"])
def test_a_line_of_another_shape_is_named(line: str, tmp_path: Path) -> None:
    (file := tmp_path / "glossary.yaml").write_text(line, "utf-8")
    with pytest.raises(ConfigError, match=r"words\.roads"):
        check_glossary(file, Glossary("", "", {"roads": line}, {}))


def test_the_file_is_cheap_to_load() -> None:
    """About 1 ms on a quiet machine; as a list of items it would be 30."""
    text = FILE.read_text(encoding="utf-8")

    def seconds() -> float:
        began = time.process_time()
        yaml.load(text, yaml.CSafeLoader)
        return time.process_time() - began

    assert min(seconds() for _ in range(9)) < 0.01


@given(st.text(alphabet="dead-end roads, planing.opentraffic 大桥 12'", max_size=60))
def test_found_phrases_never_overlap_and_lie_in_the_text(text: str) -> None:
    found = table().find(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= g.start < g.end <= len(text) for g in found)


@given(st.text(max_size=40))
def test_case_does_not_matter(text: str) -> None:
    if len(text.upper()) == len(text) == len(text.lower()) and text.isascii():
        assert [g.forms for g in table().find(text)] == [g.forms for g in table().find(text.upper())]
