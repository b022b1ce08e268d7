"""Fetching updates: long polling that nothing stops but a stop, one poisoned update least of all.

Each update is decoded by itself, so that one which the library cannot read is dropped and the offset still moves.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest

from bot.telegram.limits import seconds_of

log = logging.getLogger(__name__)
ALLOWED = ("message", "edited_message", "guest_message", "inline_query", "chosen_inline_result",
           "callback_query", "my_chat_member")  # fmt: skip
CONFLICT = "another process fetches this bot's updates; only one may run"
REJECTED = "Telegram rejects the token"


@dataclass
class Heartbeat:
    """When updates were last fetched (or pushed): a bot that is up and hears nothing is found out."""

    clock: Callable[[], float] = time.monotonic
    at: float = field(default=float("nan"))

    def beat(self) -> None:
        """It lives."""
        self.at = self.clock()

    def age(self) -> float:
        """Seconds since the last sign of life; infinite before the first."""
        return float("inf") if self.at != self.at else self.clock() - self.at


@dataclass(frozen=True)
class Polling:
    """How to poll: seconds a request may stay open, and the pauses after failures."""

    timeout: int = 30
    first_pause: float = 0.5
    longest_pause: float = 30.0
    allowed: Sequence[str] = ALLOWED


def decode(raw: dict[str, Any], bot: Bot | None) -> Update | None:
    """An update as the library reads it; ``None``, with a line in the log, where it cannot."""
    try:
        return Update.de_json(raw, bot)
    except Exception:  # whatever a newer Bot API may hold
        log.exception("update %s cannot be read and is dropped", raw.get("update_id", "?"))
        return None


class Fatal(Exception):  # noqa: N818 - it is no error of ours
    """Why the bot cannot go on, in words for the person who runs it."""


@dataclass
class Source:
    """``getUpdates`` over connections of its own, so that a long wait holds up nothing else."""

    request: BaseRequest
    bot: Bot
    way: Polling
    offset: int = 0

    async def fetch(self, seconds: int) -> list[dict[str, Any]]:
        """The next updates, as soon as there are any; none after ``seconds``."""
        allowed = json.dumps(list(self.way.allowed))
        query = urlencode({"offset": self.offset, "timeout": seconds, "allowed_updates": allowed})
        payload = await self.request.retrieve(
            f"{self.bot.base_url}/getUpdates?{query}", read_timeout=seconds + 5
        )
        answer: Any = self.request.parse_json_payload(payload)
        found = answer.get("result") if isinstance(answer, dict) else None
        listed = found if isinstance(found, list) else [None]
        updates = [raw for raw in listed if isinstance(raw, dict) and isinstance(raw.get("update_id"), int)]
        if listed and not updates:
            raise NetworkError("no list of updates")  # the next try is after a pause
        return updates

    async def confirm(self) -> None:
        """Tell Telegram that everything fetched was read, so that nobody is answered twice after a restart."""
        try:
            if self.offset:
                await self.fetch(0)
        except TelegramError as error:
            log.warning("the last updates could not be confirmed: %s", error)


async def poll(source: Source, queue: asyncio.Queue[Any], heartbeat: Heartbeat, stop: asyncio.Event) -> None:
    """Put updates into ``queue`` until ``stop`` is set; ``Fatal`` where that can never succeed."""
    pause = 0.0
    while not stop.is_set():
        try:
            batch = await _or_stop(source.fetch(source.way.timeout), stop)
        except TelegramError as error:
            pause = _pause_after(error, pause, source.way)
            await _sleep(pause, stop)
            continue
        pause = 0.0
        if batch is not None:
            heartbeat.beat()
        for raw in batch or ():
            source.offset = max(source.offset, raw["update_id"] + 1)
            update = decode(raw, source.bot)
            if update is not None:
                await queue.put(update)
        await asyncio.sleep(0)  # who has asked is answered before the next updates are asked for
    await source.confirm()


async def _or_stop(fetching: Any, stop: asyncio.Event) -> list[dict[str, Any]] | None:
    """What is fetched, or ``None`` as soon as ``stop`` is set."""
    tasks = asyncio.ensure_future(fetching), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return tasks[0].result() if tasks[0].done() else None
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _pause_after(error: TelegramError, last: float, way: Polling) -> float:
    """How long to wait; ``Fatal`` where waiting is no use."""
    if isinstance(error, Conflict):
        raise Fatal(CONFLICT)
    if isinstance(error, InvalidToken):
        raise Fatal(REJECTED)
    pause = min(max(2 * last, way.first_pause), way.longest_pause)
    if isinstance(error, RetryAfter):
        pause = max(pause, seconds_of(error))
    level = logging.DEBUG if isinstance(error, TimedOut) else logging.WARNING
    log.log(level, "no updates (%s); next try in %.1f s", error, pause)
    return pause


async def _sleep(seconds: float, stop: asyncio.Event) -> None:
    with contextlib.suppress(asyncio.TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
