"""Cards: golden files in both languages, and Telegram's limits whatever an article or a question holds."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from botapi.keyboards import check_keyboard
from botapi.markup import read_text
from house import config
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages import compose
from bot.telegram.cards import card, copied
from bot.telegram.delivery import plain
from bot.telegram.fitting import clean, clip, fit_quote, units
from bot.telegram.keyboards import Do, data, read_press, under_answer
from bot.terminal import render
from bot.voice import Voice
from retrieval.records import Answer, Asked, Offer, Quote, Status

GOLDEN = Path(__file__).parent / "golden"
TEXT = "2019年,我区实现固定资产投资增速33.1%,居全市第一,高于全省平均增速23个百分点。"
QUOTE = Quote(
    "001", TEXT, 10, 10 + len(TEXT), "椒江,全省优秀!", "浙江在线", date(2020, 5, 15), None, mark=(18, 23)
)
GROWTH = Answer("椒江2019年固投增速?", Status.ANSWERED, "33.1%", Asked.GROWTH, "浙江省台州市椒江区", "2019",
                "固定资产投资", "growth", (QUOTE,))  # fmt: skip
OTHER = replace(QUOTE, article="009", text="椒江区2019年固定资产投资增长31.0%。", start=0, end=22, title="统计公报",
                publisher="椒江区统计局", published=date(2020, 3, 1), url="https://stats.example/2019?a=1&b=2", mark=(16, 21))  # fmt: skip
COMPARED = replace(
    GROWTH, question="椒江和秀洲谁高", asked=Asked.COMPARE, answer="椒江区", region="", quotes=(QUOTE, OTHER),
    rows=(("椒江区 2019年", "33.1%"), ("秀洲区 2019年", "12.4%")),
)  # fmt: skip
REFUSAL = Answer("椒江2018年固投增速", Status.NOT_FOUND, region="浙江省台州市椒江区", period="2018", indicator="固定资产投资",
                 measure="growth", reason="no_period", offers=(Offer("椒江区2019年固定资产投资", "椒江区2019年固定资产投资增长多少?"),))  # fmt: skip
CARDS = {
    "growth": GROWTH,
    "assumed": replace(GROWTH, notes=(("assumed_period", "2019年"), ("corrected", "焦江 → 椒江"))),
    "original": replace(GROWTH, quotes=(OTHER,), answer="31.0%"),
    "conflict": replace(GROWTH, quotes=(QUOTE, OTHER), notes=(("conflicting", ""),)),
    "comparison": COMPARED,
    "money": replace(GROWTH, answer="111.28亿元", measure="level", quotes=(replace(QUOTE, text="总投资111.28亿元。", mark=(3, 11)),)),
    "markup": replace(GROWTH, quotes=(replace(OTHER, title="<b>&\"'", url="https://x.example/?q=<>&\"'"),)),
    "refusal": REFUSAL,
    "clarify": replace(REFUSAL, status=Status.CLARIFY, reason="ambiguous_region"),
    "offtopic": Answer("你好", Status.OFFTOPIC),
}  # fmt: skip


def link(where: str) -> str:
    return f"https://t.me/econbot?start={where.replace('#', '_').replace('-', '_')}"


def drawn(answer: Answer, lang: str) -> tuple[str, str]:
    """The card's HTML, and its buttons a line each."""
    voice = Voice(config(), lang)
    parts = compose(answer, voice)
    keyboard = under_answer(answer, parts, voice, "TOKEN")
    rows = keyboard.to_dict()["inline_keyboard"] if keyboard else ()
    buttons = [" | ".join(str(button) for button in row) for row in rows]
    return card(parts, voice, link), "\n".join(buttons)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", CARDS)
