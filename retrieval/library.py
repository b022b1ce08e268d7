"""A sentence with everything that was read in it: what questions are held against."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from retrieval.records import Article, Fact, Period, PlacedPeriod, Reading, Region, Sentence
from retrieval.understanding.context import ArticleContext


@dataclass(frozen=True)
class Passage:
    """A sentence with what was read in it; ``near``: the tidied text around it (title, its paragraph)."""

    number: int
    sentence: Sentence
    reading: Reading
    article: Article
    context: ArticleContext
    near: str
    facts: tuple[Fact, ...]
    regions: tuple[Region, ...] = ()
    period: Period | None = None
    dated: tuple[PlacedPeriod, ...] = ()

    @cached_property
    def words(self) -> frozenset[str]:
        """The known atoms of the sentence."""
        return frozenset(a.text for a in self.reading.atoms if a.known)
