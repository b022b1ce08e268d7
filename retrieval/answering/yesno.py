"""Questions for yes or no: 超过1000亿了吗, 是不是全市第一, 合肥比芜湖高吗. The figure is told with the yes or no."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from retrieval.answering.compare import Comparer, Search, answered, certain, signed
from retrieval.answering.matching import Match
from retrieval.answering.ranks import Ranks, ordinal
from retrieval.answering.replies import figure
from retrieval.answering.sides import Side, SideReader
from retrieval.answering.wanted import AMOUNTS, COUNTS, for_growth, for_level, for_rank, for_share
from retrieval.answering.wording import Wording
from retrieval.records import Answer, Asked, Measure, Quantity, Question, Unit
from retrieval.service import service
from retrieval.understanding.numerals import parse_small
from retrieval.understanding.tidy import tidied

_WORDS = {"zh": ("是", "否", ","), "en": ("Yes", "No", ", ")}
_GREW = re.compile("正增长|增长了?吗|上升|上涨|提高了吗|增加了吗|grow|increase|rise")
_FELL = re.compile("负增长|下降|下滑|减少|回落|fall|decline|drop|shrink|decrease")
_RANKED = re.compile("第([一二三四五六七八九十]{1,3}|[0-9]{1,3})(?!产业|季|批|个|次|届|期|轮)")
_FOREMOST = re.compile("全[国省市区县州].{0,4}最[高快大多]")
_SCALE = re.compile(r"^(?:[百千]?[万亿]+)")


@service
class YesNo:
    """Says yes or no where one figure decides it."""

    comparer: Comparer
    sides: SideReader
    wording: Wording
    ranks: Ranks

    def answer(self, question: Question, search: Search) -> Answer | None:
        """Yes or no with the figure; None where no figure decides (the question is then asked as it stands)."""
        text = tidied(question.text)
        rank = claimed_rank(text, question.numbers)
        if rank is not None:
            return self._rank(question, rank, search)
        amounts = [n for n in question.numbers if n.kind is not Unit.AGE]
        if amounts:
            return self._amount(question, text, amounts[-1], search)
        sides = self.sides.find(question)
        if len(sides) == 2:
            return self._ahead(question, text, sides, search)
        if _GREW.search(text) or _FELL.search(text):
            return self._direction(question, text, search)
        return None

    def _told(self, question: Question, yes: bool, match: Match, value: str | None = None) -> Answer:
        word = _WORDS["en" if question.lang == "en" else "zh"]
        text = f"{word[0 if yes else 1]}{word[2]}{value or figure(match.fact)}"
        answer = self.comparer.replies.answered(question, [match], text=text)
        return replace(answer, asked=Asked.YESNO)

    def _refused(self, question: Question, asked: Question, search: Search) -> Answer:
        near = [m for m in self.comparer.numbers.matches(asked, search(asked)) if m.score >= 0.72]
        return replace(self.comparer.replies.refused(question, near), asked=Asked.YESNO)

    # --- a rank ------------------------------------------------------------------------------------------

    def _rank(self, question: Question, claimed: int, search: Search) -> Answer:
        """是不是全市第一: yes, or the rank that it is."""
        grows = self.wording.growth(tidied(question.text), question.lang)
        of = Measure.GROWTH if grows else question.of
        asked = for_rank(replace(question, numbers=(), of=of))
        scope = self.sides.held_in(question)
        for match in self.comparer.fits(replace(asked, of=None), search):
            if of and match.fact.of not in (None, of, Measure.DIFFERENCE):
                continue
            if scope and match.fact.scope and not {r.id for r in scope} & {r.id for r in match.fact.scope}:
                continue
            return self._told(question, match.fact.quantity.number == claimed, match)
        counted = self.ranks.answer(asked, search)
        if counted is None:
            return self._refused(question, asked, search)
        word = _WORDS["en" if question.lang == "en" else "zh"]
        text = f"{word[counted.answer != ordinal(claimed)]}{word[2]}{counted.answer}"
        return replace(counted, answer=text, asked=Asked.YESNO)

    # --- an amount ---------------------------------------------------------------------------------------

    def _amount(self, question: Question, text: str, claimed: Quantity, search: Search) -> Answer | None:
        """超过1000亿了吗, 低于5%吗, 是33.1%吗."""
        asked = self._measured(question, text, claimed)
        found = [m for m in self.comparer.fits(asked, search) if _same_unit(m.fact.quantity, claimed)]
        if not found:
            return self._refused(question, asked, search)
        match = found[0]
        value, bound = signed(match.fact), claimed.value
        if self.wording.below(text):
            yes = value < bound
        elif self.wording.above(text):
            reached = match.fact.quantity.bound == ">" or bool(re.search("达|reach", text))
            yes = value > bound or (value == bound and reached)
        else:
            yes = value == bound
        if match.fact.quantity.bound and not yes:
            near = abs(value - bound) <= abs(bound) / 10
            return self._refused(question, asked, search) if near else self._told(question, yes, match)
        return self._told(question, yes, match)

    def _measured(self, question: Question, text: str, claimed: Quantity) -> Question:
        """The question for the figure itself: growth for a percentage unless a share is spoken of."""
        said = (*self.wording.words.above, *self.wording.words.below, *self.wording.words.yesno)
        terms = tuple(t for t in question.terms if t.text not in said)
        plain = replace(question, numbers=(), plan=False, terms=terms)
        if claimed.kind in (Unit.PERCENT, Unit.TIMES, Unit.POINTS):
            if question.asked is Asked.SHARE or self.wording.share(text, question.lang):
                return for_share(plain)
            return for_growth(plain)
        return for_level(plain, COUNTS if claimed.kind in COUNTS else AMOUNTS)

    # --- two sides, a direction --------------------------------------------------------------------------

    def _ahead(self, question: Question, text: str, sides: Sequence[Side], search: Search) -> Answer | None:
        """合肥的GDP比芜湖高吗: whether the first side is ahead."""
        if not re.search("比|超过|高于|低于|快于|领先|than|exceed|surpass|ahead|overtake", text):
            return None
        asked = replace(question, asked=Asked.YESNO)
        chosen = self.comparer.choose(sides, search)
        if not chosen.placed:
            return self.comparer.refused(asked, sides, chosen, search)
        first, second = chosen.placed
        ordered = sorted(chosen.placed, key=lambda p: p.value, reverse=True)
        if not certain(ordered):
            return replace(
                self.comparer.replies.refused(asked, []), offers=self.comparer.offers(asked, ordered)
            )
        low = self.wording.below(text) or self.wording.lowest(text, question.lang)
        yes = first.value < second.value if low else first.value > second.value
        word = _WORDS["en" if question.lang == "en" else "zh"]
        return answered(asked, chosen.placed, f"{word[0 if yes else 1]}{word[2]}{figure(first.match.fact)}")

    def _direction(self, question: Question, text: str, search: Search) -> Answer | None:
        """下降了吗, did it grow: by the sign of the growth."""
        asked = for_growth(question)
        found = self.comparer.fits(asked, search)
        if not found:
            return None
        value = signed(found[0].fact)
        return self._told(question, value < 0 if _FELL.search(text) else value > 0, found[0])


def claimed_rank(text: str, numbers: Sequence[Quantity]) -> int | None:
    """The rank a question speaks of: 是全省第二吗 → 2; None where it speaks of none."""
    stated = next((n for n in numbers if n.kind is Unit.RANK), None)
    if stated is not None:
        return int(stated.number)
    match = _RANKED.search(text)
    if match is None:
        return 1 if _FOREMOST.search(text) else None
    return parse_small(match.group(1))


def _same_unit(found: Quantity, claimed: Quantity) -> bool:
    """Whether a figure can be held against the claimed one; 1000亿 alone is taken to be money."""
    if found.base == claimed.base:
        return True
    if found.kind in (Unit.COUNT, Unit.PEOPLE) and claimed.kind in (Unit.COUNT, Unit.PEOPLE):
        return True
    return (
        claimed.kind in (Unit.INDEX, Unit.COUNT)
        and bool(_SCALE.search(claimed.unit))
        and found.kind is Unit.MONEY
    )
