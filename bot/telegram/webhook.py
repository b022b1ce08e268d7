"""The webhook: an HTTP listener for a proxy on the same machine, guarded by Telegram's secret header.

An update that cannot be read is answered with 200: anything else would have Telegram send it again for ever.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import h11

from bot.telegram.receiving import Heartbeat

log = logging.getLogger(__name__)
MAX_BODY = 1 << 20
_SECONDS = 30.0
_SECRET = b"x-telegram-bot-api-secret-token"


@dataclass(frozen=True)
class Door:
    """Where the webhook listens and what opens it."""

    secret: str
    path: str = "/"
    host: str = "127.0.0.1"
    port: int = 8080


class Webhook:
    """``async with Webhook(door, take, heartbeat) as hook``: ``take`` is given each update's JSON object."""

    def __init__(self, door: Door, take: Callable[[dict[str, Any]], None], heartbeat: Heartbeat) -> None:
        if not door.secret:
            raise ValueError("a webhook needs a secret")
        self.door, self.take, self.heartbeat = door, take, heartbeat
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Webhook:
        self._server = await asyncio.start_server(self._connected, self.door.host, self.door.port)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def port(self) -> int:
        """The port it listens on; where the door says 0, the one it was given."""
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self._talk(reader, writer)
        except (
            h11.RemoteProtocolError,
            ConnectionError,
            asyncio.TimeoutError,
            asyncio.CancelledError,
        ) as error:
            log.debug("webhook connection ended: %r", error)
        finally:
            self._tasks.discard(task)
            writer.close()
            with contextlib.suppress(ConnectionError, asyncio.CancelledError):
                await writer.wait_closed()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = h11.Connection(h11.SERVER)
        while True:
            request, body = await _read(connection, reader)
            if request is None:
                return
            status = 413 if body is None else self.answer(request, body)
            reply = h11.Response(status_code=status, headers=[(b"content-length", b"0")])
            for event in (reply, h11.EndOfMessage()):
                writer.write(connection.send(event) or b"")
            await writer.drain()
            if connection.our_state is h11.MUST_CLOSE or connection.their_state is not h11.DONE:
                return
            connection.start_next_cycle()

    def answer(self, request: h11.Request, body: bytes) -> int:
        """The status for one request; a good update has been taken then."""
        if request.target.partition(b"?")[0] != self.door.path.encode():
            return 404
        if request.method != b"POST":
            return 405
        given = next((value for name, value in request.headers if name == _SECRET), b"")
        if not hmac.compare_digest(bytes(given), self.door.secret.encode()):
            log.warning("a request without the webhook's secret was refused")
            return 403
        self.heartbeat.beat()
        try:
            update = json.loads(body)
        except ValueError:
            update = None
        if isinstance(update, dict):
            self.take(update)
        else:
            log.error("a request to the webhook held no update")
        return 200


async def _read(
    connection: h11.Connection, reader: asyncio.StreamReader
) -> tuple[h11.Request | None, bytes | None]:
    """The next request and its body; no request at the end, no body where it is too long."""
    request: h11.Request | None = None
    body = b""
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await asyncio.wait_for(reader.read(65536), _SECONDS))
        elif isinstance(event, h11.Request):
            request = event
        elif isinstance(event, h11.Data):
            body += bytes(event.data)
            if len(body) > MAX_BODY:
                return request, None
        elif isinstance(event, h11.EndOfMessage):
            return request, body
        else:
            return None, None
