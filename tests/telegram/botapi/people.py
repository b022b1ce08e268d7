"""What people do: they write, edit, press, search, add the bot to groups. Each makes the update Telegram sends."""

from __future__ import annotations

from typing import Any

from botapi.markup import find_entities, parse_html
from botapi.server import BotApi
from botapi.state import Chat, Json

ANONYMOUS: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
SERVICE: Json = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
CHANNEL_BOT: Json = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}


def user(user_id: int = 1, language: str = "zh-hans", **more: Any) -> Json:
    """A person."""
    return {"id": user_id, "is_bot": False, "first_name": f"用户{user_id}", "language_code": language} | more


def written(text: str, html: bool = False) -> Json:
    """``text`` and ``entities`` as a client sends them; ``html``: tags mark code, links, text mentions."""
    plain, given = parse_html(text) if html else (text, [])
    entities = find_entities(plain, given)
    return {"text": plain} | ({"entities": entities} if entities else {})


class People:
    """Everybody but the bot, over one server."""

    def __init__(self, api: BotApi) -> None:
        self.api = api
        self.chats = api.state.chats

    def private(self, user_id: int = 1) -> Chat:
        """A private chat with a person; its id is theirs."""
        return self.chats.setdefault(user_id, Chat(user_id, "private", f"用户{user_id}"))

    def group(
        self, chat_id: int = -100123, kind: str = "supergroup", forum: bool = False, **members: str
    ) -> Chat:
        """A group; ``members``: ``u7="administrator"``."""
        chat = self.chats.setdefault(chat_id, Chat(chat_id, kind, "经济群", forum))
        chat.members.update({int(name[1:]): status for name, status in members.items()})
        return chat

    def message(self, chat: Chat, text: str, sender: Json | None = None, html: bool = False,
                reply: Json | None = None, topic: int | None = None, **more: Any) -> Json:  # fmt: skip
        """A message in a chat, not yet sent on to the bot."""
        found = written(text, html) | more
        found.setdefault("from", sender or user(chat.id if chat.type == "private" else 1))
        if reply is not None:
            found["reply_to_message"] = {k: v for k, v in reply.items() if k != "reply_to_message"}
        if topic is not None:
            found |= {"message_thread_id": topic, "is_topic_message": True}
        if chat.type == "private":
            chat.blocked = False
        return chat.add(found)

    def say(self, chat: Chat, text: str, sender: Json | None = None, **more: Any) -> Json:
        """Write a message; see ``message``."""
        return self._push("message", self.message(chat, text, sender, **more))

    def send_file(
        self,
        chat: Chat,
        name: str,
        data: bytes,
        sender: Json | None = None,
        caption: str = "",
        says: int = -1,
    ) -> Json:
        """Send a file; ``says``: its size as Telegram tells it, where that is another."""
        file = self.api.state.new_id("file-")
        self.api.state.files[file] = (f"documents/{file}", data)
        size = len(data) if says < 0 else says
        document = {"file_id": file, "file_unique_id": file[::-1], "file_name": name, "file_size": size}
        found: Json = {"document": document, "from": sender or user(chat.id)}
        return self._push("message", chat.add(found | ({"caption": caption} if caption else {})))

    def anonymous(self, chat: Chat, text: str, **more: Any) -> Json:
        """A group's admin who writes as the group."""
        return self.say(chat, text, ANONYMOUS, sender_chat=chat.as_json(), **more)

    def as_channel(self, chat: Chat, text: str, automatic: bool = False) -> Json:
        """A person who writes as a channel, or (``automatic``) the linked channel's post in its group."""
        channel = {"id": -100777, "type": "channel", "title": "频道"}
        more: Json = {"is_automatic_forward": True} if automatic else {}
        return self.say(chat, text, SERVICE if automatic else CHANNEL_BOT, sender_chat=channel, **more)

    def post(self, chat_id: int, text: str) -> Json:
        """A post in a channel."""
        chat = self.chats.setdefault(chat_id, Chat(chat_id, "channel", "频道"))
        return self._push("channel_post", chat.add(written(text) | {"sender_chat": chat.as_json()}))

    def edit(self, message: Json, text: str) -> Json:
        """Change a message that was sent before."""
        message.pop("entities", None)
        message.update(written(text) | {"edit_date": message["date"] + 1})
        return self._push("edited_message", message)

    def guest(
        self, text: str, chat_id: int = -100999, sender: Json | None = None, reply: Json | None = None
    ) -> str:
        """A mention in a chat the bot is no member of; the id of the guest query."""
        query = self._query("guest")
        chat = {"id": chat_id, "type": "supergroup", "title": "别人的群"}
        found = {"message_id": 1, "date": 1, "chat": chat, "from": sender or user(), "guest_query_id": query}
        found |= written(text) | ({"reply_to_message": reply} if reply else {})
        self.api.updates.push({"guest_message": found})
        return query

    def press(
        self, message: Json, label: str, presser: Json | None = None, inaccessible: bool = False
    ) -> str:
        """Press the button with this label; the id of the callback query."""
        rows = message["reply_markup"]["inline_keyboard"]
        button = next(b for row in rows for b in row if b["text"] == label)
        return self.press_data(message, button["callback_data"], presser, inaccessible)

    def press_data(self, message: Json, data: str, presser: Json | None = None, inaccessible: bool = False,
                   inline: str = "") -> str:  # fmt: skip
        """Press a button by its data: under a message, one that is too old to read, or an inline message."""
        query = self._query("callback")
        found: Json = {"id": query, "from": presser or user(), "chat_instance": "1", "data": data}
        if inline:
            found["inline_message_id"] = inline
        elif inaccessible:
            found["message"] = {"message_id": message["message_id"], "chat": message["chat"], "date": 0}
        else:
            found["message"] = message
        self.api.updates.push({"callback_query": found})
        return query

    def search(
        self, text: str, searcher: Json | None = None, offset: str = "", chat_type: str = "sender"
    ) -> str:
        """Type ``@bot text`` in any chat; the id of the inline query."""
        query = self._query("inline")
        found = {
            "id": query,
            "from": searcher or user(),
            "query": text,
            "offset": offset,
            "chat_type": chat_type,
        }
        self.api.updates.push({"inline_query": found})
        return query

    def choose(self, query: str, number: int = 0, text: str = "", chooser: Json | None = None) -> str:
        """Send an inline query's result; the id of the inline message it becomes ('' without a keyboard)."""
        result = self.api.state.answers[query]["results"][number]
        found: Json = {"result_id": result["id"], "from": chooser or user(), "query": text}
        inline_id = ""
        if "reply_markup" in result["message"]:
            inline_id = self.api.state.new_id("inline-message-")
            self.api.state.inline[inline_id] = dict(result["message"])
            found["inline_message_id"] = inline_id
        self.api.updates.push({"chosen_inline_result": found})
        return inline_id

    def _query(self, kind: str) -> str:
        query = self.api.state.new_id(f"{kind}-")
        self.api.state.queries[query] = "open"
        return query

    def _push(self, kind: str, message: Json) -> Json:
        self.api.updates.push({kind: message})
        return message


