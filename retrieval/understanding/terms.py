"""The words of a Chinese question in, the terms that a text has to bear out for it, each with its weight."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from retrieval.records import Asked, Atom, Reading, RegionMention, Term, Unit
from retrieval.schema import QuestionWords
from retrieval.service import service
from retrieval.understanding.colloquial import Colloquial, Done
from retrieval.understanding.cues import Cue
from retrieval.understanding.indicators import Lexicon
from retrieval.understanding.phrases import Grammar

# What a miss of a term costs, by what it is.
_HEAD, _KNOWN, _SOFT, _NEUTRAL, _PER_CHARACTER, _RUN_MOST = 1.6, 1.2, 0.3, 0.1, 0.33, 1.6
_ALONE = 0.12
_BESIDE = 0.5  # a term outside the asking clause
# What a place is ranked among: 在广西各设区市中, 全市各县区里.
# What parts a run: little words, and the end of a village's name (永胜村|金谷农机).
_BESIDES = re.compile(
    "^(?:除了|除去|除开|除)[^,?]{4,}?,(?=[^?]{6})"
)  # 除了在手10多个项目,…还要覆盖多少家企业
_ASKING = re.compile(
    "里面|当中|其中|之中|(?<=[员业目户商事])[里中]|[那这](?:[家个座条款]|些)?|[一-鿿]?得最[多少高低大小快慢好旺]|[的了吗呢啊呀吧把被跟]|哪些|哪个|什么|(?<=[一-鿿]{2}村)(?=[一-鿿]{2})"
)
_AMONG = re.compile(
    "(?:各个?|所有|全部)(?:设区|地级|县级)?(?:[省市县区州盟旗地镇乡]{1,3}|城市|省份)(?:之中|当中|[中里内间])?"
)


@service
class TermReader:
    """Makes terms: 椒江2019年固定资产投资增速 → 固定, 资产, 投资."""

    lexicon: Lexicon
    words: QuestionWords
    grammar: Grammar
    polite: re.Pattern[str]
    loose: Mapping[str, tuple[str, ...]]
    colloquial: Colloquial

    @staticmethod
    def build(lexicon: Lexicon, words: QuestionWords, grammar: Grammar) -> TermReader:
        """Compile the words once."""
        edges = "|".join(re.escape(w) for w in sorted(words.polite + words.plan, key=len, reverse=True))
        return TermReader(
            lexicon,
            words,
            grammar,
            re.compile(f"^(?:{edges})+|(?:{edges})+$"),
            lexicon.loose_atoms(),
            Colloquial.build(words.acts, words.money_heads),
        )

    def read(self, reading: Reading, cue: Cue, aside: Iterable[RegionMention]) -> tuple[Term, ...]:
        """The words that a text has to bear out, heavier in the clause that asks."""
        marks = [m.span() for _, compiled in self.grammar.marks for m in compiled.finditer(reading.text)]
        left = (m.span() for pattern in (_AMONG, _BESIDES) for m in pattern.finditer(reading.text))
        spans = [*cue.spans, *marks, *left]
        masked = _blank(reading, [span for span in spans if not _in_indicator(span, reading)])
        focus = _focus(reading, cue)
        counts = cue.asked not in (Asked.ENTITY, Asked.DATE)
        done = self.colloquial.find(masked if counts else "", cue.units == {Unit.MONEY})
        if any(_in_longer(span, reading) for span in done.spans):
            done = Done("", masked)
        meant = self.lexicon.atoms(done.name) if done.name else ()
        terms = [t for atom in meant for t in self._term(atom, 1.0)]
        for atom in self.lexicon.atoms(done.rest or masked):
            share = 1.0 if focus[0] <= atom.start < focus[1] else _BESIDE
            terms.extend(self._term(atom, share))
        terms.extend(
            Term(m.text, _KNOWN * _BESIDE, focus=False, others=tuple(r.path for r in m.regions))
            for m in aside
        )
        return tuple(terms)

    def variants(self, reading: Reading, terms: tuple[Term, ...]) -> tuple[tuple[Term, ...], ...]:
        """The terms with each loosely named indicator in its full words: 城镇居民收入 → 城镇居民人均可支配收入."""
        found = []
        for mention in reading.indicators:
            if not mention.loose:
                continue
            said = {a.text for a in reading.atoms if mention.start <= a.start and a.end <= mention.end}
            meant = [self._term(a, 1.0) for a in self.lexicon.atoms(mention.indicator.name)]
            kept = [t for t in terms if t.text not in said and (t.known or t.text not in mention.text)]
            found.append((*kept, *(t for each in meant for t in each)))
        return tuple(found)

    def _term(self, atom: Atom, share: float) -> list[Term]:
        focus = share == 1.0
        if atom.known and atom.text in self.words.plan:
            return []
        if atom.known:
            weight = _NEUTRAL if atom.neutral else _SOFT if atom.soft else _HEAD if atom.head else _KNOWN
            others = self.loose.get(atom.text, ())
            return [Term(atom.text, weight * share, True, atom.head, atom.soft, atom.neutral, focus, others)]
        runs = [self._trim(run) for run in _ASKING.split(atom.text)]
        return [self._run(run, share, focus) for run in runs if run]

    def _run(self, run: str, share: float, focus: bool) -> Term:
        """A run of characters; one alone can be short for a word of statistics: 煤 for 煤炭."""
        if meant := self.words.singles.get(run):
            return Term(meant[0], _KNOWN * share, known=True, focus=focus, others=meant[1:])
        return Term(run, _run_weight(run) * share, focus=focus)

    def _trim(self, run: str) -> str:
        """A run without the little words at its ends, but for words that have a 用 or 到 of their own: 投用, 拿到."""
        while match := self.polite.search(run):
            edges = (run[:2], run[:3]) if match.start() == 0 else (run[-2:], run[-3:])
            if any(edge in self.words.synonyms and edge[-1] != "在" for edge in edges):
                return run
            run = run[match.end() :] if match.start() == 0 else run[: match.start()]
        return run


def _run_weight(run: str) -> float:
    """What a run of characters weighs; one alone is more often a little word than a name."""
    return _ALONE if len(run) == 1 else min(_RUN_MOST, _PER_CHARACTER * len(run))


def _in_indicator(span: tuple[int, int], reading: Reading) -> bool:
    """Whether a cue word is a part of an indicator's name: 总额 in 社会消费品零售总额."""
    return any(m.start < span[1] and span[0] < m.end and not m.loose for m in reading.indicators)


def _in_longer(span: tuple[int, int], reading: Reading) -> bool:
    """Whether a word stands inside a longer one that is known: 专利 of 发明专利授权."""
    return any(a.start < span[0] < a.end and a.known for a in reading.atoms)


def _blank(reading: Reading, spans: Iterable[tuple[int, int]]) -> str:
    """The question without its places, times, figures and cue words."""
    masked = list(reading.text)
    places = (r for r in reading.regions if not r.inside)
    found = [*((m.start, m.end) for m in places), *((m.start, m.end) for m in reading.periods)]
    for start, end in [*spans, *found, *((m.start, m.end) for m in reading.quantities)]:
        masked[start:end] = " " * (end - start)
    return "".join(masked)


def _focus(reading: Reading, cue: Cue) -> tuple[int, int]:
    """The clause that asks: the one its last cue word stands in, the whole question where there is none."""
    if not cue.spans:
        return 0, len(reading.text)
    at = max(cue.spans)[0]
    for start, end in reading.clauses:
        if start <= at < end:
            return start, end
    return 0, len(reading.text)
