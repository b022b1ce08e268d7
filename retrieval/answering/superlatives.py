"""Which of all: 江西哪个市GDP最高, 2021年到2023年哪年增速最快.

Said only where every one is known, or where a list is said to run from the top.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from retrieval.answering.compare import Comparer, Placed, Search, answered, certain
from retrieval.answering.matching import Match
from retrieval.answering.ranks import Ranks
from retrieval.answering.sides import Side, SideReader
from retrieval.answering.wanted import as_whole
from retrieval.answering.wording import Wording
from retrieval.records import Answer, Asked, Level, Question, Region
from retrieval.service import service
from retrieval.understanding.tidy import tidied

_PLACES = re.compile("的?(?:地级市|城市|地区|市|区|县)(?=\\W|是|$)")
_FEWEST = 3
_YEAR = 364  # days from the first to the last day of a year


@service
class Superlatives:
    """Says which of all is ahead."""

    comparer: Comparer
    sides: SideReader
    ranks: Ranks
    wording: Wording

    def answer(self, question: Question, search: Search) -> Answer | None:
        """The place or the year that is ahead of all others; None where that is not asked or not known."""
        text = tidied(question.text)
        if question.lang == "en" or len(question.regions) != 1 or not self.wording.most(text):
            return None
        if self.wording.which_year(text):
            return self._years(question, text, search)
        if self.wording.which_place(text):
            return self._places(question, text, search)
        return None

    def _asked(self, question: Question, text: str) -> Question:
        """The question for the figure, without the words that ask which."""
        bare = self.sides.parts.read(_PLACES.sub(" ", self.wording.bare(text)), question.lang)
        bare = replace(
            bare, regions=question.regions, period=question.period, season=question.season, numbers=()
        )
        terms = tuple(t for t in bare.terms if t.known or len(t.text) > 1)
        return as_whole(replace(bare, terms=terms), question, self.wording)

    # --- years -------------------------------------------------------------------------------------------

    def _years(self, question: Question, text: str, search: Search) -> Answer | None:
        """Every year of the span must be known: 2021年到2023年哪年最高."""
        span = question.period
        if span is None or span.start.year == span.end.year:
            return None
        asked = replace(self._asked(question, text), period=None, season=None)
        found: dict[int, Match] = {}
        for match in self.comparer.fits(asked, search):
            period = match.fact.period
            if period and (period.end - period.start).days >= _YEAR and period.start.year == period.end.year:
                found.setdefault(period.start.year, match)
        years = range(span.start.year, span.end.year + 1)
        known = [y for y in years if y in found]
        placed = [Placed(self._year(asked, y, found[y]), found[y]) for y in known]
        if len(placed) < len(years):
            refused = self.comparer.replies.refused(replace(question, asked=Asked.COMPARE), [])
            return replace(refused, reason="no_period", offers=self.comparer.offers(question, placed))
        return self._ahead(question, placed, self.wording.lowest(text, question.lang))

    # --- places ------------------------------------------------------------------------------------------

    def _places(self, question: Question, text: str, search: Search) -> Answer | None:
        """Every place of a level must be known, or the list must be said to run from the top."""
        outer = question.regions[0]
        children = self._children(outer)
        asked = replace(self._asked(question, text), regions=tuple(children))
        passages = search(replace(asked, regions=question.regions))
        matches = self.comparer.fits(asked, lambda _: passages)
        ids = {c.id for c in children}
        found: dict[str, Match] = {}
        for match in matches:
            if len(match.fact.regions) == 1 and match.fact.regions[0].id in ids:
                found.setdefault(match.fact.regions[0].id, match)
        if len(found) < _FEWEST or not children:
            return None
        lowest = self.wording.lowest(text, question.lang)
        placed = [Placed(self._place(asked, m), m) for m in found.values()]
        if len({p.match.fact.period for p in placed}) > 1:
            return None
        level = min(c.level for c in children)
        if all(c.id in found for c in children if c.level is level):
            return self._ahead(question, placed, lowest)
        if lowest or not self.ranks.from_top(list(found.values()), passages):
            return None
        return self._ahead(question, placed, lowest)

    def _year(self, asked: Question, year: int, match: Match) -> Side:
        return Side(f"{year}年", replace(asked, period=match.fact.period))

    def _place(self, asked: Question, match: Match) -> Side:
        return Side(match.fact.regions[0].name, replace(asked, regions=match.fact.regions))

    def _children(self, outer: Region) -> Sequence[Region]:
        """The places right inside the one named: of a province its cities, and 济源 which no city holds."""
        return [r for r in self.sides.gazetteer.children(outer) if r.level <= Level.COUNTY]

    def _ahead(self, question: Question, placed: Sequence[Placed], lowest: bool) -> Answer | None:
        ordered = sorted(placed, key=lambda p: p.value, reverse=not lowest)
        if not certain(ordered):
            return None
        equal = [p.side.label for p in ordered if p.value == ordered[0].value]
        told = answered(replace(question, asked=Asked.COMPARE), ordered[:10], "、".join(equal))
        return replace(told, notes=(*told.notes, *((("equal", "、".join(equal)),) if len(equal) > 1 else ())))
