"""While the search cannot be reached the bot says so, keeps nothing of it, and answers when it is back."""

from __future__ import annotations

from typing import Any

from botapi import seen
from house import config, house, mind

from retrieval.records import Answer, Sentence, Status
from retrieval.search.trouble import SEARCH_DOWN, SearchError

QUESTION = "椒江2019年固投增速?"


class Shaky:
    """The mind of the seeds, whose search can be switched off."""

    def __init__(self) -> None:
        self.down = True

    def __getattr__(self, name: str) -> Any:
        return getattr(mind(), name)

    def ask(self, text: str, previous: Answer | None = None) -> Answer:
        if self.down:
            return Answer(text, Status.NOT_FOUND, reason=SEARCH_DOWN)
        return mind().ask(text, previous)

    def search(self, text: str, top: int) -> list[tuple[Sentence, float]]:
        if self.down:
            raise SearchError("cluster.unreachable", hosts="http://127.0.0.1:9")
        return mind().search(text, top)


async def test_an_outage_is_said_and_not_remembered() -> None:
    shaky = Shaky()
    said = config().messages["zh"].text("reason.search_down")
    async with house(shaky) as h:
        chat = h.people.private(1)
        h.people.say(chat, QUESTION)
        (first,) = await h.api.answers(chat.id)
        assert said in first.text
        search = h.people.search(QUESTION)
        await h.api.until(lambda: search in h.api.state.answers)
        told = h.api.state.answers[search]
        assert said in seen(told["results"][-1]["message"]).text
        assert int(told["cache_time"]) == 0
        shaky.down = False
        h.people.say(chat, QUESTION)
        assert "33.1%" in (await h.api.answers(chat.id, 2))[1].text
        again = h.people.search(QUESTION)
        await h.api.until(lambda: again in h.api.state.answers)
        assert int(h.api.state.answers[again]["cache_time"]) > 0
