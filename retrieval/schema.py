"""The shape of every file in ``config/``: one frozen struct a file, unknown keys forbidden.

A file is words and numbers only; how words combine is code, beside the detector that reads them.
"""

from __future__ import annotations

from msgspec import Struct


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """``settings.yaml``: the engine, its weights, and how sure an answer must be."""

    engine: str = "auto"


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
    aside: tuple[str, ...]
    stop: tuple[str, ...]
