"""The times of a sentence with their years, from what the text speaks of and the day of its article."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from retrieval.records import Period, PeriodMention, PlacedPeriod, Reading, Source
from retrieval.understanding.calendar import resolve_period
from retrieval.understanding.context import ArticleContext
from retrieval.understanding.frame import Frame
from retrieval.understanding.period_text import FEAST

Dated = tuple[PlacedPeriod, ...]
_WHOLE_YEAR = ("全年", "全年度")


def place_periods(reading: Reading, frame: Frame, context: ArticleContext) -> tuple[PlacedPeriod, ...]:
    """Periods with their years: 上半年 in an article of 2019-08-28 is that of 2019."""
    if not reading.periods:
        return ()
    placed = []
    stated = frame.timed or frame.period_source is not Source.ARTICLE
    around = frame.period if stated or context.published is None else None
    if around and context.published and around.start > context.published:
        around = None  # 机组计划2022年投产,…1至9月发电: the months of a report are not those of its plans
    for mention in reading.periods:
        within = mention.text == "年内" and around is not None  # of the year spoken of, not of today's
        expr = replace(mention.expr, of_context=True) if within else mention.expr
        if mention.text in _WHOLE_YEAR and around is None and _is_past_year(frame.period, context.published):
            around = frame.period  # 一、2020年工作回顾 …预计全年完成
        spoken = around or (frame.period if expr.same else None)  # 去年同期 is that of the title's half year
        if (
            spoken is None
            and _looks_back(mention, reading)
            and _is_past_year(frame.period, context.published)
        ):
            spoken = frame.period  # 由上年的31.2调整为32.5 in a bulletin on 2021
        if expr.name and expr.of_context:  # 本雪季, 假日期间
            spoken = context.season if expr.name != FEAST else _feast(frame.period) or context.feast
        found = resolve_period(expr, context.published, spoken)
        if found is None:
            continue
        period, source = found
        base = mention.base or _looks_back(mention, reading)
        placed.append(PlacedPeriod(mention.start, mention.end, period, source, base))
        day = context.published
        if base or (day is not None and period.start > day):  # 預計2023年底開館 is no time of what follows
            continue
        if mention.expr.year is not None or period.end > period.start:
            around = period  # 昨日 in an article of January says nothing of the 全年 behind it
    return tuple(placed)


def _feast(period: Period | None) -> Period | None:
    return period if period and period.name else None


def _is_past_year(period: Period | None, day: date | None) -> bool:
    """Whether a period is a year that was over."""
    if period is None or day is None or period.end >= day:
        return False
    return (period.start.month, period.start.day, period.end.month) == (1, 1, 12)


def _looks_back(mention: PeriodMention, reading: Reading) -> bool:
    """Whether 上年 stands inside a clause: 由上年的13.6%调整为12.9% speaks of this year."""
    expr = mention.expr
    of_it = reading.text.startswith("的", mention.end)
    if of_it and reading.text.endswith(("由", "从"), 0, mention.start):
        return True
    before = expr.of_context and (expr.shift or 0) < 0
    return before and any(s < mention.start < e for s, e in reading.clauses)  # 由一季度的第七升至第三
