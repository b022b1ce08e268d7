"""Pacing: who waits, for how long, and who never does. The clock is the test's own."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from botapi import BotApi, Events
from hypothesis import given
from hypothesis import strategies as st
from running import FAST, serving, wiring
from telegram.error import NetworkError, RetryAfter

from bot.telegram.limits import Bucket, ChatPacer, Pace, seconds_of


class Clock:
    """Time that passes only in sleep."""

    def __init__(self) -> None:
        self.now = 1000.0
        self._sleepers: list[tuple[float, asyncio.Event]] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.Event()
        self._sleepers.append((self.now + seconds, woken))
        await woken.wait()

    async def run(self, tasks: list[asyncio.Task[Any]]) -> None:
        """Let time pass until every task is done."""
        while not all(task.done() for task in tasks):
            for _ in range(5):
                await asyncio.sleep(0)
            if self._sleepers and not all(task.done() for task in tasks):
                self._sleepers.sort(key=lambda one: one[0])
                self.now, woken = self._sleepers.pop(0)
                woken.set()


class Telegram:
    """Calls with their times; ``errors`` are raised first."""

    def __init__(self, pace: Pace = Pace(), *errors: Exception) -> None:  # noqa: B008
        self.clock = Clock()
        self.pacer = ChatPacer(pace, self.clock, self.clock.sleep)
        self.errors = list(errors)
        self.times: list[tuple[str, Any, float]] = []

    async def request(self, endpoint: str, chat: Any, text: str = "") -> Any:
        async def callback() -> bool:
            self.times.append((text or endpoint, chat, self.clock.now - 1000))
            if self.errors:
                raise self.errors.pop(0)
            return True

        data = {"chat_id": chat} if chat is not None else {}
        return await self.pacer.process_request(callback, (), {}, endpoint, data, None)

    async def all(self, *requests: tuple[Any, ...]) -> list[Any]:
        tasks = [asyncio.create_task(self.request(*one)) for one in requests]
        await self.clock.run(tasks)
        return [task.exception() or task.result() for task in tasks]


async def test_three_at_once_then_one_a_second() -> None:
    api = Telegram()
    await api.all(*[("sendMessage", 1, str(n)) for n in range(6)])
    assert [time for *_, time in api.times] == [0, 0, 0, 1, 2, 3]
    assert [text for text, *_ in api.times] == list("012345")


async def test_chats_do_not_wait_for_each_other() -> None:
    api = Telegram()
    await api.all(*[("sendMessage", chat) for chat in range(1, 50)])
    assert {time for *_, time in api.times} == {0}


async def test_a_group_gets_twenty_a_minute() -> None:
    api = Telegram(Pace(longest_wait=600))
    await api.all(*[("sendMessage", -100) for _ in range(43)])
    times = [time for *_, time in api.times]
    assert max(sum(start <= t < start + 60 for t in times) for start in times) <= 20
    assert times[19] < 20
    assert times[20] == 60


async def test_a_private_chat_has_no_limit_a_minute() -> None:
    api = Telegram(Pace(longest_wait=600))
    await api.all(*[("sendMessage", 1) for _ in range(43)])
    assert api.times[-1][2] == 40


@pytest.mark.parametrize(
    "endpoint",
    ["sendChatAction", "setMessageReaction", "deleteMessage", "getChatMember", "answerCallbackQuery"],
)
async def test_what_is_no_message_neither_waits_nor_makes_others_wait(endpoint: str) -> None:
    api = Telegram()
    await api.all(*[(endpoint, -100) for _ in range(50)], ("sendMessage", -100))
    await api.all(*[("sendMessage", -100) for _ in range(9)])
    await api.all((endpoint, -100))
    assert {time for name, _, time in api.times[:52]} == {0}
    assert api.times[-1][0] == endpoint


async def test_edits_leave_the_groups_messages_alone() -> None:
    api = Telegram(Pace(chat_interval=0.001, longest_wait=600))
    await api.all(*[("editMessageText", -100) for _ in range(20)])
    await api.all(*[("sendMessage", -100) for _ in range(20)])
    assert api.times[-1][2] < 0.1


async def test_an_inline_message_is_in_no_chat() -> None:
    api = Telegram()
    await api.all(*[("editMessageText", None) for _ in range(50)])
    assert {time for *_, time in api.times} == {0}


async def test_a_429_makes_its_chat_wait_and_no_other() -> None:
    api = Telegram(Pace(), RetryAfter(timedelta(seconds=7)))
    found = await api.all(("sendMessage", 1, "a"), ("sendMessage", 1, "b"), ("sendMessage", 2, "c"))
    assert found == [True, True, True]
    assert ("a", 1, 7.0) in api.times
    assert ("c", 2, 0.0) in api.times


async def test_messages_asked_for_during_a_silence_keep_their_order() -> None:
    api = Telegram(Pace(), RetryAfter(5))
    first = asyncio.create_task(api.request("sendMessage", 1, "0"))
    await asyncio.sleep(0)
    rest = [asyncio.create_task(api.request("sendMessage", 1, str(n))) for n in range(1, 5)]
    await api.clock.run([first, *rest])
    assert [text for text, _, time in api.times if time >= 5] == ["0", "1", "2", "3", "4"]


async def test_a_long_ban_is_not_waited_for_nor_provoked() -> None:
    api = Telegram(Pace(), RetryAfter(5072))
    (found,) = await api.all(("sendMessage", 1))
    assert isinstance(found, RetryAfter)
    (found,) = await api.all(("sendMessage", 1))
    assert isinstance(found, RetryAfter)
    assert len(api.times) == 1  # the second was not even sent


async def test_a_429_again_and_again_is_given_up() -> None:
    api = Telegram(Pace(retries=2), *[RetryAfter(1) for _ in range(9)])
    (found,) = await api.all(("sendMessage", 1))
    assert isinstance(found, RetryAfter)
    assert len(api.times) == 3


async def test_other_errors_are_the_callers() -> None:
    api = Telegram(Pace(), NetworkError("Bad Gateway"))
    (found,) = await api.all(("sendMessage", 1))
    assert isinstance(found, NetworkError)
    assert len(api.times) == 1


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
@pytest.mark.parametrize("timedeltas", ["1", ""])
@pytest.mark.parametrize("value", [3, timedelta(seconds=3)])
def test_the_wait_is_read_in_either_form(
    value: Any, timedeltas: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", timedeltas)
    assert seconds_of(RetryAfter(value)) == 3.0


@given(st.lists(st.floats(0, 5), max_size=40), st.integers(1, 5))
def test_a_bucket_never_gives_more_than_its_burst_and_its_rate(gaps: list[float], burst: int) -> None:
    bucket, now, times = Bucket(1.0, burst), 0.0, []
    for gap in gaps:
        now += gap
        times.append(now + bucket.wait(now))
        bucket.reserve(now)
    for first, start in enumerate(times):
        for last in range(first, len(times)):
            assert last - first + 1 <= burst + (times[last] - start) + 1e-6


async def test_many_chats_do_not_fill_the_memory() -> None:
    api = Telegram()
    for chat in range(9000):
        api.clock.now += 1
        await api.request("sendMessage", chat)
    assert len(api.pacer._buckets) < 5000


async def test_over_the_wire_a_429_is_waited_out() -> None:
    async with BotApi() as api:
        api.fail("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
        people = Events(api)
        async with serving(wiring(api, pace=FAST)):
            people.say(people.private(), "在吗")
            await api.answers(1)
        refused, sent = api.made("sendMessage")
        assert (refused.status, sent.status) == (429, 200)
        assert sent.at - refused.at >= 1
