"""A parsed question and its candidates in, an answer out: which kind of answer is wanted decides who gives it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from retrieval.answering.compare import Side, as_asked, sides_of, winner
from retrieval.answering.matching import Match
from retrieval.answering.names import Names
from retrieval.answering.numbers import Numbers
from retrieval.answering.replies import Replies, figure, quote
from retrieval.library import Passage
from retrieval.records import Answer, Asked, Question, Status
from retrieval.understanding.question import QuestionReader

_NAMED = (Asked.ENTITY, Asked.DATE)
_SURE = 0.72
Search = Callable[[Question], Sequence[Passage]]


@dataclass(frozen=True)
class Answerer:
    """Answers parsed questions."""

    reader: QuestionReader
    numbers: Numbers
    names: Names
    replies: Replies

    def answer(self, question: Question, search: Search) -> Answer:
        """The answer, the refusal or the question back."""
        if question.asked is Asked.OFFTOPIC or not self._askable(question):
            return self._offtopic(question)
        if self.reader.cues.has("compare", question.text):
            compared = self._compare(question, search)
            if compared:
                return compared
        if question.asked in _NAMED:
            return self.names.answer(question, search(question))
        found = self.numbers.answer(question, search(question))
        if question.asked is Asked.DIFFERENCE and found.status is Status.NOT_FOUND:
            return self._difference(question, search) or found
        return found

    def _askable(self, question: Question) -> bool:
        return bool(question.terms or question.regions or question.period)

    def _offtopic(self, question: Question) -> Answer:
        return Answer(question.text, Status.OFFTOPIC, asked=Asked.OFFTOPIC, reason="offtopic", lang=question.lang, parsed=question)

    def _sides(self, question: Question, search: Search) -> list[Side]:
        """The sides of a comparison with the best fact of each; empty unless every side has one."""
        sides = []
        for label, asked in sides_of(question.text, self.reader):
            side = as_asked(asked, question)
            if side.period is None and question.period is not None:
                side = replace(side, period=question.period)
            match = self._best(side, search)
            if match is None:
                return []
            sides.append(Side(label, match))
        return sides

    def _best(self, question: Question, search: Search) -> Match | None:
        matches = self.numbers.matches(question, search(question))
        return next((m for m in matches if not m.misses and m.score >= _SURE), None)

    def _compare(self, question: Question, search: Search) -> Answer | None:
        if len(sides_of(question.text, self.reader)) < 2:
            return None
        sides = self._sides(question, search)
        best = winner(sides, question.lowest) if len(sides) > 1 else None
        if best is None:
            return self.replies.refused(replace(question, asked=Asked.COMPARE), [])
        ordered = [best, *(s for s in sides if s is not best)]
        answer = self.replies.answered(replace(question, asked=Asked.COMPARE), [best.match], text=best.label)
        return replace(
            answer,
            notes=(),
            quotes=tuple(quote(s.match.passage, (s.match.fact.start, s.match.fact.end)) for s in ordered),
            rows=tuple((s.label, figure(s.match.fact)) for s in sides),
        )

    def _difference(self, question: Question, search: Search) -> Answer | None:
        return None
