"""What buttons turn a card into: the context of a quote, a page of further evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.messages import Kind, Part, Span, compose
from bot.telegram.cards import card
from bot.telegram.delivery import Outgoing
from bot.telegram.desk import Desk, Turn
from bot.telegram.keyboards import Do, back_to, paged
from bot.telegram.passages import Passage
from retrieval.records import Article, Quote, Sentence
from retrieval.records import Kind as Block
from retrieval.search.trouble import SearchError

PER_PAGE = 3
_SEARCHED = 40
_MOST_PAGES = 5


def passage_view(desk: Desk, passage: Passage, lang: str) -> Outgoing:
    """A passage with its neighbours, as a link opens it."""
    return Outgoing(card(desk.passages.context(passage), desk.voice(lang), desk.passages.link))


def context_view(desk: Desk, turn: Turn, token: str, number: int) -> Outgoing | None:
    """The sentences around one of the answer's quotes; ``None`` where the quote is not there any more."""
    quotes = turn.answer.quotes
    passage = desk.passages.of(quotes[number]) if number < len(quotes) else None
    if passage is None:
        return None
    keyboard = paged(Do.CONTEXT, token, number, len(quotes), back_to(token, desk.voice(turn.lang)))
    return Outgoing(passage_view(desk, passage, turn.lang).html, keyboard)


def evidence_view(desk: Desk, turn: Turn, token: str, page: int) -> Outgoing | None:
    """A page of further evidence: quotes the card had no room for, then what else speaks of it; ``None``: no more."""
    voice = desk.voice(turn.lang)
    found = further(desk, turn)
    pages = min(-(-len(found) // PER_PAGE), _MOST_PAGES)
    if not 0 <= page < pages:
        return None
    head = voice.messages.text("evidence.head", page=page + 1, pages=pages)
    parts = [Part(Kind.HEAD, (Span(head),))]
    for quote in found[page * PER_PAGE : (page + 1) * PER_PAGE]:
        parts += [part for part in _cited(quote, turn, desk) if part.kind in (Kind.QUOTE, Kind.SOURCE)]
    html = card(parts, voice, desk.passages.link)
    return Outgoing(html, paged(Do.MORE, token, page, pages, back_to(token, voice)))


def _cited(quote: Quote, turn: Turn, desk: Desk) -> tuple[Part, ...]:
    shown = replace(turn.answer, quotes=(quote,), rows=(), notes=(), offers=())
    return compose(shown, desk.voice(turn.lang))


def further(desk: Desk, turn: Turn) -> Sequence[Quote]:
    """The answer's quotes beyond those shown, and the sentences that search finds beside them."""
    limit = desk.config.settings.limits.quotes
    quotes = list(turn.answer.quotes)
    seen = {(quote.article, quote.start) for quote in quotes}
    more = quotes[limit:]
    asked = " ".join(turn.texts[-2:]) if len(turn.texts) > 1 else turn.texts[-1]
    for sentence in _found(desk, asked):
        article = desk.passages.article(sentence.article)
        if article is None or sentence.kind is not Block.BODY or (sentence.article, sentence.start) in seen:
            continue
        seen.add((sentence.article, sentence.start))
        more.append(_quote(sentence, article))
    return more[: PER_PAGE * _MOST_PAGES]


def _found(desk: Desk, asked: str) -> list[Sentence]:
    """The best sentences; none while the search cannot be reached."""
    try:
        return [sentence for sentence, _ in desk.mind.search(asked, _SEARCHED)]
    except SearchError:
        return []


def _quote(sentence: Sentence, article: Article) -> Quote:
    return Quote(
        article.id, article.text[sentence.start : sentence.end], sentence.start, sentence.end,
        article.title, article.publisher, article.published, article.url,
    )  # fmt: skip
