"""Which messages are meant for the bot, and what they ask: the cases are data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from botapi import Json, user
from botapi.people import ANONYMOUS, CHANNEL_BOT, SERVICE, written
from botapi.server import BOT
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update

from bot.telegram.addressing import Me, Place, Trigger, addressed, message_of, place_of

ME = Me(BOT["id"], "econbot", ("ask", "start", "help", "sources", "settings", "privacy", "forget"))
CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "addressing.yaml").read_text("utf-8")
)
BOT_USER = {k: BOT[k] for k in ("id", "is_bot", "first_name", "username")}
OTHER_BOT = {"id": 55, "is_bot": True, "first_name": "别的", "username": "otherbot"}
GROUP = {"id": -100123, "type": "supergroup", "title": "群"}
CHATS: dict[str, Json] = {
    "private": {"id": 1, "type": "private", "first_name": "用户"},
    "group": GROUP,
    "forum": GROUP | {"is_forum": True},
    "basic": {"id": -5, "type": "group", "title": "群"},
    "guest": {"id": -100999, "type": "supergroup", "title": "别人的群"},
    "channel": {"id": -100777, "type": "channel", "title": "频道"},
}
CHANNEL = CHATS["channel"]
SENDERS: dict[str, Json] = {
    "person": {"from": user()},
    "bot": {"from": OTHER_BOT},
    "me": {"from": BOT_USER},
    "service": {"from": SERVICE},
    "anonymous": {"from": ANONYMOUS, "sender_chat": GROUP},
    "channel": {"from": CHANNEL_BOT, "sender_chat": CHANNEL},
    "automatic": {"from": SERVICE, "sender_chat": CHANNEL, "is_automatic_forward": True},
    "guestbot": {"from": OTHER_BOT, "guest_bot_caller_user": user()},
}


def update(case: dict[str, Any]) -> Update:
    """The update Telegram would send for a case."""
    where = case["where"]
    message: Json = {"message_id": 9, "date": 1, "chat": CHATS[where]} | SENDERS[case.get("from", "person")]
    message |= written(case.get("html") or case.get("text") or "", html="html" in case)
    if "caption" in case:
        found = written(case["caption"])
        message = {k: v for k, v in message.items() if k != "text"}
        message |= {"caption": found["text"], "caption_entities": found.get("entities", [])}
    if "reply" in case:
        message["reply_to_message"] = reply(case)
    if "quoted" in case:
        message["quote"] = {"text": case["quoted"], "position": 0}
    if "via" in case:
        message["via_bot"] = {"id": case["via"], "is_bot": True, "first_name": "x"}
    if where == "forum":
        message |= {"message_thread_id": 3, "is_topic_message": True}
    if where == "guest":
        message["guest_query_id"] = "g1"
    kinds = {"channel": "channel_post", "guest": "guest_message"}
    kind = "edited_message" if case.get("edited") else kinds.get(where, "message")
    found_update = Update.de_json({"update_id": 1, kind: message}, None)
    assert found_update is not None
    return found_update


def reply(case: dict[str, Any]) -> Json:
    of = {"me": BOT_USER, "topic": BOT_USER, "user": user(8)}[case["reply"]]
    message = {"message_id": 4, "date": 1, "chat": CHATS[case["where"]], "from": of, "text": "别人的问题？"}
    if case["reply"] == "topic":
        message["forum_topic_created"] = {"name": "话题", "icon_color": 1}
    return message


@pytest.mark.parametrize("case", CASES, ids=[str(case.get("text") or case.get("html")) for case in CASES])
def test_is_it_meant_for_me(case: dict[str, Any]) -> None:
    found = addressed(update(case), ME)
    if case.get("ignored"):
        assert found is None
        return
    answered = 4 if case.get("answered") else None
    borrowed, edited = case.get("borrowed", False), case.get("edited", False)
    assert found == Trigger(case["how"], case["asks"], case.get("command", ""), edited, answered, borrowed)


def test_there_are_enough_cases_and_none_twice() -> None:
    texts = [str(sorted((k, str(v)) for k, v in case.items())) for case in CASES]
    assert len(set(texts)) == len(texts) >= 60


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({}, Place(-100123, None, 1)),
        ({"message_thread_id": 3, "is_topic_message": True}, Place(-100123, 3, 1)),
        ({"message_thread_id": 3}, Place(-100123, None, 1)),  # a thread of replies is no topic
        ({"from": ANONYMOUS, "sender_chat": GROUP}, Place(-100123, None, -100123)),
        ({"from": CHANNEL_BOT, "sender_chat": CHANNEL}, Place(-100123, None, -100777)),
    ],
)
def test_a_conversation_is_kept_by_chat_topic_and_speaker(more: Json, place: Place) -> None:
    message = {"message_id": 9, "date": 1, "chat": GROUP, "from": user(), "text": "x"} | more
    found = Update.de_json({"update_id": 1, "message": message}, None)
    assert found is not None and found.message is not None
    assert place_of(found.message) == place


@pytest.mark.parametrize("kind", ["business_message", "channel_post", "edited_channel_post"])
def test_other_kinds_of_message_are_left_alone(kind: str) -> None:
    message = {"message_id": 9, "date": 1, "chat": CHATS["private"], "from": user(), "text": "上海GDP"}
    found = Update.de_json({"update_id": 1, kind: message}, None)
    assert found is not None
    assert message_of(found) is None
    assert addressed(found, ME) is None


LETTERS = st.text(st.characters(whitelist_categories=("L", "N", "So")), max_size=20)


@given(LETTERS, LETTERS)
def test_whatever_stands_around_a_mention_is_the_question(before: str, after: str) -> None:
    found = addressed(update({"where": "group", "text": f"{before} @econbot {after}"}), ME)
    assert found is not None
    assert found.question == f"{before} {after}".strip()


@given(st.text(max_size=40), st.sampled_from(["private", "group", "guest"]))
def test_no_text_breaks_it(text: str, where: str) -> None:
    found = addressed(update({"where": where, "text": text.replace("\x00", "")}), ME)
    assert found is None or found.question == found.question.strip()
