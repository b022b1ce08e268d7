"""A text in, a ``Reading`` out: all detectors run once over the tidied text of a sentence or a question."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import compress

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
from retrieval.understanding.regions import find_regions, may_name
from retrieval.understanding.tidy import tidy

# Who wrote it: (记者 高阳 通讯员 米亚楠) names no county.
_BYLINE = re.compile(
    r"(?:记者|通讯员|责任编辑|责编|编辑|作者)(?:[^()]{0,40}(?=\))|[: ][一-鿿·]{2,4}(?=[ ,)]|$))"
)
_ASIDE = re.compile(r"\((?![^()]*\d)[^()]*\)")  # Horgos (also spelled Khorgos)
_Periods = list[tuple[PeriodMention, ...]]
_Quantities = list[tuple[QuantityMention, ...]]
_Regions = list[tuple[RegionMention, ...]]
_AGAIN = 64  # readings of questions that are kept
_BREAK = re.compile(r"[,;:。!?！？]|——|--")
_FULL = ("市", "区", "县", "旗", "州")


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
        return self.read_all((original,))[0]

    def read_all(self, originals: Sequence[str]) -> list[Reading]:
        """The same of all sentences of an article, a fifth faster than one by one."""
        chinese = [not (self.english and is_english_sentence(original)) for original in originals]
        if all(chinese):
            return self._read_chinese(originals)
        readings = iter(self._read_chinese([*compress(originals, chinese)]))
        each = zip(originals, chinese, strict=True)
        return [next(readings) if plain else self._read_english(original) for original, plain in each]

    def _read_chinese(self, originals: Sequence[str]) -> list[Reading]:
        """Each detector goes over all sentences before the next one begins: its code and its tables stay at hand."""
        texts, periods, quantities, regions = self._detected(originals)
        masks = [*map(_mask, texts, periods, quantities, regions)]
        masks = [self.blank.sub(lambda m: " " * len(m.group()), masked) for masked in masks]
        atoms = [self.lexicon.atoms(masked) for masked in masks]
        indicators = [self.lexicon.find(masked) for masked in masks]
        clauses = [*map(clauses_of, texts, quantities)]
        return [*map(Reading, texts, clauses, regions, periods, quantities, atoms, indicators)]

    def places(self, originals: Sequence[str]) -> list[Reading]:
        """As ``read_all``, where only the places are asked for: no words and clauses, and nothing where no place is."""
        if self.english and any(map(is_english_sentence, originals)):
            return self.read_all(originals)
        named = [may_name(tidy(original), self.gazetteer) for original in originals]
        found = self._detected([*compress(originals, named)])
        readings = (Reading(t, (), r, p, q, ()) for t, p, q, r in zip(*found, strict=True))
        each = zip(originals, named, strict=True)
        return [next(readings) if one else Reading(tidy(text), (), (), (), (), ()) for text, one in each]

    def _detected(self, originals: Sequence[str]) -> tuple[list[str], _Periods, _Quantities, _Regions]:
        """The tidied texts with the times, figures and places in them."""
        texts = [tidy(original) for original in originals]
        periods = [self.periods.find(text) for text in texts]
        pairs = [*zip(texts, periods, strict=True)]
        quantities = [self.quantities.find(text, _spans(found)) for text, found in pairs]
        dateless = [_dateless(text, found) for text, found in pairs]
        places = [find_regions(text, self.gazetteer) for text in dateless]
        quantities = [_unnamed(*pair) for pair in zip(quantities, places, strict=True)]
        return texts, periods, quantities, [*map(_outside, places, periods, quantities)]

    @cached_property
    def again(self) -> Callable[[str], Reading]:
        """``read`` for a question and its parts: who reads it for one thing reads it again for the next."""
        return lru_cache(_AGAIN)(self.read)

    def _read_english(self, original: str) -> Reading:
        """As ``read``, of an English sentence: its known atoms are the Chinese words that sources use."""
        text = tidy(original)
        periods = self.periods.find(text)
        quantities = self.quantities.find(text, _spans(periods))
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


def _dateless(text: str, periods: tuple[PeriodMention, ...]) -> str:
    """The text without its times and who wrote it: 2023h1|九江 is no number of rivers."""
    return _open(text, [*_spans(periods), *(m.span() for m in _BYLINE.finditer(text))])


def _mask(
    text: str,
    periods: tuple[PeriodMention, ...],
    quantities: tuple[QuantityMention, ...],
    regions: tuple[RegionMention, ...],
) -> str:
    """The text with place, time and figure blanked; a place inside another name (南京银行) stays."""
    named = [r for r in regions if not r.inside]
    return _open(text, [*_spans(periods), *_spans(quantities), *_spans(named)])


def _unnamed(
    quantities: tuple[QuantityMention, ...], places: Sequence[RegionMention]
) -> tuple[QuantityMention, ...]:
    """The figures without what only looks like one in a place's full name: 六枝 of 六枝特区, 五台 of 五台县."""
    full = [p for p in places if p.text.endswith(_FULL) and not p.text[0].isdigit()]
    if not full:
        return quantities
    inside = {q for q in quantities for p in full if p.start <= q.start and q.end < p.end}
    return tuple(q for q in quantities if q not in inside)


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
