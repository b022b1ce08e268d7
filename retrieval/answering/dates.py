"""The times of a sentence that could answer 什么时候: each with the words in its reach, as exact as was asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from retrieval.answering.nearness import Anchor
from retrieval.library import Passage
from retrieval.records import Period, PlacedPeriod, Question
from retrieval.understanding.calendar import compare_periods, describe_period, resolve_period
from retrieval.understanding.period_text import month_end
from retrieval.understanding.tidy import tidied

# So much of the question's words in the sentence must stand in the reach of the time, with the event and without one.
_LEAST_REACH, _REACH_ALONE = 0.1, 0.4
_PLANNED = re.compile("预计|计划|将|拟|力争|有望|争取|确保|预期|可望")
_IN_FORCE = 0.5  # 自10月1日起施行: what the reach of such a time holds at least
_OTHERWISE, _MONTHS = 0.7, 90  # what a year is worth where what happened is said in another word
_HOLDS = re.compile("[,]?(?:正式|开始|在[^,。;]{1,8}|全面)*(?:施行|实施|执行|生效|启用|实行|起征|开征|调整)")
_YEAR = re.compile(r"(?:哪|何|几)(?:一)?年(?!.{0,2}(?:月|日))|(?:which|what) year")
_MONTH = re.compile(r"几月(?!几)|哪(?:一)?个?月|何月|年几月(?!几)|(?:which|what) month")
_DAY = re.compile(r"哪(?:一)?[天日]|几月几|几号|何日|什么日[子期]|(?:what|which) (?:date|day)|on what date")
_PHASE = re.compile("[一二三四]期|[南北东西]区|[一二三]标段|首期|第[一二三四]阶段")
_PHASES = {
    word: phase
    for phase, words in {
        "一期": "first one i 1", "二期": "second two ii 2", "三期": "third three iii 3", "四期": "fourth four iv 4"
    }.items()
    for word in words.split()
}  # fmt: skip
_PHASE_EN = re.compile(
    r"\b(?:(first|second|third|fourth)[ -]phase|phase[ -](one|two|three|four|i{1,3}|iv|[1-4]))(?![a-z])"
)
_NOT_THE_WHOLE = re.compile("[二三四五]期|第[二三四]阶段")

Span = tuple[int, int, str, float]


def dates(
    question: Question, passage: Passage, found: Sequence[Anchor], event: tuple[str, ...]
) -> Iterator[Span]:
    """(start, end, text, worth) of every time; worth grows with the share of the question in its reach.

    ``event``: words for what happened (投产 of 什么时候投产), one of which has to stand in the reach.
    """
    dated = sorted((d for d in passage.dated if not d.base), key=lambda d: d.start)
    dated = [_begun(_ahead(d, passage), passage) for d in dated if not _said(question, d)]
    total = sum(a.weight for a in found) or 1.0
    head = _clause(dated[0].start, passage) if dated else 0
    for i, each in enumerate(dated):
        start, end = _reach(dated, i, passage)
        if not _fits(question, each) or _other_phase(question, passage.reading.text[start:end]):
            continue
        share = sum(a.weight for a in found if a.start < head or start <= a.start < end) / total
        held = _HOLDS.match(passage.reading.text, each.end)
        lasts = passage.reading.text.endswith(tuple(w for w in event if w[-1] in "至到"), 0, each.start)
        if lasts or (held and held[0].endswith(event)):
            share = max(share, _IN_FORCE)
        text = _as_asked(question, each.period)
        if text and question.lang == "en" and passage.reading.english:
            text = passage.sentence.text[each.start : each.end]  # Nov 1, 2023, as the source writes it
        elif text and each.period.point:
            text = _as_written(each, passage)
        happens = not event or _stands(event, found, passage, start, end)
        if text and share >= (_LEAST_REACH if event else _REACH_ALONE) and happens:
            vague = (each.period.end - each.period.start).days > _MONTHS
            said = not vague or not event or event[0] in passage.reading.text[start:end]  # 开通, not 开行
            yield each.start, each.end, text, (0.2 + share) * (1.0 if said else _OTHERWISE)


def _ahead(placed: PlacedPeriod, passage: Passage) -> PlacedPeriod:
    """预计10月份试产 in an article of April is this October, not the last one."""
    published = passage.context.published
    mention = next((m for m in passage.reading.periods if m.start == placed.start), None)
    clause = passage.reading.text[_clause(placed.start, passage) : placed.start]
    if published is None or mention is None or placed.period.end >= published or not _PLANNED.search(clause):
        return placed
    if mention.expr.year is not None or mention.expr.shift is not None:
        return placed
    resolved = resolve_period(mention.expr, published, None, plan=True)
    return replace(placed, period=resolved[0]) if resolved else placed


def _begun(placed: PlacedPeriod, passage: Passage) -> PlacedPeriod:
    """The day from which something holds: 自10月1日起施行 names a day, 10月以来 none."""
    period = placed.period
    if not period.open or not _HOLDS.match(passage.reading.text, placed.end):
        return placed
    mention = next((m for m in passage.reading.periods if m.start == placed.start), None)
    if mention is None or mention.expr.months is None:
        return placed
    last = period.start if mention.expr.days else month_end(period.start.year, period.start.month)
    return replace(placed, period=replace(period, end=last, open=False))


def _stands(event: tuple[str, ...], found: Sequence[Anchor], passage: Passage, start: int, end: int) -> bool:
    if any(word in passage.reading.text[start:end] for word in event if len(word) > 1):
        return True
    return any(a.text == event[0] for a in found if start <= a.start < end)


def _said(question: Question, placed: PlacedPeriod) -> bool:
    """Whether the question gives this time itself: 2022年春季集中开工 when 2022年 was said."""
    asked = question.period
    return asked is not None and compare_periods(asked, placed.period) in ("same", "contains")


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
    """A time inside the one the question gives, and one that something can happen at: no span of years."""
    asked, period = question.period, placed.period
    if period.open or period.name or period.end.year - period.start.year > 0:
        return False
    return asked is None or compare_periods(asked, period) in ("within", "end", "overlaps")


def _other_phase(question: Question, text: str) -> bool:
    """Whether the reach speaks of another phase: 二期 where the question is of 一期 or of the whole."""
    asked, here = _phases(tidied(question.text)), _phases(text)
    if not asked:
        return any(_NOT_THE_WHOLE.fullmatch(phase) for phase in here)
    return bool(here) and not asked & here


def _phases(text: str) -> set[str]:
    """The phases that a text names, English ones as Chinese has them: the second phase, phase II → 二期."""
    spelt = (match[1] or match[2] for match in _PHASE_EN.finditer(text))
    return {*_PHASE.findall(text), *(_PHASES[word] for word in spelt)}


def _as_asked(question: Question, period: Period) -> str:
    """As exact as asked: 哪年 2014年, 哪年哪月 2014年1月, 哪天 2014年1月10日; nothing where the text is vaguer."""
    asked = tidied(question.text)
    days = (period.end - period.start).days
    if _YEAR.search(asked) and not _MONTH.search(asked):
        return describe_period(_year(period), "zh")
    if _MONTH.search(asked) and not _DAY.search(asked):
        return describe_period(_month(period), "zh") if period.start.month == period.end.month else ""
    if _DAY.search(asked) and days > 3:
        return ""
    return describe_period(period, "zh")


def _as_written(placed: PlacedPeriod, passage: Passage) -> str:
    """The end of a month or a year as the source has it, with its year: 2023年12月底, not 2023年末."""
    said = passage.sentence.text[placed.start : placed.end].removeprefix("截至").removeprefix("到")
    return said if "年" in said else f"{placed.period.end.year}年{said}"


def _month(period: Period) -> Period:
    start = period.start.replace(day=1)
    return replace(period, start=start, end=month_end(start.year, start.month), point=False)


def _year(period: Period) -> Period:
    start = period.start.replace(month=1, day=1)
    return replace(period, start=start, end=month_end(start.year, 12), point=False)
