"""What a figure says and what it is of, where the words before it may leave a part of that out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from retrieval.records import Atom, Measure, QuantityMention, Unit
from retrieval.service import value
from retrieval.understanding import lists
from retrieval.understanding.phrases import Said, measure_of
from retrieval.understanding.state import State
from retrieval.understanding.view import View

_RANKED = {
    **dict.fromkeys(("总量", "总额", "规模", "绝对额", "绝对值", "绝对量"), Measure.LEVEL),
    **dict.fromkeys(("增速", "增幅", "涨幅", "增长速度"), Measure.GROWTH),
}
_APART = re.compile("({0})[、和与及]({0})".format("|".join(_RANKED)))
_SHORT_NOUN = re.compile("(?!左右|以上|以下|多|余)[一-鿿]{1,2}(?=[、,;。]|$)")  # 48个班、
_COUNTED = (Unit.COUNT, Unit.RANK, Unit.PEOPLE)
_LASTING = ("时间", "时限", "工期", "周期")  # 通关时间缩短至19.4小时
_SCHOOLS = ("所", "处", "个")
_SOURCE = re.compile("(?:据|根据|记者从|来自)|.*(?:获悉|了解到|数据显示|介绍)$")
_TOTAL = "总投资"
_MADE, _OUTPUT = "生产", "产量"
_WORTH, _WEIGHED = ("增加值", "产值"), (Unit.WEIGHT, Unit.VOLUME, Unit.ENERGY)
_RATES = (Unit.PERCENT, Unit.TIMES)
_PARTS = (Measure.SHARE, Measure.COMPLETION, Measure.DIFFERENCE)


@value
class Subject:
    """The atoms a figure is of; ``inherited``: some of them stand further up."""

    atoms: tuple[Atom, ...]
    inherited: bool = False


def said_of(view: View, state: State, mention: QuantityMention, cursor: int, start: int) -> Said:
    """What a figure states, by the words before it or else by the figure before it."""
    left = view.text[cursor : mention.start]
    if state.said and view.arrives(start, cursor, mention.start):
        gap = state.said.measure is Measure.DIFFERENCE  # 差距由587亿元变成896.1亿元
        if gap or mention.quantity.kind in _RATES:
            return state.said  # 占比由62%提高到71.5%, 增速由3%提高到5%: as the figure it has come from
    said = measure_of(mention, left, view.text[start : mention.start], view.grammar)
    if said is None:
        said = _by_custom(view, state, mention, left)
    if said.measure is Measure.RANK and said.of is None and state.said:
        said = replace(said, of=_ranked_as(state.said))
    if said.measure is not Measure.RANK:
        state.said = said
    if mention.quantity.kind in _RATES:
        state.rate = said.measure
    return said


def carried(state: State, own: tuple[Atom, ...], mention: QuantityMention) -> tuple[Atom, ...]:
    """What a figure goes on with; nothing of the sentence before where things of another kind are counted:
    滚装商品车42.6万辆。铁海联运长成了气候,全年2.38万标箱."""
    of = state.subject
    if own or not of or state.history or mention.quantity.kind is not Unit.COUNT:
        return of
    told = {unit: kind for unit, (subject, _, kind) in state.measured.items() if subject == of}
    others = bool(told) and "个" not in told and set(told.values()) == {Unit.COUNT}
    if others and mention.quantity.unit not in told:
        state.subject = ()
    return state.subject


def ranked_apart(left: str, run: Sequence[QuantityMention]) -> list[Measure]:
    """What each of several ranks is of: 总量、增速分列第二位和第三位; none where not said."""
    named = list(_APART.finditer(left))
    if len(run) != 2 or run[0].quantity.kind is not Unit.RANK or not named:
        return []
    return [_RANKED[word] for word in named[-1].groups()]


def _ranked_as(said: Said) -> Measure | None:
    """What a rank behind a figure is of: behind 总量占全市24.2% it is of the amount."""
    if said.measure in (Measure.DIFFERENCE, Measure.CONTRIBUTION):
        return said.of
    return Measure.LEVEL if said.measure is Measure.SHARE else said.measure


def _by_custom(view: View, state: State, mention: QuantityMention, left: str) -> Said:
    """阜阳144.9亿元,-7.2%: a percentage alone behind an amount or a place is growth; else it goes on as before."""
    noun, cursor = view.noun(mention), mention.start - len(left)
    alone = not left.strip(" +") and not noun
    bare = state.said is not None and state.said.measure is Measure.LEVEL and alone
    said = state.said.measure if state.said else Measure.LEVEL
    plain = not any(a.known for a in noun)  # 深圳5.9%一骑绝尘
    listed = (
        said is Measure.LEVEL and plain and view.names_only(cursor, mention.start)
    )  # 秦皇岛6.4%、承德6.2%
    if mention.text.startswith("-") or left.rstrip().endswith("+") or bare or listed:
        return Said(Measure.GROWTH)
    if state.said is None and view.grammar.growth_noun.search(view.text[slice(*_told_before(view, cursor))]):
        return Said(Measure.GROWTH)  # 增速最快的是介休市,达到12.5%
    if state.said is None or state.said.measure in (Measure.LEVEL, Measure.RANK):
        grew = (
            state.rate is Measure.GROWTH
            and plain
            and not any(a.known for a in view.atoms(cursor, mention.start))
        )
        return Said(Measure.GROWTH if grew else Measure.SHARE)  # 清远4.0%。大哥广州只有2.5%
    return state.said


def subject(
    view: View, own: tuple[Atom, ...], mention: QuantityMention, said: Said, before: tuple[Atom, ...]
) -> Subject:
    """What the figure is of: its own words, completed by the subject before them where they are no whole.

    增加值9.63亿元 after 农林牧渔业总产值17.68亿元 is 农林牧渔业增加值; 服装280.5亿元 after 出口 is 服装出口.
    """
    meaty = [a for a in own if not a.neutral and not a.soft]
    if meaty and not any(a.head for a in own) and view.text.endswith("其中", 0, own[0].start):
        # 全市生产汽车58.6万辆,其中新能源汽车14.2万辆
        made = next((a for a in before if a.text == _MADE), None)
        own = (*own, replace(made, text=_OUTPUT, head=True)) if made else own
    counts = mention.quantity.kind is Unit.COUNT and (
        view.noun(mention) or _SHORT_NOUN.match(view.text, mention.end)
    )
    if not meaty and counts:
        return Subject(own)
    if not meaty:
        return Subject(before + own, bool(before))
    if own[0].text in view.grammar.of_schools and (of := _school_of(view, own[0].start)):
        return Subject(of + own)
    if own[0].text == _TOTAL and (of := _counted_before(view, own[0].start)):
        return Subject(of + own)
    if len(meaty) == 1 and meaty[0].head and not _standalone(view, meaty):
        lead = (
            introduced(view.atoms(*_told_before(view, own[0].start)))
            or before[: len(before) - len(lists.trailing_head(before))]
        )
        return Subject(lead + own, bool(lead))
    whole = (
        any(a.head or a.text.endswith(_LASTING) for a in own)
        or mention.quantity.kind in _COUNTED
        or said.measure in _PARTS
    )
    tail = () if whole else lists.trailing_head(before)
    if tail and tail[0].text in _WORTH and mention.quantity.kind in _WEIGHED:
        tail = (replace(tail[0], text=_OUTPUT),)  # 增加值增长7.5%。主要产品:原煤2.09亿吨
    return Subject(own + tail, bool(tail))


def _counted_before(view: View, start: int) -> tuple[Atom, ...]:
    """What was counted right before the total of its investment: 集中签约项目8个、总投资71.5亿元."""
    counts = [q for q in view.reading.quantities if q.end <= start]
    if (
        not counts
        or counts[-1].quantity.kind is not Unit.COUNT
        or view.text[counts[-1].end : start] not in ("、", ",")
    ):
        return ()
    first = max((view.text.rfind(mark, 0, counts[-1].start) + 1 for mark in ",;。、"), default=0)
    return tuple(a for a in view.atoms(first, counts[-1].start) if a.known)


def _school_of(view: View, start: int) -> tuple[Atom, ...]:
    """What schools were counted before in the same part of the sentence: 初中14所,在校学生8924人."""
    first = max(view.text.rfind(mark, 0, start) + 1 for mark in ";。")
    counts = [q for q in view.reading.quantities if first <= q.start < start and q.quantity.unit in _SCHOOLS]
    if not counts:
        return ()
    first = max(first, *(view.text.rfind(mark, 0, counts[0].start) + 1 for mark in ",、"))
    return tuple(a for a in view.atoms(first, counts[0].start) if a.known)


def introduced(atoms: Sequence[Atom]) -> tuple[Atom, ...]:
    """What words without a head narrow the head behind them to: 汽车制造业 of 汽车制造业最亮眼."""
    if any(a.head for a in atoms):
        return ()
    return tuple(a for a in atoms if a.known and not a.soft and not a.neutral)


def _told_before(view: View, start: int) -> tuple[int, int]:
    """The clause before, where it has no figure: 汽车制造业最亮眼,产值增长26.4%."""
    clauses = view.reading.clauses
    at = next((i for i, (first, last) in enumerate(clauses) if first <= start < last), 0)
    first, last = clauses[at - 1] if at else (0, 0)
    counted = any(first <= q.start < last for q in view.reading.quantities)
    told_by = _SOURCE.match(view.text[first:last])  # 据市农业农村局统计,…出栏6538万只
    return (0, 0) if counted or told_by else (first, last)


def _standalone(view: View, own: Sequence[Atom]) -> bool:
    """Whether a bare head is an indicator of its own (出口) and not half of one (增加值)."""
    return any(m.start <= own[0].start and own[-1].end <= m.end for m in view.reading.indicators)


def lasts(own: tuple[Atom, ...], mention: QuantityMention, said: Said) -> bool:
    """Whether what follows may leave this subject out: not after a rank, a difference or a mere count."""
    if not own or said.measure in (Measure.RANK, Measure.DIFFERENCE, Measure.CONTRIBUTION):
        return False
    if said.measure in (Measure.SHARE, Measure.COMPLETION):
        return any(a.head or a.text.endswith("率") for a in own)
    return any(a.known and not a.neutral for a in own) or mention.quantity.kind is not Unit.COUNT


def repeats(own: tuple[Atom, ...], told: tuple[Atom, ...]) -> bool:
    """Whether words only take up what was told before: 发放 of 发放贷款."""
    return len(own) < len(told) and all(any(a.text in t.text.replace("总", "") for t in told) for a in own)


def of_which(view: View, state: State, own: tuple[Atom, ...], mention: QuantityMention) -> Subject | None:
    """Another time's share of what was last told in that unit: 发放公积金贷款4126笔,…其中4月份发放1053笔."""
    told, when, _ = state.measured.get(mention.quantity.unit, ((), None, None))
    if not told:
        return _elsewhere(view, state, own, mention)
    wherein = view.text.find("其中", 0, mention.start) >= 0
    acts = view.grammar.acts
    if own and wherein and all(a.text in acts for a in own):
        return Subject(own + tuple(a for a in told if a.text not in acts), inherited=True)
    another = state.frame.timed and state.frame.period != when
    if not another or not repeats(own, told):
        return _elsewhere(view, state, own, mention)
    return Subject(told, inherited=True) if own or wherein else None


def _elsewhere(view: View, state: State, own: tuple[Atom, ...], mention: QuantityMention) -> Subject | None:
    """Another place's share of what was told in that unit: 商品房销售面积201万平方米.…市区销售92.6万平方米."""
    told, where = state.told.get(mention.quantity.unit, ((), ()))
    if not told or not own:
        return None
    part = tuple(a for a in own if a.text in view.grammar.city_parts)
    own = tuple(a for a in own if a not in part)
    shorter = bool(own) and not any(a.text == t.text for a in own for t in told)
    another = shorter and (part or state.frame.regions != where)
    return Subject(part + told, inherited=True) if another and repeats(own, told) else None
