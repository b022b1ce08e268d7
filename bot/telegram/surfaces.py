"""The list of handlers, in order: everything Telegram can bring, and who deals with it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from telegram import Message, Update, User
from telegram.ext import (
    CallbackQueryHandler,
    ChatMemberHandler,
    ChosenInlineResultHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.menu import NAMES
from bot.mind import Mind
from bot.telegram.additions import Additions
from bot.telegram.addressing import Me, addressed, message_of
from bot.telegram.callbacks import Buttons
from bot.telegram.commands import Commands
from bot.telegram.delivery import Delivery, Hooks, Outgoing, Spot
from bot.telegram.desk import Desk
from bot.telegram.handlers import Questions
from bot.telegram.inline import Inline
from bot.telegram.members import Members
from bot.telegram.pages import Pages
from bot.telegram.room import Room
from bot.telegram.storage import Storage
from retrieval.config import Config

if TYPE_CHECKING:
    from bot.telegram.application import App  # it brings aiohttp, which a rehearsal does without

log = logging.getLogger(__name__)


def furnish(application: App, me: User, mind: Mind, config: Config, storage: Storage) -> Room:
    """What the handlers share, for the bot ``me``."""
    desk = Desk(mind, config, storage, me.username or "")

    def forget(chat: int) -> None:
        storage.forget_chat(chat)

    hooks = Hooks(forget=forget, migrate=storage.migrate)
    delivery = Delivery(application.bot, hooks)
    return Room(
        Me(me.id, me.username or "", NAMES),
        desk,
        Pages(desk, config.settings.telegram.keep_days),
        delivery,
        storage,
    )


def install(application: App, room: Room, additions: Additions | None = None) -> None:
    """Add every handler; ``additions`` takes the articles that are sent."""
    questions, members, inline = Questions(room, Commands(room)), Members(room), Inline(room)
    application.add_handler(InlineQueryHandler(inline.search))
    application.add_handler(ChosenInlineResultHandler(inline.chosen))
    application.add_handler(CallbackQueryHandler(Buttons(room, questions).pressed))
    application.add_handler(ChatMemberHandler(members.changed, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_handler(TypeHandler(Update, members.migrated), group=1)
    if additions is not None:
        meant = _Filter(additions.is_meant)
        application.add_handler(MessageHandler(filters.UpdateType.MESSAGE & meant, additions.received))
    application.add_handler(TypeHandler(Update, questions.message))
    application.add_error_handler(Sorry(room).failed)


class _Filter(filters.MessageFilter):
    """Messages of which ``holds`` is true."""

    def __init__(self, holds: Callable[[Message], bool]) -> None:
        super().__init__()
        self._holds = holds

    def filter(self, message: Message) -> bool:
        return self._holds(message)


class Sorry:
    """What a person is told when something of ours went wrong: one sentence and the number it has in the log."""

    def __init__(self, room: Room) -> None:
        self.room = room

    async def failed(self, update: object, _context: Any) -> None:
        """Tell who asked, where a message can be answered."""
        message = message_of(update) if isinstance(update, Update) else None
        if not isinstance(update, Update) or message is None or message.guest_query_id:
            return
        if addressed(update, self.room.me) is None:
            return
        lang = self.room.language(message.chat.id, message.from_user)
        text = self.room.desk.voice(lang).messages.text("error.sorry", number=update.update_id)
        topic = message.message_thread_id if message.is_topic_message else None
        await self.room.delivery.send(Spot(message.chat.id, topic, message.message_id), Outgoing(text))
