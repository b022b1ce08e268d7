"""A question for a name, a place or a date and its candidate passages in; an answer or a refusal out."""

from __future__ import annotations

import re
from math import exp
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from retrieval.answering.coverage import Thesaurus, run_covered
from retrieval.answering.matching import unnamed_zone
from retrieval.answering.replies import Replies, quote, region_path
from retrieval.library import Passage
from retrieval.records import Answer, Asked, Level, Name, NameMention, Question, Status, Term
from retrieval.schema import NameWords
from retrieval.understanding.calendar import compare_periods, describe_period, period_label
from retrieval.understanding.gazetteer import Gazetteer
from retrieval.understanding.indicators import Lexicon
from retrieval.understanding.names import find_names
from retrieval.understanding.tidy import tidy

_ACCEPT = 0.62  # so much of the question a sentence has to bear out
_LEAST = 0.15
_NEAR = 0.5
_FIGURE = 0.6  # what a figure of the question weighs
_FAR = 0.3  # what a name is worth far from every word of the question
_REACH = 12.0  # characters: how far a word of the question reaches
_KINDS = {
    Name.PERSON: (Name.PERSON, Name.COMPANY, Name.ORGANIZATION),
    Name.COMPANY: (Name.COMPANY, Name.ORGANIZATION),
    Name.ORGANIZATION: (Name.ORGANIZATION, Name.COMPANY),
    Name.PROJECT: (Name.PROJECT, Name.QUOTED, Name.PLACE, Name.PRODUCT),
    Name.PLACE: (Name.PLACE, Name.PROJECT, Name.ORGANIZATION),
}
_LEVELS = {"省": Level.PROVINCE, "市": Level.CITY, "城市": Level.CITY, "区": Level.COUNTY, "县": Level.COUNTY,
           "县级市": Level.COUNTY, "镇": Level.TOWN, "乡镇": Level.TOWN, "街道": Level.TOWN}  # fmt: skip

# 首座跨海大桥 describes, it does not name.
_CLAIM = re.compile("首座|首个|首家|首条|唯一|最大|第一[座个家条]|民营企业|龙头企业")
_EDGE = re.compile(r"[,。、;:!?“”\"‘’()《》\s]|的|了|和|为|与|在")


@dataclass(frozen=True)
class Candidate:
    """A piece of a sentence that could be the answer: offsets in the sentence, what to say, how good."""

    start: int
    end: int
    text: str
    score: float
    passage: Passage


