"""Updates on their way to the bot: by long polling, or pushed to its webhook."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections import deque
from typing import Any
from urllib.parse import urlsplit

from botapi.refusals import Refusal
from botapi.state import Json

_NOT_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}


class Updates:
    """The queue of updates; those fetched are confirmed by the next ``offset`` only."""

    def __init__(self) -> None:
        self.waiting: deque[Json] = deque()
        self.allowed: list[str] | None = None  # sticky, as Telegram's is
        self.next_id = 1000
        self.webhook: Json = {"url": ""}
        self.delivered: list[tuple[int, int]] = []  # (update, the webhook's status)
        self.retry_seconds = 0.05
        self._arrived = asyncio.Event()
        self._latest = 0
        self._task: asyncio.Task[None] | None = None

    def push(self, update: Json) -> int | None:
        """Queue an update; its id, or ``None`` where its type was not asked for."""
        kind = next(iter(update))
        wanted = kind in self.allowed if self.allowed else kind not in _NOT_DEFAULT
        if not wanted:
            return None
        self.next_id += 1
        self.waiting.append({"update_id": self.next_id} | update)
        self._arrived.set()
        return self.next_id

    async def fetch(self, p: Json) -> list[Json]:
        """``getUpdates``: waits up to ``timeout`` seconds."""
        if self.webhook["url"]:
            raise Refusal(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook"
                               " to delete the webhook first")  # fmt: skip
        if p.get("allowed_updates") is not None:
            self.allowed = p["allowed_updates"]
        offset = p.get("offset", 0)
        while self.waiting and self.waiting[0]["update_id"] < offset:
            self.waiting.popleft()
        await self._wait(p.get("timeout", 0))
        return list(self.waiting)[: p.get("limit", 100)]

    async def _wait(self, seconds: float) -> None:
        """Until there is an update; a newer request ends an older one, whose poller is told of the conflict."""
        self._latest += 1
        mine = self._latest
        self._arrived.set()  # the older one looks up
        await asyncio.sleep(0)
        end = time.monotonic() + seconds
        while not self.waiting and (left := end - time.monotonic()) > 0:
            self._arrived.clear()
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._arrived.wait(), left)
            if mine != self._latest:
                raise Refusal(409, "Conflict: terminated by other getUpdates request; make sure that only one bot"
                                   " instance is running")  # fmt: skip

    def set_webhook(self, p: Json) -> bool:
        """``setWebhook``; an empty address is ``deleteWebhook``."""
        if p.get("drop_pending_updates"):
            self.waiting.clear()
        if p.get("allowed_updates") is not None:
            self.allowed = p["allowed_updates"]
        self.webhook = p if p.get("url") else {"url": ""}
        self.close()
        if self.webhook["url"]:
            self._task = asyncio.create_task(self._deliver())
        return True

    def close(self) -> None:
        """Stop delivering to the webhook."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _deliver(self) -> None:
        """In order, one at a time, again and again until the webhook says 2xx."""
        while True:
            while self.waiting:
                status = await self._post(self.waiting[0])
                self.delivered.append((self.waiting[0]["update_id"], status))
                if 200 <= status < 300:
                    self.waiting.popleft()
                else:
                    await asyncio.sleep(self.retry_seconds)
            self._arrived.clear()
            await self._arrived.wait()

    async def _post(self, update: Json) -> int:
        headers = {"Content-Type": "application/json"}
        if self.webhook.get("secret_token"):
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.webhook["secret_token"]
        try:
            return await post(self.webhook["url"], json.dumps(update).encode(), headers)
        except (OSError, EOFError, ValueError):
            return 0

    def info(self, _: Any = None) -> Json:
        """``getWebhookInfo``."""
        return {"url": self.webhook["url"], "has_custom_certificate": False,
                "pending_update_count": len(self.waiting)}  # fmt: skip


async def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """The status a web server gives to one POST."""
    where = urlsplit(url)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    lines = [f"POST {where.path or '/'} HTTP/1.1", f"Host: {where.netloc}", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()] + ["Connection: close", "", ""]
    writer.write("\r\n".join(lines).encode() + body)
    try:
        first = await reader.readline()
        return int(first.split()[1])
    except IndexError:
        return 0
    finally:
        writer.close()
