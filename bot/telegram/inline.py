"""``@bot 椒江 固投 2019`` in any chat: figures to choose from; and what a guest's mention is answered with."""

from __future__ import annotations

import hashlib
from typing import Any

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode

from bot.messages import Kind, compose
from bot.telegram.delivery import Outgoing, plain
from bot.telegram.desk import Desk, Turn
from bot.telegram.fitting import clean, clip
from bot.telegram.room import Room
from bot.telegram.storage import inline_key
from retrieval.records import Status
from retrieval.search.trouble import SEARCH_DOWN

_TITLE, _DESCRIPTION = 100, 200
_MOST_OFFERS = 5
_MOST_QUERY = 256
SECONDS = 300


def result_id(turn: Turn) -> str:
    """The same for the same question in the same language, so that Telegram may keep it; 32 characters."""
    told = "\n".join([*turn.texts, turn.lang]).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(told, digest_size=16).hexdigest()


def article(turn: Turn, desk: Desk) -> InlineQueryResultArticle:
    """An answer as a result: its title the figure, its description the sentence, its message the card."""
    parts = compose(turn.answer, desk.voice(turn.lang))
    figure = next((p.text for p in parts if p.kind in (Kind.FIGURE, Kind.REASON)), "")
    rows = " · ".join(p.text for p in parts if p.kind is Kind.ROW)
    sentence = rows or next((p.text for p in parts if p.kind is Kind.QUOTE), turn.texts[-1])
    return _article(result_id(turn), figure or turn.texts[-1], sentence, desk.card(turn))


def guest_result(shown: Turn | Outgoing, desk: Desk) -> InlineQueryResultArticle:
    """What a guest's mention is answered with."""
    if isinstance(shown, Turn):
        return article(shown, desk)
    return _article("help", plain(shown.html), "", shown)


def _article(name: str, title: str, description: str, shown: Outgoing) -> InlineQueryResultArticle:
    content = InputTextMessageContent(
        shown.html, parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
    )
    return InlineQueryResultArticle(
        name,
        clip(clean(title).strip(), _TITLE) or "…",
        content,
        reply_markup=shown.keyboard,
        description=clip(clean(description).strip(), _DESCRIPTION) or None,
    )


class Inline:
    """Answers inline queries and remembers which results were sent."""

    def __init__(self, room: Room) -> None:
        self.room = room

    async def search(self, update: Update, _context: Any) -> None:
        """Results for what was typed so far; examples where nothing was."""
        query = update.inline_query
        if query is None:
            return
        text = query.query.strip()[:_MOST_QUERY]
        lang = self.room.language(query.from_user.id, query.from_user)
        found = await self._turns(text) if text else await self._examples(lang)
        say = self.room.desk.voice(lang).messages.text
        results = {result_id(turn): article(turn, self.room.desk) for turn in found}
        button = InlineQueryResultsButton(say("button.private"), start_parameter="inline")
        # Examples are in the reader's language, and an outage passes: neither is kept for others.
        lasting = text and not any(turn.answer.reason == SEARCH_DOWN for turn in found)
        seconds = SECONDS if lasting else 0
        await self.room.delivery.inline_answered(query.id, list(results.values()), seconds, button=button)

    async def _turns(self, text: str) -> list[Turn]:
        """The answer; where there is none, the answers to what is offered instead, and why at the end."""
        turn = await self.room.desk.ask(text)
        if turn.answer.status in (Status.ANSWERED, Status.OFFTOPIC):
            return [turn]
        offered = [await self.room.desk.ask(o.question) for o in turn.answer.offers[:_MOST_OFFERS]]
        return [*(one for one in offered if one.answer.status is Status.ANSWERED), turn]

    async def _examples(self, lang: str) -> list[Turn]:
        return [await self.room.desk.ask(text) for text in await self.room.pages.examples(lang)]

    async def chosen(self, update: Update, _context: Any) -> None:
        """Remember what an inline message says, so that its buttons and opinions find it."""
        result = update.chosen_inline_result
        if result is None or not result.inline_message_id:
            return
        text = result.query.strip()[:_MOST_QUERY]
        lang = self.room.language(result.from_user.id, result.from_user)
        turns = await self._turns(text) if text else await self._examples(lang)
        turn = next((one for one in turns if result_id(one) == result.result_id), None)
        if turn is not None:
            self.room.desk.keep(inline_key(result.inline_message_id), turn)
