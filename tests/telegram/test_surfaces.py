"""Each surface with the real handlers and the real assistant: who is answered, where, and what is left alone."""

from __future__ import annotations

import asyncio

import pytest
from botapi import user
from house import ANSWERED, ENGLISH, REFUSED, UNCLEAR, house

FIGURE = "33.1%"


async def test_a_private_question_gets_figure_sentence_source_and_buttons() -> None:
    async with house() as h:
        h.people.say(h.people.private(), ANSWERED)
        (card,) = await h.api.answers(1)
        assert card.covered("bold") == [FIGURE, FIGURE]
        (quote,) = card.covered("blockquote")
        assert FIGURE in quote
        assert card.labels == ["复制数据", "上下文", "更多依据", "👍", "👎"]
        assert card.message["entities"][-1]["url"].startswith("https://t.me/econbot?start=p_")
        assert "reply_to_message" not in card.message
        assert h.api.refused() == []


@pytest.mark.parametrize(
    "text",
    [f"@econbot {ANSWERED}", f"@econbot{ANSWERED}", f"请问@econbot {ANSWERED}", f"😀😀 @EconBot，{ANSWERED}", f"/ask {ANSWERED}",
     f"/ask{ANSWERED}", f"/ask@econbot {ANSWERED}", f"/ask@econbot{ANSWERED}", f'<a href="tg://user?id=123456789">依据</a> {ANSWERED}'],
)  # fmt: skip
async def test_a_group_is_answered_where_it_means_the_bot(text: str) -> None:
    async with house() as h:
        group = h.people.group()
        asked = h.people.say(group, text, html=text.startswith("<a"))
        (card,) = await h.api.answers(group.id)
        assert card.text.startswith(FIGURE)
        assert card.message["reply_to_message"]["message_id"] == asked["message_id"]


@pytest.mark.parametrize(
    "text",
    [
        ANSWERED,
        f"@econbot2 {ANSWERED}",
        f"/ask@otherbot {ANSWERED}",
        "foo@econbot.com",
        "<code>@econbot 上海GDP</code>",
    ],
)
async def test_a_message_for_others_is_left_alone(text: str) -> None:
    async with house() as h:
        group = h.people.group()
        h.people.say(group, text, html=True)
        h.people.say(group, f"@econbot {ANSWERED}")
        cards = await h.api.answers(group.id)
        await h.settled(0.1)
        assert len(h.api.shown(group.id)) == len(cards) == 1


async def test_a_reply_in_a_group_follows_the_answer_replied_to_whoever_asked_it() -> None:
    async with house() as h:
        group = h.people.group()
        h.people.say(group, f"@econbot {ANSWERED}", user(7))
        (card,) = await h.api.answers(group.id)
        h.people.say(group, "居全市第几?", user(8), reply=card.message)
        _, second = await h.api.answers(group.id, 2)
        assert "第一" in second.text
        assert "椒江" in second.text


async def test_in_private_the_next_question_follows_the_last_for_ten_minutes() -> None:
    async with house() as h:
        private = h.people.private()
        h.people.say(private, ANSWERED)
        await h.api.answers(1)
        h.people.say(private, "居全市第几?")
        _, second = await h.api.answers(1, 2)
        assert "第一" in second.text


async def test_in_a_group_nothing_is_followed_without_a_reply() -> None:
    async with house() as h:
        group = h.people.group()
        h.people.say(group, f"@econbot {ANSWERED}")
        await h.api.answers(group.id)
        h.people.say(group, "@econbot 那2018年呢?")
        _, second = await h.api.answers(group.id, 2)
        assert "固定资产投资" not in second.text


async def test_topics_get_their_answers_in_the_topic() -> None:
    async with house() as h:
        group = h.people.group(-100555, forum=True)
        h.people.say(group, f"@econbot {ANSWERED}", topic=77)
        (card,) = await h.api.answers(group.id)
        assert card.message["message_thread_id"] == 77


async def test_an_anonymous_admin_is_a_person() -> None:
    async with house() as h:
        group = h.people.group()
        h.people.anonymous(group, f"@econbot {ANSWERED}")
        (card,) = await h.api.answers(group.id)
        assert card.text.startswith(FIGURE)


async def test_an_edited_question_changes_its_answer() -> None:
    async with house() as h:
        private = h.people.private()
        asked = h.people.say(private, REFUSED)
        await h.api.answers(1)
        h.people.edit(asked, ANSWERED)
        await h.api.until(lambda: h.api.shown(1)[0].text.startswith(FIGURE))
        h.people.edit(asked, REFUSED)
        await h.api.until(lambda: not h.api.shown(1)[0].text.startswith(FIGURE))
        assert len(h.api.shown(1)) == 1


async def test_an_edit_that_calls_the_bot_is_a_question() -> None:
    async with house() as h:
        group = h.people.group()
        asked = h.people.say(group, ANSWERED)
        h.people.edit(asked, f"@econbot {ANSWERED}")
        (card,) = await h.api.answers(group.id)
        assert card.text.startswith(FIGURE)


async def test_an_edit_that_changes_nothing_does_nothing() -> None:
    async with house() as h:
        private = h.people.private()
        asked = h.people.say(private, ANSWERED)
        (card,) = await h.api.answers(1)
        h.people.edit(asked, ANSWERED)
        await h.settled(0.1)
        assert h.api.shown(1) == [card]


