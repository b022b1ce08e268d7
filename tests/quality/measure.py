"""A question set asked once: the answers, their verdicts, the digest that says which set it was."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from bot.contract import to_json
from bot.evaluation import Outcome, Report
from bot.questions import Gold, read_set
from bot.scoring import judge
from retrieval.assistant import Assistant
from retrieval.config import load_config
from retrieval.defaults import default_seeds_dir
from retrieval.records import Answer

SETS = Path(__file__).parent / "sets"
TODAY = date(2025, 6, 30)  # what 今年 means in a question, whenever this runs


@dataclass(frozen=True)
class Reply:
    """A question of a set and what it was answered; ``previous``: the answer of the turn before."""

    gold: Gold
    answer: Answer
    previous: Answer | None

    @property
    def outcome(self) -> Outcome:
        """The verdict, without the funnel's stages."""
        answer = to_json(self.answer, self.gold.id)
        return Outcome(self.gold, answer, judge(self.gold, answer), found=False, fitting=False)


@dataclass(frozen=True)
class Measured:
    """A set with the assistant that read its articles; nothing is asked before it is needed, and only once."""

    name: str
    assistant: Assistant

    @cached_property
    def replies(self) -> tuple[Reply, ...]:
        """Every question's answer, each question a conversation of its own."""
        return tuple(self._replies())

    def _replies(self) -> Iterator[Reply]:
        for gold in read_set(SETS / self.name):
            previous: Answer | None = None
            for text in gold.turns[:-1]:
                previous = self.assistant.ask(text, previous)
            yield Reply(gold, self.assistant.ask(gold.turns[-1], previous), previous)

    @cached_property
    def report(self) -> Report:
        """The verdicts, counted by type."""
        return Report(tuple(reply.outcome for reply in self.replies))

    @cached_property
    def offers(self) -> tuple[tuple[Reply, str, Answer], ...]:
        """(who was offered it, the question offered, its answer) of every offer of every refusal and question back."""
        return tuple(
            (reply, offer.question, self.assistant.ask(offer.question))
            for reply in self.replies
            for offer in reply.answer.offers
        )

    def failed_offers(self) -> list[tuple[str, str, str]]:
        """The offers that lead nowhere: (the question asked, the one offered, why it had no answer)."""
        return [
            (reply.gold.turns[-1], question, answer.reason or answer.status.value)
            for reply, question, answer in self.offers
            if answer.status.value != "answered"
        ]


def measure(name: str) -> Measured:
    """The set ``name``, read with the configuration that comes with Yiju."""
    return Measured(name, Assistant.load(load_config(), articles_of(name), TODAY))


def articles_of(name: str, sets: Path = SETS) -> Path:
    """The folder of a set's articles: its own, or the project's seeds where it has none."""
    own = sets / name / "articles"
    return own if own.is_dir() else default_seeds_dir()


def digest(name: str, sets: Path = SETS) -> str:
    """SHA-256 of the set's questions and articles, by the files' names and bytes."""
    found = hashlib.sha256()
    for path in (sets / name / "questions.jsonl", *sorted(articles_of(name, sets).glob("*.md"))):
        data = path.read_bytes()
        found.update(f"{path.name} {len(data)}\n".encode())
        found.update(data)
    return found.hexdigest()
