"""An article's sentences in, its facts out: every figure with its region, period, subject and measure.

The text is walked clause by clause. A clause that names a place, a time or a subject sets it for what follows; one
that leaves it out (…111.28亿元,增长10.4%) takes it from before. Lists with 分别 are dealt out item by item.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from retrieval.records import (
    Atom,
    Fact,
    Measure,
    Period,
    QuantityMention,
    Reading,
    Sentence,
    Unit,
)
from retrieval.service import Once, service
from retrieval.understanding import lists
from retrieval.understanding.compositions import shares
from retrieval.understanding.dealing import Dealer
from retrieval.understanding.english_facts import EnglishWalk
from retrieval.understanding.english_phrases import EnglishPhrases
from retrieval.understanding.frame import Frame
from retrieval.understanding.labels import name_figures
from retrieval.understanding.made import make_fact
from retrieval.understanding.phrases import Grammar, Said
from retrieval.understanding.place import Placer
from retrieval.understanding.place_times import Dated
from retrieval.understanding.state import State, reported, to_come
from retrieval.understanding.subjects import (
    Subject,
    carried,
    introduced,
    lasts,
    of_which,
    ranked_apart,
    said_of,
    subject,
)
from retrieval.understanding.together import against_each, beyond, is_aside
from retrieval.understanding.view import View
from retrieval.understanding.which import counts_rivals, is_threshold


@service
class FactReader:
    """Reads the facts of one article, sentence by sentence."""

    placer: Placer
    grammar: Grammar
    english: EnglishPhrases

    def opening(self, title: Reading, frame: Frame) -> Period | None:
        """The span that a title announces: 2024年上半年海宁市国民经济运行情况."""
        dated = self.placer.periods(title, frame)
        day = self.placer.context.published
        best = next((d for d in dated if not d.base and reported(d) and not to_come(d.period, day)), None)
        return best.period if best and not self.grammar.reports.search(title.text) else None

    def read(
        self, sentence: Sentence, number: int, reading: Reading, state: State, dated: Dated | None = None
    ) -> list[Fact]:
        """All facts of one sentence; ``state`` goes on to the next. ``dated``: its times, where they are known."""
        placed = self.placer.regions(reading, state.frame)
        if dated is None:
            dated = self.placer.periods(reading, state.frame)
        before, day = state.frame, self.placer.context.published
        view = View(self.grammar, sentence, number, reading, placed, dated, day)
        state.start_sentence()
        if reading.english:
            facts = list(EnglishWalk(view, state, self.english).facts())
        else:
            walk = _Walk(view, state, Dealer(view, state))
            name_figures(view, state, walk.dealer)
            facts = []
            for clause in reading.clauses:
                facts += walk.clause(*clause)
        if back := beyond(view, before):
            state.frame = state.frame.about(back.regions, back.region_source)
        state.end_sentence(before, dated, reading, day)
        return facts


@service
class _Walk:
    view: View
    state: State
    dealer: Dealer

    def clause(self, start: int, end: int) -> Iterator[Fact]:
        """The facts of ``text[start:end]``, and the state moved past it."""
        if start and self.view.text[start - 1] == ";":
            self._back_to_opening(start)
        quantities = self._counted(start, end)
        if not quantities:
            self._advance(start, end)
            self._topic(start, end)
            return
        cursor, before = start, self.state.frame
        for run in lists.runs(quantities, self.view.text):
            self._advance(cursor, run[0].start)
            if cursor > start and self.view.arrives(start, cursor, run[0].start):
                self._back_in_time(before)
            self.state.opening = self.state.opening or self.state.frame
            if counts_rivals(self.view, run[-1], quantities):
                continue
            if self.dealer.sums_up(run, cursor):
                cursor = run[-1].end
                continue
            figures = self._run if len(run) > 1 else self._single
            aside = any(s < run[0].start < e for s, e in self.view.asides)
            before_it = self.state.subject
            for fact in figures(run, cursor, (start, end)):
                yield fact
                yield from shares(fact)
            if aside:
                self.state.subject, self.state.said = before_it, None
            else:
                cursor = run[-1].end
        self._advance(cursor, end)

    def _counted(self, start: int, end: int) -> list[QuantityMention]:
        """The figures of a clause that state something."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        inside = self.view.reading.quantities[first:last]
        return [q for q in inside if not is_threshold(self.view, q) and not self.dealer.recalls(q)]

    @Once
    def _starts(self) -> list[int]:
        """Where the figures of the sentence begin, in order."""
        return [q.start for q in self.view.reading.quantities]

    @Once
    def _figures(self) -> frozenset[int]:
        """Where figures begin."""
        return frozenset(self._starts)

    def _back_in_time(self, frame: Frame) -> None:
        """The time is that of ``frame`` again; the place goes on: 敦化市…由年初的48家增加到57家."""
        self.state.frame = self.state.frame.at(frame.period, frame.period_source, frame.timed)

    def _back_to_opening(self, start: int) -> None:
        """After a semicolon time and subject are those of the sentence's first figure, the place too after 其中X县."""
        if back := self.state.opening:
            self._back_in_time(back)
            if is_aside(self.view, start):
                self.state.frame = self.state.frame.about(back.regions, back.region_source)
        if self.state.history:
            listed = any(p.start == start and p.end in self._figures for p in self.view.placed)
            first = self.state.history[0][0]
            self.state.subject = self._listed_of(first) if listed else first

    def _listed_of(self, first: tuple[Atom, ...]) -> tuple[Atom, ...]:
        """What a list of places is of, the ``first`` item's own words left out: 分县区看,农垦160亿元;海丰县240亿元."""
        begun = self.state.begun
        tail = lists.trailing_head(begun)
        if tail and first[-len(tail) :] == tail and not any(a.known for a in first[: -len(tail)]):
            return begun
        return tuple(a for a in first if a.text not in self.view.grammar.city_parts)

    def _advance(self, start: int, end: int) -> None:
        self.state.frame = self.view.frame(start, end, self.state.frame)

    def _topic(self, start: int, end: int) -> None:
        """A clause without figures says what the next one is about: 工业投资增势突出,同比增长8.6%."""
        self.state.plan = self.state.plan or self.view.announces(start, end)
        atoms = self.view.atoms(start, end)
        if atoms:
            self.state.topic = atoms
        if self.view.text.startswith(":", end):
            self.state.subject = self.dealer.residents_of(atoms) or self.state.subject
        if self.view.text.endswith("方面", start, end) and (part := introduced(atoms)):
            self.state.subject = part + lists.trailing_head(self.state.subject)  # 二手住宅方面,12月上涨0.5%
        if any(a.known and a.head for a in atoms):
            self.state.remember(atoms)
            self.dealer.keep(start, end)
        elif self.view.text.startswith(("对", "给", "向"), start):  # 对博士、硕士、本科毕业生,分别给予…
            self.dealer.keep(start, end)

    def _run(self, run: list[QuantityMention], cursor: int, clause: tuple[int, int]) -> Iterator[Fact]:
        """Several figures in a row: dealt out to the items of the list before them."""
        said = said_of(self.view, self.state, run[0], cursor, clause[0])
        previous = self.state.subject
        if ranked := ranked_apart(self.view.text[clause[0] : run[0].start], run):
            for mention, measure in zip(run, ranked, strict=True):
                of = Subject(previous, inherited=True)
                yield self._fact(mention, replace(said, of=measure), of, self.state.frame, clause, cursor)
            return
        if not self.dealer.deal(run, cursor, clause[0]):
            own = self.view.atoms(cursor, run[0].start)
            of = subject(self.view, own, run[0], said, previous)
            turns = (self._turned(said, run, i) for i in range(len(run)))
            pairs = zip(run, turns, strict=True)
            facts = [self._fact(m, s, of, self.state.frame, clause, cursor) for m, s in pairs]
            yield from against_each(self.view, facts, clause[0], run[0].start)
            self.state.history += [(of.atoms, self.state.frame)] * len(run)
            return
        state, noun, dealt = self.state, self.view.noun(run[-1]), list[Fact]()
        for i, mention in enumerate(run):
            said = self._turned(said, run, i)
            of = subject(self.view, state.items[i], mention, said, previous)
            span = state.item_spans[i] if state.item_spans else clause
            fact = self._fact(mention, said, of, state.item_frames[i], span, cursor)
            dealt.append(replace(fact, noun=noun))
        yield from against_each(self.view, dealt, clause[0], run[0].start)
        state.history = list(zip(state.items, state.item_frames, strict=True))
        state.subject = state.items[-1] or previous

    def _turned(self, said: Said, run: list[QuantityMention], i: int) -> Said:
        """What a figure of a run says, where a word of its own stands before it: 分别增长12.6%、18.9%和下降2.3%."""
        between = self.view.text[run[i - 1].end : run[i].start] if i else ""
        if not (change := self.view.grammar.change.search(between)):
            return said
        return replace(said, falling=bool(self.view.grammar.fall.fullmatch(change.group())))

    def _single(self, run: list[QuantityMention], cursor: int, clause: tuple[int, int]) -> Iterator[Fact]:
        """One figure; 均 and 都 make it that of the last two subjects."""
        mention, state = run[0], self.state
        rate = state.said is not None and state.said.measure is Measure.SHARE
        said = said_of(self.view, state, mention, cursor, clause[0])
        cut = self.view.whole_from(cursor, mention, said)
        own = self.view.atoms(cursor, mention.start if cut is None else cut)
        shared = not own and self.view.grammar.both.search(self.view.text, cursor, mention.start)
        if shared and len(state.history) > 1:
            for atoms, frame in state.history[-2:]:
                yield self._fact(mention, said, Subject(atoms, True), frame, clause, cursor)
            return
        arrives = self.view.arrives(clause[0], cursor, mention.start)  # 省外货源占比由62%提高到71.5%
        moves = rate and mention.quantity.kind is Unit.POINTS  # 亏损面32.9%,同比扩大3.8个百分点
        ranked = mention.quantity.kind is Unit.RANK  # 业务量排第七位,增速排第三位
        goes_on = not own and state.last and (arrives or moves or ranked)
        before = state.last if goes_on else carried(state, own, mention)
        of = of_which(self.view, self.state, own, mention) or subject(self.view, own, mention, said, before)
        state.last = of.atoms
        if of.atoms and said.measure is Measure.LEVEL:
            state.measure(mention.quantity, of.atoms, of.inherited)
        yield self._fact(mention, said, of, state.frame, clause, cursor)
        if lasts(own, mention, said):
            state.remember(of.atoms)

    @Once
    def _fact(self) -> Callable[[QuantityMention, Said, Subject, Frame, tuple[int, int], int], Fact]:
        return partial(make_fact, self.view, self.state)
