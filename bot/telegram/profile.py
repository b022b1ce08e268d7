"""The bot's menu and descriptions on Telegram's side, by language and scope; set only where they differ."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from telegram import Bot, BotCommand, BotCommandScope, BotCommandScopeAllGroupChats, BotCommandScopeDefault
from telegram.error import TelegramError

from bot.menu import described
from retrieval.config import Config

log = logging.getLogger(__name__)
_DEFAULT = "en"  # what a reader of any other language is shown


async def set_up(bot: Bot, config: Config) -> int:
    """Bring menu and descriptions up to date; how many were changed. Failing is no reason not to start."""
    changed = 0
    try:
        for code, lang in (("", _DEFAULT), ("zh", "zh")):
            changed += await _commands(bot, config, code, lang)
            changed += await _texts(bot, config, code, lang)
    except TelegramError as error:
        log.warning("menu and descriptions could not be set: %s", error)
    return changed


def _scopes() -> Iterator[tuple[BotCommandScope, bool]]:
    """(scope, whether it is groups)."""
    yield BotCommandScopeDefault(), False
    yield BotCommandScopeAllGroupChats(), True


async def _commands(bot: Bot, config: Config, code: str, lang: str) -> int:
    changed = 0
    for scope, groups in _scopes():
        wanted = tuple(
            BotCommand(name, does[:256]) for name, does in described(config.messages[lang], groups=groups)
        )
        if await bot.get_my_commands(scope, code) != wanted:
            await bot.set_my_commands(wanted, scope, code)
            changed += 1
    return changed


async def _texts(bot: Bot, config: Config, code: str, lang: str) -> int:
    changed = 0
    text = config.messages[lang].text
    about, description = text("profile.about")[:120], text("profile.description").strip()[:512]
    if (await bot.get_my_short_description(code)).short_description != about:
        await bot.set_my_short_description(about, code)
        changed += 1
    if (await bot.get_my_description(code)).description != description:
        await bot.set_my_description(description, code)
        changed += 1
    return changed
