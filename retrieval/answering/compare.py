"""Sides of a comparison in, the one that is ahead out: 合肥和海宁谁的GDP增速更高 → 海宁市 (7.7% against 5.5%)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from retrieval.answering.matching import Match
from retrieval.answering.numbers import Numbers
from retrieval.answering.replies import Replies, figure, offer_label, quote_of, region_path
from retrieval.answering.sides import Side
from retrieval.library import Passage
from retrieval.records import Answer, Asked, Fact, Offer, Question, Source, Status, Unit
from retrieval.service import service
from retrieval.understanding.calendar import describe_period, period_label

Notes = tuple[tuple[str, str], ...]
Search = Callable[[Question], Sequence[Passage]]

SURE = 0.72  # a figure is answered from this score on
_CLOSE = 0.12  # how far behind the best figure of its side one may be that goes better with the others
_CLEARLY = 0.03  # by so much a figure must fit one side better than another to be its own
_EXCESS = Decimal("1.1")  # 超1000亿元 is taken to be up to this many times as much
_COUNTED = (Unit.COUNT, Unit.PEOPLE)


@dataclass(frozen=True)
class Placed:
    """A side with the fact that answers it."""

    side: Side
    match: Match

    @property
    def value(self) -> Decimal:
        """Its figure in base units; what fell is below zero."""
        return signed(self.match.fact)


@dataclass(frozen=True)
class Chosen:
    """A fact for each side, all of one unit (and time, where the question names none); or who has none."""

    placed: tuple[Placed, ...] = ()
    without: Side | None = None


def signed(fact: Fact) -> Decimal:
    """The figure in base units, below zero where it fell: 下降5.7% → -5.7."""
    return -abs(fact.quantity.value) if fact.falling else fact.quantity.value


def unit_of(fact: Fact) -> str:
    """What two figures must share to be held against each other: 元, %, or a count of things."""
    return "count" if fact.quantity.kind in _COUNTED else fact.quantity.base


@service
class Comparer:
    """Chooses facts for sides and says which side is ahead."""

    numbers: Numbers
    replies: Replies

    def fits(self, question: Question, search: Search, plan: bool = False) -> list[Match]:
        """The facts that answer a question, best first, and not much worse than the best."""
        near = [m for m in self.numbers.matches(question, search(question), {"period"}) if m.score >= SURE]
        near = [m for m in near if ("plan" in m.fact.marks) == plan]
        found = [m for m in near if not m.misses] or [m for m in near if _up_to_now(question, m)]
        ids = {r.id for r in question.regions}
        own = [m for m in found if any(r.id in ids for r in m.fact.regions)]
        return [m for m in own or found if m.score >= (own or found)[0].score - _CLOSE]

    def choose(self, sides: Sequence[Side], search: Search) -> Chosen:
        """One fact a side; those that go together: 元 with 元, 2023 with 2023 where no year was asked."""
        fitting = []
        for side in sides:
            matches = self.fits(side.question, search)
            if not matches:
                return Chosen(without=side)
            fitting.append(matches)
        fitting = _apart(fitting)
        lacking = next((s for s, ms in zip(sides, fitting, strict=True) if not ms), None)
        if lacking:
            return Chosen(without=lacking)
        loose = all(s.question.period is None for s in sides)
        keys = dict.fromkeys(_key(m.fact, loose) for m in fitting[0])
        best: tuple[float, tuple[Match, ...]] | None = None
        for key in keys:
            row = [next((m for m in ms if _key(m.fact, loose) == key), None) for ms in fitting]
            kept = tuple(m for m in row if m)
            total = sum(m.score for m in kept)
            if len(kept) == len(sides) and (best is None or total > best[0] + 0.001):
                best = (total, kept)
        if best is None:
            return Chosen()
        return Chosen(tuple(Placed(s, m) for s, m in zip(sides, best[1], strict=True)))

    def compare(self, question: Question, sides: Sequence[Side], search: Search, lowest: bool) -> Answer:
        """The side that is ahead, with the figures of all; equal figures are said to be equal."""
        asked = replace(
            question, asked=Asked.COMPARE, sides=tuple(replace(s.question, text=s.label) for s in sides)
        )
        chosen = self.choose(sides, search)
        if not chosen.placed:
            return self.refused(asked, sides, chosen, search)
        ordered = sorted(chosen.placed, key=lambda p: p.value, reverse=not lowest)
        if not certain(ordered):
            return replace(self.replies.refused(asked, []), offers=self.offers(asked, ordered))
        equal = [p for p in ordered if p.value == ordered[0].value]
        text = "、".join(p.side.label for p in equal)
        notes = (("equal", text),) if len(equal) > 1 else ()
        return answered(asked, ordered, text, notes)

    def refused(self, question: Question, sides: Sequence[Side], chosen: Chosen, search: Search) -> Answer:
        """No figure for a side, or none that goes with the others: why, and what there is for the other sides."""
        lacking = chosen.without or sides[0]
        near = [
            m for m in self.numbers.matches(lacking.question, search(lacking.question)) if m.score >= SURE
        ]
        answer = self.replies.refused(replace(lacking.question, text=question.text, lang=question.lang), near)
        others = [(s, m) for s in sides if s is not lacking and (m := self.fits(s.question, search))]
        offers = (*self.offers(question, [Placed(s, m[0]) for s, m in others]), *answer.offers)
        unique = {o.label: o for o in offers}
        if chosen.without is None:  # each has a figure, but none of the same time and kind as the others'
            answer = replace(answer, region="", reason="not_comparable")
        return replace(answer, asked=question.asked, offers=tuple(unique.values())[:4], parsed=question)

    def offers(self, question: Question, placed: Sequence[Placed]) -> tuple[Offer, ...]:
        """The figures that there are, as questions."""
        return self.replies.offers(
            question, [p.match for p in placed if offer_label(p.match.fact, question.lang)]
        )


def _up_to_now(question: Question, match: Match) -> bool:
    """Whether a figure misses the asked time only by days: 今年以来 on 28 July for 头七个月."""
    asked, found = question.period, match.fact.period
    if asked is None or found is None or not found.open or match.misses != {"period"}:
        return False
    return asked.start == found.start and (asked.end.year, asked.end.month) == (
        found.end.year,
        found.end.month,
    )


def _apart(fitting: Sequence[Sequence[Match]]) -> list[list[Match]]:
    """The matches of each side less those that fit another as well or better: 项目62个 is neither side's own."""
    best: dict[tuple[int, int], list[float]] = {}
    for matches in fitting:
        for m in matches:
            best.setdefault((m.passage.number, m.fact.start), []).append(m.score)

    def own(match: Match) -> bool:
        scores = sorted(best[match.passage.number, match.fact.start])
        return len(scores) < 2 or (match.score == scores[-1] and scores[-1] - scores[-2] > _CLEARLY)

    return [[m for m in matches if own(m)] for matches in fitting]


