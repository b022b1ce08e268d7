"""Where the bot is: added to a group it introduces itself once; shown out, it forgets the chat."""

from __future__ import annotations

from typing import Any

from telegram import Update

from bot.telegram.delivery import Spot
from bot.telegram.room import Room, in_group

_OUT = frozenset({"left", "kicked"})
_IN = frozenset({"member", "administrator", "restricted"})


class Members:
    """Follows the bot's own membership."""

    def __init__(self, room: Room) -> None:
        self.room = room

    async def changed(self, update: Update, _context: Any) -> None:
        """Say hello, or forget."""
        change = update.my_chat_member
        if change is None:
            return
        before, after = change.old_chat_member.status, change.new_chat_member.status
        if after in _OUT:
            self.room.storage.forget_chat(change.chat.id)
        elif before in _OUT and after in _IN and in_group(change.chat):
            lang = self.room.language(change.chat.id, change.from_user)
            await self.room.delivery.send(Spot(change.chat.id), await self.room.pages.introduction(lang))

    async def migrated(self, update: Update, _context: Any) -> None:
        """A group has become a supergroup: its settings move along."""
        message = update.effective_message
        if message is not None and message.migrate_to_chat_id:
            self.room.storage.migrate(message.chat.id, message.migrate_to_chat_id)
