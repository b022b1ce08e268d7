"""The times of a sentence that could answer 什么时候: each with the words in its reach, as exact as was asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from retrieval.answering.nearness import Anchor
from retrieval.library import Passage
from retrieval.records import Period, PlacedPeriod, Question
from retrieval.understanding.calendar import compare_periods, describe_period
from retrieval.understanding.period_text import month_end
from retrieval.understanding.tidy import tidy

_LEAST_REACH = 0.5  # so much of the question's words in the sentence must stand in the reach of the time
_YEAR = re.compile(r"(?:哪|何|几)(?:一)?年(?!.{0,2}(?:月|日))|(?:which|what) year")
_MONTH = re.compile(r"几月(?!几)|哪(?:一)?个?月|何月|年几月(?!几)|(?:which|what) month")
_DAY = re.compile(r"哪(?:一)?[天日]|几月几|几号|何日|什么日[子期]|(?:what|which) (?:date|day)|on what date")
_PHASE = re.compile("[一二三四]期|[南北东西]区|[一二三]标段|首期|第[一二三四]阶段")


def dates(
    question: Question, passage: Passage, found: Sequence[Anchor]
) -> Iterator[tuple[int, int, str, float]]:
    """(start, end, text, worth) of every time; worth grows with the share of the question in its reach."""
    dated = sorted((d for d in passage.dated if not d.base), key=lambda d: d.start)
    total = sum(a.weight for a in found) or 1.0
    for i, each in enumerate(dated):
        start, end = _reach(dated, i, passage)
        if not _fits(question, each) or _other_phase(question, passage.reading.text[start:end]):
            continue
        share = sum(a.weight for a in found if start <= a.start < end) / total
        text = _as_asked(question, each.period)
        if text and share >= _LEAST_REACH and _event_in(question, found, start, end):
            yield each.start, each.end, text, 0.2 + share


def _reach(dated: Sequence[PlacedPeriod], i: int, passage: Passage) -> tuple[int, int]:
    """From the time's clause (from itself, where an earlier time shares that clause) to the next time's."""
    here = _clause(dated[i].start, passage)
    start, end = here if i else 0, len(passage.reading.text)
    if i and _clause(dated[i - 1].start, passage) == here:
        start = dated[i].start
    if i + 1 < len(dated):
        following = _clause(dated[i + 1].start, passage)
        end = dated[i + 1].start if following == here else following
    return start, end


def _clause(at: int, passage: Passage) -> int:
    return next((a for a, b in passage.reading.clauses if a <= at < b), 0)


def _fits(question: Question, placed: PlacedPeriod) -> bool:
    """A time inside the one the question gives; the question's own time is no answer."""
    asked, period = question.period, placed.period
    if period.open or period.name or period.end.year - period.start.year > 0:
        return False
    return asked is None or compare_periods(asked, period) in ("within", "end", "overlaps")


def _other_phase(question: Question, text: str) -> bool:
    """Whether the question is of 二期 and the reach of 一期 only."""
    asked, here = set(_PHASE.findall(tidy(question.text))), set(_PHASE.findall(text))
    return bool(asked and here and not asked & here)


def _event_in(question: Question, found: Sequence[Anchor], start: int, end: int) -> bool:
    """Whether what happened stands in reach: of 什么时候投产 the 投产, and not only the project's name."""
    asked = tidy(question.text)
    cue = re.search("什么|甚么|啥|何|哪|几月|几号|when|date|month|year|day", asked)
    at = cue.start() if cue else len(asked)
    places = {a.text: asked.find(a.text) for a in found}
    ahead = {t: p - at for t, p in places.items() if p > at}
    behind = {t: at - p for t, p in places.items() if 0 <= p < at}
    nearest = min(ahead or behind, key=lambda t: (ahead or behind)[t], default=None)
    return nearest is None or any(a.text == nearest and start <= a.start < end for a in found)


def _as_asked(question: Question, period: Period) -> str:
    """As exact as asked: 哪年 2014年, 哪年哪月 2014年1月, 哪天 2014年1月10日; nothing where the text is vaguer."""
    asked = tidy(question.text)
    days = (period.end - period.start).days
    single = period.start.year == period.end.year
    if _YEAR.search(asked) and single and not _MONTH.search(asked):
        return describe_period(_year(period), "zh")
    if _MONTH.search(asked) and not _DAY.search(asked):
        month = replace(period, start=period.start.replace(day=1), end=month_end(period.start.year, period.start.month), point=False)
        return describe_period(month, "zh") if days < 31 and period.start.month == period.end.month else ""
    if _DAY.search(asked) and days > 3:
        return ""
    return describe_period(period, "zh")


def _year(period: Period) -> Period:
    return replace(period, start=period.start.replace(month=1, day=1), end=month_end(period.start.year, 12), point=False)
