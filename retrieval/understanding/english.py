"""An English question in, the same slots out as from a Chinese one: its terms are the Chinese words sources use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from retrieval.records import (
    Asked,
    Level,
    Measure,
    Period,
    PeriodExpr,
    PeriodMention,
    Question,
    Region,
    RegionMention,
    Term,
    Unit,
)
from retrieval.schema import QuestionWords
from retrieval.service import service
from retrieval.understanding.calendar import resolve_period
from retrieval.understanding.english_cues import AMOUNTS, EnglishCue, EnglishCues
from retrieval.understanding.english_grammar import EnglishGrammar
from retrieval.understanding.english_terms import EnglishTerms, is_large
from retrieval.understanding.glossary import GlossaryTable
from retrieval.understanding.name_english import HEAD_OF
from retrieval.understanding.question import QuestionReader
from retrieval.understanding.regions import find_regions
from retrieval.understanding.romanized import find_romanized
from retrieval.understanding.tidy import tidy

_DESCRIBED = re.compile(r"\b(?:from|to|with|outside|into|via)\s+(?:the\s+)?$", re.IGNORECASE)
_WHOLE = re.compile(
    r"\b(?:share|proportion|percentage|percent|part|how much)\s+of\s+(?:the\s+)?$", re.IGNORECASE
)
_SCOPED = re.compile(
    r"(?:\bin|\bwithin|\bamong|\bacross|of)\s+(?:the\s+)?(?:city of|province of|province|whole)?\s*$",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"\bof (?:the |its |all )?(?:[a-z'-]+ )?(total|overall|all|whole|entire)\b")
_AMONG = re.compile(r"\bamong (?:all |the )?[^,?]*?(?= (?:in|by|for|during|on)\b|[,?]|$)")
_MONEY = frozenset({Unit.MONEY, Unit.RATIO, Unit.INDEX})
_ECONOMY = ("经济", "国民经济")
_HEAD = "负责人"
_GROSS = 1.6  # as every head
_SAID_AGAIN = re.compile(r"((?:[A-Z][\w'’-]*[ ,]{1,2})+)[(（](?=[㐀-鿿])")
_YEAR_TO_DATE = (Measure.COMPLETION, Measure.GROWTH)
_INSIDE = re.compile(r"(?:['’]s)? (?:[a-z-]+ ){0,4}(?:in|of|at) (?:the )?", re.IGNORECASE)
_OUTSIDE = re.compile(r"(?:['’]s) ")


@service
class EnglishReader:
    """Reads English questions."""

    base: QuestionReader
    words: QuestionWords
    glossary: GlossaryTable

    def read(self, text: str) -> Question:
        """The slots of an English question: How much did FAI grow in Jiaojiang in 2019?"""
        plain = text.replace("–", "-")
        low = tidy(plain)
        cue = self.cues.find(low)
        regions = self.regions(plain, low)
        subject = _subject(regions, plain, cue.asked)
        periods = self.base.reader.periods.find(low)
        period, season = self._period(periods, cue.measure)
        numbers = self.base.reader.quantities.find(low, tuple((m.start, m.end) for m in periods))
        numbers = tuple(m for m in numbers if m.start < cue.unit[0] or m.start >= cue.unit[1])
        aside = tuple(m for m in regions if m is not subject and _DESCRIBED.search(plain[: m.start]))
        hidden = [(m.start, m.end) for m in (*regions, *periods)]
        hidden += [(m.start, m.end) for m in numbers if m.quantity.kind is Unit.MONEY]
        hidden += [cue.unit, *_spelt_out(plain)]
        hidden += [m.span(1) for m in _TOTAL.finditer(low)] if cue.asked is Asked.SHARE else []
        hidden += [m.span() for m in _AMONG.finditer(low)] if cue.asked is Asked.RANK else []
        also = {word: (other,) for word, _, other in (w.partition("=") for w in self.words.english["also"])}
        reader = EnglishTerms(self.base.reader.lexicon, self.glossary, self._plan, self._spoken, also)
        terms = reader.read(low, hidden, aside, numbers)
        terms = self.cues.happened(low, terms)
        if titles := self.titled(low):
            terms = tuple(
                replace(t, text=titles[0], others=titles[1:]) if t.text == _HEAD else t for t in terms
            )
        if cue.asked is Asked.SHARE:
            terms += reader.implied(terms)
        if self.cues.has("offtopic", low) and not any(t.known for t in terms):
            return Question(text, "en", Asked.OFFTOPIC)
        if self.cues.has("economy", low):
            terms = _gross(terms, cue)
        heads = [t.text for t in terms if t.head and t.focus]
        amounts = (*self.base.words.money_heads, *self.words.english["money"])
        money = bool(heads) and heads[-1] in amounts
        return Question(
            text=text,
            lang="en",
            asked=cue.asked,
            measure=cue.measure,
            counter=cue.counter,
            units=_MONEY if cue.asked is Asked.LEVEL and money and cue.units == AMOUNTS else cue.units,
            money=money,
            regions=subject.regions if subject else (),
            aside=aside,
            scope=tuple(
                r for m in regions if m is not subject and cue.asked is Asked.RANK for r in m.regions
            ),
            of=self._ranked_by(low, money) if cue.asked is Asked.RANK else None,
            period=period,
            season=season,
            terms=terms,
            variants=reader.variants(low, hidden, terms),
            numbers=tuple(q.quantity for q in numbers if not is_large(q.quantity)),
            marks=frozenset(name for name, compiled in self.grammar.marks if compiled.search(low)),
            plan=self.cues.has("plan", low) or cue.measure is Measure.COMPLETION,
            name=cue.name,
            place=cue.place,
            noun=self._event(low, hidden) if cue.asked is Asked.DATE else "",
            lowest=self.cues.has("compare_low", low),
        )

    @staticmethod
    def titled(low: str) -> tuple[str, ...]:
        """What the head of a county or district is called: 县长."""
        match = HEAD_OF.search(low)
        return () if match is None else ("县长",) if match[1] == "county" else ("区长",)

    def _event(self, low: str, hidden: Sequence[tuple[int, int]]) -> str:
        """What happened, in Chinese: 竣工 of when was the bridge completed; the last such word or ''."""
        plain = list(low)
        for start, end in hidden:
            plain[start:end] = " " * (end - start)
        events = self.base.words.synonyms
        glosses = self.glossary.find("".join(plain))
        found = [g.forms[0] for g in glosses if any(form in events for form in g.forms)]
        return self.cues.happening(low) or next(reversed(found), "")

    def _ranked_by(self, low: str, money: bool) -> Measure | None:
        """What a rank is by: its growth, its share, or the amount of what is money."""
        if self.cues.has("growth", low):
            return Measure.GROWTH
        return Measure.LEVEL if money else None

    def _period(
        self, periods: Sequence[PeriodMention], measure: Measure | None
    ) -> tuple[Period | None, PeriodExpr | None]:
        """The latest and most exact period of a question; where none has a year, its season.

        Of what is told for a span (a growth, a plan's completion) *by the end of November* is January to November.
        """
        named = [m.expr for m in periods if not m.base]
        days = [resolve_period(e, self.base.today if e.shift is not None else None, None) for e in named]
        found = [day[0] for day in days if day]
        if found:
            latest = max(found, key=lambda p: (p.start, -(p.end - p.start).days))
            if latest.point and measure in _YEAR_TO_DATE:
                latest = replace(latest, start=latest.end.replace(month=1, day=1), point=False)
            season = next((e for e, day in zip(named, days, strict=True) if not day and e.name), None)
            again = resolve_period(season, None, latest) if season else None  # National Day visitors in 2023
            return (again[0] if again else latest), None
        return None, next(iter(named), None)

    @property
    def _plan(self) -> frozenset[str]:
        return frozenset(self.words.plan)

    @cached_property
    def _spoken(self) -> frozenset[str]:
        """Words that only say what is asked, in Chinese: 增速, 占比, 排名."""
        lists = (self.words.growth, self.words.fall, self.words.share, self.words.rank, self.words.level)
        return frozenset(word for words in lists for word in words)

    @cached_property
    def grammar(self) -> EnglishGrammar:
        """The words around a figure: month on month."""
        return EnglishGrammar(self.base.facts.english)

    @cached_property
    def cues(self) -> EnglishCues:
        """What finds out what is asked."""
        return EnglishCues(self.words, self.base.reader.quantities)

    def mentions(self, question: Question) -> list[RegionMention]:
        """The places of a question that only letters say."""
        text = question.text.replace("–", "-")
        return [m for m in self.regions(text, tidy(text)) if m.text.isascii()]

    def regions(self, text: str, low: str) -> list[RegionMention]:
        """Places in Latin letters and in characters; 海门 in brackets behind Haimen settles which is meant."""
        gazetteer = self.base.reader.gazetteer
        written = [m for m in find_regions(low, gazetteer) if m.regions]
        spelt = [m for m in find_romanized(text, gazetteer) if m.regions]
        again = [span for span in _spelt_out(text) if any(span[1] + 1 == w.start for w in written)]
        kept = [m for m in spelt if not any(_beside(m, w, text) for w in written)]
        kept = [m for m in kept if not any(start <= m.start < end for start, end in again)]
        kept = [replace(m, regions=self._likely(m.regions)) for m in kept]
        named = sorted([*written, *kept], key=lambda m: m.start)
        return [
            m
            for m in named
            if m in written or not any(self._outlying(m, o, text) for o in (*spelt, *written))
        ]

    def _likely(self, places: tuple[Region, ...]) -> tuple[Region, ...]:
        """Of cities and lesser places that are spelt alike the cities: Lishui is 丽水市, 溧水区 is Lishui District."""
        within = self.base.reader.gazetteer.within
        kept = [p for p in places if not any(o is not p and within(p, o) for o in places)]
        return tuple(p for p in kept if p.level is Level.CITY) or tuple(kept)

    def _outlying(self, spelt: RegionMention, other: RegionMention, text: str) -> bool:
        """Whether a place elsewhere has the name: Shilong terminal in Dongguan is none in 平顶山市石龙区."""
        inner = other.start > spelt.end and _INSIDE.fullmatch(text[spelt.end : other.start])
        outer = spelt.start > other.end and _OUTSIDE.fullmatch(text[other.end : spelt.start])
        if not (inner or outer) or any(r.level < Level.COUNTY for r in spelt.regions):
            return False
        within = self.base.reader.gazetteer.within
        return not any(within(a, b) or within(b, a) for a in spelt.regions for b in other.regions)


def _subject(regions: list[RegionMention], text: str, asked: Asked) -> RegionMention | None:
    """The place asked about: not where a rank is held, not the whole of a share, not where something comes from."""
    around = (_SCOPED if asked is Asked.RANK else _WHOLE, _DESCRIBED)
    fitting = [m for m in regions if not any(p.search(text[: m.start]) for p in around)]
    inside = (m for m in fitting if any(r.level is not Level.COUNTRY for r in m.regions))
    return next(inside, next(iter(fitting), regions[0] if regions else None))


def _spelt_out(text: str) -> list[tuple[int, int]]:
    """What is said again in characters behind it: Fujian |Xinhui Business Center (福建鑫惠商务中心)."""
    return [match.span(1) for match in _SAID_AGAIN.finditer(text)]


def _gross(terms: tuple[Term, ...], cue: EnglishCue) -> tuple[Term, ...]:
    """The economy that grows, ranks or is large is its gross product, where no other word says what is measured."""
    measured = (Measure.GROWTH, Measure.LEVEL, Measure.RANK, Measure.DIFFERENCE, None)
    if any(t.head for t in terms) or cue.asked in (Asked.DATE, Asked.COUNT) or cue.measure not in measured:
        return terms
    rest = (t for t in terms if t.text not in _ECONOMY)
    return (Term("地区生产总值", _GROSS, True, True), *rest)


def _beside(spelt: RegionMention, written: RegionMention, text: str) -> bool:
    """Whether the same place follows in characters: Haimen (海门)."""
    beside = re.compile(r"(?:['’]s)?[ (（]{0,3}").fullmatch(text, spelt.end, max(spelt.end, written.start))
    return spelt.end <= written.start and beside is not None
