"""A question that sets things side by side in, one question a side out; and the winner or the difference."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from retrieval.answering.matching import Match
from retrieval.records import Asked, Question, RegionMention, Unit
from retrieval.understanding.question import QuestionReader
from retrieval.understanding.tidy import tidy

_ASIDE = re.compile("(?:来自|从|对|向|出口|通过|接轨|引进的?|赴|在)$")
_TAIL = re.compile(r"(?:[,，、]|\s)*(?:哪|谁|两|三|四|孰|相差|差|比|更|之间|分别|各)")
_MOST = 5
Find = Callable[[Question], Match | None]


@dataclass(frozen=True)
class Side:
    """One side of a comparison: what it is called and what answers it."""

    label: str
    match: Match


def sides_of(text: str, reader: QuestionReader, previous: Question | None = None) -> list[tuple[str, Question]]:
    """The sides of a comparison with their questions: 合肥和海宁,谁的GDP增速更高 → 合肥…, 海宁….

    Empty where the question has not two sides.
    """
    by_place = _by_place(text, reader)
    if len(by_place) > 1:
        return by_place
    return _by_item(text, reader)


def _by_place(text: str, reader: QuestionReader) -> list[tuple[str, Question]]:
    plain = tidy(text)
    mentions = _subjects(plain, reader)
    if len({m.regions[0].id for m in mentions}) < 2:
        return []
    shared = plain[: mentions[0].start]
    tail_at = _tail(plain, mentions[-1].end)
    tail = _bare(plain[tail_at:], reader)
    pieces = []
    for i, mention in enumerate(mentions):
        end = mentions[i + 1].start if i + 1 < len(mentions) else tail_at
        pieces.append((mention, plain[mention.end : end]))
    last = reader.read(pieces[-1][1] + tail)
    return [_side(m, reader.read(shared + own + tail), last, reader.read(own)) for m, own in pieces]


def _side(mention: RegionMention, question: Question, last: Question, own: Question) -> tuple[str, Question]:
    """One side: its own words and times where it has any, else those that the last side and the tail give."""
    bare = not any(t.known or len(t.text) > 1 for t in own.terms)
    terms = {t.text: t for t in (*question.terms, *(last.terms if bare else ()))}
    return mention.regions[0].name, replace(
        question,
        regions=mention.regions,
        terms=tuple(terms.values()),
        period=own.period or question.period or last.period,
        season=own.season or question.season or last.season,
        aside=(),
        numbers=(),
    )


def _subjects(plain: str, reader: QuestionReader) -> list[RegionMention]:
    """The places that are compared, each once, in order."""
    found: dict[str, RegionMention] = {}
    for mention in reader.reader.read(plain).regions:
        if mention.regions and not mention.inside and not _ASIDE.search(plain[: mention.start]):
            found.setdefault(mention.regions[0].id, mention)
    return list(found.values())[:_MOST]


def _tail(plain: str, after: int) -> int:
    """Where the asking part begins that all sides share."""
    match = _TAIL.search(plain, after)
    return match.start() if match else len(plain)


def _bare(tail: str, reader: QuestionReader) -> str:
    """The asking part without its comparing words: 谁的GDP增速更高 → GDP增速."""
    for name in ("compare", "compare_low"):
        tail = reader.cues.patterns[name].sub(" ", tail)
    tail = re.sub("哪个|哪边|哪家|谁的?|相比|两者|之间|[更最]", " ", tail)
    return re.sub(r"[高低多少大小快慢强](?=\s|$|[?,。呢些])|得$", " ", tail)


def _by_item(text: str, reader: QuestionReader) -> list[tuple[str, Question]]:
    """内资和外资哪个多: two words beside each other, each in the other's place."""
    plain = tidy(text)
    match = re.search(r"([^,;:。、的\s]{2,14}?)(?:和|与|跟|同|还是|、|vs)([^,;:。、\s]{2,14}?),?(?:哪|谁|相比|相差|差|比|更|之间)", plain)
    if match is None:
        return []
    first, second = match.group(1), match.group(2)
    head = plain[: match.start()]
    tail = _bare(plain[match.end(2) :], reader)
    return [(w, reader.read(f"{head}{w}{tail}")) for w in (first, second)]


def as_asked(question: Question, whole: Question) -> Question:
    """A side's question with the measure that the whole asks for: which is higher in growth, in level, in share."""
    plain = tidy(whole.text)
    if question.asked not in (Asked.COMPARE, Asked.ENTITY):
        return question
    growth = re.search("增速|增长|增幅|涨幅|增得|涨得|降幅|快", plain)
    asked = Asked.GROWTH if growth else Asked.SHARE if re.search("占比|比重|率", plain) else Asked.LEVEL
    return replace(question, asked=asked)


def winner(sides: Sequence[Side], lowest: bool) -> Side | None:
    """The side with the largest (or smallest) figure; None where units differ or the figures are equal."""
    kinds = {s.match.fact.quantity.base for s in sides}
    if len(kinds) > 1 and not all(s.match.fact.quantity.kind in (Unit.COUNT, Unit.PEOPLE) for s in sides):
        return None
    ordered = sorted(sides, key=_value, reverse=not lowest)
    return None if _value(ordered[0]) == _value(ordered[1]) else ordered[0]


def _value(side: Side) -> object:
    fact = side.match.fact
    return -abs(fact.quantity.value) if fact.falling else fact.quantity.value
