"""Answers that do not fit to the letter, and what is said of them: words no source has, zones without their place."""

from __future__ import annotations

import pytest

from retrieval.assistant import Assistant
from retrieval.config import load_config
from retrieval.records import Status

POWER = """---
title: 石家庄2022年用电情况
publisher: 燕赵晚报
published: 2023-01-16
---
2022年，全市公共和专用充电桩1.93万台，全年充电量4.86亿千瓦时，比上年增长62.4%。全市出口1200亿元，增长8.1%。
"""
ZONE = """---
title: 准东开发区2014年工作
publisher: 昌吉日报
published: 2015-01-23
---
记者从新疆准东经济技术开发区获悉，2014年，开发区生产原煤4870万吨，同比增长19.3%。
"""
INCOMES = """---
title: 宜宾市2021年经济运行
publisher: 宜宾日报
published: 2022-01-28
---
2021年，宜宾市城镇居民人均可支配收入42167元，增长8.5%；农村居民人均可支配收入19876元，增长10.4%。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Three short articles."""
    folder = tmp_path_factory.mktemp("articles")
    for name, text in (("power", POWER), ("zone", ZONE), ("incomes", INCOMES)):
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return Assistant.load(load_config(), folder)


def test_a_word_that_the_source_lacks_is_said(assistant: Assistant) -> None:
    answer = assistant.ask("2022年石家庄电动车充电桩的充电量增长多少？")
    assert answer.answer == "62.4%"
    assert ("unheard", "电动车") in answer.notes


def test_a_slip_is_mended_before_its_word_counts_as_unheard(assistant: Assistant) -> None:
    answer = assistant.ask("石家庄2022年出囗增长多少？")
    assert answer.answer == "8.1%"
    assert ("corrected", "出囗 → 出口") in answer.notes


@pytest.mark.parametrize("zone", ["准东开发区", "准东经开区", "准东经济技术开发区"])
def test_a_zone_is_found_without_its_place(assistant: Assistant, zone: str) -> None:
    assert assistant.ask(f"{zone}2014年原煤产量增长多少？").answer == "19.3%"


def test_the_other_residents_are_asked_for_in_one_word(assistant: Assistant) -> None:
    first = assistant.ask("宜宾2021年城镇居民人均可支配收入多少？")
    assert (first.answer, assistant.ask("农村呢？", first).answer) == ("42167元", "19876元")


def test_what_is_offered_is_answered(assistant: Assistant) -> None:
    refused = assistant.ask("石家庄2019年出口增长多少？")
    assert refused.status is Status.NOT_FOUND
    assert refused.offers
    assert all(assistant.ask(offer.question).status is Status.ANSWERED for offer in refused.offers)
