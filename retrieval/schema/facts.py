"""The shape of ``config/facts.yaml``."""

from __future__ import annotations

from msgspec import Struct


class FactWords(Struct, frozen=True, forbid_unknown_fields=True):
    """``facts.yaml``: the words that stand around a quantity, by what they do to it."""

    rise: tuple[str, ...]
    fall: tuple[str, ...]
    growth_nouns: tuple[str, ...]
    fall_nouns: tuple[str, ...]
    share_verbs: tuple[str, ...]
    share_nouns: tuple[str, ...]
    rate_suffixes: tuple[str, ...]
    completion_verbs: tuple[str, ...]
    completion_nouns: tuple[str, ...]
    contribution: tuple[str, ...]
    difference_verbs: tuple[str, ...]
    difference_nouns: tuple[str, ...]
    comparisons: tuple[str, ...]
    change_verbs: tuple[str, ...]
    rank_verbs: tuple[str, ...]
    plan: tuple[str, ...]
    plan_nominal: tuple[str, ...]
    plan_done: tuple[str, ...]
    forecast: tuple[str, ...]
    marks: dict[str, tuple[str, ...]]
    respectively: tuple[str, ...]
    both: tuple[str, ...]
    summary: tuple[str, ...]
    acts: tuple[str, ...]
    city_parts: tuple[str, ...]
    of_schools: tuple[str, ...]
    reports: tuple[str, ...]
    opening: tuple[str, ...]
    blank: tuple[str, ...]
    stop: tuple[str, ...]
    english: EnglishFactWords


class EnglishFactWords(Struct, frozen=True, forbid_unknown_fields=True):
    """``english`` in ``facts.yaml``: the words around a figure in an English sentence. Lists are parted by commas."""

    deictic: dict[str, str]
    organisations: str
    rise: str
    fall: str
    growth_nouns: str
    fall_nouns: str
    share: str
    rates: str
    completion: str
    contribution: str
    more: str
    less: str
    differences: str
    against: str
    reach: str
    milestones: str
    plan: str
    plan_nominal: str
    forecast: str
    marks: dict[str, str]
    respectively: str
    aside: str
    ranked_in: str
    splitting: str
    averages: str
    stop: str
