"""What makes a figure of an English sentence another figure: a target, a forecast, a company's own, month on month."""

from __future__ import annotations

import re
from functools import cached_property

from retrieval.records import Measure
from retrieval.service import service
from retrieval.understanding.english_phrases import EnglishPhrases
from retrieval.understanding.english_scene import Spot
from retrieval.understanding.phrases import Said
from retrieval.understanding.state import State
from retrieval.understanding.view import View

_TARGET = re.compile(r"(?:target|goal|plan)s? (?:of|for|to|is|was)[a-z ]*$")
_COMPANY = re.compile(r"(?<![a-z])(?:co|ltd|inc|corp|group|company)(?![a-z])")
_PAST = re.compile(r"(?<![a-z])(?:was|were|rose|grew|reached|fell|stood|totaled|totalled)(?![a-z])")


@service
class EnglishMarks:
    """Reads the marks of figures; that goals have been announced goes on in ``state``."""

    view: View
    state: State
    grammar: EnglishPhrases

    def of(self, spot: Spot, said: Said) -> frozenset[str]:
        """plan, forecast, owned, 环比 …"""
        text, start = self.view.text, spot.mention.start
        past = max((q.end for q in self.view.reading.quantities if q.end <= start), default=0)
        around = text[past:start] + " | " + text[spot.mention.end : spot.stop]
        marks = {name for name, compiled in self.grammar.marks if compiled.search(around)}
        target = _TARGET.search(text[:start]) is not None
        if target or (said.measure is not Measure.COMPLETION and self._planned(spot)):
            marks.add("plan")
        if self.grammar.forecast.search(text[:start]):
            marks.add("forecast")
        if self._company < start:
            marks.add("owned")
        return frozenset(marks)

    def _planned(self, spot: Spot) -> bool:
        """Whether it is meant to be: the city aims to raise exports by 5 percent, create 60,000 jobs, …"""
        start = spot.clause[0]
        if self.plans(start, spot.mention.start):
            self.state.plan = True
        elif start and _PAST.search(self.view.text[start : spot.stop]):
            self.state.plan = False
        return self.state.plan

    def plans(self, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` speaks of what is meant to be."""
        words = self.grammar.plan_nominal.sub("", self.view.text[start:end])
        return self.grammar.plan.search(words) is not None

    @cached_property
    def _company(self) -> int:
        """Where a company is named that then speaks of itself."""
        named = _COMPANY.search(self.view.text)
        return named.end() if named else len(self.view.text)
