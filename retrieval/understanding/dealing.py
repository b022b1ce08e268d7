"""Lists and the figures that belong to their items: 家电、汽车产值分别增长8.6%和4.4% is two facts."""

from __future__ import annotations

import re
from dataclasses import replace

from retrieval.records import Atom, Measure, QuantityMention, Unit
from retrieval.service import service
from retrieval.understanding import lists
from retrieval.understanding.frame import Frame
from retrieval.understanding.phrases import Said
from retrieval.understanding.state import RESIDENT_KINDS, RESIDENTS, State
from retrieval.understanding.view import View

_THESE = re.compile("(?:这|上述|前述|(?:^|[,;。])以上)$")  # 这两项指标; not 5亿元以上4个
_AS_LONG = 3  # characters
_RANKED = Said(Measure.RANK)
_TOGETHER, _BOTH = "城乡居民", "居民"


@service
class Dealer:
    """Finds the list that a run of figures is dealt out to, and keeps it in the state."""

    view: View
    state: State

    def deal(self, run: list[QuantityMention], cursor: int, start: int) -> bool:
        """Whether ``state.items`` now has an item for each figure of the run."""
        before, count = run[0].start, len(run)
        ranked = run[0].quantity.kind is Unit.RANK
        whole = self.view.whole_from(cursor, run[0], _RANKED) if ranked else None
        marked = self.view.grammar.respectively.search(self.view.text, start, before)
        if whole is not None:  # 在绍兴7个国家级和省级开发区中分列第3位、第1位
            before = whole
        spans = [(cursor, before)] + ([(start, marked.start())] if marked and cursor > start else [])
        if any(self.view.atoms(*span) and self.keep(*span, count) for span in spans):
            return True
        own = self.view.atoms(cursor, before)
        if marked and count == len(RESIDENTS) and self._residents(own, cursor, before):
            return True
        if len(self.state.items) == count and (marked or not own):
            self.state.item_frames = self.state.item_frames or [self.state.frame] * count
            return True
        if marked and (not own or ranked) and self._subjects(count):
            return True
        return self._frames(own, before, count)

    def sums_up(self, run: list[QuantityMention], cursor: int) -> bool:
        """Whether a count only closes the list before it (A、B、C三个指标); the list is then kept."""
        first = run[0]
        count = self.view.text.count("、", cursor, first.start) + 1
        closes = len(run) == 1 and count > 1 and first.quantity.number == count
        if not closes or not self.view.text.startswith(self.view.grammar.summary, first.end):
            return False
        return self.keep(cursor, first.start, count)

    def recalls(self, mention: QuantityMention) -> bool:
        """Whether a count only points back at as many things, whose figures follow: 上半年,这两项指标分别为…."""
        if mention.quantity.kind is not Unit.COUNT or not self.state.told:
            return False
        if not _THESE.search(self.view.text, max(0, mention.start - _AS_LONG), mention.start):
            return False
        told = [subject for subject, _ in self.state.told.values()]
        count = int(mention.quantity.number)
        if not 1 < count <= len(told):
            return False
        self._set(told[-count:], [], [])
        return True

    def keep(self, start: int, end: int, count: int | None = None) -> bool:
        """Keep ``text[start:end]`` as a list of ``count`` items, or of as many as 、 makes."""
        count = count or self.view.text.count("、", start, end) + 1
        spans = lists.split_items(self.view.text, start, end, count) if count > 1 else None
        if spans is None:
            return False
        frames = [self.view.frame(*span, self.state.frame) for span in spans]
        self._set(self._items(spans), frames, spans)
        return True

    def _items(self, spans: list[tuple[int, int]]) -> list[tuple[Atom, ...]]:
        items = [self.view.atoms(*span) for span in spans]
        ordinals = lists.industries(self.view.text, spans)
        if all(ordinals):
            tail = tuple(a for a in items[-1] if a.head)
            return [(atom, *tail) for atom in ordinals if atom]
        if any(a.text in RESIDENTS for a in items[-1]):  # 城镇、农村居民人均可支配收入
            items = [
                tuple(replace(a, text=RESIDENT_KINDS.get(a.text, a.text)) for a in item) for item in items
            ]
        return lists.share_head(items)

    def _subjects(self, count: int) -> bool:
        """The last subjects of the sentence, one a figure: 接待游客42.7万人次,门票收入2614万元,分别增长8.2%和3.6%."""
        recent = self.state.history[-count:]
        if len(recent) < count:
            return False
        self._set([subject for subject, _ in recent], [frame for _, frame in recent], [])
        return True

    def residents_of(self, atoms: tuple[Atom, ...]) -> tuple[Atom, ...]:
        """农村: over a list of places, where incomes of 城镇居民 and 农村居民 were told before: what it lists."""
        kind = next((r for r in RESIDENTS for a in atoms if r in (a.text, a.text + _BOTH)), None)
        if kind is None or len(atoms) != 1:
            return ()
        return tuple(replace(a, text=kind) if a.text in RESIDENTS else a for a in self.state.residents)

    def _residents(self, own: tuple[Atom, ...], cursor: int, before: int) -> bool:
        """城乡居民人均可支配收入分别为62310元、45870元: those of the town, then those of the country."""
        together = self.view.text.find(_TOGETHER, cursor, before) >= 0
        if not together or not any(a.text == _BOTH for a in own):
            return False
        items = [tuple(replace(a, text=kind) if a.text == _BOTH else a for a in own) for kind in RESIDENTS]
        self._set(items, [self.state.frame] * len(items), [])
        return True

    def _frames(self, own: tuple[Atom, ...], before: int, count: int) -> bool:
        """As many times or places before the figures as there are figures: 一季度和上半年,GDP分别增长10.8%和11.1%."""
        frame = self.state.frame
        last = max((q.end for q in self.view.reading.quantities if q.end <= before), default=0)
        periods = [p for p in self.view.dated if p.start < before and not p.base]
        places = [p for p in self.view.placed if p.start < before and p.subject]
        beside = [p for p in places if p.start >= last]  # 海南区增长11.2%,海勃湾区、乌达区分别增长6.8%和5.4%
        places = beside if len(beside) == count else places
        if len(periods) == count:
            frames = [replace(frame, period=p.period, period_source=p.source, timed=True) for p in periods]
        elif len(places) == count:
            frames = [frame.about(p.regions, p.source) for p in places]
        else:
            return False
        self._set([own or self.state.subject] * count, frames, [])
        return True

    def _set(self, items: list[tuple[Atom, ...]], frames: list[Frame], spans: list[tuple[int, int]]) -> None:
        self.state.items, self.state.item_frames, self.state.item_spans = items, frames, spans
