"""A question's time and a fact's in, whether the fact answers for that time out."""

from __future__ import annotations

import re
from datetime import date

from retrieval.library import Passage
from retrieval.records import Asked, Fact, Period, Question
from retrieval.understanding.calendar import compare_periods

_DAYS = 4  # fewer make a day's event, such as a signing
_YEAR = 366
_EVENT = 32  # days: a longer span inside the asked one is a report on a part of it


def period_fits(question: Question, fact: Fact, passage: Passage, single: bool) -> bool:
    """A statistic needs the very span that was asked; an event may lie inside it, or be undated in its article.

    ``single``: the question is about one thing, not a statistic.
    """
    asked = question.period
    if "base" in fact.marks:  # what a figure has come from answers for that time only
        return asked is not None and fact.period is not None and asked.end == fact.period.end
    if asked is None:
        return question.season is None or _season_fits(question, fact)
    published = passage.context.published
    reported = published is not None and published.year == asked.end.year
    event = question.asked is Asked.COUNT or single
    if question.asked is Asked.GROWTH and fact.timed:  # 4月当月增长21.3% is not 1-4月
        event = False
    if fact.period is None:
        return _covers(asked, published) or (event and reported and not asked.name)
    if asked.open and fact.period.open and asked.start == fact.period.start:
        return True
    if asked.point and fact.period.end == asked.end:  # 到2020年底 where a report on 2020 gives the total
        return True
    relation = compare_periods(asked, fact.period)
    if relation == "end" and not _ever_since(passage):  # 年末贷款余额 for the year
        return True
    if relation == "same" or not event:
        return relation == "same"
    if relation == "apart":
        years = (fact.period.end - fact.period.start).days > _YEAR  # 五年新增512家 is not this year's
        return not fact.timed and reported and not asked.name and not years
    if relation == "within":
        return fact.period.open or (fact.period.end - fact.period.start).days < _EVENT
    if relation == "contains" and passage.reading.english:  # the year's trains are not December's
        return fact.period.open
    running = fact.period.open and (asked.end - asked.start).days >= _DAYS  # 今年以来 tells of no single day
    if relation == "contains" and _happens(asked, passage):
        return True
    return relation in ("contains", "end", "overlaps") and (running or not fact.timed)


def _happens(asked: Period, passage: Passage) -> bool:
    """Whether the day that was asked, or one of the month, is told: 5月16日,邵东市2021年湘商回归集中签约仪式举行."""
    if (
        asked.point
        or asked.open
        or (asked.start.year, asked.start.month) != (asked.end.year, asked.end.month)
    ):
        return False
    day = f"{asked.start.day}日" if asked.start == asked.end else r"\d{1,2}日"
    return re.search(rf"(?<!\d){asked.start.month}月{day}", passage.before + passage.reading.text) is not None


def _ever_since(passage: Passage) -> bool:
    """Whether a total up to a day may reach back beyond its year: 截至10月底累计引进50个, but not 今年累计."""
    text = passage.reading.text
    return "累计" in text and not any(word in text for word in ("今年", "年内", "本年", "当年"))


def _season_fits(question: Question, fact: Fact) -> bool:
    """上半年 without a year fits the first half of any year."""
    months = question.season.months if question.season else None
    if fact.period is None or months is None:
        return months is None
    return (fact.period.start.month, fact.period.end.month) == months


def _covers(asked: Period, day: date | None) -> bool:
    return day is not None and asked.start <= day <= asked.end
