"""The words of a text in, those that carry a subject out: 完成了桃园数字小镇 is 桃园数字小镇."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Protocol

from retrieval.records import Atom


class Trimming(Protocol):
    """Which words carry nothing; ``Grammar`` says so."""

    @property
    def stop(self) -> frozenset[str]:
        """Words that are dropped."""

    @property
    def trimmed(self) -> Callable[[str], tuple[int, int]]:
        """From where to where a run has no such words at its ends."""


def content(atoms: Iterable[Atom], grammar: Trimming) -> tuple[Atom, ...]:
    """The atoms that carry the subject: stop words dropped, unknown runs trimmed of them at both ends."""
    return tuple(kept for _, _, kept in carrying(atoms, grammar))


def carrying(atoms: Iterable[Atom], grammar: Trimming) -> list[tuple[int, int, Atom]]:
    """As ``content``, each atom with the offsets that it had before it was trimmed."""
    stop, found = grammar.stop, []
    for atom in atoms:
        if atom.text in stop:
            continue
        kept = atom if atom.known else _trimmed(atom, grammar)
        if kept is not None:
            found.append((atom.start, atom.end, kept))
    return found


def within_stops(stop_edge: re.Pattern[str], first: str, last: str, run: str) -> tuple[int, int]:
    """From where to where a run has no stop words at its ends; (0, 0) where it is nothing else.

    ``first``, ``last``: the characters that stop words begin and end with.
    """
    start, end = 0, len(run)
    while run[start : start + 1] in first and (match := stop_edge.match(run[start:end])):
        start += match.end()
        if start >= end:
            return 0, 0
    edges = [*stop_edge.finditer(run[start:end])] if run[-1:] in last else ()
    if edges and start + edges[-1].end() == end:
        end = start + edges[-1].start()
    return start, end


def _trimmed(atom: Atom, grammar: Trimming) -> Atom | None:
    """An unknown run without stop words at its ends: 完成了桃园数字小镇 → 桃园数字小镇."""
    if len(atom.text) != atom.end - atom.start:
        return atom
    start, end = grammar.trimmed(atom.text)
    if end - start < 2:
        return None
    return Atom(atom.start + start, atom.start + end, atom.text[start:end])
