"""The bot without Telegram: the real handlers over a request that goes nowhere, for the terminal.

with rehearse(mind, config, "private", "zh") as stage:
    print(stage.say("椒江2019年固投增速?"))     # the very message, with its buttons
    print(stage.say(number))                   # press that button
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from telegram import Update
from telegram.ext import ApplicationBuilder
from telegram.request import BaseRequest, RequestData

from bot.mind import Mind
from bot.telegram.delivery import plain
from bot.telegram.fitting import units
from bot.telegram.storage import Storage
from bot.telegram.surfaces import furnish, install
from retrieval.config import Config

Json = dict[str, Any]
SURFACES = ("private", "group", "inline", "guest")
BOT: Json = {"id": 2, "is_bot": True, "first_name": "Yiju", "username": "yiju_bot"}
_TOKEN = "2:rehearsal"
_CHATS = {"private": {"id": 1, "type": "private"}, "group": {"id": -1, "type": "supergroup", "title": "group"},
          "guest": {"id": -2, "type": "supergroup", "title": "elsewhere"}}  # fmt: skip


class Paper(BaseRequest):
    """Writes every request down and answers it as Telegram would, had it arrived."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Json]] = []
        self.last_id = 0

    @property
    def read_timeout(self) -> float | None:
        """None: there is nothing to wait for."""
        return None

    async def initialize(self) -> None:
        """Nothing is needed."""

    async def shutdown(self) -> None:
        """Nothing is held."""

    async def do_request(
        self,
        url: str,
        method: str,  # noqa: ARG002 - always POST
        request_data: RequestData | None = None,
        *_: Any,
        **__: Any,
    ) -> tuple[int, bytes]:
        """Take a request down."""
        name = url.rpartition("/")[2]
        params = dict(request_data.parameters) if request_data is not None else {}
        self.calls.append((name, params))
        return 200, json.dumps({"ok": True, "result": self._result(name, params)}).encode()

    def _result(self, name: str, params: Json) -> Any:
        if name == "getMe":
            return BOT
        if name in ("sendMessage", "editMessageText") and "chat_id" in params:
            return self.message({"id": params["chat_id"], "type": "private"}, BOT, plain(params["text"]))
        if name == "answerGuestQuery":
            return {"inline_message_id": "guest"}
        return {"status": "creator", "user": BOT} if name == "getChatMember" else True

    def message(self, chat: Json, sender: Json, text: str) -> Json:
        """A message with the next number."""
        self.last_id += 1
        return {
            "message_id": self.last_id,
            "date": int(time.time()),
            "chat": chat,
            "from": sender,
            "text": text,
        }


class Stage:
    """One conversation on one surface; ``say`` is what a person does, and what the bot does about it."""

    def __init__(self, surface: str, lang: str) -> None:
        self.surface, self.paper = surface, Paper()
        self.user = {"id": 1, "is_bot": False, "first_name": "you", "language_code": lang}
        self.application = ApplicationBuilder().token(_TOKEN).updater(None).request(self.paper).build()
        self.loop = asyncio.new_event_loop()
        self.buttons: list[Json] = []
        self._under: Json = {}
        self._last: Json | None = None
        self._updates = 0

    def open(self, mind: Mind, config: Config, storage: Storage) -> None:
        """Install the real handlers."""
        self._run(self.application.initialize())
        install(self.application, furnish(self.application, self.application.bot.bot, mind, config, storage))
        self.paper.calls.clear()

    def close(self) -> None:
        """End the conversation."""
        self._run(self.application.shutdown())
        self.loop.close()

    def _run(self, action: Any) -> None:
        self.loop.run_until_complete(action)

    def say(self, line: str) -> str:
        """What the bot sends when ``line`` is written; a number presses that button of the last message."""
        if line.isdecimal() and 0 < int(line) <= len(self.buttons):
            return self._press(self.buttons[int(line) - 1])
        return self._given(self._written(line))

    def _written(self, line: str) -> Json:
        if self.surface == "inline":
            return {"inline_query": {"id": "1", "from": self.user, "query": line, "offset": ""}}
        called = line.startswith("/") or f"@{BOT['username']}" in line
        reply = self._last if line.startswith("> ") else None
        text = (
            line[2:]
            if reply
            else line
            if self.surface == "private" or called
            else f"@{BOT['username']} {line}"
        )
        message = self.paper.message(_CHATS[self.surface], self.user, text)
        if reply is not None:
            message["reply_to_message"] = reply
        if self.surface == "guest":
            return {"guest_message": message | {"guest_query_id": "1"}}
        return {"message": message}

    def _press(self, button: Json) -> str:
        if "copy_text" in button:
            return str(button["copy_text"]["text"])
        if "callback_data" not in button:
            return str(button.get("url", ""))
        query = {"id": "1", "from": self.user, "chat_instance": "1", "data": button["callback_data"]}
        return self._given({"callback_query": query | self._under})

    def _given(self, what: Json) -> str:
        self._updates += 1
        update = Update.de_json({"update_id": self._updates} | what, self.application.bot)
        self._run(self.application.process_update(update))
        calls, self.paper.calls = self.paper.calls, []
        return "\n".join(text for name, params in calls if (text := self._seen(name, params)))

    def _seen(self, name: str, params: Json) -> str:
        """A call as the reader of the chat sees it."""
        if name in ("sendMessage", "editMessageText"):
            return self._message(params["text"], params.get("reply_markup"), self._spot(params))
        if name == "answerCallbackQuery":
            return f"({params['text']})" if params.get("text") else ""
        if name == "answerInlineQuery":
            results = _load(params["results"])
            lines = [f"= {one['title']}\n  {one.get('description', '')}" for one in results]
            return "\n".join([*lines, self._result(results[0]) if results else ""])
        return self._result(_load(params["result"])) if name == "answerGuestQuery" else ""

    def _spot(self, params: Json) -> Json:
        if "chat_id" not in params:
            return {"inline_message_id": params["inline_message_id"]}
        chat = _CHATS[self.surface]
        number = params.get("message_id") or self.paper.last_id
        self._last = {"message_id": number, "date": int(time.time()), "chat": chat, "from": BOT, "text": "…"}
        return {"message": self._last}

    def _result(self, result: Json) -> str:
        where = {"inline_message_id": self.surface}
        return self._message(
            result["input_message_content"]["message_text"], result.get("reply_markup"), where
        )

    def _message(self, html: str, markup: Any, under: Json) -> str:
        """The message as it goes out, its length as Telegram counts it, its buttons by number."""
        rows = _load(markup)["inline_keyboard"] if markup else []
        self.buttons, self._under = [button for row in rows for button in row], under
        lines = [html, f"-- {units(plain(html))}/4096"]
        lines += [f"[{number}] {button['text']}" for number, button in enumerate(self.buttons, 1)]
        return "\n".join(lines)


def _load(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


@contextmanager
def rehearse(mind: Mind, config: Config, surface: str, lang: str) -> Iterator[Stage]:
    """A conversation on ``surface``; what it remembers is gone afterwards."""
    stage = Stage(surface, lang)
    with TemporaryDirectory() as folder, Storage.open(Path(folder) / "state.sqlite3") as storage:
        stage.open(mind, config, storage)
        try:
            yield stage
        finally:
            stage.close()
