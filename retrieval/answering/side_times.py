"""Sides that are times of one place: 上半年高还是全年高, 2022年和2023年哪年更高, 2023年比2022年多多少."""

from __future__ import annotations

from dataclasses import replace

from retrieval.answering.parts import Parts, Side
from retrieval.answering.wanted import as_whole
from retrieval.records import Period, Question
from retrieval.service import service
from retrieval.understanding.calendar import resolve_period


@service
class TimeSides:
    """Finds sides that are times."""

    parts: Parts

    def find(self, question: Question, text: str) -> list[Side]:
        """2022年和2023年哪年更高; 2023年…上半年高还是全年高; 2023年比2022年多多少."""
        mentions = self.parts.reader.reader.periods.find(text)
        named: dict[Period, str] = {}
        lone: list[Period] = []
        context = question.before.period if question.before else None
        for mention in mentions:
            resolved = resolve_period(mention.expr, None, context)
            if resolved is None:
                continue
            if mention.expr.year is not None and mention.expr.months is None:
                lone.append(resolved[0])
            context = context if mention.expr.year is None and context else resolved[0]
            named[resolved[0]] = mention.text
        seasons = [m for m in mentions if m.expr.year is None]
        if len(seasons) > 1 and len(lone) == 1 and named.get(lone[0], "").startswith(str(lone[0].start.year)):
            del named[lone[0]]  # 2023年 only dates 一季度 and 二季度
        if len(named) < 2:
            return []
        plain = list(text)
        for mention in mentions:
            plain[mention.start : mention.end] = " " * (mention.end - mention.start)
        asked = self.parts.read(self.parts.wording.bare("".join(plain), question.lang), question.lang)
        asked = replace(asked, regions=question.regions, numbers=())
        asked = as_whole(self._inherit(asked, question), question, self.parts.wording)
        return [Side(label, replace(asked, period=p, season=None)) for p, label in named.items()]

    def _inherit(self, asked: Question, question: Question) -> Question:
        if any(t.known or len(t.text) > 1 for t in asked.terms) or question.before is None:
            return asked
        return replace(asked, terms=question.before.terms, variants=question.before.variants)
