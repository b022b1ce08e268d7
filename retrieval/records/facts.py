"""What a text says: a figure with its indicator, place and period, and what it was put together from."""

from __future__ import annotations

from enum import Enum

from retrieval.records.figures import Quantity, QuantityMention
from retrieval.records.indicators import Atom, IndicatorMention
from retrieval.records.places import Region, RegionMention
from retrieval.records.times import Period, PeriodMention
from retrieval.service import value


class Source(str, Enum):
    """Where the value of a slot comes from."""

    STATED = "stated"  # the words stand in the clause itself
    CONTEXT = "context"  # an earlier clause, sentence or turn
    ARTICLE = "article"  # the article's title, date or subject
    ASSUMED = "assumed"  # nothing says so; the answer must show that it was assumed


class Measure(str, Enum):
    """What is said of an indicator."""

    LEVEL = "level"  # an amount: 111.28亿元, 4213家
    GROWTH = "growth"  # against the same period a year before, unless qualified: 增长10.4%
    SHARE = "share"  # a part of a whole, a rate, a ratio: 占…的58.8%, 落地率50%
    COMPLETION = "completion"  # of a plan: 完成年度目标的37.9%
    RANK = "rank"
    DIFFERENCE = "difference"  # 高于全省23个百分点, 比上年多31.70公斤
    CONTRIBUTION = "contribution"  # 拉动…个百分点, 贡献率


@value
class PlacedRegion:
    """A region mention once the article has been asked what it means.

    ``subject``: the clause is about it; otherwise it is where a rank is held, what is compared with, or where
    something comes from (居全市第一, 高于全省, 来自上海).
    """

    start: int
    end: int
    regions: tuple[Region, ...]
    source: Source
    subject: bool


@value
class PlacedPeriod:
    """A period mention once its year is known; ``base``: only what is compared with."""

    start: int
    end: int
    period: Period
    source: Source
    base: bool


@value
class Reading:
    """What the detectors find in one tidied text; ``clauses`` are (start, end) between its commas.

    ``english``: the text is an English sentence; its known atoms are the Chinese words all the same.
    """

    text: str
    clauses: tuple[tuple[int, int], ...]
    regions: tuple[RegionMention, ...]
    periods: tuple[PeriodMention, ...]
    quantities: tuple[QuantityMention, ...]
    atoms: tuple[Atom, ...]
    indicators: tuple[IndicatorMention, ...] = ()
    english: bool = False


@value
class Fact:
    """One quantity of one sentence with everything that is known about it.

    ``start``/``end`` are offsets in the article's text, ``text`` is how the figure is answered (下降12.2%).
    ``subject`` is the indicator phrase as atoms, ``noun`` what is counted behind the figure, ``whole`` what a share
    is a part of or a difference is measured against, ``topic`` what earlier clauses speak of. ``timed``: the
    period stands in the sentence itself. ``scope`` is the region a rank is held in.
    ``of``: which measure of the subject a rank or difference is about.
    ``marks``: 环比, 两年平均, plan, forecast, owned by a company, left behind (由58家增加到…; base if dated).
    ``head``: the offsets of the table's head or list's opening that says what a bare number is, else (0, 0).
    """

    article: str
    sentence: int
    start: int
    end: int
    text: str
    quantity: Quantity
    measure: Measure
    subject: tuple[Atom, ...]
    noun: tuple[Atom, ...] = ()
    whole: tuple[Atom, ...] = ()
    topic: tuple[Atom, ...] = ()
    inherited: bool = False
    regions: tuple[Region, ...] = ()
    region_source: Source = Source.STATED
    period: Period | None = None
    period_source: Source = Source.STATED
    timed: bool = False
    scope: tuple[Region, ...] = ()
    of: Measure | None = None
    marks: frozenset[str] = frozenset()
    falling: bool = False
    clause: tuple[int, int] = (0, 0)
    head: tuple[int, int] = (0, 0)
