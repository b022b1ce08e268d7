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
    latin: tuple[bool, ...]  # whether a form begins or ends with a Latin letter or a digit
    automaton: AhoCorasick

    @classmethod
    def build(cls, forms: Iterable[str]) -> Scanner:
        """A scanner for these words; an empty word is an error (ValueError)."""
        words = tuple(forms)
        automaton = AhoCorasick(words, matchkind=MatchKind.LeftmostLongest)
        return cls(words, tuple(w[0].isascii() or w[-1].isascii() for w in words), automaton)

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """(start, end, word) from left to right, never overlapping; gdp is not found in gdpr."""
        for which, start, end in self.automaton.find_matches_as_indexes(text):
            if not self.latin[which] or not (_joined(text, start) or _joined(text, end)):
                yield start, end, self.forms[which]


@service
class Prefixes:
    """Finds ``forms`` in phrases: the lengths worth trying, longest first, by the first two characters."""

    forms: frozenset[str]
    lengths: Mapping[str, tuple[int, ...]]
    singles: bool  # whether a word has one character

    @classmethod
    def build(cls, forms: Iterable[str]) -> Prefixes:
        """The same words as a ``Scanner`` takes."""
        words = frozenset(forms)
        lengths: dict[str, set[int]] = {}
        for word in words:
            lengths.setdefault(word[:2], set()).add(len(word))
        for char in [head for head in lengths if len(head) == 1]:  # a word of one character begins any pair
            for head in [head for head in lengths if head[0] == char and head != char]:
                lengths[head].add(1)
        ordered = {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}
        return cls(words, ordered, any(len(word) == 1 for word in words))

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """The same as ``Scanner.find``."""
        at, lengths, forms, end = 0, self.lengths, self.forms, len(text)
        singles = self.singles
        while at < end:
            found = lengths.get(text[at : at + 2]) or (singles and lengths.get(text[at]))
            step = 1
            for length in found or ():
                word = text[at : at + length]
                if word in forms:
                    step = len(word)  # at the end of the text the slice is shorter than asked for
                    if not (_joined(text, at) or _joined(text, at + step)):
                        yield at, at + step, word
                    break
            at += step


def _joined(text: str, at: int) -> bool:
    """Whether a Latin word or a number runs on across ``at``: inside gdpr, after gdp."""
    pair = text[at - 1 : at + 1] if at else ""
    return len(pair) == 2 and pair.isascii() and pair.isalnum()
