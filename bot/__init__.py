"""Speaks: the command line, the messages, and (in ``bot.telegram``) the Telegram bot."""
