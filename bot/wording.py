"""The slots of an answer in words a reader uses: 2019-H1 → 2019年上半年, growth → 增速."""

from __future__ import annotations

import re
from string import Formatter

from bot.voice import Voice
from retrieval.config import Messages
from retrieval.records import Answer

_FORMS = {
    "year": re.compile(r"(?P<year>\d{4})"),
    "half": re.compile(r"(?P<year>\d{4})-H(?P<part>[12])"),
    "quarter": re.compile(r"(?P<year>\d{4})-Q(?P<n>[1-4])"),
    "month": re.compile(r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])"),
    "months": re.compile(
        r"(?P<year>\d{4})-(?P<first>0[1-9]|1[0-2])(?:/|\.\.)(?P=year)-(?P<last>0[1-9]|1[0-2])"
    ),
    "day": re.compile(r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])-(?P<day>\d{2})"),
}


def period_text(period: str, messages: Messages) -> str:
    """A period as ``Answer.period`` writes it, in words: 2019, 2019-H1, 2019-Q3, 2019-05, 2019-01/2019-05,
    2019-12-31, @2019-12-31 (a stock at that day), 2016/2020 (a span). Anything else stays as it is."""
    if period.startswith("@"):
        return messages.text("period.end", day=period_text(period[1:], messages))
    for form, pattern in _FORMS.items():
        if match := pattern.fullmatch(period):
            return messages.text(f"period.{form}", **_parts(match.groupdict(), messages))
    first, slash, last = period.partition("/")
    if slash:
        ends = (period_text(end, messages) for end in (first, last))
        return messages.text("period.span", **dict(zip(("first", "last"), ends, strict=True)))
    return period


def _parts(groups: dict[str, str], messages: Messages) -> dict[str, str]:
    parts = {name: value.lstrip("0") for name, value in groups.items()}
    for name in {"month", "first", "last"} & parts.keys():
        parts[name] = messages.text(f"month.{parts[name]}")
    if "part" in parts:
        parts["part"] = messages.text(f"period.half{parts['part']}")
    return parts


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
    for key in (f"reason.{answer.reason}", "reason.nothing", "reason.unknown"):
        if key in messages and all(filled.get(name) for name in _placeholders(messages.table[key])):
            return messages.text(key, **filled)
    return messages.text("reason.unknown")


def _slots(answer: Answer, voice: Voice) -> dict[str, str]:
    messages = voice.messages
    return {
        "region": voice.region(answer.region),
        "period": period_text(answer.period, messages),
        "indicator": voice.indicator(answer.indicator),
        "measure": measure_text(answer.measure, messages) if answer.measure else "",
    }


def _placeholders(template: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(template) if name]
