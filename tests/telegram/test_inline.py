"""Away from its own chats: results while somebody types ``@econbot …``, and questions where it is only a guest."""

from __future__ import annotations

import time

from botapi import seen, user
from house import ANSWERED, REFUSED, House, house

FIGURE = "33.1%"


async def inline(h: House, text: str, who: int = 1, language: str = "zh-hans") -> list[dict[str, object]]:
    query = h.people.search(text, user(who, language))
    await h.api.until(lambda: query in h.api.state.answers)
    found: list[dict[str, object]] = h.api.state.answers[query]["results"]
    return found


async def test_inline_the_figure_is_the_title_and_the_sentence_the_description() -> None:
    async with house() as h:
        (result,) = await inline(h, "椒江 固投增速 2019")
        again = await inline(h, "椒江 固投增速 2019", who=2)
        assert str(result["title"]).startswith(FIGURE)
        assert FIGURE in str(result["description"])
        assert result["id"] == again[0]["id"]


async def test_inline_nothing_typed_shows_examples_and_a_refusal_shows_what_there_is_first() -> None:
    async with house() as h:
        assert len(await inline(h, "")) == 3
        found = await inline(h, REFUSED)
        assert "2018" in str(found[-1]["title"])
        assert len({str(one["id"]) for one in found}) == len(found) > 1


async def test_a_chosen_result_can_be_rated() -> None:
    async with house() as h:
        query = h.people.search("椒江 固投增速 2019")
        await h.api.until(lambda: query in h.api.state.answers)
        message = h.people.choose(query, text="椒江 固投增速 2019")
        bad = seen(h.api.state.inline[message]).buttons[1][2]["callback_data"]
        pressed = h.people.press_data({}, bad, inline=message)
        await h.api.until(lambda: pressed in h.api.state.answers)
        (opinion,) = h.storage.opinions()
        assert not opinion.good and opinion.question == "椒江 固投增速 2019"


async def test_a_guest_is_answered_once_with_the_same_card() -> None:
    async with house() as h:
        query = h.people.guest(f"@econbot {ANSWERED}")
        await h.api.until(lambda: query in h.api.state.answers)
        assert seen(h.api.state.answers[query]).text.startswith(FIGURE)
        assert len(h.api.made("answerGuestQuery")) == 1


async def test_a_guests_mention_that_comes_twice_is_answered_once() -> None:
    async with house() as h:
        h.people.guest(f"@econbot {ANSWERED}")
        await h.api.until(lambda: h.api.made("answerGuestQuery"))
        chat = {"id": -100999, "type": "supergroup", "title": "别人的群"}
        twin = {
            "message_id": 1,
            "date": int(time.time()),
            "chat": chat,
            "from": user(),
            "text": f"@econbot {ANSWERED}",
        }
        h.api.updates.push({"message": twin})
        await h.settled(0.1)
        assert h.api.made("sendMessage") == []
