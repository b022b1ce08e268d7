"""Thinks: articles in, questions in, answers or refusals out. Knows no Telegram."""
