"""The commands of the conversation, in one table: Telegram's menu, /help and the terminal's /help read it."""

from __future__ import annotations

from typing import NamedTuple

from retrieval.config import Messages


class Item(NamedTuple):
    """A command: its name without the slash; ``menu.NAME`` in the message files says what it does."""

    name: str
    groups: bool = True  # listed in the menu of groups as well


MENU = (
    Item("ask"),
    Item("start", groups=False),
    Item("help"),
    Item("sources"),
    Item("settings"),
    Item("privacy", groups=False),
    Item("forget", groups=False),
)
NAMES = tuple(item.name for item in MENU)


def described(messages: Messages, *, groups: bool = False) -> tuple[tuple[str, str], ...]:
    """(name, what it does) of each command, in order; ``groups``: only those of a group's menu."""
    return tuple((i.name, messages.text(f"menu.{i.name}")) for i in MENU if i.groups or not groups)


def lines(messages: Messages) -> str:
    """The table as lines: ``/ask 提问``."""
    return "\n".join(f"/{name} {does}" for name, does in described(messages))
