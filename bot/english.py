"""A Chinese figure said in English: 111.28亿元 → CNY 11.128 billion. Only ever shown beside the source's own form."""

from __future__ import annotations

import re
from decimal import Decimal

from retrieval.schema import English
from retrieval.understanding.tidy import tidy

_SCALES = {
    "万亿": 12,
    "千亿": 11,
    "百亿": 10,
    "亿": 8,
    "千万": 7,
    "百万": 6,
    "十万": 5,
    "万": 4,
    "千": 3,
    "": 0,
}
_WORDS = ((12, "trillion"), (9, "billion"), (6, "million"))
_FIGURE = re.compile(
    r"(?P<sign>[-+]?)(?P<number>\d[\d,]*(?:\.\d+)?)(?P<scale>万亿|千亿|百亿|亿|千万|百万|十万|万|千)?(?P<unit>[^\d\s]*)"
)
_PADDED = re.compile(r"(?<=\d)\.0+(?=%)")  # 31.0% says no less than 31%
_RANK = re.compile(r"第(\d+)[位名]?")


def in_english(figure: str, words: English) -> str | None:
    """``figure`` in English, or ``None`` where it says nothing new (33.1%) or is not understood (陈云忠).

    约111.28亿元 → about CNY 11.128 billion; 下降1.9% → down 1.9%; 23个百分点 → 23 percentage points; 第三 → 3rd.
    """
    text = tidy(figure).replace(" ", "")
    if text in words.phrases:
        return words.phrases[text]
    if rank := _RANK.fullmatch(text):
        return _ordinal(int(rank[1]))
    before, text = _cut(text, words.before, front=True)
    after, text = _cut(text, words.after, front=False)
    match = _FIGURE.fullmatch(text)
    said = match and _amount(match, words)
    if not said:
        return None
    spoken = " ".join(part for part in (before, said, after) if part)
    return spoken if spoken not in (figure, _PADDED.sub("", text)) else None


def _cut(text: str, table: dict[str, str], *, front: bool) -> tuple[str, str]:
    for word in sorted(table, key=len, reverse=True):
        if front and text.startswith(word):
            return table[word], text[len(word) :]
        if not front and text.endswith(word):
            return table[word], text[: -len(word)]
    return "", text


def _amount(match: re.Match[str], words: English) -> str | None:
    sign, unit = match["sign"].lstrip("+"), match["unit"]
    value = Decimal(match["number"].replace(",", "")).scaleb(_SCALES[match["scale"] or ""])
    if unit in words.currencies:
        return f"{words.currencies[unit]} {sign}{spoken_number(value)}"
    if unit not in words.units and not match["scale"]:
        return None
    name = words.units.get(unit, unit)
    return f"{sign}{spoken_number(value)}{'' if name in ('', '%') else ' '}{name}"


def spoken_number(value: Decimal) -> str:
    """A number above zero as English writes it, no digit lost: 11128000000 → 11.128 billion, 4213 → 4,213."""
    for power, word in _WORDS:
        if value >= Decimal(10) ** power:
            return f"{_plain(value.scaleb(-power))} {word}"
    return _plain(value)


def _plain(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _ordinal(number: int) -> str:
    tail = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{tail}"
