"""A figure with what was found out about it in, the fact out."""

from __future__ import annotations

from retrieval.records import Fact, Measure, QuantityMention, Unit
from retrieval.understanding.frame import Frame
from retrieval.understanding.own_frame import own_frame
from retrieval.understanding.phrases import Said
from retrieval.understanding.state import State
from retrieval.understanding.subjects import Subject
from retrieval.understanding.view import View


def make_fact(
    view: View,
    state: State,
    mention: QuantityMention,
    said: Said,
    of: Subject,
    frame: Frame,
    clause: tuple[int, int],
    cursor: int,
) -> Fact:
    """The fact of a figure in ``clause``; ``cursor``: where the words of its own begin."""
    offset = view.sentence.start
    frame = own_frame(view, mention, clause[0], frame)
    whole = view.whole_from(cursor, mention, said)
    plan = state.plan or view.is_ahead(frame, mention, state.ahead)
    year = frame.period.end.year if frame.period else None
    return Fact(
        article=view.sentence.article,
        sentence=view.number,
        start=offset + mention.start,
        end=offset + mention.end,
        text=_text(view, mention, said),
        quantity=mention.quantity,
        measure=said.measure,
        subject=of.atoms,
        noun=view.noun(mention),
        whole=() if whole is None else view.atoms(whole, mention.start),
        topic=state.topic,
        inherited=of.inherited,
        regions=frame.regions,
        region_source=frame.region_source,
        period=frame.period,
        period_source=frame.period_source,
        timed=frame.timed,
        scope=view.scope(cursor, mention, clause, frame.regions),
        of=said.of,
        marks=view.marks(cursor, mention, clause, plan, year),
        falling=said.falling,
        clause=(offset + clause[0], offset + clause[1]),
    )


def _text(view: View, mention: QuantityMention, said: Said) -> str:
    """How the figure is answered: a fall says so, 下降12.2%."""
    original = view.sentence.text[mention.start : mention.end]
    if original[-1].isdigit() and mention.quantity.kind in (Unit.PERCENT, Unit.POINTS):
        original += mention.quantity.unit  # 3.1 of 分别增长3.1、4.2和5%
    fell = said.measure is Measure.GROWTH and said.falling and mention.quantity.value > 0
    return "下降" + original if fell else original
