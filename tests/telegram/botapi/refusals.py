"""What Telegram answers when it does not do what it was asked."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):  # noqa: N818 - Telegram's word, not an error of ours
    """An answer with ``ok: false``: HTTP status, Telegram's description, and its ``parameters``."""

    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The JSON object Telegram sends."""
        found: dict[str, Any] = {"ok": False, "error_code": self.status, "description": self.description}
        return found | ({"parameters": self.parameters} if self.parameters else {})


def bad(description: str) -> Refusal:
    """A 400: ``bad("message text is empty")`` reads ``Bad Request: message text is empty``."""
    return Refusal(400, f"Bad Request: {description}")
