"""Where the reading of an article stands: the place, time and subject that its next words may leave out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile

from retrieval.records import (
    Atom,
    Level,
    Measure,
    Period,
    PlacedPeriod,
    Quantity,
    Reading,
    Region,
    Source,
    Unit,
)
from retrieval.understanding.frame import Frame
from retrieval.understanding.passing import is_over
from retrieval.understanding.phrases import Said

_FORMER = re.compile(
    "[上去]年(?:同期)?(?:是|为|仅|只有)|(?:[上去前]年|\\d{4}年)(?:同期)?[^,;。\\d]{0,8}(?:还是|还有|还只|才|只有|仅)"
)  # 可2022年这个差距还是1800.2亿呢
_OF_GROWTH = ("增速", "增幅")
_OF_A_FIRM = re.compile(
    "(?:有限公司|股份公司|集团)[^。]*(?:告诉|介绍|表示|坦言|透露|说)"
)  # …总经理告诉记者,公司去年投入4300万元
_SPEECH = re.compile("“[^”]{10,}")  # but no “十三五”时期
RESIDENT_KINDS = {"城镇": "城镇居民", "农村": "农村居民"}
RESIDENTS = tuple(RESIDENT_KINDS.values())
_HEADING = re.compile(  # 二、2021年工作安排
    r"(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\))[^,;。]{0,16}(?:安排|打算|部署|任务|目标|重点|思路|实事|回顾|总结|成绩|情况|成效)[。:]?"
)
_TO_DO = re.compile("安排|打算|部署|任务|目标|重点|思路|实事(?!完成|办理)")
_ALONE = ("当月", "单月", "当季", "单季")
_MONTH = 31  # days


@dataclass
class State:
    """The only thing that changes while an article is read; it never leaves ``understanding``.

    ``items``: the list last spoken of, with the frame and the span of each; ``history``: the sentence's subjects so
    far; ``measured``: what the paragraph's last amount in each unit was of, and when; ``told``: what the article's
    was of, and where; ``rate``: what the paragraph's last percentage was; ``last``: what the last figure was of;
    ``opening``: the frame of the sentence's first figure; ``plan``: goals have been announced; ``main``: the span
    the article as a whole reports on; ``home``: what the paragraph began with; ``counted``: it had figures;
    ``residents``: what was last told of 城镇居民 or 农村居民; ``called``: English nouns and their full names;
    ``ahead``: the section is of what is to be done; ``begun``: the subject that the sentence began with.
    """

    frame: Frame
    subject: tuple[Atom, ...] = ()
    topic: tuple[Atom, ...] = ()
    items: list[tuple[Atom, ...]] = field(default_factory=list)
    item_frames: list[Frame] = field(default_factory=list)
    item_spans: list[tuple[int, int]] = field(default_factory=list)
    history: list[tuple[tuple[Atom, ...], Frame]] = field(default_factory=list)
    measured: dict[str, tuple[tuple[Atom, ...], Period | None, Unit]] = field(default_factory=dict)
    told: dict[str, tuple[tuple[Atom, ...], tuple[Region, ...]]] = field(default_factory=dict)
    said: Said | None = None
    rate: Measure | None = None
    last: tuple[Atom, ...] = ()
    opening: Frame | None = None
    plan: bool = False
    main: Period | None = None
    home: tuple[Region, ...] = ()
    counted: bool = False
    residents: tuple[Atom, ...] = ()
    called: dict[str, tuple[Atom, ...]] = field(default_factory=dict)
    ahead: bool = False
    begun: tuple[Atom, ...] = ()

    def start_sentence(self) -> None:
        """Forget what holds within one sentence only."""
        self.said, self.opening, self.plan = None, None, False
        self.begun = self.subject
        self.items, self.item_frames, self.item_spans, self.history = [], [], [], []

    def remember(self, subject: tuple[Atom, ...]) -> None:
        """A subject that what follows may leave out."""
        self.subject = subject
        if any(a.text in RESIDENTS for a in subject):
            self.residents = subject
        self.history.append((subject, self.frame))

    def measure(self, quantity: Quantity, subject: tuple[Atom, ...], inherited: bool) -> None:
        """An amount in a unit; what of it a part is, whose ``subject`` is half ``inherited``, is still told."""
        unit = quantity.unit
        self.measured[unit] = subject, self.frame.period, quantity.kind
        if not inherited or unit not in self.told:
            self.told.pop(unit, None)  # the last told stands last
            self.told[unit] = subject, self.frame.regions

    def end_sentence(
        self, before: Frame, dated: Sequence[PlacedPeriod], reading: Reading, published: date | None = None
    ) -> None:
        """Keep the time that the next sentence inherits, not one that was named in passing."""
        self.counted = self.counted or bool(reading.quantities)
        if heading := _HEADING.fullmatch(reading.text):
            self.ahead = _TO_DO.search(heading.group()) is not None
        passing = (
            _SPEECH.match(reading.text) is not None
            or _OF_A_FIRM.search(reading.text) is not None
            or (reading.text.endswith(("?", "!")) and not reading.quantities)
        )
        lasting = None if passing else leading(dated, reading)
        if self.history and "其中" in reading.text:  # what goes on is the whole, not its part
            self.subject = (self.begun if reading.text.startswith("其中") else ()) or self.history[0][0]
        elif common := _common([subject for subject, _ in self.history]):
            self.subject = common
        if not self.subject and reading.indicators:
            self.subject = subject_of(reading)
        period = lasting.period if lasting else before.period
        source = lasting.source if lasting else before.period_source
        frame = self.frame
        self.frame = Frame(frame.regions, frame.region_source, period, source, frame.recent).moved()
        past = lasting is not None and not to_come(lasting.period, published)
        if lasting and past and (self.main is None or self.main.open):
            self.main = lasting.period


def start_paragraph(
    state: State | None,
    frame: Frame,
    subject: tuple[Atom, ...] = (),
    titled: bool = False,
    published: date | None = None,
) -> State:
    """The state at the head of a paragraph: place and time go on; ``subject`` is what the title speaks of.

    ``titled``: the title names the article's place, which then is what every paragraph is about unless it says else.
    """
    if state is None:
        return State(frame, subject=subject, main=frame.period, home=frame.regions)
    main, period = state.main, state.frame.period
    passing = period is not None and _passing(period, main, published)
    kept = state.frame.at(main, state.frame.period_source, state.frame.timed) if passing else state.frame
    if state.counted and _inside_of(kept.regions, state.home):
        kept = kept.about(state.home, Source.CONTEXT)
    if titled and frame.regions:
        kept = kept.about(frame.regions, Source.ARTICLE)
    before = subject or state.subject
    return State(
        kept.moved(),
        subject=before,
        main=main,
        called=state.called,
        told=state.told,
        home=kept.regions,
        residents=state.residents,
        ahead=state.ahead,
    )


def _common(told: Sequence[tuple[Atom, ...]]) -> tuple[Atom, ...]:
    """What several things told one after another end with: 用电量 of 医药制造业用电量 and 装备制造业用电量."""
    if len(told) < 2 or len({tuple([a.text for a in subject]) for subject in told}) < 2:
        return ()
    alike = takewhile(lambda each: len({a.text for a in each}) == 1, zip(*map(reversed, told), strict=False))
    common = tuple(each[-1] for each in alike)[::-1]
    return common if any(a.head for a in common) else ()


def _inside_of(inner: tuple[Region, ...], outer: tuple[Region, ...]) -> bool:
    """Whether places lie in those that their paragraph began with, to which the next one goes back."""
    towns = [i for i in inner if i.level is not Level.ZONE]
    unplaced = any(i.level is Level.TOWN and i.path == i.name for i in inner)  # 石湾镇 of 博罗县, by no table
    return unplaced or any(i.path != o.path and i.path.startswith(o.path) for i in towns for o in outer)


def _passing(period: Period, main: Period | None, published: date | None) -> bool:
    """Whether a time goes no further than its paragraph: one within the main span, or a month still to come."""
    inside = main is not None and main.start <= period.start and period.end <= main.end
    holiday = main is not None and bool(period.name) and not main.name
    running = main is not None and period.open and not main.open and period.start == main.start  # 年初以来
    return inside or holiday or running or to_come(period, published)


def to_come(period: Period, published: date | None) -> bool:
    """Whether a period is a month or less that was not over: 预计明年9月开诊."""
    return published is not None and period.end > published and (period.end - period.start).days <= _MONTH


def subject_of(reading: Reading | None) -> tuple[Atom, ...]:
    """The first known indicator of a text as atoms: of a title, 江苏13市上半年GDP出炉."""
    first = reading.indicators[0] if reading and reading.indicators else None
    if reading is None or first is None:
        return ()
    inside = (a for a in reading.atoms if first.start <= a.start and a.end <= first.end)
    return tuple(a for a in inside if not a.neutral and a.text not in _OF_GROWTH)


def leading(dated: Sequence[PlacedPeriod], reading: Reading) -> PlacedPeriod | None:
    """The time that the sentences after this one inherit: the span it reports on, at its most exact.

    2008年,…一季度经济实现开门红 goes on as the first quarter; 今年以来,…上半年增长8.9% as the half year.
    """
    if not dated:
        return None
    figures = [q.start for q in reading.quantities if q.quantity.kind in (Unit.MONEY, Unit.PERCENT)]
    first = min(figures, default=len(reading.text))
    if reading.english:  # 248.9 billion yuan in the first half: the time follows
        first = next((e for s, e in reading.clauses if s <= first < e), first)
    left = [d for d in dated if reading.text.endswith(("由", "从"), 0, d.start)]  # 由2015年的71.2%
    left += [d for d in dated if reading.text[d.start : d.end] == "年内"]  # 年内主体封顶
    left += [
        d for d in dated if reading.text.endswith(_ALONE, 0, d.end)
    ]  # 7月当月增长3.9%, but the report is on 1-7月
    left += [d for d in dated if _FORMER.match(reading.text, d.start)]  # 收入比为2.12,上年为2.19
    left += [d for d in dated if is_over(reading, d, dated)]
    spans = [d for d in dated if not d.base and d.start < first and reported(d) and d not in left]
    best = spans[0] if spans else None
    for span in spans[1:]:
        if best and (best.period.open or _inside(span, best)):
            best = span
    return best


def reported(dated: PlacedPeriod) -> bool:
    """Whether a period is a span that figures are reported for: whole months or a holiday, but no stock, no day."""
    period = dated.period
    whole = period.start.day == 1 or bool(period.name)
    return not period.point and whole and (period.end - period.start).days > 1


def _inside(inner: PlacedPeriod, outer: PlacedPeriod) -> bool:
    return outer.period.start <= inner.period.start and inner.period.end <= outer.period.end
