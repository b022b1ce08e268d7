"""From settings and environment to the bot's wiring: the token is in the environment only."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from bot.telegram.application import Wiring
from bot.telegram.limits import Pace
from bot.telegram.receiving import Fatal
from bot.telegram.tables import default_state
from bot.telegram.webhook import Door
from retrieval.schema import TelegramSettings, WebhookSettings

TOKEN = "TELEGRAM_BOT_TOKEN"
API_URL = "YIJU_TELEGRAM_API_URL"
SECRET = "YIJU_TELEGRAM_WEBHOOK_SECRET"
NO_TOKEN = f"{TOKEN} is not set; @BotFather gives one (export {TOKEN}=123456:ABC…)"
BAD_TOKEN = f"{TOKEN} does not look like a token (123456:ABC…)"
BAD_URL = f"{API_URL} is no address (http://127.0.0.1:8081)"
BAD_SECRET = f"{SECRET} must be 1 to 256 of A-Z a-z 0-9 _ -"


def wiring_from(settings: TelegramSettings, environment: Mapping[str, str] = os.environ) -> Wiring:
    """The wiring the settings describe. ``Fatal``, in one line and without the value, where a part is wrong."""
    token = environment.get(TOKEN, "").strip()
    if not token:
        raise Fatal(NO_TOKEN)
    if not re.fullmatch(r"\d+:[A-Za-z0-9_-]{10,}", token):
        raise Fatal(BAD_TOKEN)
    url = environment.get(API_URL, "").strip() or settings.api_url
    if not re.fullmatch(r"https?://\S+", url):
        raise Fatal(BAD_URL)
    hook = settings.webhook
    door = _door(hook, environment) if hook.url else None
    pace = Pace(group_per_minute=settings.group_per_minute)
    return Wiring(token, url, settings.running, pace, door=door, public_url=hook.url)


def _door(hook: WebhookSettings, environment: Mapping[str, str]) -> Door:
    """The webhook's door; its secret is made anew at every start unless one is given."""
    secret = environment.get(SECRET, "") or secrets.token_urlsafe(32)
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise Fatal(BAD_SECRET)
    return Door(secret, urlsplit(hook.url).path or "/", hook.host, hook.port)


def state_file(settings: TelegramSettings) -> Path:
    """The file of the bot's memory."""
    return Path(settings.state).expanduser() if settings.state else default_state()
