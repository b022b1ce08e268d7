"""A question and a fact in, what the fact says beyond the question out: 钢管 in 出口钢管 when 出口 was asked."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from retrieval.answering.coverage import Sought
from retrieval.answering.slots import SPECIFIC
from retrieval.library import Passage
from retrieval.records import Asked, Atom, Fact, Measure, Question
from retrieval.schema import BesideWords
from retrieval.service import service

_UNHEADED = 0.2  # 门票收入 when 门票卖了多少钱 was asked: the question names no head of its own
_KNOWN, _PART, _UNKNOWN = 0.22, 0.30, 0.06  # what a word takes from a fact's score
_RANK = Measure.RANK  # at hand: before Python 3.12 it is a call
_WORDY = 0.25  # the share of that where sources say in many words what is asked


_SEASON = re.compile("[春夏秋冬]{1,2}(?=[一-鿿])(?!节|运)")


@dataclass(frozen=True)
class Extras:
    """What a fact says beyond a question, counted.

    ``known``: words that may stand beside (项目 in 项目投资); ``parts``: words that leave a part of what was asked
    (第三产业 in 第三产业投资); ``unknown``: others.
    """

    known: float
    parts: int
    unknown: int


@service
class Beyond:
    """Knows what makes a figure one of something else."""

    words: BesideWords

    def extras(self, sought: Sought, fact: Fact, passage: Passage) -> Extras:
        """What the subject of a fact says that the question does not."""
        known, parts, unknown = 0.0, 0, 0
        for atom in (*fact.subject, *fact.noun) if passage.reading.english else fact.subject:
            if _said(atom, sought) or (atom.text in self.words.trades and _names_trade(fact, atom, sought)):
                continue
            if (season := _SEASON.match(atom.text)) and season.group() not in sought.said:
                parts += 1  # 春茶 of 茶叶
            elif atom.head:
                known += 1.0 if sought.headed else _UNHEADED
            elif atom.known and atom.text in self._slight:
                known += 1.0
            elif atom.known or (self.is_kind(atom.text) and not any(c in sought.said for c in atom.text)):
                parts += 1
            elif not _touches(atom.text, sought.said):
                unknown += 1
        words = (*fact.subject, *fact.noun, *fact.whole, *fact.topic)
        if words and fact.measure is not _RANK and not any(_meets(a, sought) for a in words):
            parts += 1  # 改造老旧小区41个 for 新品种
        if fact.inherited and fact.measure is _RANK:
            # 南海第2名、禅城第26名: what is ranked stands further up, among other words.
            return Extras(known + parts, 0, 0)
        return Extras(known, parts, unknown)

    def rivals(self, sought: Sought, fact: Fact) -> bool:
        """Whether a fact is of another one of a set than was asked: 签约项目 for 竣工项目, 居民 for 农村居民."""
        return self.apart(sought.words, [a.text for a in fact.subject])

    def apart(self, asked: Collection[str], own: Collection[str]) -> bool:
        """Whether words name another one of a set: 居民 is not what 农村居民, who are 居民 too, ask for."""
        if self._rivalling.isdisjoint(own) or self._rivalling.isdisjoint(asked):
            return False
        for each in self._rivals:
            if each.isdisjoint(asked) or each.isdisjoint(own):
                continue
            here, there = _narrowest(each.intersection(asked)), _narrowest(each.intersection(own))
            if here and there and not here & there:
                return True
        return False

    def cost(self, question: Question, sought: Sought, extras: Extras) -> float:
        """What the extras take from the fact's score."""
        wordy = question.specific >= SPECIFIC or _is_wordy(question, sought)
        if wordy:
            return _WORDY * (_KNOWN * (extras.known + extras.parts) + _UNKNOWN * extras.unknown)
        return _KNOWN * extras.known + _PART * extras.parts + _UNKNOWN * extras.unknown

    def is_kind(self, run: str) -> bool:
        """Whether a run of unlisted words names goods, trades or people of a kind: 钢管, 电气."""
        return self._kinds.search(run) is not None

    @cached_property
    def _rivals(self) -> tuple[frozenset[str], ...]:
        return tuple(map(frozenset, self.words.rivals))

    @cached_property
    def _rivalling(self) -> frozenset[str]:
        return frozenset().union(*self._rivals)

    @cached_property
    def _slight(self) -> frozenset[str]:
        return frozenset(self.words.slight)

    @cached_property
    def _kinds(self) -> re.Pattern[str]:
        return re.compile(f"(?:{'|'.join(map(re.escape, self.words.kinds)) or '(?!)'})$")


def _names_trade(fact: Fact, atom: Atom, sought: Sought) -> bool:
    """Whether a word only closes the name of a trade that was asked for: 产业 of 动力电池产业产值 for 动力电池产值."""
    before = [a for a in fact.subject if a.end == atom.start]
    return any(_said(a, sought) and not a.head for a in before)


def _narrowest(words: frozenset[str]) -> frozenset[str]:
    """城镇居民 of 城镇居民 and 居民."""
    return frozenset(w for w in words if not any(other[2:] == w for other in words))


def _said(atom: Atom, sought: Sought) -> bool:
    if atom.text.startswith("含"):  # 中药材（含花草茶）零售额
        return True
    if atom.soft or atom.neutral or atom.text in sought.forms or atom.text in sought.said:
        return True
    return bool(sought.letters.intersection(atom.text))  # 签了几个 asks for 签约


def _meets(atom: Atom, sought: Sought) -> bool:
    """Whether a word has anything in common with the question."""
    if _said(atom, sought):
        return True
    text, said = atom.text, sought.said
    for at in range(len(text) - 1):
        if text[at : at + 2] in said:
            return True
    # 种粮补助 where 补贴 was asked
    return any(form in text or text in form for form in sought.longer)


def _is_wordy(question: Question, sought: Sought) -> bool:
    """Whether sources say what is asked in many words: what is counted, or a part beside its whole."""
    heads = sum(t.head for t in sought.terms)
    return question.asked is Asked.COUNT or (question.asked is Asked.SHARE and heads > 1)


def _touches(run: str, question: str) -> bool:
    """Whether half of an unknown run's bigrams stand in the question."""
    pairs = [run[i : i + 2] for i in range(len(run) - 1)] or [run]
    return sum(p in question for p in pairs) * 2 >= len(pairs)
