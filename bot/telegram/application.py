"""The running bot: the library's application with our pacing, order and receiving, started and stopped cleanly.

application = build(wiring)
application.add_handler(...)
await run(application, wiring, stop)   # until stop is set
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

import httpx
from telegram import LinkPreviewOptions, User
from telegram.constants import ParseMode
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter
from telegram.ext import Application, ApplicationBuilder, Defaults

from bot.telegram.limits import ChatPacer, Pace, seconds_of
from bot.telegram.processor import ConversationProcessor
from bot.telegram.receiving import REJECTED, Fatal, Heartbeat, Polling, Source, decode, poll
from bot.telegram.webhook import Door, Webhook
from bot.telegram.wire import Patience, request

log = logging.getLogger(__name__)
T = TypeVar("T")
App = Application[Any, Any, Any, Any, Any, Any]
_CONNECTIONS = 64


@dataclass(frozen=True)
class Wiring:
    """What the bot is connected to. With a ``door`` updates come to the webhook at ``public_url``."""

    token: str
    api_url: str = "https://api.telegram.org"
    running: int = 16
    pace: Pace = field(default_factory=Pace)
    polling: Polling = field(default_factory=Polling)
    door: Door | None = None
    public_url: str = ""
    grace: float = 25.0  # seconds that running answers have to finish
    silence: float = 120.0  # seconds without a fetched update list before the log says so
    heartbeat: Heartbeat = field(default_factory=Heartbeat, compare=False)
    tls: ssl.SSLContext = field(default_factory=httpx.create_ssl_context, compare=False, repr=False)


def build(wiring: Wiring) -> App:
    """The application without handlers. HTML, no link previews, an answer even where the question was deleted."""
    os.environ.setdefault("PTB_TIMEDELTA", "1")  # or the library warns at every 429
    defaults = Defaults(
        parse_mode=ParseMode.HTML,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        allow_sending_without_reply=True,
    )
    # One TLS context for all: loading the certificates takes longer than anything else at the start.
    calls = request(_CONNECTIONS, wiring.tls, Patience(pool=5.0, read=10.0))
    builder = ApplicationBuilder().token(wiring.token).updater(None).request(calls).defaults(defaults)
    builder = builder.get_updates_request(request(1, wiring.tls))
    builder = builder.base_url(f"{wiring.api_url.rstrip('/')}/bot")
    builder = builder.base_file_url(f"{wiring.api_url.rstrip('/')}/file/bot")
    builder = builder.rate_limiter(cast(Any, ChatPacer(wiring.pace)))
    application: App = builder.concurrent_updates(ConversationProcessor(wiring.running)).build()
    application.add_error_handler(_unexpected)
    return application


async def _unexpected(update: object, context: Any) -> None:
    """A fault of ours: into the log with its update's number, never into a chat."""
    number = getattr(update, "update_id", "?")
    log.error("update %s failed", number, exc_info=context.error)


async def run(
    application: App, wiring: Wiring, stop: asyncio.Event, ready: Callable[[User], None] = lambda _me: None
) -> None:
    """Serve until ``stop``; running answers are finished then. ``Fatal`` says why it cannot go on.

    A Telegram that is down, at the start or in the middle, is waited for.
    """
    if await _persist(application.initialize, wiring, stop) is _STOPPED:
        return
    try:
        await application.start()
        ready(application.bot.bot)
        watcher = asyncio.create_task(_watch(wiring))
        try:
            await (_by_webhook if wiring.door else _by_polling)(application, wiring, stop)
        finally:
            watcher.cancel()
            await _drain(application, wiring.grace)
    finally:
        await application.shutdown()


async def _by_polling(application: App, wiring: Wiring, stop: asyncio.Event) -> None:
    await _persist(application.bot.delete_webhook, wiring, stop)
    async with request(2, wiring.tls) as fetches:
        source = Source(fetches, application.bot, wiring.polling)
        await poll(source, application.update_queue, wiring.heartbeat, stop)


async def _by_webhook(application: App, wiring: Wiring, stop: asyncio.Event) -> None:
    door = wiring.door
    assert door is not None

    def take(raw: dict[str, Any]) -> None:
        update = decode(raw, application.bot)
        if update is not None:
            application.update_queue.put_nowait(update)

    async with Webhook(door, take, wiring.heartbeat) as hook:
        url = wiring.public_url or f"http://{door.host}:{hook.port}{door.path}"

        async def tell() -> None:
            allowed = list(wiring.polling.allowed)
            await application.bot.set_webhook(url, secret_token=door.secret, allowed_updates=allowed)

        await _persist(tell, wiring, stop)
        await stop.wait()


async def _drain(application: App, grace: float) -> None:
    """Let the answers that are being made be finished."""
    try:
        await asyncio.wait_for(application.stop(), grace)
    except asyncio.TimeoutError:
        log.error("some answers were not finished within %.0f s", grace)


class _Stopped:
    """What ``_persist`` returns when told to stop."""


_STOPPED = _Stopped()


async def _persist(action: Callable[[], Awaitable[T]], wiring: Wiring, stop: asyncio.Event) -> T | _Stopped:
    """``action`` until it succeeds, with growing pauses while Telegram cannot be reached."""
    pause = wiring.polling.first_pause
    while not stop.is_set():
        try:
            return await action()
        except InvalidToken:
            raise Fatal(REJECTED) from None
        except BadRequest as error:
            raise Fatal(f"Telegram refuses: {error.message}") from None
        except (NetworkError, RetryAfter) as error:
            wait = max(pause, seconds_of(error)) if isinstance(error, RetryAfter) else pause
            log.warning("Telegram does not answer (%s); next try in %.1f s", error, wait)
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(stop.wait(), wait)
        pause = min(2 * pause, wiring.polling.longest_pause)
    return _STOPPED


async def _watch(wiring: Wiring) -> None:
    """Say so when nothing was fetched for long, and when that is over. A webhook may be silent at night."""
    silent = False
    while wiring.door is None:
        await asyncio.sleep(wiring.silence / 4)
        late = wiring.heartbeat.age() > wiring.silence
        if late and not silent:
            log.error("no updates could be fetched for %.0f s", wiring.silence)
        elif silent and not late:
            log.warning("updates are fetched again")
        silent = late


def stop_on_signals(stop: asyncio.Event) -> None:
    """SIGINT and SIGTERM set ``stop``; a second one ends the process at once."""
    loop = asyncio.get_running_loop()

    def first(number: int) -> None:
        stop.set()
        for one in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(one)
        log.info("stopping (%s)", signal.Signals(number).name)

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, first, number)
