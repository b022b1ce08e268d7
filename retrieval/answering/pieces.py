"""The pieces of a question for a name: what they are, what they weigh, whether a text has their characters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from retrieval.library import Passage
from retrieval.records import Term

_SCATTERED = 0.7  # all characters of a run in one clause, in any order: 最早种柑橘, 种植柑橘最早
_OWN_TONGUE = 5.0  # an English word that no table translates: an English text has to hold it
_HAN = re.compile("[㐀-鿿]")
_CLAUSE = re.compile("[,。;:!?]")


@dataclass(frozen=True)
class Piece:
    """A run of the question with what may stand for it; ``parts``: its words, each with its own forms."""

    term: Term
    text: str
    parts: tuple[tuple[str, ...], ...]
    written: str = ""  # a known word as the question writes it: 科技 of 科学技术

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """What may stand for the piece as a whole."""
        written = (self.written,) if self.written else ()
        return (self.text, *written, *self.term.others)


def weight_of(piece: Piece, passage: Passage) -> float:
    """What a piece weighs; more in an English text if it is an English word as typed: pyeongtaek, east."""
    plain = not piece.term.known and piece.text.isascii() and not piece.text.isdigit()
    return piece.term.weight * (_OWN_TONGUE if plain and passage.reading.english else 1.0)


def is_specific(term: Term) -> bool:
    """Whether a term is a name or a plain word that a passage has to bear out, not a word of statistics."""
    word = len(term.text) > 1 and (bool(_HAN.search(term.text)) or term.text.isdigit())
    return not term.known and term.focus and word


def scattered(run: str, text: str) -> float:
    """The share of a run's characters that one clause holds."""
    if len(run) < 3 or run.isascii():
        return 0.0
    best = max((sum(c in clause for c in run) for clause in _CLAUSE.split(text)), default=0)
    return _SCATTERED * best / len(run) if best * 4 >= len(run) * 3 else 0.0