def _key(fact: Fact, loose: bool) -> tuple[object, ...]:
    return (unit_of(fact), fact.measure, fact.period if loose else None)


def certain(ordered: Sequence[Placed]) -> bool:
    """Whether bounds leave the first one first: 超1000亿元 against 1050亿元 does not."""
    first = ordered[0].value
    descending = first >= ordered[-1].value
    for placed in ordered[1:]:
        behind, ahead = (placed, ordered[0]) if descending else (ordered[0], placed)
        most = behind.value * _EXCESS if behind.match.fact.quantity.bound == ">" else behind.value
        least = ahead.value / _EXCESS if ahead.match.fact.quantity.bound == "<" else ahead.value
        if most > least and behind.value != ahead.value:
            return False
    return True


def answered(question: Question, placed: Sequence[Placed], text: str, notes: Notes = ()) -> Answer:
    """An answer that rests on several facts: a quote and a row for each, in the same order."""
    facts = [p.match.fact for p in placed]
    periods = {f.period for f in facts}
    period = facts[0].period if len(periods) == 1 else None
    assumed = period is not None and all(p.side.question.period is None for p in placed)
    if assumed and period is not None:
        notes = (*notes, ("assumed_period", describe_period(period, question.lang)))
    return Answer(
        question=question.text,
        status=Status.ANSWERED,
        answer=text,
        asked=question.asked,
        region=region_path(facts[0].regions) if question.asked is Asked.COMPARE else "",
        period=period_label(period) if period else "",
        indicator="".join(dict.fromkeys(a.text for a in facts[0].subject)),
        measure=facts[0].measure.value,
        quotes=tuple(quote_of(p.match.passage, p.match.fact, source(p.match)) for p in placed),
        notes=(*question.notes, *notes),
        rows=tuple((p.side.label, figure(p.match.fact)) for p in placed),
        lang=question.lang,
        parsed=question,
    )


def source(match: Match) -> Source:
    """The weakest of where a fact's place and time come from."""
    order = (Source.ASSUMED, Source.ARTICLE, Source.CONTEXT, Source.STATED)
    return next(s for s in order if s in (match.fact.region_source, match.fact.period_source))