def test_a_card_is_as_its_golden_file(name: str, lang: str) -> None:
    """Set YIJU_WRITE_GOLDEN=1 to write the files anew, and look at what changed."""
    file = GOLDEN / lang / f"{name}.html"
    text = "\n\n".join(drawn(CARDS[name], lang)) + "\n"
    if os.environ.get("YIJU_WRITE_GOLDEN"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    assert text == file.read_text("utf-8")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", CARDS)
def test_a_card_says_what_the_terminal_says(name: str, lang: str) -> None:
    """The same figures, sentences, notes and reasons; only addresses, choices and leads look otherwise."""
    answer = CARDS[name]
    said = plain(drawn(answer, lang)[0])
    for part in compose(answer, Voice(config(), lang)):
        if part.kind.value in ("figure", "quote", "note", "reason", "head"):
            assert part.text in said
        if part.kind.value == "row":
            assert all(span.text in said for span in part.spans)
    assert render(compose(answer, Voice(config(), lang)))


def test_a_refusal_has_no_source_and_one_button_for_each_offer() -> None:
    html, buttons = drawn(REFUSAL, "zh")
    assert "href" not in html and "blockquote" not in html
    assert buttons.splitlines()[0].count("v1:a:TOKEN:0") == 1


def test_both_sources_of_a_conflict_stand_in_the_card_with_their_dates() -> None:
    html, _ = drawn(CARDS["conflict"], "zh")
    assert all(word in html for word in ("<b>33.1%</b>", "<b>31.0%</b>", "2020-05-15", "2020-03-01"))


def test_what_is_copied_is_the_figure_with_its_provenance() -> None:
    found = copied(GROWTH, Voice(config(), "zh"))
    assert found == "33.1% (浙江省台州市椒江区 · 2019年 · 固定资产投资 · 增速; 浙江在线, 2020-05-15)"


def test_an_address_that_is_none_is_not_linked() -> None:
    odd = replace(GROWTH, quotes=(replace(OTHER, url="javascript:alert(1)"),))
    assert "href" not in drawn(odd, "zh")[0]


ANY = st.text(st.characters(codec="utf-8"), max_size=40)
LONG = st.builds(lambda text, times: text * times, ANY, st.sampled_from([1, 1, 40, 400]))


@st.composite
def quotes(draw: st.DrawFn) -> Quote:
    text = draw(LONG) or "空"
    start = draw(st.integers(0, len(text)))
    mark = draw(st.none() | st.just((start, draw(st.integers(start, len(text))))))
    return Quote(draw(ANY) or "a", text, 0, len(text), draw(st.none() | LONG), draw(st.none() | LONG),
                 draw(st.none() | st.just(date(2020, 1, 1))), draw(st.none() | LONG | st.just("https://a.example/<&\">")), mark=mark)  # fmt: skip


answers = st.builds(
    Answer, ANY, st.sampled_from(Status), answer=LONG, region=ANY, period=ANY, indicator=LONG, measure=st.just("growth"),
    quotes=st.lists(quotes(), max_size=9).map(tuple), offers=st.lists(st.builds(Offer, LONG, LONG), max_size=9).map(tuple),
    reason=st.none() | st.sampled_from(["no_period", "nothing", "ambiguous_region"]),
    notes=st.lists(st.tuples(st.sampled_from(["assumed_period", "conflicting", "strange"]), LONG), max_size=3).map(tuple),
    rows=st.lists(st.tuples(LONG, LONG), max_size=60).map(tuple),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(answers, st.sampled_from(["zh", "en"]))
def test_nothing_is_over_the_limits_of_telegram(answer: Answer, lang: str) -> None:
    voice = Voice(config(), lang)
    parts = compose(answer, voice)
    html = card(parts, voice, link)
    html.encode("utf-8")
    if plain(html).strip():
        found = read_text(html, "HTML", None)
        assert units(found["text"]) <= 4096
        assert html.count("</") <= 100
    keyboard = under_answer(answer, parts, voice, "T" * 11)
    if keyboard is not None:
        check_keyboard(keyboard.to_dict())
    assert units(copied(answer, voice)) <= 256


def test_what_telegram_cannot_carry_is_left_out() -> None:
    assert clean("椒\ud83d江\x00\n33.1%\x1b") == "椒江\n33.1%"


@given(LONG, st.integers(20, 300))
def test_clipping_keeps_to_the_room_and_to_whole_characters(text: str, room: int) -> None:
    assert units(clip(text, room)) <= room
    assert clip(text, room) == text or clip(text, room).endswith("…")


@given(st.text("一二，。a😀", max_size=300), st.text("一二，。a😀", max_size=300), st.integers(60, 200))
def test_a_cut_quote_keeps_its_figure(before: str, after: str, room: int) -> None:
    text = f"{before}33.1%{after}"
    whole = replace(QUOTE, text=text, mark=(len(before), len(before) + 5))
    part = compose(replace(GROWTH, quotes=(whole,)), Voice(config(), "zh"))[1]
    found = fit_quote(part, room)
    assert units(found.text) <= room
    assert [span.text for span in found.spans if span.look.value == "mark"] == ["33.1%"]
    assert all(piece in text for piece in found.text.strip("…").split("…"))


@pytest.mark.parametrize(
    "text", ["", "v0:c:x:1", "v1:z:x", "v1:c", "v1:c:" + "x" * 80, "v1:c:椒江:0", None, "v1:a:x:1:2:3"]
)
def test_strange_callback_data_is_nobodys(text: str | None) -> None:
    found = read_press(text)
    assert found is None or (text == "v1:c" and found.token == "")


@given(st.sampled_from(Do), st.from_regex(r"[A-Za-z0-9_-]{11}", fullmatch=True), st.integers(0, 99999))
def test_what_a_button_carries_can_be_read_again(do: Do, token: str, number: int) -> None:
    text = data(do, token, number)
    found = read_press(text)
    assert len(text.encode()) <= 64
    assert found is not None and (found.do, found.token, found.number) == (do, token, number)
