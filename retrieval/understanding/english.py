"""An English question in, the same slots out as from a Chinese one: its terms are the Chinese words sources use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from retrieval.records import (
    Asked,
    Measure,
    Name,
    Period,
    PeriodExpr,
    PeriodMention,
    Question,
    RegionMention,
    Unit,
)
from retrieval.schema import QuestionWords
from retrieval.service import service
from retrieval.understanding.calendar import resolve_period
from retrieval.understanding.english_terms import EnglishTerms
from retrieval.understanding.english_text import any_word
from retrieval.understanding.glossary import GlossaryTable
from retrieval.understanding.question import QuestionReader
from retrieval.understanding.regions import find_regions
from retrieval.understanding.romanized import find_romanized
from retrieval.understanding.tidy import tidy

_DESCRIBED = re.compile(r"\b(?:from|to|with|outside|into|via)\s+(?:the\s+)?$", re.IGNORECASE)
_WHOLE = re.compile(r"\b(?:share|proportion|percentage|percent|part)\s+of\s+(?:the\s+)?$", re.IGNORECASE)
_AMOUNTS = frozenset(Unit) - {Unit.PERCENT, Unit.POINTS, Unit.RANK, Unit.TIMES}
_SCOPED = re.compile(
    r"(?:\bin|\bwithin|\bamong|\bacross|of)\s+(?:the\s+)?(?:city of|province of|province|whole)?\s*$",
    re.IGNORECASE,
)
_NAMES = {"person": Name.PERSON, "company": Name.COMPANY, "organization": Name.ORGANIZATION, "project": Name.PROJECT,
          "region": Name.PLACE}  # fmt: skip


@service
class EnglishReader:
    """Reads English questions."""

    base: QuestionReader
    words: QuestionWords
    glossary: GlossaryTable

    def read(self, text: str) -> Question:
        """The slots of an English question: How much did FAI grow in Jiaojiang in 2019?"""
        low = tidy(text)
        cue = self._cue(low)
        regions = self.regions(text, low)
        subject = _subject(regions, text, cue[0])
        periods = self.base.reader.periods.find(low)
        period, season = self._period(periods)
        numbers = self.base.reader.quantities.find(low, tuple((m.start, m.end) for m in periods))
        aside = tuple(m for m in regions if m is not subject and _DESCRIBED.search(text[: m.start]))
        hidden = [(m.start, m.end) for m in (*regions, *find_romanized(text, self.base.reader.gazetteer))]
        hidden += [(m.start, m.end) for m in periods]
        hidden += [(m.start, m.end) for m in numbers if m.quantity.kind is Unit.MONEY]
        terms = EnglishTerms(self.base.reader.lexicon, self.glossary, self._plan).read(low, hidden, aside)
        if self._has("offtopic", low) and not any(t.known for t in terms):
            return Question(text, "en", Asked.OFFTOPIC)
        asked, measure, units, name = cue
        return Question(
            text=text,
            lang="en",
            asked=asked,
            measure=measure,
            units=units,
            regions=subject.regions if subject else (),
            aside=aside,
            scope=tuple(r for m in regions if m is not subject and asked is Asked.RANK for r in m.regions),
            of=Measure.GROWTH if asked is Asked.RANK and self._has("growth", low) else None,
            period=period,
            season=season,
            terms=terms,
            numbers=tuple(q.quantity for q in numbers),
            plan=self._has("plan", low),
            name=name,
            place=name is Name.PLACE,
            noun="",
            lowest=self._has("compare_low", low),
        )

    def _period(self, periods: Sequence[PeriodMention]) -> tuple[Period | None, PeriodExpr | None]:
        """The latest and most exact period of a question; where none has a year, its season."""
        named = [m.expr for m in periods if not m.base]
        days = [resolve_period(e, self.base.today if e.shift is not None else None, None) for e in named]
        found = [day[0] for day in days if day]
        if found:
            return max(found, key=lambda p: (p.start, -(p.end - p.start).days)), None
        return None, next(iter(named), None)

    @property
    def _plan(self) -> frozenset[str]:
        return frozenset(self.words.plan)

    def _has(self, name: str, low: str) -> bool:
        return self._cues[name].search(low) is not None

    @cached_property
    def _cues(self) -> dict[str, re.Pattern[str]]:
        lists = {**self.words.english, "offtopic": self.words.offtopic}
        return {name: re.compile(any_word(words)) for name, words in lists.items()}

    def _cue(self, low: str) -> tuple[Asked, Measure | None, frozenset[Unit], Name | None]:
        growth = self._has("growth", low) or self._has("fall", low)
        if self._has("rank", low):
            return Asked.RANK, Measure.RANK, frozenset({Unit.RANK}), None
        if self._has("difference", low) and not self._has("compare", low.split(",", maxsplit=1)[0][:12]):
            return Asked.DIFFERENCE, Measure.DIFFERENCE, frozenset(), None
        if self._has("count", low):
            return Asked.COUNT, Measure.LEVEL, frozenset({Unit.COUNT, Unit.PEOPLE}), None
        if self._has("date", low):
            return Asked.DATE, None, frozenset(), None
        for name in ("person", "company", "region", "organization", "project"):
            if self._has(name, low):
                return Asked.ENTITY, None, frozenset(), _NAMES[name]
        if growth:
            return Asked.GROWTH, Measure.GROWTH, frozenset({Unit.PERCENT, Unit.TIMES}), None
        if self._has("share", low):
            return Asked.SHARE, Measure.SHARE, frozenset(), None
        if self._has("level", low) or low.startswith(("what was", "what is")):
            return Asked.LEVEL, Measure.LEVEL, _AMOUNTS, None
        if self._has("any", low):
            return Asked.ENTITY, None, frozenset(), None
        return Asked.LEVEL, Measure.LEVEL, _AMOUNTS, None

    def regions(self, text: str, low: str) -> list[RegionMention]:
        """Places in Latin letters and in characters; 海门 in brackets behind Haimen settles which is meant."""
        gazetteer = self.base.reader.gazetteer
        written = [m for m in find_regions(low, gazetteer) if m.regions]
        spelt = [m for m in find_romanized(text, gazetteer) if m.regions]
        kept = [m for m in spelt if not any(_beside(m, w, text) for w in written)]
        return sorted([*written, *kept], key=lambda m: m.start)


def _subject(regions: list[RegionMention], text: str, asked: Asked) -> RegionMention | None:
    """The place asked about: not where a rank is held, not the whole of a share, not where something comes from."""
    around = (_SCOPED if asked is Asked.RANK else _WHOLE, _DESCRIBED)
    fitting = (m for m in regions if not any(p.search(text[: m.start]) for p in around))
    return next(fitting, regions[0] if regions else None)


def _beside(spelt: RegionMention, written: RegionMention, text: str) -> bool:
    """Whether the same place follows in characters: Haimen (海门)."""
    return re.fullmatch(r"(?:['’]s)?[ (（]{0,3}", text[spelt.end : written.start]) is not None
