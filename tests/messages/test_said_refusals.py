"""What the user reads where there is no answer: why, in one line, and what could be asked instead."""

from __future__ import annotations

import dataclasses

import pytest
from saying import CONFIG, OFFERS, said

from bot.voice import Voice
from bot.wording import reason_text
from retrieval.records import Answer, Offer, Status

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
