"""What goes wrong on the way: 429s, a server that is down, poisoned updates, faults of ours, answers under way."""

from __future__ import annotations

import asyncio
import logging
import threading
from dataclasses import replace
from typing import Any

import pytest
from botapi import TOKEN, BotApi
from house import ANSWERED, REFUSED, UNCLEAR, House, house, mind

from bot.telegram.logs import set_up
from bot.telegram.storage import Storage


class Slow:
    """The assistant, but it takes its time, and fails at what it is told to fail at."""

    is_quick = False

    def __init__(self, seconds: float = 0.0, poison: str = "") -> None:
        self.seconds, self.poison, self.asked = seconds, poison, threading.Event()

    def __getattr__(self, name: str) -> Any:
        return getattr(mind(), name)

    def ask(self, text: str, previous: Any = None) -> Any:
        self.asked.set()
        if self.poison and self.poison in text:
            raise RuntimeError(f"cannot digest this, {TOKEN}")
        threading.Event().wait(self.seconds)
        return mind().ask(text, previous)


@pytest.mark.parametrize("parameters", [{"retry_after": 1}, {}])
async def test_a_429_is_waited_for_and_the_answer_comes_once(parameters: dict[str, int]) -> None:
    async with house() as h:
        h.api.fail("sendMessage", 429, "Too Many Requests: retry after 1", **parameters)
        h.people.say(h.people.private(), ANSWERED)
        await h.api.answers(1)
        await h.settled(0.1)
        assert len(h.api.shown(1)) == 1


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_a_server_in_trouble_is_asked_again(status: int) -> None:
    async with house() as h:
        h.api.fail("sendMessage", status, "Bad Gateway")
        h.people.say(h.people.private(), ANSWERED)
        assert (await h.api.answers(1))[0].text.startswith("33.1%")


async def test_a_server_that_goes_down_in_the_middle_is_waited_for() -> None:
    async with house() as h:
        h.people.say(h.people.private(), ANSWERED)
        await h.api.answers(1)
        await h.api.stop()
        await asyncio.sleep(0.2)
        await h.api.start()
        h.people.say(h.people.private(), UNCLEAR)
        assert len(await h.api.answers(1, 2)) == 2


async def test_a_server_that_is_down_at_the_start_is_waited_for(tmp_path: Any) -> None:
    with Storage.open(tmp_path / "state.sqlite3") as storage:
        async with BotApi() as api:
            await api.stop()
            h = House(api, storage)
            h.begin()
            await asyncio.sleep(0.2)
            await api.start()
            await asyncio.wait_for(h.ready.wait(), 5)
            h.people.say(h.people.private(), ANSWERED)
            assert await api.answers(1)
            await h.end()


async def test_poisoned_updates_in_a_batch_hold_nobody_up() -> None:
    async with house() as h:
        h.api.updates.push({"message": {"message_id": "x", "chat": 7, "date": "soon"}})
        h.people.say(h.people.private(), ANSWERED)
        h.api.updates.push({"callback_query": {"id": 5}})
        h.people.say(h.people.private(2), ANSWERED)
        assert await h.api.answers(1) and await h.api.answers(2)


async def test_a_fault_of_ours_is_told_with_a_number_and_nothing_else(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with house(Slow(poison="毒")) as h:
        h.people.say(h.people.private(), "有毒的问题")
        (sorry,) = await h.api.answers(1)
        assert "编号" in sorry.text and "digest" not in sorry.text
        number = sorry.text.partition("编号 ")[2].partition("）")[0]
        assert any(number in record.getMessage() for record in caplog.records)
        h.people.say(h.people.private(), ANSWERED)
        assert (await h.api.answers(1, 2))[1].text.startswith("33.1%")


async def test_a_press_that_fails_is_answered_with_a_number() -> None:
    slow = Slow()
    async with house(slow) as h:
        h.people.say(h.people.private(), REFUSED)
        (card,) = await h.api.answers(1)
        slow.poison = "2019"
        query = h.people.press(
            card.message, next(one for one in card.labels if one.startswith("椒江区2019年"))
        )
        await h.api.until(lambda: query in h.api.state.answers)
        assert "编号" in h.api.state.answers[query]["text"]


async def test_a_quote_that_is_not_in_its_article_is_never_sent() -> None:
    class Liar(Slow):
        def ask(self, text: str, previous: Any = None) -> Any:
            found = mind().ask(text, previous)
            quotes = tuple(replace(one, text=one.text.replace("33.1", "93.1")) for one in found.quotes)
            return replace(found, quotes=quotes)

    async with house(Liar()) as h:
        h.people.say(h.people.private(), ANSWERED)
        (sorry,) = await h.api.answers(1)
        assert "93.1" not in sorry.text and "编号" in sorry.text


async def test_questions_under_way_are_finished_at_the_end() -> None:
    slow = Slow(0.4)
    async with house(slow) as h:
        for number in range(1, 6):
            h.people.say(h.people.private(number), ANSWERED + "?" * number)
        await asyncio.to_thread(slow.asked.wait, 3)
        await asyncio.sleep(0.1)
        await h.end()
        assert [len(h.api.shown(number)) for number in range(1, 6)] == [1] * 5


async def test_a_slow_answer_shows_one_typing_action() -> None:
    async with house(Slow(1.2)) as h:
        h.people.say(h.people.private(), ANSWERED)
        await h.api.answers(1)
        assert len(h.api.made("sendChatAction")) == 1


async def test_who_has_blocked_the_bot_is_forgotten() -> None:
    async with house() as h:
        private = h.people.private()
        h.storage.set_language(1, "en")
        h.people.say(private, ANSWERED)
        private.blocked = True
        await h.api.until(lambda: h.storage.language(1) is None)


async def test_a_migrated_group_keeps_its_language() -> None:
    async with house() as h:
        group = h.people.group(-5, "group")
        h.storage.set_language(-5, "en")
        h.people.migrate(group, -1005)
        await h.api.until(lambda: h.storage.language(-1005) == "en")


async def test_logs_at_debug_hold_no_token(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    set_up([TOKEN], logging.DEBUG)
    try:
        async with house(Slow(poison="毒")) as h:
            h.people.say(h.people.private(), "有毒的问题")
            h.people.say(h.people.private(), ANSWERED)
            await h.api.answers(1, 2)
    finally:
        root.setLevel(level)
        root.handlers[:] = handlers
    text = capsys.readouterr().err
    assert "sendMessage" in text and "RuntimeError" in text
    assert TOKEN not in text and TOKEN.partition(":")[2] not in text


async def test_the_webhook_answers_as_polling_does() -> None:
    from bot.telegram.webhook import Door

    async with house(door=Door("secret_0123456789", "/hook", port=0)) as h:
        h.people.say(h.people.private(), ANSWERED)
        assert (await h.api.answers(1))[0].text.startswith("33.1%")
        assert h.api.made("setWebhook")[0].params["secret_token"] == "secret_0123456789"
