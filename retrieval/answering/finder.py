"""Passages in, an index over them; a question in, the passages that may answer it out, best first.

Region, period and indicator are tokens of their own on both sides, so that 江苏 finds 江苏省, 固投 finds 固定资产投资
and 椒江 finds a sentence that only says 全区.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from retrieval.library import Library, MemoryLibrary, Passage
from retrieval.records import Document, Period, Question
from retrieval.schema import SearchWords
from retrieval.search.documents import Index, Searchable, article_documents
from retrieval.search.segmenter import Segmenter
from retrieval.search.tokens import Words, question_tokens
from retrieval.service import service

_TOP = 60
_SPANS = 4096  # whose marks are remembered


@service
class Finder:
    """The retriever over one corpus."""

    library: Library
    index: Searchable
    segmenter: Words
    words: SearchWords

    @staticmethod
    def build(
        library: MemoryLibrary,
        words: SearchWords,
        cache: Path | None,
        indexing: Callable[[Sequence[Document], SearchWords], Searchable] = Index.build,
    ) -> Finder:
        """Index every passage; ``cache`` keeps the cut dictionary of the segmenter."""
        passages = library.passages
        user = (*words.user_words, *words.question_words)
        segmenter = Segmenter.load([p.reading.text for p in passages], user, cache)
        documents: list[Document] = []
        for _, group in groupby(passages, key=lambda p: p.article.id):
            documents.extend(documents_of(list(group), segmenter, words))
        return Finder(library, indexing(documents, words), segmenter, words)

    def find(self, question: Question, top: int = _TOP) -> list[Passage]:
        """The passages that may answer a question."""
        text = " ".join([question.text, *(t.text for t in question.terms if not t.known)])
        return [p for p, _ in self.search(text, top, question_marks(question))]

    def search(self, text: str, top: int, marks: Iterable[str] = ()) -> list[tuple[Passage, float]]:
        """The retriever alone: the best passages for any words, with their scores."""
        tokens = question_tokens(text, self.segmenter, self.words, tuple(marks))
        scores = {hit.number: hit.score for hit in self.index.search(tokens, top)}
        return [(p, scores[p.number]) for p in self.library.numbered(list(scores))]


@service
class Once:
    """A search for the length of one answer: what is looked for again, for the same question, is at hand.

    ``found``: by the id of a question, and with it, as the id is another's when it is gone.
    """

    search: Callable[[Question], list[Passage]]
    found: dict[int, tuple[Question, list[Passage]]]

    def __call__(self, question: Question) -> list[Passage]:
        if id(question) not in self.found:
            self.found[id(question)] = question, self.search(question)
        return self.found[id(question)][1]


def documents_of(passages: Sequence[Passage], segmenter: Words, words: SearchWords) -> list[Document]:
    """What search knows of one article's passages (one at least)."""
    first, extra = passages[0], [tuple(passage_marks(p)) for p in passages]
    sentences = [p.sentence for p in passages]
    return article_documents(first.article.title or "", sentences, extra, first.number, segmenter, words)


def passage_marks(passage: Passage) -> Iterable[str]:
    """The canonical tokens of a passage: its places, times and known words."""
    regions = {r.id for f in passage.facts for r in f.regions} | {r.id for r in passage.regions}
    yield from (f"r:{region}" for region in sorted(regions))
    told = [*(f.period for f in passage.facts), passage.period]
    periods = {id(period): period for period in told if period}  # those of a sentence are mostly one
    marks = {mark for period in periods.values() for mark in _period_marks(period)}
    yield from sorted(marks)
    yield from (f"i:{word}" for word in sorted(passage.words))


def question_marks(question: Question) -> Iterable[str]:
    """The canonical tokens of a question."""
    yield from (f"r:{region.id}" for region in question.regions)
    if question.period:
        yield from _period_marks(question.period)
    yield from (f"i:{form}" for t in question.terms if t.known for form in (t.text, *t.others))
    yield from (f"i:{t.text}" for variant in question.variants for t in variant if t.known)


def _period_marks(period: Period) -> tuple[str, ...]:
    return _span_marks(period.start, period.end)


@lru_cache(_SPANS)
def _span_marks(start: date, end: date) -> tuple[str, ...]:
    first, last = (day.isoformat().replace("-", "") for day in (start, end))
    return f"y:{end.year}", f"p:{first}-{last}"
