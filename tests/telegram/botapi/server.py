"""The server: real HTTP, every call on record, faults on order.

async with BotApi() as api:
    api.fail("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from botapi.http import HttpRequest, HttpServer, Reply
from botapi.methods import METHODS
from botapi.parameters import METHODS as KNOWN
from botapi.parameters import checked, sent
from botapi.queue import Updates
from botapi.refusals import Refusal, bad
from botapi.state import Json, Seen, State, seen

TOKEN = "123456789:AAFakeTokenForTheLoopbackServer_0123456"
BOT: Json = {
    "id": 123456789,
    "is_bot": True,
    "first_name": "依据",
    "username": "econbot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": True,
    "supports_guest_queries": True,
}


@dataclass(frozen=True)
class Call:
    """One request: what was asked, when (``time.monotonic()``), and the status it got (0: dropped)."""

    method: str
    params: Json
    at: float
    status: int
    description: str = ""


@dataclass
class Fault:
    """What goes wrong with a method's next ``times`` calls."""

    method: str
    refusal: Refusal | None = None
    body: bytes | None = None
    drop: str = ""  # "before": unseen; "after": done, but the answer is lost
    delay: float = 0.0
    times: int = 1
    when: Callable[[Json], bool] = field(default=lambda _: True)


class BotApi:
    """A Bot API server on 127.0.0.1 for one bot."""

    def __init__(self, token: str = TOKEN, **bot: Any) -> None:
        self.token = token
        self.state = State(BOT | bot)
        self.updates = Updates()
        self.calls: list[Call] = []
        self.faults: list[Fault] = []
        self.http = HttpServer(self._answer)
        self._changed = asyncio.Event()

    async def __aenter__(self) -> BotApi:
        await self.http.start(self.http.port)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def stop(self) -> None:
        """Go down: the port is closed; ``start`` again brings it back with everything it knew."""
        self.updates.close()
        await self.http.stop()

    async def start(self) -> None:
        """Come up, on the same port as before."""
        await self.http.start(self.http.port)

    @property
    def url(self) -> str:
        """``http://127.0.0.1:PORT``: what ``telegram.api_url`` is set to."""
        return f"http://127.0.0.1:{self.http.port}"

    # faults

    def fail(self, method: str, status: int, description: str, times: int = 1, **parameters: Any) -> Fault:
        """The next calls of a method are refused."""
        return self.fault(Fault(method, Refusal(status, description, **parameters), times=times))

    def fault(self, fault: Fault) -> Fault:
        """The next calls of a method go as ``fault`` says."""
        self.faults.append(fault)
        return fault

    def _fault(self, method: str, params: Json) -> Fault | None:
        found = next((f for f in self.faults if f.method == method and f.times and f.when(params)), None)
        if found is not None:
            found.times -= 1
        return found

    # requests

    async def _answer(self, request: HttpRequest) -> Reply:
        prefix, path = f"/file/bot{self.token}/", unquote(request.path)
        if path.startswith(prefix):
            return self._file(path.removeprefix(prefix))
        status, payload, call = await self._handle(request)
        self.calls.append(call)
        self._changed.set()
        return None if payload is None else (status, payload)

    def _file(self, path: str) -> Reply:
        """A file that somebody sent, at the path that ``getFile`` gave."""
        found = next((data for at, data in self.state.files.values() if at == path), None)
        self.calls.append(Call("file", {"path": path}, time.monotonic(), 200 if found is not None else 404))
        return (404, b"{}") if found is None else (200, found)

    async def _handle(self, request: HttpRequest) -> tuple[int, bytes | None, Call]:
        at, method = time.monotonic(), ""
        params: Json = {}
        try:
            method, params = self._read(request)
            status, payload = await self._run(method, params)
            return status, payload, Call(method, params, at, status if payload is not None else 0)
        except Refusal as refusal:
            payload = json.dumps(refusal.body()).encode()
            return refusal.status, payload, Call(method, params, at, refusal.status, refusal.description)

    def _read(self, request: HttpRequest) -> tuple[str, Json]:
        prefix, _, rest = request.path.partition("?")[0].lstrip("/").partition("/")
        if not prefix.startswith("bot"):
            raise Refusal(404, "Not Found")
        if prefix[3:] != self.token:
            raise Refusal(401, "Unauthorized")
        if rest.lower() not in KNOWN:
            raise Refusal(404, "Not Found: method not found")
        method = KNOWN[rest.lower()][0]
        return method, sent(request)

    async def _run(self, method: str, raw: Json) -> tuple[int, bytes | None]:
        fault = self._fault(method, raw)
        if fault is None:
            return 200, await self._result(method, raw)
        await asyncio.sleep(fault.delay)
        if fault.drop == "before":
            return 0, None
        if fault.refusal is not None:
            raise fault.refusal
        if fault.body is not None:
            return 200, fault.body
        result = await self._result(method, raw)
        return (0, None) if fault.drop == "after" else (200, result)

    async def _result(self, method: str, raw: Json) -> bytes:
        params = checked(method, raw)
        result: Any
        if method == "getUpdates":
            result = await self.updates.fetch(params)
        elif method in ("setWebhook", "deleteWebhook"):
            result = self.updates.set_webhook(params)
        elif method == "getWebhookInfo":
            result = self.updates.info()
        elif method in METHODS:
            result = METHODS[method](self.state, params)
        else:
            raise bad(f"{method} is not played by this server")
        return json.dumps({"ok": True, "result": result}).encode()

    # what happened

    def made(self, *methods: str) -> list[Call]:
        """The calls of some methods, in order; all but ``getUpdates`` without any."""
        return [c for c in self.calls if (c.method in methods if methods else c.method != "getUpdates")]

    def refused(self) -> list[Call]:
        """The calls that Telegram would have refused, but for fetches: a newer one ends an older."""
        return [call for call in self.made() if call.status >= 400]

    def shown(self, chat: int) -> list[Seen]:
        """A chat as its reader sees it: the bot's messages, oldest first."""
        messages = self.state.chats[chat].messages.values()
        return [seen(m) for m in messages if m.get("from", {}).get("id") == self.state.bot["id"]]

    async def until(self, true: Callable[[], Any], seconds: float = 5.0) -> Any:
        """Wait until ``true()`` holds, looking after every call; what it returned. ``AssertionError`` if never."""
        end = time.monotonic() + seconds
        while not (found := true()):
            left = end - time.monotonic()
            assert left > 0, f"waited {seconds} s; calls: {[(c.method, c.status) for c in self.made()]}"
            self._changed.clear()
            try:
                await asyncio.wait_for(self._changed.wait(), min(left, 0.05))
            except asyncio.TimeoutError:
                continue
        return found

    async def answers(self, chat: int, count: int = 1, seconds: float = 5.0) -> list[Seen]:
        """The bot's messages in a chat once there are ``count`` of them."""
        await self.until(lambda: len(self.shown(chat)) >= count, seconds)
        return self.shown(chat)
