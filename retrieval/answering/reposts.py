"""An answer and the passages it was found among in, the answer with every article that repeats its sentences out.

Articles that repeat each other are one source told several times: the answer stays the same, and all of them are cited.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from retrieval.answering.replies import quote
from retrieval.library import Passage
from retrieval.records import Answer, Article, Fact, Question, Quote, Status
from retrieval.service import service

_SIGNS = re.compile(r"[\W_]+")


@service
class Heard:
    """A search that remembers every passage it has found."""

    search: Callable[[Question], Sequence[Passage]]
    passages: dict[int, Passage]

    def __call__(self, question: Question) -> list[Passage]:
        found = list(self.search(question))
        self.passages.update({p.number: p for p in found})
        return found

    def of(self, one: Quote) -> Passage | None:
        """The passage that was quoted."""
        found = self.passages.values()
        return next(
            (p for p in found if p.sentence.start == one.start and p.sentence.article == one.article), None
        )


def with_reposts(answer: Answer, heard: Heard) -> Answer:
    """The answer with its reposts' quotes behind each of its own, the article that was repeated first.

    A table's rows keep their quotes as they are: one a row.
    """
    if answer.status is not Status.ANSWERED or answer.rows:
        return answer
    found: dict[tuple[str, int], Quote] = {}
    for one in answer.quotes:
        passage = heard.of(one)
        told = list(_told(one, passage, heard.passages.values())) if passage else [(False, one)]
        for _, each in sorted(told, key=lambda pair: pair[0]):
            found.setdefault((each.article, each.start), each)
    return replace(answer, quotes=tuple(found.values()))


def _told(one: Quote, passage: Passage, passages: Iterable[Passage]) -> Iterator[tuple[bool, Quote]]:
    """The quote and its like in other articles; True for those of reposts."""
    yield passage.article.same_as is not None, one
    facts = _facts_at(one, passage)
    values = [fact.quantity.value for fact in facts]
    likely = [p for p in passages if p.sentence.article != one.article and _may_repeat(one, values, p)]
    for other in sorted(likely, key=lambda p: p.number):
        if mark := _repeats(one, facts, passage, other):
            repeated = quote(other, mark if one.mark else None, one.source)
            yield other.article.same_as is not None, repeated


def _may_repeat(one: Quote, values: Sequence[Decimal], other: Passage) -> bool:
    """Whether the figure, or the marked words, stand in the other passage: most passages are done with here."""
    if values:
        return any(fact.quantity.value in values for fact in other.facts)
    return _place(one, other) is not None


def _repeats(one: Quote, facts: Sequence[Fact], passage: Passage, other: Passage) -> tuple[int, int] | None:
    """Where the other passage says the same, as offsets in its article; None where it does not.

    Either the sentence is the same, or the articles are linked; and the figure means the same in both: a repost a year
    later has another 今年.
    """
    same, linked = _letters(passage) == _letters(other), _first(passage.article) == _first(other.article)
    if not (same or linked):
        return None
    if facts:
        # A repost may have lost what said where its 全市 is: the publisher, the site around it.
        agreed = (
            f for f in other.facts if any(_agree(f, mine, placed=not (same and linked)) for mine in facts)
        )
        return next(((f.start, f.end) for f in agreed), None)
    if not same or not (linked or passage.context.main == other.context.main):
        return None
    return _place(one, other)


def _facts_at(one: Quote, passage: Passage) -> list[Fact]:
    if one.mark is None:
        return []
    start, end = one.start + one.mark[0], one.start + one.mark[1]
    return [fact for fact in passage.facts if fact.start < end and start < fact.end]


def _agree(one: Fact, other: Fact, placed: bool) -> bool:
    """Whether two facts say one thing; ``placed``: of one place."""
    return (
        one.quantity.value == other.quantity.value
        and (one.measure, one.period, one.marks, one.falling)
        == (other.measure, other.period, other.marks, other.falling)
        and [a.text for a in one.subject] == [a.text for a in other.subject]
        and (one.regions == other.regions or not placed)
    )


def _place(one: Quote, other: Passage) -> tuple[int, int] | None:
    """Where the marked words stand in the other sentence."""
    sentence = other.sentence
    if one.mark is None:
        return sentence.start, sentence.end
    words = one.text[slice(*one.mark)]
    at = sentence.text.find(words, max(one.mark[0] - 2, 0))
    return (sentence.start + at, sentence.start + at + len(words)) if at >= 0 else None


def _letters(passage: Passage) -> str:
    return _SIGNS.sub("", passage.reading.text)


def _first(article: Article) -> str:
    return article.same_as or article.id
