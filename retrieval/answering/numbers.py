"""A question for a figure and its candidate passages in; an answer, a question back or a refusal out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from decimal import Decimal

from retrieval.answering.coverage import HELD_AT
from retrieval.answering.matching import Held, Match, Matcher
from retrieval.answering.replies import Replies, figure
from retrieval.library import Passage
from retrieval.records import Answer, Kind, Question, Term
from retrieval.service import service

_ACCEPT = 0.72  # a figure is answered from this score on
_OUTSTANDING = 0.6  # or from this one on, where it stands alone …
_AHEAD = 0.15  # … so far ahead of every other figure
_PARTED = re.compile("其中|[从按分][^,;。]{1,8}[看分],")  # 从区域看,潇河产业园区11个
_BREAK = re.compile("[;。、和及与]")
_END = re.compile("[,;。]")
_PART = 0.6  # a part of what answers from this one on: its sentence leaves out what the whole's says
_TIED = 0.06  # a figure that bears out so nearly as much of the question may be meant as well …
_WIDE = 0.15  # … unless it says much that was not asked
_HEADED = 0.005  # of two that say as much the one goes first whose own words say what is measured
_SAME = 0.015
_TENTH = 10  # a tenth in per cent
_ROUGH = Decimal("0.1")  # what a rough figure may leave out


@service
class Numbers:
    """Answers questions for figures."""

    matcher: Matcher
    replies: Replies

    def matches(
        self, question: Question, passages: Iterable[Passage], slots: AbstractSet[str] | None = None
    ) -> list[Match]:
        """Every fact that is of the asked kind, best first; ties in corpus order.

        ``slots``: only those that differ in no other slot; None: however they differ.
        """
        return self._weighed(question, self.matcher.held(question, passages, slots))

    def _weighed(self, question: Question, held: Iterable[Held]) -> list[Match]:
        found = self.matcher.weighed(question, held)
        return sorted(found, key=lambda m: (-m.score - _HEADED * m.headed, m.passage.number, m.fact.start))

    def answer(self, question: Question, passages: Sequence[Passage]) -> Answer:
        """The figure that agrees in every slot, or why there is none."""
        exact = self.matches(question, passages, frozenset())
        fits = [m for m in exact if m.score >= _ACCEPT]
        if not fits and (alone := _standing_out(exact)) and not self._outdone(question, passages, alone):
            unheard = tuple(("unheard", word) for word in alone.unheard)
            return self.replies.answered(replace(question, notes=(*question.notes, *unheard)), [alone])
        if not fits:  # only now are those that differ looked at: most questions have an answer
            held = self.matcher.held(question, passages)
            nearby = self._weighed(question, (h for h in held if h.misses))
            return self.replies.refused(question, [m for m in nearby if m.score >= _ACCEPT])
        fits = [_part_of(question, exact) or _most_exact(fits), *fits[1:]]
        tied = [m for m in fits if m.covered >= fits[0].covered - _TIED and m.score >= fits[0].score - _WIDE]
        open_ended = not question.regions and question.period is None
        if len(question.regions) > 1 or open_ended:  # 新城区: of each of the places that the name may mean
            tied = fits
        unclear = self._unclear(question, tied)
        if unclear:
            return self.replies.clarify(question, tied, unclear)
        return self.replies.answered(question, [fits[0], *self._rivals(fits)])

    def _outdone(self, question: Question, passages: Sequence[Passage], alone: Match) -> bool:
        """Whether another figure says far more of what was asked, and only its time is another."""
        held = self.matcher.held(question, passages)
        others = self._weighed(question, (h for h in held if h.misses == {"period"}))
        return bool(others) and others[0].score >= alone.score + _AHEAD and others[0].score >= _ACCEPT

    def _unclear(self, question: Question, tied: Sequence[Match]) -> str | None:
        """Which slot the question left open that the sources fill differently."""
        if len({figure(m.fact) for m in tied}) < 2:
            return None
        if len(question.regions) != 1 and len({_place(m) for m in tied}) > 1:
            return "ambiguous_region"
        if question.period is None and len({m.fact.period for m in tied}) > 1:
            return "ambiguous_period"
        return None

    def _rivals(self, fits: Sequence[Match]) -> list[Match]:
        """Other sources that state the same thing with another figure."""
        best = fits[0]
        return [
            m for m in fits[1:]
            if m.score >= best.score - _SAME
            and m.passage.article.id != best.passage.article.id
            and m.fact.period == best.fact.period
            and _place(m) == _place(best)
            and _words(m) == _words(best)
            and m.fact.quantity.value != best.fact.quantity.value
        ]  # fmt: skip


def _standing_out(matches: Sequence[Match]) -> Match | None:
    """The best figure alone, where it lacks little and no other comes near it."""
    best = matches[0] if matches else None
    if best is None or not best.near or best.score < _OUTSTANDING:
        return None
    others = (m.score for m in matches[1:] if figure(m.fact) != figure(best.fact))
    return best if best.score - max(others, default=0.0) >= _AHEAD else None


def _most_exact(fits: Sequence[Match]) -> Match:
    """The figure with the most digits that its article gives for the same thing: 3.04万亿元 under 突破3万亿元.

    A title names more than the sentence that has the figure: 双流机场旅客吞吐量逼近五千万 over 旅客吞吐量4980.2万人次.
    """
    best = fits[0]
    titled = best.passage.sentence.kind is Kind.TITLE and bool(best.fact.quantity.bound)
    in_tenths = best.fact.quantity.unit == "成"
    far = _WIDE if titled else (_TIED if in_tenths else _SAME)
    same = [
        m for m in fits
        if m.score >= best.score - far and m.passage.article.id == best.passage.article.id
        and (m.fact.period, m.fact.measure, m.fact.quantity.kind)
        == (best.fact.period, best.fact.measure, best.fact.quantity.kind)
        and _place(m) == _place(best) and _rounds_to(m, best)
        and (_words(m) == _words(best) or (titled and _words(m) < _words(best)))
    ]  # fmt: skip
    return max(same, key=lambda m: len(m.fact.quantity.number.as_tuple().digits), default=best)


def _rounds_to(match: Match, rough: Match) -> bool:
    """Whether a figure may be said more roughly as another: 3.04 as 3 but not 3.4, 6.94 as 近7."""
    one, other = match.fact.quantity.value, rough.fact.quantity.value
    if rough.fact.quantity.unit == "成":  # 34.1% where the title has 三成多
        return abs(one - other) < _TENTH and match.fact.quantity.unit != "成"
    off = (one - other) / other if other else _ROUGH
    below = rough.fact.quantity.bound in ("<", "~")
    return abs(off) < _ROUGH if below else 0 <= off < _ROUGH


def _part_of(question: Question, matches: Sequence[Match]) -> Match | None:
    """The part that is meant where the best is its whole: 班列3978列,其中出境2214列 for 出境的班列有多少列."""
    best, parts = matches[0], [m for m in matches[1:] if m.score >= _PART]
    return next((m for m in parts if _is_part(m, best) and _says_more(question, m, best)), None)


def _is_part(match: Match, whole: Match) -> bool:
    if (
        match.fact.measure is not whole.fact.measure
        or match.fact.quantity.kind is not whole.fact.quantity.kind
    ):
        return False
    if match.passage.number == whole.passage.number + 1:  # 全年开行3720列。其中,去程2014列,回程1706列
        return _PARTED.match(match.passage.reading.text) is not None
    offset = whole.passage.sentence.start
    between = whole.passage.reading.text[whole.fact.end - offset : match.fact.start - offset]
    # 1426家规模工业企业已复工618家; 实施重点工业项目120个,确保当年竣工75个
    within = "其中" in between or (not _BREAK.search(between) and between.count(",") <= 1)
    return match.passage.number == whole.passage.number and within


def _says_more(question: Question, match: Match, whole: Match) -> bool:
    """Whether a word of the question stands right at the part's figure and nowhere before the whole's."""
    text, offset = match.passage.reading.text, match.passage.sentence.start
    said = HELD_AT.sub("", whole.passage.reading.text[: whole.fact.start - whole.passage.sentence.start])
    start = max(
        (q.end for q in match.passage.reading.quantities if q.end <= match.fact.start - offset), default=0
    )
    own = text[start : match.fact.start - offset]
    behind = _END.split(text[match.fact.end - offset :], maxsplit=1)[0]
    done = (t.text for t in question.terms if t.known and t.neutral)  # 31个行业中有22个实现增长
    counted = {a.text for a in whole.fact.noun}  # 28家规上工业企业中,增长的15家: the whole is 工业 as well
    named = (t for t in question.terms if not (t.soft or t.neutral or t.text in counted))
    words = [piece for t in named for piece in _pieces(t)]
    here = _known(match.passage, start, match.fact.start - offset)  # 清洁能源, which is 可再生能源
    before = _known(whole.passage, 0, whole.fact.start - whole.passage.sentence.start)
    if any(w in own and w not in said for w in words) or any(w in here and w not in before for w in words):
        return True
    return any(w in behind and w not in own for w in done)


def _known(passage: Passage, start: int, end: int) -> frozenset[str]:
    """The known words of a stretch of a sentence."""
    return frozenset(a.text for a in passage.reading.atoms if a.known and start <= a.start < end)


def _pieces(term: Term) -> list[str]:
    """A known word whole; of any other run its pairs of characters: 回程 of 长安号回程开."""
    if term.known:
        return [term.text]
    return [term.text[i : i + 2] for i in range(len(term.text) - 1)]


def _place(match: Match) -> str:
    return match.fact.regions[0].id if match.fact.regions else ""


def _words(match: Match) -> frozenset[str]:
    return frozenset(a.text for a in match.fact.subject)
