"""From a period as written to days, and how two periods stand to each other; words are in ``period_text``."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from retrieval.records import Period, PeriodExpr, Source
from retrieval.understanding.period_text import FEAST, describe_period, month_end, period_label

__all__ = ["compare_periods", "describe_period", "period_label", "resolve_period"]

_NEAR = 3  # a month without a year that begins this many months ahead is the coming one, a later one was last year's
_REPORTS_END = 3  # until this month a year without a year (全年, 年末) is the one that has just ended

_SHORTEST, _LONGEST = 3, 10  # days of a holiday
_OFF = 3  # so many days from one year to another
_MOVABLE = 45  # the days among which the Spring Festival moves


def resolve_period(
    expr: PeriodExpr, published: date | None, context: Period | None, plan: bool = False
) -> tuple[Period, Source] | None:
    """The days of a period, and where its year comes from; None when nothing fixes the year.

    A stated year is STATED; 今年, 去年 count from ``published`` (ARTICLE); 上半年 takes the year of ``context``
    (CONTEXT), else the latest that suits ``published``: 12月 in an article of January is last year's. With ``plan``
    the period is still to come (力争全年…): the one that ``published`` falls into or precedes.
    """
    try:
        found = _resolve(expr, published, context, plan)
    except (ValueError, OverflowError):  # 2月30日
        return None
    if found is None or expr.until is None:
        return found
    last = resolve_period(expr.until, published, context, plan)
    if last is None or last[0].end < found[0].start:
        return None
    return replace(found[0], end=last[0].end), found[1]


def _resolve(
    expr: PeriodExpr, published: date | None, context: Period | None, plan: bool
) -> tuple[Period, Source] | None:
    if expr.name and expr.of_context:  # 本雪季, 假日期间
        meant = context is not None and bool(context.name) and expr.name in (context.name, FEAST)
        return (context, Source.CONTEXT) if context and meant else None
    if expr.day_shift is not None:
        if published is None:
            return None
        day = published + timedelta(days=expr.day_shift)
        return Period(day, day, point=expr.point, open=expr.open), Source.ARTICLE
    if expr.month_shift is not None:
        return _shifted_month(expr, published, context)
    if expr.last:
        return (_last_years(expr.years, published), Source.ARTICLE) if published and expr.years else None
    if expr.months is None and expr.days is not None:
        return _lone_day(expr, published, context)
    if expr.same:
        if context is None or context.start.year != context.end.year:
            return None
        expr = replace(expr, months=(context.start.month, context.end.month), same=False)
    found = _year(expr, published, context, plan)
    return found and (_days(expr, found[0], published), found[1])


def _last_years(count: int, published: date) -> Period:
    """过去的一年 in a report of 2012 is all of 2011, 五年来 in one of February 2021 the five before; 近三年 runs on."""
    if count == 1 or published.month <= _REPORTS_END:
        return Period(date(published.year - count, 1, 1), date(published.year - 1, 12, 31))
    return Period(date(published.year - count + 1, 1, 1), published, open=True)


def _year(
    expr: PeriodExpr, published: date | None, context: Period | None, plan: bool
) -> tuple[int, Source] | None:
    if expr.year is not None:
        return expr.year, Source.STATED
    if expr.shift is not None:
        if expr.of_context and context is not None:
            return context.end.year + expr.shift, Source.CONTEXT
        if published is None or (expr.of_context and expr.shift >= 0):
            return None  # 当年, 次年 without what they hang on
        return published.year + expr.shift, Source.ARTICLE
    if context is not None and context.start.year == context.end.year:
        return context.end.year, Source.CONTEXT
    return (_likely_year(expr, published, plan), Source.ARTICLE) if published else None


def _likely_year(expr: PeriodExpr, published: date, plan: bool) -> int:
    """The year of 上半年, 12月, 全年, 年底 in an article of that day."""
    first, last = expr.months or (1, 12)
    if plan:
        return published.year if last >= published.month else published.year + 1
    if (first, last) == (1, 12):
        return published.year - (published.month <= _REPORTS_END)
    if first == 1 and last > 6:  # 1-11月 in January has long ended
        return published.year - (last - published.month > 6)
    if first == last == 1 and expr.point:  # 年初
        return published.year
    return published.year - (first - published.month > _NEAR)


def _days(expr: PeriodExpr, year: int, published: date | None) -> Period:
    first, last = expr.months or (1, 12)
    final = year + max(expr.years, 1) - 1
    start, end = date(year, first, 1), month_end(final, last)
    if expr.days:
        start = date(year, first, expr.days[0])
        end = (
            min(end, date(final, last, min(expr.days[1], end.day)))
            if _is_third(expr.days)
            else date(final, last, expr.days[1])
        )
    if expr.point:
        return Period(end, end, point=True)
    if expr.open:
        end = published if published and published >= start else month_end(final, 12)
    return Period(start, end, open=expr.open, name=expr.name)


def _is_third(days: tuple[int, int]) -> bool:
    """下旬, whose last day the month decides."""
    return days == (21, 31)


def _shifted_month(
    expr: PeriodExpr, published: date | None, context: Period | None
) -> tuple[Period, Source] | None:
    shift = expr.month_shift or 0
    if expr.of_context and context is not None:
        anchor, source = context.end, Source.CONTEXT
    elif published is not None and not (expr.of_context and shift >= 0):
        anchor, source = published, Source.ARTICLE
    else:
        return None
    months = anchor.year * 12 + anchor.month - 1 + shift
    start, end = date(months // 12, months % 12 + 1, 1), month_end(months // 12, months % 12 + 1)
    if expr.days:
        start, end = start.replace(day=expr.days[0]), start.replace(day=expr.days[1])
    return (Period(end, end, point=True) if expr.point else Period(start, end)), source


def _lone_day(
    expr: PeriodExpr, published: date | None, context: Period | None
) -> tuple[Period, Source] | None:
    """21日: the latest such day up to the article's date."""
    first, last = expr.days or (1, 1)
    anchor = published or (context.end if context else None)
    if anchor is None:
        return None
    source = Source.ARTICLE if published else Source.CONTEXT
    year, month = anchor.year, anchor.month
    for _ in range(4):
        if last <= monthrange(year, month)[1] and date(year, month, first) <= anchor:
            return Period(date(year, month, first), date(year, month, last), point=expr.point), source
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return None


