"""Terms of a question and a fact in, how far the fact bears them out (0 to 1) out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property, lru_cache

from retrieval.library import Passage
from retrieval.records import Fact, Measure, Question, Term, Unit
from retrieval.service import service
from retrieval.understanding.tidy import occurrences, tidied

# What a term is worth by how near to the figure it stands.
_OWN, _LEFT_OUT, _SENTENCE, _ELSEWHERE, _NEAR = 1.0, 0.95, 0.85, 0.75, 0.55
_LOOSE = 0.88  # a loose alias: 财政收入 for 一般公共预算收入
_SAID = 0.9  # a word of statistics said by a verb in the clause itself: 产量 by 生产, 销售面积 by 售出
_ABBREVIATED = 0.8
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
_ABBREVIATION = 4  # characters of the longest one
_EXCEPT = re.compile(r"\((?:不含|不包括|剔除|扣除)[^)]*\)")  # 全区(不含万盛经开区)
_BREAK = re.compile("[,;。]")
_CHART = re.compile(
    "榜|百强|[一二三四五六七八九十百千]强|评价|评选|考核|排行"
)  # what ranks, named once for all of a list
_GAP = 8  # characters between the letters of an abbreviation: 减负 for 减轻企业负担


@service
class Thesaurus:
    """Other words for a word of a question: 落户 is written 落地, 入驻, 坐落."""

    words: Mapping[str, tuple[str, ...]]

    def forms(self, run: str) -> tuple[str, ...]:
        """The run and what may stand for it."""
        return (run, *self.words.get(run, ()))

    @cached_property
    def run(self) -> Callable[[str, tuple[str, ...]], Run]:
        """A run with what else may stand for it, made ready to be looked for: every passage is asked the same few."""
        return lru_cache(256)(self._ready)

    def _ready(self, run: str, others: tuple[str, ...]) -> Run:
        forms = (*self.forms(run), *others)
        if len(run) < 2 or run.isascii():  # the pairs of letters of a Latin word stand in any English text
            return Run(run, forms)
        pairs = tuple(run[i : i + 2] for i in range(len(run) - 1))
        parts = tuple(part for part in self._cuts.split(run) if part)
        return Run(run, forms, pairs, tuple(map(self.forms, parts)) if len(parts) > 1 else ())

    @cached_property
    def _cuts(self) -> re.Pattern[str]:
        """Cuts a run at the words that have other forms: 新房一平 → 新房, 一平."""
        words = sorted(self.words, key=len, reverse=True)
        return re.compile(f"({'|'.join(map(re.escape, words)) or '(?!)'})")


@service
class Run:
    """A run of characters to be looked for in texts; made once by a thesaurus, so that what it is worth is remembered.

    ``forms``: itself and what may stand for it; ``pairs``: its bigrams; ``parts``: its words, each with its own forms.
    Neither of the last two for a Latin word.
    """

    text: str
    forms: tuple[str, ...]
    pairs: tuple[str, ...] = ()
    parts: tuple[tuple[str, ...], ...] = ()

    def covered(self, text: str) -> float:
        """How much of the run a text holds: whole 1, as an abbreviation 0.8, else by its bigrams or its words.

        More than 0 in a part of a text is more than 0 in the text. Every fact of a sentence asks for the same.
        """
        return _covered(self, text)

    def held_by(self, text: str) -> float:
        """The same, worked out."""
        for form in self.forms:
            if form in text:
                return 1.0
        if not self.pairs:
            return 0.0
        held = sum(map(text.__contains__, self.pairs)) / len(self.pairs)
        if held < _ABBREVIATED and self._abbreviates(text):
            return _ABBREVIATED
        return max(held, self._by_parts(text)) if self.parts else held

    def _by_parts(self, text: str) -> float:
        """How much of a run a text holds where its words are said otherwise: 新房一平 by 新建商品房…每平方米."""
        held = (len(part[0]) for part in self.parts if any(form in text for form in part))
        return sum(held) / len(self.text)

    def _abbreviates(self, text: str) -> bool:
        """Whether the characters of the run stand in the text in order, close to each other."""
        if len(self.text) > _ABBREVIATION or not all(map(text.__contains__, self.text)):
            return False
        ends = set(occurrences(self.text[0], text))
        for char in self.text[1:]:
            stretches = ((end + 1, _BREAK.split(text[end + 1 : end + _GAP + 2], 1)[0]) for end in ends)
            ends = {start + at for start, stretch in stretches for at in occurrences(char, stretch)}
        return bool(ends)


_covered = lru_cache(maxsize=4096)(Run.held_by)


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
            return 0.0
        spelt = (other for other in term.others if other.isascii())  # as an English question says it
        forms = (*thesaurus.forms(term.text), *spelt)
        around = passage.before + passage.earlier + tidied(passage.article.title or "")
        return _NEAR if any(form in around for form in forms) else 0.0
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


def _said(term: Term, fact: Fact, passage: Passage, thesaurus: Thesaurus) -> bool:
    """Whether the fact's clause says a word of statistics otherwise: 生产水泥30万吨 for 产量, not 生产总值30亿元."""
    forms = thesaurus.words.get(term.text)
    if not forms or not measures(term.text, fact.quantity.kind):
        return False
    offset = passage.sentence.start
    inside = [a for a in passage.reading.atoms if fact.clause[0] <= a.start + offset < fact.clause[1]]
    inside += fact.subject if fact.measure is Measure.SHARE else ()  # 网络销售4.8万吨,占总产量的23.4%
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
