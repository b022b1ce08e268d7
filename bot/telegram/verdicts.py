"""What to do about an error from Telegram: one pure function from the error to a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)


class Do(str, Enum):
    """What is to be done."""

    AGAIN = "again"  # nothing has happened yet: the same once more, after a pause
    PLAIN = "plain"  # the markup is wrong, a fault of ours: the same without it, and an alarm
    ELSEWHERE = "elsewhere"  # the chat has another id now
    FORGET = "forget"  # the chat is closed to the bot
    IGNORE = "ignore"  # what was wanted is so already, or nobody waits for it any more
    GIVE_UP = "give up"  # it may have happened, or it never will


@dataclass(frozen=True)
class Verdict:
    """``chat`` is the new id where the chat has moved."""

    do: Do
    chat: int | None = None


_IGNORED = ("not modified", "query is too old", "query id is invalid", "message to edit not found",
            "message can't be edited", "message_id_invalid", "message to delete not found",
            "message can't be deleted", "message to react not found")  # fmt: skip
_CLOSED = ("chat not found", "chat_write_forbidden", "not enough rights to send", "user is deactivated",
           "peer_id_invalid", "have no rights to send", "bot is not a member")  # fmt: skip
_SERVER = ("too many requests", "internal server error", "bad gateway", "service unavailable", "gateway timeout",
           "(500)", "(502)", "(503)", "(504)", "(429)")  # fmt: skip


def verdict(error: TelegramError, repeatable: bool) -> Verdict:
    """What to do about ``error``. ``repeatable``: doing the same twice does no harm (an edit, not a message).

    A time-out after a message was sent says nothing about its fate: it is not sent again. A full pool of
    connections and a refused connection mean that it was not sent.
    """
    words = error.message.lower()
    if isinstance(error, ChatMigrated):
        return Verdict(Do.ELSEWHERE, error.new_chat_id)
    if isinstance(error, Forbidden):
        return Verdict(Do.FORGET)
    if isinstance(error, RetryAfter):  # the pacer has waited and tried already
        return Verdict(Do.GIVE_UP)
    if isinstance(error, BadRequest):
        return Verdict(_refused(words))
    if isinstance(error, TimedOut):
        unsent = _not_sent(error) or words.startswith("pool timeout")
        return Verdict(Do.AGAIN if unsent or repeatable else Do.GIVE_UP)
    if isinstance(error, NetworkError):
        unsent = _not_sent(error) or any(word in words for word in _SERVER)
        return Verdict(Do.AGAIN if unsent or repeatable else Do.GIVE_UP)
    return Verdict(Do.GIVE_UP)


def _not_sent(error: NetworkError) -> bool:
    """Whether there was no connection to send anything over."""
    import aiohttp  # slow; where there was an error of it, it is there already

    ours = aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ClientHttpProxyError
    return isinstance(error.__cause__, (*ours, httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout))


def _refused(words: str) -> Do:
    if "can't parse entities" in words:
        return Do.PLAIN
    if any(one in words for one in _IGNORED):
        return Do.IGNORE
    return Do.FORGET if any(one in words for one in _CLOSED) else Do.GIVE_UP
