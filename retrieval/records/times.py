"""Stretches of days: 2019年1-5月 as the days it means, as it is written, and where a text names it."""

from __future__ import annotations

from datetime import date

from retrieval.service import value


@value
class Period:
    """A stretch of days, both ends included. Cumulative or not is in the span: 1-5月 is not 5月.

    ``point``: a stock at the end date (2019年末, 截至6月底), whose ``start`` equals ``end``.
    ``open``: the span runs "up to now" (今年以来, 截至目前); its end is the article's date and not stated.
    ``name``: a holiday or season whose days are not stated (春节, 国庆假期).
    """

    start: date
    end: date
    point: bool = False
    open: bool = False
    name: str = ""


@value
class PeriodExpr:
    """A period as written, before context supplies what is left out.

    ``year`` is stated (2019年), or ``shift`` is (今年 0, 去年 -1, 明年 1), or neither (上半年). ``years``: length of
    a run of years that begins there (十四五 5) or, with ``last=True``, that ends there (近三年 3). ``months``: first
    and last month (上半年 (1, 6), 5月 (5, 5)); ``days``: first and last day of a date or run of days (None: whole
    months). ``month_shift``: 上月 -1, 本月 0. ``day_shift``: 昨天 -1.

    ``of_context``: counted from the period spoken of, not from the article's date (当年, 次年, 上年, 当月). ``same``:
    the months of the period spoken of (2019年同期). ``until``: where a run ends that crosses years
    (2018年9月至2019年3月).
    """

    year: int | None = None
    shift: int | None = None
    years: int = 1
    last: bool = False
    months: tuple[int, int] | None = None
    days: tuple[int, int] | None = None
    month_shift: int | None = None
    day_shift: int | None = None
    point: bool = False
    open: bool = False
    name: str = ""
    of_context: bool = False
    same: bool = False
    until: PeriodExpr | None = None


@value
class PeriodMention:
    """A period in a text. ``base``: it is only what is compared with (比上年, 较去年同期, 比一季度)."""

    start: int
    end: int
    text: str
    expr: PeriodExpr
    base: bool = False
