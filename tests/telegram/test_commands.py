"""The commands, the menu on Telegram's side, and the terminal's help: one table."""

from __future__ import annotations

import json

import pytest
from botapi import user
from house import ANSWERED, config, house

from bot.menu import MENU, NAMES, described, lines


@pytest.mark.parametrize("name", NAMES)
async def test_every_command_of_the_table_is_answered_in_private_and_in_a_group(name: str) -> None:
    async with house() as h:
        group = h.people.group()
        h.people.say(h.people.private(), f"/{name}")
        h.people.say(group, f"/{name}@econbot")
        (one,) = await h.api.answers(1)
        (other,) = await h.api.answers(group.id)
        assert one.text and other.text and h.api.refused() == []


async def test_help_lists_the_table_in_the_readers_language() -> None:
    async with house() as h:
        h.people.say(h.people.private(1), "/help", user(1, "zh-hant"))
        h.people.say(h.people.private(2), "/help", user(2, "fr"))
        assert (await h.api.answers(1))[0].text.endswith(lines(config().messages["zh"]))
        assert (await h.api.answers(2))[0].text.endswith(lines(config().messages["en"]))


async def test_the_menu_is_set_by_language_and_scope_and_only_where_it_differs() -> None:
    async with house() as h:
        await h.api.until(lambda: len(h.api.made("setMyDescription")) == 2)
        menus = h.api.state.commands
        assert len(menus) == 4
        private = menus[json.dumps({"type": "default"}), "zh"]
        groups = menus[json.dumps({"type": "all_group_chats"}), "zh"]
        assert [one["command"] for one in private] == list(NAMES)
        assert [one["command"] for one in groups] == [item.name for item in MENU if item.groups]
        before = len([call for call in h.api.made() if call.method.startswith("setMy")])
        await h.end()
        h.begin()
        await h.ready.wait()
        await h.settled(0.2)
        assert len([call for call in h.api.made() if call.method.startswith("setMy")]) == before


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_descriptions_are_within_the_limits_of_telegram(lang: str) -> None:
    messages = config().messages[lang]
    assert all(1 <= len(does) <= 256 for _, does in described(messages))
    assert len(messages.text("profile.about")) <= 120
    assert len(messages.text("profile.description")) <= 512


async def test_sources_can_be_searched() -> None:
    async with house() as h:
        h.people.say(h.people.private(), "/sources")
        h.people.say(h.people.private(), "/sources 椒江")
        everything, found = await h.api.answers(1, 2)
        assert everything.text.count("• ") == 5
        assert found.text.count("• ") == 1 and "椒江,全省优秀!" in found.covered("text_link")


async def test_forget_deletes_what_is_kept_of_who_asks() -> None:
    async with house() as h:
        private = h.people.private()
        h.people.say(private, ANSWERED)
        (card,) = await h.api.answers(1)
        h.people.press(card.message, "👍")
        await h.api.until(h.storage.opinions)
        h.people.say(private, "/forget")
        await h.api.answers(1, 2)
        assert h.storage.opinions() == ()
        assert h.storage.kept(f"c:1:{card.id}") is None
