"""What the user reads of an answer: the figure, the sentence, its source, what was assumed; in Chinese and in English."""

from __future__ import annotations

import dataclasses

import pytest
from saying import CONFIG, GROWTH, OFFERS, QUOTE, TEXT, said

from bot.messages import Kind, Look, compose
from bot.terminal import render
from bot.voice import Voice
from retrieval.records import Answer, Asked, Status


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


def test_the_head_of_a_list_stands_once_above_its_lines() -> None:
    head = "各市(单位:亿元):"
    lines = [
        dataclasses.replace(QUOTE, text=t, start=s, mark=None, head=head)
        for t, s in (("甲 5", 9), ("乙 4", 20))
    ]
    told = said(dataclasses.replace(GROWTH, quotes=tuple(lines))).splitlines()
    assert [line for line in told if line.startswith("│")] == [f"│ {head}", "│ 甲 5", "│ 乙 4"]


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


def test_an_answer_may_be_offered_more() -> None:
    assert said(dataclasses.replace(GROWTH, offers=OFFERS)).splitlines()[-2].startswith("  1. 2019年")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("status", list(Status))
def test_every_status_can_be_said_in_every_language(status: Status, lang: str) -> None:
    assert said(Answer("?", status, "x" if status is Status.ANSWERED else ""), lang)
