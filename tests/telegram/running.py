"""A bot that runs over the loopback server for as long as a ``with`` block lasts."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import cache
from typing import Any

from botapi import BotApi
from telegram import Update
from telegram.ext import MessageHandler, filters

from bot.telegram.application import App, Wiring, build, run
from bot.telegram.limits import Pace
from bot.telegram.receiving import Polling

FAST = Pace(chat_interval=0.01, chat_burst=3, group_per_minute=6000, longest_wait=5.0)
QUICK = Polling(timeout=2, first_pause=0.02, longest_pause=0.05)
Callback = Callable[[Update, Any], Coroutine[Any, Any, None]]


def wiring(api: BotApi, **changes: Any) -> Wiring:
    """The wiring to a server, with short waits."""
    return replace(Wiring(api.token, api.url, pace=FAST, polling=QUICK, grace=5.0, tls=no_tls()), **changes)


@cache
def no_tls() -> ssl.SSLContext:
    """A context without certificates: the server speaks plain HTTP, and loading them takes 30 ms a test."""
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


async def echo(update: Update, _: Any) -> None:
    """Say back what was said."""
    assert update.effective_message is not None
    await update.effective_message.reply_text(f"回 {update.effective_message.text}", parse_mode=None)


class Running:
    """A bot under way: its application, and the task that ends when it is told to stop."""

    def __init__(self, application: App, way: Wiring) -> None:
        self.application = application
        self.stop = asyncio.Event()
        self.started = asyncio.Event()
        self.task = asyncio.create_task(run(application, way, self.stop, lambda _me: self.started.set()))

    async def end(self) -> None:
        """Stop it and wait until everything is done; raises what it failed with."""
        self.stop.set()
        await self.task


@asynccontextmanager
async def serving(way: Wiring, answer: Callback = echo) -> AsyncIterator[Running]:
    """A bot that gives every new message to ``answer``."""
    application = build(way)
    application.add_handler(MessageHandler(filters.UpdateType.MESSAGE & filters.TEXT, answer))
    running = Running(application, way)
    try:
        yield running
        await running.end()
    finally:
        running.task.cancel()
        await asyncio.gather(running.task, return_exceptions=True)
