"""A period in words and as a label: 2021年前三季度, Q1–Q3 2021, 2021-01..2021-09."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from retrieval.records import Period
from retrieval.schema import PeriodWords

FEAST = "假期"  # the name of 假日期间 until the article says which

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def month_end(year: int, month: int) -> date:
    """The last day of a month: 2024, 2 → 29 February."""
    return date(year, month, monthrange(year, month)[1])


def period_label(period: Period) -> str:
    """A short form for machines, one for each period: 2019, 2019-H1, 2019-Q3, 2021-01..2021-09, 2019-12-31!.

    ``!`` marks a point, ``+`` a span that runs up to now; a holiday is 2018-国庆假期.
    """
    if period.name:
        return f"{period.start.year}-{period.name}"
    if period.point:
        return f"{period.end.isoformat()}!" + "+" * period.open
    if period.open:
        return f"{period.start.isoformat()}..{period.end.isoformat()}+"
    return _span_label(period)


def _span_label(period: Period) -> str:
    start, end = period.start, period.end
    if not is_whole_months(period):
        return start.isoformat() if start == end else f"{start.isoformat()}..{end.isoformat()}"
    first, last = start.month, end.month
    if (first, last) == (1, 12):
        return str(start.year) if start.year == end.year else f"{start.year}..{end.year}"
    if start.year == end.year:
        if last - first == 5 and first in (1, 7):
            return f"{start.year}-H{1 if first == 1 else 2}"
        if last - first == 2 and first % 3 == 1:
            return f"{start.year}-Q{last // 3}"
        if first == last:
            return f"{start.year}-{first:02}"
    return f"{start.year}-{first:02}..{end.year}-{last:02}"


def is_whole_months(period: Period) -> bool:
    """Whether a period begins and ends with a month: 上半年 does, 国庆假期 does not."""
    return period.start.day == 1 and period.end == month_end(period.end.year, period.end.month)


def describe_period(period: Period, lang: str, words: PeriodWords | None = None) -> str:
    """A period in words: 2021年前三季度; in English Q1–Q3 2021. ``words`` gives the English names of holidays."""
    if lang == "zh":
        return _describe_zh(period)
    return _describe_en(period, words)


def _describe_zh(period: Period) -> str:
    start, end = period.start, period.end
    if period.name:
        years = f"{start.year}/{period.end.year}" if period.end.year > start.year else f"{start.year}年"
        return f"{years}{period.name}"
    if period.point:
        return _point_zh(end)
    if period.open:
        return (
            _open_start(start, f"{start.year}年", f"{start.year}年{start.month}月", _day_zh(start)) + "以来"
        )
    if not is_whole_months(period):
        if start == end:
            return _day_zh(start)
        if (start.year, start.month) == (end.year, end.month):
            return f"{_day_zh(start)}至{end.day}日"
        return f"{_day_zh(start)}至{_day_zh(end)}"
    if (start.month, end.month) == (1, 12):
        return f"{start.year}年" if start.year == end.year else f"{start.year}-{end.year}年"
    if start.year != end.year:
        return f"{start.year}年{start.month}月至{end.year}年{end.month}月"
    return f"{start.year}年{_part_zh(start.month, end.month)}"


def _part_zh(first: int, last: int) -> str:
    if (first, last) in ((1, 6), (7, 12)):
        return "上半年" if first == 1 else "下半年"
    if (first, last) == (1, 9):
        return "前三季度"
    if last - first == 2 and first % 3 == 1:
        return f"{'一二三四'[last // 3 - 1]}季度"
    return f"{first}月" if first == last else f"{first}-{last}月"


def _point_zh(day: date) -> str:
    if day != month_end(day.year, day.month):
        return "截至" + _day_zh(day)
    return f"{day.year}年末" if day.month == 12 else f"{day.year}年{day.month}月底"


def _day_zh(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _open_start(start: date, year: str, month: str, day: str) -> str:
    if start.day != 1:
        return day
    return year if start.month == 1 else month


def _describe_en(period: Period, words: PeriodWords | None) -> str:
    start, end = period.start, period.end
    if period.name:
        names = {h.name: h.en for h in words.holidays} if words else {}
        return f"{names.get(period.name, period.name)} {start.year}"
    if period.point:
        return _point_en(end)
    if period.open:
        return "since " + _open_start(start, str(start.year), _month_en(start), _day_en(start))
    if not is_whole_months(period):
        if start == end:
            return _day_en(start)
        if (start.year, start.month) == (end.year, end.month):
            return f"{_MONTHS[start.month - 1]} {start.day}–{end.day}, {start.year}"
        return f"{_day_en(start)}–{_day_en(end)}"
    if (start.month, end.month) == (1, 12):
        return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    if start.year != end.year:
        return f"{_month_en(start)}–{_month_en(end)}"
    return f"{_part_en(start.month, end.month)} {start.year}"


def _part_en(first: int, last: int) -> str:
    if (first, last) in ((1, 6), (7, 12)):
        return "H1" if first == 1 else "H2"
    if (first, last) == (1, 9):
        return "Q1–Q3"
    if last - first == 2 and first % 3 == 1:
        return f"Q{last // 3}"
    return _MONTHS[first - 1] if first == last else f"{_MONTHS[first - 1]}–{_MONTHS[last - 1]}"


def _point_en(day: date) -> str:
    if day != month_end(day.year, day.month):
        return "as of " + _day_en(day)
    return f"end of {day.year}" if day.month == 12 else f"end of {_month_en(day)}"


def _month_en(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year}"


def _day_en(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"
