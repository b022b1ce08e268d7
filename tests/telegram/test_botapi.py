"""The server refuses what Telegram refuses: the real library is its client."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from botapi import TOKEN, BotApi, Events, Json
from running import no_tls
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
)
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError
from telegram.request import HTTPXRequest


@asynccontextmanager
async def bot() -> AsyncIterator[tuple[BotApi, Events, Bot]]:
    calls, fetches = (HTTPXRequest(httpx_kwargs={"verify": no_tls()}) for _ in range(2))
    async with (
        BotApi() as api,
        Bot(api.token, f"{api.url}/bot", request=calls, get_updates_request=fetches) as client,
    ):
        people = Events(api)
        people.private()
        yield api, people, client


@pytest.mark.parametrize(
    ("params", "problem"),
    [
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "[Mm]essage text is empty|text must be non-empty"),
        ({"text": "<b>x", "parse_mode": "HTML"}, "[Cc]an't parse entities"),
        ({"text": "x" * 40000}, "message is too long"),
        ({"text": "x", "chat_id": 404}, "[Cc]hat not found"),
        ({"text": "x", "reply_to_message_id": 404}, "[Mm]essage to be replied not found"),
        ({"text": "x", "message_thread_id": 5}, "[Mm]essage thread not found"),
        ({"text": "x", "api_kwargs": {"colour": "red"}}, 'unknown parameter "colour"'),
    ],
)
async def test_messages_that_are_refused(params: Json, problem: str) -> None:
    async with bot() as (api, _, client):
        with pytest.raises(BadRequest, match=f"(?i){problem}"):
            await client.send_message(**{"chat_id": 1, **params})
        assert api.shown(1) == []
        assert len(api.refused()) == 1


async def test_the_longest_message_is_taken() -> None:
    async with bot() as (api, _, client):
        await client.send_message(1, "<b>" + "&lt;" * 4096 + "</b>", parse_mode="HTML")
        assert api.shown(1)[0].text == "<" * 4096


@pytest.mark.parametrize(
    "button",
    [
        {"text": "x"},
        {"text": "", "callback_data": "x"},
        {"text": "x", "callback_data": "椒" * 22},
        {"text": "x", "callback_data": "x", "url": "https://x.cn"},
        {"text": "x", "copy_text": {"text": "x" * 257}},
        {"text": "x", "url": "椒江"},
        {"text": "x", "callback_dat": "x"},
    ],
)
async def test_buttons_that_are_refused(button: Json) -> None:
    async with bot() as (_, _, client):
        markup: Any = {"inline_keyboard": [[button]]}
        with pytest.raises(BadRequest):
            await client.do_api_request(
                "send_Message", api_kwargs={"chat_id": 1, "text": "x", "reply_markup": markup}
            )


async def test_edits_that_are_refused() -> None:
    async with bot() as (api, people, client):
        sent = await client.send_message(1, "x")
        theirs = people.message(people.private(), "y")
        for number, problem in ((sent.message_id, "not modified"), (404, "not found"),
                                (theirs["message_id"], "can't be edited")):  # fmt: skip
            with pytest.raises(BadRequest, match=problem):
                await client.edit_message_text("x", 1, number)
        await client.delete_message(1, sent.message_id)
        with pytest.raises(BadRequest, match="not found"):
            await client.edit_message_text("y", 1, sent.message_id)
        assert api.shown(1) == []


def article(number: str, **changes: Any) -> Json:
    content = {"message_text": "x"}
    return {"type": "article", "id": number, "title": "x", "input_message_content": content} | changes


@pytest.mark.parametrize(
    ("results", "problem"),
    [
        ([article(str(n)) for n in range(51)], "RESULTS_TOO_MUCH"),
        ([article("1"), article("1")], "RESULT_ID_DUPLICATE"),
        ([article("椒" * 22)], "RESULT_ID_INVALID"),
        ([article("")], "RESULT_ID_INVALID"),
        ([article("1", title=" ")], "Title must be non-empty"),
        ([article("1", colour="red")], "unknown field colour"),
        (
            [article("1", input_message_content={"message_text": "<b>", "parse_mode": "HTML"})],
            "parse entities",
        ),
    ],
)
async def test_inline_answers_that_are_refused(results: list[Json], problem: str) -> None:
    async with bot() as (api, people, client):
        query = people.search("椒江")
        data = {"inline_query_id": query, "results": results}
        with pytest.raises(BadRequest, match=f"(?i){problem}"):
            await client.do_api_request("answer_Inline_Query", api_kwargs=data)
        assert query not in api.state.answers


async def test_a_query_is_answered_once() -> None:
    async with bot() as (_, people, client):
        message = people.message(people.private(), "x")
        query, search = people.press_data(message, "x"), people.search("x")
        await client.answer_callback_query(query)
        await client.answer_inline_query(search, [])
        for again in (client.answer_callback_query(query), client.answer_inline_query(search, [])):
            with pytest.raises(BadRequest, match="too old"):
                await again


async def test_who_blocked_the_bot_gets_nothing() -> None:
    async with bot() as (_, people, client):
        people.member(people.private(), "member", "kicked")
        with pytest.raises(Forbidden, match="blocked"):
            await client.send_message(1, "x")


async def test_another_token_and_another_method_are_refused() -> None:
    async with BotApi() as api:
        with pytest.raises(InvalidToken):
            await Bot(TOKEN[:-1] + "x", f"{api.url}/bot").initialize()
        async with httpx.AsyncClient() as client:
            assert (await client.get(f"{api.url}/bot{api.token}/nosuch")).status_code == 404


async def test_commands_and_profile_by_language_and_scope() -> None:
    async with bot() as (_, _, client):
        scope = BotCommandScopeAllPrivateChats()
        await client.set_my_commands([BotCommand("ask", "问")], scope, "zh")
        assert [c.command for c in await client.get_my_commands(scope, "zh")] == ["ask"]
        assert await client.get_my_commands(scope) == ()
        await client.set_my_description("依据", "zh")
        assert (await client.get_my_description("zh")).description == "依据"
        with pytest.raises(BadRequest):
            await client.set_my_short_description("x" * 121)
        with pytest.raises(TelegramError):
            await client.set_my_commands([BotCommand("Ask", "问")])


async def test_updates_come_again_until_they_are_confirmed() -> None:
    async with bot() as (api, people, client):
        people.say(people.private(), "x")
        first = await client.get_updates(timeout=0)
        again = await client.get_updates(timeout=0)
        assert [u.update_id for u in first] == [u.update_id for u in again]
        assert await client.get_updates(offset=first[0].update_id + 1, timeout=0) == ()
        assert not api.updates.waiting


async def test_a_fetch_waits_for_an_update() -> None:
    async with bot() as (_, people, client):
        waiting = asyncio.create_task(client.get_updates(timeout=5))
        await asyncio.sleep(0.05)
        people.say(people.private(), "x")
        assert len(await asyncio.wait_for(waiting, 1)) == 1


async def test_everything_people_do_can_be_read_by_the_library() -> None:
    async with bot() as (_, people, client):
        chat = people.group(-100, u7="administrator", u8="creator")
        message = people.say(chat, "@econbot 上海", topic=3)
        people.edit(message, "改")
        people.anonymous(chat, "x")
        people.as_channel(chat, "x", automatic=True)
        people.post(-100777, "x")
        people.guest("@econbot x")
        people.press_data(message, "x", inaccessible=True)
        people.press_data(message, "x", inline="im")
        people.search("x")
        people.member(chat, "left", "member")
        people.migrate(people.group(-5, "group"), -1005)
        button = InlineKeyboardButton("按", callback_data="x")
        await client.send_message(-100, "x", reply_markup=InlineKeyboardMarkup([[button]]))
        updates = await client.get_updates(timeout=0)
        assert len(updates) == 12
        assert all(update.effective_chat or update.effective_user for update in updates)
        assert {m.user.id for m in await client.get_chat_administrators(-100)} == {7, 8}
        assert (await client.get_chat_member(-100, 7)).status == "administrator"
