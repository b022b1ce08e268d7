"""Is this message meant for me, and what does it ask? Pure functions: an update in, a ``Trigger`` or ``None`` out.

Telegram marks ``@econbot 上海`` with an entity, but letters of any script count as part of a word, so that
``@econbot上海GDP`` and ``/ask上海`` come without one: those are found in the text itself, outside code and links.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from telegram import Message, MessageEntity, Update

ANONYMOUS_ADMIN = 1087968824  # "Group" writes for an admin who hides behind it: a bot by its flag only
CHANNEL_WRITER = 136817688  # "Channel" writes for a person who uses a channel's name
SERVICE = 777000
_OPAQUE = frozenset({"code", "pre", "url", "email", "text_link"})
_JOINTS = " \t\n\u3000,，:：、;；"


class How(str, Enum):
    """Why a message is taken to be meant for the bot."""

    PRIVATE = "private"
    COMMAND = "command"
    MENTION = "mention"
    REPLY = "reply"
    GUEST = "guest"


@dataclass(frozen=True)
class Me:
    """The bot: its id, its name without @, and the commands it knows."""

    id: int
    username: str
    commands: Collection[str] = ()


@dataclass(frozen=True)
class Place:
    """Where a conversation goes on: chat, forum topic, and who speaks (a person, or a chat that hides one)."""

    chat: int
    topic: int | None
    speaker: int


@dataclass(frozen=True)
class Trigger:
    """A message meant for the bot. ``command`` is '' for a question; ``question`` may be ''.

    ``answered``: the id of the bot's own message it replies to. ``borrowed``: the question is not the message's own
    but stands in the message it replies to (somebody asks 椒江固投增速？, another writes @econbot under it).
    """

    how: How
    question: str
    command: str = ""
    edited: bool = False
    answered: int | None = None
    borrowed: bool = False


def message_of(update: Update) -> Message | None:
    """The message an update brings, new or edited or a guest's; ``None`` for channel posts and all else."""
    return update.message or update.edited_message or update.guest_message


def place_of(message: Message) -> Place:
    """The conversation a message belongs to. A thread of replies is no topic: only forums have those."""
    topic = message.message_thread_id if message.is_topic_message else None
    if message.sender_chat is not None:
        speaker = message.sender_chat.id
    else:
        speaker = message.from_user.id if message.from_user is not None else message.chat.id
    return Place(message.chat.id, topic, speaker)


def addressed(update: Update, me: Me) -> Trigger | None:
    """What the bot is asked, or ``None`` where the message is not meant for it.

    ``请问@econbot 椒江2019年固投增速`` → ``Trigger(MENTION, "请问 椒江2019年固投增速")``.
    """
    message = message_of(update)
    if message is None or not _by_a_person(message, me):
        return None
    text = message.text or message.caption or ""
    if not text.strip():
        return None
    reader = _Reader(message, text, me)
    found = (
        reader.guest() if update.guest_message else reader.private() if _private(message) else reader.group()
    )
    if found is None:
        return None
    edited = update.edited_message is not None
    return _finished(found, message, me, edited)


def _private(message: Message) -> bool:
    return message.chat.type == "private"


def _by_a_person(message: Message, me: Me) -> bool:
    """Not a bot's, not a channel's post copied into its group, not what an inline query of ours has sent."""
    sender = message.from_user
    if message.chat.type == "channel" or message.is_automatic_forward or message.via_bot is not None:
        return False
    if message.guest_bot_caller_user is not None or message.guest_bot_caller_chat is not None:
        return False  # another guest bot's answer
    if sender is None or sender.id in (SERVICE, me.id):
        return False
    return not sender.is_bot or sender.id in (ANONYMOUS_ADMIN, CHANNEL_WRITER)


def _finished(found: Trigger, message: Message, me: Me, edited: bool) -> Trigger:
    """``found`` with what it replies to: one of the bot's answers, or a message whose question it borrows."""
    own = _own_message(message, me)
    question, borrowed = found.question, False
    if not question and own is None and found.command in ("", "ask"):
        question = _replied_text(message)
        borrowed = bool(question)
    return Trigger(found.how, question, found.command, edited, own, borrowed)


def _own_message(message: Message, me: Me) -> int | None:
    """The id of the bot's message that this one replies to. The notice that opens a topic is not one."""
    reply = message.reply_to_message
    if reply is None or reply.from_user is None or reply.from_user.id != me.id:
        return None
    return None if reply.forum_topic_created is not None else reply.message_id


