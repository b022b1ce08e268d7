"""A question that sets things side by side in; its sides out, each with a question of its own.

A side takes from the others, from the rest of the question or from the turn before what it does not say itself.
"""

from __future__ import annotations

import re
from dataclasses import replace

from retrieval.answering.parts import Parts, Side
from retrieval.answering.side_places import PlaceSides, place_name
from retrieval.answering.side_things import ThingSides
from retrieval.answering.side_times import TimeSides
from retrieval.answering.wanted import as_whole
from retrieval.records import Asked, Question, Region
from retrieval.service import service
from retrieval.understanding.gazetteer import Gazetteer
from retrieval.understanding.tidy import tidied

__all__ = ["Side", "SideReader"]

_MOST = 5
_GLOSSED = re.compile(
    r"(?:[A-Z][\w'’-]*,? (?:of |and )?)+\(([㐀-鿿]{2,12})\)"
)  # Changchun Automobile Development Zone (长春汽开区)


@service
class SideReader:
    """Finds the sides of a question."""

    parts: Parts

    @property
    def gazetteer(self) -> Gazetteer:
        """What lies in what."""
        return self.parts.reader.reader.gazetteer

    def find(self, question: Question) -> tuple[Side, ...]:
        """The two to five sides of a question, or none: 扬州和盐城2023年上半年GDP哪个多 → 扬州市, 盐城市."""
        if question.lang == "en":
            question = replace(question, text=_GLOSSED.sub(self._gloss, question.text))
        text = tidied(question.text)
        kinds = (PlaceSides(self.parts), TimeSides(self.parts), ThingSides(self.parts))
        for find in (*(kind.find for kind in kinds), self._continued):
            found = find(question, text)
            if 1 < len(found) <= _MOST:
                return tuple(found)
        return ()

    def _gloss(self, match: re.Match[str]) -> str:
        """The Chinese name of a place for the English one before it, whose words are no words of the question."""
        return match[1] if self.parts.reader.reader.again(match[1]).regions else match[0]

    def goes_on(self, question: Question) -> bool:
        """Whether the question leaves its sides to a comparison before it: …谁的GDP高? || 增速呢?"""
        before = question.before
        if before is None or not before.sides or before.asked is not Asked.COMPARE:
            return False
        text = tidied(question.text)
        return text.rstrip("?").endswith("呢") and not self.parts.mentions(question, text)

    def _continued(self, question: Question, text: str) -> list[Side]:
        """跟绵阳高新区比,谁增得快: the other side is the place of the turn before; 差多少: both are."""
        before = question.before
        if before is None:
            return []
        mentions = [m for m in self.parts.mentions(question, text) if not m.inside]
        own = [self.parts.around(m, before.regions) if m.deictic is not None else m for m in mentions]
        own = [m for m in own if m.regions]
        if not own:
            return [Side(s.text, self._anew(s, question)) for s in before.sides]
        if not before.regions or own[0].regions[0].id == before.regions[0].id:
            return []
        asked = replace(question, asked=before.asked, measure=before.measure, units=before.units, numbers=())
        if not self.parts.says(self.parts.wording.bare(self.parts.without_slots(text)), question.lang):
            asked = replace(asked, terms=before.terms, variants=before.variants)
        asked = as_whole(replace(asked, aside=(), scope=()), question, self.parts.wording)
        both = (before.regions, own[0].regions)
        return [Side(place_name(r), replace(asked, regions=r)) for r in both]

    def _anew(self, side: Question, question: Question) -> Question:
        """A side of the turn before with what this turn changes: its words, its time, its measure."""
        own = self.parts.read(self.parts.wording.bare(tidied(question.text), question.lang), question.lang)
        if any(t.known and not t.neutral for t in own.terms):
            side = replace(side, terms=own.terms, variants=own.variants)
        return as_whole(replace(side, period=own.period or side.period), question, self.parts.wording)

    def held_in(self, question: Question) -> tuple[Region, ...]:
        """Where a rank is held, as far as the question says; 全省 around 平遥县 is 山西省."""
        inner = question.regions
        found = [r for r in question.scope if all(r.id != i.id for i in inner)]
        named = self.parts.mentions(question, tidied(question.text))
        around = [self.parts.around(m, inner) for m in named if m.deictic is not None]
        return (*found, *(r for m in around for r in m.regions))
