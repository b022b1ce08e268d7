"""Questions for several figures: A和B的GDP分别是多少, 河南各市GDP, 近几年的GDP. One row and one quote a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from retrieval.answering.compare import Comparer, Placed, Search, answered, unit_of
from retrieval.answering.matching import Match
from retrieval.answering.replies import figure
from retrieval.answering.sides import Side, SideReader
from retrieval.answering.wording import Wording
from retrieval.records import Answer, Asked, Question, Region
from retrieval.service import service
from retrieval.understanding.calendar import describe_period
from retrieval.understanding.tidy import tidied

_MOST = 10
_FEWEST = 2


@service
class Listing:
    """Answers with several figures, each quoted."""

    comparer: Comparer
    sides: SideReader
    wording: Wording

    def answer(self, question: Question, search: Search) -> Answer | None:
        """The list, or None where the question does not ask for one or no two figures are found."""
        text = tidied(question.text)
        if question.asked not in (Asked.LEVEL, Asked.GROWTH, Asked.SHARE, Asked.COUNT, Asked.ENTITY):
            return None
        if self.wording.each(text):
            return self._each(question, search)
        if self.wording.trend(text) and question.regions:
            return self._years(question, search)
        if self.wording.everywhere(text) and question.regions and not self.wording.most(text):
            return self._inside(question, search)
        return None

    def _each(self, question: Question, search: Search) -> Answer | None:
        """A和B的GDP分别是多少: all sides or none."""
        sides = self.sides.find(question)
        if not sides:
            return None
        chosen = self.comparer.choose(sides, search)
        if not chosen.placed:
            return self.comparer.refused(replace(question, asked=Asked.LIST), sides, chosen, search)
        return self._told(question, chosen.placed)

    def _years(self, question: Question, search: Search) -> Answer | None:
        """近几年GDP: the figure of every year that a source gives, the earliest first."""
        asked = self._plain(question, period=True)
        found: dict[int, Match] = {}
        for match in self.comparer.fits(asked, search):
            period = match.fact.period
            if period and (period.end - period.start).days >= 364 and period.start.year == period.end.year:
                found.setdefault(period.start.year, match)
        placed = [Placed(Side(describe_period(p, question.lang), question), found[y]) for y in sorted(found)
                  if (p := found[y].fact.period)]  # fmt: skip
        return self._told(question, self._alike(placed)[-_MOST:])

    def _inside(self, question: Question, search: Search) -> Answer | None:
        """河南各市GDP: the places right inside the one asked about, the largest figure first."""
        outer = question.regions[0]
        gazetteer = self.sides.gazetteer
        children = {r.id: r for r in gazetteer.children(outer)}
        found: dict[str, Match] = {}
        wide = replace(self._plain(question), regions=tuple(children.values()))
        for match in self.comparer.fits(wide, search):
            inner = self._one(match, children)
            if inner:
                found.setdefault(inner.id, match)
        placed = [Placed(Side(children[i].name, question), m) for i, m in found.items()]
        alike = sorted(self._alike(placed), key=lambda p: p.value, reverse=True)
        return self._told(question, alike[:_MOST])

    def _one(self, match: Match, children: dict[str, Region]) -> Region | None:
        regions = match.fact.regions
        return children.get(regions[0].id) if len(regions) == 1 else None

    def _plain(self, question: Question, period: bool = False) -> Question:
        """The question without the words that ask for a list."""
        words = self.wording.words
        said = (*words.trend, *words.everywhere, *words.each)
        terms = tuple(
            t for t in question.terms if t.known or not any(t.text in w or w in t.text for w in said)
        )
        asked = replace(question, terms=terms, numbers=())
        return replace(asked, period=None, season=None) if period else asked

    def _alike(self, placed: Sequence[Placed]) -> list[Placed]:
        """Those of the same unit and kind as the first."""
        kinds = [(unit_of(p.match.fact), p.match.fact.measure) for p in placed]
        return [p for p, kind in zip(placed, kinds, strict=True) if kind == kinds[0]]

    def _told(self, question: Question, placed: Sequence[Placed]) -> Answer | None:
        if len(placed) < _FEWEST:
            return None
        comma = "; " if question.lang == "en" else "、"
        text = comma.join(
            f"{p.side.label}{' ' if question.lang == 'en' else ''}{figure(p.match.fact)}" for p in placed
        )
        return answered(replace(question, asked=Asked.LIST), placed, text)
