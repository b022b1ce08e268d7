"""A question and the one before it in, the question completed out: 那2018年呢? keeps region and indicator."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from retrieval.records import Asked, Measure, Question, Source, Term
from retrieval.understanding.calendar import resolve_period
from retrieval.understanding.state import RESIDENT_KINDS, RESIDENTS

_LITTLE = 0.1  # a term of no more weight than this says nothing of its own
_KIND = ("asked", "measure", "of", "units", "counter", "money", "name", "place", "noun", "marks", "plan")
_AMONG = ("其中", "那其中", "里面", "当中")
_SHARE_OF = re.compile("(?:那|它|其|这|该)?占")  # 占全部投资的比重呢? says of what, not what
_GROWTH = ("增速", "增幅")
_OF_RANK = re.compile(rf"^(?:(?!多少|几).)*?({'|'.join(_GROWTH)}|总量|规模)呢?[?？。 ]*$")
_ASKS = re.compile("多少|几|哪|谁|什么|何时|增速|增幅|增长|总量|占比|比重|排名|降幅|总额|率")


def follow(question: Question, previous: Question | None) -> Question:
    """A follow-up completed from the turn before: 那2018年呢? keeps region and indicator, 吴江呢? the rest."""
    if previous is None or question.asked is Asked.OFFTOPIC:
        return question
    changes = {**_place(question, previous), **_time(question, previous)}
    bare = _bare(question) or _SHARE_OF.match(question.text) is not None
    if bare:
        changes |= {"terms": previous.terms + question.terms, "numbers": previous.numbers + question.numbers}
        changes |= {"variants": tuple(v + question.terms for v in previous.variants)}
    if previous.asked is Asked.RANK and (kind := _OF_RANK.search(question.text)):
        changes |= {key: getattr(previous, key) for key in _KIND}
        changes["of"] = Measure.GROWTH if kind[1] in _GROWTH else Measure.LEVEL  # 总量排第几? 增速呢?
    elif not asks(question.text):
        changes |= {key: getattr(previous, key) for key in _KIND}
        changes["plan"] = previous.plan or question.plan
        if not bare and not question.text.startswith(_AMONG):
            changes |= _own_amount(question, previous) | _head(question, previous)
    elif bare and not question.counter and question.asked is previous.asked:
        changes |= {"units": previous.units}
    return replace(question, **changes)


def asks(text: str) -> bool:
    """Whether a text has an asking word of its own; 固投呢? has none."""
    return _ASKS.search(text) is not None


def _bare(question: Question) -> bool:
    """Whether a question names nothing to ask about, so that it can only go on with what was asked before."""
    return not any(t.weight > _LITTLE and not t.soft and (t.known or len(t.text) > 1) for t in question.terms)


def _head(question: Question, previous: Question) -> dict[str, Any]:
    """A thing alone is asked in what the one before it was: 粮食总产量? 水果呢? asks for the 产量 of 水果."""
    if residents := _residents(question, previous):
        return {"terms": residents}
    heads = tuple(t for t in previous.terms if t.head)
    alone = question.terms and all(t.known and not t.head for t in question.terms)
    whole = any(t.known and not t.head and not t.soft and not t.neutral for t in previous.terms)
    return {"terms": question.terms + heads} if heads and alone and whole else {}


def _residents(question: Question, previous: Question) -> tuple[Term, ...]:
    """城镇居民人均可支配收入多少? 农村呢? asks for that of 农村居民: the terms before with the other residents."""
    named = [t.text for t in question.terms]
    other = RESIDENT_KINDS.get(named[0], named[0]) if len(named) == 1 else ""
    if other not in RESIDENTS or not any(t.text in RESIDENTS for t in previous.terms):
        return ()
    return tuple(replace(t, text=other) if t.text in RESIDENTS else t for t in previous.terms)


def _own_amount(question: Question, previous: Question) -> dict[str, Any]:
    """Another indicator is counted in units of its own: 接待游客多少人次? 旅游收入呢?"""
    if previous.asked not in (Asked.LEVEL, Asked.COUNT):
        return {}
    return {
        "asked": Asked.LEVEL,
        "units": question.units,
        "counter": question.counter,
        "money": question.money,
    }


def _place(question: Question, previous: Question) -> dict[str, Any]:
    if question.regions:
        return {}
    return {"regions": previous.regions, "region_source": Source.CONTEXT}


def _time(question: Question, previous: Question) -> dict[str, Any]:
    """上半年呢? takes the year from before; a question without a time takes all of it."""
    if question.period is not None:
        return {}
    if question.season is None:
        return {"period": previous.period, "season": previous.season, "period_source": Source.CONTEXT}
    resolved = resolve_period(question.season, None, previous.period)
    if resolved is None:
        return {}
    return {"period": resolved[0], "season": None, "period_source": Source.CONTEXT}
