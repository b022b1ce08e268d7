"""Telegram: the only rooms that import ``telegram``."""
