"""What every engine promises: the one protocol that search is written against."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from retrieval.records import Hit


class Engine(Protocol):
    """Documents as bags of tokens in, the best matches of a question's tokens out.

    A hit has a score above 0; equal scores come in corpus order, which is the order of the numbers; an empty corpus
    or question gives no hit; the same input gives the same output; what was removed is gone; a token twice in the
    question counts twice. The reference for scores is rank-bm25's BM25Okapi.
    """

    @property
    def name(self) -> str:
        """The name it goes by in the settings: ``memory``."""

    def add(self, documents: Iterable[tuple[int, Sequence[str]]]) -> None:
        """Add documents, each a number and its tokens. ``ValueError`` where a number is there already: none is."""

    def remove(self, numbers: Iterable[int]) -> None:
        """Forget these documents; ``KeyError`` for a number that is not there: none is."""

    def search(self, tokens: Sequence[str], top: int) -> list[Hit]:
        """At most ``top`` hits, best first."""

    def __len__(self) -> int:
        """How many documents there are."""
