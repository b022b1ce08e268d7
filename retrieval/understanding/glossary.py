"""English words of economic news in, the Chinese that newspapers write for them out: dead-end roads → 断头路."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property
from typing import NamedTuple

from retrieval.schema import Glossary
from retrieval.service import service
from retrieval.understanding.indicator_english import BREAK, TOKEN, stem

# How a word ends on one side of the sea and on the other: mobilise, labour, centre, programme.
_SPELLINGS = {"ise": "ize", "ised": "ized", "ising": "izing", "our": "or", "tre": "ter", "gramme": "gram"}
_BRITISH = re.compile(f"(?<=[a-z]{{2}})(?:{'|'.join(_SPELLINGS)})$")
_ENDING = re.compile(r"(?:ing|ed|es)$")
_PREFIX = 2  # letters that every form of a word shares
_SHORTEST = 3  # letters that remain of a word without its ending: not used → us


class Gloss(NamedTuple):
    """An English phrase of a text and the Chinese for it, most usual form first.

    No forms: a word of the question itself, which no text has to bear out. ``light``: it only colours (built, largest).
    """

    start: int
    end: int
    forms: tuple[str, ...]
    light: bool = False


class _Token(NamedTuple):
    start: int
    end: int
    readings: tuple[str, ...]


class _Entry(NamedTuple):
    key: tuple[str, ...]
    forms: tuple[str, ...] = ()
    light: bool = False


@service
class GlossaryTable:
    """The phrases of ``glossary.yaml``; put in order when the first English question comes.

    >>> table.find("how many dead-end roads were opened up")[1].forms      # doctest: +SKIP
    ('断头路',)
    """

    words: Glossary

    @classmethod
    def build(cls, words: Glossary) -> GlossaryTable:
        """The table of ``glossary.yaml``; ``config`` has looked at the shape of its lines."""
        return cls(words)

    def find(self, text: str) -> tuple[Gloss, ...]:
        """The known phrases of an English text from left to right, the longest first, none over another."""
        tokens = [_Token(m.start(), m.end(), readings(m[0])) for m in TOKEN.finditer(text)]
        tokens = [token for token in tokens if token.readings[0] not in self._stop]
        found, at = [], 0
        while at < len(tokens):
            size, entry = self._longest(text, tokens, at)
            if entry is not None:
                found.append(Gloss(tokens[at].start, tokens[at + size - 1].end, entry.forms, entry.light))
            at += size
        return tuple(found)

    def _longest(self, text: str, tokens: list[_Token], at: int) -> tuple[int, _Entry | None]:
        """How many tokens the longest phrase at ``at`` takes, and its entry; a word as written goes before its base."""
        best: _Entry | None = None
        for first in tokens[at].readings:
            for entry in self._starting(first[:_PREFIX]).get(first, ()):
                if best is not None and len(entry.key) <= len(best.key):
                    break
                if _fits(entry.key, text, tokens, at):
                    best = entry
                    break
        return (len(best.key) if best else 1), best

    # --- tables: the lines are cut at the first question, the stems of a letter pair when a word begins with it ----

    @cached_property
    def _stop(self) -> frozenset[str]:
        return frozenset(self.words.stop.split())

    @cached_property
    def _lines(self) -> Mapping[str, list[tuple[str, tuple[str, ...], bool]]]:
        found: dict[str, list[tuple[str, tuple[str, ...], bool]]] = {}
        for line in entries_of(self.words):
            found.setdefault(_prefix(line[0]), []).append(line)
        return found

    @cached_property
    def _starting(self) -> Callable[[str], Mapping[str, tuple[_Entry, ...]]]:
        return cache(self._entries)

    def _entries(self, prefix: str) -> Mapping[str, tuple[_Entry, ...]]:
        """A letter pair's entries by their first stem, the longest first; two lines of one phrase are one entry."""
        merged: dict[tuple[str, ...], _Entry] = {}
        for phrase, forms, light in self._lines.get(prefix, ()):
            key = tuple(_spelt(stem(w)) for w in TOKEN.findall(phrase) if w not in self._stop)
            had = merged.get(key, _Entry(key))
            merged[key] = _Entry(key, tuple(dict.fromkeys(had.forms + forms)), had.light or light)
        table: dict[str, list[_Entry]] = {}
        for key in sorted(merged, key=len, reverse=True):
            table.setdefault(key[0], []).append(merged[key])
        return {first: tuple(entries) for first, entries in table.items()}


def entries_of(words: Glossary) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """(English phrase in lower case, Chinese forms, light) of every line: ('mu', ('亩',), False)."""
    for tables, light in ((words.words, False), (words.light, True)):
        for table in tables.values():
            for line in table.splitlines():
                english, _, chinese = line.partition("|")
                forms = tuple(chinese.split())
                yield from ((phrase.strip(), forms, light) for phrase in english.lower().split(","))
    yield from ((phrase.strip(), (), True) for phrase in words.silent.lower().split(","))


def readings(word: str) -> tuple[str, ...]:
    """A word and what it may be a form of, as written first.

    >>> readings("planned")
    ('planned', 'plann', 'planne', 'plan')
    """
    low = stem(word)
    return tuple(dict.fromkeys(_spelt(r) for r in (low, *_bases(low), *_bases(word.lower()))))


def _bases(word: str) -> tuple[str, ...]:
    """signing → sign, signe; introduced → introduc, introduce; carried → carry; planned → plan; branches → branch."""
    if word.endswith("ied"):
        return (word[:-3] + "y",)
    match = _ENDING.search(word)
    if match is None:
        return ()
    base = word[: match.start()]
    single = base[:-1] if base[-1:] == base[-2:-1] else ""
    return tuple(b for b in (base, base + "e", single) if len(b) >= _SHORTEST)


def _prefix(phrase: str) -> str:
    """The beginning of a phrase's first word: br for bridge, e for e-bike, r& for r&d."""
    letters = phrase[:_PREFIX]
    return letters if letters.isalnum() or "&" in letters else letters[:1]


def _spelt(word: str) -> str:
    """One spelling of both sides of the sea: mobilise → mobilize, labour → labor, centre → center."""
    match = _BRITISH.search(word)
    return word[: match.start()] + _SPELLINGS[match[0]] if match else word


def _fits(key: tuple[str, ...], text: str, tokens: list[_Token], at: int) -> bool:
    """Whether the tokens from ``at`` on can be the words of ``key``, with no comma or full stop between them."""
    run = tokens[at : at + len(key)]
    if len(run) < len(key) or not all(w in token.readings for w, token in zip(key, run, strict=True)):
        return False
    return BREAK.search(text, run[0].end, run[-1].start) is None
