"""A computed difference in, the sentence that states it out: 两家差多少?1599.1亿元 beside 9133.3亿 and 7534.2亿."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from retrieval.answering.compare import Placed
from retrieval.answering.replies import quote
from retrieval.library import Passage
from retrieval.records import QuantityMention, Quote, Unit
from retrieval.understanding.gazetteer import Gazetteer

_RATES = (Unit.PERCENT, Unit.POINTS)


def witness(placed: Sequence[Placed], passages: Iterable[Passage], gazetteer: Gazetteer) -> Quote | None:
    """The sentence of the same article with the very distance of two places, both named there or right before."""
    gap = abs(placed[0].value - placed[1].value)
    kind = placed[0].match.fact.quantity.kind
    articles = {p.match.passage.article.id for p in placed}
    places = [p.side.question.regions[0] for p in placed if p.side.question.regions]
    names = [gazetteer.short(region) for region in places]
    if len(names) != len(placed) or len(set(names)) < len(placed) or not gap:
        return None
    for passage in passages:
        around = passage.before + passage.reading.text
        if passage.article.id not in articles or not all(name in around for name in names):
            continue
        if found := _stated(passage, gap, kind, [p.match.fact.sentence for p in placed]):
            start = passage.sentence.start
            return quote(passage, (start + found.start, start + found.end))
    return None


def _stated(passage: Passage, gap: Decimal, kind: Unit, told: Sequence[int]) -> QuantityMention | None:
    """The mention of the distance, in another sentence than those of the two figures."""
    wanted = Unit.POINTS if kind in _RATES else kind
    for mention in passage.reading.quantities if passage.number not in told else ():
        if mention.quantity.kind is wanted and mention.quantity.value == gap:
            return mention
    return None
