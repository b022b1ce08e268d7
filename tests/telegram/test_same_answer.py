"""One mind, many mouths: the five surfaces say the same for every question about the seeds."""

from __future__ import annotations

import json
from pathlib import Path

from botapi import seen
from house import config, house, mind

from bot.messages import compose
from bot.voice import Voice

SEEDS = Path(__file__).parents[1] / "quality" / "sets" / "seeds" / "questions.jsonl"
QUESTIONS = [json.loads(line)["turns"][0] for line in SEEDS.read_text("utf-8").splitlines()]


def in_the_terminal(question: str) -> list[str]:
    """What the terminal prints, line by line, less its addresses, leads and choices."""
    answer = mind().ask(question)
    parts = compose(answer, Voice(config(), answer.lang))
    kinds = {"figure", "quote", "note", "reason", "head"}
    return [part.text for part in parts if part.kind.value in kinds]


async def test_the_five_surfaces_say_the_same() -> None:
    async with house() as h:
        for number, question in enumerate(QUESTIONS, 1):
            private, group = h.people.private(number), h.people.group(-1000 - number)
            h.people.say(private, question)
            h.people.say(group, f"@econbot {question}")
            search, guest = (
                h.people.search(question),
                h.people.guest(f"@econbot {question}", chat_id=-5000 - number),
            )
            await h.api.until(lambda s=search, g=guest: {s, g} <= set(h.api.state.answers))  # type: ignore[misc]
            (one,), (two,) = await h.api.answers(private.id), await h.api.answers(group.id)
            three = seen(h.api.state.answers[search]["results"][-1]["message"])
            four = seen(h.api.state.answers[guest])
            assert (one.text, one.entities) == (two.text, two.entities) == (three.text, three.entities)
            assert (one.text, one.entities, one.labels) == (four.text, four.entities, four.labels)
            assert all(line in one.text for line in in_the_terminal(question))
        assert h.api.refused() == []
