"""Where a figure of an English sentence stands, and of which time and place it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from retrieval.records import PlacedPeriod, QuantityMention
from retrieval.service import service
from retrieval.understanding.frame import Frame
from retrieval.understanding.state import State, reported
from retrieval.understanding.view import View

_CAUSE = re.compile(r"\b(?:after|following|once)\b")
_AGAINST = re.compile(
    r"(?<![a-z])(?:(?:than(?! [$€¥]?\d)|compared (?:with|to)|versus)(?![a-z])|from (?:about |around |some )?[$€¥]?\d"
    r"|(?:percent|points?|\d|[a-z]+illion|yuan) (?:from|over|on) (?:the )?$"
    r"|(?:that|those|figure|level) (?:of|in) (?:the )?$)"
)


@dataclass(frozen=True)
class Spot:
    """Where a figure stands: what came before it in its clause, its clause, and how far the words behind it reach."""

    mention: QuantityMention
    cursor: int
    clause: tuple[int, int]
    stop: int
    near: int  # as ``stop``, but no farther than the next *and* or *while*


@service
class EnglishScene:
    """Moves the frame of ``state`` to the time and place of each figure."""

    view: View
    state: State

    def default_time(self) -> None:
        """The first time of the sentence holds for all of it, wherever it stands."""
        spans = [d for d in self.view.dated if not d.base and (reported(d) or d.period.point)]
        if spans and not self._held_against(spans[0], 0):
            self._date(spans[0])

    def moved(self, frame: Frame, start: int, end: int) -> Frame:
        """The frame after the places and times that are named in ``text[start:end]``."""
        for place in self.view.placed:
            if start <= place.start < end and place.subject:
                frame = frame.about(place.regions, place.source)
        for period in self.view.dated:
            if start <= period.start < end and not period.base and not self._held_against(period, start):
                frame = replace(frame, period=period.period, period_source=period.source, timed=True)
        return frame

    def _held_against(self, period: PlacedPeriod, start: int) -> bool:
        """Whether a period is only compared with, or is that of a cause: higher than the growth rate in the first half,
        jumped 31.5 percent after two tanks came on stream in November."""
        clause = next((s for s, e in self.view.reading.clauses if s <= period.start < e), start)
        before = self.view.text[max(start, clause) : period.start]
        caused = _CAUSE.search(self.view.text, clause, period.start)
        told = any(caused and clause <= q.start < caused.start() for q in self.view.reading.quantities)
        return told or _AGAINST.search(before) is not None

    def _date(self, found: PlacedPeriod) -> None:
        self.state.frame = replace(
            self.state.frame, period=found.period, period_source=found.source, timed=True
        )

    def settle(self, spot: Spot) -> None:
        """The figure's time and place: behind it, or else before it in its clause, or else as before."""
        self.state.frame = self.moved(self.state.frame, spot.cursor, spot.mention.start)
        self.state.frame = self.moved(self.state.frame, spot.mention.end, spot.near)
        within = (spot.clause[0] <= p.start < spot.stop for p in self.view.dated)
        later = [d for d in self.view.dated if spot.stop <= d.start < spot.clause[1] and not d.base]
        if later and not any(within) and not self._held_against(later[0], spot.clause[0]):
            self._date(later[0])
