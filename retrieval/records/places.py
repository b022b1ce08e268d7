"""Places: 椒江区 with its code and path, and where a text names one."""

from __future__ import annotations

from enum import Enum

from retrieval.service import value


class Level(int, Enum):
    """The rank of a region; a larger number is a smaller place."""

    COUNTRY = 0
    PROVINCE = 1
    CITY = 2
    COUNTY = 3  # districts, counties, county-level cities, banners
    ZONE = 4  # development zones and new areas: in the gazetteer of no ministry
    TOWN = 5  # towns, townships, subdistricts


@value
class Region:
    """A place: ``id`` is its current six-digit code, or the name for zones and towns outside the gazetteer.

    ``path`` is the full name from the province down: 浙江省台州市椒江区.
    """

    id: str
    name: str
    level: Level
    path: str
    parent: str | None = None


@value
class RegionMention:
    """A place in a text. ``regions``: every reading (鼓楼区 has four); empty for a deictic one.

    ``deictic``: the level a word like 全区, 我市, 该县, 园区 points at; the article says which region it is.
    ``inside``: the word only begins an organisation's or a road's name (南京银行, 吉林大学, 北京路).
    """

    start: int
    end: int
    text: str
    regions: tuple[Region, ...]
    deictic: Level | None = None
    inside: bool = False
