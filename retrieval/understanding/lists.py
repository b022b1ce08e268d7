"""Coordinate lists in, their items out: the n things that n figures belong to.

``家电、汽车和服装产值分别增长8.6%、4.4%和-1%``: three items, the first two lacking the head 产值 of the last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.records import Atom, QuantityMention

_STRONG = re.compile("、")
_WEAK = re.compile("以及|和|及|与")
_JOINT = re.compile(
    r"[、和及与,\s]*(?:以及)?(?:分别|依次)?\s*|(?:、|和|及|与|以及)(?:同比)?(?:增长|下降|上升|上涨|下跌|减少|增|降)"
)  # 8.6%、4.4%和下降3%
_EACH = re.compile("(?:分别|各自)[^,;。\\d]{0,12}$")
_EACH_ONE = ("人均", "户均", "亩均")
_INDUSTRY = {"一": "第一产业", "二": "第二产业", "三": "第三产业"}


def runs(quantities: Sequence[QuantityMention], text: str) -> list[list[QuantityMention]]:
    """Figures that follow each other with nothing but 、和 between, of one kind or dealt out: 8.6%、4.4%和3%.

    个数、总投资分别增加21个、134.7亿元 is a run as well.
    """
    grouped: list[list[QuantityMention]] = []
    for mention in quantities:
        last = grouped[-1][-1] if grouped else None
        between = text[last.end : mention.start] if last else ""
        joined = last is not None and bool(between) and _JOINT.fullmatch(between) and between != ","
        paired = last is not None and (
            last.quantity.kind is mention.quantity.kind or _EACH.search(text[: grouped[-1][0].start])
        )
        if joined and paired:
            grouped[-1].append(mention)
        else:
            grouped.append([mention])
    return grouped


def split_items(text: str, start: int, end: int, count: int) -> list[tuple[int, int]] | None:
    """Cut ``text[start:end]`` into ``count`` conjuncts, or None where it has not so many.

    和 and 及 also stand inside names (电气机械和器材制造业), so 、 cuts first and 和 only as often as is needed.
    """
    strong = [(m.start(), m.end()) for m in _STRONG.finditer(text, start, end)]
    weak = [(m.start(), m.end()) for m in _WEAK.finditer(text, start, end)]
    missing = count - 1 - len(strong)
    if missing < 0:
        cuts = sorted(strong + weak)[-(count - 1) :] if count > 1 else []
    elif missing > len(weak):
        return None
    else:
        after = [w for w in weak if not strong or w[0] > strong[-1][0]]
        pool = after if len(after) >= missing else weak
        cuts = sorted(strong + (pool[-missing:] if missing else []))
    edges = [start, *(p for cut in cuts for p in cut), end]
    return [(edges[i], edges[i + 1]) for i in range(0, len(edges), 2)]


def share_head(items: Sequence[tuple[Atom, ...]]) -> list[tuple[Atom, ...]]:
    """Give the head of the last item to those before it that have none: 汽车、家电产值 → 汽车产值, 家电产值."""
    if not items or not items[-1]:
        return list(items)
    tail = trailing_head(items[-1])
    lead = items[-1][: len(items[-1]) - len(tail)]
    if lead and lead[-1].text in _EACH_ONE:
        tail = (lead[-1], *tail)
    return [item if any(a.head for a in item) else item + tail for item in items]


def trailing_head(atoms: tuple[Atom, ...]) -> tuple[Atom, ...]:
    """The last head atom and what follows it: (规模以上, 工业, 增加值) → (增加值,)."""
    for i in range(len(atoms) - 1, -1, -1):
        if atoms[i].head:
            return atoms[i:]
    return ()


def industries(text: str, items: Sequence[tuple[int, int]]) -> list[Atom | None]:
    """第一、二、三产业 and 一产、二产、三产 as atoms, where the items are that list."""
    found = []
    for start, end in items:
        match = re.search(
            r"第?([一二三])(?:产业|次产业|产)?$|第?([一二三])(?:产业|次产业|产)", text[start:end]
        )
        ordinal = (match.group(1) or match.group(2)) if match else ""
        found.append(Atom(start, end, _INDUSTRY[ordinal], known=True) if ordinal else None)
    return found
