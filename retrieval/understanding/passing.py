"""What is only said in passing: times that are compared with or that name an event, what is taken out of a figure."""

from __future__ import annotations

import re

from retrieval.records import PlacedPeriod, Reading
from retrieval.understanding.frame import Frame

_WENT_ON = re.compile("(?<!出)[了着过续]$")  # 延续了一季度的势头, but not 亮出了上半年的账本
_AT_A_MEETING = re.compile(
    "(?:上午|下午|晚)?,?(?:召开|举行|举办|开幕)的?[^,;。]{0,16}(?:会议|全会|大会|通气会|发布会|座谈会|两会)上?"
)
_TURNED = re.compile("(?:一改|扭转|告别|摆脱|走出)$")  # 投资一改去年的疲态
_YEAR = 360  # days
_EVENT = re.compile(r"度?[^,;。\d]{0,24}(?:仪式|活动|大会|推介会|签约会|博览会)")


def is_passing(reading: Reading, period: PlacedPeriod, frame: Frame) -> bool:
    """Whether what follows is not of that period: 一季度 in 延续了一季度的势头,…增长12.9%."""
    text = reading.text
    if period.base or _AT_A_MEETING.match(text, period.end) or _names_a_day(text, period, frame):
        return True
    if not text.startswith("的", period.end):
        return False
    if not reading.quantities:
        return _TURNED.search(text, 0, period.start) is not None
    start = clause_at(reading.clauses, period.start, (period.start, 0))[0]
    return bool(text[start : period.start].strip()) and _WENT_ON.search(text, 0, period.start) is not None


def clause_at(
    clauses: tuple[tuple[int, int], ...], at: int, otherwise: tuple[int, int] = (0, 0)
) -> tuple[int, int]:
    """The clause that a character stands in, ``otherwise`` where it is one of the marks between them."""
    for clause in clauses:
        if clause[0] <= at < clause[1]:
            return clause
    return otherwise


def _names_a_day(text: str, period: PlacedPeriod, frame: Frame) -> bool:
    """Whether a year is part of what an event is called, whose day was told: 4月7日,2021年第二批项目签约仪式."""
    day, year = frame.period, period.period
    told = frame.timed and day is not None and day.start == day.end and year.start <= day.start <= year.end
    return told and (year.end - year.start).days > _YEAR and _EVENT.match(text, period.end) is not None


def taken_out(reading: Reading, start: int, words: re.Pattern[str]) -> bool:
    """Whether the clause before ``start`` only takes something out of what comes: 剔除这一因素,收入增长4.7%."""
    before = next((c for c in reversed(reading.clauses) if c[1] <= start), (0, 0))
    figures = any(before[0] <= q.start < before[1] for q in reading.quantities)
    return not figures and words.search(reading.text, *before) is not None
