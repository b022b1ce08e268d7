"""Updates side by side, but in order within a conversation: chat, topic and speaker."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Hashable
from typing import Any

from telegram import Message, Update
from telegram.ext import BaseUpdateProcessor

from bot.telegram.addressing import message_of, place_of

_WAITING = 4096  # updates that may wait for their turn; beyond, fetched ones stay in the queue


def conversation_of(update: object) -> Hashable | None:
    """What must stay in order with this update; ``None``: nothing (inline queries)."""
    if not isinstance(update, Update):
        return None
    message = message_of(update)
    if message is not None:
        place = place_of(message)
        return place.chat, place.topic, place.speaker
    query = update.callback_query
    if query is not None:
        under = query.message
        topic = under.message_thread_id if isinstance(under, Message) and under.is_topic_message else None
        return (under.chat.id if under else query.inline_message_id), topic, query.from_user.id
    member = update.my_chat_member
    return (member.chat.id, None, None) if member is not None else None


class ConversationProcessor(BaseUpdateProcessor):
    """At most ``running`` updates at once; those of one conversation after one another.

    One who waits for his own earlier question takes nobody's place: the places are counted behind the line.
    """

    __slots__ = ("_lines", "_places")

    def __init__(self, running: int = 16) -> None:
        super().__init__(_WAITING)
        self._places = asyncio.Semaphore(running)
        self._lines: dict[Hashable, asyncio.Future[None]] = {}

    async def initialize(self) -> None:
        """Nothing is needed."""

    async def shutdown(self) -> None:
        """Nothing is held."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handle an update when the one before it in its conversation is done."""
        key = conversation_of(update)
        if key is None:
            async with self._places:
                await coroutine
            return
        before = self._lines.get(key)
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._lines[key] = done
        try:
            if before is not None:
                await asyncio.wait([before])
            async with self._places:
                await coroutine
        finally:
            done.set_result(None)
            if self._lines.get(key) is done:
                del self._lines[key]
