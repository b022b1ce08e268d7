"""What goes wrong on the way of a message, over real HTTP, and what the bot does about it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from botapi import BotApi, Events, Fault, Refusal
from running import FAST, wiring
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.request import HTTPXRequest

from bot.telegram.application import build
from bot.telegram.delivery import Delivery, Hooks, Outgoing, Sent, Spot, plain

CARD = Outgoing("<b>33.1%</b> 浙江省台州市椒江区")


@dataclass
class Post:
    """A delivery over a server, with what its hooks were told."""

    api: BotApi
    people: Events
    delivery: Delivery
    forgotten: list[int] = field(default_factory=list)
    moved: list[tuple[int, int]] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)


@asynccontextmanager
async def post(**changes: Any) -> AsyncIterator[Post]:
    async with BotApi() as api:
        application = build(wiring(api, pace=FAST, **changes))
        async with application:
            found = Post(api, Events(api), Delivery(application.bot))
            hooks = Hooks(
                found.forgotten.append, lambda old, new: found.moved.append((old, new)), found.alarms.append
            )
            found.delivery = Delivery(application.bot, hooks, (0.01, 0.01))
            yield found


async def test_a_message_with_its_buttons_arrives() -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("上下文", callback_data="v1:c:x")]])
    async with post() as one:
        asked = one.people.message(one.people.private(), "椒江固投")
        found = await one.delivery.send(Spot(1, reply_to=asked["message_id"]), Outgoing(CARD.html, keyboard))
        (shown,) = one.api.shown(1)
    assert found is not None and found.message_id == shown.id
    assert shown.text == "33.1% 浙江省台州市椒江区"
    assert shown.covered("bold") == ["33.1%"]
    assert shown.labels == ["上下文"]
    assert shown.message["reply_to_message"]["text"] == "椒江固投"


async def test_an_answer_comes_even_where_the_question_was_deleted() -> None:
    async with post() as one:
        one.people.private()
        assert await one.delivery.send(Spot(1, reply_to=404), CARD)
        assert len(one.api.shown(1)) == 1


async def test_an_answer_stays_in_its_topic() -> None:
    async with post() as one:
        one.people.group(-100, forum=True)
        await one.delivery.send(Spot(-100, topic=7), CARD)
        assert one.api.shown(-100)[0].message["message_thread_id"] == 7


@pytest.mark.parametrize(
    ("status", "description"),
    [(500, "Internal Server Error"), (502, "Bad Gateway"), (503, "Service Unavailable"),
     (429, "Too Many Requests: retry later")],
)  # fmt: skip
async def test_a_server_in_trouble_is_asked_again(status: int, description: str) -> None:
    async with post() as one:
        one.people.private()
        one.api.fail("sendMessage", status, description, times=2)
        assert await one.delivery.send(Spot(1), CARD)
        assert len(one.api.shown(1)) == 1


async def test_a_server_in_lasting_trouble_is_given_up() -> None:
    async with post() as one:
        one.people.private()
        one.api.fail("sendMessage", 500, "Internal Server Error", times=99)
        assert await one.delivery.send(Spot(1), CARD) is None
        assert len(one.api.made("sendMessage")) == 3


async def test_a_message_that_may_have_arrived_is_not_sent_twice() -> None:
    async with post() as one:
        one.people.private()
        one.api.fault(Fault("sendMessage", drop="after"))
        assert await one.delivery.send(Spot(1), CARD) is None
        assert len(one.api.shown(1)) == 1


async def test_a_time_out_after_a_message_is_no_reason_to_send_it_again() -> None:
    async with BotApi() as api:
        Events(api).private()
        api.fault(Fault("sendMessage", delay=0.3))
        async with Bot(api.token, f"{api.url}/bot", request=HTTPXRequest(read_timeout=0.1)) as bot:
            assert await Delivery(bot, pauses=(0.01,)).send(Spot(1), CARD) is None
        await api.until(lambda: api.shown(1))
        assert len(api.shown(1)) == 1


async def test_an_edit_that_may_have_arrived_is_made_again() -> None:
    async with post() as one:
        one.people.private()
        sent = await one.delivery.send(Spot(1), CARD)
        assert sent is not None
        one.api.fault(Fault("editMessageText", drop="after"))
        assert await one.delivery.edit(Sent(1, sent.message_id), Outgoing("<b>13.2%</b>"))
        assert [shown.text for shown in one.api.shown(1)] == ["13.2%"]


async def test_a_server_that_comes_up_late_gets_the_message() -> None:
    async with post() as one:
        one.people.private()
        await one.api.stop()

        async def sleep(_: float) -> None:
            await one.api.start()

        one.delivery.sleep = sleep
        assert await one.delivery.send(Spot(1), CARD)
        assert len(one.api.shown(1)) == 1


async def test_markup_that_cannot_be_read_goes_out_plain_with_an_alarm() -> None:
    async with post() as one:
        one.people.private()
        assert await one.delivery.send(Spot(1), Outgoing("<b>33.1%</b> <p>a &lt; b"))
        (shown,) = one.api.shown(1)
        assert shown.text == "33.1% a < b"
        assert "can't parse entities" in one.alarms[0].lower()


async def test_a_bot_that_was_blocked_forgets_the_chat() -> None:
    async with post() as one:
        one.people.private().blocked = True
        assert await one.delivery.send(Spot(1), CARD) is None
        assert one.forgotten == [1]


async def test_a_chat_that_is_not_there_is_forgotten() -> None:
    async with post() as one:
        assert await one.delivery.send(Spot(-100404), CARD) is None
        assert one.forgotten == [-100404]


async def test_a_group_that_moved_gets_its_answer_at_the_new_id() -> None:
    async with post() as one:
        one.people.migrate(one.people.group(-5, "group"), -1005)
        assert await one.delivery.send(Spot(-5), CARD)
        assert one.moved == [(-5, -1005)]
        assert len(one.api.shown(-1005)) == 1


async def test_in_a_group_that_moved_no_other_message_is_replied_to_or_edited() -> None:
    async with post() as one:
        old = one.people.group(-5, "group")
        first = await one.delivery.send(Spot(-5), CARD)
        assert first is not None
        new = one.people.migrate(old, -1005)
        new.last = 0  # its own count
        other = await one.delivery.send(Spot(-1005), Outgoing("别的"))
        assert other is not None and other.message_id == first.message_id
        await one.delivery.send(Spot(-5, reply_to=first.message_id), CARD)
        assert not await one.delivery.edit(Sent(-5, first.message_id), Outgoing("改"))
        shown = one.api.shown(-1005)
        assert [message.text for message in shown] == ["别的", "33.1% 浙江省台州市椒江区"]
        assert "reply_to_message" not in shown[1].message


async def test_an_edit_that_changes_nothing_has_succeeded() -> None:
    async with post() as one:
        one.people.private()
        sent = await one.delivery.send(Spot(1), CARD)
        assert sent is not None
        assert await one.delivery.edit(Sent(1, sent.message_id), CARD)


async def test_an_edit_of_a_deleted_message_is_let_be(caplog: pytest.LogCaptureFixture) -> None:
    async with post() as one:
        one.people.private()
        sent = await one.delivery.send(Spot(1), CARD)
        assert sent is not None
        del one.api.state.chats[1].messages[sent.message_id]
        caplog.clear()
        assert not await one.delivery.edit(Sent(1, sent.message_id), Outgoing("x"))
        assert not [
            r for r in caplog.records if r.name.startswith("bot.") and r.levelname in ("WARNING", "ERROR")
        ]


async def test_a_press_is_answered_once_and_a_late_answer_is_let_be() -> None:
    async with post() as one:
        message = one.people.message(one.people.private(), "x")
        query = one.people.press_data(message, "v1:c:x")
        assert await one.delivery.press_answered(query, "字" * 300)
        assert not await one.delivery.press_answered(query)
        assert one.api.state.answers[query]["text"] == "字" * 200


async def test_inline_and_guest_queries_are_answered_and_their_messages_edited() -> None:
    result = InlineQueryResultArticle("1", "33.1%", InputTextMessageContent(CARD.html, ParseMode.HTML))
    async with post() as one:
        assert await one.delivery.inline_answered(one.people.search("椒江 固投 2019"), [result])
        sent = await one.delivery.guest_answered(one.people.guest("@econbot 椒江固投"), result)
        assert sent is not None
        assert await one.delivery.edit(sent, Outgoing("<b>13.2%</b>"))
        assert one.api.state.inline[sent.inline]["text"] == "13.2%"
        assert one.api.refused() == []


async def test_typing_and_reactions_fail_in_silence() -> None:
    async with post() as one:
        chat = one.people.private()
        message = one.people.message(chat, "x")
        await one.delivery.react(1, message["message_id"], "👀")
        assert chat.messages[message["message_id"]]["reactions"] == ["👀"]
        await one.delivery.react(1, message["message_id"])
        assert chat.messages[message["message_id"]]["reactions"] == []
        chat.blocked = True
        await one.delivery.typing(Spot(1))
        await one.delivery.react(1, 999, "👀")


def test_a_message_without_its_tags_keeps_its_characters() -> None:
    assert plain('<a href="https://x.cn/?a=1&amp;b=2">来源</a> 5 &lt; 6 &amp; 😀') == "来源 5 < 6 & 😀"


async def test_a_refusal_in_the_server_is_the_librarys_error() -> None:
    async with post() as one:
        one.api.fault(Fault("sendMessage", Refusal(400, "Bad Request: message is too long")))
        one.people.private()
        with pytest.raises(BadRequest, match=r"[Mm]essage is too long"):
            await one.delivery.bot.send_message(1, "x")
