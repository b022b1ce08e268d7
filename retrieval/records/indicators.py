"""Indicators (固定资产投资), the words they are made of (固定资产, 投资), and where a text names them."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.service import value


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
