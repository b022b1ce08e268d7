"""A question and one fact in, a match out: its score, and each slot in which it is not what was asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from retrieval.answering.coverage import Thesaurus, bear, extras
from retrieval.library import Passage
from retrieval.records import (
    Asked,
    Atom,
    Fact,
    Level,
    Measure,
    Period,
    Quantity,
    Question,
    Region,
    Source,
    Term,
    Unit,
)
from retrieval.understanding.calendar import compare_periods
from retrieval.understanding.gazetteer import Gazetteer
from retrieval.understanding.tidy import tidy

_STATISTIC = frozenset({Measure.GROWTH, Measure.LEVEL, Measure.SHARE, Measure.RANK, Measure.DIFFERENCE})
_SPECIFIC = (
    4  # so many characters of names and unlisted words make a question about one thing, not a statistic
)
_LOOSER = 0.06  # an indicator meant loosely: 城镇居民收入 for their disposable income
_UNPLANNED = 0.1  # a result where a goal was asked for
_OWNED = 0.18  # a company's own figure is not its region's
_TOTAL = ("累计", "总计", "合计")
_EVENT = 32  # days: a longer span inside the asked one is a report on a part of it
_KNOWN_EXTRA, _UNKNOWN_EXTRA = 0.22, 0.06


@dataclass(frozen=True)
class Match:
    """A fact held against a question. ``misses``: the slots that differ (region, period, measure, plan)."""

    fact: Fact
    passage: Passage
    score: float
    misses: frozenset[str]
    covered: float = 0.0
    loose: bool = False


@dataclass(frozen=True)
class Matcher:
    """Holds facts against questions."""

    gazetteer: Gazetteer
    thesaurus: Thesaurus

    def match(self, question: Question, fact: Fact, passage: Passage, near: bool = True) -> Match | None:
        """How well the fact answers; None where it is of another kind altogether.

        ``near``: facts that differ in a slot are wanted too, to be offered.
        """
        if not _kind_fits(question, fact) or _repeats(question, fact):
            return None
        misses = frozenset(self._misses(question, fact, passage))
        if misses and not near:
            return None
        best: Match | None = None
        for i, terms in enumerate((question.terms, *question.variants)):
            found = self._weighed(question, terms, fact, passage, misses)
            if found and (best is None or found.score - _LOOSER * (i > 0) > best.score):
                best = replace(found, score=found.score - _LOOSER * (i > 0), loose=i > 0)
        return best

    def _weighed(
        self,
        question: Question,
        terms: tuple[Term, ...],
        fact: Fact,
        passage: Passage,
        misses: frozenset[str],
    ) -> Match | None:
        bearing = bear(terms, fact, passage, self.thesaurus)
        if any(t.head and t.focus for t in bearing.missing):
            return None
        text = _tidied(question.text)
        headed = any(t.head for t in terms) and not (question.units == {Unit.MONEY} and not question.money)
        known, unknown = extras(terms, fact.subject, text, headed, self.thesaurus)
        share = 1.0 if specific(question) < _SPECIFIC and question.asked is not Asked.COUNT else 0.25
        score = bearing.covered - share * (_KNOWN_EXTRA * known + _UNKNOWN_EXTRA * unknown)
        score += self._small(question, fact, passage)
        if (
            question.plan
            and not fact.marks & {"plan", "forecast"}
            and fact.measure in (Measure.LEVEL, Measure.GROWTH)
        ):
            score -= _UNPLANNED
        if "owned" in fact.marks and not _named_owner(question, fact, passage):
            score -= _OWNED
        return Match(fact, passage, score, misses, bearing.covered)

    def _small(self, question: Question, fact: Fact, passage: Passage) -> float:
        """Small preferences among equals: stated slots, the asked measure word, the numbers of the question."""
        bonus = 0.0
        if question.counter and fact.quantity.unit == question.counter:
            bonus += 0.05
        bonus += 0.06 * sum(_stands(n, fact, passage) for n in question.numbers)
        total = [t for t in question.terms if t.text in _TOTAL]
        if total and any(a.text in _TOTAL for a in passage.reading.atoms if _in_clause(a, fact, passage)):
            bonus += 0.08
        if fact.region_source is Source.STATED:
            bonus += 0.005
        if not fact.inherited:
            bonus += 0.01
        return bonus

    def _misses(self, question: Question, fact: Fact, passage: Passage) -> list[str]:
        misses = []
        if not _measure_fits(question, fact):
            misses.append("measure")
        if not self._region_fits(question, fact, passage):
            misses.append("region")
        if not _period_fits(question, fact, passage):
            misses.append("period")
        if "plan" in fact.marks and not question.plan and fact.measure is not Measure.DIFFERENCE:
            misses.append("plan")
        if question.marks != fact.marks - {"plan", "forecast", "owned"}:
            misses.append("measure")
        return misses

    def _region_fits(self, question: Question, fact: Fact, passage: Passage) -> bool:
        if not question.regions:
            return True
        ids = {r.id for r in question.regions}
        if any(r.id in ids for r in fact.regions):
            return True
        text = passage.reading.text
        if any(unnamed_zone(r, fact.regions, text, self.gazetteer) for r in question.regions):
            return True
        if specific(question) < _SPECIFIC:
            return False
        inner = [r for r in fact.regions if any(self.gazetteer.within(r, q) for q in question.regions)]
        named = any(r.name in passage.reading.text for r in question.regions)
        return bool(inner) or named


@lru_cache(maxsize=256)
def _tidied(text: str) -> str:
    """A question is held against hundreds of facts and tidied once."""
    return tidy(text)


def _in_clause(atom: Atom, fact: Fact, passage: Passage) -> bool:
    offset = passage.sentence.start
    return fact.clause[0] <= atom.start + offset < fact.clause[1]


def _named_owner(question: Question, fact: Fact, passage: Passage) -> bool:
    """Whether the question names the company whose figure this is: a run of it stands in the sentence."""
    runs = [t.text for t in question.terms if not t.known and len(t.text) > 1]
    return any(run in passage.reading.text for run in runs)


def unnamed_zone(asked: Region, about: Sequence[Region], text: str, gazetteer: Gazetteer) -> bool:
    """上海综合保税区 where the text says 全市综合保税区: the zone's kind stands there, and its place is meant."""
    if asked.level is not Level.ZONE or asked.parent is None:
        return False
    parent = gazetteer.get(asked.parent)
    short = parent.name.rstrip("省市区县") if parent else ""
    kind = asked.name.removeprefix(short)
    named = any(form in text for form in gazetteer.zone_forms(kind))
    return named and any(r.id == asked.parent for r in about)


