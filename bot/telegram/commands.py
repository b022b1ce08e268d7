"""The commands but /ask: each has a method of its name, as ``bot.menu`` lists them."""

from __future__ import annotations

from typing import Any

from telegram import Message

from bot.telegram.addressing import ANONYMOUS_ADMIN, Trigger
from bot.telegram.delivery import Outgoing, Spot
from bot.telegram.room import Room
from bot.telegram.views import passage_view


class Commands:
    """Runs a command."""

    def __init__(self, room: Room) -> None:
        self.room = room

    async def run(self, message: Message, trigger: Trigger, spot: Spot) -> None:
        """Run the command of a message and send what it says."""
        lang = self.room.language(message.chat.id, message.from_user)
        found: Outgoing = await getattr(self, f"_{trigger.command}")(message, trigger.question, lang)
        await self.room.delivery.send(spot, found)

    async def _start(self, _message: Message, payload: str, lang: str) -> Outgoing:
        """Greet, or open the passage that a link names, with its context."""
        if payload.startswith("p_"):
            passage = self.room.desk.passages.opened(payload)
            if passage is not None:
                return passage_view(self.room.desk, passage, lang)
            return Outgoing(self.room.desk.voice(lang).messages.text("link.gone"))
        return await self.room.pages.greeting(lang)

    async def _help(self, _message: Message, _rest: str, lang: str) -> Outgoing:
        return self.room.pages.help(lang)

    async def _sources(self, _message: Message, searched: str, lang: str) -> Outgoing:
        return self.room.pages.sources(lang, 0, searched[:100])

    async def _settings(self, message: Message, _rest: str, lang: str) -> Outgoing:
        return self.room.pages.settings(lang, self.room.chosen(message.chat.id))

    async def _privacy(self, _message: Message, _rest: str, lang: str) -> Outgoing:
        return self.room.pages.privacy(lang)

    async def _forget(self, message: Message, _rest: str, lang: str) -> Outgoing:
        """Delete what is kept of who asks; behind a group's or a channel's name nobody is known."""
        sender: Any = message.from_user
        hidden = sender is None or sender.id == ANONYMOUS_ADMIN or message.sender_chat is not None
        count = 0 if hidden else self.room.storage.forget_speaker(sender.id)
        return Outgoing(self.room.desk.voice(lang).messages.text("forget.done", count=count))
