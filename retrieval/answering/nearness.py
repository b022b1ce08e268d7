"""Where the words of a question stand in a sentence, and how near a piece of it stands to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from retrieval.answering.pieces import Piece
from retrieval.answering.thesaurus import Thesaurus
from retrieval.library import Passage
from retrieval.records import Question
from retrieval.understanding.tidy import occurrences

_REACH = 12.0  # characters: how far a word of the question reaches
_LETTERS = 3  # an English text takes so many times the characters of a Chinese one
_HAN = re.compile("[㐀-鿿]")
_COMMA, _BREAK = 10, 30
_AFTER = 1.5  # a subject stands before what is said of it: what follows beyond a comma is farther away


@dataclass(frozen=True)
class Anchor:
    """A word of the question in the sentence: offsets and weight."""

    start: int
    end: int
    weight: float
    text: str


def anchors(
    question: Question, pieces: Sequence[Piece], passage: Passage, thesaurus: Thesaurus
) -> list[Anchor]:
    """Where the question's words and figures stand in the sentence."""
    text = passage.reading.text
    found = [
        Anchor(m.start, m.end, 1.0, m.text)
        for m in passage.reading.quantities
        if any(m.quantity.number == n.number for n in question.numbers)
    ]
    for piece in pieces:
        spans = {span for form, _ in _forms(piece, text, thesaurus) for span in _spans(form, text)}
        if piece.term.known:
            wanted = {piece.term.text, *piece.term.others}
            spans |= {(a.start, a.end) for a in passage.reading.atoms if a.text in wanted}
        share = piece.term.weight / max(1, len(spans))
        found.extend(Anchor(a, b, share, piece.text) for a, b in spans)
    return found


def _forms(piece: Piece, text: str, thesaurus: Thesaurus) -> list[tuple[str, float]]:
    whole = [f for t in piece.forms for f in thesaurus.forms(t) if f in text]
    if whole:
        return [(f, 1.0) for f in whole]
    parts = [f for part in piece.parts for f in part if f in text and len(f) > 1]
    pairs = [] if piece.term.known or piece.text.isascii() else _pairs(piece.text, text)
    return [(f, 0.5) for f in (*parts, *pairs)]


def _pairs(run: str, text: str) -> list[str]:
    return [p for p in (run[i : i + 2] for i in range(len(run) - 1)) if p in text]


def _spans(form: str, text: str) -> list[tuple[int, int]]:
    return [(start, start + len(form)) for start in occurrences(form, text)]


def nearness(start: int, end: int, found: Sequence[Anchor], text: str) -> float:
    """How much of the question stands close to a piece, 0 to 1; commas and 、 set things apart."""
    held = total = 0.0
    reach = _REACH if _HAN.search(text) else _REACH * _LETTERS
    for each in found:
        total += each.weight
        held += each.weight * exp(-_gap(start, end, each, text) / reach)
    return held / total if total else 0.0


def _gap(start: int, end: int, anchor: Anchor, text: str) -> float:
    if anchor.start < end and start < anchor.end:
        return 0.0
    follows = anchor.end <= start
    lo, hi = (anchor.end, start) if follows else (end, anchor.start)
    between = text[lo:hi]
    commas = between.count(",") + between.count("、") + between.count(":")
    gap = hi - lo + _COMMA * commas + _BREAK * between.count(";")
    return gap * _AFTER if follows and commas else float(gap)
