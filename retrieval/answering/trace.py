"""A question on its way to an answer, kept to be shown: the parsed slots, the candidates, the facts, the outcome."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from retrieval.answering.matching import Match
from retrieval.library import Passage
from retrieval.records import Answer, Atom, Question
from retrieval.service import service
from retrieval.understanding.calendar import describe_period

_FACTS, _CANDIDATES, _WIDTH = 8, 5, 60


@service
class Trace:
    """How an answer came about."""

    question: Question
    passages: tuple[Passage, ...]
    matches: tuple[Match, ...]
    answer: Answer

    def lines(self) -> list[str]:
        """The trace for a reader."""
        return [*self._question(), *self._facts(), *self._candidates(), self._outcome()]

    def _question(self) -> Iterator[str]:
        q = self.question
        yield f"question  {q.asked.value}" + (f", {q.measure.value}" if q.measure else "")
        yield f"region    {' | '.join(r.path for r in q.regions) or '-'} ({q.region_source.value})"
        when = describe_period(q.period, "zh") if q.period else "-"
        yield f"period    {when} ({q.period_source.value})" + (" without its year" if q.season else "")
        yield "terms     " + "  ".join(f"{t.text}:{t.weight:.1f}{'' if t.known else '?'}" for t in q.terms)
        if q.plan or q.marks or q.scope or q.aside:
            aside = [m.text for m in q.aside] + [r.name for r in q.scope]
            yield f"besides   {'plan ' if q.plan else ''}{' '.join(sorted(q.marks))} {' '.join(aside)}"

    def _facts(self) -> Iterator[str]:
        ordered = sorted(self.matches, key=lambda m: (len(m.misses), -m.score))
        for match in ordered[:_FACTS]:
            fact = match.fact
            where = fact.regions[0].name if fact.regions else "-"
            when = describe_period(fact.period, "zh") if fact.period else "-"
            misses = f"  not: {', '.join(sorted(match.misses))}" if match.misses else ""
            words = _joined(fact.subject) + ("|" + _joined(fact.noun) if fact.noun else "")
            yield f"fact      {match.score:.2f}  {fact.text}  {fact.measure.value}  {where}  {when}  [{words}]{misses}"

    def _candidates(self) -> Iterator[str]:
        for passage in self.passages[:_CANDIDATES]:
            yield f"candidate {passage.article.id}  {passage.sentence.text[:_WIDTH]}"

    def _outcome(self) -> str:
        answer = self.answer
        why = f"  because: {answer.reason}" if answer.reason else ""
        return f"outcome   {answer.status.value}  {answer.answer}{why}"

    def to_json(self) -> dict[str, Any]:
        """The trace for a program."""
        return {
            "lines": self.lines(),
            "candidates": [{"article": p.article.id, "text": p.sentence.text} for p in self.passages],
            "facts": [
                {
                    "text": m.fact.text,
                    "score": round(m.score, 3),
                    "misses": sorted(m.misses),
                    "fits": not m.misses,
                }
                for m in self.matches
            ],
        }


def _joined(atoms: tuple[Atom, ...]) -> str:
    return "+".join(a.text for a in atoms)
