"""Chinese numerals to ``Decimal``: strict, so that what is not one number (两三, 一二三) is none."""

from __future__ import annotations

from decimal import Decimal

DIGITS = {
    **{c: i for i, c in enumerate("零一二三四五六七八九")},
    **{c: i for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "○": 0,
    "两": 2,
}
_SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_LARGE = (("亿", 10**8), ("万", 10**4))


def parse_digits(text: str) -> int | None:
    """Digits read one by one, as in years: 二〇一九 → 2019.

    >>> parse_digits("二〇一九")
    2019
    """
    if not text or any(c not in DIGITS for c in text):
        return None
    return int("".join(str(DIGITS[c]) for c in text))


def parse_numeral(text: str) -> Decimal | None:
    """A Chinese numeral with places and decimals; None for anything else.

    >>> parse_numeral("三千五百"), parse_numeral("十二点三"), parse_numeral("一亿两千万"), parse_numeral("两三")
    (Decimal('3500'), Decimal('12.3'), Decimal('120000000'), None)
    """
    whole, point, fraction = text.partition("点")
    value = _whole(whole)
    if value is None:
        return None
    if not point:
        return Decimal(value)
    if not fraction or any(c not in DIGITS or c == "两" for c in fraction):
        return None
    return Decimal(f"{value}." + "".join(str(DIGITS[c]) for c in fraction))


def parse_small(text: str) -> int | None:
    """A whole number in either script: 12, 十二 → 12.

    >>> parse_small("12"), parse_small("十二"), parse_small("两三")
    (12, 12, None)
    """
    if text.isascii():
        return int(text) if text.isdigit() else None
    return _whole(text)


def _whole(text: str) -> int | None:
    for sign, size in _LARGE:
        high, found, low = text.rpartition(sign)
        if found:
            above, below = _whole(high), _whole(low.lstrip("零〇")) if low else 0
            if above is None or below is None or not above or below >= size:
                return None
            return above * size + below
    return _below_ten_thousand(text)


def _below_ten_thousand(text: str) -> int | None:
    """一百零三 → 103, 十二 → 12; places must fall, and two digits never touch."""
    total, digit, last, zero = 0, None, 10**4, False
    for c in text:
        if c in DIGITS:
            if digit:  # 零 may stand before a digit, nothing else may
                return None
            digit, zero = DIGITS[c], zero or DIGITS[c] == 0
        elif c in _SMALL:
            size = _SMALL[c]
            if size >= last or (digit is None and (total or size != 10)) or (digit == 0 and size != 10):
                return None
            total, digit, last = total + (digit or 1) * size, None, size
        else:
            return None
    if (digit is None and not total) or (digit and last in (100, 1000) and not zero):  # 三百二 is 320 or 302
        return None
    return total + (digit or 0)
