"""Proper names: the cases of ``cases/names.yaml``, and what holds for every text."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from retrieval.records import Name, NameMention
from retrieval.schema import NameWords
from retrieval.understanding.names import find_names
from retrieval.understanding.tidy import tidy

ROOT = Path(__file__).parents[2]
CASES: dict[str, dict[str, str]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "names.yaml").read_text(encoding="utf-8")
)
ALL = [(text, expected) for section in CASES.values() for text, expected in section.items()]


@cache
def words() -> NameWords:
    raw: Any = yaml.load((ROOT / "config" / "names.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return msgspec.convert(raw, NameWords)


def shown(mention: NameMention) -> str:
    return f"{mention.kind.value}:{mention.text}" + (f"({mention.role})" if mention.role else "")


@pytest.mark.parametrize(("text", "expected"), ALL)
def test_finds_names(text: str, expected: str) -> None:
    found = [shown(m) for m in find_names(tidy(text), words())]
    assert sorted(found) == sorted([] if expected == "-" else expected.split(" ; "))


def test_gives_names_as_the_original_writes_them() -> None:
    original = "新增國道G524秀洲新塍至王店公路工程"
    (mention,) = find_names(tidy(original), words(), original)
    assert mention.text == "國道G524秀洲新塍至王店公路工程"


def test_a_person_is_found_again_without_the_title() -> None:
    found = find_names("局长陈云忠到会。会后陈云忠又走访了企业", words())
    people = [(m.text, m.role) for m in found if m.kind is Name.PERSON]
    assert people == [("陈云忠", "局长"), ("陈云忠", "")]


def test_words_are_written_as_tidied_text_has_them() -> None:
    values = msgspec.structs.asdict(words())
    assert [key for key, value in values.items() if tidy(value) != value] == []


PIECES = st.lists(
    st.sampled_from(
        [
            "局长",
            "陈云忠",
            "说",
            "、",
            "等",
            "5家",
            "企业",
            "项目",
            "的",
            "(",
            ")",
            "南区",
            "“",
            "”",
            "有限公司",
            "·",
            "和",
            "G5",
            "《",
            "》",
        ]
    )
)


@given(PIECES)
def test_offsets_hold_and_order_is_by_start(pieces: list[str]) -> None:
    text = "".join(pieces).lower()
    found = find_names(text, words())
    assert all(text[m.start : m.end] == m.text and m.text for m in found)
    assert [m.start for m in found] == sorted(m.start for m in found)


@given(st.text())
def test_any_text_is_accepted(text: str) -> None:
    find_names(text, words())
