"""Reads one match of the Chinese pattern into a ``PeriodExpr``, or refuses it."""

from __future__ import annotations

import re
from dataclasses import replace

from retrieval.records import PeriodExpr
from retrieval.schema import Holiday, PeriodWords
from retrieval.understanding.numerals import parse_digits, parse_small
from retrieval.understanding.period_patterns import build_pattern
from retrieval.understanding.period_runs import FIRST_YEAR, LAST_YEAR, several_years, written_date
from retrieval.understanding.period_text import FEAST

_TENS = {"上": (1, 10), "中": (11, 20), "下": (21, 31)}
_LATIN = re.compile(r" ?([a-z]+)")
_UNITS = frozenset({"kw", "mw", "gw", "kwh", "mwh", "gwh", "km", "kg", "mm", "cm", "teu"})


class _Found(dict[str, str | None]):
    """The groups that a match has, by name; None for any other: three of sixty, mostly."""

    def __missing__(self, name: str) -> None:
        return None


class ChineseReader:
    """``pattern`` finds candidates in tidied text; ``read`` says what one means."""

    def __init__(self, words: PeriodWords) -> None:
        self.words = words
        self.pattern = build_pattern(words)
        self._groups = sorted(
            self.pattern.groupindex, key=self.pattern.groupindex.__getitem__
        )  # all have names
        self._years = {w.word: w for w in words.years}
        self._months = {w.word: w for w in words.months}
        self._days = {w.word: w.shift for w in words.days}
        self._holidays = {w: h for h in words.holidays for w in (*h.bare, *h.words)}
        self._counted = frozenset(words.count_after)
        self._english_counted = frozenset(words.en.count_after.split())
        self._leftovers = tuple(words.leftovers.split())
        self._habit = tuple(words.habit_before.split())
        self._not_years = tuple(words.year_not_before.split())
        self._lasting = tuple(words.duration_before.split()), tuple(words.duration_after.split())

    def read(self, match: re.Match[str]) -> PeriodExpr | None:
        """What the candidate means; None where it is no period, or not understood to its end."""
        text, end = match.string, match.end()
        groups = zip(self._groups, match.groups(), strict=True)
        found = _Found({name: part for name, part in groups if part is not None})
        if text.startswith(self._leftovers, end):
            return None
        if found["now"]:
            return PeriodExpr(day_shift=0, point=True, open=True)
        expr = self._season(found) or several_years(found) or written_date(found)
        if expr is None:
            expr = self._year_and_part(match, found)
        return expr and _close(expr, found)

    def _season(self, found: dict[str, str | None]) -> PeriodExpr | None:
        """2013/14榨季: from July to June, by its name and its first year."""
        if found["own"]:
            return PeriodExpr(name=self.words.seasons[found["own"]], of_context=True)
        if found["feast"]:
            return PeriodExpr(name=FEAST, of_context=True)
        if not found["sa"] or not found["season"]:
            return None
        first = int(found["sa"]) + (2000 if len(found["sa"]) == 2 else 0)  # 23/24产季
        last = PeriodExpr(year=first + 1, months=(6, 6))
        return PeriodExpr(year=first, months=(7, 7), until=last, name=self.words.seasons[found["season"]])

    def _year_and_part(self, match: re.Match[str], found: dict[str, str | None]) -> PeriodExpr | None:
        if found["year"] is None:
            before = match.string[: match.start()]
            return None if before.endswith(self._habit) else self._part(match, found, PeriodExpr())
        year = self._year(match, found)
        if year is None or found["part"] is None:
            return year
        return self._part(match, found, year)

    def _year(self, match: re.Match[str], found: dict[str, str | None]) -> PeriodExpr | None:
        if found["yrel"]:
            word = self._years[found["yrel"]]
            if match.string[: match.start()].endswith("每"):
                return None
            return PeriodExpr(shift=word.shift, of_context=word.context)
        if found["census"]:
            named = (year for word, year in self.words.censuses.items() if word in (found["census"] or ""))
            return PeriodExpr(year=next(named, None))
        if found["plan"]:
            return PeriodExpr(year=self.words.plans[found["plan"].strip("“”\"'‘’")], years=5)
        if found["splan"]:
            name = next(
                n for n in sorted(self.words.short_plans, key=len, reverse=True) if n in found["splan"]
            )
            return PeriodExpr(year=self.words.short_plans[name], years=5)
        year = self._stated_year(match, found)
        return None if year is None or not FIRST_YEAR <= year <= LAST_YEAR else PeriodExpr(year=year)

    def _stated_year(self, match: re.Match[str], found: dict[str, str | None]) -> int | None:
        plain = found["part"] is None and not any(found[g] for g in ("end", "open", "same"))
        if found["yc"]:
            return parse_digits(found["yc"])
        if found["y4"]:
            return (
                None if plain and match.string.startswith(self._not_years, match.end()) else int(found["y4"])
            )
        if found["yb2"]:
            return _century(found["yb2"])
        if found["yb4"]:
            return int(found["yb4"]) if not plain or self._bare_year(match) else None
        number = found["y2"] or ""
        return _century(number) if found["part"] is not None or self._short_year(match, number) else None

    def _bare_year(self, match: re.Match[str]) -> bool:
        """Whether four digits without 年 are a year (椒江2019固投) and not a count (2019家)."""
        text, start, end = match.string, match.start(), match.end()
        if text[max(0, start - 1) : start] in set("约共近超逾过破增有.,"):
            return False
        if found := _LATIN.match(text, end):
            return found[1] not in self._english_counted and found[1] not in _UNITS and len(found[1]) > 1
        following = text[end:].lstrip(" ")[:1]
        return following not in self._counted and following not in set("%‰-—~/:.+×")

    def _short_year(self, match: re.Match[str], number: str) -> bool:
        """Whether two digits with 年 are a year (椒江19年固投) and not a length of time (连续19年)."""
        before, after = match.string[: match.start()], match.string[match.end() :]
        if before.endswith(self._lasting[0]) or after.startswith(self._lasting[1]):
            return False
        if any(match[g] for g in ("within", "before")) or match["open"] == "来":
            return False
        return not number.endswith("0") or before[-1:] in set("市区县省州 ") or not before

    def _part(
        self, match: re.Match[str], found: dict[str, str | None], year: PeriodExpr
    ) -> PeriodExpr | None:
        g = {key: value for key, value in found.items() if value}
        months = _named_months(g) or _counted_months(g)
        if months is not None:
            ordered = 1 <= months[0] <= months[1] <= 12
            joined = g.get("mj", g.get("qj")) not in ("、", "和") or months[1] - months[0] in (1, 5)
            return replace(year, months=months) if ordered and joined else None
        if "m" in g or "od" in g:
            return _dated(g, year, match)
        if "hb" in g or "hw" in g:
            return self._holiday(g, year, match)
        if "mrel" in g:
            word, day = self._months[g["mrel"]], parse_small(g.get("md", "")) or 0
            days = (day, day) if 0 < day <= 31 else None  # 上月18日
            shift, context = word.shift, word.context and not days
            return replace(year, month_shift=shift, of_context=context, point=word.point, days=days)
        if "drel" in g:
            return replace(year, day_shift=self._days[g["drel"]])
        # Neither: a run of years too long ago to be one of the news (1917-1918年).
        return _year_end(g, year, bool(match["open"])) if "yend" in g or "inside" in g else None

    def _holiday(self, g: dict[str, str], year: PeriodExpr, match: re.Match[str]) -> PeriodExpr | None:
        word = g.get("hb") or g["hw"]
        blocked = match.string.startswith(tuple(self.words.holiday_not_before.split()), match.end())
        blocked = blocked or match.string[match.end() : match.end() + 1].isdigit()
        named = bool(g.get("he")) or (year != PeriodExpr() and word != "十一") or "hb" in g
        if not named or (blocked and not g.get("he")):
            return None
        return _festive(self._holidays[word], year)


