"""Matches in, what is said out: answers with verbatim quotes, refusals with reasons and offers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from retrieval.answering.matching import Match
from retrieval.library import Passage
from retrieval.records import (
    Answer,
    Fact,
    Measure,
    Offer,
    Question,
    Quote,
    Region,
    Source,
    Status,
)
from retrieval.service import service
from retrieval.understanding.calendar import describe_period, period_label
from retrieval.understanding.tidy import in_digits

_OFFERS = 6  # some of them may turn out to have no answer
_CHANGES = frozenset(("增长", "下降", "增速", "增幅", "降幅"))  # the measure, not the indicator
_REASONS = ("measure", "against", "plan", "period", "region")


class UnsupportedQuoteError(AssertionError):
    """A quote is not a slice of its article, or does not hold its answer: a fault of ours, never shown."""


def quote_of(passage: Passage, fact: Fact, source: Source) -> Quote:
    """The sentence of a figure, and of a table's or list's figure the line that says what it is."""
    head = passage.article.text[slice(*fact.head)]
    return replace(quote(passage, (fact.start, fact.end), source), head=head, head_at=fact.head[0])


def quote(passage: Passage, mark: tuple[int, int] | None, source: Source = Source.STATED) -> Quote:
    """The passage's sentence, checked to be an exact slice of its article. ``mark``: offsets in the article."""
    sentence, article = passage.sentence, passage.article
    if article.text[sentence.start : sentence.end] != sentence.text:
        raise UnsupportedQuoteError(f"{article.id}: {sentence.start}-{sentence.end}")
    inside = (mark[0] - sentence.start, mark[1] - sentence.start) if mark else None
    return Quote(article.id, sentence.text, sentence.start, sentence.end, article.title, article.publisher,
                 article.published, article.url, source, inside)  # fmt: skip


def region_path(regions: Sequence[Region]) -> str:
    """How a region is written to a program: 浙江省台州市椒江区."""
    return regions[0].path if len(regions) == 1 else ""


def subject_name(fact: Fact) -> str:
    """How an indicator is named: its atoms in order, 规模以上工业增加值."""
    return "".join(dict.fromkeys(a.text for a in (*fact.subject, *fact.noun)))[:40]


@service
class Replies:
    """Writes answers and refusals."""

    def answered(self, question: Question, matches: Sequence[Match], text: str | None = None) -> Answer:
        """An answer from one match, or from several that disagree."""
        best = matches[0]
        fact = best.fact
        return Answer(
            question=question.text,
            status=Status.ANSWERED,
            answer=text or " / ".join(dict.fromkeys(figure(m.fact) for m in matches)),
            asked=question.asked,
            region=region_path(fact.regions),
            period=period_label(fact.period) if fact.period else "",
            indicator=subject_name(fact),
            measure=fact.measure.value,
            quotes=tuple(quote_of(m.passage, m.fact, _source(m)) for m in _apart(matches)),
            notes=(
                *question.notes,
                *self._notes(question, fact),
                *((("conflicting", ""),) if len(matches) > 1 else ()),
            ),
            lang=question.lang,
            parsed=question,
        )

    def _notes(self, question: Question, fact: Fact) -> Iterable[tuple[str, str]]:
        """What the answer took for granted: a region or period that the question left out, a plan, a forecast."""
        if not question.regions and fact.regions:
            yield "assumed_region", fact.regions[0].path
        if question.period is None and fact.period:
            yield "assumed_period", describe_period(fact.period, question.lang)
        if "plan" in fact.marks:
            yield "plan", ""
        if "forecast" in fact.marks:
            yield "forecast", ""

    def refused(self, question: Question, near: Sequence[Match]) -> Answer:
        """No source says so: why, and what the nearest sources do say."""
        near = sorted(near, key=lambda m: (len(m.misses), "region" in m.misses))
        misses = next((m.misses for m in near), frozenset())
        reason = next((r for r in _REASONS if r in misses), "nothing")
        return Answer(
            question=question.text,
            status=Status.NOT_FOUND,
            asked=question.asked,
            reason={
                "period": "no_period",
                "region": "no_region",
                "measure": "no_measure",
                "against": "no_measure",
                "plan": "plan_only",
            }.get(reason, reason),
            region=region_path(question.regions),
            period=period_label(question.period) if question.period else "",
            indicator="".join(t.text for t in question.terms if t.known and t.text not in _CHANGES),
            measure=question.measure.value if question.measure else "",
            offers=self.offers(question, near),
            notes=question.notes,
            lang=question.lang,
            parsed=question,
        )

    def clarify(self, question: Question, matches: Sequence[Match], reason: str) -> Answer:
        """Several sources answer differently: which one is meant?"""
        return Answer(
            question=question.text,
            status=Status.CLARIFY,
            asked=question.asked,
            reason=reason,
            indicator="".join(t.text for t in question.terms if t.known),
            offers=self.offers(question, matches),
            notes=question.notes,
            lang=question.lang,
            parsed=question,
        )

    def offers(self, question: Question, matches: Sequence[Match]) -> tuple[Offer, ...]:
        """Questions the corpus does answer, one a distinct region and period."""
        found: dict[str, Offer] = {}
        for match in matches:
            whole = len(question.regions) > 1  # 市中区 of 内江 or of 乐山
            label = offer_label(match.fact, "zh", whole)
            if label and label not in found:
                shown = offer_label(match.fact, question.lang, whole)
                found[label] = Offer(shown, label + _asking(match.fact))
        return tuple(found.values())[:_OFFERS]


def figure(fact: Fact) -> str:
    """The short answer: 33.1%, 下降12.2%, 第一; 居首位 and 之最 are the rank they are, 9.2 percent is 9.2%."""
    if fact.measure is Measure.RANK and "第" not in fact.text and fact.quantity.number == 1:
        return "第一"
    return in_digits(fact.text)


def offer_label(fact: Fact, lang: str, whole: bool = False) -> str:
    """What a button says: 椒江区2019年固定资产投资目标, in English 椒江区 · 2019 · 固定资产投资 · target; or ''.

    ``whole``: the place with what it lies in, where its name alone would be asked back.
    """
    region = fact.regions[0] if fact.regions else None
    place = (region.path if whole else region.name) if region else ""
    when = describe_period(fact.period, lang) if fact.period else ""
    goal = {"zh": "目标"}.get(lang, "target") if "plan" in fact.marks else ""
    parts = [part for part in (place, when, subject_name(fact), goal) if part]
    return ("" if lang == "zh" else " · ").join(parts) if subject_name(fact) else ""


def _asking(fact: Fact) -> str:
    return {Measure.GROWTH: "增长多少?", Measure.RANK: "排第几?", Measure.SHARE: "占比多少?"}.get(
        fact.measure, "是多少?"
    )


def _source(match: Match) -> Source:
    sources = (match.fact.region_source, match.fact.period_source)
    order = (Source.ASSUMED, Source.ARTICLE, Source.CONTEXT, Source.STATED)
    return next(s for s in order if s in sources)


def _apart(matches: Sequence[Match]) -> list[Match]:
    """One match a sentence."""
    seen: dict[int, Match] = {}
    for match in matches:
        seen.setdefault(match.passage.number, match)
    return list(seen.values())
