"""Buttons and what they carry: ``v1:KIND:ARGUMENTS``, at most 64 bytes, readable after any restart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.messages import Kind, Part
from bot.telegram.cards import copied
from bot.telegram.fitting import clean, clip
from bot.voice import Voice
from retrieval.records import Answer, Status

VERSION = "v1"
_LABEL = 64
_MOST_CHOICES = 20
_DATA = re.compile(r"v1:(?P<kind>[a-z])(?P<arguments>(?::[A-Za-z0-9_-]{0,24}){0,3})")


class Do(str, Enum):
    """What pressing a button does."""

    ASK = "a"  # token, number: ask the choice
    CONTEXT = "c"  # token, number: the sentences around a quote
    BACK = "b"  # token: the answer again
    MORE = "e"  # token, page: further evidence
    GOOD = "u"  # token
    BAD = "d"  # token
    SOURCES = "s"  # page, token of what was searched for
    LANGUAGE = "l"  # zh, en, or - for the reader's own


@dataclass(frozen=True)
class Press:
    """A pressed button: what it does and with what."""

    do: Do
    token: str = ""
    number: int = 0


def data(do: Do, token: str = "", number: int | None = None) -> str:
    """``v1:c:Zk3_x0Pq9aM:0``."""
    tail = [token] if number is None else [token, str(number)]
    return ":".join([VERSION, do.value, *tail])


def read_press(text: str | None) -> Press | None:
    """What a button carries; ``None`` for another version's, or anybody's invention."""
    match = _DATA.fullmatch(text or "")
    if match is None or match["kind"] not in {do.value for do in Do}:
        return None
    found = match["arguments"].split(":")[1:]
    token, number = found[0] if found else "", found[1] if len(found) > 1 else ""
    return Press(Do(match["kind"]), token, int(number) if number.isdecimal() else 0)


def button(label: str, what: str) -> InlineKeyboardButton:
    """A button with callback data; an empty or over-long label is mended."""
    return InlineKeyboardButton(clip(clean(label).strip(), _LABEL) or "…", callback_data=what)


def under_answer(
    answer: Answer, parts: Sequence[Part], voice: Voice, token: str, *, context: bool = True
) -> InlineKeyboardMarkup | None:
    """The buttons of an answer's card; ``None`` where it has none."""
    say = voice.messages.text
    rows: list[list[InlineKeyboardButton]] = []
    if answer.status is Status.ANSWERED:
        first = []
        if text := clean(copied(answer, voice)):
            first.append(InlineKeyboardButton(say("button.copy"), copy_text=CopyTextButton(text)))
        if context and answer.quotes:
            first.append(button(say("button.context"), data(Do.CONTEXT, token, 0)))
        rows += [first, [button(say("button.more"), data(Do.MORE, token, 0)), *_thumbs(token)]]
    rows += choices(parts, token)
    if answer.status is Status.NOT_FOUND:
        rows.append(_thumbs(token))
    return InlineKeyboardMarkup([row for row in rows if row]) if any(rows) else None


def choices(parts: Sequence[Part], token: str) -> list[list[InlineKeyboardButton]]:
    """One row for each choice."""
    found = [part for part in parts if part.kind is Kind.CHOICE][:_MOST_CHOICES]
    return [[button(part.text, data(Do.ASK, token, number))] for number, part in enumerate(found)]


def questions(labels: Sequence[str], token: str) -> InlineKeyboardMarkup | None:
    """Questions that are asked in one tap, such as the examples of the greeting."""
    rows = [[button(label, data(Do.ASK, token, number))] for number, label in enumerate(labels)]
    return InlineKeyboardMarkup(rows) if rows else None


def paged(
    do: Do, token: str, page: int, pages: int, back: InlineKeyboardButton | None = None
) -> InlineKeyboardMarkup | None:
    """◀ 2/5 ▶ and the way back; ``None`` where there is only one page and no way back."""
    row = []
    if page > 0:
        row.append(button("◀", data(do, token, page - 1)))
    if page < pages - 1:
        row.append(button("▶", data(do, token, page + 1)))
    rows = [one for one in (row, [back] if back else []) if one]
    return InlineKeyboardMarkup(rows) if rows else None


def back_to(token: str, voice: Voice) -> InlineKeyboardButton:
    """The way back to the answer."""
    return button(voice.messages.text("button.back"), data(Do.BACK, token))


def _thumbs(token: str) -> list[InlineKeyboardButton]:
    return [button("👍", data(Do.GOOD, token)), button("👎", data(Do.BAD, token))]
