"""*Output of cars, ships and robots rose 5, 6 and 7 percent respectively*: each figure with its item."""

from __future__ import annotations

import re

from retrieval.records import Atom, QuantityMention
from retrieval.understanding.english_grammar import EnglishGrammar
from retrieval.understanding.view import View

_JOINED = re.compile(r"\s*,?\s*(?:and\s+)?(?:by\s+)?")
_CONJUNCT = re.compile(r",\s*(?:and\s+)?|\s+and\s+|\s+as well as\s+")


def respective(view: View, grammar: EnglishGrammar) -> dict[int, tuple[Atom, ...]]:
    """For each figure before *respectively* its item's words, by where it starts; empty where they do not pair."""
    mark = grammar.respectively.search(view.text)
    run = _run(view, mark.start()) if mark else []
    if len(run) < 2:
        return {}
    before = [q.end for q in view.reading.quantities if q.end <= run[0].start]
    items = _items(view, max(before, default=0), run[0].start, len(run), grammar)
    return {q.start: item for q, item in zip(run, items, strict=True)} if items else {}


def _run(view: View, end: int) -> list[QuantityMention]:
    """The figures of one kind that stand side by side before ``end``."""
    run: list[QuantityMention] = []
    for mention in reversed([q for q in view.reading.quantities if q.end <= end]):
        following = run[0].start if run else end
        if not _JOINED.fullmatch(view.text[mention.end : following]):
            break
        if run and run[0].quantity.kind is not mention.quantity.kind:
            break
        run.insert(0, mention)
    return run


def _items(view: View, start: int, end: int, count: int, grammar: EnglishGrammar) -> list[tuple[Atom, ...]]:
    """The last ``count`` conjuncts with their words; a head that one names belongs to those that name none."""
    edges = [start, *(p for m in _CONJUNCT.finditer(view.text, start, end) for p in m.span()), end]
    spans = [(edges[i], edges[i + 1]) for i in range(0, len(edges), 2)]
    items = [_atoms(view, grammar, *span) for span in spans]
    items = [item for item in items if item][-count:]
    if len(items) < count:
        return []
    heads = next((h for item in items if (h := tuple(a for a in item if a.head))), ())
    return [item if any(a.head for a in item) else item + heads for item in items]


def _atoms(view: View, grammar: EnglishGrammar, start: int, end: int) -> tuple[Atom, ...]:
    inside = (a for a in view.reading.atoms if start <= a.start and a.end <= end)
    kept = (a for a in inside if a.known or a.text not in grammar.stop)
    return tuple(a for a in kept if a.text not in view.grammar.stop)
