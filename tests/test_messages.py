"""What the user reads: an answer, a refusal, a question back, in Chinese and in English."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.english import in_english, spoken_number
from bot.messages import Kind, Look, compose
from bot.terminal import pad, render, table, width
from bot.voice import Voice
from bot.wording import period_text, read_period, reason_text
from retrieval.config import Config, load_config
from retrieval.records import Answer, Asked, Offer, Period, Quote, Status
from retrieval.understanding.calendar import period_label

CONFIG = load_config()
TEXT = "2019年,我区实现固定资产投资增速33.1%,居全市第一。"
QUOTE = Quote(
    "001-jiaojiang",
    TEXT,
    123,
    123 + len(TEXT),
    "椒江,全省优秀!",
    "浙江在线",
    date(2020, 5, 15),
    None,
    mark=(18, 23),
)
GROWTH = Answer(
    "椒江2019年固投增速?",
    Status.ANSWERED,
    "33.1%",
    Asked.GROWTH,
    region="浙江省台州市椒江区",
    period="2019",
    indicator="固定资产投资",
    measure="growth",
    quotes=(QUOTE,),
)


def said(answer: Answer, lang: str = "zh", config: Config = CONFIG) -> str:
    return render(compose(answer, Voice(config, lang)))


def test_an_answer_is_figure_then_sentence_then_source() -> None:
    assert said(GROWTH).splitlines() == [
        "33.1%  浙江省台州市椒江区 · 2019年 · 固定资产投资 · 增速",
        f"│ {TEXT}",
        f"— 椒江,全省优秀! · 浙江在线 · 2020-05-15 · 出处 001-jiaojiang#123-{123 + len(TEXT)}",
    ]


def test_the_same_in_english() -> None:
    lines = said(GROWTH, "en").splitlines()
    assert lines[0] == "33.1%  Jiaojiang, Taizhou, Zhejiang (椒江区) · 2019 · fixed-asset investment · growth"
    assert f"passage 001-jiaojiang#123-{123 + len(TEXT)}" in lines[2]


def test_a_known_address_is_the_link() -> None:
    quote = dataclasses.replace(
        QUOTE, url="https://example.org/1", publisher=None, published=None, title=None
    )
    parts = compose(dataclasses.replace(GROWTH, quotes=(quote,)), Voice(CONFIG, "zh"))
    source = next(part for part in parts if part.kind is Kind.SOURCE)
    assert source.text == "无标题 · https://example.org/1"
    assert source.spans[-1].link == "https://example.org/1"


def test_the_answer_is_marked_within_its_quote() -> None:
    quote = next(part for part in compose(GROWTH, Voice(CONFIG, "zh")) if part.kind is Kind.QUOTE)
    assert [span.text for span in quote.spans if span.look is Look.MARK] == ["33.1%"]
    assert quote.text == TEXT
    assert "\x1b[1;33m33.1%\x1b[0m" in render(compose(GROWTH, Voice(CONFIG, "zh")), colour=True)


def test_without_colours_the_sentence_is_printed_as_it_stands() -> None:
    assert TEXT in said(GROWTH)
    assert "\x1b" not in said(GROWTH)


def test_a_quote_over_two_lines_keeps_its_bar() -> None:
    quote = dataclasses.replace(QUOTE, text="一行\n二行", mark=None)
    assert "│ 一行\n│ 二行" in said(dataclasses.replace(GROWTH, quotes=(quote,)))


def test_notes_say_what_was_assumed() -> None:
    answer = dataclasses.replace(GROWTH, notes=(("assumed_period", "2019年"), ("unheard_of", "某事")))
    assert said(answer).splitlines()[-2:] == ["* 问题没有写明时间，这是2019年的数据", "* 某事"]


def test_a_quote_given_twice_is_shown_once_and_not_too_many() -> None:
    many = tuple(dataclasses.replace(QUOTE, start=start) for start in range(9))
    assert said(dataclasses.replace(GROWTH, quotes=(QUOTE, QUOTE))).count("│") == 1
    assert said(dataclasses.replace(GROWTH, quotes=many)).count("│") == CONFIG.settings.limits.quotes


def test_both_of_two_conflicting_sources_are_shown_with_their_figures() -> None:
    other = dataclasses.replace(QUOTE, article="b", text="增长32.9%。", mark=(2, 7))
    answer = dataclasses.replace(
        GROWTH, answer="33.1% / 32.9%", quotes=(QUOTE, other), notes=(("conflicting", ""),)
    )
    text = said(answer)
    assert text.startswith("来源说法不一")
    assert [line.split()[0] for line in text.splitlines() if line[0].isdigit()] == ["33.1%", "32.9%"]
    assert text.count("│") == text.count("—") == 2


def test_a_comparison_is_a_table_then_its_sources() -> None:
    rows = (("连云港市", "12.9%"), ("上海", "9.7%"))
    answer = dataclasses.replace(GROWTH, asked=Asked.COMPARE, answer="连云港市", region="", rows=rows)
    lines = said(answer).splitlines()
    assert lines[0].startswith("连云港市  2019年")
    assert lines[1:3] == ["  连云港市  12.9%", "  上海      9.7%"]
    assert "111.28亿元 (CNY 11.128 billion)" in said(
        dataclasses.replace(answer, rows=(("秀洲", "111.28亿元"),)), "en"
    )


# --- refusals ------------------------------------------------------------------------------------------------

OFFERS = (Offer("2019年", "椒江2019年固定资产投资增速?"), Offer("椒江2019年GDP增速?", "椒江2019年GDP增速?"))
ASKED = Answer(
    "椒江2018年固投增速?",
    Status.NOT_FOUND,
    region="椒江区",
    period="2018",
    indicator="固定资产投资",
    measure="growth",
    offers=OFFERS,
)
REASONS = [
    (
        "no_region",
        "没有来源提到椒江区2018年的固定资产投资增速。",
        "No source gives fixed-asset investment growth for 椒江区 2018.",
    ),
    (
        "no_period",
        "没有来源给出椒江区2018年的固定资产投资增速。",
        "No source gives fixed-asset investment growth for 椒江区 2018.",
    ),
    (
        "no_indicator",
        "没有来源给出椒江区2018年的固定资产投资。",
        "No source gives fixed-asset investment for 椒江区 2018.",
    ),
    (
        "no_measure",
        "来源提到椒江区2018年的固定资产投资，但没有增速。",
        "Sources mention fixed-asset investment for 椒江区 2018, but not its growth.",
    ),
    ("not_comparable", "不能放在一起", "different times"),
    ("plan_only", "只有目标", "only a target"),
    ("forecast_only", "只有预计数", "only a forecast"),
    ("unknown_region", "不认识“椒江区”", "do not know a region called “椒江区”"),
    (
        "nothing",
        "没有来源说明椒江区2018年的固定资产投资增速。",
        "No source gives fixed-asset investment growth for 椒江区 2018.",
    ),
    ("no_entity", "没有来源回答", "No source answers"),
    ("empty", "请输入", "Please type"),
    ("too_long", "300", "300"),
    ("no_articles", "没有可用的文章", "no articles"),
    ("a_reason_of_tomorrow", "没有来源说明", "No source gives"),
]


@pytest.mark.parametrize(("reason", "zh", "en"), REASONS)
def test_a_refusal_says_why_in_one_line_and_offers_what_there_is(reason: str, zh: str, en: str) -> None:
    answer = dataclasses.replace(ASKED, reason=reason)
    for lang, expected in (("zh", zh), ("en", en)):
        lines = said(answer, lang).splitlines()
        assert expected in lines[0]
        assert len(lines) == 4
        assert lines[2] == "  1. 2019年  (椒江2019年固定资产投资增速?)"
        assert lines[3] == "  2. 椒江2019年GDP增速?"


@pytest.mark.parametrize("reason", [reason for reason, _, _ in REASONS])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_refusal_without_slots_leaves_no_hole(reason: str, lang: str) -> None:
    bare = Answer("?", Status.NOT_FOUND, reason=reason)
    text = reason_text(bare, Voice(CONFIG, lang), limit=300)
    assert text
    assert "  " not in text
    assert "“”" not in text
    assert "的的" not in text


def test_too_many_offers_are_cut() -> None:
    offers = tuple(Offer(str(number), f"q{number}") for number in range(9))
    text = said(dataclasses.replace(ASKED, offers=offers, reason="nothing"))
    assert text.count("\n") == 1 + CONFIG.settings.limits.offers


def test_an_answer_may_be_offered_more() -> None:
    assert said(dataclasses.replace(GROWTH, offers=OFFERS)).splitlines()[-2].startswith("  1. 2019年")


def test_a_question_back_lists_its_choices() -> None:
    answer = dataclasses.replace(ASKED, status=Status.CLARIFY, reason="ambiguous_period")
    assert said(answer).splitlines() == [
        "请问是哪个时间？",
        "  1. 2019年  (椒江2019年固定资产投资增速?)",
        "  2. 椒江2019年GDP增速?",
    ]


def test_off_topic_is_answered_with_three_examples() -> None:
    lines = said(Answer("天气如何", Status.OFFTOPIC), "zh").splitlines()
    assert len(lines) == 4
    assert said(Answer("hi", Status.OFFTOPIC, reason="offtopic", offers=OFFERS), "en").count("\n") == 2


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("status", list(Status))
def test_every_status_can_be_said_in_every_language(status: Status, lang: str) -> None:
    assert said(Answer("?", status, "x" if status is Status.ANSWERED else ""), lang)


# --- words for slots -----------------------------------------------------------------------------------------

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
