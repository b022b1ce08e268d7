"""One English sentence in, its facts out: as in Chinese, but what a figure is of may also stand behind it.

*Exports grew 18.3 percent to 148.7 billion yuan, while imports jumped 45.7 percent* is three facts. A time or place
behind a figure (*248.9 billion yuan in the first half*) is that figure's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from retrieval.records import Atom, Fact, Measure, PlacedRegion, QuantityMention, Region, Unit
from retrieval.service import service
from retrieval.understanding.english_lists import respective
from retrieval.understanding.english_marks import EnglishMarks
from retrieval.understanding.english_phrases import Around, EnglishPhrases
from retrieval.understanding.english_referring import Referring
from retrieval.understanding.english_scene import EnglishScene, Spot
from retrieval.understanding.phrases import Said
from retrieval.understanding.state import State
from retrieval.understanding.subjects import Subject, lasts
from retrieval.understanding.view import View

_COUNTED = (Unit.COUNT, Unit.PEOPLE)
_PARTS = (Measure.SHARE, Measure.COMPLETION, Measure.DIFFERENCE, Measure.CONTRIBUTION)
_BRACKET = re.compile(r"\(\D{0,12}$")
_FOLLOWED = re.compile(r"\s*(?:worth )?(?:of|in)(?![a-z])")
_NEXT = re.compile(r"\b(?:followed by|ahead of)\b")
_BY = re.compile(
    r"(?<![a-z])(?:in terms of|measured by|by"
    r"|for(?! the (?:[a-z-]+ )?(?:consecutive|straight|successive|time|year|row)))(?![a-z])"
)


@service
class EnglishWalk:
    """The walk over one English sentence; what changes is ``state``."""

    view: View
    state: State
    grammar: EnglishPhrases

    @cached_property
    def scene(self) -> EnglishScene:
        """Time and place."""
        return EnglishScene(self.view, self.state)

    @cached_property
    def marks(self) -> EnglishMarks:
        """Plans and the like."""
        return EnglishMarks(self.view, self.state, self.grammar)

    @cached_property
    def referring(self) -> Referring:
        """What its short words refer to."""
        return Referring(self.view, self.state)

    def facts(self) -> Iterator[Fact]:
        """All facts of the sentence, and the state moved past it."""
        self.scene.default_time()
        self.referring.begin()
        dealt = respective(self.view, self.grammar)
        first = min((q.start for q in self.view.reading.quantities), default=len(self.view.text))
        for start, end in self.view.reading.clauses:
            quantities = [q for q in self.view.reading.quantities if start <= q.start < end]
            if not quantities and end <= first:
                self._topic(start, end)
            yield from self._clause(quantities, (start, end), dealt)

    def _topic(self, start: int, end: int) -> None:
        """A clause before any figure says what the sentence is about."""
        self.state.frame = self.scene.moved(self.state.frame, start, end)
        self.state.plan = self.state.plan or (
            self.view.text[end : end + 1] == ":" and self.marks.plans(start, end)
        )
        atoms = self._atoms(start, end)
        if atoms:
            self.state.topic = atoms
        if any(a.known and a.head for a in atoms):
            self.state.remember(atoms)

    def _clause(
        self,
        quantities: Sequence[QuantityMention],
        clause: tuple[int, int],
        dealt: dict[int, tuple[Atom, ...]],
    ) -> Iterator[Fact]:
        cursor = clause[0]
        for i, mention in enumerate(quantities):
            stop = quantities[i + 1].start if i + 1 < len(quantities) else clause[1]
            splits = self.grammar.splitting.search(self.view.text, mention.end, stop)
            spot = Spot(mention, cursor, clause, stop, splits.start() if splits else stop)
            if not self._passes(spot):
                yield self._fact(spot, dealt.get(mention.start))
            cursor = mention.end
        if not quantities:
            return
        self.state.frame = self.scene.moved(self.state.frame, cursor, clause[1])

    def _passes(self, spot: Spot) -> bool:
        """Whether the figure is none of its own: a converted sum in brackets, or one that is only compared with."""
        before = self.view.text[spot.cursor : spot.mention.start]
        converted = spot.mention.quantity.kind is Unit.MONEY and _BRACKET.search(
            self.view.text[max(0, spot.mention.start - 14) : spot.mention.start]
        )
        return bool(converted) or self.grammar.skipped(
            spot.mention,
            Around(before, self.view.text[spot.mention.end : spot.stop], "", self.state.said is not None),
        )

    # --- subjects ----------------------------------------------------------------------------------------

    def _atoms(self, start: int, end: int) -> tuple[Atom, ...]:
        inside = (a for a in self.view.reading.atoms if start <= a.start and a.end <= end)
        kept = (a for a in inside if a.known or not (a.text in self.grammar.stop or a.text[0].isdigit()))
        kept = (a for a in kept if not self.grammar.change.fullmatch(self.view.text, a.start, a.end))
        said = (a for a in kept if a.text not in self.view.grammar.stop and len(a.text) > 1)
        return tuple(self.referring.in_full(said))

    def _subject(self, spot: Spot, said: Said, noun: tuple[Atom, ...]) -> Subject:
        """The figure's own words, or those behind it, or the subject before: 62.3 billion yuan of exports."""
        own = self._own(spot, said)
        before = self.state.subject
        if any(a.known and a.head for a in own) and len(self.state.history) == 0:
            inside = [a for a in self.state.topic if a.start < spot.mention.start]
            self.state.topic = tuple(a for a in inside if a in self.view.reading.atoms)
        if not any(not a.neutral and not a.soft for a in own):
            if said.measure is Measure.RANK and (ranked := self._ranked(spot)):
                return Subject(ranked)
            if noun and self._counts_for(spot, said):
                return Subject(own) if spot.mention.quantity.kind in _COUNTED else Subject(noun)
            return Subject(before + own, bool(before))
        whole = any(a.head for a in own) or spot.mention.quantity.kind in _COUNTED or said.measure in _PARTS
        tail = () if whole or not any(a.known for a in own) else tuple(a for a in before if a.head)
        return Subject(own + tail, bool(tail))

    def _own(self, spot: Spot, said: Said) -> tuple[Atom, ...]:
        """The words before the figure; of a share those before *accounting for*, if there are any."""
        left = self.view.text[spot.cursor : spot.mention.start]
        if then := _NEXT.search(left):  # …made up 31 percent, followed by chemicals at 19 percent
            return self._atoms(spot.cursor + then.end(), spot.mention.start)
        if said.measure is Measure.DIFFERENCE and (cut := self.grammar.against.search(left)):
            return self._atoms(spot.cursor, spot.cursor + cut.start())
        cut = self.grammar.share.search(left) if said.measure is Measure.SHARE else None
        own = self._atoms(spot.cursor, spot.cursor + cut.start()) if cut else ()
        return own or self._atoms(spot.cursor, spot.mention.start)

    def _ranked(self, spot: Spot) -> tuple[Atom, ...]:
        """What a rank is by, where that follows: first in the province in terms of GDP growth."""
        by = _BY.search(self.view.text, spot.mention.end, spot.stop)
        return self._atoms(by.end(), spot.stop) if by else ()

    def _counts_for(self, spot: Spot, said: Said) -> bool:
        """Whether the words behind a figure are what it is of: 33 projects, 5 billion yuan of exports."""
        if spot.mention.quantity.kind in _COUNTED:
            return True
        right = self.view.text[spot.mention.end : spot.near]
        if said.measure is Measure.GROWTH:
            noun = self.grammar.noun.search(right[:32])
            return noun is not None and _FOLLOWED.match(right, noun.end()) is not None
        return said.measure is Measure.LEVEL and _FOLLOWED.match(right) is not None

    # --- facts -------------------------------------------------------------------------------------------

    def _said(self, spot: Spot) -> Said:
        text, mention = self.view.text, spot.mention
        around = Around(
            text[spot.cursor : mention.start],
            text[mention.end : spot.stop],
            text[spot.clause[0] : mention.start],
        )
        said = self.grammar.measure_of(mention, around)
        if said is None:
            said = self._by_custom(around)
        if said.measure is Measure.RANK and said.of is None and self.state.said:
            told = [q for q in self.view.reading.quantities if q.start < mention.start]
            both = len({q.quantity.kind for q in told}) > 1  # 2 billion yuan, up 5 percent, ranking first
            said = replace(said, of=None if both else self.state.said.measure)
        if said.measure is not Measure.RANK:
            self.state.said = said
        return said

    def _by_custom(self, around: Around) -> Said:
        """A percentage alone behind an amount is its growth; else it goes on as before."""
        before = self.state.said
        if before is not None and before.measure is Measure.DIFFERENCE:
            return Said(Measure.GROWTH, before.falling)
        if before is None or before.measure in (Measure.LEVEL, Measure.RANK):
            alone = before is not None and not around.left.strip(" (")
            return Said(Measure.GROWTH if alone else Measure.SHARE)
        return before

    def _fact(self, spot: Spot, item: tuple[Atom, ...] | None) -> Fact:
        self.scene.settle(spot)
        said, mention = self._said(spot), spot.mention
        behind = self._atoms(mention.start, spot.near)
        parts = said.measure in _PARTS
        noun = () if parts and mention.quantity.kind not in _COUNTED else behind
        of = Subject(item) if item else self._subject(spot, said, noun)
        self._keep(of, noun, spot, said)
        frame, offset = self.state.frame, self.view.sentence.start
        return Fact(
            article=self.view.sentence.article,
            sentence=self.view.number,
            start=offset + mention.start,
            end=offset + mention.end,
            text=self._text(mention, said),
            quantity=mention.quantity,
            measure=said.measure,
            subject=self.referring.owners(of.atoms),
            noun=noun if self._counts_for(spot, said) else (),
            whole=(*behind, *self.referring.total(mention.end, of.atoms)) if parts else (),
            topic=self.state.topic,
            inherited=of.inherited,
            regions=frame.regions,
            region_source=frame.region_source,
            period=frame.period,
            period_source=frame.period_source,
            timed=frame.timed,
            scope=self._scope(spot, said),
            of=said.of,
            marks=self.marks.of(spot, said),
            falling=said.falling,
            clause=(offset + spot.clause[0], offset + spot.clause[1]),
        )

    def _keep(self, of: Subject, noun: tuple[Atom, ...], spot: Spot, said: Said) -> None:
        """What the next figure may leave out: of 33 projects worth 8.4 billion yuan, the projects."""
        counted = spot.mention.quantity.kind in _COUNTED and said.measure is Measure.LEVEL
        named = of.atoms + (noun if counted else ())
        changed = said.measure is Measure.DIFFERENCE and spot.mention.quantity.kind is not Unit.POINTS
        if named and (lasts(named, spot.mention, said) or (changed and any(a.head for a in named))):
            self.state.remember(named)

    def _scope(self, spot: Spot, said: Said) -> tuple[Region, ...]:
        """The place that a rank is held in or a difference is measured against."""
        if said.measure not in (Measure.RANK, Measure.DIFFERENCE, Measure.SHARE):
            return ()
        aside = [p for p in self.view.placed if not p.subject and spot.cursor <= p.start < spot.stop]
        behind: list[PlacedRegion] = [p for p in aside if p.start >= spot.mention.end]
        return (behind or aside)[0].regions if aside else ()

    def _text(self, mention: QuantityMention, said: Said) -> str:
        """How the figure is answered: a fall says so, fell 12.2 percent."""
        original = self.view.sentence.text[mention.start : mention.end]
        fell = said.measure is Measure.GROWTH and said.falling and not mention.text.startswith("-")
        return "fell " + original if fell else original
