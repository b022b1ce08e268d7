"""What a corpus states: its facts for looking up, and the questions that can be made from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.scoring import figures
from retrieval.assistant import Assistant
from retrieval.records import Level, Measure, Period, Region, Unit
from retrieval.understanding.calendar import compare_periods
from retrieval.understanding.tidy import in_digits
from tests.quality.measure import measure

MEASURES = (Measure.GROWTH, Measure.LEVEL, Measure.RANK, Measure.SHARE)  # that are asked for
RATES = ("率", "比重", "占比")


@dataclass(frozen=True)
class Slots:
    """What a question asks for; ``words``: the indicator's atoms."""

    region: Region
    period: Period
    words: tuple[str, ...]
    measure: Measure


@dataclass(frozen=True)
class Stated:
    """A fact of the corpus for looking up; ``near``: every known word of its sentence and of what it goes on from."""

    slots: Slots | None
    regions: frozenset[str]
    period: Period | None
    year: int | None
    subject: frozenset[str]
    near: frozenset[str]
    measure: Measure
    text: str


@dataclass(frozen=True)
class Book:
    """One corpus: its assistant, its facts, and what can be swapped in."""

    name: str
    assistant: Assistant
    facts: tuple[Stated, ...]

    @cached_property
    def askable(self) -> list[Stated]:
        """The facts that a question can be made from."""
        return [fact for fact in self.facts if fact.slots]

    @cached_property
    def regions(self) -> list[Region]:
        """Every place that has a fact."""
        return list({f.slots.region.id: f.slots.region for f in self.askable if f.slots}.values())

    @cached_property
    def indicators(self) -> list[tuple[str, ...]]:
        """Every indicator asked for in some fact, by its words."""
        return sorted({f.slots.words for f in self.askable if f.slots})

    def supported(self, slots: Slots) -> bool:
        """Whether a fact may state it: the place and measure, the time or an unknown one, words that its sentence has."""
        return any(self._states(fact, slots) for fact in self.facts)

    def answers(self, slots: Slots) -> set[tuple[str, ...]]:
        """The figures of every fact that states it."""
        return {tuple(map(str, figures(in_digits(f.text)))) for f in self.facts if self._states(f, slots)}

    def _states(self, fact: Stated, slots: Slots) -> bool:
        if fact.measure not in _means(slots) or slots.region.id not in fact.regions:
            return False
        if fact.period is None:
            if fact.year is not None and fact.year != slots.period.end.year:
                return False
        elif compare_periods(slots.period, fact.period) not in ("same", "end"):
            return False
        words = set(slots.words) - self.soft or set(slots.words)
        return words <= fact.near and bool(fact.subject & words or not fact.subject)

    @cached_property
    def soft(self) -> frozenset[str]:
        """Words that an indicator means nearly the same without: 规模以上, 地方, 总额."""
        facts = (fact for passage in self.assistant.passages for fact in passage.facts)
        return frozenset(a.text for fact in facts for a in fact.subject if a.soft or a.neutral)


def _means(slots: Slots) -> set[Measure]:
    """What states it: of a rate 是多少 asks for the rate itself, 增长多少 for points."""
    if not slots.words[-1].endswith(RATES):
        return {slots.measure}
    rates = {Measure.LEVEL, Measure.SHARE}
    return rates if slots.measure in rates else {slots.measure, Measure.DIFFERENCE}


def open_book(name: str) -> Book:
    """The corpus of a question set with its facts."""
    assistant = measure(name).assistant
    return Book(name, assistant, tuple(_stated(assistant)))


def _stated(assistant: Assistant) -> Iterator[Stated]:
    for passage in assistant.passages:
        published = passage.context.published
        for fact in passage.facts:
            known = [a for a in fact.subject if a.known]
            plain = (
                len(known) == len(fact.subject)
                and any(a.head for a in known)
                and not fact.marks
                and not fact.inherited
            )
            whole = len(fact.regions) == 1 and fact.period and not (fact.period.open or fact.period.name)
            asked = (
                plain
                and whole
                and fact.measure in MEASURES
                and fact.regions[0].level <= Level.ZONE
                and not fact.noun
            )
            words = tuple(dict.fromkeys(a.text for a in known))
            slots = (
                Slots(fact.regions[0], fact.period, words, fact.measure) if asked and fact.period else None
            )
            if fact.measure is Measure.LEVEL and fact.quantity.kind in (Unit.PERCENT, Unit.POINTS):
                slots = None
            near = passage.words | {a.text for a in (*fact.subject, *fact.noun, *fact.topic, *fact.whole)}
            yield Stated(slots, frozenset(r.id for r in fact.regions), fact.period, published.year if published else None,
                         frozenset(words), near, fact.measure, fact.text)  # fmt: skip
