"""Getting a message out: sends, edits and answers that survive what goes wrong on the way.

Nothing here raises for a message that could not be delivered: the caller is told by ``None`` or ``False``, the
maintainer by the log.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any, TypeVar

from telegram import (
    Bot,
    InlineKeyboardMarkup,
    InlineQueryResult,
    InlineQueryResultsButton,
    Message,
    ReactionTypeEmoji,
    ReplyParameters,
    SentGuestMessage,
)
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, TelegramError

from bot.telegram.verdicts import Do, verdict

log = logging.getLogger(__name__)
T = TypeVar("T")
PAUSES = (0.5, 2.0, 5.0)


@dataclass(frozen=True)
class Outgoing:
    """A message as Telegram takes it: text in its HTML, and buttons."""

    html: str
    keyboard: InlineKeyboardMarkup | None = None


@dataclass(frozen=True)
class Spot:
    """Where a new message goes: chat, forum topic, and the message it answers."""

    chat: int
    topic: int | None = None
    reply_to: int | None = None


@dataclass(frozen=True)
class Sent:
    """A message of the bot that can be edited: in a chat, or (``inline``) sent through an inline or guest query."""

    chat: int = 0
    message: int = 0
    inline: str = ""


@dataclass(frozen=True)
class Hooks:
    """Whom to tell: a chat is closed to the bot; a chat has a new id; a message of ours was malformed."""

    forget: Callable[[int], None] = lambda _chat: None
    migrate: Callable[[int, int], None] = lambda _old, _new: None
    alarm: Callable[[str], None] = lambda _what: None


def plain(html: str) -> str:
    """The text of a message without its tags: ``<b>33.1%</b> &lt;`` → ``33.1% <``."""
    return unescape(re.sub(r"<[^<>]*>", "", html))


class Delivery:
    """Everything the bot sends goes through here."""

    def __init__(
        self,
        bot: Bot,
        hooks: Hooks = Hooks(),
        pauses: Sequence[float] = PAUSES,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.bot, self.hooks, self.pauses, self.sleep = bot, hooks, tuple(pauses), sleep

    async def send(self, spot: Spot, message: Outgoing) -> Message | None:
        """A new message; ``None`` where it is not known to have arrived."""

        def attempt(chat: int, html: bool) -> Awaitable[Message]:
            there = spot.reply_to if chat == spot.chat else None  # a chat that moved counts its messages anew
            reply = ReplyParameters(there, allow_sending_without_reply=True) if there else None
            return self.bot.send_message(
                chat,
                message.html if html else plain(message.html),
                parse_mode=ParseMode.HTML if html else None,
                message_thread_id=spot.topic,
                reply_parameters=reply,
                reply_markup=message.keyboard,
            )

        return await self._attempt(attempt, spot.chat, repeatable=False)

    async def edit(self, sent: Sent, message: Outgoing) -> bool:
        """Change a message; true where it now reads so, or did before."""

        async def attempt(chat: int, html: bool) -> bool:
            try:
                await self.bot.edit_message_text(
                    message.html if html else plain(message.html),
                    chat_id=None if sent.inline else chat,
                    message_id=None if sent.inline else sent.message,
                    inline_message_id=sent.inline or None,
                    parse_mode=ParseMode.HTML if html else None,
                    reply_markup=message.keyboard,
                )
            except BadRequest as error:
                if "not modified" not in error.message:
                    raise
            return True

        return bool(await self._attempt(attempt, sent.chat, repeatable=True))

    async def press_answered(self, query_id: str, text: str = "", alert: bool = False) -> bool:
        """Stop the clock on a pressed button, with a note of up to 200 characters."""

        def attempt(_chat: int, _html: bool) -> Awaitable[bool]:
            return self.bot.answer_callback_query(query_id, text[:200] or None, show_alert=alert)

        return bool(await self._attempt(attempt, 0, repeatable=True))

    async def inline_answered(
        self, query_id: str, results: Sequence[InlineQueryResult], seconds: int = 300, next_offset: str = "",
        button: InlineQueryResultsButton | None = None,
    ) -> bool:  # fmt: skip
        """Answer an inline query with up to 50 results, to be kept by Telegram for ``seconds``."""

        def attempt(_chat: int, _html: bool) -> Awaitable[bool]:
            return self.bot.answer_inline_query(
                query_id,
                results,
                cache_time=seconds,
                is_personal=False,
                next_offset=next_offset,
                button=button,
            )

        return bool(await self._attempt(attempt, 0, repeatable=True))

    async def guest_answered(self, query_id: str, result: InlineQueryResult) -> Sent | None:
        """Answer a guest's message, once; the message it became."""

        def attempt(_chat: int, _html: bool) -> Awaitable[SentGuestMessage]:
            return self.bot.answer_guest_query(query_id, result)

        found = await self._attempt(attempt, 0, repeatable=False)
        return Sent(inline=found.inline_message_id) if found is not None else None

    async def typing(self, spot: Spot) -> None:
        """Show that an answer is being looked for; whether that works does not matter."""
        await self._quietly(
            self.bot.send_chat_action(spot.chat, ChatAction.TYPING, message_thread_id=spot.topic)
        )

    async def react(self, chat: int, message: int, emoji: str = "") -> None:
        """React to a person's message, or take the reaction back; whether that works does not matter."""
        reaction = [ReactionTypeEmoji(emoji)] if emoji else []
        await self._quietly(self.bot.set_message_reaction(chat, message, reaction))

    @staticmethod
    async def _quietly(call: Awaitable[Any]) -> None:
        try:
            await call
        except TelegramError as error:
            log.debug("not done: %s", error)

    async def _attempt(
        self, action: Callable[[int, bool], Awaitable[T]], chat: int, repeatable: bool
    ) -> T | None:
        """``action(chat, html)`` until it succeeds or its error says that it never will."""
        html, moved, pauses = True, False, list(self.pauses)
        while True:
            try:
                return await action(chat, html)
            except TelegramError as error:  # noqa: PERF203 - a retry is a loop
                found = verdict(error, repeatable)
                if found.do is Do.AGAIN and pauses:
                    log.info("once more, after an error: %s", error)
                    await self.sleep(pauses.pop(0))
                elif found.do is Do.PLAIN and html:
                    html = False
                    self._alarm(error)
                elif found.do is Do.ELSEWHERE and found.chat is not None and not moved:
                    self.hooks.migrate(chat, found.chat)
                    chat, moved = found.chat, True
                    if repeatable:  # an edit: its message stayed behind
                        return None
                else:
                    self._given_up(error, found.do, chat)
                    return None

    def _alarm(self, error: TelegramError) -> None:
        log.error("Telegram cannot read our markup, the message goes out as plain text: %s", error)
        self.hooks.alarm(error.message)

    def _given_up(self, error: TelegramError, do: Do, chat: int) -> None:
        if do is Do.FORGET and chat:
            log.info("a chat is closed to the bot: %s", error)
            self.hooks.forget(chat)
        elif do is not Do.IGNORE:
            log.warning("a message was not delivered: %s: %s", type(error).__name__, error)
