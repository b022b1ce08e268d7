"""Periods, figures and places in the words of each language."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from saying import CONFIG, GROWTH, said

from bot.english import in_english, spoken_number
from bot.terminal import pad, table, width
from bot.voice import Voice
from bot.wording import period_text, read_period
from retrieval.records import Period
from retrieval.understanding.calendar import period_label

PERIODS = [
    ("2019", "2019年"),
    ("2019-H1", "2019年上半年"),
    ("2021-H2", "2021年下半年"),
    ("2021-Q3", "2021年三季度"),
    ("2021-05", "2021年5月"),
    ("2021-01..2021-09", "2021年前三季度"),
    ("2020-12-30", "2020年12月30日"),
    ("2016..2020", "2016-2020年"),
    ("2018-国庆假期", "2018年国庆假期"),
    ("2021-13", "2021-13"),
    ("2021-02-30", "2021-02-30"),
    ("春节", "春节"),
    ("", ""),
]


@pytest.mark.parametrize(("label", "zh"), PERIODS)
def test_a_period_in_words(label: str, zh: str) -> None:
    assert period_text(label, Voice(CONFIG, "zh")) == zh
    assert not label[:4].isdigit() or label[:4] in period_text(label, Voice(CONFIG, "en"))


DAYS = st.dates(date(1950, 1, 1), date(2050, 12, 31))


@given(DAYS, DAYS, st.booleans(), st.booleans())
def test_a_label_is_read_back_as_its_period(one: date, other: date, whole: bool, is_open: bool) -> None:
    first, last = sorted((one, other))
    if whole:
        first, last = date(first.year, 1, 1), date(last.year, 12, 31)
    for period in (Period(first, last, open=is_open), Period(last, last, point=True, open=is_open)):
        assert read_period(period_label(period)) == period


@given(st.text(max_size=12))
def test_any_label_can_be_shown(label: str) -> None:
    assert period_text(label, Voice(CONFIG, "zh")) is not None


FIGURES = [
    ("111.28亿元", "CNY 11.128 billion"),
    ("约1.2万亿元", "about CNY 1.2 trillion"),
    ("830.3亿美元", "USD 83.03 billion"),
    ("3456万元", "CNY 34.56 million"),
    ("97722.2元", "CNY 97,722.2"),
    ("51.5万辆", "515,000 vehicles"),
    ("4213家", "4,213"),
    ("12.5万", "125,000"),
    ("23个百分点", "23 percentage points"),
    ("下降1.9%", "down 1.9%"),
    ("增长10.4%", "up 10.4%"),
    ("50亿元以上", "CNY 5 billion or more"),
    ("1.8倍", "1.8 times"),
    ("第三", "3rd"),
    ("第12位", "12th"),
    ("第21位", "21st"),
    ("翻一番", "doubled"),
    ("-3.5亿元", "CNY -350 million"),
    ("５００万吨", "5 million tonnes"),
    ("33.1%", None),
    ("-1.9%", None),
    ("陈云忠", None),
    ("3月13日", None),
    ("3200", None),
    ("增长", None),
    ("", None),
]


@pytest.mark.parametrize(("figure", "english"), FIGURES)
def test_a_figure_in_english(figure: str, english: str | None) -> None:
    assert in_english(figure, CONFIG.english) == english


def test_english_readers_see_the_conversion_beside_the_sources_form() -> None:
    answer = dataclasses.replace(GROWTH, answer="111.28亿元", measure="level")
    assert said(answer, "en").startswith("111.28亿元 (CNY 11.128 billion)  ")
    assert said(answer, "zh").startswith("111.28亿元  ")


SCALES = {"": 0, "万": 4, "亿": 8, "万亿": 12}
WORDS = {"million": 6, "billion": 9, "trillion": 12}


@given(st.decimals(0, 99999, places=3), st.sampled_from(list(SCALES)))
def test_a_spoken_number_has_the_same_value(number: Decimal, scale: str) -> None:
    value = number.scaleb(SCALES[scale])
    digits, _, word = spoken_number(value).partition(" ")
    assert Decimal(digits.replace(",", "")).scaleb(WORDS.get(word, 0)) == value
    spoken = in_english(f"{number}{scale}元", CONFIG.english)
    assert spoken == f"CNY {spoken_number(value)}"


@given(st.text())
def test_any_text_has_a_width_and_no_figure_breaks(text: str) -> None:
    in_english(text, CONFIG.english)
    assert width(pad(text, 40)) >= 40


def test_columns_line_up_for_chinese() -> None:
    assert table([["编号", "n"], ["a", "12"]]) == "编号  n\na     12"


@pytest.mark.parametrize(
    ("path", "spoken"),
    [
        ("浙江省台州市椒江区", "Jiaojiang, Taizhou, Zhejiang (椒江区)"),
        ("上海市浦东新区", "Pudong, Shanghai (浦东新区)"),
        ("江苏省南京市鼓楼区", "Gulou, Nanjing, Jiangsu (鼓楼区)"),
        ("浙江省", "Zhejiang (浙江省)"),
        ("中国", "China (中国)"),
        ("浙江省湖州市南太湖新区", "浙江省湖州市南太湖新区"),  # zones have no romanised name
        ("", ""),
    ],
)
def test_a_region_for_an_english_reader(path: str, spoken: str) -> None:
    assert Voice(CONFIG, "en").region(path) == spoken
    assert Voice(CONFIG, "zh").region(path) == path
