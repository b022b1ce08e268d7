"""What every handler needs, in one value: the desk, the mail, the memory, and who the bot is."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from telegram import Chat, User

from bot.telegram.addressing import Me
from bot.telegram.delivery import Delivery
from bot.telegram.desk import Desk
from bot.telegram.pages import Pages
from bot.telegram.storage import Storage


@dataclass(frozen=True)
class Room:
    """Made once, when the bot knows its own name."""

    me: Me
    desk: Desk
    pages: Pages
    delivery: Delivery
    storage: Storage
    clock: Callable[[], float] = field(default=time.time)

    def chosen(self, chat: int | None) -> str | None:
        """The language set for a chat; ``None``: that of its questions."""
        return self.storage.language(chat) if chat is not None else None

    def language(self, chat: int | None, user: User | None) -> str:
        """The language of what is no answer: the chat's, else the reader's, zh for any kind of Chinese."""
        chosen = self.chosen(chat)
        if chosen is not None:
            return chosen
        code = (user.language_code or "") if user is not None else ""
        return "en" if code and not code.lower().startswith("zh") else "zh"


def in_group(chat: Chat) -> bool:
    """Whether a chat has more people than one."""
    return chat.type in ("group", "supergroup")
