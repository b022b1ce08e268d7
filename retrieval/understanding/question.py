"""A question in, its slots out: region, period, terms, measure, and what kind of answer would do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from retrieval.records import (
    Asked,
    Atom,
    Period,
    PeriodExpr,
    Question,
    Reading,
    Region,
    RegionMention,
    Spanned,
    Term,
    Unit,
)
from retrieval.schema import FactWords, QuestionWords
from retrieval.understanding.calendar import resolve_period
from retrieval.understanding.colloquial import Colloquial
from retrieval.understanding.cues import Cue, CueGrammar
from retrieval.understanding.phrases import Grammar
from retrieval.understanding.reading import Reader

_SCOPE = re.compile(r"[在居列占比较于]$|领先$|超出$|超过$|跑赢$|跑输$|落后$|高[于出过]$|低[于]$|快于$|属于$|全$")
# What a miss of a term costs, by what it is.
_HEAD, _KNOWN, _SOFT, _NEUTRAL, _PER_CHARACTER, _RUN_MOST = 1.6, 1.2, 0.3, 0.1, 0.33, 1.6
_ALONE = 0.12
_BESIDE = 0.5  # a term outside the asking clause


@dataclass(frozen=True)
class QuestionReader:
    """Reads Chinese questions; built once."""

    reader: Reader
    cues: CueGrammar
    words: QuestionWords
    facts: FactWords
    grammar: Grammar
    polite: re.Pattern[str]
    loose: Mapping[str, tuple[str, ...]]
    colloquial: Colloquial
    today: date

    @staticmethod
    def build(
        reader: Reader, words: QuestionWords, facts: FactWords, grammar: Grammar, today: date
    ) -> QuestionReader:
        """Compile the words once."""
        edges = "|".join(re.escape(w) for w in sorted(words.polite + words.plan, key=len, reverse=True))
        return QuestionReader(
            reader, CueGrammar.build(words, reader.quantities), words, facts, grammar,
            re.compile(f"^(?:{edges})+|(?:{edges})+$"), reader.lexicon.loose_atoms(),
            Colloquial.build(words.acts, words.money_heads), today,
        )  # fmt: skip

    def read(self, text: str) -> Question:
        """The slots of a Chinese question as far as it states them: 椒江2019年固投增速 has all."""
        reading = self.reader.read(text)
        if self.cues.has("offtopic", reading.text) and not reading.indicators:
            return Question(text, "zh", Asked.OFFTOPIC)
        cue = self.cues.find(reading.text)
        subject, aside, scope = self._regions(reading, cue)
        period, season = self._period(reading)
        terms = self._terms(reading, cue, aside)
        return Question(
            text=text,
            lang="zh",
            asked=cue.asked,
            measure=cue.measure,
            of=cue.of,
            units=self._units(cue, terms),
            counter=cue.counter,
            money=any(t.head and t.text in self.words.money_heads for t in terms),
            regions=subject,
            aside=aside,
            scope=scope,
            bases=_bases(reading),
            period=period,
            season=season,
            terms=terms,
            variants=self._variants(reading, terms),
            numbers=tuple(q.quantity for q in reading.quantities),
            marks=self._marks(reading.text),
            plan=self.cues.has("plan", reading.text),
            name=cue.name,
            place=cue.region,
            noun=cue.noun,
            lowest=self.cues.has("compare_low", reading.text),
        )

    def _units(self, cue: Cue, terms: tuple[Term, ...]) -> frozenset[Unit]:
        """The kinds of quantity that can answer: money where 资金 or 产值 is asked for without a measure word."""
        heads = [t for t in terms if t.head and t.focus]
        if (
            cue.asked is Asked.LEVEL
            and not cue.counter
            and heads
            and heads[-1].text in self.words.money_heads
        ):
            return frozenset({Unit.MONEY, Unit.RATIO, Unit.INDEX})
        return cue.units

    # --- where and when ----------------------------------------------------------------------------------

    def _regions(
        self, reading: Reading, cue: Cue
    ) -> tuple[tuple[Region, ...], tuple[RegionMention, ...], tuple[Region, ...]]:
        """The place asked about, those that only describe, and where a rank is held."""
        named = [
            m
            for m in reading.regions
            if m.regions and not m.inside and not m.text.startswith(("哪", "什么", "各"))
        ]
        scoped = [m for m in named if _SCOPE.search(reading.text[: m.start])]
        from_where = [m for m in named if re.search("(?:来自|从|对|向|出口|通过)$", reading.text[: m.start])]
        wanted = cue.asked in (Asked.RANK, Asked.DIFFERENCE)
        named = named or self._bare_district(reading)
        subjects = [m for m in named if m not in from_where and not (wanted and m in scoped)]
        first = next(iter([m for m in subjects if m not in scoped] or subjects), None)
        rest = tuple(m for m in named if m is not first and not (wanted and m in scoped))
        scope = tuple(r for m in scoped if wanted and m is not first for r in m.regions)
        return (first.regions if first else ()), rest, scope

    def _bare_district(self, reading: Reading) -> list[RegionMention]:
        """市中区, 城区: names that many cities have and that need a city, each with all of its readings."""
        for match in re.finditer("市中区|城区|郊区|矿区", reading.text):
            if regions := self.reader.gazetteer.lookup(match.group()):
                return [RegionMention(match.start(), match.end(), match.group(), regions)]
        return []

    def _period(self, reading: Reading) -> tuple[Period | None, PeriodExpr | None]:
        """The period asked about; without a year only its season."""
        named = [m for m in reading.periods if not m.base]
        found: Period | None = None
        season: PeriodExpr | None = None
        stated = [m for m in named if m.expr.shift is None] + [m for m in named if m.expr.shift is not None]
        for mention in stated:
            day = date(found.end.year, 12, 31) if found else self.today
            resolved = resolve_period(mention.expr, day if mention.expr.shift is not None else None, found)
            if resolved is None:
                season = season or mention.expr
            elif found is None or _narrows(resolved[0], found):
                found = resolved[0]
        if found and season:
            again = resolve_period(season, None, found)
            return (again[0], None) if again else (found, None)
        return found, season

    def _marks(self, text: str) -> frozenset[str]:
        return frozenset(name for name, compiled in self.grammar.marks if compiled.search(text))

    # --- terms -------------------------------------------------------------------------------------------

    def _terms(self, reading: Reading, cue: Cue, aside: Iterable[RegionMention]) -> tuple[Term, ...]:
        """The words that a text has to bear out, heavier in the clause that asks."""
        marks = [m.span() for _, compiled in self.grammar.marks for m in compiled.finditer(reading.text)]
        spans = [*cue.spans, *marks]
        masked = _blank(reading, [span for span in spans if not _in_indicator(span, reading)])
        focus = _focus(reading, cue)
        counts = cue.asked not in (Asked.ENTITY, Asked.DATE)
        done = self.colloquial.find(masked if counts else "", cue.units == {Unit.MONEY})
        terms = [t for a in self.reader.lexicon.atoms(done.name) for t in self._term(a, 1.0)]
        for atom in self.reader.lexicon.atoms(done.rest or masked):
            share = 1.0 if focus[0] <= atom.start < focus[1] else _BESIDE
            terms.extend(self._term(atom, share))
        terms.extend(
            Term(m.text, _KNOWN * _BESIDE, focus=False, others=tuple(r.path for r in m.regions))
            for m in aside
        )
        return tuple(terms)

    def _variants(self, reading: Reading, terms: tuple[Term, ...]) -> tuple[tuple[Term, ...], ...]:
        """The terms with each loosely named indicator in its full words: 城镇居民收入 → 城镇居民人均可支配收入."""
        found = []
        for mention in reading.indicators:
            if not mention.loose:
                continue
            said = {a.text for a in reading.atoms if mention.start <= a.start and a.end <= mention.end}
            meant = [self._term(a, 1.0) for a in self.reader.lexicon.atoms(mention.indicator.name)]
            kept = [t for t in terms if t.text not in said and (t.known or t.text not in mention.text)]
            found.append((*kept, *(t for each in meant for t in each)))
        return tuple(found)

    def _term(self, atom: Atom, share: float) -> list[Term]:
        focus = share == 1.0
        if atom.known and atom.text in self.words.plan:
            return []
        if atom.known:
            weight = _NEUTRAL if atom.neutral else _SOFT if atom.soft else _HEAD if atom.head else _KNOWN
            others = self.loose.get(atom.text, ())
            return [Term(atom.text, weight * share, True, atom.head, atom.soft, atom.neutral, focus, others)]
        runs = [self._trim(run) for run in re.split("[的了吗呢啊呀吧把被跟那这]|哪些|哪个|什么", atom.text)]
        return [self._run(run, share, focus) for run in runs if run]

    def _run(self, run: str, share: float, focus: bool) -> Term:
        """A run of characters; one alone can be short for a word of statistics: 煤 for 煤炭."""
        if meant := self.words.singles.get(run):
            return Term(meant[0], _KNOWN * share, known=True, focus=focus, others=meant[1:])
        return Term(run, _run_weight(run) * share, focus=focus)

    def _trim(self, run: str) -> str:
        """A run without the little words at its ends, but for words that have a 用 or 到 of their own: 投用, 拿到."""
        while match := self.polite.search(run):
            edges = (run[:2], run[:3]) if match.start() == 0 else (run[-2:], run[-3:])
            if any(edge in self.words.synonyms and edge[-1] != "在" for edge in edges):
                return run
            run = run[match.end() :] if match.start() == 0 else run[: match.start()]
        return run


def _run_weight(run: str) -> float:
    """What a run of characters weighs; one alone is more often a little word than a name."""
    return _ALONE if len(run) == 1 else min(_RUN_MOST, _PER_CHARACTER * len(run))


def _narrows(period: Period, found: Period) -> bool:
    """Whether a second mention says the same more exactly: 2017年…3月底."""
    inside = found.start <= period.start and period.end <= found.end and not (found.open and period.point)
    return inside and (period.start, period.end) != (found.start, found.end)


def _bases(reading: Reading) -> tuple[str, ...]:
    """The quarters and half years that a question compares with: 比一季度; 比上年 goes without saying."""
    return tuple(m.text for m in reading.periods if m.base and re.search("季度|半年|[1-9]月", m.text))


def _in_indicator(span: tuple[int, int], reading: Reading) -> bool:
    """Whether a cue word is a part of an indicator's name: 总额 in 社会消费品零售总额."""
    return any(m.start < span[1] and span[0] < m.end and not m.loose for m in reading.indicators)


def _blank(reading: Reading, spans: Iterable[tuple[int, int]]) -> str:
    """The question without its places, times, figures and cue words."""
    masked = list(reading.text)
    places = (r for r in reading.regions if not r.inside)
    named: list[Spanned] = [*places, *reading.periods, *reading.quantities]
    for start, end in [*spans, *((m.start, m.end) for m in named)]:
        masked[start:end] = " " * (end - start)
    return "".join(masked)


def _focus(reading: Reading, cue: Cue) -> tuple[int, int]:
    """The clause that asks: the one its last cue word stands in, the whole question where there is none."""
    if not cue.spans:
        return 0, len(reading.text)
    at = max(cue.spans)[0]
    for start, end in reading.clauses:
        if start <= at < end:
            return start, end
    return 0, len(reading.text)
