"""Articles that admins send in private: a file or a link in, articles in the folder, the assistant that knows them."""

from __future__ import annotations

import asyncio
import logging
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from telegram import Document, Message, Update
from telegram.error import TelegramError

from bot.mind import Mind
from bot.reports import line, total
from bot.telegram.addressing import place_of
from bot.telegram.delivery import Outgoing, Spot
from bot.telegram.receiving import Fatal
from bot.telegram.room import Room
from bot.telegram.warming import warm
from retrieval.adding import Added, Adding, Outcome, add_all
from retrieval.config import Config, Messages
from retrieval.corpus.incoming import File, Incoming, find_files, read_file
from retrieval.corpus.problems import Problem
from retrieval.corpus.web import Fetcher
from retrieval.schema import TelegramSettings

log = logging.getLogger(__name__)
ADMINS = "YIJU_TELEGRAM_ADMINS"
_BOT_API = 20_000_000  # bytes; the Bot API gives no larger file
_LINES = 12  # articles told one by one
_LINK = re.compile(r"\s*(https?://\S+)\s*", re.I)


@dataclass(frozen=True)
class Intake:
    """Who may add articles, to which folder (None: to none), and how the assistant is loaded anew."""

    admins: frozenset[int] = frozenset()
    folder: Path | None = None
    load: Callable[[], Mind] | None = None
    fetcher: Fetcher | None = None
    busy: asyncio.Lock = field(default_factory=asyncio.Lock, compare=False)


def admins_of(settings: TelegramSettings, environment: Mapping[str, str] = os.environ) -> frozenset[int]:
    """The user ids that ``telegram.admins`` and YIJU_TELEGRAM_ADMINS (``1,2``) name; ``Fatal`` where one is none."""
    named = re.split(r"[\s,;]+", environment.get(ADMINS, "").strip())
    wrong = next((one for one in named if one and not one.isdecimal()), None)
    if wrong is not None:
        raise Fatal(f"{ADMINS}: {wrong!r} is no user id (a number, as 123456789)")
    return frozenset((*settings.admins, *(int(one) for one in named if one)))


def link_in(text: str | None) -> str:
    """The address that a message is, and nothing besides; '' for any other text."""
    match = _LINK.fullmatch(text or "")
    return match[1] if match else ""


class Additions:
    """Answers files and links that are sent in private."""

    def __init__(self, room: Room, config: Config, intake: Intake) -> None:
        self.room, self.config, self.intake = room, config, intake

    def is_meant(self, message: Message | None) -> bool:
        """Whether a message brings an article, whoever sent it: in private, a file or a link alone."""
        if message is None or message.chat.type != "private" or message.from_user is None:
            return False
        return message.document is not None or bool(link_in(message.text))

    async def received(self, update: Update, _context: Any) -> None:
        """Add what a message brings, and say what became of it."""
        message = update.message
        assert message is not None  # ``is_meant`` said so
        sender = message.from_user.id if message.from_user else 0
        messages = self.room.desk.voice(self.room.language(message.chat.id, message.from_user)).messages
        spot = Spot(message.chat.id, place_of(message).topic)
        if sender not in self.intake.admins:
            await self._say(spot, messages.text("intake.admins_only"))
        elif self.intake.folder is None:
            await self._say(spot, messages.text("add.where"))
        else:
            await self.room.delivery.typing(spot)
            await self._say(spot, await self._add(message, self.intake.folder, messages))

    async def _say(self, spot: Spot, text: str) -> None:
        await self.room.delivery.send(spot, Outgoing(escape(text, quote=False)))

    async def _add(self, message: Message, folder: Path, messages: Messages) -> str:
        """One at a time, since each looks at what the folder holds; questions are answered meanwhile."""
        async with self.intake.busy:
            with TemporaryDirectory() as place:
                found = await self._fetched(message, Path(place))
                report = await asyncio.to_thread(self._keep, found, folder)
            if any(one.outcome not in (Outcome.UNCHANGED, Outcome.UNREAD) for one in report):
                await self._renew()
        return told(messages, report)

    async def _fetched(self, message: Message, place: Path) -> Sequence[Incoming | Problem]:
        limits = self.config.settings.intake
        if message.document is None:
            fetcher = self.intake.fetcher or Fetcher(limits)
            return [await asyncio.to_thread(fetcher.fetch, link_in(message.text))]
        name = Path(message.document.file_name or "article.txt").name.lstrip(".") or "article.txt"
        data = await _download(message.document, name, min(limits.bytes, _BOT_API))
        if isinstance(data, Problem):
            return [data]
        return await asyncio.to_thread(_read, place, name, data, limits.bytes)

    def _keep(self, found: Sequence[Incoming | Problem], folder: Path) -> list[Added]:
        adding = Adding.open(folder, self.config)
        return list(add_all(found, adding, self.config))

    async def _renew(self) -> None:
        """Load the assistant anew beside the one that answers, and put it in its place."""
        if self.intake.load is not None:
            mind = await asyncio.to_thread(self._loaded, self.intake.load)
            self.room.desk.renew(mind)
            await asyncio.to_thread(self.room.pages.renew)
            log.info("%d articles", len(mind.articles))

    def _loaded(self, load: Callable[[], Mind]) -> Mind:
        mind = load()
        warm(mind, self.config)
        return mind


async def _download(document: Document, name: str, most: int) -> bytes | Problem:
    """The bytes of a file that was sent; nothing is fetched of one that is too large."""
    size = document.file_size or 0
    try:
        if size <= most:
            file = await document.get_file()
            size = file.file_size or 0
        if size <= most:
            data = bytes(await file.download_as_bytearray())
            size = len(data)
    except TelegramError as error:
        return Problem(name, "corpus.address_failed", (("error", error.message),))
    return (
        data
        if size <= most
        else Problem(name, "corpus.too_large", (("bytes", str(size)), ("limit", str(most))))
    )


def _read(place: Path, name: str, data: bytes, most: int) -> list[Incoming | Problem]:
    """A file's articles; it is called by its name as it was sent."""
    path = place / name
    path.write_bytes(data)
    return list(_called(place, find_files(path), most))


def _called(place: Path, files: Iterator[File | Problem], most: int) -> Iterator[Incoming | Problem]:
    for file in files:
        for one in read_file(file, most) if isinstance(file, File) else [file]:
            if isinstance(one, Problem):
                yield replace(one, file=one.file.removeprefix(f"{place}{os.sep}"))
            else:
                yield replace(one, origin=one.origin.removeprefix(f"{place}{os.sep}"))


def told(messages: Messages, report: Sequence[Added]) -> str:
    """The report as one message: the first articles one by one, then how many there were."""
    lines = [line(messages, one) for one in report[:_LINES]]
    if len(report) > _LINES:
        lines.append("…")
    if len(report) != 1:
        lines.append(total(messages, report))
    return "\n".join(lines)
