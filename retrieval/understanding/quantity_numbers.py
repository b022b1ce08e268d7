"""Numbers in tidied text, before their units: 97,722.2, 十二亿, 1亿5000万, -5.7, 负0.6."""

from __future__ import annotations

import re
from decimal import Decimal

from retrieval.service import value
from retrieval.understanding.numerals import parse_numeral

_C = "一二三四五六七八九两"
NUMBER = re.compile(
    r"(?P<neg>负|(?<![\da-z)%年月日季期—-])-)?"
    r"(?:(?P<yi>\d+)亿(?P<wan>\d+)万|(?<![\d./×#·])(?<![\da-z”\"网]\+)(?<!\d )"  # +7.2%, but no 5+2
    r"(?P<a>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"|(?<![第数几十百千万亿点零〇{_C}\d])(?P<c>[{_C}十][{_C}十百千万亿零〇]*(?:点[{_C}零〇]+[万亿]?)?))"
)
_BEGINS = re.compile(rf"[负\d{_C}十-]")
_TRAILING = re.compile("(?:万亿|万|亿)$")
SCALES = {"万": Decimal(10**4), "亿": Decimal(10**8), "万亿": Decimal(10**12)}
_LETTERS = re.compile(r"[a-z]+$")


@value
class Number:
    """A number without its unit; ``written`` is how it stands there, without a sign.

    ``scale``: what a Chinese numeral ends in, or a sum counts in: 十二|亿 is 12 of 亿, 1亿5000万 is 1.5 of them.
    """

    start: int
    end: int
    value: Decimal
    written: str
    negative: bool
    scale: str = ""


def next_number(text: str, at: int) -> re.Match[str] | None:
    """``NUMBER.search(text, at)``, which is slow to fail at every character that no number begins with."""
    while begins := _BEGINS.search(text, at):
        at = begins.start()
        if match := NUMBER.match(text, at):
            return match
        at += 1
    return None


def read_number(match: re.Match[str]) -> Number | None:
    """What a match of ``NUMBER`` says; None for 两三, 021 and for the number of a name (G60, abc.com/t2020)."""
    text, (start, end), negative = match.string, match.span(), match["neg"] is not None
    written = text[start + negative : end]
    if match.lastgroup == "c":
        return _chinese(start, end, written, negative)
    if match.lastgroup == "wan":
        value = Decimal(match["yi"]) + Decimal(match["wan"]) / 10000
        return Number(start, end, value, written, negative, "亿")
    if len(written) > 1 and written[0] == "0" and written[1] != ".":
        return None
    letters = _LETTERS.search(text, max(0, start - 4), start) if text[start - 1 : start].isascii() else None
    if letters and (len(letters.group()) < 2 or "." in text[max(0, start - 6) : start]):
        return None
    return Number(start, end, Decimal(written.replace(",", "")), written, negative)


def _chinese(start: int, end: int, written: str, negative: bool) -> Number | None:
    """三千五百万 is 3500 of 万; 三点五万 is 3.5 of them."""
    found = _TRAILING.search(written)
    scale = found.group() if found else ""
    pointed = "点" in written
    value = parse_numeral(written.removesuffix(scale) if pointed else written)
    if value is None:
        return None
    return Number(
        start, end, value if pointed or not scale else value / SCALES[scale], written, negative, scale
    )
