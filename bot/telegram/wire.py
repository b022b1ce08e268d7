"""Requests to the Bot API over connections of our own: a quarter of the processor time of the library's.

Only what is simple goes that way, which is all that the bot does where no proxy is set: HTTP/1.1, parameters and no
files. Whatever else there is goes through ``httpx`` as the library does it. Errors are the same either way.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
import ssl
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit
from urllib.request import getproxies

import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import HTTPXRequest, RequestData

from bot.telegram.line import Ask, Line, Reply

log = logging.getLogger(__name__)
_KEPT = 5.0  # seconds that an unused connection is kept, as httpx does
_SIMPLE = re.compile(r"https?://[!-?A-~]+")  # printable ASCII; no user name with a password


@dataclass(frozen=True)
class Patience:
    """Seconds to wait for a place, for a connection, and for the next bytes of a reply; ``None``: for ever."""

    pool: float | None = 1.0
    connect: float | None = 5.0
    read: float | None = 5.0


class Lines:
    """At most ``most`` connections; those not in use are kept for a while."""

    def __init__(self, most: int, tls: ssl.SSLContext) -> None:
        self._tls, self._places = tls, asyncio.Semaphore(most)
        self._idle: dict[tuple[str, str], list[Line]] = {}

    async def ask(self, ask: Ask, patience: Patience) -> Reply:
        """A request's reply; an ``httpx.HTTPError`` says what went wrong."""
        await self._place(patience.pool)
        try:
            line = self._kept(ask.at) or await self._new(ask.at, patience.connect)
            reply = await line.ask(ask, patience.read)
            if line.is_ready():
                line.idle_since = time.monotonic()
                self._idle.setdefault((ask.at.scheme, ask.at.netloc), []).append(line)
            return reply
        finally:
            self._places.release()

    async def _place(self, seconds: float | None) -> None:
        if not self._places.locked():
            await self._places.acquire()
            return
        try:
            await asyncio.wait_for(self._places.acquire(), seconds)
        except asyncio.TimeoutError:
            raise httpx.PoolTimeout("") from None

    def _kept(self, at: SplitResult) -> Line | None:
        """The connection that was used last; those that have not been used for long are closed."""
        idle, oldest = self._idle.get((at.scheme, at.netloc), []), time.monotonic() - _KEPT
        while idle and idle[0].idle_since < oldest:
            idle.pop(0).close()
        while idle:
            line = idle.pop()
            if line.is_open():
                return line
            line.close()
        return None

    async def _new(self, at: SplitResult, seconds: float | None) -> Line:
        secure = at.scheme == "https"
        port = at.port or (443 if secure else 80)
        connecting = asyncio.get_running_loop().create_connection(
            Line, at.hostname or "", port, ssl=self._tls if secure else None, happy_eyeballs_delay=0.25
        )
        try:
            return (await asyncio.wait_for(connecting, seconds))[1]
        except asyncio.TimeoutError:
            raise httpx.ConnectTimeout("") from None
        except (OSError, ssl.SSLError) as error:
            raise httpx.ConnectError(str(error)) from error

    def close(self) -> None:
        """Hang up on every connection that is not in use."""
        for line in (line for lines in self._idle.values() for line in lines):
            line.close()
        self._idle.clear()


def _json(parameters: Any) -> bytes:
    """A third of the length of the same as a form, where the text is Chinese."""
    return json.dumps(parameters, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


class Wire(HTTPXRequest):
    """The library's requests, over lines of our own where that is all that is needed."""

    __slots__ = ("_direct", "_lines", "_patience")

    def __init__(self, most: int, tls: ssl.SSLContext, patience: Patience = Patience()) -> None:
        super().__init__(
            most, patience.read, None, patience.connect, patience.pool, httpx_kwargs={"verify": tls}
        )
        self._patience, self._lines = patience, Lines(most, tls)
        self._direct = not {"http", "https", "all"} & set(getproxies())

    async def shutdown(self) -> None:
        """Hang up."""
        self._lines.close()
        await super().shutdown()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = HTTPXRequest.DEFAULT_NONE,
        write_timeout: Any = HTTPXRequest.DEFAULT_NONE,
        connect_timeout: Any = HTTPXRequest.DEFAULT_NONE,
        pool_timeout: Any = HTTPXRequest.DEFAULT_NONE,
    ) -> Reply:
        """Status and body; ``TimedOut`` or ``NetworkError`` with an ``httpx`` error as its cause."""
        waits = read_timeout, write_timeout, connect_timeout, pool_timeout
        files = request_data is not None and request_data.contains_files
        if not self._direct or files or not _SIMPLE.fullmatch(url):
            return await super().do_request(url, method, request_data, *waits)
        body = _json(request_data.parameters) if request_data is not None else None
        patience = self._waiting(*waits)
        try:
            reply = await self._lines.ask(Ask(method, urlsplit(url), self.USER_AGENT, body), patience)
        except httpx.TimeoutException as error:
            full = isinstance(error, httpx.PoolTimeout)
            raise TimedOut("Pool timeout: it was not sent" if full else None) from error
        except httpx.HTTPError as error:
            raise NetworkError(f"httpx.{type(error).__name__}: {error}") from error
        log.debug("%s %s: %d", method, url, reply[0])
        return reply

    def _waiting(self, read: Any, _write: Any, connect: Any, pool: Any) -> Patience:
        own, unsaid = self._patience, self.DEFAULT_NONE
        return Patience(
            own.pool if pool is unsaid else pool,
            own.connect if connect is unsaid else connect,
            own.read if read is unsaid else read,
        )
