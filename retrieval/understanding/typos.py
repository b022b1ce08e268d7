"""A question that found nothing in, the same question with its likely slips undone out, and what was undone.

Only after the exact words have failed, only towards places that the corpus has and words that statistics use, and
the correction is always shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Protocol

from retrieval.records import Reading, Region
from retrieval.service import service
from retrieval.understanding.gazetteer import Gazetteer
from retrieval.understanding.misspelt import correct_region, pinyin_key
from retrieval.understanding.reading import Reader
from retrieval.understanding.tidy import occurrences

_GLUED = 5  # characters of a name that other words follow without a break
_LEFT, _RIGHT = 6, 1  # how far a misspelt word may reach beyond its unknown characters
_HAN = re.compile(r"[㐀-鿿]+")

_STRANGE = 4  # so many unknown words are listened to


class Heard(Protocol):
    """A passage, as far as it is listened to."""

    @property
    def reading(self) -> Reading:
        """What was read in it."""


class Stock(Protocol):
    """What the corpus has, as far as a slip is held against it."""

    @property
    def regions(self) -> Sequence[Region]:
        """Every region it speaks of."""

    def stands(self, run: str) -> bool:
        """Whether some sentence holds a run of characters."""


@service
class Corrector:
    """Undoes slips towards what the corpus has."""

    reader: Reader
    stock: Stock

    def correct(
        self, text: str, reading: Reading, nearby: Callable[[], Sequence[Heard]] = tuple
    ) -> tuple[str, tuple[tuple[str, str], ...]]:
        """The mended text and (wrong, right) pairs: 焦江区固投增速 → 椒江区固投增速, ((焦江区, 椒江区),).

        ``nearby``: finds the passages that come closest, listened to for words that sound like an unknown one.
        """
        undone: list[tuple[str, str]] = []
        if not any(m.regions for m in reading.regions):
            undone.extend(self._place(reading.text))
        undone.extend(self._words(reading))
        if not undone:
            unknown = [reading.text[a.start : a.end] for a in reading.atoms if not a.known]
            undone.extend(self._places_among(unknown) or self._sounds(unknown, nearby()))
        for wrong, right in undone:
            text = re.sub(re.escape(wrong), right, text, flags=re.IGNORECASE)
        return text, tuple(undone)

    def _place(self, text: str) -> list[tuple[str, str]]:
        """The stretch of the text that sounds or looks like a place of the corpus."""
        gazetteer = self.reader.gazetteer
        for length in range(self._longest(), 1, -1):
            known = self._of_length(length, gazetteer)
            for window in _windows(text, length) if known else ():
                found = correct_region(window, gazetteer, known)
                if found and found[1] != window:
                    return [(window, found[1])]
        return []

    def _places_among(self, unknown: Sequence[str]) -> list[tuple[str, str]]:
        """A misspelt place beside one that is right: 洋蒲…海南全省."""
        gazetteer = self.reader.gazetteer
        known: dict[int, list[Region]] = {}
        for region in self.stock.regions:
            for length in {len(region.name), len(gazetteer.short(region))}:
                known.setdefault(length, []).append(region)
        pieces = (w for run in unknown for n in range(min(len(run), _LEFT), 1, -1) for w in _windows(run, n))
        for piece in pieces:
            if len(piece) not in known or self.stock.stands(piece):
                continue
            if found := correct_region(piece, gazetteer, known[len(piece)]):
                return [(piece, found[1])]
        return []

    def _sounds(self, unknown: Sequence[str], nearby: Sequence[Heard]) -> list[tuple[str, str]]:
        """Two characters that no article holds, where a close passage has a word of the same sound: 香黎, 香梨."""
        windows = (w for run in unknown for w in _windows(run, 2))
        strange = (w for w in windows if "副" not in w and not self.stock.stands(w))
        for word in islice(strange, _STRANGE):
            heard = {v for p in nearby for v in _alike(word, p.reading.text)}
            if len(heard) == 1:
                return [(word, heard.pop())]
        return []

    def _longest(self) -> int:
        return max((len(r.name) for r in self.stock.regions), default=0)

    def _of_length(self, length: int, gazetteer: Gazetteer) -> list[Region]:
        """Places whose full name, or a short one of three characters or more, has that length."""
        least = 3
        return [
            r
            for r in self.stock.regions
            if len(r.name) == length or len(gazetteer.short(r)) == length >= least
        ]

    def _words(self, reading: Reading) -> Iterator[tuple[str, str]]:
        """Unknown runs that are a slip of an indicator's name, alone or with the known words before them."""
        for atom in reading.atoms:
            run = reading.text[atom.start : atom.end]
            if atom.known or len(run) > _LEFT or (len(run) > 1 and self.stock.stands(run)):
                continue
            for start in range(max(0, atom.start - _LEFT), atom.start + 1):
                for end in (
                    atom.end,
                    min(len(reading.text), atom.end + _RIGHT),
                    atom.start + 1,
                    atom.start + 2,
                ):
                    word = reading.text[start:end]
                    if end < atom.end and len(word) < _GLUED:  # 固定资产投次|降了多少
                        continue
                    strange = word == run and not all(map(self.stock.stands, run))  # 出囗
                    if (len(word) < 3 and not strange) or not (_HAN.fullmatch(word) or word.isalnum()):
                        continue
                    found = self.reader.lexicon.correct(word)
                    if found and (end >= atom.end or len(found[0]) == len(word)):
                        yield word, found[0]
                        return


def _alike(word: str, text: str) -> Iterator[str]:
    """The pairs of characters in a text that share one with a word of two and sound the same: 香梨 of 香黎."""
    starts = {*occurrences(word[0], text), *(at - 1 for at in occurrences(word[1], text) if at)}
    for pair in {text[at : at + 2] for at in starts}:
        if _HAN.fullmatch(pair) and len(pair) == 2 and pinyin_key(word) == pinyin_key(pair):
            yield pair


def _windows(text: str, length: int) -> Iterator[str]:
    for run in _HAN.finditer(text):
        for start in range(run.start(), run.end() - length + 1):
            yield text[start : start + length]
