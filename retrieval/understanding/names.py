"""Proper names by pattern: people, companies, projects, bodies, places, products, events, documents and quotations.

No dictionary holds 金刚玻璃异质结光伏项目. What it ends with says what it is, and the words no name holds (的, 位于,
50亿元) say where it begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from retrieval.records import Name, NameMention
from retrieval.schema import NameWords
from retrieval.understanding.english_text import is_english_sentence
from retrieval.understanding.name_english import EnglishNames
from retrieval.understanding.name_people import People
from retrieval.understanding.name_things import find_things
from retrieval.understanding.name_words import Vocabulary

_DOCUMENT = re.compile(r"《[^《》]{1,60}》")
_QUOTED = re.compile(
    r"“([^“”。,;!?]{1,24})”|\"([^\"。,;!?]{1,24})\"|「([^「」。,;!?]{1,24})」|『([^『』。,;!?]{1,24})』"
)


# Of these, the first part of a name is not a name: 国道g524 … 公路 in … 公路工程.
_BUILT = {Name.PROJECT, Name.PLACE, Name.EVENT}


def find_names(text: str, words: NameWords, original: str | None = None) -> tuple[NameMention, ...]:
    """The names of a tidied text in order of their start, the longer first; one may stand inside another.

    ``original`` is the text before tidying, of the same length; names are then given as written there.

    >>> find_names("据项目负责人王真介绍", words)[0]              # doctest: +SKIP
    NameMention(start=6, end=8, text='王真', kind=<Name.PERSON: 'person'>, role='项目负责人')
    """
    shown = original if original is not None else text
    if is_english_sentence(shown):
        return _settled([*_english(words).find(shown), *_marks(text, shown)])
    vocabulary, people = _grammar(words)
    marked = vocabulary.mark(text)
    persons = [
        NameMention(start, end, shown[start:end], Name.PERSON, role)
        for start, end, role in people.find(marked)
    ]
    things = [
        NameMention(start, end, shown[start:end], kind)
        for start, end, kind in find_things(marked, vocabulary)
    ]
    marks = list(_marks(text, shown))
    return _settled([*persons, *things, *marks])


@lru_cache(maxsize=1)
def _english(words: NameWords) -> EnglishNames:
    return EnglishNames(words)


@lru_cache(maxsize=1)
def _grammar(words: NameWords) -> tuple[Vocabulary, People]:
    """The words made ready; kept, as tidying keeps its converter, because they are the same for every text."""
    return Vocabulary(words), People(words)


def _marks(text: str, shown: str) -> Iterator[NameMention]:
    for match in _DOCUMENT.finditer(text):
        yield NameMention(match.start(), match.end(), shown[match.start() : match.end()], Name.DOCUMENT)
    for match in _QUOTED.finditer(text):
        start, end = match.span(match.lastindex or 0)
        yield NameMention(start, end, shown[start:end], Name.QUOTED)


def _settled(mentions: list[NameMention]) -> tuple[NameMention, ...]:
    """One mention a name: no shorter one of its kind within, none within a document, no person's title alone."""
    unique = {(m.start, m.end, m.kind): m for m in reversed(mentions)}
    ordered = sorted(unique.values(), key=lambda m: (m.start, -m.end))
    return tuple(m for m in ordered if not any(_swallows(other, m) for other in ordered if other is not m))


def _swallows(outer: NameMention, inner: NameMention) -> bool:
    within = outer.start <= inner.start and inner.end <= outer.end
    if not within or (outer.start, outer.end) == (inner.start, inner.end):
        return within and (inner.kind == Name.QUOTED or outer.kind == Name.PERSON)
    if outer.kind == Name.PERSON:
        return inner.kind != Name.PERSON
    if outer.start == inner.start and inner.kind in _BUILT and outer.kind in _BUILT | {Name.ORGANIZATION}:
        return True
    return outer.kind in (inner.kind, Name.DOCUMENT)