def _festive(holiday: Holiday, year: PeriodExpr) -> PeriodExpr:
    days = (holiday.first[1], holiday.last[1]) if holiday.first[1] else None
    return replace(year, months=(holiday.first[0], holiday.last[0]), days=days, name=holiday.name)


def _century(digits: str) -> int | None:
    number = int(digits)
    if number <= 39:
        return 2000 + number
    return 1900 + number if number > 50 and number % 10 else None


def _named_months(g: dict[str, str]) -> tuple[int, int] | None:
    """全年, 上半年, 前三季度, 一季度: first and last month."""
    if "full" in g:
        return 1, 12
    if "half" in g:
        return (1, 6) if g["half"][0] == "上" or g["half"] == "h1" else (7, 12)
    if "qn" in g:
        return 1, 3 * (parse_small(g["qn"]) or 0)
    if "qf" in g:
        return 1, 3
    first, last = g.get("qa") or g.get("qc"), g.get("qb") or g.get("qd")
    only = g.get("q") or g.get("qe")
    a, b = parse_small(first or only or ""), parse_small(last or only or "")
    return (3 * a - 2, 3 * b) if a and b else None


def _counted_months(g: dict[str, str]) -> tuple[int, int] | None:
    """前8个月, 1-9月: first and last month; the order is checked by the caller."""
    if "mn" in g:
        return 1, parse_small(g["mn"]) or 0
    if "mp" in g:  # 一二月
        return parse_small(g["mp"][0]) or 0, parse_small(g["mp"][1]) or 0
    if "ma" in g:
        return 1 if g["ma"] == "元" else parse_small(g["ma"]) or 0, parse_small(g["mb"]) or 0
    return None


def _dated(g: dict[str, str], year: PeriodExpr, match: re.Match[str]) -> PeriodExpr | None:
    """8月, 10月9日, 3月中旬, 21日."""
    if "od" in g:
        first = int(g["od"])
        last = int(g.get("oe", first))
        return replace(year, days=(first, last)) if 1 <= first <= last <= 31 else None
    month = 1 if g["m"] == "元" else parse_small(g["m"]) or 0
    written = replace(year, months=(month, month))
    if "ten" in g:
        return replace(written, days=_TENS[g["ten"]])
    if "d" not in g:
        vague = not g["m"].isascii() and match.string[match.end() : match.end() + 1] in set("一两通")
        return None if vague or (g["m"] == "一" and match["end"] == "初") else written
    first = parse_small(g["d"]) or 0
    last = parse_small(g.get("e", g["d"])) or 0
    return replace(written, days=(first, last)) if 1 <= first <= last <= 31 else None


def _year_end(g: dict[str, str], year: PeriodExpr, opened: bool) -> PeriodExpr:
    """年底, 年初, 年内; 年初以来 is the year so far."""
    if "inside" in g:
        return year if year != PeriodExpr() else replace(year, shift=0)
    if "初" not in g["yend"]:
        return replace(year, point=True)
    if opened:
        return year if year != PeriodExpr() else replace(year, shift=0)
    return replace(year, months=(1, 1), days=(1, 1), point=True)


def _close(expr: PeriodExpr, g: dict[str, str | None]) -> PeriodExpr:
    """What the tail adds: 6月|底, 7月份|以来, 2019年|同期, 9月|初."""
    if g["end"] == "初":
        return expr if g["open"] else replace(expr, days=(1, 10))
    if g["end"] or g["before"]:
        expr = replace(expr, point=True)
    if g["open"]:
        expr = replace(expr, open=True)
    return replace(expr, same=True) if g["same"] else expr
