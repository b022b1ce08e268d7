"""A zone or town that a question names without its place: 城陵矶新港区 is 湖南省岳阳市城陵矶新港区 in the passages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from retrieval.answering.slots import kinds_of_zone
from retrieval.library import Passage
from retrieval.records import Level, Question, Region, Source
from retrieval.understanding.gazetteer import Gazetteer
from retrieval.understanding.tidy import tidied

_SHORTEST = 4  # characters: a shorter name may be part of any word


def called(question: Question, passages: Sequence[Passage], gazetteer: Gazetteer) -> Question:
    """The question about the zone whose name it holds, where it names no other place; its words are no terms then."""
    if question.lang != "zh" or question.regions:
        return question
    text = tidied(question.text)
    counted = Counter(r for r in _zones(passages) if len(r.name) >= _SHORTEST and r.name in text)
    if not counted:
        return question
    zone = max(counted, key=lambda r: (len(r.name), counted[r]))
    said = (zone.name, *kinds_of_zone(zone, gazetteer))
    terms = tuple(t for t in question.terms if not any(t.text in name for name in said))
    return replace(question, regions=(zone,), region_source=Source.STATED, terms=terms)


def _zones(passages: Sequence[Passage]) -> Iterator[Region]:
    for passage in passages:
        named = (r for m in passage.reading.regions for r in m.regions)
        main = (passage.context.main,) if passage.context.main else ()
        yield from (r for r in (*passage.regions, *named, *main) if r.level >= Level.ZONE)
