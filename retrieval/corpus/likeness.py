"""Two bodies in, whether one repeats the other out: reposts have the same words and the same figures.

A sketch is the few smallest of the hashes of all runs of five characters; texts that are alike share some of it, so
that of thousands of articles only a handful are compared in full.
"""

from __future__ import annotations

import re
from collections import Counter
from hashlib import blake2b
from zlib import crc32

from retrieval.records import Article, Kind
from retrieval.understanding.tidy import tidy

RUN = 5  # characters
SKETCH = 8
_ALIKE = 0.6  # of all the runs of both, so many are in both
_FIGURES = 0.9  # and so many of the figures of the one that has fewer
_LEAST = 30  # runs; a shorter text is the same only where it is equal
_OTHER = re.compile(r"[\W_]+")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


def body(article: Article) -> str:
    """The article's body as it is compared: simplified, half width, without signs and space; figures keep their stops.

    2019年，椒江區固定資產投資增長33.1%。 is 2019年椒江区固定资产投资增长33.1.
    """
    parts = (article.text[b.start : b.end] for b in article.blocks if b.kind in (Kind.BODY, Kind.TITLE))
    return _OTHER.sub(_stop_kept, tidy("\n".join(parts)))


def _stop_kept(match: re.Match[str]) -> str:
    around = match.string[match.start() - 1 : match.start()] + match.string[match.end() : match.end() + 1]
    return "." if match[0] == "." and len(around) == 2 and around.isdigit() else ""


def digest(text: str) -> str:
    """The name of a body: equal bodies have the same."""
    return blake2b(text.encode(), digest_size=12).hexdigest()


def sketch(text: str) -> tuple[int, ...]:
    """The sketch of a body; empty for one too short to be compared by its runs."""
    hashes = _runs(text)
    return tuple(sorted(hashes)[:SKETCH]) if len(hashes) >= _LEAST else ()


def _runs(text: str) -> set[int]:
    data = text.encode("utf-16-le", "surrogatepass")
    return {crc32(data[i : i + 2 * RUN]) for i in range(0, len(data) - 2 * RUN + 1, 2)}


def alike(first: str, second: str) -> bool:
    """Whether one body repeats the other, up to a few words and what a site adds: never where the figures differ.

    The bulletins of two years of one place have nearly the same words, and other figures.
    """
    if first == second:
        return True
    one, two = _runs(first), _runs(second)
    if min(len(one), len(two)) < _LEAST or len(one & two) < _ALIKE * len(one | two):
        return False
    mine, theirs = Counter(_FIGURE.findall(first)), Counter(_FIGURE.findall(second))
    fewer = min(mine.total(), theirs.total())
    return (mine & theirs).total() >= _FIGURES * fewer
