"""A rank that no source states, counted in a list that runs from the top or has every place of a province."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from retrieval.answering.compare import Comparer, Placed, Search, answered, signed, unit_of
from retrieval.answering.matching import Match
from retrieval.answering.replies import figure
from retrieval.answering.sides import Side, SideReader
from retrieval.answering.wanted import for_growth, for_level
from retrieval.answering.wording import Wording
from retrieval.library import Passage
from retrieval.records import Answer, Fact, Measure, Question, Region
from retrieval.service import service
from retrieval.understanding.gazetteer import Gazetteer

_NUMERALS = "零一二三四五六七八九"
_FEWEST = 3  # a list has at least so many places
_BY_ITSELF = 8  # so many figures that never rise are no accident: the list is in order though nothing says so
_NAME, _LINE = 5, 12  # characters of a place's name, and by how much lines of a list may differ
_BETWEEN = 1  # so many paragraphs without a place may stand inside a list


def ordinal(number: int) -> str:
    """第三, 第十, 第二十一: up to 99."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _NUMERALS[tens] + "十"
    return "第" + head + (_NUMERALS[ones] if ones or not tens else "")


@service
class Ranks:
    """Counts ranks."""

    comparer: Comparer
    sides: SideReader
    wording: Wording

    @property
    def gazetteer(self) -> Gazetteer:
        """What lies in what."""
        return self.sides.gazetteer

    def answer(self, question: Question, search: Search) -> Answer | None:
        """The place's position in its list, or None: …由高到低依次是合肥…;芜湖…;滁州231.7亿元 → 第三."""
        if len(question.regions) != 1:
            return None
        plain = replace(question, scope=(), terms=tuple(t for t in question.terms if not t.neutral))
        asked = for_growth(plain) if question.of is Measure.GROWTH else for_level(plain)
        passages = search(asked)
        for match in self.comparer.fits(asked, lambda _: passages)[:2]:
            found = self._counted(question, match, passages)
            if found:
                return found
        return None

    def _counted(self, question: Question, own: Match, passages: Sequence[Passage]) -> Answer | None:
        outer = self._scope(question, own)
        if outer is None:
            return None
        listed = self._listed(own, outer, passages)
        if len(listed) < _FEWEST or own.fact not in [m.fact for m in listed]:
            return None
        if not self.from_top(listed, passages) and not self._complete(listed, outer, own.fact.regions[0]):
            return None
        rank = 1 + sum(signed(m.fact) > signed(own.fact) for m in listed)
        note = (
            "computed",
            "、".join(f"{m.fact.regions[0].name}{figure(m.fact)}" for m in listed[: rank + 1]),
        )
        top = max(listed, key=lambda m: signed(m.fact))
        shown = [own] if top.fact is own.fact else [own, top]
        placed = [
            Placed(Side(m.fact.regions[0].name, replace(question, period=m.fact.period)), m) for m in shown
        ]
        told = answered(question, placed, ordinal(rank), (note,))
        return replace(told, measure=Measure.RANK.value, region=own.fact.regions[0].path)

    def _scope(self, question: Question, own: Match) -> Region | None:
        """Where the rank is held: the place the question names, else the one around the place asked about."""
        region = own.fact.regions[0]
        around = self.gazetteer.ancestors(region)
        held = [r for r in self.sides.held_in(question) if r in around]
        return next(iter((*held, *around)), None)

    def _listed(self, own: Match, outer: Region, passages: Sequence[Passage]) -> list[Match]:
        """The like figures of its article's neighbouring paragraphs, one a place, in the order of the text."""
        around = [p for p in passages if p.article.id == own.passage.article.id]
        paragraphs = self._stretch({p.sentence.paragraph for p in around if self._likes(own, outer, p)}, own)
        if any(_is_unread(p, own) for p in around if p.sentence.paragraph in paragraphs):
            return []
        found: dict[str, Match] = {}
        for passage in sorted(around, key=lambda p: p.number):
            if passage.sentence.paragraph in paragraphs:
                for fact in self._likes(own, outer, passage):
                    found.setdefault(fact.regions[0].id, replace(own, fact=fact, passage=passage))
        return list(found.values())

    def _stretch(self, paragraphs: set[int], own: Match) -> set[int]:
        """The paragraphs that follow each other around the place's own."""
        here = own.passage.sentence.paragraph
        kept = {here}
        for step in (1, -1):
            at = here
            while near := [n for n in paragraphs if 0 < (n - at) * step <= 1 + _BETWEEN]:
                last, at = at, min(near) if step > 0 else max(near)
                kept.update(range(min(last, at), max(last, at) + 1))
        return kept

    def _likes(self, own: Match, outer: Region, passage: Passage) -> list[Fact]:
        """The facts of a passage that say the same of other places of the same level."""
        return [f for f in passage.facts if self._is_place(f, own.fact, outer) and _is_like(f, own.fact)]

    def _is_place(self, fact: Fact, own: Fact, outer: Region) -> bool:
        """Whether a fact is about one place of the same level, or one that lies right in the outer place."""
        if len(fact.regions) != 1 or fact.regions[0].id == outer.id:
            return False
        region = fact.regions[0]
        level = region.level is own.regions[0].level or region.parent == outer.id
        return level and self.gazetteer.within(region, outer)

    def from_top(self, listed: Sequence[Match], passages: Sequence[Passage]) -> bool:
        """Whether the list is said to run from the top, and does: its figures never rise."""
        values = [signed(m.fact) for m in listed]
        if any(a < b for a, b in pairwise(values)):
            return False
        first = listed[0]
        cut = first.fact.start - first.passage.sentence.start
        last = first.passage.reading.text[:cut]
        before = [p for p in passages if p.number == first.passage.number - 1]
        same = [p for p in before if p.article.id == first.passage.article.id]
        lead = "".join(p.reading.text for p in same) + last
        alone = len(values) >= _BY_ITSELF and len({m.passage.number for m in listed}) == 1
        ordered = self.wording.ordered(lead) or alone
        return ordered and not any(w in last for w in self.wording.words.not_top)

    def _complete(self, listed: Sequence[Match], outer: Region, own: Region) -> bool:
        """Whether every place of the same level that lies right in the outer one is listed."""
        wanted = {r.id for r in self.gazetteer.children(outer) if r.level is own.level}
        return len(wanted) >= _FEWEST and wanted <= {m.fact.regions[0].id for m in listed}


def _is_unread(passage: Passage, own: Match) -> bool:
    """Whether a line of a list begins with a name that is no known place: 海西783.52亿元."""
    first = next(iter(passage.facts), None)
    if first is None or len(passage.reading.text) > 2 * len(own.passage.reading.text) + _LINE:
        return False
    like = first.measure is own.fact.measure and unit_of(first) == unit_of(own.fact)
    before = passage.reading.text[: first.start - passage.sentence.start].strip(" |、:;,")
    placed = any(r.end <= first.end - passage.sentence.start for r in passage.reading.regions)
    return like and not placed and 1 < len(before) <= _NAME


def _is_like(fact: Fact, own: Fact) -> bool:
    """Whether a fact says the same of the same time, as an exact figure."""
    same = fact.measure is own.measure and unit_of(fact) == unit_of(own) and fact.period == own.period
    exact = not fact.quantity.bound and fact.quantity.high is None and fact.marks == own.marks
    return same and exact and _heads(fact) == _heads(own)


def _heads(fact: Fact) -> frozenset[str]:
    return frozenset(a.text for a in fact.subject if a.known and not a.soft and not a.neutral)
