"""The whole bot over the loopback server: the real handlers, the real assistant over the seeds, a memory of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from botapi import BotApi, Events
from running import wiring

from bot.mind import Mind, load_mind
from bot.telegram.additions import Intake
from bot.telegram.service import live
from bot.telegram.storage import Storage
from retrieval.config import Config, load_config

ANSWERED = "椒江2019年固投增速是多少？"
REFUSED = "椒江2018年固投增速"
UNCLEAR = "固投增速"
ENGLISH = "How much did fixed-asset investment grow in 椒江 in 2019?"


@lru_cache(maxsize=1)
def config() -> Config:
    """Yiju's own configuration."""
    return load_config()


@lru_cache(maxsize=1)
def mind() -> Mind:
    """The real assistant over the seeds, loaded once for all tests."""
    return load_mind(config(), None)


class House:
    """A bot under way with its people."""

    def __init__(self, api: BotApi, storage: Storage) -> None:
        self.api, self.people, self.storage = api, Events(api), storage
        self.stop, self.ready = asyncio.Event(), asyncio.Event()
        self.task: asyncio.Task[None] | None = None

    def begin(self, brain: Mind | None = None, intake: Intake | None = None, **changes: Any) -> None:
        """Start the bot; ``intake``: who may add articles, and where to."""
        way = wiring(self.api, **changes)
        self.stop, self.ready = asyncio.Event(), asyncio.Event()
        run = live(
            way, config(), brain or mind(), self.storage, self.stop, lambda _me: self.ready.set(), intake
        )
        self.task = asyncio.create_task(run)

    async def end(self) -> None:
        """Stop it as SIGTERM does."""
        self.stop.set()
        if self.task is not None:
            await self.task

    async def settled(self, seconds: float = 0.3) -> None:
        """Wait until nothing has been heard of the bot for a while."""
        before = -1
        while before != (before := len(self.api.made())):
            await asyncio.sleep(seconds)


@asynccontextmanager
async def house(
    brain: Mind | None = None, state: Path | None = None, intake: Intake | None = None, **changes: Any
) -> AsyncIterator[House]:
    """A running bot; nothing it sent may have been refused by the server, unless a test took note of it."""
    with TemporaryDirectory() as folder, Storage.open(state or Path(folder) / "state.sqlite3") as storage:
        async with BotApi() as api:
            found = House(api, storage)
            found.begin(brain, intake, **changes)
            try:
                await asyncio.wait_for(found.ready.wait(), 5)
                yield found
                await found.end()
            finally:
                if found.task is not None:
                    found.task.cancel()
                    await asyncio.gather(found.task, return_exceptions=True)
