"""The shape of ``config/units.yaml``."""

from __future__ import annotations

from msgspec import Struct


class UnitGroup(Struct, frozen=True, forbid_unknown_fields=True):
    """Units of one kind that are multiples of one base: 亩 is 666.6666667 平方米. Numbers are text, to stay exact."""

    kind: str
    base: str
    words: dict[str, str]


class EnglishUnitWords(Struct, frozen=True, forbid_unknown_fields=True):
    """The ``en`` part of ``units.yaml``; ``units`` are written behind a number, ``currencies`` before it."""

    scales: dict[str, str]
    units: tuple[UnitGroup, ...]
    people: tuple[str, ...]
    counts: tuple[str, ...]
    currencies: dict[str, str]
    numbers: dict[str, int]
    ordinals: dict[str, int]
    between_not: str
    rank_verbs: tuple[str, ...]
    bounds: dict[str, tuple[str, ...]]


class UnitWords(Struct, frozen=True, forbid_unknown_fields=True):
    """``units.yaml``: units, measure words, and the words around a number that change or undo what it says.

    A text field is a list of words parted by spaces: 家 个 项 条.
    """

    scales: dict[str, str]
    units: tuple[UnitGroup, ...]
    people: str
    counts: str
    lengths_of_time: str
    per: str
    ones: str
    digits_only: str
    large_only: dict[str, str]
    not_before: dict[str, str]
    traps: str
    bare_scales: str
    prefixes: dict[str, tuple[str, ...]]
    prefix_fillers: tuple[str, ...]
    prefix_not: tuple[str, ...]
    suffixes: dict[str, tuple[str, ...]]
    index_before: tuple[str, ...]
    firsts: tuple[str, ...]
    lasts: tuple[str, ...]
    en: EnglishUnitWords
