"""An article's sentences in, its facts out: every figure with its region, period, subject and measure.

The text is walked clause by clause. A clause that names a place, a time or a subject sets it for what follows; one
that leaves it out (…111.28亿元,增长10.4%) takes it from before. Lists with 分别 are dealt out item by item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from retrieval.records import (
    Atom,
    Fact,
    Measure,
    Period,
    PlacedPeriod,
    PlacedRegion,
    QuantityMention,
    Reading,
    Region,
    Sentence,
    Source,
    Unit,
)
from retrieval.understanding import lists
from retrieval.understanding.phrases import Grammar, Said, content, measure_of
from retrieval.understanding.place import Frame, Placer

_COMPANY = re.compile("有限公司|有限责任公司|股份公司|集团公司|合作社")
_ONLY_HEAD = 2  # a phrase of up to this many atoms, all heads or neutral, leans on what came before


@dataclass
class _State:
    """Where the walk stands: private to it, and the only thing here that changes."""

    frame: Frame
    subject: tuple[Atom, ...] = ()
    topic: tuple[Atom, ...] = ()
    items: list[tuple[Atom, ...]] = field(default_factory=list)
    item_frames: list[Frame] = field(default_factory=list)
    item_spans: list[tuple[int, int]] = field(default_factory=list)
    history: list[tuple[tuple[Atom, ...], Frame]] = field(default_factory=list)
    said: Said | None = None
    opening: Frame | None = None  # the place and time of the sentence's first figure
    plan: bool = False
    main: Period | None = None  # what the article as a whole reports on


@dataclass(frozen=True)
class FactReader:
    """Reads the facts of one article, sentence by sentence."""

    placer: Placer
    grammar: Grammar

    def opening(self, title: Reading, frame: Frame) -> Period | None:
        """The span that a title announces: 2024年上半年海宁市国民经济运行情况."""
        dated = self.placer.periods(title, frame)
        best = next((d for d in dated if not d.base and _reported(d)), None)
        reports_back = self.grammar.reports.search(title.text)
        return best.period if best and not reports_back else None

    def read(self, sentence: Sentence, number: int, reading: Reading, state: _State) -> list[Fact]:
        """All facts of one sentence; ``state`` goes on to the next."""
        placed = self.placer.regions(reading, state.frame)
        dated = self.placer.periods(reading, state.frame)
        state.said, state.items, state.history, state.plan = None, [], [], False
        state.opening = None
        before = state.frame
        walk = _Walk(self.grammar, sentence, number, reading, placed, dated, state)
        facts = [fact for clause in reading.clauses for fact in walk.clause(*clause)]
        lasting = _leading(dated, reading)
        if not state.subject and reading.indicators:
            state.subject = subject_of(reading)
        state.frame = replace(
            state.frame,
            period=lasting.period if lasting else before.period,
            period_source=lasting.source if lasting else before.period_source,
        ).moved()
        if lasting and (state.main is None or state.main.open):
            state.main = lasting.period
        return facts


def subject_of(reading: Reading | None) -> tuple[Atom, ...]:
    """The first known indicator of a text as atoms: of a title, 江苏13市上半年GDP出炉."""
    first = reading.indicators[0] if reading and reading.indicators else None
    if reading is None or first is None:
        return ()
    inside = (a for a in reading.atoms if first.start <= a.start and a.end <= first.end)
    return tuple(a for a in inside if not a.neutral and a.text not in ("增速", "增幅"))


def _leading(dated: Sequence[PlacedPeriod], reading: Reading) -> PlacedPeriod | None:
    """The time that the sentences after this one inherit: the span it reports on, at its most exact.

    2008年,…一季度经济实现开门红 goes on as the first quarter; 今年以来,…上半年增长8.9% as the half year.
    """
    figures = [q.start for q in reading.quantities if q.quantity.kind in (Unit.MONEY, Unit.PERCENT)]
    first = min(figures, default=len(reading.text))
    spans = [d for d in dated if not d.base and d.start < first and _reported(d)]
    best = spans[0] if spans else None
    for span in spans[1:]:
        if best and (best.period.open or _inside(span, best)):
            best = span
    return best


def _reported(dated: PlacedPeriod) -> bool:
    """Whether a period is a span that figures are reported for: whole months or a holiday, but no stock, no day."""
    period = dated.period
    whole = period.start.day == 1 or bool(period.name)
    return not period.point and whole and (period.end - period.start).days > 1


def _inside(inner: PlacedPeriod, outer: PlacedPeriod) -> bool:
    return outer.period.start <= inner.period.start and inner.period.end <= outer.period.end


def start_paragraph(
    state: _State | None, frame: Frame, subject: tuple[Atom, ...] = (), titled: bool = False
) -> _State:
    """The state at the head of a paragraph: place and time go on; ``subject`` is what the title speaks of.

    ``titled``: the title names the article's place, which then is what every paragraph is about unless it says else.
    """
    if state is None:
        return _State(frame, subject=subject, main=frame.period)
    main, period = state.main, state.frame.period
    narrower = main and period and main.start <= period.start and period.end <= main.end
    kept = replace(state.frame, period=main) if narrower else state.frame
    if titled and frame.regions:
        kept = kept.about(frame.regions, Source.ARTICLE)
    return _State(kept.moved(), subject=subject or state.subject, main=main)


@dataclass(frozen=True)
class _Walk:
    grammar: Grammar
    sentence: Sentence
    number: int
    reading: Reading
    placed: Sequence[PlacedRegion]
    dated: Sequence[PlacedPeriod]
    state: _State

    def clause(self, start: int, end: int) -> Iterator[Fact]:
        """The facts of ``text[start:end]``, and the state moved past it."""
        if self.reading.text[max(0, start - 1) : start] == ";" and self.state.opening:
            back = self.state.opening
            self.state.frame = replace(
                self.state.frame, period=back.period, period_source=back.period_source, timed=back.timed
            )
        quantities = [q for q in self.reading.quantities if start <= q.start < end]
        cursor = start
        for run in lists.runs(quantities, self.reading.text):
            self._advance(cursor, run[0].start)
            self.state.opening = self.state.opening or self.state.frame
            if self._sums_up(run, cursor):
                continue
            if len(run) > 1:
                yield from self._run(run, cursor, start, end)
            else:
                yield from self._single(run[0], cursor, start, end)
            cursor = run[-1].end
        self._advance(cursor, end)
        if not quantities:
            self._topic(start, end)
            self.state.plan = self.state.plan or self._announces(start, end)

    def _sums_up(self, run: list[QuantityMention], cursor: int) -> bool:
        """Whether a count only closes the list before it (A、B、C三个指标); the list is then remembered."""
        first = run[0]
        count = self.reading.text.count("、", cursor, first.start) + 1
        closes = len(run) == 1 and count > 1 and first.quantity.number == count
        if not closes or not self.reading.text.startswith(self.grammar.summary, first.end):
            return False
        return self._set_items(cursor, first.start, count)

    # --- moving on ---------------------------------------------------------------------------------------

    def _advance(self, start: int, end: int) -> None:
        self.state.frame = self._frame(start, end, self.state.frame)

    def _frame(self, start: int, end: int, frame: Frame) -> Frame:
        """The frame after the places and times that are named in ``text[start:end]``."""
        for place in self.placed:
            if start <= place.start < end and place.subject:
                frame = frame.about(place.regions, place.source)
        for period in self.dated:
            if start <= period.start < end and not self._passing(period):
                frame = replace(frame, period=period.period, period_source=period.source, timed=True)
        return frame

    def _passing(self, period: PlacedPeriod) -> bool:
        """Whether a period is only mentioned: what is compared with, or 一季度 in 延续了一季度的势头,…增长12.9%."""
        text = self.reading.text
        inside = any(s < period.start < e and text[s : period.start].strip() for s, e in self.reading.clauses)
        described = text.startswith("的", period.end) and inside and bool(self.reading.quantities)
        return period.base or (described and text[period.start - 1] in "了着过续着")

    def _atoms(self, start: int, end: int) -> tuple[Atom, ...]:
        inside = tuple(a for a in self.reading.atoms if start <= a.start and a.end <= end)
        return content(inside, self.grammar)

    def _topic(self, start: int, end: int) -> None:
        """A clause without figures says what the next one is about: 工业投资增势突出,同比增长8.6%."""
        atoms = self._atoms(start, end)
        if not atoms:
            return
        self.state.topic = atoms
        if any(a.known and a.head for a in atoms):
            self.state.subject = atoms
            self._remember(atoms)
            self._remember_items(start, end)

    def _remember(self, subject: tuple[Atom, ...]) -> None:
        self.state.subject = subject
        self.state.history.append((subject, self.state.frame))

    def _remember_items(self, start: int, end: int) -> None:
        """Keep a list that stands before its figures: 规上工业增加值、建筑业总产值两个指标…,分别增长…"""
        count = self.reading.text.count("、", start, end) + 1
        if count > 1:
            self._set_items(start, end, count)

    def _set_items(self, start: int, end: int, count: int) -> bool:
        spans = lists.split_items(self.reading.text, start, end, count)
        if spans is None:
            return False
        ordinals = lists.industries(self.reading.text, spans)
        items = [self._atoms(*span) for span in spans]
        if all(ordinals):
            tail = tuple(a for a in items[-1] if a.head)
            items = [(atom, *tail) for atom in ordinals if atom]
        else:
            items = lists.share_head(items)
        self.state.items, self.state.item_spans = items, spans
        self.state.item_frames = [self._frame(*span, self.state.frame) for span in spans]
        return True

    # --- figures -----------------------------------------------------------------------------------------

    def _run(self, run: list[QuantityMention], cursor: int, start: int, end: int) -> Iterator[Fact]:
        """Several figures in a row: dealt out to the items of the list before them."""
        left = self.reading.text[cursor : run[0].start]
        said = self._said(run[0], left, start)
        dealt = self._deal(run, cursor, start)
        if not dealt:
            dealt = self._deal_frames(cursor, run)
        previous = self.state.subject
        for i, mention in enumerate(run):
            frame = self.state.item_frames[i] if dealt else self.state.frame
            own = self.state.items[i] if dealt else self._atoms(cursor, run[0].start)
            subject, inherited = self._subject(own, mention, said, previous)
            span = self.state.item_spans[i] if dealt and self.state.item_spans else (start, end)
            fact = self._fact(mention, said, subject, inherited, frame, span, cursor)
            yield replace(fact, noun=self._noun(run[-1])) if dealt else fact
        if dealt:
            self.state.history = list(zip(self.state.items, self.state.item_frames, strict=True))
            self.state.subject = self._merged(previous)

    def _deal(self, run: list[QuantityMention], cursor: int, start: int) -> bool:
        """Whether the list before the figures has an item for each; where 分别 stands it may hold figures itself."""
        before = run[0].start
        marked = self.grammar.respectively.search(self.reading.text, start, before)
        spans = [(cursor, before)] + ([(start, marked.start())] if marked and cursor > start else [])
        for span in spans:
            if self._atoms(*span) and self._set_items(*span, len(run)):
                return True
        return len(self.state.items) == len(run) and bool(marked or not self._atoms(cursor, before))

    def _deal_frames(self, cursor: int, run: list[QuantityMention]) -> bool:
        """As many times or places before the figures as there are figures: 一季度和上半年,GDP分别增长10.8%和11.1%."""
        before = run[0].start
        own = self._atoms(cursor, before) or self.state.subject
        periods = [p for p in self.dated if p.start < before and not p.base]
        places = [p for p in self.placed if p.start < before and p.subject]
        if len(periods) == len(run):
            frames = [replace(self.state.frame, period=p.period, period_source=p.source, timed=True) for p in periods]
        elif len(places) == len(run):
            frames = [self.state.frame.about(p.regions, p.source) for p in places]
        else:
            return False
        self.state.items, self.state.item_frames, self.state.item_spans = [own] * len(run), frames, []
        return True

    def _merged(self, previous: tuple[Atom, ...]) -> tuple[Atom, ...]:
        return self.state.items[-1] or previous

    def _single(self, mention: QuantityMention, cursor: int, start: int, end: int) -> Iterator[Fact]:
        left = self.reading.text[cursor : mention.start]
        said = self._said(mention, left, start)
        own = self._own(cursor, mention, said)
        if not own and self.grammar.both.search(left) and len(self.state.history) > 1:
            for subject, frame in self.state.history[-2:]:
                yield self._fact(mention, said, subject, True, frame, (start, end), cursor)
            return
        subject, inherited = self._subject(own, mention, said, self.state.subject)
        yield self._fact(mention, said, subject, inherited, self.state.frame, (start, end), cursor)
        if self._lasting(own, mention, said):
            self._remember(subject)

    def _lasting(self, own: tuple[Atom, ...], mention: QuantityMention, said: Said) -> bool:
        """Whether what follows may leave this subject out: not after a rank, a difference or a mere count."""
        if not own or said.measure in (Measure.RANK, Measure.DIFFERENCE, Measure.CONTRIBUTION):
            return False
        if said.measure in (Measure.SHARE, Measure.COMPLETION):
            return any(a.head for a in own)
        return any(a.known for a in own) or mention.quantity.kind is not Unit.COUNT

    def _said(self, mention: QuantityMention, left: str, start: int) -> Said:
        said = measure_of(mention, left, self.reading.text[start : mention.start], self.grammar)
        if said is None:
            signed = mention.text.startswith("-")
            alone = not left.strip() and not self._noun(mention)
            bare = self.state.said and self.state.said.measure is Measure.LEVEL and alone
            said = Said(Measure.GROWTH) if signed or bare else self.state.said or Said(Measure.SHARE)
            if said.measure in (Measure.LEVEL, Measure.RANK):
                said = Said(Measure.SHARE)
        if said.measure is Measure.RANK and said.of is None and self.state.said:
            said = replace(said, of=self.state.said.measure)
        if said.measure is not Measure.RANK:
            self.state.said = said
        return said

    def _own(self, cursor: int, mention: QuantityMention, said: Said) -> tuple[Atom, ...]:
        """The subject's atoms before the figure, up to the word that opens the whole (占, 高于, 比, 完成, 拉动)."""
        cut = self._whole_from(cursor, mention, said)
        return self._atoms(cursor, cut if cut is not None else mention.start)

    def _whole_from(self, cursor: int, mention: QuantityMention, said: Said) -> int | None:
        left = self.reading.text[cursor : mention.start]
        opener = {
            Measure.SHARE: self.grammar.share,
            Measure.DIFFERENCE: self.grammar.difference,
            Measure.CONTRIBUTION: self.grammar.contribution,
            Measure.COMPLETION: re.compile("完成|达到|占|为"),
            Measure.RANK: re.compile("在|居|列|排"),
        }.get(said.measure)
        match = opener.search(left) if opener else None
        if match is None and said.measure is Measure.DIFFERENCE:
            match = self.grammar.comparison.search(left)
        return cursor + match.start() if match else None

    def _subject(
        self, own: tuple[Atom, ...], mention: QuantityMention, said: Said, before: tuple[Atom, ...]
    ) -> tuple[tuple[Atom, ...], bool]:
        """What the figure is of, and whether some of it was left out and taken from before."""
        meaty = [a for a in own if not a.neutral and not a.soft]
        if not meaty and mention.quantity.kind is Unit.COUNT and self._noun(mention):
            return own, False
        if not meaty:
            return (before + own if before else own), bool(before)
        if all(a.head for a in meaty) and len(meaty) < _ONLY_HEAD and not self._standalone(own):
            lead = before[: len(before) - len(lists.trailing_head(before))]
            return lead + own, bool(lead)
        if any(a.head for a in own) or mention.quantity.kind in (Unit.COUNT, Unit.RANK, Unit.PEOPLE):
            return own, False
        if said.measure in (Measure.SHARE, Measure.COMPLETION, Measure.DIFFERENCE):
            return own, False
        tail = lists.trailing_head(before)
        return own + tail, bool(tail)

    def _standalone(self, own: tuple[Atom, ...]) -> bool:
        """Whether a bare head is an indicator of its own (出口) and not half of one (增加值)."""
        return any(m.start <= own[0].start and own[-1].end <= m.end for m in self.reading.indicators)

    def _fact(
        self,
        mention: QuantityMention,
        said: Said,
        subject: tuple[Atom, ...],
        inherited: bool,
        frame: Frame,
        clause: tuple[int, int],
        cursor: int,
    ) -> Fact:
        offset = self.sentence.start
        whole_from = self._whole_from(cursor, mention, said)
        return Fact(
            article=self.sentence.article,
            sentence=self.number,
            start=offset + mention.start,
            end=offset + mention.end,
            text=self._text(mention, said),
            quantity=mention.quantity,
            measure=said.measure,
            subject=subject,
            noun=self._noun(mention),
            whole=self._atoms(whole_from, mention.start) if whole_from is not None else (),
            topic=self.state.topic,
            inherited=inherited,
            regions=frame.regions,
            region_source=frame.region_source,
            period=frame.period,
            period_source=frame.period_source,
            timed=frame.timed,
            scope=self._scope(cursor, mention, clause),
            of=said.of,
            marks=self._marks(cursor, mention, clause),
            falling=said.falling,
            clause=(offset + clause[0], offset + clause[1]),
        )

    def _noun(self, mention: QuantityMention) -> tuple[Atom, ...]:
        """What stands behind a figure in its clause, up to the next figure: 4.2亿元 融资."""
        following = [q.start for q in self.reading.quantities if q.start >= mention.end]
        ends = [e for s, e in self.reading.clauses if s <= mention.start < e]
        return self._atoms(mention.end, min([*ends, *following], default=mention.end))

    def _text(self, mention: QuantityMention, said: Said) -> str:
        original = self.sentence.text[mention.start : mention.end]
        if said.measure is Measure.GROWTH and said.falling and not mention.text.startswith("-"):
            return "下降" + original
        return original

    def _scope(self, cursor: int, mention: QuantityMention, clause: tuple[int, int]) -> tuple[Region, ...]:
        """The place that a rank is held in or a difference is measured against: the last one named aside."""
        aside = [p for p in self.placed if clause[0] <= p.start < mention.start and not p.subject]
        near = [p for p in aside if p.start >= cursor] or aside
        return near[-1].regions if near else ()

    def _marks(self, cursor: int, mention: QuantityMention, clause: tuple[int, int]) -> frozenset[str]:
        left = self.reading.text[cursor : mention.start]
        marks = {name for name, compiled in self.grammar.marks if compiled.search(left)}
        whole = self.reading.text[clause[0] : mention.start]
        if self.state.plan or self._planned(whole):
            marks.add("plan")
        if self.grammar.forecast.search(self.reading.text[: mention.start]):
            marks.add("forecast")
        if self._owner(clause[0], mention.start):
            marks.add("owned")
        return frozenset(marks)

    def _owner(self, start: int, end: int) -> bool:
        """Whether a company speaks of itself here: …医用材料股份有限公司…,前三季度出口8.6亿元."""
        sentence = self.reading.text[:end]
        named = list(_COMPANY.finditer(sentence))
        return bool(named) and not any(p.subject for p in self.placed if named[-1].end() <= p.start < end)

    def _announces(self, start: int, end: int) -> bool:
        """Whether a clause without figures says that goals follow: 今年的主要预期目标是:…"""
        opened = self.reading.text[end : end + 1] == ":"
        return opened and self._planned(self.reading.text[start:end])

    def _planned(self, clause: str) -> bool:
        return bool(self.grammar.plan.search(self.grammar.plan_nominal.sub("", clause)))
