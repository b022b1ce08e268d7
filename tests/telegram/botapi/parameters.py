"""What each method takes: names, types and which are required. Anything else is refused."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl

from botapi.http import HttpRequest
from botapi.refusals import bad

_SEND = "chat_id! message_thread_id:int parse_mode entities:json reply_parameters:json reply_markup:json"
_SEND += " link_preview_options:json disable_notification:bool protect_content:bool business_connection_id"
_TARGET = "chat_id message_id:int inline_message_id"
_SCOPE = "scope:json language_code"
_TABLE = {
    "getMe": "",
    "getUpdates": "offset:int limit:int timeout:int allowed_updates:json",
    "setWebhook": "url! secret_token allowed_updates:json drop_pending_updates:bool max_connections:int ip_address",
    "deleteWebhook": "drop_pending_updates:bool",
    "getWebhookInfo": "",
    "sendMessage": f"{_SEND} text!",
    "editMessageText": f"{_TARGET} text! parse_mode entities:json reply_markup:json link_preview_options:json",
    "editMessageReplyMarkup": f"{_TARGET} reply_markup:json",
    "deleteMessage": "chat_id! message_id:int!",
    "sendChatAction": "chat_id! action! message_thread_id:int",
    "setMessageReaction": "chat_id! message_id:int! reaction:json is_big:bool",
    "answerCallbackQuery": "callback_query_id! text show_alert:bool url cache_time:int",
    "answerInlineQuery": "inline_query_id! results:json! cache_time:int is_personal:bool next_offset button:json",
    "answerGuestQuery": "guest_query_id! result:json!",
    "setMyCommands": f"commands:json! {_SCOPE}",
    "getMyCommands": _SCOPE,
    "deleteMyCommands": _SCOPE,
    "setMyDescription": "description language_code",
    "getMyDescription": "language_code",
    "setMyShortDescription": "short_description language_code",
    "getMyShortDescription": "language_code",
    "setMyName": "name language_code",
    "getMyName": "language_code",
    "getChat": "chat_id!",
    "getFile": "file_id!",
    "getChatMember": "chat_id! user_id:int!",
    "getChatAdministrators": "chat_id!",
    "leaveChat": "chat_id!",
    "logOut": "",
    "close": "",
}


def _read(spec: str) -> dict[str, tuple[str, bool]]:
    """``"text! limit:int"`` → ``{"text": ("str", True), "limit": ("int", False)}``."""
    found = {}
    for word in spec.split():
        name, _, kind = word.rstrip("!").partition(":")
        found[name] = (kind or "str", word.endswith("!"))
    return found


METHODS = {name.lower(): (name, _read(spec)) for name, spec in _TABLE.items()}


def sent(request: HttpRequest) -> dict[str, Any]:
    """The parameters of a request as sent: a form, JSON, or the address's query."""
    _, _, query = request.path.partition("?")
    values: dict[str, Any] = dict(parse_qsl(query, keep_blank_values=True))
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        values |= json.loads(request.body or b"{}")
    elif kind.startswith("application/x-www-form-urlencoded"):
        values |= dict(parse_qsl(request.body.decode("utf-8"), keep_blank_values=True))
    elif request.body:
        raise bad("the server takes forms and JSON only")
    return values


def checked(method: str, values: dict[str, Any]) -> dict[str, Any]:
    """``values`` with their types, or a refusal that names the first wrong one."""
    known = METHODS[method.lower()][1]
    stray = sorted(set(values) - set(known))
    if stray:
        raise bad(f'unknown parameter "{stray[0]}" of {method}')
    for name, (_, required) in known.items():
        if required and values.get(name) in (None, ""):
            raise bad("message text is empty" if name == "text" else f"{name} is empty")
    return {name: _typed(name, known[name][0], value) for name, value in values.items()}


def _typed(name: str, kind: str, value: Any) -> Any:
    try:
        if kind == "int":
            return int(value)
        if kind == "bool":
            return {"true": True, "false": False}[str(value).lower()]
        if kind == "json":
            return json.loads(value) if isinstance(value, str) else value
    except (ValueError, KeyError):
        raise bad(f"can't parse {name}: expected {kind}") from None
    return str(value)
