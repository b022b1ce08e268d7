"""What is only said in passing: times that are compared with or that name an event, what is taken out of a figure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.records import PlacedPeriod, QuantityMention, Reading, Unit
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


def is_over(reading: Reading, period: PlacedPeriod, dated: Sequence[PlacedPeriod]) -> bool:
    """Whether a time is none of the sentences after it: 一改去年的疲态, 3月28日,我区2018年首批项目集中开工仪式举行."""
    if _TURNED.search(reading.text, 0, period.start):
        return True
    year = period.period
    days = [d.period.start for d in dated if d.start < period.start and d.period.start == d.period.end]
    told = any(year.start <= day <= year.end for day in days)
    return (
        told and (year.end - year.start).days > _YEAR and _EVENT.match(reading.text, period.end) is not None
    )


def taken_out(reading: Reading, start: int, words: re.Pattern[str]) -> bool:
    """Whether the clause before ``start`` only takes something out of what comes: 剔除这一因素,收入增长4.7%."""
    before = next((c for c in reversed(reading.clauses) if c[1] <= start), (0, 0))
    figures = any(before[0] <= q.start < before[1] for q in reading.quantities)
    return not figures and words.search(reading.text, *before) is not None


def said_from(reading: Reading, start: int, mention: QuantityMention) -> int:
    """Where what is said of a count begins: of 年内计划完成投资97亿元,其中超10亿元项目9个 the plan is the money's."""
    part = reading.text.rfind("其中", start, mention.start)
    if part < 0 or mention.quantity.kind is not Unit.COUNT:
        return start
    before = [q.quantity.kind for q in reading.quantities if start <= q.start < part]
    return part if before and all(kind is Unit.MONEY for kind in before) else start