def _covers(asked: Period, day: date | None) -> bool:
    return day is not None and asked.start <= day <= asked.end


def _stands(number: Quantity, fact: Fact, passage: Passage) -> float:
    """Whether a figure of the question stands in the fact's own clause (1) or elsewhere in its sentence (0.4)."""
    places = [q for q in passage.reading.quantities if q.quantity.number == number.number]
    offset = passage.sentence.start
    if any(fact.clause[0] <= q.start + offset < fact.clause[1] for q in places):
        return 1.0
    return 0.4 if places else 0.0


def specific(question: Question) -> int:
    """How many characters of the question are neither slots nor words of statistics."""
    return sum(len(t.text) for t in question.terms if not t.known)


def _kind_fits(question: Question, fact: Fact) -> bool:
    kind = fact.quantity.kind
    if question.asked is Asked.RANK:
        return kind is Unit.RANK
    if question.asked is Asked.DIFFERENCE:
        if question.units and kind not in question.units:
            return False
        return fact.measure is Measure.DIFFERENCE
    if question.asked is Asked.GROWTH:
        return kind in (Unit.PERCENT, Unit.TIMES, Unit.POINTS) or fact.measure is Measure.LEVEL
    if question.asked is Asked.SHARE:
        return kind in (Unit.PERCENT, Unit.POINTS, Unit.TIMES)
    if question.units and kind not in question.units:
        return kind in (Unit.PERCENT,) and fact.measure is Measure.GROWTH
    return kind is not Unit.RANK


def _measure_fits(question: Question, fact: Fact) -> bool:
    if question.asked is Asked.RANK:
        return question.of is None or fact.of is None or question.of is fact.of
    if question.asked is Asked.SHARE:
        return fact.measure is (question.measure or Measure.SHARE)
    if question.asked in (Asked.LEVEL, Asked.COUNT):
        return fact.measure is Measure.LEVEL
    return question.measure is None or fact.measure is question.measure


def _repeats(question: Question, fact: Fact) -> bool:
    """Whether the fact's figure is one that the question itself gives (新签约的33家企业…多少)."""
    return any(n.number == fact.quantity.number and n.unit == fact.quantity.unit for n in question.numbers)


def _period_fits(question: Question, fact: Fact, passage: Passage) -> bool:
    """A statistic needs the very span that was asked; an event may lie inside it, or be undated in its article."""
    asked = question.period
    if asked is None:
        return question.season is None or _season_fits(question, fact)
    published = passage.context.published
    reported = published is not None and published.year == asked.end.year
    event = question.asked is Asked.COUNT or specific(question) >= _SPECIFIC
    if fact.period is None:
        return _covers(asked, published) or (event and reported)
    if asked.open and fact.period.open and asked.start == fact.period.start:
        return True
    stock = question.asked in (Asked.COUNT, Asked.LEVEL) and asked.point
    if stock and fact.period.end == asked.end:  # 到2020年底 where a report on 2020 gives the total
        return True
    relation = compare_periods(asked, fact.period)
    if relation == "same" or not event:
        return relation == "same"
    if relation == "apart":
        return not fact.timed and reported
    if relation == "within":
        return fact.period.open or (fact.period.end - fact.period.start).days < _EVENT
    return relation in ("contains", "end", "overlaps") and (fact.period.open or not fact.timed)


def _season_fits(question: Question, fact: Fact) -> bool:
    """上半年 without a year fits the first half of any year."""
    months = question.season.months if question.season else None
    if fact.period is None or months is None:
        return months is None
    return (fact.period.start.month, fact.period.end.month) == months
