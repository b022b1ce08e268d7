"""A connection to the Bot API that carries one request after another."""

from __future__ import annotations

import asyncio
import select
import time
from dataclasses import dataclass
from urllib.parse import SplitResult

import h11
import httpx

Reply = tuple[int, bytes]
_JSON = ("Content-Type", "application/json")
_HEAD = 100 * 1024  # bytes that a reply's head may have


@dataclass(frozen=True)
class Ask:
    """A request: its parameters, where there are any, are JSON; ``agent`` is who asks."""

    method: str
    at: SplitResult
    agent: str
    body: bytes | None = None

    def events(self) -> tuple[h11.Event, ...]:
        """What is sent."""
        headers = [("Host", self.at.netloc), ("User-Agent", self.agent), ("Accept", "*/*")]
        target = (self.at.path or "/") + (f"?{self.at.query}" if self.at.query else "")
        if self.body is None:
            return h11.Request(method=self.method, target=target, headers=headers), h11.EndOfMessage()
        headers += [_JSON, ("Content-Length", str(len(self.body)))]
        request = h11.Request(method=self.method, target=target, headers=headers)
        return request, h11.Data(data=self.body), h11.EndOfMessage()


class Line(asyncio.Protocol):
    """The connection; ``httpx`` names what goes wrong with it."""

    def __init__(self) -> None:
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=_HEAD)
        self._transport: asyncio.Transport | None = None
        self._reply: asyncio.Future[Reply] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._status, self._body, self._heard = 0, bytearray(), 0.0
        self.idle_since = 0.0  # of ``time.monotonic()``

    # what the event loop tells

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It is there."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Some bytes of a reply."""
        self._heard = time.monotonic()
        self._take(data)

    def eof_received(self) -> None:
        """The server has said all it had to say."""
        self._take(b"")

    def connection_lost(self, error: Exception | None) -> None:
        """It is gone."""
        self._transport = None
        self._fail(httpx.ReadError(str(error or "connection lost")))

    def _take(self, data: bytes) -> None:
        if self._reply is None:  # nothing was asked: the server says good-bye
            self.close()
            return
        try:
            self._http.receive_data(data)
            self._read()
        except h11.RemoteProtocolError as error:
            self._fail(httpx.RemoteProtocolError(str(error)))

    def _read(self) -> None:
        while True:
            event = self._http.next_event()
            if isinstance(event, h11.Response):
                self._status = event.status_code
            elif isinstance(event, h11.Data):
                self._body += event.data
            elif isinstance(event, h11.EndOfMessage):
                self._finish()
                return
            elif not isinstance(event, h11.InformationalResponse):  # more is needed
                return

    def _finish(self) -> None:
        reply, self._reply = self._reply, None
        if reply is not None and not reply.done():
            reply.set_result((self._status, bytes(self._body)))

    def _fail(self, error: Exception) -> None:
        self.close()
        reply, self._reply = self._reply, None
        if reply is not None and not reply.done():
            reply.set_exception(error)

    # what is done with it

    def is_open(self) -> bool:
        """Whether it can carry another request: neither end has hung up, as far as this machine knows."""
        if self._transport is None or self._transport.is_closing():
            return False
        waiting = select.poll()
        waiting.register(self._transport.get_extra_info("socket").fileno(), select.POLLIN)
        return not waiting.poll(0)

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.close()

    async def ask(self, ask: Ask, patience: float | None) -> Reply:
        """Status and body of the reply. ``httpx.ReadTimeout`` after so many seconds without a byte."""
        assert self._transport is not None
        reply: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        self._reply = reply
        self._status, self._body, self._heard = 0, bytearray(), time.monotonic()
        try:
            self._transport.write(b"".join(self._http.send(event) or b"" for event in ask.events()))
            if patience is not None:
                self._listen(reply, patience)
            return await reply
        except BaseException:
            self._reply = None
            self.close()  # what comes now would be taken for the next one's reply
            raise
        finally:
            if self._timer is not None:
                self._timer.cancel()

    def _listen(self, reply: asyncio.Future[Reply], patience: float) -> None:
        """Give a reply up once nothing was heard for so long."""
        left = self._heard + patience - time.monotonic()
        if left > 0:
            self._timer = asyncio.get_running_loop().call_later(left, self._listen, reply, patience)
        elif not reply.done():
            reply.set_exception(httpx.ReadTimeout(""))

    def is_ready(self) -> bool:
        """Whether the reply was read to its end and the next request may follow; it is closed where not."""
        done = self._http.our_state is h11.DONE and self._http.their_state is h11.DONE
        if self._transport is None or not done or self._http.trailing_data[0]:
            self.close()
            return False
        self._http.start_next_cycle()
        return True
