"""Every value that crosses a file: nobody changes one, and none needs more of ours than its decorator.

Offsets are always half-open character offsets into the text the detector was given; ``Article.text`` is the text
that quotes are slices of, so a mention found in a sentence is shifted by the sentence's start before it is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Generic, TypeVar

from retrieval.service import value

T = TypeVar("T")


class Source(str, Enum):
    """Where the value of a slot comes from."""

    STATED = "stated"  # the words stand in the clause itself
    CONTEXT = "context"  # an earlier clause, sentence or turn
    ARTICLE = "article"  # the article's title, date or subject
    ASSUMED = "assumed"  # nothing says so; the answer must show that it was assumed


@dataclass(frozen=True)
class Slot(Generic[T]):
    """A value together with where it comes from."""

    value: T
    source: Source


# --- articles ------------------------------------------------------------------------------------------------


class Kind(str, Enum):
    """What a stretch of an article's text is."""

    TITLE = "title"  # the headline, where the body repeats it
    BODY = "body"
    TEASER = "teaser"  # a related article's headline or first lines: about its own region and date
    NOISE = "noise"  # navigation, footers, contacts: never quoted


@dataclass(frozen=True)
class Edit:
    """One thing repair changed: ``rule``, where in the raw text, what stood there, what stands there now."""

    rule: str
    start: int
    before: str
    after: str


@dataclass(frozen=True)
class Article:
    """One article after repair. ``text`` is what quotes are slices of; ``blocks`` cover it line by line.

    ``same_as``: the id of the article that this one repeats (a repost); the two count as one source.
    """

    id: str
    text: str
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    url: str | None = None
    blocks: tuple[Block, ...] = ()
    edits: tuple[Edit, ...] = ()
    same_as: str | None = None


@dataclass(frozen=True)
class Block:
    """A line or paragraph of ``Article.text`` and what it is."""

    start: int
    end: int
    kind: Kind


@value
class Sentence:
    """``article.text[start:end]``; ``paragraph`` counts the article's blocks, ``order`` its sentences."""

    article: str
    order: int
    paragraph: int
    start: int
    end: int
    kind: Kind
    text: str


@dataclass(frozen=True)
class Overview:
    """What a corpus is about: its articles without their texts, newest first; each one's region by id, '' unknown.

    ``years``: the first and the last year that is spoken of.
    """

    articles: tuple[Article, ...]
    about: Mapping[str, str]
    years: tuple[int, int] | None


# --- regions -------------------------------------------------------------------------------------------------


class Level(int, Enum):
    """The rank of a region; a larger number is a smaller place."""

    COUNTRY = 0
    PROVINCE = 1
    CITY = 2
    COUNTY = 3  # districts, counties, county-level cities, banners
    ZONE = 4  # development zones and new areas: in the gazetteer of no ministry
    TOWN = 5  # towns, townships, subdistricts


@dataclass(frozen=True)
class Region:
    """A place: ``id`` is its current six-digit code, or the name for zones and towns outside the gazetteer.

    ``path`` is the full name from the province down: 浙江省台州市椒江区.
    """

    id: str
    name: str
    level: Level
    path: str
    parent: str | None = None


@value
class RegionMention:
    """A place in a text. ``regions``: every reading (鼓楼区 has four); empty for a deictic one.

    ``deictic``: the level a word like 全区, 我市, 该县, 园区 points at; the article says which region it is.
    ``inside``: the word only begins an organisation's or a road's name (南京银行, 吉林大学, 北京路).
    """

    start: int
    end: int
    text: str
    regions: tuple[Region, ...]
    deictic: Level | None = None
    inside: bool = False


# --- periods -------------------------------------------------------------------------------------------------


@value
class Period:
    """A stretch of days, both ends included. Cumulative or not is in the span: 1-5月 is not 5月.

    ``point``: a stock at the end date (2019年末, 截至6月底), whose ``start`` equals ``end``.
    ``open``: the span runs "up to now" (今年以来, 截至目前); its end is the article's date and not stated.
    ``name``: a holiday or season whose days are not stated (春节, 国庆假期).
    """

    start: date
    end: date
    point: bool = False
    open: bool = False
    name: str = ""


