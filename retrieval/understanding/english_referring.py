"""What short words of an English sentence refer to: the trains, their exports, of the total, the park."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from retrieval.records import Atom
from retrieval.service import service
from retrieval.understanding.english_text import any_industry
from retrieval.understanding.state import State
from retrieval.understanding.view import View

_PARK = "园区"
_TRAINS = ("trains", "train")
_THEY = re.compile(r"(?:they|their|these)\b")
_PART = re.compile(r"(?:among|of) (?:them|these|those|the total|the trains)\b")
_OF_IT = re.compile(
    r"\s*of (?:the |its |that |this )?(?:[a-z]+['’]s )?(?:grand |overall |city |national )?(?:total|it|them)\b"
)


@service
class Referring:
    """The sentences before, as the one that is read refers to them."""

    view: View
    state: State

    def begin(self) -> None:
        """Take down what the sentences before left, and learn what this one calls in full.

        After *China-Europe freight trains*, trains are those.
        """
        _ = self.before, self.they
        known = [a for a in self.view.reading.atoms if a.known]
        for atom in known:
            whole = self.view.text[atom.start : atom.end]
            last = whole.rpartition(" ")[2]
            if last != whole:
                self.state.called[last] = tuple(
                    a for a in known if (a.start, a.end) == (atom.start, atom.end)
                )

    @cached_property
    def before(self) -> tuple[Atom, ...]:
        """What the sentences before spoke of last."""
        return self.state.subject

    @cached_property
    def they(self) -> tuple[Atom, ...]:
        """Whom *their* means: the firms or people that the sentence before was about."""
        spoken = self.state.topic if _THEY.match(self.view.text) else ()
        return tuple(a for a in spoken if a.known and not (a.head or a.soft or a.neutral))

    def owners(self, atoms: tuple[Atom, ...]) -> tuple[Atom, ...]:
        """The words of a subject with those of whom *their* means."""
        return (*(a for a in self.they if a not in atoms), *atoms)

    def total(self, end: int, subject: tuple[Atom, ...]) -> tuple[Atom, ...]:
        """What *of the total* or *of it* behind a figure means: what was spoken of before."""
        return self.before if _OF_IT.match(self.view.text, end) and self.before != subject else ()

    def in_full(self, atoms: Iterable[Atom]) -> Iterator[Atom]:
        """The words without those that only point, the park and the biomedicine |industry; trains in full."""
        for atom in atoms:
            if any_industry(self.view.text, atom):
                continue
            if atom.text == _PARK and self.view.text.endswith("the ", 0, atom.start):
                continue
            called = atom.text in _TRAINS and not _PART.match(self.view.text)
            meant = self.state.called.get(atom.text, (atom,)) if called else (atom,)
            yield from (replace(m, start=atom.start, end=atom.end) for m in meant)
