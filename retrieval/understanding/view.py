"""One sentence with its places and times settled, and what can be asked of it; nothing here changes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta

from retrieval.records import (
    Atom,
    Measure,
    PlacedPeriod,
    PlacedRegion,
    QuantityMention,
    Reading,
    Region,
    Sentence,
    Unit,
)
from retrieval.service import Once, service
from retrieval.understanding.frame import Frame
from retrieval.understanding.passing import clause_at, is_passing, said_from, taken_out
from retrieval.understanding.phrases import Grammar, Said, is_on_base
from retrieval.understanding.trimming import carrying

# How a figure comes to another, before 到, 至 or 为: 由58家增加到142家.
MOVED = "增加|增长|提高|上升|提升|扩大|发展|增|升|扩|下降|减少|降低|缩小|收窄|缩短|压缩|缩减|降|缩|上调|调整"
_COMPANY = re.compile("有限公司|有限责任公司|股份公司|集团公司|合作社")
_AHEAD = timedelta(days=240)
_GOAL = re.compile("(?:左右|以上)?的?(?:年度|全年|预期)?(?:目标|任务|计划|预期)")
_TRADES = re.compile("[对与同和向自从往](?s:.)+?(?:进出|出口|进口|贸易|双边|外贸)")
_ADVERBIAL = re.compile(  # 在强省会战略加持下
    "在[^,;。在]{2,16}(?:加持|带动|影响|推动|支撑|拉动|作用|努力|背景|形势|情况|领导|指导|支持|引领|冲击|压力)之?下"
)
_INCLUDED = re.compile(r"\((?:不?含|不?包括|扣除|剔除|除)[^)]*\)")  # 市区(含柯城、衢江)
_ASIDE = re.compile(r"\([^()。;]{2,24}\)(?=[一-鿿])")
_CHART = re.compile("榜|百强|[一二三四五六七八九十百千]+强|评选|考核|测评|竞赛|大赛|指数")
_BARE = re.compile(r"\d[\d.]*(?=,$)")
_RATES, _COMPARABLE = (Unit.PERCENT, Unit.TIMES), "可比"
_LEAVES = re.compile("由|从")
_LEFT = re.compile("(?:由|从)(?:原来|原先|过去|此前|之前|当初|最初|[^,;。由从到至]{1,10}的)?的?$")
_FOR_MORE = re.compile(f"[^,;。]{{0,4}}?(?:{MOVED}|变)(?:到|至|为)")
_ARRIVES = re.compile(f"(?:(?:{MOVED})(?:到|至|为)|变[成为])了?$")
_ARRIVED = "到至为成了\n"  # what that ends in


@service
class View:
    """A sentence as the walk over its clauses sees it. Offsets are those of the sentence."""

    grammar: Grammar
    sentence: Sentence
    number: int
    reading: Reading
    placed: Sequence[PlacedRegion]
    dated: Sequence[PlacedPeriod]
    published: date | None = None

    @Once
    def text(self) -> str:
        """The tidied sentence."""
        return self.reading.text

    def atoms(self, start: int, end: int) -> tuple[Atom, ...]:
        """The words of ``text[start:end]`` that carry a subject."""
        known = self._asked.get((start, end))
        if known is None:
            first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
            inside = [a for a in self._carrying[first:last] if a[1] <= end]
            if aside := [b for b in self.asides if start < b[0] and b[1] <= end]:
                inside = [a for a in inside if not any(s < a[0] < e for s, e in aside)]
            known = self._asked[start, end] = tuple([a[2] for a in inside])
        return known

    @Once
    def _carrying(self) -> list[tuple[int, int, Atom]]:
        """The words of the sentence that carry a subject, in order, with the offsets that they begin and end at."""
        return carrying(self._words, self.grammar)

    @Once
    def _starts(self) -> list[int]:
        """Where each of them begins."""
        return [start for start, _, _ in self._carrying]

    @Once
    def asides(self) -> Sequence[tuple[int, int]]:
        """The brackets with a figure that a clause goes on behind: 玉米(14个水)平均收购价每斤1.14元."""
        found = (m.span() for m in _ASIDE.finditer(self.text)) if "(" in self.text else ()
        return [(s, e) for s, e in found if any(s < q.start < e for q in self.reading.quantities)]

    @Once
    def _words(self) -> Sequence[Atom]:
        """The atoms, and among them the places traded with: 对香港进出口87.1亿元 is not all trade."""
        partners = [
            Atom(p.start, p.end, p.regions[0].name, known=True)
            for p in self.placed
            if not p.subject and p.regions and _TRADES.fullmatch(self.text, p.start - 1, p.end + 2)
        ]
        aside = [m.span() for m in _ADVERBIAL.finditer(self.text)] if "在" in self.text else []
        aside += [m.span() for m in _INCLUDED.finditer(self.text)] if "(" in self.text else []
        if not partners and not aside:
            return self.reading.atoms
        kept = (a for a in self.reading.atoms if not any(s <= a.start and a.end <= e for s, e in aside))
        return sorted([*kept, *partners], key=lambda a: a.start)

    @Once
    def _asked(self) -> dict[tuple[int, int], tuple[Atom, ...]]:
        """What ``atoms`` has said: a figure's words are asked for several times."""
        return {}

    def frame(self, start: int, end: int, frame: Frame) -> Frame:
        """The frame after the places and times that are named in ``text[start:end]``."""
        if not self.placed and not self.dated:
            return frame
        for place in self.placed:
            if start <= place.start < end and place.subject:
                frame = frame.about(place.regions, place.source)
        for period in self.dated:
            if start <= period.start < end and not is_passing(self.reading, period, frame):
                frame = frame.at(period.period, period.source, timed=True)
        return frame

    def noun(self, mention: QuantityMention) -> tuple[Atom, ...]:
        """What stands behind a figure in its clause, up to the next figure or its item: 48个 班、可提供学位2160个."""
        end = clause_at(self.reading.clauses, mention.start, (0, mention.end))[1]
        if end <= mention.end:
            return ()
        following = [q.start for q in self.reading.quantities if q.start >= mention.end]
        following += [e - 1 for s, e in self.asides if s < mention.start < e]
        upto = min([end, *following])
        item = self.text.find("、" if upto < end else " ", mention.end, upto)
        return self.atoms(mention.end, upto if item < 0 else item)

    def whole_from(self, cursor: int, mention: QuantityMention, said: Said) -> int | None:
        """Where the words begin that say what a figure is a part of or is held against: 占…, 高于…, 居…."""
        if said.measure is Measure.LEVEL or said.measure is Measure.GROWTH:
            return None
        left = self.text[cursor : mention.start]
        if said.measure is Measure.RANK and _CHART.search(left):
            return None  # 在全国县域经济百强榜中排第43位: the chart is what is ranked
        opener = self.grammar.openers.get(said.measure)
        match = opener.search(left) if opener else None
        if match is None and said.measure is Measure.DIFFERENCE:
            match = self.grammar.comparison.search(left)
        return cursor + match.start() if match else None

    def arrives(self, start: int, cursor: int, end: int) -> bool:
        """Whether a figure is where something has come to: 由2015年的58家增加到142家 is not 142 in 2015."""
        if self.text[end - 1 : end] not in _ARRIVED:
            return False
        arrived = _ARRIVES.search(self.text, cursor, end) is not None
        return arrived and _LEAVES.search(self.text, start, cursor) is not None

    def names_only(self, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` is a place and nothing else, or a place with a bare number: 深圳16297.6,6.3%."""
        start = max(self.text.rfind(mark, 0, end) + 1 for mark in ";:。") if start == end else start
        said = _BARE.sub("", self.text[start:end]).strip(" :、,;")
        return any(said == self.text[p.start : p.end] for p in self.placed)

    def scope(
        self, cursor: int, mention: QuantityMention, clause: tuple[int, int], of: tuple[Region, ...]
    ) -> tuple[Region, ...]:
        """The place that a rank is held in or a difference is measured against: the last one named aside.

        No place is ranked among itself: 赣江新区…在全省各设区市(新区)中排名第二.
        """
        if not self.placed:
            return ()
        inside = (p for p in self.placed if clause[0] <= p.start < mention.start)
        itself = of if mention.quantity.kind is Unit.RANK else ()
        aside = [p for p in inside if not p.subject and p.regions != itself]
        near = [p for p in aside if p.start >= cursor] or aside
        return near[-1].regions if near else ()

    def is_ahead(self, frame: Frame, mention: QuantityMention, section: bool = False) -> bool:
        """Whether a period ends well after the article's day: what is said of it can only be meant to be.

        In a ``section`` of what is to be done it need not end so far ahead.
        """
        period, day = frame.period, self.published
        if period is None or day is None or period.open or self.text.endswith("总投资", 0, mention.start):
            return False  # what a project costs as a whole is of no year
        if section and period.end > day:
            return True
        # Of the year it is written in, a sentence that names no time may well count: 22个项目中,工业项目13个.
        counts = mention.quantity.kind in (Unit.COUNT, Unit.PEOPLE, Unit.RANK)
        return period.end > day + _AHEAD and (frame.timed or period.start > day or not counts)

    def marks(
        self, cursor: int, mention: QuantityMention, clause: tuple[int, int], plan: bool, year: int | None
    ) -> frozenset[str]:
        """What makes a figure another figure: 环比, a plan, a forecast, a company's own; ``year``: what it is of."""
        left = self.text[cursor : mention.start]
        known = self.grammar.marks if self.grammar.any_mark.search(left) else ()
        marks = {name for name, compiled in known if compiled.search(left)}
        if self._sets_aside and taken_out(self.reading, clause[0], self._sets_aside):
            marks.add(_COMPARABLE)
        begins = said_from(self.reading, clause[0], mention)
        if plan or self.planned(begins, mention.start) or _GOAL.match(self.text, mention.end):
            marks.add("plan")
        if mention.quantity.kind in _RATES and is_on_base(left, year):
            marks.add("定基")
        if self._forecasts and self.grammar.forecast.search(self.text[: mention.start]):
            marks.add("forecast")
        if self._owned(mention.start):
            marks.add("owned")
        leaves = "由" in left or "从" in left
        if leaves and (start := _LEFT.search(left)) and _FOR_MORE.match(self.text, mention.end):
            dated = any(cursor + start.start() <= d.start < mention.start for d in self.dated)
            marks.add("base" if dated else "left")  # 由年初的48家增加到57家, 由58家增加到142家
        return frozenset(marks)

    def _owned(self, end: int) -> bool:
        """Whether a company speaks of itself before ``end``: …股份有限公司…,前三季度出口8.6亿元."""
        if not self._companies:
            return False
        named = [m.end() for m in _COMPANY.finditer(self.text, 0, end)]
        return bool(named) and not any(p.subject for p in self.placed if named[-1] <= p.start < end)

    def announces(self, start: int, end: int) -> bool:
        """Whether a clause without figures says that goals follow: 今年的主要预期目标是:…"""
        return self.text[end : end + 1] == ":" and self.planned(start, end)

    def planned(self, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` speaks of what is meant to be."""
        return self._plans and bool(
            self.grammar.plan.search(self.grammar.plan_nominal.sub("", self.text[start:end]))
        )

    # Asked once a sentence: most have none of these anywhere.

    @Once
    def _forecasts(self) -> bool:
        return self.grammar.forecast.search(self.text) is not None

    @Once
    def _sets_aside(self) -> re.Pattern[str] | None:
        compiled = dict(self.grammar.marks)[_COMPARABLE]
        return compiled if compiled.search(self.text) else None

    @Once
    def _companies(self) -> bool:
        return _COMPANY.search(self.text) is not None

    @Once
    def _plans(self) -> bool:
        plan, nominal = self.grammar.plan, self.grammar.plan_nominal
        return bool(plan.search(self.text) or nominal.search(self.text))
