"""What the server remembers: chats with their messages, queries that wait for an answer, the bot's profile."""

from __future__ import annotations

import itertools
import json
import time
from dataclasses import dataclass, field
from typing import Any

from botapi.refusals import Refusal, bad

Json = dict[str, Any]


@dataclass
class Chat:
    """A chat as the server sees it; ``messages`` by id, deleted ones gone."""

    id: int
    type: str
    title: str = ""
    forum: bool = False
    messages: dict[int, Json] = field(default_factory=dict)
    members: dict[int, str] = field(default_factory=dict)
    blocked: bool = False
    migrated_to: int | None = None
    last: int = 0

    def as_json(self) -> Json:
        """The ``chat`` field of a message."""
        found: Json = {"id": self.id, "type": self.type}
        found |= (
            {"first_name": self.title or "User"} if self.type == "private" else {"title": self.title or "群"}
        )
        return found | ({"is_forum": True} if self.forum else {})

    def add(self, message: Json) -> Json:
        """Keep a message under the next id."""
        self.last += 1
        message = {"message_id": self.last, "date": int(time.time()), "chat": self.as_json()} | message
        self.messages[self.last] = message
        return message


@dataclass(frozen=True)
class Seen:
    """A message as its reader sees it: plain text, (kind, covered text) pairs, buttons row by row."""

    id: int
    text: str
    entities: tuple[tuple[str, str], ...]
    buttons: tuple[tuple[Json, ...], ...]
    message: Json

    @property
    def labels(self) -> list[str]:
        """What the buttons say."""
        return [button["text"] for row in self.buttons for button in row]

    def covered(self, kind: str) -> list[str]:
        """The text under every entity of a kind: ``covered("bold")``."""
        return [text for found, text in self.entities if found == kind]


def seen(message: Json) -> Seen:
    """The reader's view of a message's JSON."""
    text = message.get("text", "")
    raw = text.encode("utf-16-le")
    spans = []
    for entity in message.get("entities", ()):
        start, end = 2 * entity["offset"], 2 * (entity["offset"] + entity["length"])
        spans.append((entity["type"], raw[start:end].decode("utf-16-le")))
    rows = message.get("reply_markup", {}).get("inline_keyboard", ())
    return Seen(message.get("message_id", 0), text, tuple(spans), tuple(tuple(row) for row in rows), message)


@dataclass
class State:
    """Everything the server knows of the world."""

    bot: Json
    chats: dict[int, Chat] = field(default_factory=dict)
    inline: dict[str, Json] = field(default_factory=dict)  # messages sent through inline and guest queries
    queries: dict[str, str] = field(
        default_factory=dict
    )  # callback, inline and guest queries by id: open, done, old
    answers: dict[str, Any] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    profile: dict[tuple[str, str], str] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(
        default_factory=dict
    )  # by id: the path they are fetched at, and bytes
    counter: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def chat(self, chat_id: int | str) -> Chat:
        """A chat the bot may write to; refused as Telegram does where it may not."""
        found = self.chats.get(int(chat_id)) if str(chat_id).lstrip("-").isdigit() else None
        if found is None:
            raise bad("chat not found")
        if found.migrated_to is not None:
            description = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refusal(400, description, migrate_to_chat_id=found.migrated_to)
        if found.blocked:
            private = found.type == "private"
            reason = (
                "bot was blocked by the user" if private else f"bot was kicked from the {found.type} chat"
            )
            raise Refusal(403, f"Forbidden: {reason}")
        return found

    def close(self, query_id: str) -> None:
        """An answer for a query: once, and not too late."""
        if self.queries.get(query_id) != "open":
            raise bad("query is too old and response timeout expired or query ID is invalid")
        self.queries[query_id] = "done"

    def new_id(self, prefix: str) -> str:
        """An id of the kind Telegram makes: digits for queries."""
        return f"{prefix}{next(self.counter)}"


def scope_key(scope: Json | None) -> str:
    """A scope as one text, so that it can be a key."""
    return json.dumps(scope or {"type": "default"}, sort_keys=True)
