"""Figures: 111.28亿元 as it is written and what it means, and where a text names it."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum

from retrieval.service import value


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