async def test_a_link_opens_its_passage_with_neighbours_and_an_unknown_one_says_so() -> None:
    async with house() as h:
        private = h.people.private()
        h.people.say(private, ANSWERED)
        (card,) = await h.api.answers(1)
        payload = card.message["entities"][-1]["url"].partition("start=")[2]
        h.people.say(private, f"/start {payload}")
        _, passage = await h.api.answers(1, 2)
        (marked,) = passage.covered("bold")
        (quote,) = passage.covered("blockquote") or passage.covered("expandable_blockquote")
        assert FIGURE in marked and len(quote) > len(marked)
        h.people.say(private, "/start p_000000000000_1_2")
        *_, gone = await h.api.answers(1, 3)
        assert "找不到" in gone.text


async def test_start_greets_with_examples_that_are_answered_in_one_tap() -> None:
    async with house() as h:
        h.people.say(h.people.private(), "/start")
        (greeting,) = await h.api.answers(1)
        assert len(greeting.labels) == 3
        for number, label in enumerate(greeting.labels, 2):
            h.people.press(greeting.message, label)
            card = (await h.api.answers(1, number))[-1]
            assert card.covered("blockquote") or card.covered("expandable_blockquote")


async def test_a_start_in_english_speaks_english() -> None:
    async with house() as h:
        h.people.say(h.people.private(), "/start", user(1, "en"))
        (greeting,) = await h.api.answers(1)
        assert greeting.text.startswith("Ask for a figure")


async def test_the_language_of_an_answer_is_that_of_its_question() -> None:
    async with house() as h:
        h.people.say(h.people.private(), ENGLISH, user(1, "zh-hans"))
        (card,) = await h.api.answers(1)
        assert "Jiaojiang" in card.text and "固定资产投资增速33.1%" in card.text


async def test_added_to_a_group_it_introduces_itself_once() -> None:
    async with house() as h:
        group = h.people.group()
        h.people.member(group, "left", "member")
        (hello,) = await h.api.answers(group.id)
        h.people.member(group, "member", "administrator")
        await h.settled(0.1)
        assert "@econbot" in hello.text
        assert len(h.api.shown(group.id)) == 1


async def test_shown_out_of_a_group_it_forgets_it() -> None:
    async with house() as h:
        group = h.people.group()
        h.storage.set_language(group.id, "en")
        h.people.member(group, "member", "kicked")
        await h.api.until(lambda: h.storage.language(group.id) is None)


async def test_a_mention_under_somebodys_question_answers_that() -> None:
    async with house() as h:
        group = h.people.group()
        asked = h.people.message(group, ANSWERED, user(7))
        h.people.say(group, "@econbot", user(8), reply=asked)
        (card,) = await h.api.answers(group.id)
        assert card.text.startswith(FIGURE)


async def test_an_empty_mention_is_told_how_to_ask() -> None:
    async with house() as h:
        group = h.people.group()
        h.people.say(group, "@econbot")
        (card,) = await h.api.answers(group.id)
        assert len(card.labels) == 3


async def test_a_question_from_before_ten_minutes_is_not_answered() -> None:
    async with house() as h:
        private = h.people.private()
        h.people.say(private, ANSWERED, date=1)
        h.people.say(private, UNCLEAR)
        await h.api.answers(1)
        await h.settled(0.1)
        assert len(h.api.shown(1)) == 1


NASTY = ["<b>椒江</b>&lt;2019年固投增速", "</blockquote>椒江", "😀" * 2000, "椒江\u0000\u0007\u202e固投", "`*_[椒江](x)_*`",
         "&#x110000;&unknown;", "\ud83d 椒江", "/" * 300, "@econbot @econbot", "\u200b\u00ad", "椒江2019年" * 400]  # fmt: skip


async def test_whatever_is_written_nothing_is_sent_that_telegram_refuses() -> None:
    async with house() as h:
        for number, text in enumerate(NASTY, 1):
            h.people.say(h.people.private(number), text)
            query = h.people.search(text[:256])
            guest = h.people.guest(f"@econbot {text}", chat_id=-7000 - number)
            await h.api.until(lambda q=query, g=guest: {q, g} <= set(h.api.state.answers), 15)  # type: ignore[misc]
        for number, text in enumerate(NASTY, 1):
            assert not text.strip() or await h.api.answers(number)
        assert h.api.refused() == []


async def test_questions_of_one_person_are_answered_in_order() -> None:
    async with house() as h:
        private = h.people.private()
        asked = [ANSWERED, "/privacy", UNCLEAR, "/help", ENGLISH, "/settings"]
        for text in asked:
            h.people.say(private, text)
        found = await h.api.answers(1, len(asked))
        assert [one.text[:4] for one in found[1::2]] == ["为了能接", "直接问：", "这个聊天"]


async def test_many_people_are_answered_at_once() -> None:
    async with house() as h:
        for number in range(1, 21):
            h.people.say(h.people.private(number), ANSWERED)
        await asyncio.gather(*(h.api.answers(number) for number in range(1, 21)))
        assert h.api.refused() == []
