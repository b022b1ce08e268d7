"""Whether a passage may answer at all: it has to be about the asked place, and not plainly of another time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from retrieval.answering.slots import unnamed_zone
from retrieval.library import Passage
from retrieval.records import Asked, Kind, Level, Name, Period, Question, Region, Source
from retrieval.understanding.calendar import compare_periods
from retrieval.understanding.context import settle
from retrieval.understanding.gazetteer import Gazetteer
from retrieval.understanding.period_text import month_end

_FULL = ("区", "县", "市", "旗")


def place_fits(question: Question, passage: Passage, gazetteer: Gazetteer) -> bool:
    """Whether the passage is about the asked place or one inside it, or names it.

    A bare 鼓楼 in a page about 福州 is not the 鼓楼 of 南京: readings are settled by what else the article names.
    """
    if not question.regions:
        return True
    here = [*passage.regions]
    if passage.context.main and passage.sentence.kind is not Kind.TEASER:
        here.append(passage.context.main)
    if _lies_in(here, question.regions, gazetteer):
        return True
    named = _named(passage, gazetteer)
    here += named
    return _lies_in(named, question.regions, gazetteer) or any(
        _fits(asked, here, passage, gazetteer) for asked in question.regions
    )


def _lies_in(here: Iterable[Region], asked: Sequence[Region], gazetteer: Gazetteer) -> bool:
    for inner in here:
        for outer in asked:
            if gazetteer.within(inner, outer):
                return True
    return False


def _fits(asked: Region, here: Sequence[Region], passage: Passage, gazetteer: Gazetteer) -> bool:
    if unnamed_zone(asked, passage.regions, passage.reading.text, gazetteer):
        return True
    return asked.level >= Level.ZONE and _zone_named(asked, here, passage, gazetteer)


def _zone_named(asked: Region, here: Sequence[Region], passage: Passage, gazetteer: Gazetteer) -> bool:
    """小孟工业园 where the text says 小孟工业园区, in a page about the city it lies in."""
    outer = gazetteer.get(asked.parent) if asked.parent else None
    stem = asked.name.removesuffix("区").removesuffix("镇")
    if outer and stem.startswith(gazetteer.short(outer)) and len(stem) - len(gazetteer.short(outer)) > 2:
        stem = stem.removeprefix(gazetteer.short(outer))
    if len(stem) < 2 or not (stem in passage.reading.text or stem in passage.near):
        return False
    return outer is None or any(gazetteer.within(r, outer) or gazetteer.within(outer, r) for r in here)


def _named(passage: Passage, gazetteer: Gazetteer) -> list[Region]:
    known = [*passage.context.known, *((passage.context.main,) if passage.context.main else ())]
    found: list[Region] = []
    for mention in passage.reading.regions:
        # 南京银行 need not be in 南京, but 播州区中医院 is in 播州区.
        if not mention.inside or (mention.text.endswith(_FULL) and len(mention.text) > 2):
            readings = settle(mention, known, gazetteer)
            found.extend(readings if len({r.path for r in readings}) == 1 or not known else ())
    return found


def _around(period: Period) -> Period:
    """What people mean by 年初 and 年底 where something happened then: the first and the last quarter."""
    if not period.point or (period.end.month, period.end.day) not in ((1, 1), (12, 31)):
        return period
    first = 1 if period.end.month == 1 else 10
    return Period(date(period.end.year, first, 1), month_end(period.end.year, first + 2))


def time_fits(question: Question, passage: Passage) -> bool:
    """Whether the passage is not plainly of another time than the one asked about."""
    asked = question.period and _around(question.period)
    if asked is None or question.asked is Asked.DATE:
        return True
    stated = [d.period for d in passage.dated if not d.base]
    times = [*stated, *((passage.period,) if passage.period else ())]
    if any(compare_periods(asked, t) != "apart" for t in times):
        return True
    published = passage.context.published
    if published is None:
        return not times
    if question.name is Name.PERSON and asked.start <= published <= asked.end:
        return True  # who holds an office does so on the day of the report
    if any(d.source is Source.STATED for d in passage.dated if not d.base):
        return False
    return published.year == asked.end.year
