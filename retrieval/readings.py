"""An article as it was read, apart from where it is kept: what crosses from reading to keeping.

Reading is the costly step (two milliseconds a sentence), so that what was read is kept and never read twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from retrieval.library import Passage
from retrieval.records import Article, Fact, Period, PlacedPeriod, Reading, Region, Sentence
from retrieval.understanding.context import ArticleContext


@dataclass(frozen=True)
class Part:
    """A passage without what it shares with its article."""

    sentence: Sentence
    reading: Reading
    near: str
    facts: tuple[Fact, ...]
    regions: tuple[Region, ...]
    period: Period | None
    dated: tuple[PlacedPeriod, ...]


@dataclass(frozen=True)
class ReadArticle:
    """An article with its parts. Its facts number their sentences from wherever it was read; keeping renumbers them.

    ``raw`` and ``front``: its text before repair and what stood on top, from which it is read again when the rules
    have changed. ``origin``: the file or address it came from. ``marks``: (kind, key) pairs it can be found by later
    (("text", digest), ("url", address)): ``Store.marked``.
    """

    article: Article
    context: ArticleContext
    parts: tuple[Part, ...]
    raw: str = ""
    front: Mapping[str, str] = field(default_factory=dict)
    origin: str = ""
    marks: tuple[tuple[str, str], ...] = ()


def part_of(p: Passage) -> Part:
    """A passage's own part."""
    return Part(p.sentence, p.reading, p.near, p.facts, p.regions, p.period, p.dated)


def read_article(passages: Sequence[Passage]) -> ReadArticle:
    """One article's passages (one at least) as the article that was read."""
    first = passages[0]
    return ReadArticle(first.article, first.context, tuple(part_of(p) for p in passages))


class Keeper(Protocol):
    """Where articles are kept once they have been read: ``retrieval.store.Store``.

    Every change is whole or not there at all, also where the process is killed in the middle of it; a running
    assistant, in this process or another, answers from it with its next question.
    """

    def __contains__(self, article: str) -> bool:
        """Whether an article of that id is kept."""

    def add(self, articles: Iterable[ReadArticle]) -> int:
        """Keep articles, all of them at once; how many sentences that were. One whose id is there replaces it."""

    def remove(self, articles: Iterable[str]) -> None:
        """Forget articles, all of them at once; ``KeyError`` for an id that is not there: none is forgotten."""

    def article(self, name: str) -> Article | None:
        """The article of an id."""

    def marked(self, kind: str, key: str) -> list[str]:
        """The ids of the articles that were added with that mark, in the order they were added."""


class Owner(Protocol):
    """What the parts of an article share."""

    @property
    def article(self) -> Article:
        """The article."""

    @property
    def context(self) -> ArticleContext:
        """What it is about."""


def passage_of(number: int, read: Owner, part: Part) -> Passage:
    """A part as the passage of that number."""
    return Passage(
        number, part.sentence, part.reading, read.article, read.context, part.near, part.facts,
        part.regions, part.period, part.dated,
    )  # fmt: skip
