from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from retrieval.records import QuantityMention, Unit
from retrieval.schema import PeriodWords, UnitWords
from retrieval.understanding.numerals import parse_digits, parse_numeral, parse_small
from retrieval.understanding.periods import PeriodGrammar
from retrieval.understanding.quantities import QuantityGrammar
from retrieval.understanding.quantity_numbers import NUMBER, next_number
from retrieval.understanding.tidy import tidy
from retrieval.yamlfile import convert, read_mapping

CONFIG = Path(__file__).parents[2] / "config"
WORDS = convert(CONFIG / "units.yaml", read_mapping(CONFIG / "units.yaml"), UnitWords)
PERIODS = PeriodGrammar(convert(CONFIG / "periods.yaml", read_mapping(CONFIG / "periods.yaml"), PeriodWords))
GRAMMAR = QuantityGrammar(WORDS)
CASES: dict[str, list[Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases/quantities.yaml").read_text("utf-8")
)
FINDS = [case for group, cases in CASES.items() if group != "values" for case in cases]


def find(text: str) -> tuple[QuantityMention, ...]:
    return GRAMMAR.find(text, tuple((m.start, m.end) for m in PERIODS.find(text)))


def written(mention: QuantityMention) -> str:
    q = mention.quantity
    number = str(q.number)
    if q.high is not None:
        factor = q.value / q.number
        number += f"..{(q.high / factor).normalize():f}"
    parts = [mention.text, q.kind.value, number, q.unit] + ([q.bound] if q.bound else [])
    return " | ".join(parts).replace("|  |", "| |")


@pytest.mark.parametrize(("text", "wanted"), [(c[0], c[1:]) for c in FINDS], ids=[c[0] for c in FINDS])
def test_quantities_are_found_with_their_meaning(text: str, wanted: list[str]) -> None:
    text = tidy(text)
    found = find(text)
    assert [written(m) for m in found] == wanted
    assert all(text[m.start : m.end] == m.text for m in found)


@pytest.mark.parametrize(("text", "value", "base", "high"), CASES["values"])
def test_values_are_in_the_base_unit(text: str, value: str, base: str, high: str | None) -> None:
    (mention,) = GRAMMAR.find(tidy(text))
    q = mention.quantity
    assert (q.value.quantize(Decimal(value)), q.base) == (Decimal(value), base)
    assert q.high == (Decimal(high) if high else None)


def test_nothing_is_found_in_what_is_skipped() -> None:
    text = "前3个月新增5个项目"
    assert [m.text for m in GRAMMAR.find(text, ((0, 4),))] == ["5个"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("两", 2), ("十", 10), ("十二", 12), ("二十", 20), ("一百零三", 103), ("一百一十", 110), ("三千五百", 3500),
        ("一亿两千万", 120000000), ("一万零五十", 10050), ("两万亿", 2 * 10**12), ("零", 0),
        ("两三", None), ("一二三", None), ("百", None), ("三百二", None), ("", None), ("百分", None),
    ],
)  # fmt: skip
def test_numerals(text: str, value: int | None) -> None:
    assert parse_numeral(text) == value
    assert parse_small(text) == value


def test_numerals_with_a_point_and_digit_by_digit() -> None:
    assert parse_numeral("十二点三") == Decimal("12.3")
    assert parse_numeral("十二点") is None
    assert (parse_digits("二〇一九"), parse_digits("二千")) == (2019, None)


UNITS = [
    "亿元",
    "万元",
    "万亿元",
    "亿美元",
    "%",
    "个百分点",
    "倍",
    "家",
    "个",
    "万人次",
    "万吨",
    "公斤",
    "平方公里",
    "万亩",
    "户",
    "亿千瓦时",
    "元/平方米",
    "岁",
]


@given(
    st.decimals(min_value=0, max_value=10**7, places=2).filter(bool), st.sampled_from(UNITS), st.booleans()
)
def test_a_written_quantity_is_read_again(number: Decimal, unit: str, thousands: bool) -> None:
    text = f"达到{number:,}{unit}," if thousands else f"达到{number}{unit},"
    (mention,) = GRAMMAR.find(text)
    assert (mention.quantity.number, mention.quantity.unit, mention.quantity.bound) == (number, unit, "")
    assert mention.text == text[2:-1]


def numeral(value: int) -> str:
    """A numeral written by other code than reads it."""
    digits, places = "零一二三四五六七八九", ["", "十", "百", "千"]
    if value >= 10000:
        low = value % 10000
        return (
            numeral(value // 10000) + "万" + ("零" if 0 < low < 1000 else "") + (numeral(low) if low else "")
        )
    text, zero = "", False
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        zero = zero or (digit == 0 and bool(text))
        if digit:
            text += ("零" if zero and text else "") + digits[digit] + places[power]
            zero = False
    return text


@given(st.integers(1, 99_999_999))
def test_a_written_numeral_is_read_again(value: int) -> None:
    assert parse_numeral(numeral(value)) == value


TEXT = st.text(
    alphabet="0123456789.,-—%一二三十百千万亿两点成半第前位名元个家多余约近以上倍翻番分之人年天度/至到、和 第mgwt$",
    max_size=30,
)


@given(st.one_of(TEXT, st.text(max_size=40)))
def test_any_text_is_read_and_offsets_hold(text: str) -> None:
    text, end = tidy(text), 0
    for mention in GRAMMAR.find(text):
        assert text[mention.start : mention.end] == mention.text
        assert mention.start >= end
        assert isinstance(mention.quantity.kind, Unit)
        end = mention.end


@given(
    st.lists(st.sampled_from([*"0123456789.,-一二十百万亿负点第年)% a增", "1亿5000万", "1,234"])).map("".join)
)
def test_the_next_number_is_the_pattern_s(text: str) -> None:
    for at in range(len(text) + 1):
        assert repr(next_number(text, at)) == repr(NUMBER.search(text, at))
