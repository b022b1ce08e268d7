"""The slots of an answer in words a reader uses: 2019-H1 → 2019年上半年, growth → 增速."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from string import Formatter

from bot.voice import Voice
from retrieval.config import Messages
from retrieval.corpus.problems import Problem
from retrieval.records import Answer, Period
from retrieval.understanding.calendar import describe_period

_LABEL = re.compile(r"(?P<first>[^.!+]+)(?:\.\.(?P<last>[^!+]+))?(?P<point>!?)(?P<open>\+?)")
_PART = re.compile(
    r"(?P<year>\d{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?"
)
_NAMED_PLACES = 2  # of an ambiguous name so many are told
_NAMED = re.compile(r"(?P<year>\d{4})-(?P<name>\D+)")


def problem_line(messages: Messages, problem: Problem) -> str:
    """What is wrong with a file, where, and how to mend it, in one line."""
    return f"{problem.file}: {messages.text(problem.code, **dict(problem.values))}"


def period_text(label: str, voice: Voice) -> str:
    """A period as ``Answer.period`` labels it, in words: 2019-H1 → 2019年上半年. What is no label stays as it is."""
    period = read_period(label)
    return describe_period(period, voice.lang, voice.config.periods) if period else label


@lru_cache(maxsize=256)
def read_period(label: str) -> Period | None:
    """The period that ``retrieval.understanding.calendar.period_label`` wrote as ``label``; ``None`` for others."""
    if named := _NAMED.fullmatch(label):
        day = date(int(named["year"]), 1, 1)
        return Period(day, day, name=named["name"])
    match = _LABEL.fullmatch(label)
    first = match and _days(match["first"])
    last = match and _days(match["last"] or match["first"])
    if not match or not first or not last:
        return None
    start = last[1] if match["point"] else first[0]
    return Period(start, last[1], point=bool(match["point"]), open=bool(match["open"]))


def _days(part: str) -> tuple[date, date] | None:
    """First and last day of 2019, 2019-H1, 2019-Q3, 2019-05, 2019-05-31."""
    match = _PART.fullmatch(part)
    if not match:
        return None
    first, last = _months(match)
    try:
        if match["day"]:
            return (day := date(int(part[:4]), first, int(match["day"]))), day
        return date(int(part[:4]), first, 1), date(int(part[:4]), last, monthrange(int(part[:4]), last)[1])
    except ValueError:  # the 13th month, the 30th of February
        return None


def _months(match: re.Match[str]) -> tuple[int, int]:
    if match["half"]:
        return 6 * int(match["half"]) - 5, 6 * int(match["half"])
    if match["quarter"]:
        return 3 * int(match["quarter"]) - 2, 3 * int(match["quarter"])
    return (int(match["month"]), int(match["month"])) if match["month"] else (1, 12)


def measure_text(measure: str, messages: Messages) -> str:
    """growth → 增速; a level needs no word, since the figure is the indicator itself."""
    key = f"measure.{measure}"
    return messages.text(key) if key in messages else measure


def slots_text(answer: Answer, voice: Voice) -> str:
    """What an answer is about, in words: 浙江省台州市椒江区 · 2019年 · 固定资产投资 · 增速."""
    return " · ".join(value for value in _slots(answer, voice).values() if value)


def reason_text(answer: Answer, voice: Voice, **values: object) -> str:
    """Why there is no answer, in one line. Where a slot that the line needs is empty, a plainer line is taken."""
    messages, slots = voice.messages, _slots(answer, voice)
    joint = " " if messages.lang == "en" else ""

    def join(*names: str) -> str:
        return joint.join(slots[name] for name in names if slots[name])

    filled = {
        **slots,
        "what": join("indicator", "measure") or messages.text("what.any"),
        "place": join("region", "period"),
        "all": join("region", "period", "indicator", "measure"),
        **{name: str(value) for name, value in values.items()},
    }
    plain = "nothing" if slots["indicator"] or slots["measure"] else "no_entity"
    reason = plain if answer.reason == "nothing" else answer.reason
    for key in (f"reason.{reason}", f"reason.{plain}", f"reason.{plain}_anywhere", "reason.unknown"):
        if key in messages and all(filled.get(name) for name in _placeholders(messages.table[key])):
            return messages.text(key, **filled)
    return messages.text("reason.unknown")


def _slots(answer: Answer, voice: Voice) -> dict[str, str]:
    messages = voice.messages
    return {
        "region": voice.region(answer.region) or _ambiguous(answer, voice),
        "period": period_text(answer.period, voice),
        "indicator": voice.indicator(answer.indicator),
        "measure": measure_text(answer.measure, messages) if answer.measure else "",
    }


def _ambiguous(answer: Answer, voice: Voice) -> str:
    """The places that a name may stand for, where no source decides: Wujiang in Suzhou or Wujiang in Shaoguan."""
    asked = answer.parsed.regions if answer.parsed and not answer.quotes else ()
    return " / ".join(voice.region(region.path) for region in asked[:_NAMED_PLACES])


def _placeholders(template: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(template) if name]
