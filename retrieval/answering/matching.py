"""A question and one fact in, a match out: its score, and each slot in which it is not what was asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import chain
from typing import NamedTuple

from retrieval.answering.beyond import Beyond
from retrieval.answering.counting import counts_otherwise
from retrieval.answering.coverage import Bearing, Sought, bear, has_heads, measures
from retrieval.answering.slots import kind_fits, kinds_of_zone, misses, repeats
from retrieval.answering.thesaurus import Thesaurus
from retrieval.answering.thresholds import is_threshold, stands
from retrieval.library import Passage
from retrieval.records import (
    Asked,
    Atom,
    Fact,
    Measure,
    Question,
    Source,
    Term,
    Unit,
)
from retrieval.service import service
from retrieval.understanding.gazetteer import Gazetteer
from retrieval.understanding.tidy import tidied

_LOOSER = 0.06  # an indicator meant loosely: 城镇居民收入 for their disposable income
_UNPLANNED = 0.1  # a result where a goal was asked for
_UNPLANNED_EN = 0.3  # an English plan, target or aim is never only a word of the indicator
_ANOTHER_THING, _ANOTHER_UNIT = 0.2, 0.25
_ROUGHLY = 0.02  # 近7亿元 where another sentence has 6.94亿元
_OWNED = 0.18  # a company's own figure is not its region's
_PLACE = re.compile("^[^各].*(?:[区县市州盟旗镇乡]|街道)$")
_ONLY_TIME = re.compile("[0-9年月日号季度上下半第一二三四前全初底末至到的,~ -]*")
_TOTAL = ("累计", "总计", "合计")
_UNITS = tuple(Unit)
_LITTLE = 0.4  # of a question's weight


class Held(NamedTuple):
    """A fact of the asked kind, the slots in which it differs (region, period, measure, plan), and how to weigh it.

    ``own``: the fact's own words; ``ways``: the question's terms and its variants' of which it has the heads, None for
    the others.
    """

    fact: Fact
    passage: Passage
    misses: frozenset[str]
    own: frozenset[str]
    ways: list[Sought | None]


@dataclass(frozen=True)
class Match:
    """A fact held against a question. ``misses``: the slots that differ (region, period, measure, plan).

    ``headed``: what is measured is the figure's own.

    ``near``: all that it lacks of the question are a few words that no table knows (``unheard``), and what it says
    beyond it is nothing that one does.
    """

    fact: Fact
    passage: Passage
    score: float
    misses: frozenset[str]
    covered: float = 0.0
    loose: bool = False
    near: bool = False
    unheard: tuple[str, ...] = ()
    headed: bool = False


@service
class Matcher:
    """Holds facts against questions."""

    gazetteer: Gazetteer
    thesaurus: Thesaurus
    beyond: Beyond

    def held(
        self, question: Question, passages: Iterable[Passage], slots: AbstractSet[str] | None = None
    ) -> list[Held]:
        """The facts of the asked kind that differ in no slot, in none but ``slots``, or (None) however they differ."""
        thresholds = [n for n in question.numbers if is_threshold(n, question)]
        sought = [self._sought(question, terms) for terms in (question.terms, *question.variants)]
        heads = [t.text for t in question.terms if t.head and question.asked is Asked.LEVEL]
        kinds = frozenset(kind for kind in _UNITS if all(measures(head, kind) for head in heads))
        found = []
        asked = tidied(question.text)
        for passage in passages:
            if counts_otherwise(asked, passage):
                continue
            for fact in passage.facts:
                if (
                    fact.quantity.kind not in kinds
                    or not kind_fits(question, fact)
                    or repeats(question, fact)
                ):
                    continue
                if thresholds and any(stands(n, fact, passage) <= 0 for n in thresholds):
                    continue
                differ = misses(question, fact, passage, self.gazetteer)
                if slots is not None and (first := next(differ, None)):
                    if first not in slots:
                        continue
                    differ = chain((first,), differ)
                own = frozenset([a.text for a in (*fact.subject, *fact.noun, *fact.whole)])
                ways = [way if has_heads(way, own, fact, passage, self.thesaurus) else None for way in sought]
                if not any(ways):
                    continue
                differing = frozenset(differ)
                if slots is None or differing <= slots:
                    found.append(Held(fact, passage, differing, own, ways))
        return found

    def weighed(self, question: Question, held: Iterable[Held]) -> Iterator[Match]:
        """How well facts answer; those that lack a name which the question gives are left out."""
        for each in held:
            found = [self._weighed(question, way, each, i > 0) for i, way in enumerate(each.ways) if way]
            if best := max((m for m in found if m), key=lambda m: m.score, default=None):
                yield best

    def _sought(self, question: Question, terms: tuple[Term, ...]) -> Sought:
        headed = any(t.head for t in terms) and not (question.units == {Unit.MONEY} and not question.money)
        sought = Sought.of(question, terms, headed, self.thesaurus)
        zones = [form for r in question.regions for form in kinds_of_zone(r, self.gazetteer)]
        return replace(sought, forms=sought.forms.union(zones)) if zones else sought

    def _weighed(self, question: Question, sought: Sought, held: Held, loose: bool) -> Match | None:
        fact, passage = held.fact, held.passage
        if self.beyond.rivals(sought, fact):
            return None
        bearing = bear(sought, held.own, fact, passage, self.thesaurus)
        if any(_unheard(t, passage) for t in bearing.missing if _is_place(t, sought) or _opens(t, question)):
            return None
        if any(t.known and t.text.endswith("以上") for t in bearing.missing):  # 亿元以上项目 of all projects
            return None
        extras = self.beyond.extras(sought, fact, passage)
        score = bearing.covered - self.beyond.cost(question, sought, extras)
        score += self._small(question, fact, passage)
        if (
            question.plan
            and not fact.marks & {"plan", "forecast"}
            and fact.measure in (Measure.LEVEL, Measure.GROWTH)
        ):
            score -= _UNPLANNED if question.lang == "zh" else _UNPLANNED_EN
        if question.lang == "en" and question.asked is Asked.COUNT:
            score -= _counts_another(question, sought.terms, fact)
        if "owned" in fact.marks and not _named_owner(question, passage):
            score -= _OWNED
        near = not (extras.known or extras.parts) and self._lacks_little(question, sought, bearing, held)
        unheard = tuple(t.text for t in bearing.missing)
        headed = all(head.text in held.own for head in sought.heads)
        score -= _LOOSER * loose
        return Match(fact, passage, score, held.misses, bearing.covered, loose, near, unheard, headed)

    def _lacks_little(self, question: Question, sought: Sought, bearing: Bearing, held: Held) -> bool:
        """Whether a fact lacks nothing but a few words that no table knows: 电动车 of 电动车充电桩的充电量.

        In English these may be the very names (visitors from Beijing), and 铁矿砂 is all of what 铁矿砂进口 is.
        """
        missing = bearing.missing
        if not missing or question.lang == "en":
            return not missing
        if any(t.known for t in missing):
            return False
        narrowed = any(t.known and not t.head and not t.soft and t.text in held.own for t in sought.terms)
        if not narrowed and any(self.beyond.is_kind(t.text) for t in missing):
            return False
        return sum(t.weight for t in missing) <= _LITTLE * sum(t.weight for t in sought.terms)

    def _small(self, question: Question, fact: Fact, passage: Passage) -> float:
        """Small preferences among equals: stated slots, the asked measure word, the numbers of the question."""
        bonus = 0.0
        if question.counter and fact.quantity.unit == question.counter:
            bonus += 0.05
        bonus += 0.06 * sum(stands(n, fact, passage) for n in question.numbers)
        total = [t for t in question.terms if t.text in _TOTAL]
        if total and any(a.text in _TOTAL for a in passage.reading.atoms if _in_clause(a, fact, passage)):
            bonus += 0.08
        if question.of and fact.of is question.of:  # 业务量排第七位,增速排第三位
            bonus += 0.12
        if fact.region_source is Source.STATED:
            bonus += 0.005
        if not fact.inherited:
            bonus += 0.01
        if fact.quantity.bound and fact.measure is Measure.LEVEL:
            bonus -= _ROUGHLY
        return bonus


def _counts_another(question: Question, terms: Sequence[Term], fact: Fact) -> float:
    """What it costs that something is counted which the question does not say: 100多个国家 for producers, 56 cities."""
    counted = fact.text.split()[-1].lower()
    if counted.isascii() and counted.isalpha() and not fact.noun:
        return 0.0 if counted in question.text.lower() else _ANOTHER_UNIT
    asked = "".join(form for t in terms for form in (t.text, *t.others))
    pairs = [a.text[i : i + 2] for a in fact.noun for i in range(max(1, len(a.text) - 1))]
    return _ANOTHER_THING if pairs and not any(pair in asked for pair in pairs) else 0.0


def _unheard(term: Term, passage: Passage) -> bool:
    """Whether a name that the question gives stands nowhere near, not even in part: 汇川 in a page on 遵义."""
    around = passage.reading.text + passage.near
    return _is_name(term) and not any(term.text[i : i + 2] in around for i in range(len(term.text) - 1))


def _is_name(term: Term) -> bool:
    return not term.known and len(term.text) > 1 and not term.text.isascii()


def _is_place(term: Term, sought: Sought) -> bool:
    return term.text in sought.text and _PLACE.search(term.text) is not None


def _opens(term: Term, question: Question) -> bool:
    """Whether a word stands where a question names its place, which then is one no table knows: 南岸2022年产值."""
    before, found, _ = tidied(question.text).partition(term.text)
    return bool(found) and not question.regions and _ONLY_TIME.fullmatch(before) is not None


def _in_clause(atom: Atom, fact: Fact, passage: Passage) -> bool:
    offset = passage.sentence.start
    return fact.clause[0] <= atom.start + offset < fact.clause[1]


def _named_owner(question: Question, passage: Passage) -> bool:
    """Whether the question names the company whose figure this is: a run of it stands in the sentence."""
    runs = [t.text for t in question.terms if not t.known and len(t.text) > 1]
    return any(run in passage.reading.text for run in runs)
