"""What the bot asks itself at its start: questions about what the articles speak of, whatever comes of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from house import config, mind

from bot.mind import load_mind
from bot.telegram.warming import warm, warm_up
from retrieval.records import Answer, Status
from retrieval.understanding.english_text import is_english


def test_questions_in_both_languages_name_places_of_the_articles() -> None:
    found = list(warm_up(mind(), config()))
    assert {is_english(text) for text in found} == {True, False}
    places = {mind().about(article) for article in mind().ids}
    assert any(place in text for text in found for place in places)
    assert any("Jiaojiang" in text for text in found)
    assert not any("{" in text for text in found)
    statuses = {mind().ask(text).status for text in found}
    assert statuses >= {Status.ANSWERED, Status.NOT_FOUND, Status.CLARIFY}


def test_no_articles_no_questions(tmp_path: Path) -> None:
    assert list(warm_up(load_mind(config(), tmp_path), config())) == []


class Listening:
    """The mind of the seeds, and what it was asked; it fails at the second question."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(mind(), name)

    def ask(self, text: str, previous: Answer | None = None) -> Answer:
        self.asked.append(text)
        if len(self.asked) == 2:
            raise RuntimeError("a fault of ours")
        return mind().ask(text, previous)


def test_a_fault_is_nobodys_trouble() -> None:
    brain = Listening()
    warm(brain, config())
    assert len(brain.asked) > 2
