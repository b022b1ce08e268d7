"""A Bot API server of our own on 127.0.0.1 that refuses what Telegram refuses, and the people who use it."""

from botapi.people import Events, user
from botapi.refusals import Refusal
from botapi.server import TOKEN, BotApi, Call, Fault
from botapi.state import Chat, Json, Seen, seen

__all__ = ["TOKEN", "BotApi", "Call", "Chat", "Events", "Fault", "Json", "Refusal", "Seen", "seen", "user"]
