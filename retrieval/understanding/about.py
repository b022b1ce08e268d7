"""An article's readings in, its context out: every place it names weighed, to find the one it is about."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from retrieval.records import Level, Period, Reading, Region, RegionMention
from retrieval.understanding.calendar import resolve_period
from retrieval.understanding.context import ArticleContext, fits, kind_of, settle
from retrieval.understanding.gazetteer import Gazetteer

# What a mention is worth as a sign of what the article is about.
_TITLE, _PUBLISHER, _FIRST, _BODY, _NOISE = 6.0, 2.0, 2.0, 1.0, 0.5
_MEASURED = 0.2  # 比泉州全市高, 居泉州第四位: a page on a part of it
_MEASURES = "居列占于比较是"
_OFFICE = re.compile("(?:融媒|发布|统计局|人民政府|政府网|广播电视台)")
_OLD_KINDS = ("市", "县")
_BODY_CAP = 5.0
_SHORT = 4  # characters: 高新区 stands in many titles
_LEVEL_FIT = 3.0
_WIDE = 0.5  # a province is often named for where a smaller place lies


def find_context(
    title: Reading | None,
    publisher: Reading | None,
    noise: Sequence[Reading],
    body: Sequence[Reading],
    published: date | None,
    gazetteer: Gazetteer,
) -> ArticleContext:
    """Weigh every place the page names, and every 全区/我市, to find the one it is about."""
    weighted = list(_weighted_mentions(title, publisher, noise, body))
    if title and not title.regions:
        weighted += [(m, _TITLE) for m in _short_in_title(body, title.text, gazetteer)]
    if publisher and not publisher.regions:
        weighted += [(m, _PUBLISHER) for m in _publishing(publisher.text, gazetteer)]
    if not weighted:  # 双流机场2017年旅客吞吐量: a page on an airport
        weighted = [(m, _BODY) for r in (title, *body) for m in _named(r, inside=True)]
    certain = {m.regions[0].id: m.regions[0] for m, _ in weighted if len(m.regions) == 1}
    scores: dict[str, float] = defaultdict(float)
    regions: dict[str, Region] = {}
    for mention, weight in weighted:
        kept = settle(mention, certain.values(), gazetteer)
        for region in kept:
            wide = _WIDE if region.level is Level.PROVINCE and not region.name.endswith("市") else 1.0
            scores[region.id] += wide * weight / len(kept)
            regions[region.id] = region
    deictics = _deictics(body)
    context = ArticleContext(None, (), published, called=_called(m for m, _ in weighted))
    for above, score in _holding(dict(regions), scores, deictics, gazetteer):
        regions[above.id] = above
        scores[above.id] += score
    for mentions in deictics.values():
        for key, region in regions.items():
            fitting = context.fits(region, mentions[0])
            if fitting and _leading(region, regions, scores, context, mentions[0]):
                scores[key] += min(len(mentions), 3) * _LEVEL_FIT / 3
    best = max(scores, key=lambda key: (scores[key], regions[key].level), default=None)
    main = _above(regions[best], regions, scores, gazetteer) if best else None
    told = [*([title] if title else []), *body]
    season, feast = _season(told), _feast(told, published)
    return replace(context, main=main, known=tuple(regions.values()), season=season, feast=feast)


def _publishing(name: str, gazetteer: Gazetteer) -> Iterator[RegionMention]:
    """The place whose office publishes under a name that is an ordinary word elsewhere: 田东融媒."""
    office = _OFFICE.search(name)
    place = name[: office.start()] if office else ""
    if found := gazetteer.lookup(place):
        yield RegionMention(0, len(place), place, found)


def _called(mentions: Iterable[RegionMention]) -> dict[str, frozenset[str]]:
    """The kinds that old names give: 市 to 龙海区 where 龙海市 stands more often."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for mention in mentions:
        if len(mention.regions) == 1 and mention.text[-1:] in _OLD_KINDS:
            own = mention.regions[0].name[-1:]
            names[mention.regions[0].id][mention.text[-1] if mention.text[-1] != own else ""] += 1
    return {key: frozenset(found) - {""} for key, found in names.items() if found.most_common(1)[0][0]}


def _season(readings: Iterable[Reading]) -> Period | None:
    """The first season that an article names with its years: 2022—2023雪季."""
    named = (m.expr for r in readings for m in r.periods if m.expr.name and m.expr.until)
    found = next((resolve_period(expr, None, None) for expr in named), None)
    return found[0] if found else None


def _feast(readings: Iterable[Reading], published: date | None) -> Period | None:
    """The first holiday that an article names: 2024年五一假期."""
    named = (m.expr for r in readings for m in r.periods if m.expr.name and not m.expr.until and not m.base)
    found = (resolve_period(expr, published, None) for expr in named if not expr.of_context)
    return next((period for period, _ in filter(None, found)), None)


