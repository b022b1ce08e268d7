"""Sentences in, the best sentences for a question out: an engine over sentences, one over their paragraphs.

A sentence seldom says everything a question names: the title of its article counts as part of it, and its paragraph's
score adds to its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Protocol

from retrieval.records import Document, Hit, Kind, Sentence
from retrieval.schema import SearchWords
from retrieval.search.engine import Engine
from retrieval.search.memory import MemoryEngine
from retrieval.search.tokens import Words, tokens_of


def article_documents(
    title: str,
    sentences: Sequence[Sentence],
    extra: Sequence[Iterable[str]],
    first: int,
    segmenter: Words,
    words: SearchWords,
) -> list[Document]:
    """One article's documents, numbered from ``first``.

    ``extra``: each sentence's canonical tokens (``r:331002``, ``p:2019``). A teaser is about another article: the
    title is not its own.
    """
    heading = tuple(tokens_of(title, segmenter, words))
    contexts = contexts_of(sentences, words.context_chars)
    documents = []
    rows = zip(sentences, extra, contexts, strict=True)
    for number, (sentence, canonical, context) in enumerate(rows, first):
        tokens = tokens_of(sentence.text, segmenter, words)
        if words.repeats.canonical:
            tokens += canonical
        own = () if sentence.kind is Kind.TEASER else heading
        documents.append(Document(number, sentence.article, context, tuple(tokens), title=own))
    return documents


def contexts_of(sentences: Sequence[Sentence], chars: int) -> list[str]:
    """What each sentence of an article is read together with: its paragraph, or several short ones in a row.

    A page often has every sentence on a line of its own; lines belong together until they have ``chars`` characters.
    A teaser is about another article: its line stands alone.
    """
    paragraphs = groupby(sentences, key=lambda sentence: (sentence.paragraph, sentence.kind))
    found: list[str] = []
    name, size = "", 0
    for (paragraph, kind), own in paragraphs:
        lengths = [len(sentence.text) for sentence in own]
        joined = name and kind is not Kind.TEASER and size + sum(lengths) <= chars
        name, size = (name, size + sum(lengths)) if joined else (str(paragraph), sum(lengths))
        found += [name] * len(lengths)
        if kind is Kind.TEASER:
            name = ""
    return found


class Searchable(Protocol):
    """An index over sentences, wherever it is kept."""

    def search(self, tokens: Sequence[str], top: int) -> list[Hit]:
        """At most ``top`` sentences, best first."""


class Index:
    """The sentences of all articles; ``search`` is what the assistant asks.

    Sentences of one paragraph are added together; an article is added once and removed as a whole. Nobody may search
    while articles are added or removed.
    """

    def __init__(self, words: SearchWords, sentences: Engine, paragraphs: Engine) -> None:
        self._words, self._sentences, self._paragraphs = words, sentences, paragraphs
        self._articles: dict[str, list[int]] = {}  # article → its sentences
        self._paragraph: dict[
            int, int
        ] = {}  # sentence → its paragraph: the number of that one's first sentence

    @classmethod
    def build(cls, documents: Iterable[Document], words: SearchWords) -> Index:
        """An index in memory of these documents."""
        index = cls(words, MemoryEngine(words.sentence), MemoryEngine(words.paragraph))
        index.add(documents)
        return index

    def __len__(self) -> int:
        return len(self._paragraph)

    def add(self, documents: Iterable[Document]) -> None:
        """Add whole articles. ``ValueError`` for an article or number that is there already: none is added."""
        documents = tuple(documents)
        self._check(documents)
        weight = self._words.title_weight
        self._sentences.add((d.number, d.tokens + d.title * weight) for d in documents)
        paragraphs: dict[tuple[str, str], list[Document]] = {}
        for document in documents:
            paragraphs.setdefault((document.article, document.paragraph), []).append(document)
            self._articles.setdefault(document.article, []).append(document.number)
        for members in paragraphs.values():
            self._paragraph.update((member.number, members[0].number) for member in members)
        self._paragraphs.add(
            (members[0].number, paragraph_tokens(members)) for members in paragraphs.values()
        )

    def remove(self, article: str) -> None:
        """Forget an article; ``KeyError`` where there is none of that id."""
        numbers = self._articles.pop(article)
        self._sentences.remove(numbers)
        self._paragraphs.remove(sorted({self._paragraph.pop(number) for number in numbers}))

    def search(self, tokens: Sequence[str], top: int) -> list[Hit]:
        """At most ``top`` sentences, best first: each its own score and a share of its paragraph's.

        The second stage sees the first stage's ``candidates`` best; equal scores come in corpus order.
        """
        return two_stages(self._words, self._sentences, self._paragraphs, self._of, tokens, top)

    def for_many(self) -> None:
        """Make ready for many questions."""
        for engine in (self._sentences, self._paragraphs):
            if isinstance(engine, MemoryEngine):
                engine.for_many()

    def _of(self, numbers: Sequence[int]) -> dict[int, int]:
        return {number: self._paragraph[number] for number in numbers}

    def _check(self, documents: Sequence[Document]) -> None:
        numbers = [document.number for document in documents]
        if len(set(numbers)) < len(numbers) or not self._paragraph.keys().isdisjoint(numbers):
            raise ValueError("a number is given twice")
        for article in {document.article for document in documents} & self._articles.keys():
            raise ValueError(f"the article {article} is there already")


def two_stages(
    words: SearchWords,
    sentences: Searchable,
    paragraphs: Searchable,
    paragraph_of: Callable[[Sequence[int]], Mapping[int, int]],
    tokens: Sequence[str],
    top: int,
) -> list[Hit]:
    """See ``Index.search``; ``paragraph_of``: the paragraphs of sentences, both as numbers."""
    share, many = words.paragraph_share, max(top, words.candidates)
    if top < 1 or not share:
        return sentences.search(tokens, top)
    context = {hit.number: hit.score for hit in paragraphs.search(tokens, many)}
    found = sentences.search(tokens, many)
    of = paragraph_of([hit.number for hit in found])
    ranked = sorted([(-(h.score + share * context.get(of[h.number], 0.0)), h.number) for h in found])
    return [Hit(number, -negative) for negative, number in ranked[:top]]


def paragraph_tokens(members: Sequence[Document]) -> list[str]:
    """The tokens of a paragraph: those of its sentences (one at least), the title's once."""
    return [*(token for member in members for token in member.tokens), *members[0].title]