def _is_holiday(named: Period, span: Period) -> bool:
    """Whether a span of days is a holiday's: 9月29日至10月6日 the National Day's."""
    days = (span.end - span.start).days + 1
    if span.open or not _SHORTEST <= days <= _LONGEST:
        return False
    window = (named.end - named.start).days + 1
    if window <= _LONGEST:
        return abs((span.start - named.start).days) <= _OFF and abs((span.end - named.end).days) <= _OFF
    return window <= _MOVABLE and days > _LONGEST / 2 and named.start <= span.start and span.end <= named.end


def _is_season(named: Period, span: Period) -> bool:
    """Whether months over the turn of a year are a season's: 2022年11月至2023年3月 the 雪季 of 2022/2023."""
    over = span.start.year < span.end.year and named.start.year < named.end.year
    return over and named.start <= span.start and span.end <= named.end


def compare_periods(asked: Period, fact: Period) -> str:
    """How a fact's period stands to the one asked for: same, within, contains, overlaps, apart, or end.

    ``end``: the fact is a stock on the last day of what was asked (2019年末 for 2019). A span that runs up to now is
    within its year: 2019年以来 in an article of July is not 2019.
    """
    if asked.name and fact.name:
        return "same" if (asked.name, asked.start.year) == (fact.name, fact.start.year) else "apart"
    if bool(asked.name) != bool(fact.name):
        named, span = (asked, fact) if asked.name else (fact, asked)
        if _is_holiday(named, span) or _is_season(named, span):
            return "same"
    if fact.point and not asked.point and fact.end == asked.end:
        return "end" if asked.start < asked.end else "same"
    if (asked.start, asked.end) == (fact.start, fact.end):
        return "within" if fact.open and not asked.open else "same"
    if fact.end < asked.start or asked.end < fact.start:
        return "apart"
    if asked.start <= fact.start and fact.end <= asked.end:
        return "within"
    return "contains" if fact.start <= asked.start and asked.end <= fact.end else "overlaps"
