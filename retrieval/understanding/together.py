"""Several places named in one sentence, and what is spoken of behind them: 全市…,其中沭阳县10.8亿元."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from retrieval.records import Fact, Level, Measure, PlacedRegion
from retrieval.understanding.frame import Frame
from retrieval.understanding.place_patterns import HELD_BY
from retrieval.understanding.view import View

_WHEREIN = re.compile("其中[,:]?$")


def _side_by_side(named: Sequence[PlacedRegion]) -> bool:
    """Whether several places were named, none in another: 合肥827.6亿元;芜湖349.0亿元, but not 广东…深圳…."""
    paths = {r.path for p in named for r in p.regions}
    return len(paths) > 1 and not any(a != b and a.startswith(b) for a in paths for b in paths)


def _are_inside(named: Sequence[PlacedRegion], before: Frame) -> bool:
    """Whether places lie in the one spoken of: 双沟镇、张家集镇、龙王镇三镇获评…; a town alone lies anywhere."""
    inner = [r for p in named for r in p.regions]
    return any(
        all(r.path.startswith(o.path) or (r.level is Level.TOWN and r.parent is None) for r in inner)
        for o in before.regions
    )


def beyond(view: View, before: Frame) -> Frame | None:
    """What the next sentence is about where the last place here is one of many: 全市…,其中沭阳县10.8亿元."""
    named = [p for p in view.placed if p.subject]
    if not named:
        return None
    start = named[-1].start
    if _WHEREIN.search(view.text, 0, start) or HELD_BY.search(view.text[:start]):
        return view.frame(0, start, before)
    grouped = not named[-1].regions  # 汕头、揭阳、梅州五市 stay what is spoken of
    return before if _side_by_side(named) and (not grouped or _are_inside(named, before)) else None


def is_aside(view: View, end: int) -> bool:
    """Whether the last place before ``end`` only was one of many: 全市2.31亿吨,其中神木县1.42亿吨;原油…"""
    named = [p for p in view.placed if p.subject and p.start < end]
    return bool(named) and _WHEREIN.search(view.text, 0, named[-1].start) is not None


def against_each(view: View, facts: Sequence[Fact], start: int, end: int) -> Sequence[Fact]:
    """Differences each held against a place of its own: 分别比全省、吉林市低8.3个和3.1个百分点."""
    places = [p for p in view.placed if start <= p.start < end and not p.subject]
    if len(places) != len(facts) or any(f.measure is not Measure.DIFFERENCE for f in facts):
        return facts
    return [replace(fact, scope=place.regions) for fact, place in zip(facts, places, strict=True)]
