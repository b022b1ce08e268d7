"""Indicators: the cases of ``cases/indicators.yaml``, and what holds for every text."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from retrieval.schema import IndicatorWords
from retrieval.understanding.indicator_table import TableError, known_indicators, known_words
from retrieval.understanding.indicators import Lexicon
from retrieval.understanding.longest import Prefixes, Scanner
from retrieval.understanding.tidy import tidy

ROOT = Path(__file__).parents[2]
CASES: dict[str, dict[str, str]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "indicators.yaml").read_text(encoding="utf-8")
)


@cache
def words() -> IndicatorWords:
    raw: Any = yaml.load((ROOT / "config" / "indicators.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return msgspec.convert(raw, IndicatorWords)


@cache
def lexicon() -> Lexicon:
    return Lexicon.build(words())


def cases(section: str) -> list[tuple[str, str]]:
    return [(text, "" if expected == "-" else expected) for text, expected in CASES[section].items()]


@pytest.mark.parametrize(("text", "expected"), cases("find"))
def test_finds_known_indicators(text: str, expected: str) -> None:
    found = lexicon().find(text)
    assert [m.indicator.name + "~" * m.loose for m in found] == expected.split()
    assert all(text[m.start : m.end] == m.text for m in found)


@pytest.mark.parametrize(("phrase", "expected"), cases("atoms"))
def test_cuts_into_atoms(phrase: str, expected: str) -> None:
    assert [a.text + "?" * (not a.known) for a in lexicon().atoms(phrase)] == expected.split()


@pytest.mark.parametrize(("text", "expected"), cases("english"))
def test_finds_known_indicators_in_english(text: str, expected: str) -> None:
    assert [m.indicator.name + "~" * m.loose for m in lexicon().english(text)] == expected.split()


@pytest.mark.parametrize(("phrase", "expected"), cases("english_atoms"))
def test_cuts_english_into_atoms(phrase: str, expected: str) -> None:
    assert [a.text + "?" * (not a.known) for a in lexicon().english_atoms(phrase)] == expected.split()


@pytest.mark.parametrize(("word", "expected"), cases("correct"))
def test_corrects_slips(word: str, expected: str) -> None:
    corrected = lexicon().correct(word)
    assert (corrected[0] if corrected else "") == expected


def test_atoms_know_their_place() -> None:
    spelled = lexicon().atoms("全区规上工业增加值")
    assert [(a.start, a.end) for a in spelled] == [(0, 2), (2, 4), (4, 6), (6, 9)]
    assert [(a.start, a.end) for a in lexicon().atoms("看固投")][1:] == [(1, 3), (1, 3)]


def test_atoms_know_their_part() -> None:
    above, industry, value, total = lexicon().atoms("规上工业增加值总量")
    assert above.soft and not industry.head and value.head and total.neutral


def test_names_in_english() -> None:
    gdp = lexicon().find("gdp")[0].indicator
    assert lexicon().english_name(gdp) == "GDP"
    assert lexicon().english_name(("固定资产", "投资")) == "fixed-asset investment"
    assert lexicon().english_name(("高技术服务业", "投资")) == "high-tech services investment"
    assert lexicon().english_name(("锰铁", "产量")) == "锰铁 production"


def test_enough_words() -> None:
    assert len(lexicon().indicators) >= 250
    assert len(known_words(words())) >= 500


def test_every_indicator_is_made_of_known_words() -> None:
    known = {word.text for word in known_words(words())}
    whole = {k.indicator.atoms[0] for k in known_indicators(words()) if len(k.indicator.atoms) == 1}
    atoms = {atom for k in known_indicators(words()) for atom in k.indicator.atoms}
    assert atoms <= known | whole


def test_no_form_means_two_things() -> None:
    seen: dict[str, str] = {}
    for known in known_indicators(words()):
        for form, _ in known.aliases:
            assert seen.setdefault(form, known.indicator.id) == known.indicator.id, form
    for word in known_words(words()):
        for form in (word.text, *word.aliases):
            assert seen.setdefault("word " + form, word.text) == word.text, form


def test_no_english_form_means_two_indicators() -> None:
    seen: dict[str, str] = {}
    for known in known_indicators(words()):
        for form, _ in known.english:
            assert seen.setdefault(form.lower(), known.indicator.id) == known.indicator.id, form


def test_every_indicator_and_word_of_substance_has_english() -> None:
    assert all(known.english[0][0] for known in known_indicators(words()))
    assert [word.text for word in known_words(words()) if not word.english] == []


def test_forms_are_written_as_tidied_text_has_them() -> None:
    forms = [form for known in known_indicators(words()) for form, _ in known.aliases]
    forms += [form for word in known_words(words()) for form in (word.text, *word.aliases)]
    assert [form for form in forms if tidy(form) != form] == []


def test_every_name_is_found_as_itself() -> None:
    for known in known_indicators(words()):
        found = lexicon().find(known.indicator.name)
        assert [m.indicator.id for m in found] == [known.indicator.id], known.indicator.name


def test_a_bad_line_is_named() -> None:
    with pytest.raises(TableError, match=r"heads.*增加值"):
        Lexicon.build(msgspec.structs.replace(words(), heads="增加值 | value added"))


PIECES = st.lists(
    st.sampled_from(
        ["规上", "工业", "增加值", "总", "部", "gdp", "r", " ", ",", "椒江", "2019", "财政收入", "量"]
    )
)


@given(PIECES)
def test_atoms_cover_all_but_punctuation_in_order(pieces: list[str]) -> None:
    text = "".join(pieces)
    atoms = lexicon().atoms(text)
    covered = {i for a in atoms for i in range(a.start, a.end)}
    assert {i for i, c in enumerate(text) if c not in " ,"} == covered
    assert [a.start for a in atoms] == sorted(a.start for a in atoms)


@given(PIECES)
def test_mentions_never_overlap(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = lexicon().find(text)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.lists(st.text("工业投资g2a", min_size=1, max_size=4), min_size=1), st.text("工业投资g2a ,"))
def test_both_searches_find_the_same(forms: list[str], text: str) -> None:
    assert list(Prefixes.build(forms).find(text)) == list(Scanner.build(dict.fromkeys(forms)).find(text))


@given(st.text())
def test_any_text_is_accepted(text: str) -> None:
    lexicon().find(text)
    lexicon().atoms(text)
    lexicon().english(text)
    lexicon().english_atoms(text)
