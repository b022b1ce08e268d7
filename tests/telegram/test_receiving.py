"""Polling over real HTTP: nothing is lost, nothing is answered twice, and nothing but a stop ends it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from botapi import BotApi, Events, Fault, Refusal
from running import Running, echo, serving, wiring
from telegram import Update

from bot.telegram.application import build
from bot.telegram.receiving import CONFLICT, REJECTED, Fatal


async def test_a_message_is_answered_and_its_update_confirmed() -> None:
    async with BotApi() as api:
        people = Events(api)
        async with serving(wiring(api)):
            people.say(people.private(), "你好😀 <b>")
            (answer,) = await api.answers(1)
        assert answer.text == "回 你好😀 <b>"
        assert not api.updates.waiting
        assert api.refused() == []


async def test_only_the_kinds_of_update_that_are_handled_are_asked_for() -> None:
    async with BotApi() as api:
        people = Events(api)
        async with serving(wiring(api)) as running:
            await running.started.wait()
            await api.until(lambda: api.updates.allowed)
            people.post(-100777, "频道消息")
            message = people.message(people.private(), "x")
            people.react(message, "👍")
            assert not api.updates.waiting


async def test_questions_asked_while_it_was_down_are_answered_in_order() -> None:
    async with BotApi() as api:
        people = Events(api)
        for number in range(5):
            people.say(people.private(), str(number))
        async with serving(wiring(api)):
            answers = await api.answers(1, 5)
        assert [one.text for one in answers] == [f"回 {n}" for n in range(5)]


async def test_nothing_is_answered_twice_after_a_restart() -> None:
    async with BotApi() as api:
        people = Events(api)
        for number in (1, 2):
            people.say(people.private(), str(number))
            async with serving(wiring(api)):
                await api.answers(1, number)
        assert [one.text for one in api.shown(1)] == ["回 1", "回 2"]


@pytest.mark.parametrize("poison", [{"message": {"message_id": "x"}}, {"message": 5}, {"callback_query": {}}])
async def test_a_poisoned_update_is_dropped_and_its_neighbours_answered(poison: Any) -> None:
    async with BotApi() as api:
        people = Events(api)
        people.say(people.private(), "前")
        api.updates.push(poison)
        people.say(people.private(), "后")
        async with serving(wiring(api)):
            answers = await api.answers(1, 2)
        assert [one.text for one in answers] == ["回 前", "回 后"]
        assert not api.updates.waiting


async def test_a_server_that_is_down_at_the_start_is_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    api = BotApi()
    await api.start()
    await api.stop()
    people = Events(api)
    people.say(people.private(), "在吗")
    async with serving(wiring(api)) as running:
        await asyncio.sleep(0.1)
        assert not running.started.is_set()
        await api.start()
        (answer,) = await api.answers(1)
    await api.stop()
    assert answer.text == "回 在吗"
    assert "does not answer" in caplog.text


async def test_a_server_that_goes_down_in_the_middle_is_waited_for() -> None:
    async with BotApi() as api:
        people = Events(api)
        async with serving(wiring(api)):
            people.say(people.private(), "一")
            await api.answers(1)
            await api.stop()
            await asyncio.sleep(0.1)
            people.say(people.private(), "二")
            await api.start()
            await api.answers(1, 2)


async def test_a_stop_does_not_wait_for_a_server_that_is_down() -> None:
    async with BotApi() as api, serving(wiring(api)) as running:
        await running.started.wait()
        await api.stop()
        await asyncio.sleep(0.05)
        await asyncio.wait_for(running.end(), 1)


@pytest.mark.parametrize(
    "fault",
    [
        Fault("getUpdates", Refusal(502, "Bad Gateway"), times=2),
        Fault("getUpdates", Refusal(500, "Internal Server Error"), times=2),
        Fault("getUpdates", Refusal(429, "Too Many Requests: retry after 0"), times=2),
        Fault("getUpdates", body=b"<html>proxy</html>"),
        Fault("getUpdates", body=b'{"ok": true, "result": null}'),
        Fault("getUpdates", body=b"[]"),
        Fault("getUpdates", body=b'{"ok": true, "result": [5, {}, {"update_id": "x"}]}'),
        Fault("getUpdates", drop="before"),
        Fault("getUpdates", drop="after"),
    ],
    ids=["502", "500", "429", "html", "null", "list", "unnumbered", "drop-before", "drop-after"],
)
async def test_no_failure_of_a_fetch_ends_it(fault: Fault) -> None:
    async with BotApi() as api:
        people = Events(api)
        people.say(people.private(), "在吗")
        api.fault(fault)
        async with serving(wiring(api)):
            answers = await api.answers(1)
        assert [one.text for one in answers] == ["回 在吗"]


async def test_a_429_at_the_start_is_waited_out() -> None:
    async with BotApi() as api:
        api.fail("getMe", 429, "Too Many Requests: retry after 1", retry_after=1)
        async with serving(wiring(api)) as running:
            await asyncio.wait_for(running.started.wait(), 3)
        first, second = api.made("getMe")
        assert second.at - first.at >= 1


async def test_a_second_poller_ends_it_with_a_clear_line() -> None:
    async with BotApi() as api:
        running = Running(build(wiring(api)), wiring(api))
        await api.until(lambda: api.updates.allowed)
        other = asyncio.create_task(api.updates.fetch({"timeout": 1}))
        with pytest.raises(Fatal, match=CONFLICT.split(";", maxsplit=1)[0]):
            await asyncio.wait_for(running.task, 2)
        other.cancel()


async def test_a_webhook_that_was_left_behind_is_taken_away() -> None:
    async with BotApi() as api:
        api.updates.webhook = {"url": "https://old.example/hook"}
        people = Events(api)
        async with serving(wiring(api)):
            await api.until(lambda: not api.updates.webhook["url"])
            people.say(people.private(), "在吗")
            await api.answers(1)


async def test_a_rejected_token_ends_it_and_is_not_told() -> None:
    async with BotApi() as api:
        way = wiring(api, token="987654321:AAAnotherTokenThatIsNotTheServersOne_99")
        running = Running(build(way), way)
        with pytest.raises(Fatal) as failure:
            await running.task
        assert str(failure.value) == REJECTED


async def test_a_token_revoked_in_the_middle_ends_it() -> None:
    async with BotApi() as api:
        running = Running(build(wiring(api)), wiring(api))
        await running.started.wait()
        api.fail("getUpdates", 401, "Unauthorized", times=9)
        api.updates.push({"message": {}})
        with pytest.raises(Fatal, match=REJECTED):
            await asyncio.wait_for(running.task, 4)


async def test_a_stop_lets_running_answers_finish() -> None:
    begun = asyncio.Event()

    async def slow(update: Update, context: Any) -> None:
        begun.set()
        await asyncio.sleep(0.15)
        await echo(update, context)

    async with BotApi() as api:
        people = Events(api)
        for number in range(1, 13):
            people.say(people.private(number), "慢")
        async with serving(wiring(api), slow) as running:
            await begun.wait()
            await running.end()
        assert [len(api.shown(number)) for number in range(1, 13)] == [1] * 12


async def test_an_answer_that_never_ends_does_not_stop_the_stop(caplog: pytest.LogCaptureFixture) -> None:
    begun = asyncio.Event()

    async def endless(_update: Update, _context: Any) -> None:
        begun.set()
        await asyncio.sleep(3600)

    async with BotApi() as api:
        people = Events(api)
        people.say(people.private(), "慢")
        async with serving(wiring(api, grace=0.1), endless) as running:
            await begun.wait()
            await asyncio.wait_for(running.end(), 2)
    assert "not finished" in caplog.text


async def test_a_fault_of_ours_is_logged_and_the_next_question_answered(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def broken(update: Update, context: Any) -> None:
        assert update.effective_message is not None
        if update.effective_message.text == "坏":
            raise ZeroDivisionError
        await echo(update, context)

    async with BotApi() as api:
        people = Events(api)
        people.say(people.private(), "坏")
        people.say(people.private(), "好")
        async with serving(wiring(api), broken):
            await api.answers(1)
        assert [one.text for one in api.shown(1)] == ["回 好"]
    assert "ZeroDivisionError" in caplog.text
