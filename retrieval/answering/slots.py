"""A question and a fact in, the slots in which they differ out: region, period, measure, plan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from retrieval.answering.times import period_fits
from retrieval.library import Passage
from retrieval.records import Asked, Fact, Level, Measure, Question, Region, Unit
from retrieval.understanding.compositions import is_composition
from retrieval.understanding.gazetteer import Gazetteer

SPECIFIC = (
    4  # so many characters of names and unlisted words make a question about one thing, not a statistic
)
_DASH = re.compile("[—–~至到]+")  # 1—5月 and 1-5月
# Measure words that people and sources use for each other.
_ALIKE = (
    frozenset("个 项 件 宗 所 批 处 座 种 款 类 大 条 支 块 片 号 名".split()),
    frozenset("个 家 户 所 处 座 名".split()),
    frozenset("人 名 位 口 户 人次".split()),
    frozenset("次 场 届 回 期 趟 班 列".split()),
    frozenset("台 套 辆 架 艘 部 个".split()),
    frozenset("亩 公顷 平方米 平方公里".split()),
)
_COUNTED = (Unit.COUNT, Unit.PEOPLE)
# At hand for what is asked of every fact: before Python 3.12 each Unit.RANK is a call.
_CHANGES = (Unit.PERCENT, Unit.POINTS, Unit.TIMES)
_PERCENT, _RANK, _INDEX, _ZONE = Unit.PERCENT, Unit.RANK, Unit.INDEX, Level.ZONE
_GROWTH, _LEVEL, _SHARE, _DIFFERENCE = Measure.GROWTH, Measure.LEVEL, Measure.SHARE, Measure.DIFFERENCE
_ASKS_GROWTH, _ASKS_LEVEL, _ASKS_SHARE = Asked.GROWTH, Asked.LEVEL, Asked.SHARE
_ASKS_COUNT, _ASKS_RANK, _ASKS_DIFFERENCE = Asked.COUNT, Asked.RANK, Asked.DIFFERENCE
_OWN_NAME = 4  # 综合港区 of 黄骅港综合港区
_PROPORTIONS = ("结构", "比例", "构成", "比")
_ADDED = "新增"
# Marks that make no other measure of a figure.
_BESIDES = frozenset(("plan", "forecast", "owned", "base", _ADDED))


def misses(question: Question, fact: Fact, passage: Passage, gazetteer: Gazetteer) -> Iterator[str]:
    """The slots in which a fact is not what was asked; none for a fact that answers."""
    asked, marks = question.marks, fact.marks
    if (
        not _measure_fits(question, fact)
        or (asked != marks and asked - _BESIDES != marks - _BESIDES)
        or (fact.measure is _LEVEL and not _added_fits(question, fact))
    ):
        yield "measure"
    if not _held_against(question, fact, passage):
        yield "against"
    if not _region_fits(question, fact, passage, gazetteer):
        yield "region"
    if not period_fits(question, fact, passage, question.specific >= SPECIFIC):
        yield "period"
    if not question.plan and fact.marks and fact.measure is not _DIFFERENCE and _is_ahead(fact, passage):
        yield "plan"


def _added_fits(question: Question, fact: Fact) -> bool:
    """Whether what has come in is told apart from all there is: 新增规上企业25家 does not say how many there are."""
    added = _ADDED in fact.marks
    if not added and (fact.period is None or not fact.period.point):
        return True
    asked = _ADDED in question.marks or any(_ADDED in term.text for term in question.terms)
    if added:
        return asked or any(_ADDED in atom.text for atom in fact.subject)  # 城镇新增就业 is its own name
    return not asked


def _is_ahead(fact: Fact, passage: Passage) -> bool:
    """Whether it is only meant to be, or foretold of a time that was not over: 全年有望突破560亿元 in December."""
    published = passage.context.published
    unfinished = fact.period is not None and published is not None and fact.period.end > published
    return "plan" in fact.marks or ("forecast" in fact.marks and unfinished)


def _region_fits(question: Question, fact: Fact, passage: Passage, gazetteer: Gazetteer) -> bool:
    """Whether the fact is about the place that was asked; one in it will do for a question about a single thing."""
    if not question.regions:
        return True
    for asked in question.regions:
        for region in fact.regions:
            if region.id == asked.id:
                return True
    if any(r.level is _ZONE and _is_zone(r, fact, passage, gazetteer) for r in question.regions):
        return True
    if question.specific < SPECIFIC:
        return False
    if any(gazetteer.within(inner, asked) for inner in fact.regions for asked in question.regions):
        return True
    if not any(r.name in passage.reading.text for r in question.regions):
        return False
    own = {r.id for f in passage.facts for r in f.regions}  # 新兴县5.62亿元、罗定市4.83亿元: each has its own
    return not any(asked.id in own for asked in question.regions)


def _is_zone(asked: Region, fact: Fact, passage: Passage, gazetteer: Gazetteer) -> bool:
    """Whether the fact is about the zone that was asked, under whatever name."""
    if _is_one_with(asked, fact.regions, passage.article.text):
        return True
    return unnamed_zone(asked, fact.regions, passage.reading.text, gazetteer)


def _is_one_with(asked: Region, about: Sequence[Region], text: str) -> bool:
    """Whether an article says that a zone and a district are one: 泰州医药高新区(高港区)."""
    district = _governed(asked.name, text)
    return bool(district) and any(r.name.startswith(district) for r in about)


@lru_cache(maxsize=1024)
def _governed(zone: str, text: str) -> str:
    found = re.search(re.escape(zone) + r"[(（]([一-鿿]{2,6})[)）]", text)
    return found[1] if found else ""


def unnamed_zone(asked: Region, about: Sequence[Region], text: str, gazetteer: Gazetteer) -> bool:
    """上海综合保税区 where the text says 全市综合保税区: the zone's kind stands there, and its place is meant."""
    forms = kinds_of_zone(asked, gazetteer)
    if asked.level is _ZONE and len(asked.name) > _OWN_NAME:
        forms += (asked.name[-_OWN_NAME:],) if forms else ()
        forms += (_bare(asked, gazetteer),)
    named = any(form in text for form in forms)
    return named and any(r.id == asked.parent for r in about)


