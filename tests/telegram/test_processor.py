"""Order within a conversation, and none between conversations."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from botapi import BotApi, Events, Json, user
from running import echo, serving, wiring
from telegram import Update

from bot.telegram.processor import ConversationProcessor, conversation_of

GROUP = {"id": -100, "type": "supergroup", "title": "群", "is_forum": True}
MESSAGE = {"message_id": 9, "date": 1, "chat": GROUP, "from": user(1), "text": "x"}
TOPIC = {"message_thread_id": 3, "is_topic_message": True}
PRESS = {"id": "1", "from": user(2), "chat_instance": "1", "data": "x"}
OLD = {"message_id": 9, "date": 0, "chat": GROUP}


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ({"message": MESSAGE}, (-100, None, 1)),
        ({"edited_message": MESSAGE}, (-100, None, 1)),
        ({"message": MESSAGE | TOPIC}, (-100, 3, 1)),
        ({"guest_message": MESSAGE | {"guest_query_id": "g"}}, (-100, None, 1)),
        ({"callback_query": PRESS | {"message": MESSAGE | TOPIC}}, (-100, 3, 2)),
        ({"callback_query": PRESS | {"message": OLD}}, (-100, None, 2)),
        ({"callback_query": PRESS | {"inline_message_id": "im"}}, ("im", None, 2)),
        ({"inline_query": {"id": "1", "from": user(2), "query": "x", "offset": ""}}, None),
        ({}, None),
    ],
)
def test_what_must_stay_in_order(raw: Json, key: Any) -> None:
    update = Update.de_json({"update_id": 1} | raw, None)
    assert conversation_of(update) == key


def test_what_is_no_update_is_in_no_conversation() -> None:
    assert conversation_of("x") is None


class Log:
    """Handlers that take their time; what began and ended, in order."""

    def __init__(self) -> None:
        self.events: list[str] = []
        self.running = 0
        self.most = 0

    async def handle(self, name: str, seconds: float) -> None:
        self.running += 1
        self.most = max(self.most, self.running)
        self.events.append(f"{name}(")
        await asyncio.sleep(seconds)
        self.events.append(f"{name})")
        self.running -= 1


def message(speaker: int, chat: int = -100) -> Update:
    found = Update.de_json(
        {"update_id": 1, "message": MESSAGE | {"chat": GROUP | {"id": chat}, "from": user(speaker)}}, None
    )
    assert found is not None
    return found


async def test_one_conversation_is_answered_in_order() -> None:
    log, processor = Log(), ConversationProcessor()
    waits = [0.03, 0.0, 0.02, 0.01]
    await asyncio.gather(
        *[processor.process_update(message(1), log.handle(str(n), s)) for n, s in enumerate(waits)]
    )
    assert log.events == ["0(", "0)", "1(", "1)", "2(", "2)", "3(", "3)"]
    assert processor._lines == {}


async def test_conversations_do_not_wait_for_each_other() -> None:
    log, processor = Log(), ConversationProcessor()
    await asyncio.gather(
        processor.process_update(message(1), log.handle("slow", 0.05)),
        processor.process_update(message(2), log.handle("quick", 0.0)),
    )
    assert log.events == ["slow(", "quick(", "quick)", "slow)"]


async def test_a_hasty_person_takes_no_places_from_others() -> None:
    log, processor = Log(), ConversationProcessor(running=2)
    hasty = [processor.process_update(message(1), log.handle(f"h{n}", 0.02)) for n in range(20)]
    await asyncio.gather(*hasty, processor.process_update(message(2), log.handle("other", 0.0)))
    assert log.events.index("other)") < log.events.index("h1(")


async def test_no_more_at_once_than_allowed() -> None:
    log, processor = Log(), ConversationProcessor(running=3)
    await asyncio.gather(*[processor.process_update(message(n), log.handle("x", 0.01)) for n in range(1, 20)])
    assert log.most == 3


async def test_a_failure_does_not_stop_the_line() -> None:
    async def fails() -> None:
        raise ZeroDivisionError

    log, processor = Log(), ConversationProcessor()
    first = asyncio.create_task(processor.process_update(message(1), fails()))
    second = asyncio.create_task(processor.process_update(message(1), log.handle("x", 0)))
    await asyncio.wait([first, second])
    assert log.events == ["x(", "x)"]
    assert isinstance(first.exception(), ZeroDivisionError)


async def test_over_the_wire_answers_come_in_the_order_of_the_questions() -> None:
    async def uneven(update: Update, context: Any) -> None:
        assert update.effective_message is not None
        await asyncio.sleep(0.02 if str(update.effective_message.text) < "3" else 0)
        await echo(update, context)

    async with BotApi() as api:
        people = Events(api)
        for number in range(6):
            for chat in (1, 2, 3):
                people.say(people.private(chat), str(number))
        async with serving(wiring(api), uneven):
            for chat in (1, 2, 3):
                await api.answers(chat, 6)
        for chat in (1, 2, 3):
            assert [one.text for one in api.shown(chat)] == [f"回 {n}" for n in range(6)]
