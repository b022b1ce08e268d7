"""A process of its own that says back what it is told, slowly: what a SIGTERM is tried on, and a bare echo bot.

python echo_bot.py URL TOKEN SECONDS
"""

from __future__ import annotations

import asyncio
import logging
import sys
from typing import Any

from telegram import Update
from telegram.ext import MessageHandler, filters

from bot.telegram.application import Wiring, build, run, stop_on_signals
from bot.telegram.logs import set_up


async def main(url: str, token: str, seconds: float) -> None:
    """Run until told to stop."""

    async def echo(update: Update, _: Any) -> None:
        await asyncio.sleep(seconds)
        assert update.effective_message is not None
        await update.effective_message.reply_text(f"回 {update.effective_message.text}", parse_mode=None)

    set_up([token], logging.INFO)
    way = Wiring(token, url)
    application = build(way)
    application.add_handler(MessageHandler(filters.TEXT, echo))
    stop = asyncio.Event()
    stop_on_signals(stop)
    await run(application, way, stop, lambda me: print("ready", me.username, flush=True))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], float(sys.argv[3])))
