"""What an article is about: the region that its 全市 points at and the date its 今年 hangs on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from retrieval.records import Level, Period, Region, RegionMention
from retrieval.understanding.gazetteer import Gazetteer

# The last characters of the names that a deictic word can mean.
_KINDS: dict[str, str | tuple[str, ...]] = {
    **{kind: kind for kind in "省市州盟县旗镇乡"},
    "区": ("区", "地区"),
}


@dataclass(frozen=True)
class ArticleContext:
    """``main``: what the article is about; ``known``: every region it names for certain; ``season``: what 本雪季 is.

    ``feast``: what 假日期间 is. ``called``: by their ids, the kinds of place that it gives regions by old names: 市 to
    龙海区 in a page of 2010 on 龙海市.
    """

    main: Region | None
    known: tuple[Region, ...]
    published: date | None
    season: Period | None = None
    feast: Period | None = None
    called: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def fits(self, region: Region, mention: RegionMention) -> bool:
        """Whether a deictic of this article can point at a region."""
        return fits(region, mention) or kind_of(mention) in self.called.get(region.id, ())


def fits(region: Region, mention: RegionMention) -> bool:
    """Whether a region can be what a deictic points at: 全市 fits 昆山市, 全州 海西州, 全区 a district or a zone."""
    if mention.text.isascii():
        return _is_of(region, mention.deictic)
    if mention.deictic is Level.ZONE:
        return region.level is Level.ZONE or region.name.endswith("新区")
    if "地区" in mention.text:
        return region.name.endswith("地区")
    kind = kind_of(mention)
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


def kind_of(mention: RegionMention) -> str:
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