@dataclass(frozen=True)
class Names:
    """Answers who, which, what, where and when."""

    words: NameWords
    gazetteer: Gazetteer
    lexicon: Lexicon
    thesaurus: Thesaurus
    replies: Replies

    def answer(self, question: Question, passages: Sequence[Passage]) -> Answer:
        """The name or date in the sentence that bears the question out best."""
        found = self.candidates(question, passages)
        if not found or found[0].score < _LEAST:
            return self.replies.refused(question, [])
        return self._answered(question, found[0])

    def candidates(self, question: Question, passages: Iterable[Passage]) -> list[Candidate]:
        """Every name of the asked kind in the passages that bear the question out, best first."""
        scored = [(p, self._bears(question, p)) for p in passages if self._place_fits(question, p)]
        kept = [(p, s) for p, s in scored if s >= _ACCEPT and _time_fits(question, p)]
        found = [c for p, s in kept for c in self._inside(question, p, s)]
        return sorted(found, key=lambda c: (-c.score, c.passage.number, c.start))

    def _bears(self, question: Question, passage: Passage) -> float:
        terms = [t for t in question.terms if not t.neutral]
        figures = [q.quantity.number for q in passage.reading.quantities]
        total = sum(t.weight for t in terms) + _FIGURE * len(question.numbers)
        held = sum(t.weight * self._worth(t, passage) for t in terms)
        held += _FIGURE * sum(n.number in figures for n in question.numbers)
        return held / total if total else 0.0

    def _worth(self, term: Term, passage: Passage) -> float:
        if term.known and term.text in passage.words:
            return 1.0
        here = run_covered(term.text, passage.reading.text, self.thesaurus)
        around = run_covered(term.text, passage.near, self.thesaurus)
        return max(here, around * _NEAR)

    def _place_fits(self, question: Question, passage: Passage) -> bool:
        """Whether the passage is about the asked place, or one inside it, or names it."""
        if not question.regions:
            return True
        main = (passage.context.main,) if passage.context.main else ()
        named = [r for m in passage.reading.regions for r in m.regions]
        if any(unnamed_zone(q, passage.regions, passage.reading.text, self.gazetteer) for q in question.regions):
            return True
        return any(
            r.id == q.id or self.gazetteer.within(r, q)
            for q in question.regions
            for r in (*passage.regions, *named, *main)
        )

    # --- the pieces of a sentence that could answer ------------------------------------------------------

    def _inside(self, question: Question, passage: Passage, score: float) -> Iterator[Candidate]:
        asked = tidy(question.text)
        anchors = _anchors(question, passage, self.thesaurus)
        pieces = [p for p in self._pieces(question, passage) if question.asked is Asked.DATE or not _said(p[2], asked)]
        named = [p for p in pieces if question.noun and tidy(p[2]).endswith(question.noun)]
        for start, end, text, worth in named or pieces:
            near = _nearness(start, end, anchors, passage.reading.text)
            yield Candidate(start, end, text, score * score * worth * (_FAR + near), passage)

    def _pieces(self, question: Question, passage: Passage) -> Iterator[tuple[int, int, str, float]]:
        if question.asked is Asked.DATE:
            yield from self._dates(question, passage)
        elif question.place:
            yield from self._places(question, passage)
        elif question.name is Name.PLACE:
            yield from self._named(question, passage)
        else:
            named = list(self._named(question, passage))
            yield from named or self._nouns(question, passage)

    def _dates(self, question: Question, passage: Passage) -> Iterator[tuple[int, int, str, float]]:
        """The times of a sentence, each worth the share of the question's words that stand in its reach."""
        dated = [d for d in passage.dated if not d.base]
        anchors = _anchors(question, passage, self.thesaurus)
        total = sum(w for _, _, w in anchors) or 1.0
        for i, each in enumerate(dated):
            if question.period and compare_periods(question.period, each.period) in ("same", "contains"):
                continue
            end = dated[i + 1].start if i + 1 < len(dated) else len(passage.reading.text)
            start = 0 if i == 0 else each.start
            reach = sum(w for a, _, w in anchors if start <= a < end) / total
            yield each.start, each.end, describe_period(each.period, "zh"), 0.2 + reach

    def _places(self, question: Question, passage: Passage) -> Iterator[tuple[int, int, str, float]]:
        level = _LEVELS.get(question.noun)
        for mention in passage.reading.regions:
            fitting = [r for r in mention.regions if _level_fits(r.level, r.name, level, question.noun)]
            if fitting and not any(r.id == q.id for r in fitting for q in question.regions):
                yield mention.start, mention.end, passage.sentence.text[mention.start : mention.end], 1.0

    def _named(self, question: Question, passage: Passage) -> Iterator[tuple[int, int, str, float]]:
        for name in find_names(passage.reading.text, self.words, passage.sentence.text):
            worth = self._typed(question, name)
            if worth and not self._generic(name.text):
                yield name.start, name.end, passage.sentence.text[name.start : name.end], worth

    def _typed(self, question: Question, name: NameMention) -> float:
        """How well the kind of a name fits the kind asked for; 0 where it does not."""
        if _CLAIM.search(name.text):
            return 0.0
        if question.noun and name.text.endswith(question.noun):
            return 1.0
        if question.name is None:
            return 0.7
        if question.name is Name.PERSON and name.kind is Name.PERSON:
            return 1.0 + self._role(question, name)
        rank = _KINDS[question.name].index(name.kind) if name.kind in _KINDS[question.name] else -1
        return max(0.0, 1.0 - 0.25 * rank) if rank >= 0 else 0.0

    def _role(self, question: Question, name: NameMention) -> float:
        """Up to 1 for a person whose title the question names: 市委书记."""
        role = tidy(name.role)
        held = [run_covered(t.text, role, self.thesaurus) * t.weight for t in question.terms]
        return min(1.0, sum(held)) if role else 0.0

    def _generic(self, text: str) -> bool:
        """Whether a name is only a word of statistics: 民营企业."""
        atoms = self.lexicon.atoms(tidy(text))
        return bool(atoms) and all(a.known for a in atoms)

    def _nouns(self, question: Question, passage: Passage) -> Iterator[tuple[int, int, str, float]]:
        """什么功能, 哪个平台: the words before that noun, back to the last boundary or word of the question."""
        if not question.noun:
            return
        text = passage.reading.text
        for match in re.finditer(re.escape(question.noun), text):
            start = max((m.end() for m in _EDGE.finditer(text[: match.start()])), default=0)
            for term in question.terms:
                at = text.rfind(term.text, start, match.start())
                start = at + len(term.text) if at >= 0 else start
            if match.start() - start >= 2 and not self._generic(text[start : match.end()]):
                yield start, match.end(), passage.sentence.text[start : match.end()], 0.8

    def _answered(self, question: Question, best: Candidate) -> Answer:
        passage = best.passage
        offset = passage.sentence.start
        return Answer(
            question=question.text,
            status=Status.ANSWERED,
            answer=best.text,
            asked=question.asked,
            region=region_path(passage.regions),
            period=period_label(passage.period) if passage.period else "",
            measure=question.asked.value,
            quotes=(quote(passage, (offset + best.start, offset + best.end)),),
            notes=question.notes,
            lang=question.lang,
            parsed=question,
        )


