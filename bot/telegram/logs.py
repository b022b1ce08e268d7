"""Logs that hold no token, whoever writes them: in messages, arguments, tracebacks, at every level.

``httpx`` writes the whole address of a request, ``InvalidToken`` and ``repr(Bot)`` hold the token as well.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable
from typing import TextIO

HIDDEN = "<token>"
_TOKEN = re.compile(r"\d{6,}(?::|%3[Aa])[A-Za-z0-9_-]{30,}")
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class Hider:
    """Takes tokens, and secrets given by name, out of a text."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = [re.escape(secret) for secret in secrets if len(secret) >= 6]
        known += [secret.replace(":", "%3[Aa]") for secret in known if ":" in secret]
        self.pattern = re.compile("|".join([*sorted(known, key=len, reverse=True), _TOKEN.pattern]))

    def hide(self, text: str) -> str:
        """``POST …/bot123456:AAE…/getMe`` → ``POST …/bot<token>/getMe``."""
        return self.pattern.sub(HIDDEN, text)


class SafeFormatter(logging.Formatter):
    """Formats as usual and hides in the whole: message, traceback and stack."""

    def __init__(self, hider: Hider, style: str = _FORMAT) -> None:
        super().__init__(style)
        self.hider = hider

    def format(self, record: logging.LogRecord) -> str:
        """The line, or lines, of a record."""
        return self.hider.hide(super().format(record))


class SafeFilter(logging.Filter):
    """Hides in the record itself, for formatters that are not ours (a journal's, a log collector's)."""

    def __init__(self, hider: Hider) -> None:
        super().__init__()
        self.hider = hider

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true; message, arguments and traceback are one text without a token afterwards."""
        try:
            message = record.getMessage()
        except (TypeError, ValueError):  # wrong arguments: logging itself will say so, but not with a token
            message = f"{record.msg} {record.args!r}"
        record.msg, record.args = self.hider.hide(message), None
        if record.exc_info and record.exc_info[0] is not None:
            text = logging.Formatter().formatException(record.exc_info)
            record.exc_text, record.exc_info = self.hider.hide(text), None
        elif record.exc_text:
            record.exc_text = self.hider.hide(record.exc_text)
        if record.stack_info:
            record.stack_info = self.hider.hide(record.stack_info)
        return True


def set_up(
    secrets: Iterable[str], level: int = logging.INFO, stream: TextIO | None = None
) -> logging.Handler:
    """Log to ``stream`` (standard error); every other handler of the root logger is made safe as well.

    Below DEBUG the request lines of ``httpx`` are left out: they are many and say nothing.
    """
    hider = Hider(secrets)
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(SafeFormatter(hider))
    root = logging.getLogger()
    root.addHandler(handler)
    for one in root.handlers:
        one.addFilter(SafeFilter(hider))
    root.setLevel(level)
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(level if level <= logging.DEBUG else logging.WARNING)
    return handler
