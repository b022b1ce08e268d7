"""English phrases in a text, whatever their case, hyphens and plurals: Fixed asset investments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from retrieval.service import service

TOKEN = re.compile(r"[a-z0-9]+(?:[&.][a-z0-9]+)*", re.IGNORECASE)
_BRITISH = re.compile(r"is(ation|ed|ing)(s?)$")
_TEXTS = 16  # texts
_STEMS = 4096  # words that are remembered
BREAK = re.compile(r"[,;:?!.]\s|[。,;?!]\S*[\u3400-\u9fff]")


@lru_cache(_STEMS)
def stem(word: str) -> str:
    """A word without its case, plural and British spelling: Utilisations → utilization."""
    low = _BRITISH.sub(r"iz\1\2", word.lower())
    if len(low) > 4 and low.endswith("ies"):
        return low[:-3] + "y"
    return low[:-1] if len(low) > 3 and low.endswith("s") and not low.endswith("ss") else low


@lru_cache(_TEXTS)
def _stems(text: str, stop: frozenset[str]) -> list[tuple[int, int, str]]:
    """The words of a text with their places, less the small ones; asked for once by each list of phrases."""
    return [(m.start(), m.end(), stem(m[0])) for m in TOKEN.finditer(text) if m[0].lower() not in stop]


@service
class Phrases:
    """Phrases by their first stem, the longest first. Words of ``stop`` are passed over inside a phrase."""

    by_first: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    stop: frozenset[str]

    @classmethod
    def build(cls, phrases: Iterable[str], stop: frozenset[str]) -> Phrases:
        """Phrases to look for; of two with the same stems the later one counts."""
        stems: dict[tuple[str, ...], str] = {}
        for phrase in phrases:
            stems[tuple(stem(t) for t in TOKEN.findall(phrase) if t.lower() not in stop)] = phrase
        table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for key, phrase in stems.items():
            if key:
                table.setdefault(key[0], []).append((key, phrase))
        return cls({k: tuple(sorted(v, key=lambda p: -len(p[0]))) for k, v in table.items()}, stop)

    def find(self, text: str, *, rest: bool = False) -> Iterator[tuple[int, int, str | None]]:
        """(start, end, phrase) from left to right, the longest phrase first; ``rest``: other words with None."""
        tokens = _stems(text, self.stop)
        at = 0
        while at < len(tokens):
            phrase, length = self._longest(text, tokens, at)
            if phrase is not None or rest:
                yield tokens[at][0], tokens[at + length - 1][1], phrase
            at += length

    def _longest(self, text: str, tokens: list[tuple[int, int, str]], at: int) -> tuple[str | None, int]:
        for key, phrase in self.by_first.get(tokens[at][2], ()):
            run = tokens[at : at + len(key)]
            if tuple(t[2] for t in run) == key and not BREAK.search(text, run[0][1], run[-1][0]):
                return phrase, len(key)
        return None, 1
