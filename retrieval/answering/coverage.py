"""Terms of a question and a fact in, how far the fact bears them out (0 to 1) out."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property, lru_cache

from retrieval.answering.thesaurus import Thesaurus
from retrieval.library import Passage
from retrieval.records import Fact, Measure, Question, Term, Unit
from retrieval.understanding.tidy import tidied

# What a term is worth by how near to the figure it stands.
_OWN, _LEFT_OUT, _SENTENCE, _ELSEWHERE, _NEAR = 1.0, 0.95, 0.85, 0.75, 0.55
_LOOSE = 0.88  # a loose alias: 财政收入 for 一般公共预算收入
_SAID = 0.9  # a word of statistics said by a verb in the clause itself: 产量 by 生产, 销售面积 by 售出
# At hand for what is asked of every fact: before Python 3.12 each Measure.RANK is a call.
_RANK, _DIFFERENCE, _COUNT = Measure.RANK, Measure.DIFFERENCE, Unit.COUNT
_RATIOS = frozenset({Unit.PERCENT, Unit.POINTS, Unit.TIMES, Unit.RANK})
# What the last characters of a word of statistics measure; what it can not be instead.
_MEASURED = {
    "面积": Unit.AREA,
    "里程": Unit.LENGTH,
    **dict.fromkeys(("人口", "学生"), Unit.PEOPLE),
    **dict.fromkeys(("额", "收入", "工资"), Unit.MONEY),
}
HELD_AT = re.compile("在[^,;。]{2,20}举行")
_NOT_MONEY = ("量", "面积", "里程", "人数", "户数", "家数")
_EXCEPT = re.compile(r"\((?:不含|不包括|剔除|扣除)[^)]*\)")  # 全区(不含万盛经开区)
_CHART = re.compile(
    "榜|百强|[一二三四五六七八九十百千]强|评价|评选|考核|排行"
)  # what ranks, named once for all of a list


@dataclass(frozen=True)
class Bearing:
    """How far a fact bears a question out (0 to 1), and the terms that it does not."""

    covered: float
    missing: tuple[Term, ...]


@dataclass(frozen=True)
class Sought:
    """The terms of a question with what is the same for all facts: its tidied text, every form that says a term.

    ``said``: the text, of an English question with what its words mean; ``heads``: the terms without which a fact says
    nothing; ``letters``: those of one character; ``words``: all of them; ``headed``: what is measured is named.
    """

    terms: tuple[Term, ...]
    text: str
    said: str
    headed: bool
    heads: tuple[Term, ...]
    forms: frozenset[str]
    letters: frozenset[str]
    words: frozenset[str]

    @cached_property
    def longer(self) -> tuple[str, ...]:
        """The forms of more than one character."""
        return tuple(form for form in self.forms if len(form) > 1)

    @staticmethod
    def of(question: Question, terms: tuple[Term, ...], headed: bool, thesaurus: Thesaurus) -> Sought:
        """The terms made ready once a question."""
        text = tidied(question.text)
        meant = () if question.lang == "zh" else (form for t in terms for form in (t.text, *t.others))
        heads = tuple(t for t in terms if t.head and t.focus and not t.soft and not t.neutral)
        forms = frozenset(form for t in terms for form in (*thesaurus.forms(t.text), *t.others))
        letters = frozenset(t.text for t in terms if len(t.text) == 1)
        words = frozenset(t.text for t in terms)
        return Sought(terms, text, " ".join([text, *meant]), headed, heads, forms, letters, words)


def has_heads(
    sought: Sought, own: AbstractSet[str], fact: Fact, passage: Passage, thesaurus: Thesaurus
) -> bool:
    """Whether a fact says what is measured, without which the other words say nothing."""
    for head in sought.heads:
        if not (head.known and head.text in own) and _worth(head, own, fact, passage, thesaurus) < _NEAR:
            return False
    return True


def bear(
    sought: Sought, own: AbstractSet[str], fact: Fact, passage: Passage, thesaurus: Thesaurus
) -> Bearing:
    """Weigh every term against the fact's ``own`` words, its clause, its sentence and its surroundings."""
    total = held = 0.0
    missing = []
    for term in sought.terms:
        worth = _worth(term, own, fact, passage, thesaurus)
        total += term.weight
        held += term.weight * worth
        if worth < _NEAR and not term.soft and not term.neutral:
            missing.append(term)
    return Bearing(held / total if total else 0.0, tuple(missing))