@value
class PeriodExpr:
    """A period as written, before context supplies what is left out.

    ``year`` is stated (2019年), or ``shift`` is (今年 0, 去年 -1, 明年 1), or neither (上半年). ``years``: length of
    a run of years that begins there (十四五 5) or, with ``last=True``, that ends there (近三年 3). ``months``: first
    and last month (上半年 (1, 6), 5月 (5, 5)); ``days``: first and last day of a date or run of days (None: whole
    months). ``month_shift``: 上月 -1, 本月 0. ``day_shift``: 昨天 -1.

    ``of_context``: counted from the period spoken of, not from the article's date (当年, 次年, 上年, 当月). ``same``:
    the months of the period spoken of (2019年同期). ``until``: where a run ends that crosses years
    (2018年9月至2019年3月).
    """

    year: int | None = None
    shift: int | None = None
    years: int = 1
    last: bool = False
    months: tuple[int, int] | None = None
    days: tuple[int, int] | None = None
    month_shift: int | None = None
    day_shift: int | None = None
    point: bool = False
    open: bool = False
    name: str = ""
    of_context: bool = False
    same: bool = False
    until: PeriodExpr | None = None


@value
class PeriodMention:
    """A period in a text. ``base``: it is only what is compared with (比上年, 较去年同期, 比一季度)."""

    start: int
    end: int
    text: str
    expr: PeriodExpr
    base: bool = False


# --- quantities ----------------------------------------------------------------------------------------------


class Unit(str, Enum):
    """What kind of thing a quantity measures."""

    MONEY = "money"
    PERCENT = "percent"  # 33.1%, 百分之十二, 七成, 一半
    POINTS = "points"  # 23个百分点
    TIMES = "times"  # 1.8倍, 翻一番
    RANK = "rank"  # 第三, 首位, 榜首, 之最
    AREA = "area"
    WEIGHT = "weight"
    LENGTH = "length"
    VOLUME = "volume"
    ENERGY = "energy"
    POWER = "power"
    PEOPLE = "people"  # 人, 人次, 名, 户
    COUNT = "count"  # any other measure word: 家, 个, 项, 条, 所
    RATIO = "ratio"  # a price or yield per something: 元/平方米, 公斤/亩
    INDEX = "index"  # 指数, 分, 点, or a bare number
    AGE = "age"  # 岁, 天, 年 as a length of time


@value
class Quantity:
    """A quantity as written and what it means.

    ``number`` is the number as written (111.28), ``unit`` the written unit (亿元), ``value`` the number in the base
    unit (11128000000) and ``base`` that unit (元). ``low``/``high`` are given for ranges. ``bound``: '' exact,
    '>' (以上, 超, 突破, 多, 余, 不少于), '<' (以下, 不到, 近), '~' (约, 左右).
    """

    kind: Unit
    number: Decimal
    unit: str
    value: Decimal
    base: str
    bound: str = ""
    high: Decimal | None = None


@value
class QuantityMention:
    """A quantity in a text; ``text`` holds the number, its unit and its 以上/左右, so that it can be an answer."""

    start: int
    end: int
    text: str
    quantity: Quantity


# --- indicators and names ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Indicator:
    """A known indicator: ``id`` and ``name`` 固定资产投资, ``atoms`` the words it is made of.

    ``atoms`` let an unknown compound be compared with a known one: 规模以上工业增加值 is (规模以上, 工业, 增加值).
    """

    id: str
    name: str
    atoms: tuple[str, ...]
    parent: str | None = None


@value
class IndicatorMention:
    """A known indicator, or a known word of one, in a text.

    ``loose``: the alias is common but wider than the indicator (财政收入 for 一般公共预算收入).
    """

    start: int
    end: int
    text: str
    indicator: Indicator
    loose: bool = False


@value
class Atom:
    """A word of an indicator phrase, in canonical form, or a run of text the lexicon does not know.

    ``head``: it can be what is measured (投资, 增加值, 收入); ``soft``: with or without it the phrase means nearly the
    same (规模以上, 全社会); ``neutral``: it only names the measure (总量, 总额, 规模).
    """

    start: int
    end: int
    text: str
    known: bool = False
    soft: bool = False
    head: bool = False
    neutral: bool = False


class Name(str, Enum):
    """What a proper name names."""

    PERSON = "person"
    COMPANY = "company"
    PROJECT = "project"
    ORGANIZATION = "organization"  # bureaus, hospitals, schools, associations
    PLACE = "place"  # scenic spots, streets, bridges, parks
    PRODUCT = "product"
    EVENT = "event"
    DOCUMENT = "document"  # 《…》
    QUOTED = "quoted"  # “…” of no other known kind


@dataclass(frozen=True)
class NameMention:
    """A proper name; ``role``: the title or role that stands beside it (区发改局局长), or ''."""

    start: int
    end: int
    text: str
    kind: Name
    role: str = ""


# --- facts and questions -------------------------------------------------------------------------------------


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


