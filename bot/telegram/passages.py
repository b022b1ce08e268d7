"""A cited passage within its article: its neighbours, the address that opens it, further evidence."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.messages import Kind, Look, Part, Span
from bot.mind import Mind
from retrieval.records import Article, Quote, Sentence
from retrieval.records import Kind as Block

_SHOW = re.compile(r"(?P<article>.+)#(?P<start>\d+)-(?P<end>\d+)")
_PAYLOAD = re.compile(r"p_(?P<article>[0-9a-f]{12})_(?P<start>\d{1,9})_(?P<end>\d{1,9})")
_NEIGHBOURS = 2


def _short(article: str) -> str:
    """An article's id as a link can carry it, whatever its file is called."""
    return hashlib.blake2b(article.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


class UnrealQuoteError(Exception):
    """A quote that does not stand in its article: a fault of ours, told as such."""


@dataclass(frozen=True)
class Passage:
    """A slice of an article."""

    article: Article
    start: int
    end: int


class Passages:
    """The articles by id and by short id, and their sentences in order."""

    def __init__(self, mind: Mind, username: str) -> None:
        self._mind, self.username = mind, username
        self._short: dict[str, str] = {}
        self._version: int | None = None

    def article(self, name: str) -> Article | None:
        """The article of an id."""
        return self._mind.article(name)

    def _by_short(self, short: str) -> Article | None:
        if self._version != self._mind.version:
            self._version = self._mind.version
            self._short = {_short(name): name for name in self._mind.ids}
        name = self._short.get(short)
        return self._mind.article(name) if name is not None else None

    def first(self, article: str) -> Sentence | None:
        """The first sentence of an article's own text."""
        return next((s for s in self._mind.sentences_of(article) if s.kind is Block.BODY), None)

    def link(self, where: str) -> str:
        """``001-jiaojiang#146-218`` → ``https://t.me/econbot?start=p_…_146_218``."""
        match = _SHOW.fullmatch(where)
        assert match is not None  # ``bot.messages.passage`` wrote it
        return (
            f"https://t.me/{self.username}?start=p_{_short(match['article'])}_{match['start']}_{match['end']}"
        )

    def opened(self, payload: str) -> Passage | None:
        """The passage a link's payload names; ``None`` where there is no such passage (any more)."""
        match = _PAYLOAD.fullmatch(payload)
        article = self._by_short(match["article"]) if match else None
        if match is None or article is None:
            return None
        start, end = int(match["start"]), int(match["end"])
        return Passage(article, start, end) if start < end <= len(article.text) else None

    def check(self, quotes: Sequence[Quote]) -> None:
        """The promise, kept at the last moment: ``UnrealQuoteError`` where a quote is not in its article."""
        for quote in quotes:
            if self.of(quote) is None:
                raise UnrealQuoteError(
                    f"{quote.article}#{quote.start}-{quote.end} does not read {quote.text!r}"
                )

    def of(self, quote: Quote) -> Passage | None:
        """The passage of a quote, where the article still reads so."""
        article = self._mind.article(quote.article)
        if article is None or article.text[quote.start : quote.end] != quote.text:
            return None
        return Passage(article, quote.start, quote.end)

    def context(self, passage: Passage) -> tuple[Part, ...]:
        """The passage marked between its neighbouring sentences, and the article's source line."""
        around = self._around(passage)
        text, first, last = passage.article.text, around[0], around[1]
        spans = (
            Span(text[first : passage.start].lstrip()),
            Span(text[passage.start : passage.end], Look.MARK),
            Span(text[passage.end : last].rstrip()),
        )
        return _head(passage.article), Part(Kind.QUOTE, tuple(span for span in spans if span.text))

    def _around(self, passage: Passage) -> tuple[int, int]:
        """From where to where its neighbours go. Page noise and other articles' headlines are no neighbours."""
        sentences = [s for s in self._mind.sentences_of(passage.article.id) if s.kind is not Block.NOISE]
        inside = [n for n, s in enumerate(sentences) if s.start < passage.end and passage.start < s.end]
        if not inside:
            return passage.start, passage.end
        first, last = inside[0], inside[-1]
        for _ in range(_NEIGHBOURS):
            first -= first > 0 and _neighbours(sentences[first - 1], sentences[first])
            last += last + 1 < len(sentences) and _neighbours(sentences[last], sentences[last + 1])
        return min(passage.start, sentences[first].start), max(passage.end, sentences[last].end)


def _neighbours(one: Sentence, other: Sentence) -> bool:
    return one.kind is other.kind and other.paragraph - one.paragraph <= 1


def _head(article: Article) -> Part:
    published = article.published.isoformat() if article.published else ""
    known = (article.title or article.id, article.publisher or "", published)
    spans = [Span(" · ".join(one for one in known if one), Look.QUIET)]
    if article.url:
        spans += [Span(" · ", Look.QUIET), Span(article.url, Look.LINK, article.url)]
    return Part(Kind.SOURCE, tuple(spans))
