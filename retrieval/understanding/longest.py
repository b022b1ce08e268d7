"""Leftmost-longest search for many words at once, in two builds with one result.

``Scanner`` takes some milliseconds to build and reads an article in a tenth of one; ``Prefixes`` is ready at once
and ten times slower, which is right for phrases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ahocorasick_rs import AhoCorasick, MatchKind

from retrieval.service import service


@service
class Scanner:
    """Finds ``forms`` in long texts."""

    forms: tuple[str, ...]
    automaton: AhoCorasick

    @classmethod
    def build(cls, forms: Iterable[str]) -> Scanner:
        """A scanner for these words; an empty word is an error (ValueError)."""
        words = tuple(forms)
        return cls(words, AhoCorasick(words, matchkind=MatchKind.LeftmostLongest))

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """(start, end, word) from left to right, never overlapping; gdp is not found in gdpr."""
        for which, start, end in self.automaton.find_matches_as_indexes(text):
            if not (_joined(text, start) or _joined(text, end)):
                yield start, end, self.forms[which]


@service
class Prefixes:
    """Finds ``forms`` in phrases: the lengths worth trying, longest first, by first character."""

    forms: frozenset[str]
    lengths: Mapping[str, tuple[int, ...]]

    @classmethod
    def build(cls, forms: Iterable[str]) -> Prefixes:
        """The same words as a ``Scanner`` takes."""
        words = frozenset(forms)
        lengths: dict[str, set[int]] = {}
        for word in words:
            lengths.setdefault(word[0], set()).add(len(word))
        return cls(words, {char: tuple(sorted(found, reverse=True)) for char, found in lengths.items()})

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """The same as ``Scanner.find``."""
        at, lengths, forms = 0, self.lengths, self.forms
        while at < len(text):
            step = 1
            for length in lengths.get(text[at], ()):
                if text[at : at + length] in forms:
                    # At the end of the text the slice is shorter than asked for.
                    step = min(length, len(text) - at)
                    if not (_joined(text, at) or _joined(text, at + step)):
                        yield at, at + step, text[at : at + step]
                    break
            at += step


def _joined(text: str, at: int) -> bool:
    """Whether a Latin word or a number runs on across ``at``: inside gdpr, after gdp."""
    pair = text[max(at - 1, 0) : at + 1]
    return 0 < at < len(text) and pair.isascii() and pair.isalnum()
