"""Passages in, an index over them; a question in, the passages that may answer it out, best first.

Region, period and indicator are tokens of their own on both sides, so that 江苏 finds 江苏省, 固投 finds 固定资产投资
and 椒江 finds a sentence that only says 全区.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from retrieval.library import Passage
from retrieval.records import Period, Question
from retrieval.schema import SearchWords
from retrieval.search.documents import Index, article_documents
from retrieval.search.segmenter import Segmenter
from retrieval.search.tokens import question_tokens
from retrieval.service import service

_TOP = 60


@service
class Finder:
    """The retriever over one corpus."""

    passages: Sequence[Passage]
    index: Index
    segmenter: Segmenter
    words: SearchWords

    @staticmethod
    def build(passages: Sequence[Passage], words: SearchWords, cache: Path | None) -> Finder:
        """Index every passage; ``cache`` keeps the cut dictionary of the segmenter."""
        user = (*words.user_words, *words.question_words)
        segmenter = Segmenter.load([p.reading.text for p in passages], user, cache)
        documents = []
        for _, group in groupby(passages, key=lambda p: p.article.id):
            own = list(group)
            extra = [tuple(passage_marks(p)) for p in own]
            title = own[0].article.title or ""
            sentences = [p.sentence for p in own]
            documents.extend(article_documents(title, sentences, extra, own[0].number, segmenter, words))
        return Finder(passages, Index.build(documents, words), segmenter, words)

    def find(self, question: Question, top: int = _TOP) -> list[Passage]:
        """The passages that may answer a question."""
        text = " ".join([question.text, *(t.text for t in question.terms if not t.known)])
        return [p for p, _ in self.search(text, top, question_marks(question))]

    def search(self, text: str, top: int, marks: Iterable[str] = ()) -> list[tuple[Passage, float]]:
        """The retriever alone: the best passages for any words, with their scores."""
        tokens = question_tokens(text, self.segmenter, self.words, tuple(marks))
        return [(self.passages[hit.number], hit.score) for hit in self.index.search(tokens, top)]


def passage_marks(passage: Passage) -> Iterable[str]:
    """The canonical tokens of a passage: its places, times and known words."""
    regions = {r.id for f in passage.facts for r in f.regions} | {r.id for r in passage.regions}
    yield from (f"r:{region}" for region in sorted(regions))
    periods = {f.period for f in passage.facts if f.period} | ({passage.period} if passage.period else set())
    marks = {mark for period in periods for mark in _period_marks(period)}
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
    return f"y:{period.end.year}", f"p:{period.start:%Y%m%d}-{period.end:%Y%m%d}"