def _holding(
    regions: dict[str, Region],
    scores: dict[str, float],
    deictics: dict[str, list[RegionMention]],
    gazetteer: Gazetteer,
) -> list[tuple[Region, float]]:
    """The places that 我州 or 全市 can mean because those named lie in them: 德令哈 and 格尔木 in 海西州."""
    return [
        (above, scores[region.id] / 2)
        for region in regions.values()
        for above in gazetteer.ancestors(region)
        if above.id not in regions and any(fits(above, mentions[0]) for mentions in deictics.values())
    ]


def _above(
    best: Region, regions: dict[str, Region], scores: dict[str, float], gazetteer: Gazetteer
) -> Region:
    """A page that goes through many districts in turn is about the city that holds them all."""
    for above in gazetteer.ancestors(best):
        inner = [
            k for k, r in regions.items() if r.id not in (above.id, best.id) and gazetteer.within(r, above)
        ]
        if (
            above.id in regions
            and above.level is Level.CITY
            and sum(scores[k] for k in inner) > 2 * scores[best.id]
        ):
            return above
    return best


def _leading(
    region: Region,
    regions: dict[str, Region],
    scores: dict[str, float],
    context: ArticleContext,
    deictic: RegionMention,
) -> bool:
    """Only the best-scored region of a level gets the bonus of that level's deictics."""
    rivals = [key for key, other in regions.items() if context.fits(other, deictic)]
    return scores[region.id] == max(scores[key] for key in rivals)


def _weighted_mentions(
    title: Reading | None, publisher: Reading | None, noise: Sequence[Reading], body: Sequence[Reading]
) -> Iterable[tuple[RegionMention, float]]:
    yield from ((m, _TITLE) for m in _named(title))
    yield from ((m, _PUBLISHER) for m in _named(publisher, inside=True))  # 四平日报 is Siping's
    # 舟山市普陀新闻网 says which 普陀, 普陀新闻网 does not.
    for reading in noise:
        for m in (m for m in _named(reading, True) if not m.inside or _is_full(m)):
            of_office = _is_full(m) and _OFFICE.match(reading.text, m.end)  # 天津市和平区融媒体中心
            yield m, _PUBLISHER if of_office else _NOISE
    title_text = title.text if title else ""
    yield from ((m, _TITLE) for m in _zones_of(body, title_text))
    seen: Counter[str] = Counter()
    for number, reading in enumerate(body):
        for mention in _named(reading):
            key = mention.regions[0].id
            seen[key] += 1
            if seen[key] <= _BODY_CAP:
                worth = _MEASURED if _is_measure(reading, mention) else 1.0
                yield mention, worth * (_FIRST if number == 0 else _BODY)


def _is_measure(reading: Reading, mention: RegionMention) -> bool:
    """Whether a place is only what another is held against: 比泉州, 占泉州的27.1%, 居泉州第四位."""
    return reading.text[max(0, mention.start - 1) : mention.start] in tuple(_MEASURES)


def _zones_of(body: Sequence[Reading], title: str) -> Iterable[RegionMention]:
    """The zones that a title names without the place they lie in, which the text gives: 城陵矶新港区上半年…."""
    named = (m for reading in body for m in _named(reading) if m.regions[0].level is Level.ZONE)
    found = {
        m.regions[0].id: m for m in named if len(m.regions[0].name) > _SHORT and m.regions[0].name in title
    }
    return found.values()


def _short_in_title(body: Sequence[Reading], title: str, gazetteer: Gazetteer) -> Iterator[RegionMention]:
    """Places that a title names by a word which is common elsewhere, and the text in full: 互助“五一”旅游火了."""
    named = {m.regions[0].id: m for reading in body for m in _named(reading) if m.text == m.regions[0].name}
    for mention in named.values():
        short = gazetteer.short(mention.regions[0])
        if len(mention.regions) == 1 and len(short) > 1 and title.startswith(short):
            yield mention


def _is_full(mention: RegionMention) -> bool:
    """Whether a mention gives the place that its own lies in as well."""
    return len(mention.regions) == 1 and len(mention.text) > len(mention.regions[0].name)


def _named(reading: Reading | None, inside: bool = False) -> list[RegionMention]:
    """Places named outright, as a part of another name only where ``inside``, and smaller than the country."""
    if reading is None:
        return []
    return [
        m
        for m in reading.regions
        if m.regions and (inside or not m.inside) and m.regions[0].level is not Level.COUNTRY
    ]


def _deictics(body: Sequence[Reading]) -> dict[str, list[RegionMention]]:
    """Every 全市, 我区, 该县 … by the kind of place, but not those that a rank is held in."""
    found: dict[str, list[RegionMention]] = defaultdict(list)
    for reading in body:
        for m in reading.regions:
            if m.deictic is not None and not _is_measure(reading, m):
                found[kind_of(m) or m.text].append(m)
    return found
