"""What Telegram refuses in buttons and in inline results."""

from __future__ import annotations

from typing import Any

from botapi.markup import read_text
from botapi.refusals import bad

_ACTIONS = {"url", "callback_data", "web_app", "login_url", "switch_inline_query",
            "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text", "pay",
            "callback_game"}  # fmt: skip
_BUTTON = {"text", "style", "icon_custom_emoji_id"} | _ACTIONS
_ARTICLE = {"type", "id", "title", "input_message_content", "reply_markup", "url", "description",
            "thumbnail_url", "thumbnail_width", "thumbnail_height"}  # fmt: skip
_CONTENT = {"message_text", "parse_mode", "entities", "link_preview_options"}
MAX_BUTTONS = 100
MAX_RESULTS = 50


def check_keyboard(markup: dict[str, Any] | None) -> dict[str, Any] | None:
    """The inline keyboard of a message, or ``None`` where it has none."""
    if not markup:
        return None
    if set(markup) != {"inline_keyboard"}:
        raise bad("object expected as reply markup")
    rows = [row for row in markup["inline_keyboard"] if row]
    buttons = [button for row in rows for button in row]
    if len(buttons) > MAX_BUTTONS or any(len(row) > 8 for row in rows):
        raise bad("REPLY_MARKUP_TOO_LONG")
    for button in buttons:
        check_button(button)
    return {"inline_keyboard": rows} if rows else None


def check_button(button: dict[str, Any]) -> None:
    """Exactly one action, a text, and nothing over its length."""
    if stray := set(button) - _BUTTON:
        raise bad(f"can't parse inline keyboard button: unknown field {min(stray)}")
    if not str(button.get("text", "")).strip():
        raise bad("can't parse inline keyboard button: Text must be non-empty")
    if len(_ACTIONS & set(button)) != 1:
        raise bad("can't parse inline keyboard button: exactly one action is expected")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")
    copied = button.get("copy_text")
    if copied is not None and not 1 <= len(copied.get("text", "")) <= 256:
        raise bad("BUTTON_COPY_TEXT_INVALID")
    url = button.get("url")
    if url is not None and not url.startswith(("https://", "http://", "tg://")):
        raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def check_results(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The results of an inline query with what each would send."""
    if len(results) > MAX_RESULTS:
        raise bad("RESULTS_TOO_MUCH")
    ids = [str(result.get("id", "")) for result in results]
    if len(set(ids)) != len(ids):
        raise bad("RESULT_ID_DUPLICATE")
    return [check_result(result) for result in results]


def check_result(result: dict[str, Any]) -> dict[str, Any]:
    """One result with ``message``: the text, entities and keyboard it would send."""
    if result.get("type") != "article":
        raise bad(f"this server takes articles only, not {result.get('type')!r}")
    if stray := set(result) - _ARTICLE:
        raise bad(f"can't parse inline query result: unknown field {min(stray)}")
    if not 1 <= len(str(result.get("id", "")).encode()) <= 64:
        raise bad("RESULT_ID_INVALID")
    if not str(result.get("title", "")).strip():
        raise bad("can't parse inline query result: Title must be non-empty")
    content = result.get("input_message_content") or {}
    if stray := set(content) - _CONTENT:
        raise bad(f"can't parse input message content: unknown field {min(stray)}")
    text = read_text(content.get("message_text", ""), content.get("parse_mode"), content.get("entities"))
    keyboard = check_keyboard(result.get("reply_markup"))
    return result | {"message": text | ({"reply_markup": keyboard} if keyboard else {})}
