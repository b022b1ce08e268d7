"""The places of an English question: in letters, Haimen, and in characters, 海门; and which of them it is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from retrieval.records import Asked, Level, Region, RegionMention
from retrieval.service import service
from retrieval.understanding.gazetteer import Gazetteer
from retrieval.understanding.regions import find_regions
from retrieval.understanding.romanized import find_romanized

DESCRIBED = re.compile(r"\b(?:from|to|with|outside|into|via)\s+(?:the\s+)?$", re.IGNORECASE)
_WHOLE = re.compile(
    r"\b(?:share|proportion|percentage|percent|part|how much)\s+of\s+(?:the\s+)?$", re.IGNORECASE
)
_SCOPED = re.compile(
    r"(?:\bin|\bwithin|\bamong|\bacross|of)\s+(?:the\s+)?(?:city of|province of|province|whole)?\s*$",
    re.IGNORECASE,
)
_SAID_AGAIN = re.compile(r"((?:[A-Z][\w'’-]*[ ,]{1,2})+)[(（](?=[㐀-鿿])")
_INSIDE = re.compile(
    r"(?:['’]s)? (?:[a-z-]+ ){0,4}(?:in|of|at) (?:the )?(?:[A-Z][a-z'’-]+ [(（])?", re.IGNORECASE
)
_OUTSIDE = re.compile(r"(?:['’]s) ")


_IN = 5  # characters: (中马钦州产业园区) says again which Qinzhou Industrial Park is meant


@service
class AskedPlaces:
    """Finds places in questions."""

    gazetteer: Gazetteer

    def find(self, text: str, low: str) -> list[RegionMention]:
        """Places in order; 海门 in brackets behind Haimen settles which is meant."""
        written = [m for m in find_regions(low, self.gazetteer) if m.regions]
        spelt = [m for m in find_romanized(text, self.gazetteer) if m.regions]
        again = [span for span in spelt_out(text) if any(0 < w.start - span[1] <= _IN for w in written)]
        kept = [m for m in spelt if not any(_beside(m, w, text) for w in written)]
        kept = [m for m in kept if not any(start <= m.start < end for start, end in again)]
        kept = [replace(m, regions=self._likely(m.regions)) for m in kept]
        others = (*spelt, *written)
        kept = [m for m in kept if not any(self._outlying(m, o, text) for o in others)]
        return sorted([*written, *kept], key=lambda m: m.start)

    def _likely(self, places: tuple[Region, ...]) -> tuple[Region, ...]:
        """Of cities and lesser places that are spelt alike the cities: Lishui is 丽水市, 溧水区 is Lishui District."""
        within = self.gazetteer.within
        kept = [p for p in places if not any(o is not p and within(p, o) for o in places)]
        return tuple(p for p in kept if p.level is Level.CITY) or tuple(kept)

    def _outlying(self, spelt: RegionMention, other: RegionMention, text: str) -> bool:
        """Whether a place elsewhere has the name: Shilong terminal in Dongguan is none in 平顶山市石龙区."""
        inner = other.start > spelt.end and _INSIDE.fullmatch(text[spelt.end : other.start])
        outer = spelt.start > other.end and _OUTSIDE.fullmatch(text[other.end : spelt.start])
        if not (inner or outer) or any(r.level < Level.COUNTY for r in spelt.regions):
            return False
        within = self.gazetteer.within
        return not any(within(a, b) or within(b, a) for a in spelt.regions for b in other.regions)


def subject_of(regions: Sequence[RegionMention], text: str, asked: Asked) -> RegionMention | None:
    """The place asked about: not where a rank is held, not the whole of a share, not where something comes from."""
    around = (_SCOPED if asked is Asked.RANK else _WHOLE, DESCRIBED)
    fitting = [m for m in regions if not any(p.search(text[: m.start]) for p in around)]
    inside = (m for m in fitting if any(r.level is not Level.COUNTRY for r in m.regions))
    return next(inside, next(iter(fitting), regions[0] if regions else None))


def spelt_out(text: str) -> list[tuple[int, int]]:
    """What is said again in characters behind it: Fujian |Xinhui Business Center (福建鑫惠商务中心)."""
    return [match.span(1) for match in _SAID_AGAIN.finditer(text)]


def _beside(spelt: RegionMention, written: RegionMention, text: str) -> bool:
    """Whether the same place follows in characters: Haimen (海门)."""
    beside = re.compile(r"(?:['’]s)?[ (（]{0,3}").fullmatch(text, spelt.end, max(spelt.end, written.start))
    return spelt.end <= written.start and beside is not None
