"""Buttons under cards: every press is answered, also under messages out of reach and after a restart."""

from __future__ import annotations

from typing import Any

import pytest
from botapi import Seen, seen, user
from house import ANSWERED, REFUSED, UNCLEAR, House, house


async def carded(h: House, question: str = ANSWERED, chat: int = 1) -> Seen:
    """The card of a question asked in private."""
    before = len(h.api.shown(chat)) if chat in h.api.state.chats else 0
    h.people.say(h.people.private(chat), question)
    return (await h.api.answers(chat, before + 1))[-1]


async def pressed(h: House, message: Any, label: str, **more: Any) -> dict[str, Any]:
    """Press a button; how the press was answered."""
    query = h.people.press(message, label, **more)
    await h.api.until(lambda: query in h.api.state.answers)
    found: dict[str, Any] = h.api.state.answers[query]
    return found


async def test_context_shows_the_neighbours_and_the_way_back() -> None:
    async with house() as h:
        card = await carded(h)
        await pressed(h, card.message, "上下文")
        (context,) = h.api.shown(1)
        assert len(context.text) > len(card.text) and "33.1%" in context.covered("bold")[0]
        await pressed(h, context.message, "返回答案")
        (again,) = h.api.shown(1)
        assert (again.text, again.entities, again.labels) == (card.text, card.entities, card.labels)


async def test_more_evidence_goes_by_page_and_back() -> None:
    async with house() as h:
        card = await carded(h)
        await pressed(h, card.message, "更多依据")
        first = h.api.shown(1)[0]
        await pressed(h, first.message, "▶")
        second = h.api.shown(1)[0]
        assert "1/" in first.text and "2/" in second.text
        assert set(first.covered("blockquote")) & set(second.covered("blockquote")) == set()
        await pressed(h, second.message, "返回答案")
        assert h.api.shown(1)[0].text == card.text


async def test_the_copy_button_carries_the_figure_with_its_provenance() -> None:
    async with house() as h:
        card = await carded(h)
        copied = card.buttons[0][0]["copy_text"]["text"]
        assert copied.startswith("33.1% (") and "2020-05-15" in copied


async def test_an_offer_asks_in_one_tap() -> None:
    async with house() as h:
        card = await carded(h, REFUSED)
        label = next(one for one in card.labels if one.startswith("椒江区2019年"))
        await pressed(h, card.message, label)
        answer = (await h.api.answers(1, 2))[-1]
        assert answer.text.startswith("33.1%")
        assert h.api.shown(1)[0].text == card.text


async def test_a_choice_of_a_question_back_asks_in_one_tap() -> None:
    async with house() as h:
        card = await carded(h, UNCLEAR)
        note = await pressed(h, card.message, card.labels[0])
        assert (await h.api.answers(1, 2))[-1].text
        assert note["text"]


async def test_a_choice_in_a_group_answers_in_its_topic() -> None:
    async with house() as h:
        group = h.people.group(-100555, forum=True)
        h.people.say(group, f"@econbot {REFUSED}", topic=77)
        (card,) = await h.api.answers(group.id)
        await pressed(h, card.message, card.labels[0])
        answer = (await h.api.answers(group.id, 2))[-1]
        assert answer.message["message_thread_id"] == 77
        assert answer.message["reply_to_message"]["message_id"] == card.id


async def test_an_opinion_is_kept_with_question_answer_and_version() -> None:
    async with house() as h:
        card = await carded(h)
        note = await pressed(h, card.message, "👍")
        await pressed(h, card.message, "👎")
        (opinion,) = h.storage.opinions()
        assert note["text"] == "谢谢，已记下。"
        assert not opinion.good and opinion.question == ANSWERED and '"33.1%"' in opinion.answer
        assert list(opinion.digests) == ["001-jiaojiang"] and len(opinion.digests["001-jiaojiang"]) == 16


@pytest.mark.parametrize("label", ["上下文", "更多依据", "👎"])
async def test_buttons_work_under_messages_out_of_reach(label: str) -> None:
    async with house() as h:
        card = await carded(h)
        await pressed(h, card.message, label, inaccessible=True)
        assert h.api.refused() == []
        assert label == "👎" or h.api.shown(1)[0].text != card.text


async def test_a_choice_under_a_message_out_of_reach_is_asked() -> None:
    async with house() as h:
        card = await carded(h, REFUSED)
        label = next(one for one in card.labels if one.startswith("椒江区2019年"))
        await pressed(h, card.message, label, inaccessible=True)
        assert (await h.api.answers(1, 2))[-1].text.startswith("33.1%")


async def test_buttons_work_after_a_restart() -> None:
    async with house() as h:
        card = await carded(h)
        await h.end()
        h.begin()
        await h.ready.wait()
        await pressed(h, card.message, "上下文")
        assert h.api.shown(1)[0].text != card.text
        h.people.say(h.people.private(), "居全市第几?")
        assert "第一" in (await h.api.answers(1, 2))[-1].text


async def test_a_guests_card_has_working_buttons() -> None:
    async with house() as h:
        query = h.people.guest(f"@econbot {ANSWERED}")
        await h.api.until(lambda: query in h.api.state.answers)
        ((message, shown),) = h.api.state.inline.items()
        before = seen(shown)
        data = before.buttons[0][1]["callback_data"]
        press = h.people.press_data({}, data, inline=message)
        await h.api.until(lambda: press in h.api.state.answers)
        assert seen(h.api.state.inline[message]).text != before.text


@pytest.mark.parametrize(
    "data", ["v0:x", "v1:c:unknown0000:0", "v1:a:unknown0000:9", "v1:l:fr", "v1:b:", "nonsense"]
)
async def test_a_button_nobody_knows_says_so(data: str) -> None:
    async with house() as h:
        card = await carded(h)
        query = h.people.press_data(card.message, data)
        await h.api.until(lambda: query in h.api.state.answers)
        assert "失效" in h.api.state.answers[query]["text"]


async def test_a_press_is_answered_once() -> None:
    async with house() as h:
        card = await carded(h)
        for label in ("👍", "上下文"):
            await pressed(h, card.message, label)
        assert [call.status for call in h.api.made("answerCallbackQuery")] == [200, 200]


async def test_only_admins_change_a_groups_language() -> None:
    async with house() as h:
        group = h.people.group(u7="administrator", u8="member")
        h.people.say(group, "/settings@econbot", user(7))
        (card,) = await h.api.answers(group.id)
        note = await pressed(h, card.message, "English", presser=user(8))
        assert "管理员" in note["text"] and h.storage.language(group.id) is None
        await pressed(h, card.message, "English", presser=user(7))
        assert h.storage.language(group.id) == "en"
        h.people.say(group, f"@econbot {ANSWERED}", user(8))
        assert "Jiaojiang" in (await h.api.answers(group.id, 2))[-1].text
