"""What a text is speaking of at a point: the place and the time that its next words may leave out."""

from __future__ import annotations

from retrieval.records import Period, Region, Source
from retrieval.service import value

_REMEMBERED = 8


@value
class Frame:
    """What the text is speaking of at a point: carried from clause to clause and sentence to sentence."""

    regions: tuple[Region, ...] = ()
    region_source: Source = Source.ARTICLE
    period: Period | None = None
    period_source: Source = Source.ARTICLE
    recent: tuple[Region, ...] = ()
    timed: bool = False  # the period stands in the sentence itself

    def about(self, regions: tuple[Region, ...], source: Source) -> Frame:
        """The frame once a place has been named; the places before it are remembered, latest first."""
        recent = (*regions, *[r for r in self.recent if r not in regions])[:_REMEMBERED]
        return Frame(regions, source, self.period, self.period_source, recent, self.timed)

    def at(self, period: Period | None, source: Source, timed: bool) -> Frame:
        """The frame with another time."""
        return Frame(self.regions, self.region_source, period, source, self.recent, timed)

    def moved(self, source: Source = Source.CONTEXT) -> Frame:
        """The same frame, as inherited by what follows."""
        region = self.region_source if self.region_source is Source.ARTICLE else source
        period = self.period_source if self.period_source is Source.ARTICLE else source
        if not self.timed and region is self.region_source and period is self.period_source:
            return self
        return Frame(self.regions, region, self.period, period, self.recent)
