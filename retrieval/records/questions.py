"""What is asked: 椒江区2019年固定资产投资增长多少, slot by slot."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from retrieval.records.facts import Measure, Source
from retrieval.records.figures import Quantity, Unit
from retrieval.records.names import Name
from retrieval.records.places import Region, RegionMention
from retrieval.records.times import Period, PeriodExpr
from retrieval.service import value


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


@value
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

    @cached_property
    def specific(self) -> int:
        """How many characters are neither slots nor words of statistics; Latin letters of an English question are no
        characters."""
        unknown = (t.text for t in self.terms if not t.known)
        return sum(len(text) for text in unknown if self.lang != "en" or not text.isascii())
