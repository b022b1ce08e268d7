"""What a question measures, set: the same question asking for growth, for a level, for a share or for a rank."""

from __future__ import annotations

from dataclasses import replace

from retrieval.answering.wording import Wording
from retrieval.records import Asked, Measure, Question, Unit
from retrieval.understanding.tidy import tidy

COUNTS = frozenset({Unit.COUNT, Unit.PEOPLE})
RATES = frozenset({Unit.PERCENT, Unit.TIMES})
AMOUNTS = frozenset(Unit) - {Unit.PERCENT, Unit.POINTS, Unit.RANK}
_PARTS = (Measure.SHARE, Measure.COMPLETION, Measure.CONTRIBUTION)
_PLAIN = (Asked.GROWTH, Asked.LEVEL, Asked.COUNT)


def for_growth(question: Question) -> Question:
    """The same question for the growth."""
    return replace(question, asked=Asked.GROWTH, measure=Measure.GROWTH, units=RATES)


def for_level(question: Question, units: frozenset[Unit] = AMOUNTS) -> Question:
    """The same question for the amount, in some kinds of units."""
    return replace(question, asked=Asked.LEVEL, measure=Measure.LEVEL, units=units)


def for_share(question: Question) -> Question:
    """The same question for a share, or the completion or contribution that it names."""
    measure = question.measure if question.measure in _PARTS else Measure.SHARE
    return replace(question, asked=Asked.SHARE, measure=measure, units=frozenset())


def for_rank(question: Question) -> Question:
    """The same question for the rank."""
    return replace(question, asked=Asked.RANK, measure=Measure.RANK, units=frozenset({Unit.RANK}))


def for_difference(question: Question) -> Question:
    """The same question for a difference that is stated."""
    return replace(question, asked=Asked.DIFFERENCE, measure=Measure.DIFFERENCE, units=frozenset(), of=None)


def as_whole(side: Question, whole: Question, wording: Wording) -> Question:
    """A side's question with the measure that the whole question asks for: 增得快 the growth, 哪个数量多 a count.

    Where the whole names none (那哪个更高?) it is that of the turn before.
    """
    text = tidy(whole.text)
    side = replace(side, lowest=False, name=None, place=False, noun="", plan=False)
    if wording.growth(text, whole.lang):
        return for_growth(side)
    if side.asked is Asked.SHARE or wording.share(text, whole.lang):
        return for_share(side)
    before = whole.before
    if before and wording.silent(text) and before.asked in _PLAIN:
        return replace(side, asked=before.asked, measure=before.measure, units=before.units)
    if wording.count(text, whole.lang):
        return for_level(side, COUNTS)
    units = side.units if side.asked is Asked.LEVEL and side.units else AMOUNTS
    return for_level(side, units - {Unit.PERCENT, Unit.POINTS})
