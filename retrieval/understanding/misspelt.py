"""Places misspelt in a question, by sound or by one character: 焦江区 → 椒江区, 南太胡新区 → 南太湖新区.

Only names that the corpus has are thought of, and never where the word is itself a place: 泰州 is no misspelt 台州.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache

from retrieval.records import Region
from retrieval.understanding.gazetteer import Gazetteer

_SUFFIXES = ("省", "市", "区", "县")
_FAR = 3
_OTHER = 2  # the sounds of two characters that are not alike
# Sounds that many speakers do not tell apart.
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"), ("l", "n"))


def pinyin_key(text: str) -> str:
    """The sound of a text without tones: 椒江区 → "jiao jiang qu"; characters that have none stay."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import lazy_pinyin

    return " ".join(lazy_pinyin(text))


def correct_region(word: str, gazetteer: Gazetteer, known: Iterable[Region]) -> tuple[Region, str] | None:
    """The one known region whose name the word comes near, and that name; None where none or two are as near.

    ``correct_region("焦江区", gazetteer, [椒江区, 黄岩区])`` is (椒江区, "椒江区").
    """
    if _is_place(word, gazetteer):
        return None
    best: dict[str, tuple[Region, str]] = {}
    nearest = (_FAR, 0)
    for region in known:
        for name in {region.name, gazetteer.short(region)}:
            distance = _distance(word, name)
            if distance > nearest or distance[0] == _FAR:
                continue
            if distance < nearest:
                nearest, best = distance, {}
            best[region.id] = (region, name)
    return next(iter(best.values())) if len(best) == 1 else None


def _is_place(word: str, gazetteer: Gazetteer) -> bool:
    return bool(gazetteer.lookup(word) or (word.endswith(_SUFFIXES) and gazetteer.lookup(word[:-1])))


def _distance(word: str, name: str) -> tuple[int, int]:
    """How far, and how many characters differ. 0: the same sound, 1: nearly, 2: one character of three or more."""
    if len(word) != len(name) or len(word) < 2:
        return _FAR, 0
    different = furthest = 0
    for a, b in zip(word, name, strict=True):
        if a != b:
            different, furthest = different + 1, max(furthest, _apart(a, b))
            if furthest == _OTHER and different > 1:  # nine of ten, told by their first characters
                return _FAR, 0
    if furthest < _OTHER:
        return furthest, different
    return (2 if len(word) > 2 and word[-1] == name[-1] else _FAR), different


@lru_cache(maxsize=100_000)
def _apart(one: str, other: str) -> int:
    """How far two characters are apart by their sounds. 0: the same, 1: nearly, 2: others."""
    if _heard(one) & _heard(other):
        return 0
    return 1 if _blurred(one) & _blurred(other) else _OTHER


def _blur(syllable: str) -> str:
    for sharp, blunt in _ALIKE:
        if syllable.startswith(sharp):
            syllable = blunt + syllable[len(sharp) :]
        if sharp == "ng" and syllable.endswith(sharp):
            syllable = syllable[:-2] + blunt
    return syllable


@lru_cache(maxsize=10_000)
def _blurred(char: str) -> frozenset[str]:
    return frozenset(map(_blur, _heard(char)))


@lru_cache(maxsize=10_000)
def _heard(char: str) -> frozenset[str]:
    """Every reading of a character, toneless; a sign is its own."""
    # The table of phrases takes 130 ms to load and is of no use where all readings count.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, pinyin

    return frozenset(pinyin(char, style=Style.NORMAL, heteronym=True)[0])
