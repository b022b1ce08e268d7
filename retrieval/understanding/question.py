"""A question in, its slots out: region, period, terms, measure, and what kind of answer would do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from retrieval.records import (
    Asked,
    Period,
    PeriodExpr,
    PeriodMention,
    Question,
    Reading,
    Region,
    RegionMention,
    Term,
    Unit,
)
from retrieval.schema import FactWords, QuestionWords
from retrieval.service import service
from retrieval.understanding.calendar import resolve_period
from retrieval.understanding.cues import Cue, CueGrammar
from retrieval.understanding.phrases import Grammar, is_on_base
from retrieval.understanding.reading import Reader
from retrieval.understanding.terms import TermReader

_SHARING = re.compile("(?:在其中)?占(?:了|到)?(?:多|几|百分|的?(?:比重|比例|份额))")
_FIRMS = "企业数"
_SCOPE = re.compile(
    r"[在居列占比较于]$|领先$|超出$|超过$|跑赢$|跑输$|落后$|高[于出过]$|低[于]$|快于$|属于$|全$"
)


def _are_counted(terms: tuple[Term, ...]) -> bool:
    """Whether firms are what is asked for, and not what has come in of them (新登记企业数)."""
    heads = [t.text for t in terms if t.head]
    return heads[-1:] == [_FIRMS] and not any(t.text == "新增" for t in terms)


def _counted(cue: Cue, terms: tuple[Term, ...]) -> tuple[Cue, tuple[Term, ...]]:
    """规上工业企业数 asks how many: a text writes 规上工业企业221家, and no 企业数."""
    rest = tuple(t for t in terms if t.text != _FIRMS) or tuple(replace(t, text="企业") for t in terms)
    return replace(cue, asked=Asked.COUNT, units=frozenset({Unit.COUNT}), counter="家"), rest


_RESIDENTS = Term(
    "常住人口", 1.6, known=True, head=True
)  # what people are counted as where nothing else is said


@service
class QuestionReader:
    """Reads Chinese questions; built once."""

    reader: Reader
    cues: CueGrammar
    words: QuestionWords
    facts: FactWords
    grammar: Grammar
    terms: TermReader
    today: date

    @staticmethod
    def build(
        reader: Reader, words: QuestionWords, facts: FactWords, grammar: Grammar, today: date
    ) -> QuestionReader:
        """Compile the words once."""
        terms = TermReader.build(reader.lexicon, words, grammar)
        cues = CueGrammar.build(words, reader.quantities)
        return QuestionReader(reader, cues, words, facts, grammar, terms, today)

    def read(self, text: str) -> Question:
        """The slots of a Chinese question as far as it states them: 椒江2019年固投增速 has all."""
        reading = self.reader.again(text)
        if self.cues.has("offtopic", reading.text) and not reading.indicators:
            return Question(text, "zh", Asked.OFFTOPIC)
        cue = self.cues.find(reading.text)
        subject, aside, scope = self._regions(reading, cue)
        period, season = self._period(reading)
        terms = self.terms.read(reading, cue, aside)
        if cue.counter == "人" and not terms and subject:  # 东门镇有多少人
            terms = (_RESIDENTS,)
        if cue.asked is Asked.LEVEL and _are_counted(terms):
            cue, terms = _counted(cue, terms)
        return Question(
            text=text,
            lang="zh",
            asked=cue.asked,
            measure=cue.measure,
            of=cue.of,
            units=self._units(cue, terms),
            counter=cue.counter,
            money=any(t.head and t.text in self.words.money_heads for t in terms),
            regions=subject,
            aside=aside,
            scope=scope,
            bases=_bases(reading),
            period=period,
            season=season,
            terms=terms,
            variants=self.terms.variants(reading, terms),
            numbers=tuple(q.quantity for q in reading.quantities),
            marks=self._marks(reading.text, cue, period),
            plan=self.cues.has("plan", reading.text),
            name=cue.name,
            place=cue.region,
            noun=cue.noun,
            lowest=self.cues.has("compare_low", reading.text),
        )

    def _units(self, cue: Cue, terms: tuple[Term, ...]) -> frozenset[Unit]:
        """The kinds of quantity that can answer: money where 资金 or 产值 is asked for without a measure word."""
        heads = [t for t in terms if t.head and t.focus]
        if (
            cue.asked is Asked.LEVEL
            and not cue.counter
            and heads
            and heads[-1].text in self.words.money_heads
        ):
            return frozenset({Unit.MONEY, Unit.RATIO, Unit.INDEX})
        return cue.units

    # --- where and when ----------------------------------------------------------------------------------

    def _regions(
        self, reading: Reading, cue: Cue
    ) -> tuple[tuple[Region, ...], tuple[RegionMention, ...], tuple[Region, ...]]:
        """The place asked about, those that only describe, and where a rank is held."""
        named = [
            m
            for m in reading.regions
            if m.regions and not m.inside and not m.text.startswith(("哪", "什么", "各"))
        ]
        scoped = [m for m in named if _SCOPE.search(reading.text[: m.start])]
        from_where = [m for m in named if re.search("(?:来自|从|对|向|出口|通过)$", reading.text[: m.start])]
        wanted = cue.asked in (Asked.RANK, Asked.DIFFERENCE, Asked.SHARE)
        named = named or self._ordinary(reading) or self._bare_district(reading)
        subjects = [m for m in named if m not in from_where and not (wanted and m in scoped)]
        first = self._innermost([m for m in subjects if m not in scoped] or subjects, reading.text)
        if cue.asked is Asked.SHARE and (part := _part(named, reading)) is not None:
            scoped, first = [m for m in named if m is not part], part
        rest = tuple(m for m in named if m is not first and not (wanted and m in scoped))
        scope = tuple(r for m in scoped if wanted and m is not first for r in m.regions)
        return (first.regions if first else ()), rest, scope

    def _innermost(self, named: Sequence[RegionMention], text: str) -> RegionMention | None:
        """The first place, or one in it that is named later: 昌吉州招商引资到位资金里,阜康市是多少."""
        first = next(iter(named), None)
        if first is None or len(first.regions) != 1:
            return first
        later = (m for m in named[1:] if text.endswith((",", "里", "中", "内"), 0, m.start))
        within = self.reader.gazetteer.within
        return next((m for m in later if all(within(r, first.regions[0]) for r in m.regions)), first)

    def _bare_district(self, reading: Reading) -> list[RegionMention]:
        """市中区, 城区: names that many cities have and that need a city, each with all of its readings."""
        for match in re.finditer("市中区|城区|郊区|矿区", reading.text):
            if regions := self.reader.gazetteer.lookup(match.group()):
                return [RegionMention(match.start(), match.end(), match.group(), regions)]
        return []

    def _ordinary(self, reading: Reading) -> list[RegionMention]:
        """南岸, 新城区: ordinary words that are places right before or behind the time of a question."""
        gazetteer, text = self.reader.gazetteer, reading.text
        times = {at for m in reading.periods for at in (m.start, m.end)}
        taken = {at for m in reading.regions for at in range(m.start, m.end)}  # 2019年|西安咸阳机场
        for start, end in gazetteer.spans(text):
            regions = gazetteer.lookup(text[start:end]) if {start, end} & times and start not in taken else ()
            if regions:
                return [RegionMention(start, end, text[start:end], regions)]
        return []

    def _period(self, reading: Reading) -> tuple[Period | None, PeriodExpr | None]:
        """The period asked about; without a year only its season."""
        named = [m for m in reading.periods if not m.base or _again(m, reading)]
        found: Period | None = None
        season: PeriodExpr | None = None
        stated = [m for m in named if m.expr.shift is None] + [m for m in named if m.expr.shift is not None]
        for mention in stated:
            day = date(found.end.year, 12, 31) if found else self.today
            resolved = resolve_period(mention.expr, day if mention.expr.shift is not None else None, found)
            if resolved is None:
                season = season or mention.expr
            elif found is None or _narrows(resolved[0], found):
                found = resolved[0]
        if found and season:
            again = resolve_period(season, None, found)
            return (again[0], None) if again else (found, None)
        return found, season

    def _marks(self, text: str, cue: Cue, period: Period | None) -> frozenset[str]:
        based = cue.asked is Asked.GROWTH and is_on_base(text, period.end.year if period else None)
        found = (name for name, compiled in self.grammar.marks if compiled.search(text))
        return frozenset((*found, *(["定基"] if based else [])))


def _again(mention: PeriodMention, reading: Reading) -> bool:
    """Whether a short question goes on with the same months of another year: 2016年同期呢."""
    alone = mention.start <= 1 and len(reading.periods) == 1 and len(reading.text) - mention.end <= 2
    return mention.expr.same and mention.expr.year is not None and alone


def _narrows(period: Period, found: Period) -> bool:
    """Whether a second mention says the same more exactly: 2017年…3月底."""
    inside = found.start <= period.start and period.end <= found.end and not (found.open and period.point)
    return inside and (period.start, period.end) != (found.start, found.end)


def _bases(reading: Reading) -> tuple[str, ...]:
    """The quarters and half years that a question compares with: 比一季度; 比上年 goes without saying."""
    return tuple(m.text for m in reading.periods if m.base and re.search("季度|半年|[1-9]月", m.text))


def _part(named: list[RegionMention], reading: Reading) -> RegionMention | None:
    """The place that is a part of another: 林芝接待的游客当中,巴宜区占多大比重."""
    sharing = [m for m in named if _SHARING.match(reading.text, m.end)]
    return sharing[-1] if sharing and len(named) > 1 and sharing[-1] is named[-1] else None
