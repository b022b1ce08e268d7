"""Pressed buttons. Every press is answered, whatever becomes of it; the message under it may be out of reach."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from telegram import CallbackQuery, Message, Update

from bot.telegram.addressing import Place
from bot.telegram.delivery import Outgoing, Sent, Spot
from bot.telegram.desk import Ticket, Turn
from bot.telegram.fitting import clean, clip
from bot.telegram.handlers import Questions
from bot.telegram.keyboards import Do, Press, read_press
from bot.telegram.room import Room, in_group
from bot.telegram.storage import inline_key, key_of
from bot.telegram.views import context_view, evidence_view

_NOTE = 200  # characters of a note over a pressed button
Action = Callable[[CallbackQuery, Press], Awaitable[str]]


class Buttons:
    """What each kind of button does; a method returns the note shown for a moment, or ''."""

    def __init__(self, room: Room, questions: Questions) -> None:
        self.room, self.questions = room, questions
        self._actions: dict[Do, Action] = {
            Do.ASK: self._ask,
            Do.CONTEXT: self._context,
            Do.BACK: self._back,
            Do.MORE: self._more,
            Do.GOOD: self._rate,
            Do.BAD: self._rate,
            Do.SOURCES: self._sources,
            Do.LANGUAGE: self._language,
        }

    async def pressed(self, update: Update, _context: Any) -> None:
        """Do what a button says and stop its clock."""
        query = update.callback_query
        if query is None:
            return
        press = read_press(query.data)
        note = self._say(query, "error.sorry", number=update.update_id)  # unless all goes well
        try:
            note = await self._actions[press.do](query, press) if press else self._say(query, "press.gone")
        finally:
            await self.room.delivery.press_answered(query.id, note)

    # what a button stands for

    def _say(self, query: CallbackQuery, key: str, **values: object) -> str:
        lang = self.room.language(query.message.chat.id if query.message else None, query.from_user)
        return self.room.desk.voice(lang).messages.text(key, **values)

    async def _turn(self, ticket: Ticket) -> Turn | None:
        return await self.room.desk.turn(ticket.texts, ticket.lang) if ticket.texts else None

    async def _opened(self, press: Press) -> Turn | None:
        ticket = self.room.desk.ticket(press.token)
        return await self._turn(ticket) if ticket else None

    async def _show(self, query: CallbackQuery, shown: Outgoing) -> None:
        await self.room.delivery.edit(sent_of(query), shown)

    # actions

    async def _ask(self, query: CallbackQuery, press: Press) -> str:
        """Ask a choice: in a chat as a new message under the card, elsewhere in its place."""
        ticket = self.room.desk.ticket(press.token)
        if ticket is None or press.number >= len(ticket.choices):
            return self._say(query, "press.gone")
        question = ticket.choices[press.number]
        chat = query.message.chat.id if query.message else None
        turn = await self.room.desk.ask(question, (), self.room.chosen(chat))
        if query.message is None:
            await self._show(query, self.room.desk.card(turn))
            self.room.desk.keep(_key(query), turn)
        else:
            await self.questions.send(turn, _place(query), _spot(query))
        return clip(clean(question), _NOTE)

    async def _context(self, query: CallbackQuery, press: Press) -> str:
        turn = await self._opened(press)
        shown = context_view(self.room.desk, turn, press.token, press.number) if turn else None
        if shown is None:
            return self._say(query, "press.gone")
        await self._show(query, shown)
        return ""

    async def _back(self, query: CallbackQuery, press: Press) -> str:
        turn = await self._opened(press)
        if turn is None:
            return self._say(query, "press.gone")
        await self._show(query, self.room.desk.card(turn, _place(query) if query.message else None))
        return ""

    async def _more(self, query: CallbackQuery, press: Press) -> str:
        turn = await self._opened(press)
        if turn is None:
            return self._say(query, "press.gone")
        shown = evidence_view(self.room.desk, turn, press.token, press.number)
        if shown is None:
            return self._say(query, "evidence.none")
        await self._show(query, shown)
        return ""

    async def _rate(self, query: CallbackQuery, press: Press) -> str:
        """Keep an opinion. An answer no longer remembered (an inline one, one from before) is asked anew."""
        storage, key = self.room.storage, _key(query)
        if storage.kept(key) is None:
            turn = await self._opened(press)
            if turn is None:
                return self._say(query, "press.gone")
            self.room.desk.keep(key, turn)
        storage.rate(key, query.from_user.id, press.do is Do.GOOD)
        return self._say(query, "press.thanks")

    async def _sources(self, query: CallbackQuery, press: Press) -> str:
        searched = self.room.storage.payload(press.token) if press.token else ""
        if searched is None:
            return self._say(query, "press.gone")
        lang = self.room.language(query.message.chat.id if query.message else None, query.from_user)
        await self._show(query, self.room.pages.sources(lang, press.number, searched))
        return ""

    async def _language(self, query: CallbackQuery, press: Press) -> str:
        """Set a chat's language; in groups admins only."""
        message = query.message
        if message is None or press.token not in ("zh", "en", "-"):
            return self._say(query, "press.gone")
        if in_group(message.chat) and not await self._is_admin(query):
            return self._say(query, "press.admins")
        chosen = None if press.token == "-" else press.token
        self.room.storage.set_language(message.chat.id, chosen)
        lang = self.room.language(message.chat.id, query.from_user)
        await self._show(query, self.room.pages.settings(lang, chosen))
        return ""

    async def _is_admin(self, query: CallbackQuery) -> bool:
        assert query.message is not None
        member = await self.room.delivery.bot.get_chat_member(query.message.chat.id, query.from_user.id)
        return member.status in ("creator", "administrator")


def sent_of(query: CallbackQuery) -> Sent:
    """The message whose button was pressed."""
    if query.message is None:
        return Sent(inline=query.inline_message_id or "")
    return Sent(query.message.chat.id, query.message.message_id)


def _key(query: CallbackQuery) -> str:
    if query.message is None:
        return inline_key(query.inline_message_id or "")
    return key_of(query.message.chat.id, query.message.message_id)


def _topic(query: CallbackQuery) -> int | None:
    """The forum topic of the message; one out of reach has none, and its answer finds it by the reply."""
    message = query.message
    return message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None


def _place(query: CallbackQuery) -> Place:
    assert query.message is not None
    return Place(query.message.chat.id, _topic(query), query.from_user.id)


def _spot(query: CallbackQuery) -> Spot:
    assert query.message is not None
    under = query.message.message_id if in_group(query.message.chat) else None
    return Spot(query.message.chat.id, _topic(query), under)