def _level_fits(level: Level, name: str, wanted: Level | None, noun: str) -> bool:
    if noun == "县级市":
        return level is Level.COUNTY and name.endswith("市")
    if wanted is None:
        return bool(noun) and (name.endswith(noun) or level is Level.ZONE)
    if noun == "城市":
        return name.endswith("市")
    return level is wanted


def _time_fits(question: Question, passage: Passage) -> bool:
    """Whether the passage is not plainly of another time than the one asked about."""
    if question.period is None or question.asked is Asked.DATE:
        return True
    times = [d.period for d in passage.dated if not d.base]
    if passage.period:
        times.append(passage.period)
    if any(compare_periods(question.period, t) != "apart" for t in times):
        return True
    published = passage.context.published
    if published and published.year == question.period.end.year and not any(
        d.source.value == "stated" for d in passage.dated
    ):
        return True
    return not times and published is None


def _said(text: str, asked: str) -> bool:
    """Whether the question itself says this."""
    return tidy(text).strip("“”\"'") in asked


def _anchors(question: Question, passage: Passage, thesaurus: Thesaurus) -> list[tuple[int, int, float]]:
    """Where the question's words stand in the sentence, with their weights."""
    text = passage.reading.text
    found = [
        (m.start, m.end, 1.0)
        for m in passage.reading.quantities
        if any(m.quantity.number == n.number for n in question.numbers)
    ]
    for term in question.terms:
        forms = [f for f in thesaurus.forms(term.text) if f in text] or _pairs(term.text, text)
        for form in forms:
            found.extend((m.start(), m.end(), term.weight) for m in re.finditer(re.escape(form), text))
        if term.known:
            found.extend((a.start, a.end, term.weight) for a in passage.reading.atoms if a.text == term.text)
    return found


def _pairs(run: str, text: str) -> list[str]:
    return [p for p in (run[i : i + 2] for i in range(len(run) - 1)) if p in text]


def _nearness(start: int, end: int, anchors: Sequence[tuple[int, int, float]], text: str) -> float:
    """How much of the question stands close to a piece, 0 to 1; commas and 、 set things apart."""
    held = total = 0.0
    for a, b, weight in anchors:
        lo, hi = (b, start) if b <= start else (end, a)
        between = text[min(lo, hi) : max(lo, hi)]
        gap = max(0, hi - lo) + 10 * (between.count(",") + between.count("、")) + 30 * between.count(";")
        held += weight * exp(-gap / _REACH)
        total += weight
    return held / total if total else 0.0
