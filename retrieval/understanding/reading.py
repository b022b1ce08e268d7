"""A text in, a ``Reading`` out: all detectors run once over the tidied text of a sentence or a question."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache

from retrieval.records import PeriodMention, QuantityMention, Reading, RegionMention
from retrieval.schema import EnglishFactWords
from retrieval.service import service
from retrieval.understanding.english_text import (
    EnglishPlaces,
    counted_open,
    english_clauses,
    is_english_sentence,
)
from retrieval.understanding.gazetteer import Gazetteer
from retrieval.understanding.indicators import Lexicon
from retrieval.understanding.periods import PeriodGrammar
from retrieval.understanding.quantities import QuantityGrammar
from retrieval.understanding.regions import find_regions
from retrieval.understanding.tidy import tidy

# Who wrote it: (记者 高阳 通讯员 米亚楠) names no county.
_BYLINE = re.compile(
    r"(?:记者|通讯员|责任编辑|责编|编辑|作者)(?:[^()]{0,40}(?=\))|[: ][一-鿿·]{2,4}(?=[ ,)]|$))"
)
_ASIDE = re.compile(r"\((?![^()]*\d)[^()]*\)")  # Horgos (also spelled Khorgos)
_AGAIN = 64  # readings of questions that are kept
_BREAK = re.compile(r"[,;:。!?！？]|——|--")


@service
class Reader:
    """The detectors, built once from the configuration."""

    gazetteer: Gazetteer
    periods: PeriodGrammar
    quantities: QuantityGrammar
    lexicon: Lexicon
    blank: re.Pattern[str]
    english: EnglishFactWords | None = None

    def read(self, original: str) -> Reading:
        """Find everything in one sentence: 上半年全区固定资产投资111.28亿元,增长10.4% has two clauses."""
        if self.english and is_english_sentence(original):
            return self._read_english(original)
        text = tidy(original)
        periods = self.periods.find(text)
        quantities = self.quantities.find(text, tuple((p.start, p.end) for p in periods))
        bylines = [m.span() for m in _BYLINE.finditer(text)]
        dateless = _open(text, [*_spans(periods), *bylines])  # 2023h1|九江 is no number of rivers
        regions = _outside(find_regions(dateless, self.gazetteer), periods, quantities)
        masked = self.blank.sub(lambda m: " " * len(m.group()), _mask(text, periods, quantities, regions))
        atoms, indicators = self.lexicon.atoms(masked), self.lexicon.find(masked)
        return Reading(text, clauses_of(text, quantities), regions, periods, quantities, atoms, indicators)

    @cached_property
    def again(self) -> Callable[[str], Reading]:
        """``read`` for a question and its parts: who reads it for one thing reads it again for the next."""
        return lru_cache(_AGAIN)(self.read)

    def _read_english(self, original: str) -> Reading:
        """As ``read``, of an English sentence: its known atoms are the Chinese words that sources use."""
        text = tidy(original)
        periods = self.periods.find(text)
        quantities = self.quantities.find(text, tuple((p.start, p.end) for p in periods))
        regions = _outside(self._places.find(original, text), periods, quantities)
        named = tuple(r for r in regions if not r.inside)
        aside = [m.span() for m in _ASIDE.finditer(text)]
        masked = _open(text, [*_spans(periods), *_spans(named), *counted_open(text, quantities), *aside])
        atoms, indicators = self.lexicon.english_atoms(masked), self.lexicon.english(masked)
        clauses = english_clauses(text, quantities)
        return Reading(text, clauses, regions, periods, quantities, atoms, indicators, english=True)

    @cached_property
    def _places(self) -> EnglishPlaces:
        if self.english is None:
            raise ValueError("this reader has no English words")
        return EnglishPlaces.build(self.gazetteer, self.english)


def _spans(mentions: Iterable[PeriodMention | QuantityMention | RegionMention]) -> list[tuple[int, int]]:
    return [(m.start, m.end) for m in mentions]


def _open(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with the spans blanked."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _mask(
    text: str,
    periods: tuple[PeriodMention, ...],
    quantities: tuple[QuantityMention, ...],
    regions: tuple[RegionMention, ...],
) -> str:
    """The text with place, time and figure blanked; a place inside another name (南京银行) stays."""
    named = [r for r in regions if not r.inside]
    return _open(text, [*_spans(periods), *_spans(quantities), *_spans(named)])


def _outside(
    regions: tuple[RegionMention, ...],
    periods: tuple[PeriodMention, ...],
    quantities: tuple[QuantityMention, ...],
) -> tuple[RegionMention, ...]:
    """Region mentions that no period or quantity overlaps."""
    if not regions:
        return ()
    taken = [*_spans(periods), *_spans(quantities)]
    return tuple(r for r in regions if not any(s < r.end and r.start < e for s, e in taken))


def clauses_of(text: str, quantities: tuple[QuantityMention, ...]) -> tuple[tuple[int, int], ...]:
    """Cut at commas, semicolons and colons, but not inside a figure: 6,000辆,增长5% has two clauses."""
    figures = _spans(quantities)
    cuts, start = [], 0
    for match in _BREAK.finditer(text):
        at, end = match.span()
        if figures and _within(at, figures):
            continue
        if at > start:
            cuts.append((start, at))
        start = end
    if start < len(text):
        cuts.append((start, len(text)))
    return tuple(cuts)


def _within(at: int, spans: list[tuple[int, int]]) -> bool:
    for start, end in spans:  # noqa: SIM110 - asked of every mark; a generator takes three times as long
        if start <= at < end:
            return True
    return False
