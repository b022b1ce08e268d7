"""The bot as a process: logs, memory, handlers, the line at the start, and a clean end."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path

from telegram import User

from bot.mind import Mind
from bot.telegram import logs
from bot.telegram.additions import Additions, Intake
from bot.telegram.application import App, Wiring, build, run, stop_on_signals
from bot.telegram.profile import set_up
from bot.telegram.receiving import Fatal
from bot.telegram.room import Room
from bot.telegram.storage import Storage
from bot.telegram.surfaces import furnish, install
from bot.telegram.warming import warm
from retrieval.config import LANGUAGES, Config

_DAY = 86400.0


def serve(
    wiring: Wiring,
    config: Config,
    mind: Mind,
    state: Path,
    say: Callable[[str], None],
    *,
    debug: bool = False,
    intake: Intake | None = None,
) -> str:
    """Run until stopped; '' or, in words, why it cannot go on."""
    secret = [wiring.door.secret] if wiring.door else []
    logs.set_up([wiring.token, *secret], logging.DEBUG if debug else logging.INFO)
    try:
        storage = Storage.open(state)
    except (OSError, sqlite3.Error) as error:
        return f"{state}: {error}"
    warm(mind, config)
    gc.collect()
    gc.freeze()  # the articles stay: looking through them for garbage would hold an answer up for 30 ms
    with storage:
        try:
            asyncio.run(_until_signal(wiring, config, mind, storage, say, intake))
        except Fatal as error:
            return str(error)
    return ""


async def _until_signal(
    wiring: Wiring,
    config: Config,
    mind: Mind,
    storage: Storage,
    say: Callable[[str], None],
    intake: Intake | None,
) -> None:
    stop = asyncio.Event()
    stop_on_signals(stop)
    await live(wiring, config, mind, storage, stop, lambda me: say(started(me, mind, wiring)), intake)


async def live(
    wiring: Wiring,
    config: Config,
    mind: Mind,
    storage: Storage,
    stop: asyncio.Event,
    ready: Callable[[User], None],
    intake: Intake | None = None,
) -> None:
    """The whole bot until ``stop`` is set; ``Fatal`` where it cannot go on. ``intake``: who may add articles."""
    application = build(wiring)
    tasks: list[asyncio.Task[None]] = []

    def begin(me: User) -> None:
        room = furnish(application, me, mind, config, storage)
        install(application, room, Additions(room, config, intake or Intake()))
        tasks.append(asyncio.create_task(_make_ready(room)))
        tasks.append(asyncio.create_task(_keep_house(application, config, storage)))
        ready(me)

    try:
        await run(application, wiring, stop, begin)
    finally:
        for task in tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task


async def _make_ready(room: Room) -> None:
    """Ask the greeting's examples, and make their cards, so that nobody waits for what is needed for that."""
    with contextlib.suppress(Exception):  # whatever it is, the person who asks is told of it
        for lang in LANGUAGES:
            for text in await room.pages.examples(lang):
                room.desk.shown(await room.desk.ask(text, (), lang))


async def _keep_house(application: App, config: Config, storage: Storage) -> None:
    """Menu and descriptions once; old answers out of the memory every day."""
    await set_up(application.bot, config)
    while True:
        storage.prune(config.settings.telegram.keep_days)
        await asyncio.sleep(_DAY)


def started(me: User, mind: Mind, wiring: Wiring) -> str:
    """``@econbot: 5 articles, polling https://api.telegram.org``."""
    way = f"webhook {wiring.public_url}" if wiring.door else f"polling {wiring.api_url}"
    return f"@{me.username}: {len(mind.articles)} articles, {way}"
