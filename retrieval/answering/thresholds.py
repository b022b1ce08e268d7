"""Figures that a question gives itself, and how near to a fact they stand: 10亿元以上的有几个."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from retrieval.library import Passage
from retrieval.records import Asked, Fact, Quantity, QuantityMention, Question, Unit

_FIGURES = re.compile(r"(?<![\d.])\d[\d.]{2,}(?![\d.])")
_LARGE = 10_000
_MONEY = ("亿", "万", "千万", "百万")
_ANOTHER = -3.0  # another threshold than the question's, in units of a figure's bonus
_LEADING = 2.0  # the same, where that figure leads up to the fact's


def _equal(a: Quantity, b: Quantity) -> bool:
    """Whether two figures are one: 1 billion yuan is 10亿元."""
    return a.number == b.number or (a.value == b.value and a.value > _LARGE)


def is_threshold(number: Quantity, question: Question) -> bool:
    """Whether a figure of the question says which ones are counted: 10亿元以上的有几个."""
    money = number.kind is Unit.MONEY or (
        number.kind is Unit.INDEX and number.unit in _MONEY
    )  # 超10亿的有几个
    return question.asked is Asked.COUNT and money and number.bound in (">", "<")


def figures_held(
    asked: Sequence[Decimal], figures: Sequence[Decimal], passage: Passage, before: float
) -> float:
    """How many of a question's figures are among those of a sentence.

    One right before it is worth less: “这1268万元到账那天…”某公司财务总监说.
    """
    told = _FIGURES.findall(f"{passage.before} {passage.told_on}")
    return sum(1.0 if n in figures else before if f"{n.normalize():f}" in told else 0.0 for n in asked)


def stands(number: Quantity, fact: Fact, passage: Passage) -> float:
    """Whether a figure of the question stands by the fact: in its item (1), its clause (0.5) or its sentence (0.4).

    50亿以上的有几个: of 10亿元以上项目11个、50亿元以上项目2个 the second; another threshold there speaks against it.
    """
    offset = passage.sentence.start
    start = fact.clause[0] - offset
    item = max(start, passage.reading.text.rfind("、", start, fact.start - offset) + 1)
    after = passage.reading.text.find("、", fact.end - offset, fact.clause[1] - offset)
    end = fact.clause[1] - offset if after < 0 else after
    equal = (q for q in passage.reading.quantities if _equal(q.quantity, number))
    places = [q for q in equal if q.start < end]  # 新开工项目138个,其中5000万元以上项目21个
    if any(item <= q.start < end for q in places):
        return 1.0
    other = [q for q in passage.reading.quantities if item <= q.start < fact.start - offset]
    if any(q.quantity.bound and q.quantity.kind is Unit.MONEY for q in other) and number.bound:
        return _ANOTHER
    if _leads(places, fact, passage):
        return _LEADING
    return 0.5 if any(start <= q.start < fact.clause[1] - offset for q in places) else 0.4 if places else 0.0


def _leads(places: Sequence[QuantityMention], fact: Fact, passage: Passage) -> bool:
    """Whether a figure of the question begins what the fact ends: 12个市县长项目,年度落地率50%, no share between."""
    at = fact.start - passage.sentence.start
    first = max((q.end for q in places if q.end <= at), default=at)
    between = (q for q in passage.reading.quantities if first <= q.start < at)
    return first < at and not any(q.quantity.kind is fact.quantity.kind for q in between)
