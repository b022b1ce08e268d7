"""An English question in, the same slots out as from a Chinese one: its terms are the Chinese words sources use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.records import Asked, Atom, Measure, Name, Question, RegionMention, Term, Unit
from retrieval.schema import QuestionWords
from retrieval.understanding.calendar import resolve_period
from retrieval.understanding.glossary import Gloss, GlossaryTable
from retrieval.understanding.question import QuestionReader
from retrieval.understanding.regions import find_regions
from retrieval.understanding.romanized import find_romanized
from retrieval.understanding.tidy import tidy

_HAN_RUN = re.compile(r"[㐀-鿿]+")
_UNTRANSLATED = 0.12  # an English word that no table translates cannot be held against a Chinese text
_TRANSLATED = 0.6
_COLOURING = 0.25  # verbs and adjectives: news has many ways for each
_ASKED_FOR = 1.4  # what is counted or chosen: how many dead-end roads, which hospital
_BESIDE = 0.5  # outside the clause that asks
_ASKING = re.compile(r"\b(?:how (?:many|much)|how|which|what|who|whom|whose|when|where)\b")
_HEAD, _KNOWN, _LIGHT = 1.6, 1.2, 0.2
_AMOUNTS = frozenset(Unit) - {Unit.PERCENT, Unit.POINTS, Unit.RANK, Unit.TIMES}
_SCOPED = re.compile(
    r"(?:\bin|\bwithin|\bamong|\bacross|of)\s+(?:the\s+)?(?:city of|province of|province|whole)?\s*$",
    re.IGNORECASE,
)
_NAMES = {"person": Name.PERSON, "company": Name.COMPANY, "organization": Name.ORGANIZATION, "project": Name.PROJECT,
          "region": Name.PLACE}  # fmt: skip


@dataclass(frozen=True)
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
        subject = next(
            (m for m in regions if not (cue[0] is Asked.RANK and _SCOPED.search(text[: m.start]))), None
        )
        subject = subject or (regions[0] if regions else None)
        periods = self.base.reader.periods.find(low)
        resolved = [p for m in periods if not m.base and (p := resolve_period(m.expr, None, None))]
        spelt = find_romanized(text, self.base.reader.gazetteer)
        terms = tuple(self._terms(low, [*regions, *spelt], periods))
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
            scope=tuple(r for m in regions if m is not subject and asked is Asked.RANK for r in m.regions),
            of=Measure.GROWTH if asked is Asked.RANK and self._has("growth", low) else None,
            period=max(
                (p for p, _ in resolved), key=lambda p: (p.start, -(p.end - p.start).days), default=None
            ),
            season=next((m.expr for m in periods if not m.base), None) if not resolved else None,
            terms=terms,
            numbers=tuple(q.quantity for q in self.base.reader.quantities.find(low)),
            plan=self._has("plan", low),
            name=name,
            place=name is Name.PLACE,
            noun="",
            lowest=self._has("compare_low", low),
        )

    def _has(self, name: str, low: str) -> bool:
        words = self.words.offtopic if name == "offtopic" else self.words.english[name]
        return any(re.search(rf"(?<![a-z]){re.escape(w)}(?![a-z])", low) for w in words)

    def _cue(self, low: str) -> tuple[Asked, Measure | None, frozenset[Unit], Name | None]:
        growth = self._has("growth", low) or self._has("fall", low)
        if self._has("rank", low):
            return Asked.RANK, Measure.RANK, frozenset({Unit.RANK}), None
        if self._has("difference", low) and not self._has("compare", low.split(",")[0][:12]):
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
        if self._has("level", low) or low.startswith("what was") or low.startswith("what is"):
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

    def _terms(self, low: str, regions: Sequence[RegionMention], periods: Sequence[object]) -> Iterator[Term]:
        masked = list(low)
        for mention in [*regions, *periods]:
            start, end = mention.start, mention.end  # type: ignore[attr-defined]
            masked[start:end] = " " * (end - start)
        plain = "".join(masked)
        for match in _HAN_RUN.finditer(plain):
            yield Term(match.group(), _KNOWN)
        latin = _HAN_RUN.sub(lambda m: " " * len(m.group()), plain)
        first, last, cue = _asking(low)
        for start, end, forms, light in self._glosses(latin):
            focus = first <= start < last
            nearest = start >= cue and not latin[cue:start].strip()
            weight = _COLOURING if light else _ASKED_FOR if nearest else _TRANSLATED
            if forms:
                others = self._canonical(forms)
                yield Term(forms[0], weight if focus else weight * _BESIDE, focus=focus, others=others)
            latin = latin[:start] + " " * (end - start) + latin[end:]
        yield from self._known(latin)

    def _glosses(self, latin: str) -> list[Gloss]:
        """What the glossary knows better than the lexicon, which takes a tie: dead-end road, not road."""
        atoms = [a for a in self.base.reader.lexicon.english_atoms(latin) if a.known]
        return [g for g in self.glossary.find(latin) if not any(_outdone(g, a) for a in atoms)]

    def _canonical(self, forms: tuple[str, ...]) -> tuple[str, ...]:
        """The other forms, and the words that texts are read as where they write one of them: 道路 is 公路."""
        read = [self.base.reader.lexicon.atoms(form) for form in forms]
        words = (atoms[0].text for atoms in read if len(atoms) == 1 and atoms[0].known)
        return tuple(dict.fromkeys(form for form in (*forms, *words) if form != forms[0]))

    def _known(self, latin: str) -> Iterator[Term]:
        """The words of statistics, and what no table translates."""
        for atom in self.base.reader.lexicon.english_atoms(latin):
            if atom.known:
                weight = _LIGHT if atom.soft or atom.neutral else _HEAD if atom.head else _KNOWN
                yield Term(atom.text, weight, True, atom.head, atom.soft, atom.neutral)
            elif not atom.text.isdigit() and len(atom.text) > 2:
                yield Term(atom.text, _UNTRANSLATED)


def _asking(low: str) -> tuple[int, int, int]:
    """Where the clause that asks begins and ends, and where its asking words end: In the drive, how many |roads were…"""
    match = _ASKING.search(low)
    if match is None:
        return 0, len(low), len(low)
    first = max(low.rfind(mark, 0, match.start()) for mark in ",;:(") + 1
    ends = [at for mark in (", ", ";", " (") if (at := low.find(mark, match.end())) >= 0]
    return first, min(ends, default=len(low)), match.end()


def _outdone(gloss: Gloss, atom: Atom) -> bool:
    """Whether a known atom takes the same words or more of them."""
    apart = atom.end <= gloss.start or gloss.end <= atom.start
    return not apart and atom.end - atom.start >= gloss.end - gloss.start


def _beside(spelt: RegionMention, written: RegionMention, text: str) -> bool:
    """Whether the same place follows in characters: Haimen (海门)."""
    between = text[spelt.end : written.start]
    return 0 <= written.start - spelt.end <= 3 and not between.strip(" (（")


def is_english(text: str) -> bool:
    """Whether a question is asked in English: more Latin words than Chinese characters."""
    return len(re.findall(r"[A-Za-z]{2,}", text)) > len(_HAN_RUN.findall(text)) * 2 and sum(
        c.isascii() and c.isalpha() for c in text
    ) > 2 * sum(map(len, _HAN_RUN.findall(text)))
