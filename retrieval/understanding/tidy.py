"""Text for people in, text for matching out, character by character: the length never changes, so offsets hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from retrieval.understanding.numerals import parse_numeral

_NUMERALS = "〇零一二两兩三四五六七八九十百千点點"
_NUMERAL = re.compile(f"(百分之)?(?<!第)((?<=百分之)[{_NUMERALS}]+|[{_NUMERALS}万亿萬億]{{2,}})")
_PERCENT = re.compile(r"(?<=\d)[ -]per ?cent\b(?! ?age)")
_KEPT = 1024  # texts; a sentence is tidied where it is read, and again where its tokens are made
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
# Punctuation whose half-width form would hide what it does in Chinese: these keep (or get) one form.
_ALIKE = {
    ord(a): b
    for a, b in {
        "﹣": "-",
        "−": "-",
        "–": "-",
        "‐": "-",
        "％": "%",
        "﹪": "%",
        "〜": "~",
        "∼": "~",
        "「": "“",
        "」": "”",
        "『": "“",
        "』": "”",
    }.items()
}


class _Folding(dict[int, int | str]):
    """What each character becomes; one that stays itself is noted, since a table without it costs an exception."""

    def __missing__(self, code: int) -> int:
        self[code] = code
        return code


@lru_cache(maxsize=1)
def _folding() -> _Folding:
    return _Folding({**_ALIKE, **_WIDE})


@lru_cache(maxsize=1)
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def to_simplified(text: str) -> str:
    """Traditional characters to simplified, one for one: 長三角區域 → 长三角区域.

    >>> to_simplified("固定資產投資")
    '固定资产投资'
    """
    if text.isascii():
        return text
    try:
        converted: str = _converter().convert(text)
    except UnicodeEncodeError:  # halves of characters: what was typed is not UTF-8
        text = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
        converted = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    return "".join(c if len(c) == 1 else o for o in text for c in (_converter().convert(o),))


@lru_cache(maxsize=_KEPT)
def tidy(text: str) -> str:
    """Fold width and script and case for matching, keeping the length: ８３０．３億美元 → 830.3亿美元.

    >>> tidy("８３０．３億美元")
    '830.3亿美元'
    """
    folded = to_simplified(text.translate(_folding()))
    lowered = folded.lower()
    return lowered if len(lowered) == len(folded) else folded


@lru_cache(maxsize=256)
def tidied(question: str) -> str:
    """A question's text as ``tidy`` has it: held against hundreds of facts and passages, and tidied once."""
    return tidy(question)


def occurrences(word: str, text: str) -> Iterator[int]:
    """Where a word begins in a text, no two over each other: 增长 in 增长5%,外贸增长9% → 0, 7.

    >>> list(occurrences("增长", "增长5%,外贸增长9%"))
    [0, 7]
    """
    start = text.find(word) if word else -1
    while start >= 0:
        yield start
        start = text.find(word, start + len(word))


def in_digits(text: str) -> str:
    """A text with its percents as signs and its numerals as digits: 9.2 percent → 9.2%, 七十九亿八千万元 → 79.8亿元.

    >>> in_digits("增长百分之四十二点七"), in_digits("二十八万四千人"), in_digits("居第十二位")
    ('增长42.7%', '28.4万人', '居第十二位')
    """
    text = _PERCENT.sub("%", text) if "per" in text else text
    return _NUMERAL.sub(_digits, text)


def _digits(match: re.Match[str]) -> str:
    """One numeral in digits, with 亿 or 万 where it is large; what is no one number (十二五) stays as it is."""
    written = to_simplified(match[2])
    plain = written.rstrip("万亿") if "点" in written else written  # 九十七点四|亿
    number = parse_numeral(plain)
    if number is None:
        return match[0]
    large = ((10**8, "亿"), (10**4, "万"))
    size, scale = next((pair for pair in large if number >= pair[0]), (1, written[len(plain) :]))
    figure = f"{(number / size).normalize():f}{scale}"
    return f"{figure}%" if match[1] else figure
