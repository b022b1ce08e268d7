"""The parts of a message → Telegram's HTML: the same parts as the terminal prints, in the same order.

<b>33.1%</b>  浙江省台州市椒江区 · 2019年 · 固定资产投资 · 增速
<blockquote>…实现固定资产投资增速<b>33.1%</b>,居全市第一…</blockquote>
椒江,全省优秀! · 浙江在线 · 2020-05-15 · <a href="https://t.me/econbot?start=p_…">出处</a>
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.messages import Kind, Look, Part, Span
from bot.telegram.fitting import clip, fit, to_html, units
from bot.voice import Voice
from bot.wording import slots_text
from retrieval.records import Answer, Quote, Status

MAX_COPY = 256
_MAX_ADDRESS = 2000
Linker = Callable[[str], str]  # 001-jiaojiang#146-218 → the address that opens it


def card(parts: Sequence[Part], voice: Voice, link: Linker) -> str:
    """The HTML of a message, within every limit of Telegram's. Choices are buttons and not part of it."""
    linked = tuple(_linked(part, voice, link) for part in parts)
    shown, left_out = fit(linked)
    lines: list[str] = []
    for number, part in enumerate(shown):
        if number and _opens(part, shown[number - 1]):
            lines.append("")
        lines.append(to_html(_row(part) if part.kind is Kind.ROW else part))
    if left_out:
        lines.append(f"<i>{voice.messages.text('card.more', count=left_out)}</i>")
    return "\n".join(lines)


def _opens(part: Part, before: Part) -> bool:
    """Whether a part stands off from the one before it: the next source, what was assumed, the offers."""
    if part.kind in (Kind.FIGURE, Kind.HEAD):
        return True
    return part.kind in (Kind.NOTE, Kind.QUOTE) and before.kind is Kind.SOURCE


def _row(part: Part) -> Part:
    """A line of a comparison: the figure first, so that figures stand under each other on any screen."""
    label, value, *tail = part.spans
    return replace(part, spans=(value, *tail, Span("  "), replace(label, look=Look.PLAIN)))


def _linked(part: Part, voice: Voice, link: Linker) -> Part:
    """A source with an address one can tap instead of one that is read."""
    if part.kind is not Kind.SOURCE:
        return part
    return replace(part, spans=tuple(_tappable(span, voice, link) for span in part.spans))


def _tappable(span: Span, voice: Voice, link: Linker) -> Span:
    if span.look is not Look.LINK:
        return span
    if span.link.startswith("passage:"):
        return Span(voice.messages.text("card.passage"), Look.LINK, link(span.link.removeprefix("passage:")))
    if (
        span.link.startswith(("https://", "http://"))
        and len(span.link) <= _MAX_ADDRESS
        and " " not in span.link
    ):
        return Span(voice.messages.text("card.original"), Look.LINK, span.link)
    return Span(clip(span.text, 80))


def copied(answer: Answer, voice: Voice) -> str:
    """What the copy button copies: 33.1% (浙江省台州市椒江区 · 2019年 · 固定资产投资 · 增速; 浙江在线, 2020-05-15).

    Of sources that disagree every figure, each with its own source.
    """
    if answer.status is not Status.ANSWERED or not answer.answer.strip():
        return ""
    about = slots_text(answer, voice)
    if any(key == "conflicting" for key, _ in answer.notes):
        figures = [f"{_marked(quote) or answer.answer} ({_origin(quote)})" for quote in answer.quotes]
        return clip("; ".join(figures) + f" [{about}]", MAX_COPY)
    known = "; ".join(one for one in (about, _origin(answer.quotes[0]) if answer.quotes else "") if one)
    room = MAX_COPY - units(answer.answer) - 3
    return (
        clip(answer.answer, MAX_COPY) if room < 8 or not known else f"{answer.answer} ({clip(known, room)})"
    )


def _marked(quote: Quote) -> str:
    start, end = quote.mark or (0, 0)
    return quote.text[start:end]


def _origin(quote: Quote) -> str:
    """浙江在线, 2020-05-15."""
    published = quote.published.isoformat() if quote.published else ""
    return ", ".join(one for one in (quote.publisher or quote.title or quote.article, published) if one)
