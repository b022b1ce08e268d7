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
    QuantityMention,
    Question,
    Region,
    RegionMention,
    Term,
    Unit,
)
from retrieval.schema import QuestionWords
from retrieval.service import service
from retrieval.understanding.calendar import resolve_period
from retrieval.understanding.english_asked_places import DESCRIBED, AskedPlaces, spelt_out, subject_of
from retrieval.understanding.english_cues import AMOUNTS, EnglishCue, EnglishCues
from retrieval.understanding.english_grammar import EnglishGrammar
from retrieval.understanding.english_terms import EnglishTerms, is_large
from retrieval.understanding.glossary import GlossaryTable
from retrieval.understanding.name_english import HEAD_OF
from retrieval.understanding.question import QuestionReader
from retrieval.understanding.tidy import tidy

_TOTAL = re.compile(r"\bof (?:the |its |all )?(?:[a-z'-]+ )?(total|overall|all|whole|entire)\b")
_AMONG = re.compile(r"\bamong (?:all |the )?[^,?]*?(?= (?:in|by|for|during|on)\b|[,?]|$)")
_MONEY = frozenset({Unit.MONEY, Unit.RATIO, Unit.INDEX})
_BASES = {(1, 3): "一季度", (1, 6): "上半年"}  # narrowed from the first half, as Chinese texts have it
_ECONOMY = ("经济", "国民经济")
_HEAD = "负责人"
_GROSS = 1.6  # as every head
_YEAR_TO_DATE = (Measure.COMPLETION, Measure.GROWTH)

_LEVELS = {"prov": Level.PROVINCE, "nati": Level.COUNTRY, "coun": Level.COUNTRY, "city": Level.CITY}
_AVERAGE = re.compile(
    r"\b(provincial|province|nationwide|national|country|citywide|city)(?:['’]s)?[a-z ]{0,12}"
    r" (?:rate|average|level|figure|mean|growth)\b"
)


