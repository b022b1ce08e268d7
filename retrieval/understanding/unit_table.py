"""Which unit stands at a place in a text: the longest of ``units.yaml`` that is not part of another word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from retrieval.records import Unit
from retrieval.schema import UnitWords
from retrieval.service import value

_ONE = Decimal(1)
_NOTHING: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measure:
    """What a written unit measures: 亩 is AREA, 666.67 times the base 平方米."""

    kind: Unit
    base: str
    factor: Decimal


@value
class Tail:
    """What stands behind a number: up to ``end``; ``unit`` as written with its scale; ``loose``: 多, 余 within."""

    end: int
    unit: str
    measure: Measure
    scale: Decimal
    loose: bool


class UnitTable:
    """All units of a language file, by what they are written like."""

    def __init__(self, words: UnitWords) -> None:
        self._units = _units(words)
        self._lengths = _lengths(self._units)
        self._scales = {word: Decimal(size) for word, size in words.scales.items()}
        self._bare = frozenset(words.bare_scales.split())
        self._per = sorted(words.per.split(), key=len, reverse=True)
        self._digits_only = frozenset(words.digits_only.split())
        self._large_only = words.large_only
        self._ones = frozenset(words.ones.split())
        self._not_before = {word: tuple(rest.split()) for word, rest in words.not_before.items()}

    def read(self, text: str, at: int, number: str) -> Tail | None:
        """The unit behind a number that ends at ``at``: 亿元, 多家, 万余户, 公斤/亩; None where there is none."""
        at, loose = _more(text, at + (text.startswith(" ", at) and not text[at + 1 : at + 2].isdigit()))
        unit = self._unit(text, at, number, scaled=False)
        if unit is not None:
            return self._with_per(text, at, at, unit, _ONE, loose)
        for size in (2, 1):
            scale = text[at : at + size]
            if scale not in self._scales:
                continue
            start, more = _more(text, at + size)
            unit = self._unit(text, start, number, scaled=True)
            if unit is not None:
                return self._with_per(text, at, start, unit, self._scales[scale], loose or more)
            if scale in self._bare and not text.startswith(("级", "伏"), at + size) and len(scale) == size:
                measure = Measure(Unit.INDEX, "", _ONE)
                return Tail(start, scale, measure, self._scales[scale], loose or more)
        return None

    def bare_scale(self, text: str, at: int) -> Decimal | None:
        """The scale at ``at``, alone: 200万|至300万元."""
        sizes = (self._scales.get(text[at : at + size]) for size in (2, 1))
        return next((size for size in sizes if size is not None), None)

    def scaled(self, tail: Tail, scale: str) -> Tail:
        """The tail of a Chinese numeral that ends in a scale: 十二亿|元 counts 亿元."""
        return Tail(tail.end, scale + tail.unit, tail.measure, tail.scale * self._scales[scale], tail.loose)

    def _unit(self, text: str, at: int, number: str, scaled: bool) -> str | None:
        for size in self._lengths.get(text[at : at + 1], ()):
            word = text[at : at + size]
            if (
                len(word) == size
                and word in self._units
                and self._fits(text, at + size, word, number, scaled)
            ):
                return word
        return None

    def _fits(self, text: str, end: int, word: str, number: str, scaled: bool) -> bool:
        if text.startswith(self._not_before.get(word, _NOTHING), end):
            return False
        if (
            word.isascii()
            and word[-1].isalpha()
            and text[end : end + 1].isascii()
            and text[end : end + 1].isalnum()
        ):
            return False
        digits = number[-1].isdigit()
        if not digits and not scaled and word in self._digits_only and number[-1] not in "万亿":
            return False
        if number == "一" and word not in self._ones:
            return self._units[word].kind not in (
                Unit.COUNT,
                Unit.PEOPLE,
                Unit.AGE,
                Unit.INDEX,
                Unit.LENGTH,
                Unit.WEIGHT,
            )
        if word in self._large_only and not scaled and number[-1] not in "万亿":
            return text.startswith(self._large_only[word], end)
        return True

    def _with_per(self, text: str, at: int, start: int, unit: str, scale: Decimal, loose: bool) -> Tail:
        end, measure = start + len(unit), self._units[unit]
        written = text[at:end] if not loose else _without_more(text[at:end])
        if text[end : end + 1] in ("/", "每"):
            per = next((p for p in self._per if text.startswith(p, end + 1)), None)
            if per is not None:
                joined = written + text[end] + per
                return Tail(
                    end + 1 + len(per), joined, Measure(Unit.RATIO, f"{unit}/{per}", _ONE), scale, loose
                )
        return Tail(end, written, measure, scale, loose)


def _lengths(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """The lengths of words by their first characters, longest first."""
    found: dict[str, set[int]] = {}
    for word in words:
        found.setdefault(word[0], set()).add(len(word))
    return {first: tuple(sorted(sizes, reverse=True)) for first, sizes in found.items()}


def _units(words: UnitWords) -> dict[str, Measure]:
    table = {
        word: Measure(Unit(group.kind), group.base, Decimal(factor))
        for group in words.units
        for word, factor in group.words.items()
    }
    for kind, names in (
        (Unit.PEOPLE, words.people),
        (Unit.AGE, words.lengths_of_time),
        (Unit.COUNT, words.counts),
    ):
        for name in names.split():
            table.setdefault(name, Measure(kind, name, _ONE))
    return table


def _more(text: str, at: int) -> tuple[int, bool]:
    """Past 多, 余, 几: 2100|多|家."""
    if text[at : at + 1] in ("多", "余"):
        return at + 1, True
    return at, False


def _without_more(unit: str) -> str:
    """万余户 is written in 万户."""
    return unit.replace("余", "").replace("多", "")
