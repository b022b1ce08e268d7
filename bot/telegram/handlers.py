"""Messages that are meant for the bot: questions in private, in groups and by guests, edited ones, commands."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Message, Update

from bot.telegram.addressing import Place, Trigger, addressed, message_of, place_of
from bot.telegram.commands import Commands
from bot.telegram.delivery import Outgoing, Sent, Spot
from bot.telegram.desk import Turn
from bot.telegram.inline import guest_result
from bot.telegram.room import Room, in_group
from bot.telegram.storage import inline_key, key_of

OLDEST = 600.0  # seconds: an older question has been given up by who asked it
TALK = 600.0  # seconds in which the next question in private is a follow-up
TYPING_AFTER = 1.0
_REMEMBERED = 1024


class Questions:
    """Answers what is asked in messages."""

    def __init__(self, room: Room, commands: Commands) -> None:
        self.room, self.commands = room, commands
        self._taken: OrderedDict[tuple[int, int], None] = OrderedDict()

    async def message(self, update: Update, _context: Any) -> None:
        """A message, new or edited or a guest's. One that is not meant for the bot is left alone."""
        message, trigger = message_of(update), addressed(update, self.room.me)
        if message is None or trigger is None:
            return
        if message.guest_query_id:
            await self._guest(message, trigger)
        elif trigger.edited:
            await self._edited(message, trigger)
        elif not self._late(message) and self._first_time(message):
            await self._new(message, trigger)

    def _late(self, message: Message) -> bool:
        at = message.edit_date or message.date
        return self.room.clock() - at.timestamp() > OLDEST

    def _first_time(self, message: Message) -> bool:
        """False for a message that came before: as a guest's, or twice."""
        key = (message.chat.id, message.message_id)
        if key in self._taken:
            return False
        self._taken[key] = None
        while len(self._taken) > _REMEMBERED:
            self._taken.popitem(last=False)
        return True

    async def _new(self, message: Message, trigger: Trigger) -> None:
        place = place_of(message)
        spot = spot_of(message, place)
        if trigger.command not in ("", "ask") and trigger.command in self.room.me.commands:
            await self.commands.run(message, trigger, spot)
            return
        if not trigger.question:
            lang = self.room.language(place.chat, message.from_user)
            await self.room.delivery.send(spot, await self.room.pages.ask_me(lang))
            return
        turn = await self._asked(message, trigger, spot)
        await self.send(turn, place, spot, message.message_id)

    async def send(self, turn: Turn, place: Place, spot: Spot, asked: int | None = None) -> None:
        """Send a turn's card and remember it."""
        sent = await self.room.delivery.send(spot, self.room.desk.card(turn, place))
        if sent is not None:
            self.room.desk.keep(key_of(sent.chat.id, sent.message_id), turn, place, asked)

    async def _asked(self, message: Message, trigger: Trigger, spot: Spot) -> Turn:
        before = await self._before(message, trigger)
        lang = self.room.chosen(message.chat.id)
        asking = self.room.desk.ask(trigger.question, before, lang)
        if self.room.desk.mind.is_quick:  # the answer is there before anything else can happen
            return await asking
        return await with_typing(asking, lambda: self.room.delivery.typing(spot))

    async def _before(self, message: Message, trigger: Trigger) -> tuple[str, ...]:
        """What the question follows: the answer it replies to, or in private the last one of the last minutes."""
        storage, kept = self.room.storage, None
        if trigger.answered is not None:
            kept = storage.kept(key_of(message.chat.id, trigger.answered))
        elif message.chat.type == "private":
            kept = storage.last(place_of(message), TALK)
        return await self.room.desk.turns_of(kept)

    async def _edited(self, message: Message, trigger: Trigger) -> None:
        """Change the answer along with the question; an edit that makes it a question is a new one."""
        kept = self.room.storage.answer_to(message.chat.id, message.message_id)
        if kept is None:
            if not self._late(message) and trigger.command in ("", "ask") and trigger.question:
                await self._new(message, trigger)
            return
        if trigger.command not in ("", "ask") or not trigger.question:
            return
        before = await self._before_kept(kept.answer)
        turn = await self.room.desk.ask(trigger.question, before, self.room.chosen(message.chat.id))
        place = place_of(message)
        sent = Sent(message.chat.id, int(kept.key.rpartition(":")[2]))
        if await self.room.delivery.edit(sent, self.room.desk.card(turn, place)):
            self.room.desk.keep(kept.key, turn, place, message.message_id)

    async def _before_kept(self, answer: str) -> tuple[str, ...]:
        """The turns before an answer that is asked anew."""
        texts = turns_in(answer)[:-1]
        return (await self.room.desk.turn(texts)).goes_on if texts else ()

    async def _guest(self, message: Message, trigger: Trigger) -> None:
        """Answer in a chat the bot is no member of: once, and only what was asked."""
        if not self._first_time(message) or not message.guest_query_id:
            return
        turn = await self.room.desk.ask(trigger.question) if trigger.question else None
        result = guest_result(turn, self.room.desk) if turn else await self._guest_help(message)
        sent = await self.room.delivery.guest_answered(message.guest_query_id, result)
        if sent is not None and turn is not None:
            self.room.desk.keep(inline_key(sent.inline), turn)

    async def _guest_help(self, message: Message) -> Any:
        lang = self.room.language(None, message.from_user)
        shown: Outgoing = await self.room.pages.ask_me(lang)
        return guest_result(shown, self.room.desk)


def turns_in(answer: str) -> tuple[str, ...]:
    """The turns of a remembered answer's JSON."""
    return tuple(json.loads(answer)["turns"])


def spot_of(message: Message, place: Place) -> Spot:
    """Where the answer to a message goes: in groups as a reply to it, in its topic."""
    return Spot(place.chat, place.topic, message.message_id if in_group(message.chat) else None)


async def with_typing(asking: Awaitable[Turn], typing: Callable[[], Awaitable[None]]) -> Turn:
    """The awaited turn; one typing action where it takes longer than a second."""
    task = asyncio.ensure_future(asking)
    done, _ = await asyncio.wait([task], timeout=TYPING_AFTER)
    if not done:
        await typing()
    return await task
