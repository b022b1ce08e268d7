"""An article as it was read, as bytes; ``unpacking`` has the way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec

from retrieval.answering.finder import documents_of
from retrieval.library import Passage, span, spoken_of, years_of
from retrieval.readings import ReadArticle, passage_of
from retrieval.records import Article, Document, Period, PlacedPeriod, Reading, Region, Sentence
from retrieval.schema import SearchWords
from retrieval.search.documents import paragraph_tokens
from retrieval.search.segmenter import Segmenter
from retrieval.search.tokens import Words
from retrieval.store.squeezing import squeezed
from retrieval.understanding.context import ArticleContext


class Head(msgspec.Struct, array_like=True, frozen=True):
    """What search results need of a passage."""

    sentence: Sentence
    regions: tuple[Region, ...]
    period: Period | None
    dated: tuple[PlacedPeriod, ...]


class Body(msgspec.Struct, array_like=True, frozen=True):
    """What is looked at where a passage may answer."""

    reading: Reading
    near: str


class Owner(msgspec.Struct, array_like=True, frozen=True):
    """What the passages of an article share."""

    article: Article
    context: ArticleContext


class Raw(msgspec.Struct, array_like=True, frozen=True):
    """What an article is read again from."""

    raw: str
    front: Mapping[str, str]


@dataclass(frozen=True)
class Packed:
    """An article ready to be kept. Sentences and paragraphs are numbered from 0; ``firsts``: each one's paragraph."""

    id: str
    region: str
    years: tuple[int, int] | None
    heading: bytes
    origin: str
    data: bytes
    raw: bytes
    marks: tuple[tuple[str, str], ...]
    regions: tuple[tuple[str, bytes], ...]
    passages: tuple[tuple[bytes, bytes, bytes], ...]
    sentences: tuple[tuple[str, ...], ...]
    paragraphs: tuple[tuple[int, tuple[str, ...]], ...]
    firsts: tuple[int, ...]


def pack_article(read: ReadArticle, words: SearchWords) -> Packed:
    """An article with its passages and the tokens of its sentences and paragraphs."""
    passages = [passage_of(number, read, part) for number, part in enumerate(read.parts)]
    documents = documents_of(passages, _segmenter(passages, words), words) if passages else []
    paragraphs = _paragraphs(documents)
    firsts = {one.number: own[0].number for own in paragraphs for one in own}
    main = read.context.main
    return Packed(
        id=read.article.id,
        region=main.path if main else "",
        years=span(years_of(p.sentence.text for p in passages)),
        heading=msgspec.msgpack.encode(replace(read.article, text="", blocks=(), edits=())),
        origin=read.origin,
        data=squeezed(Owner(read.article, read.context)),
        raw=squeezed(_raw(read)),
        marks=read.marks,
        regions=tuple((r.id, msgspec.msgpack.encode(r)) for r in spoken_of(passages)),
        passages=tuple(_pack_passage(passage) for passage in passages),
        sentences=tuple(own.tokens + own.title * words.title_weight for own in documents),
        paragraphs=tuple((own[0].number, tuple(paragraph_tokens(own))) for own in paragraphs),
        firsts=tuple(firsts[number] for number in range(len(documents))),
    )


def _raw(read: ReadArticle) -> Raw:
    """What it was read from; where nobody says, its text as it is."""
    if read.raw:
        return Raw(read.raw, dict(read.front))
    article = read.article
    front = {
        "title": article.title,
        "publisher": article.publisher,
        "published": article.published.isoformat() if article.published else None,
        "url": article.url,
    }
    return Raw(article.text, {key: value for key, value in front.items() if value})


def _paragraphs(documents: Sequence[Document]) -> list[list[Document]]:
    """The documents of each paragraph, also where its sentences do not stand together."""
    found: dict[str, list[Document]] = {}
    for document in documents:
        found.setdefault(document.paragraph, []).append(document)
    return list(found.values())


def _segmenter(passages: Sequence[Passage], words: SearchWords) -> Words:
    """What cuts the text of articles; nothing does where no kind of token needs it."""
    if not words.repeats.words:
        return Uncut()
    return Segmenter.load([p.reading.text for p in passages], (*words.user_words, *words.question_words))


class Uncut:
    """Cuts nothing."""

    def words(self, text: str) -> list[str]:
        """The text as one word."""
        return [text]


def _pack_passage(p: Passage) -> tuple[bytes, bytes, bytes]:
    head = msgspec.msgpack.encode(Head(p.sentence, p.regions, p.period, p.dated))
    return head, squeezed(Body(p.reading, p.near)), squeezed(p.facts) if p.facts else b""
