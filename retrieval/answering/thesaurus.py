"""Other words for the words of a question, and how much of a run of characters a text holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache

from retrieval.service import service
from retrieval.understanding.tidy import occurrences

_ABBREVIATED = 0.8
_ABBREVIATION = 4  # characters of the longest one
_BREAK = re.compile("[,;。]")
_GAP = 8  # characters between the letters of an abbreviation: 减负 for 减轻企业负担


@service
class Thesaurus:
    """Other words for a word of a question: 落户 is written 落地, 入驻, 坐落."""

    words: Mapping[str, tuple[str, ...]]

    def forms(self, run: str) -> tuple[str, ...]:
        """The run and what may stand for it."""
        return (run, *self.words.get(run, ()))

    @cached_property
    def run(self) -> Callable[[str, tuple[str, ...]], Run]:
        """A run with what else may stand for it, made ready to be looked for: every passage is asked the same few."""
        return lru_cache(256)(self._ready)

    def _ready(self, run: str, others: tuple[str, ...]) -> Run:
        forms = (*self.forms(run), *others)
        if len(run) < 2 or run.isascii():  # the pairs of letters of a Latin word stand in any English text
            return Run(run, forms)
        pairs = tuple(run[i : i + 2] for i in range(len(run) - 1))
        parts = tuple(part for part in self._cuts.split(run) if part)
        return Run(run, forms, pairs, tuple(map(self.forms, parts)) if len(parts) > 1 else ())

    @cached_property
    def _cuts(self) -> re.Pattern[str]:
        """Cuts a run at the words that have other forms: 新房一平 → 新房, 一平."""
        words = sorted(self.words, key=len, reverse=True)
        return re.compile(f"({'|'.join(map(re.escape, words)) or '(?!)'})")


@service
class Run:
    """A run of characters to be looked for in texts; made once by a thesaurus, so that what it is worth is remembered.

    ``forms``: itself and what may stand for it; ``pairs``: its bigrams; ``parts``: its words, each with its own forms.
    Neither of the last two for a Latin word.
    """

    text: str
    forms: tuple[str, ...]
    pairs: tuple[str, ...] = ()
    parts: tuple[tuple[str, ...], ...] = ()

    def covered(self, text: str) -> float:
        """How much of the run a text holds: whole 1, as an abbreviation 0.8, else by its bigrams or its words.

        More than 0 in a part of a text is more than 0 in the text. Every fact of a sentence asks for the same.
        """
        return _covered(self, text)

    def held_by(self, text: str) -> float:
        """The same, worked out."""
        for form in self.forms:
            if form in text:
                return 1.0
        if not self.pairs:
            return 0.0
        held = sum(map(text.__contains__, self.pairs)) / len(self.pairs)
        if held < _ABBREVIATED and self._abbreviates(text):
            return _ABBREVIATED
        return max(held, self._by_parts(text)) if self.parts else held

    def _by_parts(self, text: str) -> float:
        """How much of a run a text holds where its words are said otherwise: 新房一平 by 新建商品房…每平方米."""
        held = (len(part[0]) for part in self.parts if any(form in text for form in part))
        return sum(held) / len(self.text)

    def _abbreviates(self, text: str) -> bool:
        """Whether the characters of the run stand in the text in order, close to each other."""
        if len(self.text) > _ABBREVIATION or not all(map(text.__contains__, self.text)):
            return False
        ends = set(occurrences(self.text[0], text))
        for char in self.text[1:]:
            stretches = ((end + 1, _BREAK.split(text[end + 1 : end + _GAP + 2], 1)[0]) for end in ends)
            ends = {start + at for start, stretch in stretches for at in occurrences(char, stretch)}
        return bool(ends)


_covered = lru_cache(maxsize=4096)(Run.held_by)
