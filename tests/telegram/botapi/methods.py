"""The methods of the Bot API that this server knows: typed parameters → result, or a refusal."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from botapi.keyboards import check_keyboard, check_result, check_results
from botapi.markup import read_text, units
from botapi.refusals import bad
from botapi.state import Chat, Json, State, scope_key

_ACTIONS = {"typing", "upload_photo", "upload_document", "choose_sticker", "find_location"}
LARGEST_FILE = 20_000_000  # bytes that a bot is given
_REACTIONS = "👍👎❤🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🙏👌👀💯🤝✍"


def get_me(state: State, _: Json) -> Json:
    return state.bot


def send_message(state: State, p: Json) -> Json:
    chat = state.chat(p["chat_id"])
    message = read_text(p["text"], p.get("parse_mode"), p.get("entities"))
    if (keyboard := check_keyboard(p.get("reply_markup"))) is not None:
        message["reply_markup"] = keyboard
    message |= _replied(chat, p.get("reply_parameters"))
    topic = p.get("message_thread_id")
    if topic is not None:
        if not chat.forum:
            raise bad("message thread not found")
        message |= {"message_thread_id": topic, "is_topic_message": True}
    return chat.add({"from": state.bot} | message)


def _replied(chat: Chat, reply: Json | None) -> Json:
    if not reply:
        return {}
    original = chat.messages.get(int(reply["message_id"]))
    if original is None:
        if reply.get("allow_sending_without_reply"):
            return {}
        raise bad("message to be replied not found")
    quote = reply.get("quote")
    if quote is not None and (quote not in original.get("text", "") or units(quote) > 1024):
        raise bad("QUOTE_TEXT_INVALID")
    return {"reply_to_message": {k: v for k, v in original.items() if k != "reply_to_message"}}


def _target(state: State, p: Json) -> Json:
    """The message an edit is for."""
    if "inline_message_id" in p:
        if p["inline_message_id"] not in state.inline:
            raise bad("MESSAGE_ID_INVALID")
        return state.inline[p["inline_message_id"]]
    if "chat_id" not in p or "message_id" not in p:
        raise bad("message identifier is not specified")
    message = state.chat(p["chat_id"]).messages.get(p["message_id"])
    if message is None:
        raise bad("message to edit not found")
    if message.get("from", {}).get("id") != state.bot["id"]:
        raise bad("message can't be edited")
    return message


def _edit(p: Json, message: Json, changed: Json) -> Json | bool:
    shown = ("text", "entities", "reply_markup")
    keep = {k: v for k, v in message.items() if k not in shown}
    if all(message.get(k) == changed.get(k) for k in shown):
        raise bad(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    message.clear()
    message.update(keep | changed | {"edit_date": keep.get("date", 0)})
    return True if "inline_message_id" in p else message


def edit_text(state: State, p: Json) -> Json | bool:
    message = _target(state, p)
    changed = read_text(p["text"], p.get("parse_mode"), p.get("entities"))
    if (keyboard := check_keyboard(p.get("reply_markup"))) is not None:
        changed["reply_markup"] = keyboard
    return _edit(p, message, changed)


def edit_keyboard(state: State, p: Json) -> Json | bool:
    message = _target(state, p)
    changed: Json = {k: message[k] for k in ("text", "entities") if k in message}
    if (keyboard := check_keyboard(p.get("reply_markup"))) is not None:
        changed["reply_markup"] = keyboard
    return _edit(p, message, changed)


def delete_message(state: State, p: Json) -> bool:
    if state.chat(p["chat_id"]).messages.pop(p["message_id"], None) is None:
        raise bad("message to delete not found")
    return True


def chat_action(state: State, p: Json) -> bool:
    state.chat(p["chat_id"])
    if p["action"] not in _ACTIONS:
        raise bad("wrong parameter action in request")
    return True


def react(state: State, p: Json) -> bool:
    message = state.chat(p["chat_id"]).messages.get(p["message_id"])
    if message is None:
        raise bad("message to react not found")
    for reaction in p.get("reaction", ()):
        if reaction.get("type") != "emoji" or reaction.get("emoji", "?") not in _REACTIONS:
            raise bad("REACTION_INVALID")
    message["reactions"] = [reaction["emoji"] for reaction in p.get("reaction", ())]
    return True


def answer_callback(state: State, p: Json) -> bool:
    if units(p.get("text", "")) > 200:
        raise bad("MESSAGE_TOO_LONG")
    state.close(p["callback_query_id"])
    state.answers[p["callback_query_id"]] = p
    return True


def answer_inline(state: State, p: Json) -> bool:
    button = p.get("button")
    if button is not None:
        _check_inline_button(button)
    if len(p.get("next_offset", "").encode()) > 64:
        raise bad("NEXT_OFFSET_INVALID")
    results = check_results(p["results"])
    state.close(p["inline_query_id"])
    state.answers[p["inline_query_id"]] = p | {"results": results}
    return True


def _check_inline_button(button: Json) -> None:
    if not button.get("text"):
        raise bad("inline query results button text must be non-empty")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", button.get("start_parameter", "")):
        raise bad("START_PARAM_INVALID")


def answer_guest(state: State, p: Json) -> Json:
    message = check_result(p["result"])["message"]
    state.close(p["guest_query_id"])
    inline_id = state.new_id("guest-message-")
    state.inline[inline_id] = message
    state.answers[p["guest_query_id"]] = message
    return {"inline_message_id": inline_id}


def set_commands(state: State, p: Json) -> bool:
    if not 0 < len(p["commands"]) <= 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in p["commands"]:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    state.commands[scope_key(p.get("scope")), p.get("language_code", "")] = p["commands"]
    return True


def get_commands(state: State, p: Json) -> list[Json]:
    return state.commands.get((scope_key(p.get("scope")), p.get("language_code", "")), [])


def delete_commands(state: State, p: Json) -> bool:
    state.commands.pop((scope_key(p.get("scope")), p.get("language_code", "")), None)
    return True


def _setter(name: str, longest: int) -> Callable[[State, Json], bool]:
    def set_it(state: State, p: Json) -> bool:
        if units(p.get(name, "")) > longest:
            raise bad(f"BOT_{name.upper()}_TOO_LONG")
        state.profile[name, p.get("language_code", "")] = p.get(name, "")
        return True

    return set_it


def _getter(name: str) -> Callable[[State, Json], Json]:
    return lambda state, p: {name: state.profile.get((name, p.get("language_code", "")), "")}


def get_chat(state: State, p: Json) -> Json:
    return state.chat(p["chat_id"]).as_json() | {"accent_color_id": 0, "max_reaction_count": 11}


def get_file(state: State, p: Json) -> Json:
    if p["file_id"] not in state.files:
        raise bad("wrong file_id or the file is temporarily unavailable")
    path, data = state.files[p["file_id"]]
    if len(data) > LARGEST_FILE:
        raise bad("file is too big")
    found = {"file_id": p["file_id"], "file_unique_id": p["file_id"][::-1], "file_path": path}
    return found | {"file_size": len(data)}


def get_member(state: State, p: Json) -> Json:
    chat = state.chat(p["chat_id"])
    if p["user_id"] not in chat.members:
        raise bad("PARTICIPANT_ID_INVALID")
    return _member(p["user_id"], chat.members[p["user_id"]])


def _member(user: int, status: str) -> Json:
    found: Json = {"status": status, "user": {"id": user, "is_bot": False, "first_name": f"用户{user}"}}
    if status == "creator":
        found["is_anonymous"] = False
    if status == "administrator":
        rights = "manage_chat delete_messages manage_video_chats restrict_members promote_members change_info"
        rights += " invite_users post_stories edit_stories delete_stories"
        found |= {f"can_{right}": True for right in rights.split()}
        found |= {"can_be_edited": False, "is_anonymous": False}
    return found


def get_administrators(state: State, p: Json) -> list[Json]:
    chat = state.chat(p["chat_id"])
    if chat.type == "private":
        raise bad("there are no administrators in the private chat")
    return [_member(u, s) for u, s in chat.members.items() if s in ("creator", "administrator")]


def leave(state: State, p: Json) -> bool:
    state.chat(p["chat_id"]).blocked = True
    return True


METHODS: dict[str, Callable[[State, Json], Any]] = {
    "getMe": get_me,
    "sendMessage": send_message,
    "editMessageText": edit_text,
    "editMessageReplyMarkup": edit_keyboard,
    "deleteMessage": delete_message,
    "sendChatAction": chat_action,
    "setMessageReaction": react,
    "answerCallbackQuery": answer_callback,
    "answerInlineQuery": answer_inline,
    "answerGuestQuery": answer_guest,
    "setMyCommands": set_commands,
    "getMyCommands": get_commands,
    "deleteMyCommands": delete_commands,
    "setMyDescription": _setter("description", 512),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description", 120),
    "getMyShortDescription": _getter("short_description"),
    "setMyName": _setter("name", 64),
    "getMyName": _getter("name"),
    "getChat": get_chat,
    "getFile": get_file,
    "getChatMember": get_member,
    "getChatAdministrators": get_administrators,
    "leaveChat": leave,
}
