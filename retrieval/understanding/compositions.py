"""What a composition says of its parts: 三次产业结构为3.7∶69.6∶26.7 tells that 第三产业 is 26.7%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from retrieval.records import Atom, Fact, Measure, Quantity, Unit

_PART = re.compile(r"\d+(?:\.\d+)?")
_SECTORS = ("第一产业", "第二产业", "第三产业")
_WHOLE = "三次产业结构"


def is_composition(text: str) -> bool:
    """Whether a figure is one of several parts: 3.7:69.6:26.7."""
    return text.count(":") + text.count("∶") > 1 and len(_PART.findall(text)) > 1


def shares(fact: Fact) -> Iterator[Fact]:
    """The share of each of the three industries, where a fact is their structure."""
    parts = list(_PART.finditer(fact.text)) if is_composition(fact.text) else []
    named = any(a.text == _WHOLE for a in fact.subject)
    if len(parts) != len(_SECTORS) or not named:
        return
    for part, sector in zip(parts, _SECTORS, strict=True):
        value = Decimal(part.group())
        yield replace(
            fact,
            start=fact.start + part.start(),
            end=fact.start + part.end(),
            text=part.group() + "%",
            quantity=Quantity(Unit.PERCENT, value, "%", value, "%"),
            measure=Measure.SHARE,
            subject=(Atom(0, 0, sector, known=True), Atom(0, 0, "增加值", known=True, head=True)),
            whole=(Atom(0, 0, "地区生产总值", known=True, head=True),),
        )
