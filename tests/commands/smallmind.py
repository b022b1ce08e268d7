"""A small assistant in place of the real one: it knows one figure of one article."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from retrieval.corpus.problems import Problem
from retrieval.records import Answer, Article, Kind, Offer, Quote, Sentence, Status

TEXT = "椒江区去年很好。2019年固定资产投资增速33.1%。"
ARTICLE = Article("001-jiaojiang", TEXT, "椒江,全省优秀!", "浙江在线", date(2020, 5, 15))
FIRST = Sentence(ARTICLE.id, 0, 0, 0, 8, Kind.BODY, TEXT[:8])
SECOND = Sentence(ARTICLE.id, 1, 0, 8, len(TEXT), Kind.BODY, TEXT[8:])
QUOTE = Quote(
    ARTICLE.id,
    SECOND.text,
    8,
    len(TEXT),
    ARTICLE.title,
    ARTICLE.publisher,
    ARTICLE.published,
    None,
    mark=(13, 18),
)
OFFER = Offer("2019年", "椒江2019年固投增速?")
Run = Callable[..., tuple[int, str, str]]


@dataclass
class FakeTrace:
    """Says what was asked."""

    text: str
    previous: Answer | None

    def lines(self) -> list[str]:
        return [f"question {self.text}", f"before {self.previous.question if self.previous else '-'}"]

    def to_json(self) -> dict[str, Any]:
        return {
            "candidates": [{"text": SECOND.text}],
            "facts": [{"text": "33.1%", "fits": "2019" in self.text}],
        }


@dataclass
class FakeMind:
    """Knows one figure of 2019, and remembers what it was asked."""

    articles: tuple[Article, ...] = (ARTICLE,)
    sentences: tuple[Sentence, ...] = (FIRST, SECOND)
    problems: tuple[Problem, ...] = ()
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    folder: Path | None = None

    def about(self, article: str) -> str:
        return "浙江省台州市椒江区" if article == ARTICLE.id else ""

    def ask(self, text: str, previous: Answer | None = None) -> Answer:
        self.asked.append((text, previous.question if previous else None))
        if "断" in text:
            raise KeyboardInterrupt
        if "天气" in text:
            return Answer(text, Status.OFFTOPIC, reason="offtopic")
        if "2019" not in text:
            return Answer(text, Status.NOT_FOUND, reason="no_period", period="2018", offers=(OFFER,))
        return Answer(text, Status.ANSWERED, "33.1%", region="浙江省台州市椒江区", period="2019", indicator="固定资产投资",
                      measure="growth", quotes=(QUOTE,), milliseconds=2.14)  # fmt: skip

    def explain(self, text: str, previous: Answer | None = None) -> FakeTrace:
        return FakeTrace(text, previous)

    def search(self, text: str, top: int) -> Sequence[tuple[Sentence, float]]:
        return [(SECOND, 2.5), (FIRST, 1.25)][:top] if "椒江" in text else []
