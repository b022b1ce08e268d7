"""Answers that no source states but two figures give: a difference, a result against its target.

A stated difference (差距…478.6亿元) goes before a computed one; a computed one says so in its notes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from retrieval.answering.compare import SURE, Comparer, Placed, Search, answered, unit_of
from retrieval.answering.matching import Match
from retrieval.answering.replies import figure
from retrieval.answering.sides import Side, SideReader
from retrieval.answering.wanted import for_difference, for_growth, for_level, for_share
from retrieval.answering.witness import witness
from retrieval.records import Answer, Asked, Fact, Measure, Question, Region, Status, Unit
from retrieval.service import service
from retrieval.understanding.tidy import tidied, tidy

_POINTS = "个百分点"
_BOTH = re.compile("两[家地市县区者省城州旗]|二者|双方")  # they are named before
_BACKWARD = ("低", "少", "慢", "小", "落后", "less", "lower", "fewer", "slower", "smaller", "behind")
_BEHIND = {"zh": "低{}", "en": "{} lower"}
_LED = re.compile("比.*(?:高|多|大|快|强)|高于|高出|快于|多出|领先|超出|(?:higher|more|larger|faster).* than")
_TARGET = re.compile("目标|计划|任务|预期|预算|target|goal|plan")


def difference_text(first: Fact, second: Fact) -> str:
    """The distance of two figures in the unit of the first.

    969.8亿元 and 962.3亿元 give 7.5亿元; 6.6% and 4.7% give 1.9个百分点.
    """
    value = abs(_written(first) - _in_unit_of(first, second))
    unit = _POINTS if first.quantity.kind in (Unit.PERCENT, Unit.POINTS) else first.quantity.unit
    return f"{_plain(value)}{unit}"


def _written(fact: Fact) -> Decimal:
    return -abs(fact.quantity.number) if fact.falling else fact.quantity.number


def _in_unit_of(first: Fact, second: Fact) -> Decimal:
    """The second figure's number in the first one's unit: 9699万元 beside 亿元 is 0.9699."""
    if first.quantity.unit == second.quantity.unit or not first.quantity.number:
        return _written(second)
    number = second.quantity.value * first.quantity.number / first.quantity.value
    return -abs(number) if second.falling else number


def _plain(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.0001')).normalize():f}"


def exact(facts: Sequence[Fact]) -> bool:
    """Whether the figures may be subtracted: none is a bound (超1000亿元), a range or a rough number."""
    return all(not f.quantity.bound and f.quantity.high is None for f in facts)


def _of_both(match: Match, computed: Answer) -> bool:
    """Whether the article of the two figures says of both what was computed: 两市之间只差86.56亿元."""
    offset = match.passage.sentence.start
    clause = match.passage.reading.text[match.fact.clause[0] - offset : match.fact.start - offset]
    same = any(q.article == match.passage.article.id for q in computed.quotes)
    return same and match.misses <= {"region"} and _BOTH.search(clause) is not None


@service
class Differences:
    """Answers questions for differences that ``Numbers`` does not find stated."""

    comparer: Comparer
    sides: SideReader

    def answer(self, question: Question, sides: Sequence[Side], search: Search) -> Answer | None:
        """The stated or computed difference of two sides; None where that is not what is asked."""
        if len(sides) != 2:
            return None
        asked = replace(
            question, asked=Asked.DIFFERENCE, sides=tuple(replace(s.question, text=s.label) for s in sides)
        )
        stated = self._stated(asked, sides, search)
        if stated:
            return stated
        chosen = self.comparer.choose(sides, search)
        if not chosen.placed:
            return self.comparer.refused(asked, sides, chosen, search)
        facts = [p.match.fact for p in chosen.placed]
        if not exact(facts) or (
            unit_of(facts[0]) == "count" and facts[0].quantity.unit != facts[1].quantity.unit
        ):
            return replace(
                self.comparer.replies.refused(asked, []), offers=self.comparer.offers(asked, chosen.placed)
            )
        computed = self.computed(asked, chosen.placed)
        if confirmed := self._confirmed(asked, sides, computed, search):
            return confirmed
        stated_at = witness(chosen.placed, search(question), self.sides.gazetteer)
        return replace(computed, quotes=(stated_at, *computed.quotes), rows=()) if stated_at else computed

    def computed(self, question: Question, placed: Sequence[Placed]) -> Answer:
        """The difference of two figures, with both quoted: 7.5亿元, "3394.7亿元 − 3387.2亿元"."""
        ordered = sorted(placed, key=lambda p: p.value, reverse=True)
        text = difference_text(ordered[0].match.fact, ordered[1].match.fact)
        note = f"{figure(ordered[0].match.fact)} − {figure(ordered[1].match.fact)}"
        notes = [("computed", note)]
        if self._contrary(question, placed):
            notes.append(("contrary", f"{ordered[0].side.label} > {ordered[1].side.label}"))
            text = _BEHIND["en" if question.lang == "en" else "zh"].format(text)
        answer = answered(question, placed, text, tuple(notes))
        return replace(answer, measure=Measure.DIFFERENCE.value)

    def _contrary(self, question: Question, placed: Sequence[Placed]) -> bool:
        """Whether the first side is behind although the question takes it to be ahead: A比B高多少."""
        text = tidied(question.text).replace("多少", "")
        neutral = re.search("差|gap|difference", text) or any(w in text for w in _BACKWARD)
        return bool(_LED.search(text)) and not neutral and placed[0].value < placed[1].value

    # --- stated ------------------------------------------------------------------------------------------

    def _stated(self, question: Question, sides: Sequence[Side], search: Search) -> Answer | None:
        """A sentence that states the distance of the two places: 芜湖…与合肥的差距已经拉大到478.6亿元."""
        places = [s.question.regions for s in sides]
        if not all(places) or places[0][0].id == places[1][0].id:
            return None
        found: list[Match] = []
        for side, other in ((sides[0], places[1]), (sides[1], places[0])):
            passages = search(side.question)
            near = self.comparer.numbers.matches(for_difference(side.question), passages, frozenset())
            amounts = self.comparer.numbers.matches(for_level(side.question), passages, frozenset())
            near += [m for m in amounts if self._tells_apart(m)]
            sure = [m for m in near if m.score >= SURE]
            found += [m for m in sure if self._against(m, other, side.question)]
        return self._as_stated(question, max(found, key=lambda m: m.score)) if found else None

    def _as_stated(self, question: Question, match: Match) -> Answer:
        answer = self.comparer.replies.answered(question, [match])
        return replace(answer, measure=Measure.DIFFERENCE.value)

    def _confirmed(
        self, question: Question, sides: Sequence[Side], computed: Answer, search: Search
    ) -> Answer | None:
        """The sentence that states the very figure that was computed, though it names the indicator less clearly."""
        first, second = (s.question.regions for s in sides)
        if not first or not second or first[0].id == second[0].id:
            return None
        for match in self.comparer.numbers.matches(
            for_difference(sides[0].question), search(sides[0].question), {"region"}
        ):
            if tidy(match.fact.text) != tidy(computed.answer):
                continue
            between = not match.misses and self._against(match, second, sides[0].question)
            if between or _of_both(match, computed):
                return self._as_stated(question, match)
        return None

    def _tells_apart(self, match: Match) -> bool:
        """Whether a word of difference stands before the figure in its clause: 许昌领先新乡只有7.5亿元."""
        offset = match.passage.sentence.start
        before = match.passage.reading.text[match.fact.clause[0] - offset : match.fact.start - offset]
        if before.endswith("的"):  # 反超武安市的698.3亿元 is what 武安 has
            return False
        return self.sides.parts.reader.grammar.difference.search(before) is not None

    def _against(self, match: Match, other: Sequence[Region], side: Question) -> bool:
        """Whether the fact's clause names the other place, and nothing but the two is told apart there."""
        fact, passage = match.fact, match.passage
        if side.asked is Asked.GROWTH and fact.quantity.kind is not Unit.POINTS:
            return False
        if side.asked is Asked.LEVEL and fact.quantity.kind in (Unit.POINTS, Unit.PERCENT):
            return False
        ids = {r.id for r in other}
        if fact.scope:
            return any(r.id in ids for r in fact.scope)
        offset = passage.sentence.start
        clause = passage.reading.text[fact.clause[0] - offset : fact.start - offset]
        first = 0 if _BOTH.search(clause) else fact.clause[0] - offset
        inside = [m for m in passage.reading.regions if first <= m.start < fact.start - offset]
        return any(r.id in ids for m in inside for r in m.regions)

    # --- result and target -------------------------------------------------------------------------------

    def against_target(self, question: Question, search: Search) -> Answer | None:
        """A result less its target: 落地率50%,提前达到30%的计划目标 → 20个百分点."""
        if not _TARGET.search(tidied(question.text)):
            return None
        plain = _TARGET.sub(" ", self.sides.parts.wording.bare(tidied(question.text), question.lang))
        asked = self.sides.parts.read(plain, question.lang)
        asked = replace(
            asked, regions=question.regions, period=question.period, season=question.season, plan=False
        )
        for kind in (asked, for_growth(asked), for_share(asked)):
            results = self.comparer.fits(kind, search)
            for result in results[:3]:
                target = self._target_beside(result) or self._target_elsewhere(result, kind, search)
                if target and exact([result.fact, target.fact]):
                    return self._told(question, result, target)
        return None

    def _told(self, question: Question, result: Match, target: Match) -> Answer:
        labels = ("result", "target") if question.lang == "en" else ("结果", "目标")
        placed = [Placed(Side(label, question), m) for label, m in zip(labels, (result, target), strict=True)]
        return self.computed(replace(question, asked=Asked.DIFFERENCE), placed)

    def _target_beside(self, result: Match) -> Match | None:
        """The target in the same sentence: the n-th of a list belongs to the n-th result before it."""
        facts = [f for f in result.passage.facts if f.quantity.kind is result.fact.quantity.kind]
        targets = [f for f in facts if self._is_target(f, result)]
        results = [f for f in facts if f not in targets and targets and f.start < targets[0].start]
        results = results[-len(targets) :]
        if len(results) != len(targets) or result.fact not in results:
            return None
        return replace(result, fact=targets[results.index(result.fact)])

    def _is_target(self, fact: Fact, result: Match) -> bool:
        """Whether a figure is a target, by its marks or by the words up to the end of its clause."""
        if "plan" in fact.marks:
            return True
        text, offset = result.passage.reading.text, result.passage.sentence.start
        end = next((e for s, e in result.passage.reading.clauses if s <= fact.start - offset < e), len(text))
        return bool(_TARGET.search(text, fact.end - offset, end))

    def _target_elsewhere(self, result: Match, asked: Question, search: Search) -> Match | None:
        """A fact marked as a plan with the same words and time as the result."""
        found = self.comparer.fits(replace(asked, plan=True), search, plan=True)
        same = [
            m
            for m in found
            if unit_of(m.fact) == unit_of(result.fact) and m.fact.period == result.fact.period
        ]
        return same[0] if same else None


def is_refusal(answer: Answer | None) -> bool:
    """Whether nothing was found."""
    return answer is None or answer.status is Status.NOT_FOUND