def _bare(zone: Region, gazetteer: Gazetteer) -> str:
    """A zone's own name as a page on its place has it: 国际羊绒科技园 of 清河国际羊绒科技园区."""
    parent = gazetteer.get(zone.parent) if zone.parent else None
    own = zone.name.removeprefix(gazetteer.short(parent)) if parent else zone.name
    return own.removesuffix("区") if own.endswith("园区") else own


def kinds_of_zone(asked: Region, gazetteer: Gazetteer) -> tuple[str, ...]:
    """How the kind of a zone is written: 综保区, 综合保税区 of 上海综保区; none of another region."""
    if asked.level is not _ZONE or asked.parent is None:
        return ()
    parent = gazetteer.get(asked.parent)
    short = parent.name.rstrip("省市区县") if parent else ""
    kind = asked.name.removeprefix(short)
    return gazetteer.zone_forms(kind) or gazetteer.zone_forms(kind[-3:])


def kind_fits(question: Question, fact: Fact) -> bool:
    """Whether the figure is of a kind that can answer: money for 多少亿元, a rank for 第几."""
    kind = fact.quantity.kind
    if kind is _INDEX and is_composition(fact.text):  # 3.7:69.6:26.7 is no 地区生产总值
        return question.asked is _ASKS_SHARE or any(t.text.endswith(_PROPORTIONS) for t in question.terms)
    if question.asked is _ASKS_RANK:
        return kind is _RANK
    if question.asked is _ASKS_DIFFERENCE:
        if question.units and kind not in question.units:
            return False
        return fact.measure is _DIFFERENCE
    if question.asked is _ASKS_GROWTH:
        return kind in _CHANGES or fact.measure is _LEVEL
    if question.asked is _ASKS_SHARE:
        return kind in _CHANGES or _is_proportion(fact)
    if question.units and kind not in question.units:
        return kind is _PERCENT and fact.measure is _GROWTH
    counter = "" if question.lang == "en" and fact.quantity.unit.isascii() else question.counter
    if kind in _COUNTED and not _counts_the_same(counter, fact.quantity.unit):
        return False
    return kind is not _RANK


def _counts_the_same(counter: str, unit: str) -> bool:
    """Whether a figure is counted in what was asked: 家 and 个 for firms, but 列 is never 标箱."""
    asked, stated = counter.lstrip("万亿千百"), unit.lstrip("万亿千百")
    if not asked or asked == stated or not stated:
        return True
    return any(asked in alike and stated in alike for alike in _ALIKE)


def _held_against(question: Question, fact: Fact, passage: Passage) -> bool:
    """Whether a rank is held among, or a difference taken from, what was asked: 高于全省, not 比一季度."""
    if question.asked not in (_ASKS_RANK, _ASKS_DIFFERENCE, _ASKS_SHARE):
        return True
    if question.scope:
        ids = {r.id for r in question.scope}
        unknown = not fact.scope and question.asked is not _ASKS_DIFFERENCE
        return unknown or any(r.id in ids for r in fact.scope)
    clause = passage.reading.text[
        fact.clause[0] - passage.sentence.start : fact.start - passage.sentence.start
    ]
    bases = () if passage.reading.english else question.bases
    clause = _DASH.sub("-", clause)
    return question.asked is not _ASKS_DIFFERENCE or all(_DASH.sub("-", base) in clause for base in bases)


def _measure_fits(question: Question, fact: Fact) -> bool:
    """Whether growth was asked and growth is stated, and so on; a rank has to be of the same measure."""
    if question.asked is _ASKS_RANK:
        return question.of is None or fact.of is None or question.of is fact.of
    if question.asked is _ASKS_SHARE:
        asked = question.measure or _SHARE  # 三次产业比例, 男女比例 may be told as 3.7:69.6:26.7, 105.3
        return fact.measure is asked or (asked is _SHARE and _is_proportion(fact))
    if question.asked in (_ASKS_LEVEL, _ASKS_COUNT):
        return fact.measure is _LEVEL
    return question.measure is None or fact.measure is question.measure


def _is_proportion(fact: Fact) -> bool:
    """Whether a bare number can tell a proportion: 3.7:69.6:26.7, 105.3; not 2万亿."""
    return fact.quantity.kind is _INDEX and not fact.quantity.unit and fact.measure is _LEVEL


def repeats(question: Question, fact: Fact) -> bool:
    """Whether the fact has a figure that the question itself gives (新签约的33家企业…多少; 60 project milestones)."""
    if question.lang == "en" and fact.quantity.kind in _COUNTED:
        return f"{fact.quantity.number.normalize():f}" in _written(question.text)
    if not question.numbers:
        return False
    return any(n.number == fact.quantity.number and n.unit == fact.quantity.unit for n in question.numbers)


@lru_cache(maxsize=256)
def _written(text: str) -> frozenset[str]:
    """The numbers of an English question as digits: over 2,200 houses → 2200."""
    return frozenset(number.replace(",", "") for number in re.findall(r"\d[\d,]*\d|\d", text))
