"""The parts of a message → lines for a terminal, with colours where it is one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TextIO
from unicodedata import east_asian_width

from bot.messages import Kind, Look, Part, Span

_CODES = {Look.STRONG: "1", Look.MARK: "1;33", Look.QUIET: "2", Look.LINK: "36"}
_LEADS = {Kind.ROW: "  ", Kind.QUOTE: "│ ", Kind.SOURCE: "— ", Kind.NOTE: "* "}


def in_colour(stream: TextIO) -> bool:
    """Whether a stream is a terminal that shows colours, and nobody has said NO_COLOR."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def render(parts: Sequence[Part], *, colour: bool = False) -> str:
    """The message as text. Without colours a quote is exactly the article's words, nothing set between them."""
    return "\n".join(_lines(parts, colour))


def _lines(parts: Sequence[Part], colour: bool) -> Iterator[str]:
    label = max((width(part.spans[0].text) for part in parts if part.kind is Kind.ROW), default=0)
    number = 0
    for part in parts:
        spans = part.spans
        lead = _LEADS.get(part.kind, "")
        if part.kind is Kind.CHOICE:
            number += 1
            lead, spans = f"  {number}. ", (*spans, *_asks(part))
        elif part.kind is Kind.ROW:
            spans = (Span(pad(spans[0].text, label + 2)), *spans[1:])
        text = "".join(_paint(span, colour) for span in spans)
        yield lead + text.replace("\n", "\n" + lead)


def _asks(part: Part) -> tuple[Span, ...]:
    """What a choice asks, where its label does not say it already."""
    return (Span(f"  ({part.question})", Look.QUIET),) if part.question not in ("", part.text) else ()


def _paint(span: Span, colour: bool) -> str:
    code = _CODES.get(span.look)
    return f"\x1b[{code}m{span.text}\x1b[0m" if colour and code else span.text


def width(text: str) -> int:
    """The columns a text takes in a terminal: a Chinese character takes two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def pad(text: str, columns: int) -> str:
    """``text`` filled with spaces to ``columns``."""
    return text + " " * (columns - width(text))


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells as aligned columns."""
    widths = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = ("  ".join(pad(cell, size) for cell, size in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)
