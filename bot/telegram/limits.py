"""Pacing: one message a second and chat with bursts, twenty a minute and group; what is no message never waits.

``AIORateLimiter`` lets typing actions eat a group's budget and does not pace private chats at all.
"""

from __future__ import annotations

import asyncio
import logging
import time
import warnings
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

log = logging.getLogger(__name__)
_EDITS = frozenset({"editMessageText", "editMessageReplyMarkup", "editMessageCaption"})
_SENDS = frozenset({"sendMessage", "sendPhoto", "sendDocument"})
_PACED = _SENDS | _EDITS
_MANY = 4096
Result = bool | dict[str, Any] | list[dict[str, Any]]


@dataclass
class Bucket:
    """``burst`` at once, one more every ``interval`` seconds; ``reserve`` hands out places in line."""

    interval: float
    burst: int
    full_at: float = field(default=float("-inf"))  # when the bucket will have all its burst again

    def wait(self, now: float) -> float:
        """How long a message sent at ``now`` would have to wait."""
        return max(0.0, self.full_at - (self.burst - 1) * self.interval - now)

    def reserve(self, at: float) -> None:
        """Take the place of a message that goes out at ``at``."""
        self.full_at = max(self.full_at, at) + self.interval


class Window:
    """At most ``size`` in any ``seconds``, whenever they begin."""

    def __init__(self, size: int, seconds: float = 60.0) -> None:
        self.seconds = seconds
        self._times: deque[float] = deque(maxlen=size)

    @property
    def full_at(self) -> float:
        """When nothing that was sent counts any more."""
        return self._times[-1] + self.seconds if self._times else float("-inf")

    def wait(self, now: float) -> float:
        """How long a message sent at ``now`` would have to wait."""
        full = len(self._times) == self._times.maxlen
        return max(0.0, self._times[0] + self.seconds - now) if full else 0.0

    def reserve(self, at: float) -> None:
        """Take the place of a message that goes out at ``at``."""
        self._times.append(at)


@dataclass(frozen=True)
class Pace:
    """Telegram's own figures: a message a second in a chat, 20 a minute in a group; edits count for themselves."""

    chat_interval: float = 1.0
    chat_burst: int = 3
    group_per_minute: int = 20
    longest_wait: float = 60.0
    retries: int = 2


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram wants one to wait; a ``timedelta`` or a number, as ``PTB_TIMEDELTA`` has it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        value = error.retry_after
    return value.total_seconds() if isinstance(value, timedelta) else float(value)


class ChatPacer(BaseRateLimiter[int]):
    """Paces the sends and edits of every chat; a 429 makes that one chat wait and is tried again."""

    def __init__(
        self,
        pace: Pace = Pace(),
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.pace, self.clock, self.sleep = pace, clock, sleep
        self._buckets: dict[tuple[str, str], Bucket | Window] = {}
        self._paused: dict[str, float] = {}

    async def initialize(self) -> None:
        """Nothing is needed."""

    async def shutdown(self) -> None:
        """Nothing is held."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Result:
        """Make the request when its chat's turn has come. ``RetryAfter`` where that would be too late.

        ``rate_limit_args``: how often a 429 is tried again, where not as often as ``Pace`` says.
        """
        if endpoint not in _PACED or data.get("chat_id") is None:
            return await callback(*args, **kwargs)
        chat = str(data["chat_id"])
        left = self.pace.retries if rate_limit_args is None else rate_limit_args
        await self._turn(chat, "edit" if endpoint in _EDITS else "send")
        while True:
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:  # noqa: PERF203 - a retry is a loop
                wait = seconds_of(error)
                log.warning("Telegram wants %.0f s of silence in a chat (%s)", wait, endpoint)
                self._paused[chat] = max(self._paused.get(chat, 0.0), self.clock() + wait)
                if left <= 0 or wait > self.pace.longest_wait:
                    raise
                left -= 1
                await self._silence(chat)

    async def _turn(self, chat: str, kind: str) -> None:
        """Wait for a place in the chat's line; the places are handed out in the order of asking."""
        now = self.clock()
        buckets = self._lines(chat, kind)
        wait = max(self._paused.get(chat, now) - now, *(bucket.wait(now) for bucket in buckets))
        if wait > self.pace.longest_wait:
            raise RetryAfter(timedelta(seconds=round(wait)))
        for bucket in buckets:
            bucket.reserve(now + wait)
        if wait > 0:
            await self.sleep(wait)
            await self._silence(chat)

    async def _silence(self, chat: str) -> None:
        while (left := self._paused.get(chat, 0.0) - self.clock()) > 0:
            await self.sleep(left)
        self._paused.pop(chat, None)

    def _lines(self, chat: str, kind: str) -> list[Bucket | Window]:
        if len(self._buckets) > _MANY:
            now = self.clock()
            self._buckets = {key: b for key, b in self._buckets.items() if b.full_at > now}
        own = Bucket(self.pace.chat_interval, self.pace.chat_burst)
        found = [self._buckets.setdefault((chat, ""), own)]
        if not chat.isdigit():  # groups have negative ids, channels may have names
            window = Window(self.pace.group_per_minute)
            found.append(self._buckets.setdefault((chat, kind), window))
        return found