def _worth(term: Term, own: AbstractSet[str], fact: Fact, passage: Passage, thesaurus: Thesaurus) -> float:
    if term.known and term.text in own:
        return _LEFT_OUT if fact.inherited else _OWN
    if term.others and not own.isdisjoint(term.others):
        return _LOOSE
    if fact.measure is _DIFFERENCE and any(a.text.startswith(term.text) for a in fact.whole):
        return _LEFT_OUT  # 比城镇快: 高于城镇居民4.4个百分点
    if term.others and any(r.path.startswith(term.others) for r in (*fact.regions, *fact.scope)):
        return _OWN
    text = passage.reading.text
    start, end = fact.clause[0] - passage.sentence.start, fact.clause[1] - passage.sentence.start
    if term.known:
        if any(a.text == term.text for a in fact.topic):
            return _LEFT_OUT
        if _said(term, fact, passage, thesaurus):
            return _SAID
        if term.text in passage.words:
            first, last = _segment(text, start, end)
            stands = [a.start for a in passage.reading.atoms if a.text == term.text]
            if not term.head and fact.quantity.kind is not _COUNT and min(stands) > end:
                return 0.0  # what is only said of something further on
            return _SENTENCE if any(first <= at < last for at in stands) else _ELSEWHERE
        if term.head:
            shorter = len(own) == 1 and term.text.endswith(tuple(own))  # 人口 on a page about 常住人口
            return _NEAR if shorter and _is_around(term, passage, thesaurus) else 0.0
        return _NEAR if _is_around(term, passage, thesaurus) else 0.0
    if len(term.text) > 1 and any(term.text in r.name for r in fact.regions):
        return _OWN  # 城陵矶 of 城陵矶综保区
    if "(" in text and any(term.text in left_out for left_out in _EXCEPT.findall(text)):
        return 0.0
    if "举行" in text:  # 仪式在潇河产业园区举行 says where they met, not what the figures are of
        text = HELD_AT.sub(lambda m: " " * len(m.group()), text)
    run, worth = thesaurus.run(term.text, term.others), 0.0
    if wide := run.covered(text):
        first, last = _segment(text, start, end)
        part = run.covered(text[first:last]) * _LEFT_OUT
        worth = max(run.covered(text[start:end]), part, wide * _ELSEWHERE)
    charted = fact.measure is _RANK and not term.known and _CHART.search(term.text)
    share = _ELSEWHERE if charted else _NEAR
    return worth if worth >= share else max(worth, run.covered(passage.near) * share)


def _is_around(term: Term, passage: Passage, thesaurus: Thesaurus) -> bool:
    """Whether a word, or as an English question says it, stands in the sentences before or in the title."""
    around = passage.before + passage.earlier + tidied(passage.article.title or "")
    spelt = (other for other in term.others if other.isascii())
    return any(form in around for form in (*thesaurus.forms(term.text), *spelt))


def _said(term: Term, fact: Fact, passage: Passage, thesaurus: Thesaurus) -> bool:
    """Whether the fact's clause says a word of statistics otherwise: 生产水泥30万吨 for 产量, not 生产总值30亿元."""
    forms = thesaurus.words.get(term.text)
    if not forms or not measures(term.text, fact.quantity.kind):
        return False
    offset = passage.sentence.start
    inside = [a for a in passage.reading.atoms if fact.clause[0] <= a.start + offset < fact.clause[1]]
    told = fact.measure in (Measure.SHARE, Measure.GROWTH)  # 网络销售4.8万吨,占总产量的23.4%
    inside += fact.subject if told else ()
    return any(a.text == form or (not a.known and form in a.text) for a in inside for form in forms)


@lru_cache(maxsize=1024)
def measures(word: str, kind: Unit) -> bool:
    """Whether a figure of that kind can be what a word measures: an area for 面积, no money for 产量."""
    if kind in _RATIOS:
        return True
    if kind is _COUNT and word.endswith("价"):
        return False
    if kind is Unit.MONEY and word.endswith(_NOT_MONEY):
        return False
    return all(kind is unit for tail, unit in _MEASURED.items() if word.endswith(tail))


def _segment(text: str, start: int, end: int) -> tuple[int, int]:
    """The part of a sentence between semicolons that a clause lies in: one item of a list of places or firms."""
    first = text.rfind(";", 0, start) + 1
    last = text.find(";", end)
    return first, last if last >= 0 else len(text)
