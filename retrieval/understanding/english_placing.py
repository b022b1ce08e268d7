"""What a place in an English sentence is there for: what the figures are of, or only what they are held against."""

from __future__ import annotations

import re
from functools import lru_cache

from retrieval.records import Level, Reading, RegionMention, Unit
from retrieval.service import service
from retrieval.understanding.english_text import any_word, listed

_WHERE = re.compile(
    r"(?:, | )(?:in|of)\b[^,;.]{0,30}$|,(?: a [^,;.]{0,30}(?:in|of)| (?:north|south|east|west|central)[a-z]*)? $"
)


def _says_where(reading: Reading, mention: RegionMention) -> bool:
    """Whether it only says where an earlier place lies: The Rare Earth Zone, in North China's Inner Mongolia, …"""
    earlier = [m for m in reading.regions if m.end < mention.start and not m.inside and m.regions]
    if earlier and mention.regions and all(r.level is Level.COUNTRY for r in mention.regions):
        return True  # Erenhot Port, China's largest land port, …
    inner = (r for m in earlier if _WHERE.search(reading.text, m.end, mention.start) for r in m.regions)
    return any(r.path != o.path and r.path.startswith(o.path) for r in inner for o in mention.regions)


@service
class EnglishPlacing:
    """The words beside a place that make it no subject."""

    aside: re.Pattern[str]
    ranked: re.Pattern[str]
    average: re.Pattern[str]

    @staticmethod
    @lru_cache(maxsize=8)
    def build(aside: str, ranked_in: str, averages: str) -> EnglishPlacing:
        """Compile the words of ``facts.yaml`` once for all articles."""
        return EnglishPlacing(
            re.compile(any_word(listed(aside)) + r"(?: the)?(?: whole| entire)?\s*$"),
            re.compile(any_word(listed(ranked_in)) + r"(?: the)?(?: whole| entire)?\s*$"),
            re.compile(r"(?:['’]s)?(?: [a-z-]+)? " + any_word(listed(averages))),
        )

    def is_subject(self, reading: Reading, mention: RegionMention) -> bool:
        """Whether the clause is about the place: not in *than the provincial average*, *first in Guangxi*."""
        start, end = next(((s, e) for s, e in reading.clauses if s <= mention.start < e), (0, 0))
        before, after = reading.text[start : mention.start], reading.text[mention.end : end]
        describes = reading.text[mention.start : mention.end].endswith("al")  # the provincial government
        if mention.inside or describes or self.aside.search(before) or self.average.match(after):
            return False
        if _says_where(reading, mention):
            return False
        ranks = [
            q for q in reading.quantities if q.quantity.kind is Unit.RANK and start <= q.start < mention.start
        ]
        return not (ranks and self.ranked.search(before))
