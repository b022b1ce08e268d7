"""What the commands need of an assistant; a test gives them a small one of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from retrieval.config import Config
from retrieval.corpus.problems import Problem
from retrieval.records import Answer, Article, Sentence


class Trace(Protocol):
    """How an answer came about, for ``yiju explain`` and the funnel of ``yiju eval``."""

    def lines(self) -> list[str]:
        """The trace for a reader."""

    def to_json(self) -> dict[str, Any]:
        """The trace for a program.

        The funnel reads ``candidates`` (``[{"text": sentence}]``) and ``facts`` (``[{"text": figure, "fits": bool}]``,
        where ``fits`` means that every slot agrees with the question).
        """


class Mind(Protocol):
    """``retrieval.assistant.Assistant``, as the commands see it."""

    @property
    def articles(self) -> Sequence[Article]:
        """The articles that can be used, in order; of a corpus on disk they are read one by one."""

    @property
    def sentences(self) -> Sequence[Sentence]:
        """All their sentences."""

    @property
    def problems(self) -> Sequence[Problem]:
        """What is wrong with the article files."""

    def article(self, name: str) -> Article | None:
        """The article of an id."""

    def sentences_of(self, article: str) -> Sequence[Sentence]:
        """The sentences of one article, in order."""

    def about(self, article: str) -> str:
        """The full name of the region an article is about (浙江省台州市椒江区), or ''."""

    def ask(self, text: str, previous: Answer | None = None) -> Answer:
        """The answer to ``text``, read as a follow-up where ``previous`` is given."""

    def explain(self, text: str, previous: Answer | None = None) -> Trace:
        """How that answer comes about."""

    def search(self, text: str, top: int) -> Sequence[tuple[Sentence, float]]:
        """The retriever's best sentences with their scores."""


Loader = Callable[[Config, Path | None], Mind]


def load_mind(config: Config, articles: Path | None) -> Mind:
    """The real assistant over ``articles`` (``None``: the seeds)."""
    from retrieval.assistant import Assistant

    mind: Mind = Assistant.load(config, articles)
    return mind
