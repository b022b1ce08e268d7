"""Periods in tidied text: 今年1-9月, 2019年末, 去年同期. A phrase that is not understood to its end is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from retrieval.records import PeriodExpr, PeriodMention
from retrieval.schema import PeriodWords
from retrieval.understanding.period_chinese import ChineseReader
from retrieval.understanding.period_english import EnglishReader
from retrieval.understanding.period_patterns import DASH, every, openings

_JOIN = re.compile(DASH)
_AS_OF = re.compile(r"(?:截至到|截止到|截止至|截至|截止)$")
_UP_TO = re.compile(r"(?:(?<![^,。;:、!?“”\"()\s])|力争|计划|预计|目标|确保|规划|将|通过|即)(到)$")
_FIGURE = re.compile(r"^(?:零时)?的[\d.]+[万亿]*")
_CLAUSE = re.compile(r"[,。;、:]")
_TIMES = re.compile(r"的[\d一二三四五六七八九十百两.]+(?:倍|%|成)|的百分之")


class PeriodGrammar:
    """Built once from ``periods.yaml``; ``find`` then reads any text.

    >>> grammar.find("比去年同期增长10%,1-9月完成5亿元")  # doctest: +SKIP
    (… 去年同期, base …, … 1-9月 …)
    """

    def __init__(self, words: PeriodWords) -> None:
        self._chinese = ChineseReader(words)
        self._openings = openings(words)
        self._english = EnglishReader(words)
        self._before = tuple(words.base_before.split())
        self._not_before = tuple(words.base_not.split())
        self._pair_before = tuple(words.base_pair_before.split())
        self._pair_words = tuple(words.base_pair_after.split())
        self._times_before = tuple(words.base_times_before.split())
        self._after = tuple(words.base_after.split())

    def find(self, text: str) -> tuple[PeriodMention, ...]:
        """Every period in ``text`` (tidied), in order, never overlapping."""
        found = list(self._english.find(text))
        for match in every(self._chinese.pattern, self._openings, text):
            expr = self._chinese.read(match)
            if expr is not None:
                found.append(_with_prefix(text, match.start(), match.end(), expr))
        if not found:
            return ()
        joined = _join(text, _longest(found))
        return tuple(self._marked(text, mention, joined) for mention in joined)

    def _marked(self, text: str, mention: PeriodMention, found: Sequence[PeriodMention]) -> PeriodMention:
        """The mention, marked where it is only compared with, by the words around it and what is glued to it."""
        start, end = mention.start, mention.end
        for other in found:  # 同第五次全国人口普查|2000年11月1日零时|的…相比
            start = other.start if other.end == start else start
            end = other.end if other.start == end else end
        base = mention.base or self._is_base(mention, text[:start], text[end:])
        return replace(mention, base=True) if base else mention

    def _is_base(self, mention: PeriodMention, before: str, after: str) -> bool:
        """Whether the period is only compared with: 比上年, 与2018年相比, 是2015年的1.8倍, 去年同期."""
        if mention.expr.same:
            return True
        if _longest_end(before.removesuffix("了"), self._before) > _longest_end(before, self._not_before):
            return True
        if after.startswith(self._after):
            return True
        if before.endswith(self._times_before) and _TIMES.match(after):
            return True
        return before.endswith(self._pair_before) and self._paired(after)

    def _paired(self, after: str) -> bool:
        """与2019年|相比, 与去年|水平相当, 与六普|的32人相比: a few characters between, but no punctuation."""
        near = _FIGURE.sub("", _CLAUSE.split(after, maxsplit=1)[0], count=1)[:9]
        return near.startswith("比") or any(word in near for word in self._pair_words)


def _longest_end(text: str, words: tuple[str, ...]) -> int:
    """The length of the longest word the text ends with: 占比|较 is 占比较, not 比较."""
    if not text.endswith(words):
        return 0
    return max(len(word) for word in words if text.endswith(word))


def _longest(found: list[PeriodMention]) -> list[PeriodMention]:
    """Where the two grammars overlap the longer mention stays: 2023 h1 over 2023."""
    kept: list[PeriodMention] = []
    for mention in sorted(found, key=lambda m: m.start - m.end):
        if all(mention.end <= other.start or other.end <= mention.start for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)


def _with_prefix(text: str, start: int, end: int, expr: PeriodExpr) -> PeriodMention:
    """截至6月底 is one mention; 到2025年 too, where it is no part of 提高到."""
    before = text[max(0, start - 4) : start]
    floor = start - len(before)
    if found := _AS_OF.search(before):
        start = floor + found.start()
        expr = replace(expr, point=True)
    elif _is_goal(expr) and (found := _UP_TO.search(before)):
        start, expr = floor + found.start(1), replace(expr, point=True)
    return PeriodMention(start, end, text[start:end], expr)


def _is_goal(expr: PeriodExpr) -> bool:
    """Whether 到 before it makes a stock of it: 到2025年, 到2025年底; 到2025年5月 is a span all the same."""
    return expr.year is not None and expr.years == 1 and (expr.months is None or expr.point)


def _join(text: str, mentions: list[PeriodMention]) -> list[PeriodMention]:
    """Two ends of one run become one mention: 2018年9月|至|2019年3月."""
    joined: list[PeriodMention] = []
    for mention in mentions:
        last = joined[-1] if joined else None
        if last is not None and _JOIN.fullmatch(text[last.end : mention.start]):
            expr = _between(last.expr, mention.expr)
            if expr is not None:
                joined[-1] = PeriodMention(
                    last.start, mention.end, text[last.start : mention.end], expr, last.base
                )
                continue
        joined.append(mention)
    return joined


def _between(first: PeriodExpr, last: PeriodExpr) -> PeriodExpr | None:
    """The run from one period to another; None where the two are not the ends of one."""
    if any(e.point or e.open or e.same or e.name or e.until or e.last or e.years != 1 for e in (first, last)):
        return None
    if any(e.month_shift is not None or e.day_shift is not None for e in (first, last)):
        return None
    if not _has_year(last) or (first.year, first.shift) == (last.year, last.shift):
        return _within_year(first, last)
    if first.months is None and last.months is None:
        return _years(first, last)
    if not _has_year(first) or (first.year or 0) > (last.year or 9999):
        return None
    return replace(first, until=last)


def _has_year(expr: PeriodExpr) -> bool:
    return expr.year is not None or expr.shift is not None


def _within_year(first: PeriodExpr, last: PeriodExpr) -> PeriodExpr | None:
    """3月13日|至15日, 9月30日|至10月6日, 二季度|至四季度."""
    if (first.days is None) != (last.days is None) or (first.months is None and last.months is not None):
        return None
    months = first.months and (first.months[0], (last.months or first.months)[1])
    days = (first.days[0], last.days[1]) if first.days and last.days else None
    if months is None and days is None:
        return None
    if months and (months[0] > months[1] or (months[0] == months[1] and days and days[0] > days[1])):
        return None
    return replace(first, months=months, days=days)


def _years(first: PeriodExpr, last: PeriodExpr) -> PeriodExpr | None:
    if first.year is not None and last.year is not None:
        return replace(first, years=last.year - first.year + 1) if first.year < last.year else None
    if first.shift is not None and last.shift is not None and first.of_context == last.of_context:
        return replace(first, years=last.shift - first.shift + 1) if first.shift < last.shift else None
    return None
