"""An ``Answer`` → the parts of a message, in order. A surface (terminal, Telegram) only prints the parts.

The parts of an answer: the figure with what it is about, the sentence with the figure marked, where it stands, what
was assumed. Of a refusal: the reason in one line, and the questions that do have an answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from bot.voice import Voice
from bot.wording import reason_text, slots_text
from retrieval.records import Answer, Offer, Quote, Status


class Look(str, Enum):
    """How a stretch of text stands out."""

    PLAIN = "plain"
    STRONG = "strong"  # the figure
    MARK = "mark"  # the answer within its quote
    QUIET = "quiet"
    LINK = "link"  # ``Span.link`` says where to: an address, or ``passage:ARTICLE#START-END``


@dataclass(frozen=True)
class Span:
    """A stretch of text in one look."""

    text: str
    look: Look = Look.PLAIN
    link: str = ""


class Kind(str, Enum):
    """What a part of a message is."""

    FIGURE = "figure"
    ROW = "row"  # of a comparison: label, value
    QUOTE = "quote"
    SOURCE = "source"
    NOTE = "note"
    REASON = "reason"
    HEAD = "head"  # the line above the choices
    CHOICE = "choice"  # a button, or a numbered line


@dataclass(frozen=True)
class Part:
    """One line of a message; ``question`` is what a choice asks when it is taken."""

    kind: Kind
    spans: tuple[Span, ...]
    question: str = ""

    @property
    def text(self) -> str:
        """The line without its looks."""
        return "".join(span.text for span in self.spans)


def compose(answer: Answer, voice: Voice) -> tuple[Part, ...]:
    """The parts of the message that says ``answer`` in the language of ``voice``."""
    if answer.status is not Status.ANSWERED:
        return tuple(_refusal(answer, voice))
    if any(key == "conflicting" for key, _ in answer.notes):
        return tuple(_conflict(answer, voice))
    return tuple(_answer(answer, voice))


def _answer(answer: Answer, voice: Voice) -> Iterator[Part]:
    yield _figure(answer.answer, slots_text(answer, voice), voice)
    for label, value in answer.rows:
        yield _row(label, value, voice)
    before: Quote | None = None
    for quote in _distinct(answer.quotes)[: voice.config.settings.limits.quotes]:
        if before is None or quote.text != before.text or quote.article == before.article:
            told = before is not None and (before.article, before.head) == (quote.article, quote.head)
            yield _quote(replace(quote, head="") if told else quote)
        yield _source(quote, voice)
        before = quote  # a repost adds its source, not the sentence once more
    yield from _notes(answer, voice)
    yield from _offers(answer.offers, voice)


def _conflict(answer: Answer, voice: Voice) -> Iterator[Part]:
    """Every source with its own figure; the limit on quotes does not apply, since none may be dropped silently."""
    yield Part(Kind.REASON, (Span(voice.messages.text("note.conflicting")),))
    about = slots_text(answer, voice)
    for quote in _distinct(answer.quotes):
        start, end = quote.mark or (0, 0)
        yield _figure(quote.text[start:end] or answer.answer, about, voice)
        yield _quote(quote)
        yield _source(quote, voice)
    yield from _notes(answer, voice)


def _refusal(answer: Answer, voice: Voice) -> Iterator[Part]:
    reason = answer.reason or ("offtopic" if answer.status is Status.OFFTOPIC else "unknown")
    limits = voice.config.settings.limits
    text = reason_text(replace(answer, reason=reason), voice, limit=limits.question_chars)
    yield Part(Kind.REASON, (Span(text),))
    yield from _notes(answer, voice)
    offers = answer.offers
    if answer.status is Status.OFFTOPIC and not offers:
        examples = (voice.messages.text(f"example.{number}") for number in (1, 2, 3))
        offers = tuple(Offer(example, example) for example in examples)
    if answer.status is Status.NOT_FOUND:
        yield from _offers(offers, voice)
    else:
        yield from _choices(offers[: limits.choices])


def _figure(value: str, about: str, voice: Voice) -> Part:
    spans = [Span(value, Look.STRONG)]
    if spoken := voice.figure(value):
        spans.append(Span(f" ({spoken})"))
    if about:
        spans.append(Span(f"  {about}", Look.QUIET))
    return Part(Kind.FIGURE, tuple(spans))


def _row(label: str, value: str, voice: Voice) -> Part:
    spoken = voice.figure(value)
    tail = (Span(f" ({spoken})"),) if spoken else ()
    return Part(Kind.ROW, (Span(label), Span(value, Look.STRONG), *tail))


def _quote(quote: Quote) -> Part:
    head = f"{quote.head}\n" if quote.head else ""
    if quote.mark is None:
        return Part(Kind.QUOTE, (Span(head + quote.text),))
    start, end = quote.mark
    pieces = (Span(head + quote.text[:start]), Span(quote.text[start:end], Look.MARK), Span(quote.text[end:]))
    return Part(Kind.QUOTE, tuple(piece for piece in pieces if piece.text))


def passage(quote: Quote) -> str:
    """Where a quote stands: 001-jiaojiang#123-168, which ``yiju show`` opens."""
    return f"{quote.article}#{quote.start}-{quote.end}"


def _source(quote: Quote, voice: Voice) -> Part:
    known = [quote.title or voice.messages.text("source.untitled"), quote.publisher or ""]
    known.append(quote.published.isoformat() if quote.published else "")
    head = Span(" · ".join(part for part in known if part) + " · ", Look.QUIET)
    if quote.url:
        return Part(Kind.SOURCE, (head, Span(quote.url, Look.LINK, quote.url)))
    where = passage(quote)
    link = Span(voice.messages.text("source.passage", passage=where), Look.LINK, f"passage:{where}")
    return Part(Kind.SOURCE, (head, link))


def _notes(answer: Answer, voice: Voice) -> Iterator[Part]:
    for key, value in answer.notes:
        if key == "conflicting":  # said at the top
            continue
        name = f"note.{key}" if f"note.{key}" in voice.messages else "note.other"
        yield Part(Kind.NOTE, (Span(voice.messages.text(name, value=value), Look.QUIET),))


def _offers(offers: tuple[Offer, ...], voice: Voice) -> Iterator[Part]:
    shown = offers[: voice.config.settings.limits.offers]
    if shown:
        yield Part(Kind.HEAD, (Span(voice.messages.text("offers.head")),))
    yield from _choices(shown)


def _choices(offers: tuple[Offer, ...]) -> Iterator[Part]:
    return (Part(Kind.CHOICE, (Span(offer.label),), offer.question) for offer in offers)


def _distinct(quotes: tuple[Quote, ...]) -> tuple[Quote, ...]:
    return tuple({(quote.article, quote.start, quote.end): quote for quote in quotes}.values())
