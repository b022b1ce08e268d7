"""A zone or town that a question names without its place: 城陵矶新港区 is 湖南省岳阳市城陵矶新港区 in the passages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from retrieval.answering.compare import Search
from retrieval.answering.slots import kinds_of_zone
from retrieval.library import Passage
from retrieval.records import Level, Question, Region, Source
from retrieval.understanding.gazetteer import Gazetteer
from retrieval.understanding.tidy import tidied

_ZONE = "园区"  # what the table of words calls 开发区
_SHORTEST = 4  # characters: a shorter name may be part of any word


def called(question: Question, search: Search, gazetteer: Gazetteer) -> Question:
    """The question about the zone whose name it holds, where it names no other place; its words are no terms then."""
    if question.lang != "zh" or question.regions:
        return question
    text = tidied(question.text)
    zones = Counter(_zones(search(question)))
    named = {r: next((n for n in _names(r, gazetteer) if n in text), "") for r in zones}
    zone = max((r for r in zones if named[r]), key=lambda r: (len(named[r]), zones[r]), default=None)
    if zone is None:
        return question
    said = (named[zone], _ZONE, *kinds_of_zone(zone, gazetteer))
    terms = tuple(t for t in question.terms if not any(t.text in name for name in said))
    return replace(question, regions=(zone,), region_source=Source.STATED, terms=terms)


def _zones(passages: Sequence[Passage]) -> Iterator[Region]:
    for passage in passages:
        named = (r for m in passage.reading.regions for r in m.regions)
        main = (passage.context.main,) if passage.context.main else ()
        yield from (r for r in (*passage.regions, *named, *main) if r.level >= Level.ZONE)


def _names(zone: Region, gazetteer: Gazetteer) -> Iterator[str]:
    """How a zone can be called: 准东经开区, 准东开发区."""
    kinds = sorted((k for k in gazetteer.grammar.words.zone_kinds if zone.name.endswith(k)), key=len)
    forms = gazetteer.grammar.words.zone_kinds.get(kinds[-1], ()) if kinds else ()
    stem = zone.name.removesuffix(kinds[-1]) if kinds else zone.name
    names = (zone.name, *(stem + form for form in forms)) if len(stem) > 1 else (zone.name,)
    yield from (name for name in names if len(name) >= _SHORTEST)
