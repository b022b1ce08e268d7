"""English periods: first half of 2023, January-September 2021, end of March 2017 (all in lower case by then)."""

from __future__ import annotations

import re
from dataclasses import replace

from retrieval.records import PeriodExpr, PeriodMention
from retrieval.schema import PeriodWords
from retrieval.understanding.period_patterns import any_of

_TO = r" ?(?:-|—|~| to | through | until | till ) ?"
_LETTER = re.compile("[a-z]")
_ENGLISH = re.compile(r"[a-z]+\.?[ -][a-z\d]|[hq]\d[ -]|fy ?\d|\d [a-z]{2}|\b(?:yesterday|today)\b")
_OF = r",? (?:of |in )?(?:the )?"


class EnglishReader:
    """Finds English periods in tidied text; a text without Latin letters costs nothing."""

    def __init__(self, words: PeriodWords) -> None:
        en = words.en
        self._years = en.years
        self._days = en.days
        self._holidays = {h.en.lower(): h for h in words.holidays} | {
            h.en.lower().removesuffix(" holiday"): h for h in words.holidays if h.en.endswith(" holiday")
        }
        named = {h.en: h for h in words.holidays}
        self._holidays |= {name: named[other] for name, other in en.holidays.items()}
        self._numbers = {word: i + 1 for i, word in enumerate(en.numbers.split())}
        self._numbers |= {str(i): i for i in range(1, 13)}
        self._ordinals = {word: i + 1 for i, word in enumerate(en.ordinals.split())}
        self._ordinals |= {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
        self._months = {name: i + 1 for i, name in enumerate(en.months.split())}
        self._months |= {name: i + 1 for i, name in enumerate(en.months_short.split())} | en.also
        self._counted = frozenset(en.count_after.split())
        self._base = re.compile(rf"(?:^|[ ,(])(?:{any_of(en.base_before)})(?: the)? $")
        self._pattern = self._build()  # compiled at the first English text

    def find(self, text: str) -> tuple[PeriodMention, ...]:
        """Every English period in the text, in order."""
        if not _LETTER.search(text) or not _ENGLISH.search(text):
            return ()
        found = []
        for match in re.finditer(self._pattern, text):
            expr = self._read(match)
            if expr is not None:
                before = text[: match.start()]
                over = expr.name and before.endswith(("over ", "over the "))  # over the May Day holiday
                base = expr.same or bool(not over and self._base.search(before))
                found.append(PeriodMention(match.start(), match.end(), match.group(), expr, base))
        return tuple(found)

    def _build(self) -> str:
        year = rf"(?:(?:19|20)\d\d(?![\d/]|[.,]\d)|{any_of(self._years)})"
        month = any_of(self._months) + r"\b\.?"
        day = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d)"
        parts = (
            r"(?P<ytd>so far this year|(?:this )?year to date|since the (?:beginning|start) of (?:this|the) year)",
            rf"(?P<same>same (?:period|quarter|month)(?: of| in)?(?: the)? (?P<sy>{year}))",
            r"(?P<earlier>(?:a|one) year (?:earlier|ago|before))",
            rf"(?P<hol>{any_of(self._holidays)})(?:{_OF}(?P<hy>{year}))?",
            self._spans(year),
            rf"(?P<ma>{month}){_TO}(?P<mb>{month})(?!{_OF}?\d\d?\b)(?:{_OF}(?P<mr>{year}))?",
            r"(?P<point>(?:as of|by|(?:the )?end of|end-) ?(?:the end of )?)?"
            rf"(?:(?P<dm>{month}) (?P<dd>{day})(?:[-—](?P<de>{day}))?|(?P<ed>{day}) (?:of )?(?P<em>{month}))"
            rf"(?:{_OF}(?P<dy>{year}))?",
            rf"(?P<mpoint>(?:as of|end of|end-|since) ?(?:the end of )?)?(?P<m>{month})(?:{_OF}(?P<my>{year}))?",
            r"(?P<plan>\d\d)th five-year plan(?: period)?",
            r"(?P<ya>(?:19|20)\d\d)(?:-| to | through )(?P<yb>(?:19|20)\d\d)(?![\d/])",
            rf"(?P<ypoint>end of |year-end |end-|as of |since )?(?P<fy>fy ?)?(?P<y>{year})"
            rf"(?: (?P<yh>{any_of(self._holidays)}))?",
            rf"(?P<day>{any_of(self._days)})\b",
        )
        return r"(?<![a-z\d./-])(?:" + "|".join(parts) + ")(?![a-z])"

    def _spans(self, year: str) -> str:
        ordinal, number = any_of(self._ordinals), any_of(self._numbers)
        return (
            r"(?:(?P<half>first|second|1st|2nd)[ -]half|(?P<ho>h[12])"
            rf"|(?P<quarter>{ordinal})[ -]quarter|q(?P<qa>[1-4])-q?(?P<qb>[1-4])"
            rf"|q(?P<qo>[1-4])|(?P<qb4>[1-4])q|first (?P<qn>{number}) quarters|first (?P<mn>{number}) months"
            rf"|(?P<full>(?:whole|full|entire)(?: year)?(?=(?: of)?(?: the)? {year})|(?:whole|full|entire) year))"
            rf"(?:{_OF}(?:year )?(?P<spy>{year})|,? of the year)?"
        )

    def _read(self, match: re.Match[str]) -> PeriodExpr | None:
        g = {key: value for key, value in match.groupdict().items() if value}
        if "ytd" in g:
            return PeriodExpr(shift=0, open=True)
        if "earlier" in g:
            return PeriodExpr(shift=-1, same=True)
        if "same" in g:
            return replace(self._year(g["sy"]), same=True)
        if "day" in g:
            return PeriodExpr(day_shift=self._days[g["day"]])
        if "plan" in g:
            return PeriodExpr(year=1951 + 5 * int(g["plan"]), years=5) if 7 <= int(g["plan"]) <= 20 else None
        if "ya" in g:
            first, last = int(g["ya"]), int(g["yb"])
            return PeriodExpr(year=first, years=last - first + 1) if first < last else None
        if "y" in g:
            return self._plain_year(g, match)
        return self._months_and_days(g, match)

    def _year(self, written: str | None) -> PeriodExpr:
        if written is None:
            return PeriodExpr()
        return PeriodExpr(year=int(written)) if written.isdigit() else PeriodExpr(shift=self._years[written])

    def _plain_year(self, g: dict[str, str], match: re.Match[str]) -> PeriodExpr | None:
        rest = match.string[match.end() :]
        following = re.match(r" ?([a-z]+)", rest)
        if g["y"].isdigit() and ((following and following[1] in self._counted) or not _latin(match)):
            return None
        expr = self._year(g["y"])
        if "yh" in g:
            return self._festive(g["yh"], expr)
        point = g.get("ypoint", "")
        return replace(expr, open=point == "since ", point=bool(point) and point != "since ")

    def _months_and_days(self, g: dict[str, str], match: re.Match[str]) -> PeriodExpr | None:
        if "hol" in g:
            return self._festive(g["hol"], self._year(g.get("hy")))
        if "ma" in g:
            months = (self._month(g["ma"]), self._month(g["mb"]))
            return replace(self._year(g.get("mr")), months=months) if months[0] <= months[1] else None
        if "dm" in g or "em" in g:
            month = self._month(g.get("dm") or g["em"])
            first = int(re.sub(r"\D", "", g.get("dd") or g["ed"]))
            last = int(re.sub(r"\D", "", g.get("de") or str(first)))
            expr = replace(self._year(g.get("dy")), months=(month, month), days=(first, last))
            return replace(expr, point=bool(g.get("point"))) if 1 <= first <= last <= 31 else None
        if "m" in g:
            return self._month_alone(g, match)
        span = self._span(g)
        return span and replace(self._year(g.get("spy")), months=span)

    def _month_alone(self, g: dict[str, str], match: re.Match[str]) -> PeriodExpr | None:
        """May and march are verbs too: without a year they need in, of, since or last before them."""
        before = match.string[: match.start()]
        if "my" not in g and "mpoint" not in g and not re.search(r"(?:\bin|\bof|\bduring|\blast) $", before):
            return None
        month = self._month(g["m"])
        point = g.get("mpoint", "")
        expr = replace(self._year(g.get("my")), months=(month, month))
        return replace(
            expr, open=point.startswith("since"), point=bool(point) and not point.startswith("since")
        )

    def _span(self, g: dict[str, str]) -> tuple[int, int] | None:
        if "full" in g:
            return 1, 12
        if "half" in g or "ho" in g:
            return (1, 6) if g.get("half", "").startswith(("first", "1")) or g.get("ho") == "h1" else (7, 12)
        if "qn" in g:
            return (1, 3 * self._numbers[g["qn"]]) if self._numbers[g["qn"]] <= 4 else None
        if "mn" in g:
            return 1, self._numbers[g["mn"]]
        only = g.get("qo") or g.get("qb4") or str(self._ordinals.get(g.get("quarter", ""), ""))
        first, last = int(g.get("qa") or only), int(g.get("qb") or only)
        return (3 * first - 2, 3 * last) if first <= last else None

    def _month(self, written: str) -> int:
        return self._months[written.rstrip(".")]

    def _festive(self, name: str, year: PeriodExpr) -> PeriodExpr:
        holiday = self._holidays[name]
        days = (holiday.first[1], holiday.last[1]) if holiday.first[1] else None
        return replace(year, months=(holiday.first[0], holiday.last[0]), days=days, name=holiday.name)


def _latin(match: re.Match[str]) -> bool:
    """Whether a bare year stands among Latin words; among Chinese ones it is the Chinese grammar's."""
    near = match.string[max(0, match.start() - 3) : match.end() + 3]
    return near.isascii() and bool(re.search("[a-z]", near))