class Asked(str, Enum):
    """The type of a question."""

    GROWTH = "growth"
    LEVEL = "level"
    RANK = "rank"
    SHARE = "share"
    COUNT = "count"
    DIFFERENCE = "difference"
    ENTITY = "entity"  # who, what, where
    DATE = "date"
    YESNO = "yesno"
    LIST = "list"
    COMPARE = "compare"
    OFFTOPIC = "offtopic"


@dataclass(frozen=True)
class Term:
    """A word of a question that a text has to bear out.

    Known terms are canonical atoms (投资, 工业); the others are runs of characters as typed. ``weight`` is what a miss
    costs; terms beside the asked clause weigh less. ``focus``: it stands in the clause that asks.
    """

    text: str
    weight: float
    known: bool = False
    head: bool = False
    soft: bool = False
    neutral: bool = False
    focus: bool = True
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """What a question asks for, slot by slot.

    ``regions``: the readings of the place it is about (鼓楼区: four); ``aside``: places that only describe (来自上海);
    ``scope``: where a rank is held or what is compared against; ``bases``: the span compared
    with (比一季度: 一季度). ``season``: a period without its year (上半年).
    ``variants``: the terms as they would be if a loose name were exact (财政收入: 一般公共预算收入).
    ``units``: the kinds of quantity that can answer, empty for any; ``counter``: the measure word asked with (几家);
    ``money``: its words name an amount of money (投资, 收入). ``name``: the kind of name asked for, ``place``: it is a
    region, ``noun`` its word (哪家医院: 医院). ``sides``: what a comparison compares.
    """

    text: str
    lang: str
    asked: Asked
    measure: Measure | None = None
    of: Measure | None = None
    units: frozenset[Unit] = frozenset()
    counter: str = ""
    money: bool = False
    regions: tuple[Region, ...] = ()
    region_source: Source = Source.STATED
    aside: tuple[RegionMention, ...] = ()
    scope: tuple[Region, ...] = ()
    bases: tuple[str, ...] = ()
    period: Period | None = None
    season: PeriodExpr | None = None
    period_source: Source = Source.STATED
    terms: tuple[Term, ...] = ()
    variants: tuple[tuple[Term, ...], ...] = ()
    numbers: tuple[Quantity, ...] = ()
    marks: frozenset[str] = frozenset()
    plan: bool = False
    name: Name | None = None
    place: bool = False
    noun: str = ""
    sides: tuple[Question, ...] = ()
    lowest: bool = False
    notes: tuple[tuple[str, str], ...] = ()
    before: Question | None = field(default=None, compare=False, repr=False)  # of the turn before


# --- answers -------------------------------------------------------------------------------------------------


class Status(str, Enum):
    """How a question ended."""

    ANSWERED = "answered"
    NOT_FOUND = "not_found"
    CLARIFY = "clarify"
    OFFTOPIC = "offtopic"


@dataclass(frozen=True)
class Quote:
    """A verbatim slice of an article. ``mark`` is where the answer stands, as offsets within ``text``."""

    article: str
    text: str
    start: int
    end: int
    title: str | None
    publisher: str | None
    published: date | None
    url: str | None
    source: Source = Source.STATED
    mark: tuple[int, int] | None = None


@dataclass(frozen=True)
class Offer:
    """A question the corpus does answer, near the one that was asked; ``label`` is what the button says."""

    label: str
    question: str


@dataclass(frozen=True)
class Answer:
    """What every surface is given: an answer, a refusal, a question back, or "that is not my subject".

    ``reason`` is a key of the message files. ``notes`` are (key, value) pairs of what was assumed or corrected.
    ``rows`` is the table of a comparison or list: (label, value) with the quote at the same index.
    """

    question: str
    status: Status
    answer: str = ""
    asked: Asked | None = None
    region: str = ""
    period: str = ""
    indicator: str = ""
    measure: str = ""
    quotes: tuple[Quote, ...] = ()
    offers: tuple[Offer, ...] = ()
    reason: str | None = None
    notes: tuple[tuple[str, str], ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    lang: str = "zh"
    parsed: Question | None = field(default=None, compare=False, repr=False)
    milliseconds: float = field(default=0.0, compare=False)


# --- search --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Document:
    """What search knows of one sentence. ``number`` is unique and rises in corpus order.

    ``tokens`` are the sentence's own, ``title`` those of its article's title; ``paragraph`` is any key that the
    sentences of one paragraph share.
    """

    number: int
    article: str
    paragraph: str
    tokens: tuple[str, ...]
    title: tuple[str, ...] = ()


@value
class Hit:
    """A document that was found; ``score`` is above 0."""

    number: int
    score: float
