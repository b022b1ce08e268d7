"""What every surface is given: an answer with its quotes, a refusal, or a question back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from retrieval.records.facts import Source
from retrieval.records.questions import Asked, Question


class Status(str, Enum):
    """How a question ended."""

    ANSWERED = "answered"
    NOT_FOUND = "not_found"
    CLARIFY = "clarify"
    OFFTOPIC = "offtopic"


@dataclass(frozen=True)
class Quote:
    """A verbatim slice of an article. ``mark`` is where the answer stands, as offsets within ``text``.

    ``head``: of a table or list, the line that says what its bare numbers are, a slice as well, at ``head_at``.
    """

    article: str
    text: str
    start: int
    end: int
    title: str | None
    publisher: str | None
    published: date | None
    url: str | None
    source: Source = Source.STATED
    mark: tuple[int, int] | None = None
    head: str = ""
    head_at: int = 0


@dataclass(frozen=True)
class Offer:
    """A question the corpus does answer, near the one that was asked; ``label`` is what the button says."""

    label: str
    question: str


@dataclass(frozen=True)
class Answer:
    """What every surface is given: an answer, a refusal, a question back, or "that is not my subject".

    ``reason`` is a key of the message files. ``notes`` are (key, value) pairs of what was assumed or corrected.
    ``rows`` is the table of a comparison or list: (label, value) with the quote at the same index.
    """

    question: str
    status: Status
    answer: str = ""
    asked: Asked | None = None
    region: str = ""
    period: str = ""
    indicator: str = ""
    measure: str = ""
    quotes: tuple[Quote, ...] = ()
    offers: tuple[Offer, ...] = ()
    reason: str | None = None
    notes: tuple[tuple[str, str], ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    lang: str = "zh"
    parsed: Question | None = field(default=None, compare=False, repr=False)
    milliseconds: float = field(default=0.0, compare=False)
