"""Slips of the keyboard in indicator names: 财政总收人, 工业投次, GPD.

Only slips that people make are undone: a sound-alike, a look-alike, two characters changed over, one left out or
doubled, or a slip inside the word that is measured (投次 for 投资), whose vocabulary is closed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cached_property

from retrieval.records import Indicator
from retrieval.service import service

_LONG = 5  # characters: only of a word that has so many one may be left out
_LITTLE = tuple("比较占和与跟同为是在的")
_SOUND, _SWAP, _SIGHT, _GAP = range(4)


@service
class Typos:
    """``aliases`` with what they name; ``lookalikes``: pairs of characters; ``heads``: the words measured."""

    aliases: Mapping[str, tuple[Indicator, bool]]
    lookalikes: frozenset[str]
    heads: frozenset[str]

    def correct(self, form: str) -> tuple[str, Indicator] | None:
        """The one alias that ``form`` is a slip of, with its indicator; None when none or several are.

        A name with a little word behind it is no slip: 亿元以上项目比|去年同期多几个.
        """
        if form[-1:] in _LITTLE and form[:-1] in self.aliases:
            return None
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        near = process.extract(form, self._near(len(form)), scorer=OSA.distance, score_cutoff=2, limit=None)
        ranked = [(self._slip(form, alias, int(distance)), alias) for alias, distance, _ in near]
        possible = sorted((slip, alias) for slip, alias in ranked if slip is not None)
        best = [alias for slip, alias in possible if slip == possible[0][0]]
        if len({self.aliases[alias][0].id for alias in best}) != 1:
            return None
        return best[0], self.aliases[best[0]][0]

    def _near(self, length: int) -> list[str]:
        """The aliases that are as long; of long ones those too that have a character more or less."""
        other = (length - 1, length + 1) if length > _LONG else (length + 1,) if length == _LONG else ()
        return [alias for each in (length, *other) for alias in self._by_length.get(each, ())]

    @cached_property
    def _by_length(self) -> Mapping[int, list[str]]:
        found: dict[int, list[str]] = {}
        for alias in self.aliases:
            found.setdefault(len(alias), []).append(alias)
        return found

    def _slip(self, form: str, alias: str, distance: int) -> int | None:
        """How ``form`` could have come of ``alias``, the likeliest slip being the smallest number."""
        if len(form) == len(alias):
            wrong = [i for i, (a, b) in enumerate(zip(form, alias, strict=True)) if a != b]
            return self._replaced(form, alias, wrong)
        return _GAP if distance == 1 and min(len(form), len(alias)) >= _LONG else None

    def _replaced(self, form: str, alias: str, wrong: list[int]) -> int | None:
        if all(not form[i].isascii() and _alike(form[i], alias[i]) for i in wrong):
            return _SOUND
        if (
            len(wrong) == 2
            and form[wrong[0]] == alias[wrong[1]]
            and wrong[1] - wrong[0] == 1
            and len(form) > 2
        ):
            return _SWAP if form[wrong[1]] == alias[wrong[0]] else None
        if len(wrong) != 1:
            return None
        seen = form[wrong[0]] + alias[wrong[0]]
        return _SIGHT if seen in self.lookalikes or self._in_head(alias, wrong[0]) else None

    def _in_head(self, alias: str, at: int) -> bool:
        """Whether the character at ``at`` belongs to the measured word at the end: 资 in 工业投资."""
        return len(alias) >= 4 and any(
            alias.endswith(h) and at >= len(alias) - len(h) > 0 for h in self.heads
        )


def _alike(one: str, other: str) -> bool:
    """Whether two characters sound alike in any of their readings, tones and zh/z, ng/n left aside."""
    return bool(_sounds(one) & _sounds(other))


def _sounds(char: str) -> frozenset[str]:
    # Without its phrase table pypinyin loads in a quarter of the time, and single characters need none.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    from pypinyin import Style, pinyin

    readings = pinyin(char, style=Style.NORMAL, heteronym=True)[0]
    return frozenset(re.sub(r"ng$", "n", re.sub(r"^([zcs])h", r"\1", reading)) for reading in readings)