class Events(People):
    """What happens to a chat rather than in it."""

    def member(self, chat: Chat, before: str, after: str, who: Json | None = None) -> None:
        """The bot's own membership changes: ``member(group, "left", "member")`` adds it."""
        bot = self.api.state.bot
        change = {"chat": chat.as_json(), "from": who or user(), "date": 1}
        ends = {"old_chat_member": before, "new_chat_member": after}
        change |= {key: self._status(bot, status) for key, status in ends.items()}
        chat.blocked = after in ("left", "kicked")
        self.api.updates.push({"my_chat_member": change})

    @staticmethod
    def _status(bot: Json, status: str) -> Json:
        until = {"until_date": 0} if status == "kicked" else {}
        return {
            "status": status,
            "user": {k: bot[k] for k in ("id", "is_bot", "first_name", "username")},
        } | until

    def migrate(self, chat: Chat, new_id: int) -> Chat:
        """A group becomes a supergroup with another id; both chats are told."""
        new = self.group(new_id)
        new.members.update(chat.members)
        chat.migrated_to = new_id
        self._push("message", chat.add({"from": user(), "migrate_to_chat_id": new_id}))
        self._push("message", new.add({"from": user(), "migrate_from_chat_id": chat.id}))
        return new

    def react(self, message: Json, emoji: str, who: Json | None = None) -> None:
        """A person's reaction to a message."""
        change = {
            "chat": message["chat"],
            "message_id": message["message_id"],
            "user": who or user(),
            "date": 1,
        }
        new = [{"type": "emoji", "emoji": emoji}]
        self.api.updates.push({"message_reaction": change | {"old_reaction": [], "new_reaction": new}})
