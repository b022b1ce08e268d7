"""The shape of ``config/periods.yaml``."""

from __future__ import annotations

from msgspec import Struct


class TimeWord(Struct, frozen=True, forbid_unknown_fields=True):
    """A year, month or day named by where it stands: 去年 is ``shift`` -1 from now, 次年 1 from what is spoken of.

    Beside a character of ``not_after`` (before it) or ``not_before`` (behind it) it is another word: 过|去年均.
    """

    word: str
    shift: int
    context: bool = False
    point: bool = False
    not_after: str = ""
    not_before: str = ""


class Holiday(Struct, frozen=True, forbid_unknown_fields=True):
    """A holiday or season: month and day it begins and ends; day 0 where only the months are known."""

    name: str
    en: str
    first: tuple[int, int]
    last: tuple[int, int]
    bare: tuple[str, ...]
    words: tuple[str, ...]


class EnglishPeriodWords(Struct, frozen=True, forbid_unknown_fields=True):
    """The ``en`` part of ``periods.yaml``."""

    months: str
    months_short: str
    also: dict[str, int]
    numbers: str
    ordinals: str
    years: dict[str, int]
    days: dict[str, int]
    base_before: tuple[str, ...]
    count_after: str
    holidays: dict[str, str]


class PeriodWords(Struct, frozen=True, forbid_unknown_fields=True):
    """``periods.yaml``: the words of time, and the words beside a number that tell a year from a count.

    A text field is a list of words parted by spaces, or of characters.
    """

    years: tuple[TimeWord, ...]
    plans: dict[str, int]
    short_plans: dict[str, int]
    censuses: dict[str, int]
    months: tuple[TimeWord, ...]
    days: tuple[TimeWord, ...]
    now: str
    holidays: tuple[Holiday, ...]
    seasons: dict[str, str]
    holiday_ends: str
    holiday_not_before: str
    times_of_day: str
    open_words: str
    duration_before: str
    duration_after: str
    count_after: str
    year_not_before: str
    leftovers: str
    habit_before: str
    base_before: str
    base_not: str
    base_pair_before: str
    base_pair_after: str
    base_times_before: str
    base_after: str
    en: EnglishPeriodWords
