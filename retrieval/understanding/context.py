"""An article's readings in, its context out: the region it is about and the date its 今年 hangs on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from retrieval.records import Level, Period, Reading, Region, RegionMention
from retrieval.understanding.calendar import resolve_period
from retrieval.understanding.gazetteer import Gazetteer

# What a mention is worth as a sign of what the article is about.
_TITLE, _PUBLISHER, _FIRST, _BODY, _NOISE = 6.0, 2.0, 2.0, 1.0, 0.5
_BODY_CAP = 5.0
_SHORT = 4  # characters: 高新区 stands in many titles
_LEVEL_FIT = 3.0
# The last characters of the names that a deictic word can mean.
_KINDS: dict[str, str | tuple[str, ...]] = {
    **{kind: kind for kind in "省市州盟县旗镇乡"},
    "区": ("区", "地区"),
}
_WIDE = 0.5  # a province is often named for where a smaller place lies


@dataclass(frozen=True)
class ArticleContext:
    """``main``: what the article is about; ``known``: every region it names for certain; ``season``: what 本雪季 is.

    ``feast``: what 假日期间 is.
    """

    main: Region | None
    known: tuple[Region, ...]
    published: date | None
    season: Period | None = None
    feast: Period | None = None


def fits(region: Region, mention: RegionMention) -> bool:
    """Whether a region can be what a deictic points at: 全市 fits 昆山市, 全州 海西州, 全区 a district or a zone."""
    if mention.text.isascii():
        return _is_of(region, mention.deictic)
    if mention.deictic is Level.ZONE:
        return region.level is Level.ZONE or region.name.endswith("新区")
    if "地区" in mention.text:
        return region.name.endswith("地区")
    kind = _kind(mention)
    if kind == "省":
        return region.level is Level.PROVINCE
    if kind in ("镇", "乡"):
        return region.level is Level.TOWN
    if region.level is Level.ZONE:
        return kind == "区"
    if kind == "区" and region.level is Level.PROVINCE:
        return region.name.endswith("自治区")
    return bool(kind) and region.level is not Level.TOWN and region.name.endswith(_KINDS[kind])


def _is_of(region: Region, level: Level | None) -> bool:
    """The same for English, whose words tell no more than a level: the city, the district."""
    if level is Level.CITY:
        return region.level is Level.CITY or (
            region.level is not Level.TOWN and region.name.endswith(("市", "州"))
        )
    if level is Level.COUNTY:
        return region.level in (Level.COUNTY, Level.ZONE) and not region.name.endswith("市")
    return region.level is level


def _kind(mention: RegionMention) -> str:
    """The kind of place a deictic names: 市 of 全市; none for 开发区 and 园区."""
    if mention.deictic is Level.ZONE:
        return ""
    return _first_kind(mention.text)


@lru_cache
def _first_kind(word: str) -> str:
    return next((c for c in word if c in _KINDS), "")


def settle(mention: RegionMention, known: Iterable[Region], gazetteer: Gazetteer) -> tuple[Region, ...]:
    """Of an ambiguous mention's readings, those that the other places of the article bear out.

    鼓楼区 in a page of 福州日报 is Fuzhou's; with nothing to go by all readings stay.
    """
    if len(mention.regions) < 2:
        return mention.regions
    known = tuple(known)
    for test in (_same, gazetteer.within):
        kept = tuple(r for r in mention.regions if any(test(r, k) for k in known))
        if kept:
            return kept
    return mention.regions


def _same(a: Region, b: Region) -> bool:
    return a.id == b.id


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
    for above, score in _holding(dict(regions), scores, deictics, gazetteer):
        regions[above.id] = above
        scores[above.id] += score
    for mentions in deictics.values():
        for key, region in regions.items():
            if fits(region, mentions[0]) and _leading(region, regions, scores, mentions[0]):
                scores[key] += min(len(mentions), 3) * _LEVEL_FIT / 3
    best = max(scores, key=lambda key: (scores[key], regions[key].level), default=None)
    main = _above(regions[best], regions, scores, gazetteer) if best else None
    told = [*([title] if title else []), *body]
    return ArticleContext(main, tuple(regions.values()), published, _season(told), _feast(told, published))


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
    region: Region, regions: dict[str, Region], scores: dict[str, float], deictic: RegionMention
) -> bool:
    """Only the best-scored region of a level gets the bonus of that level's deictics."""
    rivals = [key for key, other in regions.items() if fits(other, deictic)]
    return scores[region.id] == max(scores[key] for key in rivals)


def _weighted_mentions(
    title: Reading | None, publisher: Reading | None, noise: Sequence[Reading], body: Sequence[Reading]
) -> Iterable[tuple[RegionMention, float]]:
    yield from ((m, _TITLE) for m in _named(title))
    yield from ((m, _PUBLISHER) for m in _named(publisher, inside=True))  # 四平日报 is Siping's
    # 舟山市普陀新闻网 says which 普陀, 普陀新闻网 does not.
    yield from (
        (m, _NOISE) for reading in noise for m in _named(reading, True) if not m.inside or _is_full(m)
    )
    title_text = title.text if title else ""
    yield from ((m, _TITLE) for m in _zones_of(body, title_text))
    seen: Counter[str] = Counter()
    for number, reading in enumerate(body):
        for mention in _named(reading):
            key = mention.regions[0].id
            seen[key] += 1
            if seen[key] <= _BODY_CAP:
                yield mention, _FIRST if number == 0 else _BODY


def _zones_of(body: Sequence[Reading], title: str) -> Iterable[RegionMention]:
    """The zones that a title names without the place they lie in, which the text gives: 城陵矶新港区上半年…."""
    named = (m for reading in body for m in _named(reading) if m.regions[0].level is Level.ZONE)
    found = {
        m.regions[0].id: m for m in named if len(m.regions[0].name) > _SHORT and m.regions[0].name in title
    }
    return found.values()


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
            before = reading.text[max(0, m.start - 1) : m.start]
            if m.deictic is not None and before not in "居列占于比较是":
                found[_kind(m) or m.text].append(m)
    return found