@service
class EnglishReader:
    """Reads English questions."""

    base: QuestionReader
    words: QuestionWords
    glossary: GlossaryTable

    def read(self, text: str) -> Question:
        """The slots of an English question: How much did FAI grow in Jiaojiang in 2019?"""
        plain, low, cue = _plain(text), tidy(_plain(text)), self.cues.find(tidy(_plain(text)))
        regions = self.regions(plain, low)
        subject = subject_of(regions, plain, cue.asked)
        periods = self.base.reader.periods.find(low)
        period, season = self._period(periods, cue.measure)
        numbers = self._numbers(low, periods, cue)
        aside = tuple(m for m in regions if m is not subject and DESCRIBED.search(plain[: m.start]))
        sums = [m for m in numbers if m.quantity.kind is Unit.MONEY]
        hidden = [*_spans((*regions, *periods, *sums)), *_hidden(low, cue), *spelt_out(plain)]
        terms = self._terms(low, cue, hidden, aside, numbers)
        money, ranked = self._is_money(terms), cue.asked is Asked.RANK
        if self.cues.has("offtopic", low) and not any(t.known for t in terms):
            return Question(text, "en", Asked.OFFTOPIC)
        return Question(
            text,
            "en",
            cue.asked,
            cue.measure,
            counter=cue.counter,
            units=_MONEY if cue.asked is Asked.LEVEL and money and cue.units == AMOUNTS else cue.units,
            money=money,
            regions=subject.regions if subject else (),
            aside=aside,
            scope=self._scope(low, regions, subject, cue),
            of=self._ranked_by(low, money) if ranked else None,
            bases=tuple(_BASES[m.expr.months] for m in periods if m.base and m.expr.months in _BASES),
            period=period,
            season=season,
            terms=terms,
            variants=self.translator.variants(low, hidden, terms),
            numbers=tuple(q.quantity for q in numbers if not is_large(q.quantity)),
            marks=frozenset(name for name, compiled in self.grammar.marks if compiled.search(low)),
            plan=self.cues.has("plan", low) or cue.measure is Measure.COMPLETION,
            name=cue.name,
            place=cue.place,
            noun=self._event(low, hidden) if cue.asked is Asked.DATE else "",
            lowest=self.cues.has("compare_low", low),
        )

    def _scope(
        self, low: str, regions: Sequence[RegionMention], subject: RegionMention | None, cue: EnglishCue
    ) -> tuple[Region, ...]:
        """Where a rank is held, or what growth is held against: above the provincial average."""
        if cue.asked is Asked.RANK:
            return tuple(r for m in regions if m is not subject for r in m.regions)
        match = _AVERAGE.search(low) if cue.asked is Asked.DIFFERENCE else None
        if match is None or subject is None:
            return ()
        around = (a for r in subject.regions for a in self.base.reader.gazetteer.ancestors(r))
        return tuple(a for a in around if a.level is _LEVELS[match[1][:4]])[:1]

    def _numbers(self, low: str, periods: Sequence[PeriodMention], cue: EnglishCue) -> list[QuantityMention]:
        """The figures of a question, without the unit that it asks for."""
        found = self.base.reader.quantities.find(low, _spans(periods))
        return [m for m in found if not cue.unit[0] <= m.start < cue.unit[1]]

    def _terms(
        self,
        low: str,
        cue: EnglishCue,
        hidden: Sequence[tuple[int, int]],
        aside: Sequence[RegionMention],
        numbers: Sequence[QuantityMention],
    ) -> tuple[Term, ...]:
        """The words that a text has to bear out, with what they mean beside each other."""
        terms = self.cues.happened(low, self.translator.read(low, hidden, aside, numbers))
        if titles := self.titled(low):
            terms = tuple(replace(t, text=titles[0]) if t.text == _HEAD else t for t in terms)
        if cue.asked is Asked.SHARE:
            terms += self.translator.implied(terms)
        return _gross(terms, cue) if self.cues.has("economy", low) else terms

    def _is_money(self, terms: Sequence[Term]) -> bool:
        """Whether the last word of what is measured names an amount of money: 收入 of tax revenue."""
        heads = [t.text for t in terms if t.head and t.focus]
        return bool(heads) and heads[-1] in (*self.base.words.money_heads, *self.words.english["money"])

    @cached_property
    def translator(self) -> EnglishTerms:
        """What makes terms of English words."""
        also = {word: (other,) for word, _, other in (w.partition("=") for w in self.words.english["also"])}
        return EnglishTerms(self.base.reader.lexicon, self.glossary, self._plan, self._spoken, also)

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
        text = _plain(question.text)
        return [m for m in self.regions(text, tidy(text)) if m.text.isascii()]

    def regions(self, text: str, low: str) -> list[RegionMention]:
        """Places in Latin letters and in characters; 海门 in brackets behind Haimen settles which is meant."""
        return AskedPlaces(self.base.reader.gazetteer).find(text, low)


def _plain(text: str) -> str:
    """China–Europe as China-Europe."""
    return text.replace("–", "-")


def _spans(
    mentions: Sequence[RegionMention | PeriodMention | QuantityMention],
) -> tuple[tuple[int, int], ...]:
    return tuple((m.start, m.end) for m in mentions)


def _hidden(low: str, cue: EnglishCue) -> list[tuple[int, int]]:
    """What needs no word of a text: the unit asked for, *total* before a whole, whom a rank is held among."""
    found = [cue.unit]
    found += [m.span(1) for m in _TOTAL.finditer(low)] if cue.asked is Asked.SHARE else []
    return found + ([m.span() for m in _AMONG.finditer(low)] if cue.asked is Asked.RANK else [])


def _gross(terms: tuple[Term, ...], cue: EnglishCue) -> tuple[Term, ...]:
    """The economy that grows, ranks or is large is its gross product, where no other word says what is measured."""
    measured = (Measure.GROWTH, Measure.LEVEL, Measure.RANK, Measure.DIFFERENCE, None)
    if any(t.head for t in terms) or cue.asked in (Asked.DATE, Asked.COUNT) or cue.measure not in measured:
        return terms
    rest = (t for t in terms if t.text not in _ECONOMY)
    return (Term("地区生产总值", _GROSS, True, True), *rest)
