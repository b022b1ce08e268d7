"""A text in, a ``Reading`` out: all detectors run once over the tidied text of a sentence or a question."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.records import PeriodMention, QuantityMention, Reading, RegionMention
from retrieval.understanding.gazetteer import Gazetteer
from retrieval.understanding.indicators import Lexicon
from retrieval.understanding.periods import PeriodGrammar
from retrieval.understanding.quantities import QuantityGrammar
from retrieval.understanding.regions import find_regions
from retrieval.understanding.tidy import tidy

_BREAK = re.compile(r"[,;:。!?！？]|——|--")


@dataclass(frozen=True)
class Reader:
    """The detectors, built once from the configuration."""

    gazetteer: Gazetteer
    periods: PeriodGrammar
    quantities: QuantityGrammar
    lexicon: Lexicon
    blank: re.Pattern[str]

    def read(self, original: str) -> Reading:
        """Find everything in one sentence: 上半年全区固定资产投资111.28亿元,增长10.4% has two clauses."""
        text = tidy(original)
        periods = self.periods.find(text)
        quantities = self.quantities.find(text, tuple((p.start, p.end) for p in periods))
        regions = _outside(find_regions(text, self.gazetteer), periods, quantities)
        masked = self.blank.sub(lambda m: " " * len(m.group()), _mask(text, periods, quantities, regions))
        atoms, indicators = self.lexicon.atoms(masked), self.lexicon.find(masked)
        return Reading(text, clauses_of(text, quantities), regions, periods, quantities, atoms, indicators)


def _mask(
    text: str,
    periods: tuple[PeriodMention, ...],
    quantities: tuple[QuantityMention, ...],
    regions: tuple[RegionMention, ...],
) -> str:
    """The text with place, time and figure blanked; a place inside another name (南京银行) stays."""
    masked = list(text)
    for mention in (*periods, *quantities, *(r for r in regions if not r.inside)):
        masked[mention.start : mention.end] = " " * (mention.end - mention.start)
    return "".join(masked)


def _outside(
    regions: tuple[RegionMention, ...],
    periods: tuple[PeriodMention, ...],
    quantities: tuple[QuantityMention, ...],
) -> tuple[RegionMention, ...]:
    """Region mentions that no period or quantity overlaps."""
    taken = [(m.start, m.end) for m in (*periods, *quantities)]
    return tuple(r for r in regions if not any(s < r.end and r.start < e for s, e in taken))


def clauses_of(text: str, quantities: tuple[QuantityMention, ...]) -> tuple[tuple[int, int], ...]:
    """Cut at commas, semicolons and colons, but not inside a figure: 6,000辆,增长5% has two clauses."""
    inside = {i for q in quantities for i in range(q.start, q.end)}
    cuts, start = [], 0
    for match in _BREAK.finditer(text):
        if match.start() in inside:
            continue
        if match.start() > start:
            cuts.append((start, match.start()))
        start = match.end()
    if start < len(text):
        cuts.append((start, len(text)))
    return tuple(cuts)