def _replied_text(message: Message) -> str:
    """The part a person marked in the message replied to, or else all of it."""
    if message.quote is not None:
        return message.quote.text.strip()
    reply = message.reply_to_message
    return (reply.text or reply.caption or "").strip() if reply is not None else ""


class _Reader:
    """One message's text with the spans that count; offsets are in characters, not in UTF-16."""

    def __init__(self, message: Message, text: str, me: Me) -> None:
        self.message, self.text, self.me = message, text, me
        entities = message.entities if message.text else message.caption_entities
        self.entities = [(entity, *_span(text, entity)) for entity in entities]
        self.opaque = [(start, end) for entity, start, end in self.entities if entity.type in _OPAQUE]

    def private(self) -> Trigger:
        command, rest = self.command(in_group=False) or ("", self.text)
        return Trigger(How.PRIVATE, self.without_mentions(rest), command)

    def guest(self) -> Trigger:
        command, rest = self.command(in_group=True) or ("", self.text)
        return Trigger(How.GUEST, self.without_mentions(rest), command)

    def group(self) -> Trigger | None:
        found = self.command(in_group=True)
        if found is not None:
            command, rest = found
            return Trigger(How.COMMAND, self.without_mentions(rest), command) if command else None
        if self.mentions():
            return Trigger(How.MENTION, self.without_mentions(self.text))
        if _own_message(self.message, self.me) is not None:
            return Trigger(How.REPLY, self.text.strip())
        return None

    def command(self, in_group: bool) -> tuple[str, str] | None:
        """(command, what follows) of a text that begins with one; ``("", …)`` where it is another bot's.

        ``/ask上海`` and ``/ask@econbot上海`` are read like ``/ask 上海``: the name ends where its letters do.
        """
        text = self.text.lstrip()
        match = re.match(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?![A-Za-z0-9_/@])", text)
        if match is None or self.hidden(len(self.text) - len(text)):
            return None
        name, bot, rest = match[1].lower(), match[2], text[match.end() :]
        if bot is not None and bot.lower() != self.me.username.lower():
            return ("", rest) if in_group else (name, rest)
        known = name in self.me.commands
        if in_group and not known and bot is None:
            return ("", rest)
        if not known and not in_group and (rest[:1].isalnum() or name.isdigit()):
            return None  # /2019年: a slash before a question
        return name, rest

    def hidden(self, at: int) -> bool:
        """Whether a character stands in code or in a link."""
        return any(start <= at < end for start, end in self.opaque)

    def mentions(self) -> list[tuple[int, int]]:
        """Where the bot's name stands: by entity, or glued to other letters (@econbot上海, not @econbot2)."""
        name = re.escape(self.me.username)
        glued = re.compile(rf"(?<![A-Za-z0-9_@/.])@{name}(?![A-Za-z0-9_])", re.IGNORECASE)
        found = {m.span() for m in glued.finditer(self.text) if not self.hidden(m.start())}
        for entity, start, end in self.entities:
            if entity.type == MessageEntity.TEXT_MENTION and entity.user and entity.user.id == self.me.id:
                found.add((start, end))
            if entity.type == MessageEntity.BOT_COMMAND and start > 0 and self.names_me(self.text[start:end]):
                found.add((start, end))
        return sorted(found)

    def names_me(self, command: str) -> bool:
        """Whether /ask@econbot, in the middle of a text, is said to this bot."""
        return command.lower().endswith(f"@{self.me.username.lower()}")

    def without_mentions(self, rest: str) -> str:
        """The end of the text that is ``rest``, less the bot's names and what joined them to the question."""
        offset = len(self.text) - len(rest)
        for start, end in reversed(self.mentions()):
            if start >= offset:
                rest = rest[: start - offset].rstrip() + " " + rest[end - offset :].lstrip(_JOINTS)
        return rest.strip().lstrip(_JOINTS)


def _span(text: str, entity: MessageEntity) -> tuple[int, int]:
    """An entity's first and last character: its offsets count UTF-16, in which 😀 is two."""
    raw = text.encode("utf-16-le", "surrogatepass")
    before = raw[: 2 * entity.offset].decode("utf-16-le", "replace")
    inside = raw[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le", "replace")
    return len(before), len(before) + len(inside)
