"""The shape of ``config/questions.yaml``."""

from __future__ import annotations

from msgspec import Struct


class CompareWords(Struct, frozen=True, forbid_unknown_fields=True):
    """The ``comparison`` part of ``questions.yaml``: words that set things side by side; ``_en``: the English ones.

    ``high`` and ``low`` grade (谁更高), ``which`` asks for one of several, ``apart`` and ``gap`` for the distance.
    """

    which: tuple[str, ...]
    high: tuple[str, ...]
    low: tuple[str, ...]
    growth: tuple[str, ...]
    fall: tuple[str, ...]
    share: tuple[str, ...]
    count: tuple[str, ...]
    level: tuple[str, ...]
    apart: tuple[str, ...]
    gap: tuple[str, ...]
    each: tuple[str, ...]
    trend: tuple[str, ...]
    top: tuple[str, ...]
    bottom: tuple[str, ...]
    everywhere: tuple[str, ...]
    order: tuple[str, ...]
    not_top: tuple[str, ...]
    joiners: tuple[str, ...]
    aside: tuple[str, ...]
    drop: tuple[str, ...]
    yesno: tuple[str, ...]
    above: tuple[str, ...]
    below: tuple[str, ...]
    yesno_en: tuple[str, ...]
    high_en: tuple[str, ...]
    low_en: tuple[str, ...]
    growth_en: tuple[str, ...]
    fall_en: tuple[str, ...]
    share_en: tuple[str, ...]
    apart_en: tuple[str, ...]
    drop_en: tuple[str, ...]
    pairs: dict[str, tuple[str, str]]


class BesideWords(Struct, frozen=True, forbid_unknown_fields=True):
    """The ``beside`` part of ``questions.yaml``: what a source may say of a figure beyond the question.

    ``slight``: words that leave it what was asked (项目投资 for 投资); ``kinds``: what names of goods, trades and
    groups end with, which leave a part of it (钢管 in 出口钢管); ``rivals``: sets of words of which a figure has one;
    ``trades``: what only closes the name of a trade (动力电池产业).
    """

    slight: tuple[str, ...]
    kinds: tuple[str, ...]
    rivals: tuple[tuple[str, ...], ...]
    trades: tuple[str, ...]


class QuestionWords(Struct, frozen=True, forbid_unknown_fields=True):
    """``questions.yaml``: how people ask, in Chinese and in English."""

    offtopic: tuple[str, ...]
    polite: tuple[str, ...]
    growth: tuple[str, ...]
    fall: tuple[str, ...]
    level: tuple[str, ...]
    rank: tuple[str, ...]
    share: tuple[str, ...]
    completion: tuple[str, ...]
    contribution: tuple[str, ...]
    difference: tuple[str, ...]
    points: tuple[str, ...]
    compare: tuple[str, ...]
    compare_low: tuple[str, ...]
    date: tuple[str, ...]
    plan: tuple[str, ...]
    list: tuple[str, ...]
    yesno: tuple[str, ...]
    entity: dict[str, tuple[str, ...]]
    english: dict[str, tuple[str, ...]]
    synonyms: dict[str, tuple[str, ...]]
    acts: str
    singles: dict[str, tuple[str, ...]]
    money_heads: tuple[str, ...]
    beside: BesideWords
    comparison: CompareWords
