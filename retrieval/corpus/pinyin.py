"""Pinyin in brackets that a copy put behind Chinese characters: 長(zhǎng)三角區(qū)域."""

from __future__ import annotations

import os
import re
import unicodedata

from retrieval.records import Edit

_LETTERS = r"[a-züêāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ\u0300-\u030c]{1,8}"
# From bracket to bracket, which is faster than from character to character.
_BRACKET = re.compile(rf"[(（]({_LETTERS})[)）]")
_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def pinyin_edits(text: str) -> list[Edit]:
    """The brackets to drop: those that hold a reading, with its tone, of the character before: (zhǎng) after 長.

    A bracket that says something stays: 虚拟现实(VR), 新區(杭州), 入驻企业(含个体).
    """
    candidates = list(_BRACKET.finditer(text))
    if all(match[1].isascii() for match in candidates):
        return []  # (vs), (men): without one tone in the whole text it is not this fault
    readings = _table()
    edits: list[Edit] = []
    anchor = end = -1
    for match in candidates:
        if match.start() != end:  # else the same once more: 長(zhǎng)(zhǎng)
            anchor = match.start()
        if anchor and _reads(text[anchor - 1], match[1], readings):
            edits.append(Edit("pinyin", match.start(), match[0], ""))
            end = match.end()
    return edits


def _reads(character: str, letters: str, readings: dict[int, str]) -> bool:
    if not _CHINESE.match(character):
        return False
    return unicodedata.normalize("NFC", letters) in readings.get(ord(character), "").split(",")


def _table() -> dict[int, str]:
    """Readings by code point: 長 is zhǎng,cháng,zhàng. Loaded only here: it takes a tenth of a second."""
    before = os.environ.get("PYPINYIN_NO_PHRASES")
    os.environ["PYPINYIN_NO_PHRASES"] = "1"  # its table of phrases takes half a second, and is of no use here
    try:
        from pypinyin.pinyin_dict import pinyin_dict
    finally:
        if before is None:
            del os.environ["PYPINYIN_NO_PHRASES"]
        else:
            os.environ["PYPINYIN_NO_PHRASES"] = before
    table: dict[int, str] = pinyin_dict
    return table
