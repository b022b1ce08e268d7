"""Names that an English question only spells, and no table has: Mohe Gulian Airport is 古莲机场 in the passages.

A word with a capital that nothing translates is looked for in the passages the search brings: characters that are read
so. What is found takes the word's place in the question; a name that is found nowhere weighs as much, so that another
park's figure is not given for it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from retrieval.library import Passage
from retrieval.records import Level, Question, Region, RegionMention, Term

Search = Callable[[Question], Sequence[Passage]]
_WORD = re.compile(r"(?<![\w-])[A-Z][a-z]+(?:['’][a-z]{2,})?")
_SYLLABLE = (
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un"
    "|ia|ie|iu|ua|ui|uo|ue|er|[aoeiuv])"
)
_SPELT = re.compile(f"(?:{_SYLLABLE}){{2,4}}")
_AREA = re.compile(
    r"(?:['’]s)?(?: [A-Z][a-z-]+){0,3}"
    r" (?:Area|Zone|Park|Town|Township|Subdistrict|Village|Base|District|County)\b"
)
_GLOSS = re.compile(  # Hongqi (红旗) cars, Huawei's Qixing Lake (七星湖) data center
    r"\(([㐀-鿿]{2,8})\) (?:cars?|vehicles?|brand|data|projects?|plants?|factory|group|mine|dam|reservoir|tea|wines?)\b"
)
_HAN = re.compile("[㐀-鿿]+")
_SHORTEST = 4  # letters: a shorter word may be read out of too many characters
_UNHEARD = 3.0  # what one weighs that no passage has: nothing can be told of it
_PLACE = 1.6
_NAME = 1.0  # what a name weighs


def spelt_out(question: Question, passages: Sequence[Passage]) -> Question:
    """The question with the characters of its spelt names, as the passages have them."""
    names = dict(_names(question))
    found = {name: _written(name, passages) for name in names}
    terms = tuple(_term(t, found[t.text], passages) if t.text in found else t for t in question.terms)
    regions = [r for name, end in names.items() for r in _places(question, end, found[name], passages)]
    return replace(question, terms=terms, regions=tuple(regions[:1]) or question.regions)


def unplaced(question: Question, spelt: Sequence[RegionMention], search: Search) -> Question:
    """A zone or county of another place with the same letters, which the English texts mean otherwise, is a word.

    Sanjiang New Area in an article about Yibin is none of 三江侗族自治县, a car that is called Hongqi (红旗) no 红旗区.
    """
    if not question.regions or any(r.level < Level.COUNTY for r in question.regions):
        return question
    passages = search(question)
    ids = {r.id for r in question.regions}
    if any(
        r.id in ids
        for p in passages
        for r in (*p.regions, *(r for m in p.reading.regions for r in m.regions))
    ):
        return question
    mention = next((m for m in spelt if m.regions == question.regions), None)
    if mention and any(p.reading.english and mention.text.lower() in p.reading.text for p in passages):
        return replace(question, regions=(), terms=(*question.terms, Term(mention.text.lower(), _PLACE)))
    return _glossed(question, passages)


def _glossed(question: Question, passages: Sequence[Passage]) -> Question:
    """The question about the thing that stands in brackets, where the passages know no such place."""
    for gloss in _GLOSS.findall(question.text):
        short = [r for r in question.regions if gloss.startswith(r.name[:2])]
        if short and gloss != short[0].name and any(gloss in p.reading.text for p in passages):
            kept = tuple(t for t in question.terms if t.text not in gloss)
            return replace(question, regions=(), terms=(*kept, Term(gloss, _PLACE)))
    return question


def spells(question: Question) -> bool:
    """Whether an English question has a name that is only spelt."""
    return question.lang == "en" and any(_names(question))


def _names(question: Question) -> Iterator[tuple[str, int]]:
    """The spelt names as the terms have them, and where each ends in the question."""
    unknown = {t.text for t in question.terms if not t.known and t.text.isascii()}
    for match in _WORD.finditer(question.text):
        low = match.group().lower().replace("’", "'")
        key = low.replace("'", "")
        text = next((t for t in (low, key) if t in unknown), None)
        if match.start() and text and len(key) >= _SHORTEST and _SPELT.fullmatch(key):
            yield text, match.end()


def _term(term: Term, written: tuple[str, ...], passages: Sequence[Passage]) -> Term:
    """The term of a name: its characters, or its letters, which weigh more than all else where no passage has it."""
    if not written:
        heard = any(p.reading.english and term.text in p.reading.text for p in passages)
        return replace(term, weight=_NAME if heard else _UNHEARD)
    return replace(term, text=written[0], weight=_NAME, others=(*written[1:], term.text))


def _places(
    question: Question, end: int, written: Iterable[str], passages: Sequence[Passage]
) -> list[Region]:
    """The zone or town that is meant: Bohai New Area → 渤海新区."""
    if not _AREA.match(question.text, end):
        return []
    named = (r for p in passages for m in p.reading.regions for r in m.regions if r.level >= Level.ZONE)
    fitting = [r for r in named if any(r.name.startswith(w) for w in written)]
    own = {q.path for q in question.regions}
    return [r for r in fitting if not own or any(r.path.startswith(path) for path in own)]


def _written(name: str, passages: Iterable[Passage]) -> tuple[str, ...]:
    """How the passages write a name, the most usual first: gulian → 古莲."""
    key = name.replace("'", "")
    counts: dict[str, int] = {}
    for passage in passages:
        for run in _HAN.finditer(passage.reading.text):
            for start in range(len(run.group())):
                if end := _read_as(run.group(), start, key):
                    word = run.group()[start:end]
                    counts[word] = counts.get(word, 0) + 1
    return tuple(sorted(counts, key=lambda w: -counts[w]))[:3]


def _read_as(text: str, start: int, key: str) -> int:
    """Where the characters from ``start`` on that are read as ``key`` end; 0 where they are not."""
    ends = {0: start}
    while ends:
        done, at = ends.popitem()
        if done == len(key):
            return at if at - start > 1 else 0
        if at < len(text):
            ends |= {done + len(r): at + 1 for r in _readings()[text[at]] if key.startswith(r, done)}
    return 0


class _Readings(dict[str, tuple[str, ...]]):
    """The readings of characters without their tones, each looked up once."""

    def __missing__(self, char: str) -> tuple[str, ...]:
        os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
        from pypinyin import Style, pinyin

        read = pinyin(char, style=Style.NORMAL, heteronym=True)[0]
        self[char] = tuple({r.replace("ü", "u").replace("v", "u") for r in read})
        return self[char]


@lru_cache(maxsize=1)
def _readings() -> Mapping[str, tuple[str, ...]]:
    return _Readings()
