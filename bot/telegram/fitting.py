"""Within Telegram's limits: counting in UTF-16, cutting at sentence borders, and only then tags."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape

from bot.messages import Kind, Look, Part, Span

MAX_TEXT = 4096
MAX_ENTITIES = 100
_UNSENDABLE = re.compile(r"[\ud800-\udfff\x00-\x08\x0b-\x1f\x7f]")
_BORDERS = ("。！？!?；;\n", "，,、：: ", "")
_CAPS = {Kind.FIGURE: 300, Kind.ROW: 60, Kind.SOURCE: 160, Kind.NOTE: 200, Kind.REASON: 700, Kind.HEAD: 700}
QUOTE_ROOMS = (1200, 600, 300, 160, 80)
_TAGS = {Look.STRONG: "b", Look.MARK: "b"}
LONG_QUOTE = 320  # shown folded above this


def units(text: str) -> int:
    """The length as Telegram counts it: UTF-16 code units; 椒 is 1, 😀 is 2."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """``text`` without what Telegram cannot carry: control characters, halves of a pair."""
    return _UNSENDABLE.sub("", text)


def clip(text: str, room: int) -> str:
    """``text``, or its beginning up to a border and ``…`` where it is longer than ``room`` units."""
    return text if units(text) <= room else _head(text, room - 1) + "…"


def _head(text: str, room: int) -> str:
    """The longest beginning within ``room`` that ends at a border of a sentence, of a clause, or anywhere."""
    while units(text) > room:
        text = text[: max(room, 0)] if len(text) > room else text[:-1]
    for borders in _BORDERS:
        at = max((text.rfind(border) for border in borders), default=-1)
        if at >= len(text) // 2:
            return text[: at + 1]
    return text


def _tail(text: str, room: int) -> str:
    """The longest end within ``room`` that begins behind a border."""
    while units(text) > room:
        text = text[len(text) - max(room, 0) :] if len(text) > room else text[1:]
    for borders in _BORDERS:
        found = [at for border in borders if 0 <= (at := text.find(border)) < len(text) // 2]
        if found:
            return text[min(found) + 1 :]
    return text


def fit_quote(part: Part, room: int) -> Part:
    """A quote cut to ``room`` units around its mark: …实现固定资产投资增速33.1%,居全市第一…"""
    if units(part.text) <= room:
        return part
    at = next((n for n, span in enumerate(part.spans) if span.look is Look.MARK), None)
    if at is None:
        return replace(part, spans=(Span(clip(part.text, room)),))
    before = "".join(span.text for span in part.spans[:at])
    after = "".join(span.text for span in part.spans[at + 1 :])
    mark = Span(clip(part.spans[at].text, room // 2), Look.MARK)
    left = room - units(mark.text) - 2
    front = min(units(before), max(left // 2, left - units(after)))
    shown = before if units(before) <= front else "…" + _tail(before, front)
    spans = (Span(shown), mark, Span(clip(after, left - units(shown) + 1)))
    return replace(part, spans=tuple(span for span in spans if span.text))


def fit(parts: tuple[Part, ...], room: int = MAX_TEXT) -> tuple[tuple[Part, ...], int]:
    """The parts as far as ``room`` and the limit on entities allow, and how many sources were left out."""
    parts = tuple(_capped(part) for part in parts if part.kind is not Kind.CHOICE)
    for quote_room in QUOTE_ROOMS:
        shorter = tuple(fit_quote(p, quote_room) if p.kind is Kind.QUOTE else p for p in parts)
        if _fits(shorter, room):
            return shorter, 0
    kept, left_out = list(shorter), 0
    while not _fits(tuple(kept), room - 60) and kept:
        left_out += _drop_last(kept)
    return tuple(kept), left_out


def _capped(part: Part) -> Part:
    spans = tuple(_cut(span, _CAPS.get(part.kind)) for span in part.spans)
    return part if spans == part.spans else replace(part, spans=spans)


def _cut(span: Span, cap: int | None) -> Span:
    """A span without what cannot be sent, and no longer than its cap; links are not cut."""
    text = clean(span.text)
    if cap is not None and span.look is not Look.LINK:
        text = clip(text, cap)
    return span if text == span.text else replace(span, text=text)


def _fits(parts: tuple[Part, ...], room: int) -> bool:
    texts = sum(units(part.text) + 4 for part in parts)
    entities = sum(
        (part.kind is Kind.QUOTE) + sum(span.look is not Look.PLAIN for span in part.spans) for part in parts
    )
    return texts <= room and entities <= MAX_ENTITIES


def _drop_last(parts: list[Part]) -> int:
    """Take away the last source with its quote and figure, or else the last part; how many sources went."""
    at = next((n for n in reversed(range(len(parts))) if parts[n].kind is Kind.SOURCE), None)
    if at is None:
        parts.pop()
        return 0
    first = at
    while (
        first > 1
        and parts[first - 1].kind in (Kind.QUOTE, Kind.FIGURE)
        and parts[first].kind is not Kind.FIGURE
    ):
        first -= 1
    del parts[first : at + 1]
    return 1


def to_html(part: Part) -> str:
    """A part in Telegram's HTML, every value escaped."""
    text = "".join(_span(span) for span in part.spans)
    if part.kind is Kind.QUOTE:
        fold = " expandable" if units(part.text) > LONG_QUOTE else ""
        return f"<blockquote{fold}>{text}</blockquote>"
    return f"<i>{text}</i>" if part.kind is Kind.NOTE else text


def _span(span: Span) -> str:
    text = escape(span.text, quote=True)
    if span.look is Look.LINK and span.link:
        return f'<a href="{escape(span.link, quote=True)}">{text}</a>'
    tag = _TAGS.get(span.look)
    return f"<{tag}>{text}</{tag}>" if tag and text else text
