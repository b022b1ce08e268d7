"""Places written in letters, in questions: Jiaojiang, Hefei's Shushan District, Wujiang Development Zone.

The letters are a column of the gazetteer, with the usual English names (Shaanxi, Hohhot, Inner Mongolia) beside the
pinyin; nothing is transcribed while the program runs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial

from retrieval.records import Level, Region, RegionMention
from retrieval.understanding.gazetteer import Gazetteer
from retrieval.understanding.zones import zone_region

_WORD = re.compile(r"[A-Za-zÜü]+(?:['’-][A-Za-zÜü]+)*")
_MARKS = re.compile("['’-]")
_OWNING = ("'s", "’s")
_CAPITAL = re.compile(r"(?:['’]s)? ([A-Z][A-Za-z]*)")
_OWN_NAME = 3  # so many words a zone may be called by
_OUTER_FIRST = re.compile(r"(?:['’]s)? ")
_INNER_FIRST = re.compile(r" ?, ?| of | in | \(", re.IGNORECASE)


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    regions: tuple[Region, ...]


def find_romanized(text: str, gazetteer: Gazetteer) -> tuple[RegionMention, ...]:
    """Places of a text as the user typed it (not lower-cased), in order, with every reading of the letters.

    ``Suzhou`` is 苏州 and 宿州; ``Suzhou, Jiangsu`` is one of them. A name in small letters counts from five on.

    ``How did Wujiang Development Zone do?`` gives 江苏省苏州市吴江区吴江经开区.
    """
    found: list[_Found] = []
    words = list(_WORD.finditer(text))
    position = 0
    while position < len(words):
        used, place = _longest(text, words[position : position + 3], gazetteer)
        place = place or _coupled(words[position], gazetteer)
        if place:
            found.append(place)
        position += used
        while place and position < len(words) and words[position].start() < place.end:
            position += 1
    joined = _join(text, found, gazetteer)
    return tuple(RegionMention(f.start, f.end, text[f.start : f.end], f.regions) for f in joined)


def _longest(text: str, words: list[re.Match[str]], gazetteer: Gazetteer) -> tuple[int, _Found | None]:
    """The place that begins with the first word, and how many words its name takes: Inner Mongolia takes two."""
    most = len(words) if words[0][0][0].isupper() else 1
    for count in range(most, 0, -1):
        parts = [word[:-2] if word.endswith(_OWNING) else word for word in (m[0] for m in words[:count])]
        if count > 1 and not all(part[0].isupper() for part in parts):
            continue
        key = _MARKS.sub("", "".join(parts)).lower().replace("ü", "u")
        if not parts[0][0].isupper() and len(key) < 5:
            continue
        end = words[count - 1].start() + len(parts[-1])
        if place := _place(text, words[0].start(), end, key, gazetteer):
            return count, place
    return 1, None


def _coupled(word: re.Match[str], gazetteer: Gazetteer) -> _Found | None:
    """The one place of two coupled names: of Weihai-Pyeongtaek, Weihai; none of Shanghai-based."""
    if "-" not in word[0]:
        return None
    parts = [(m.start(), m.end()) for m in re.finditer("[^-]+", word[0])]
    if len(parts) != 2 or not all(word[0][start].isupper() for start, _ in parts):
        return None
    offset = word.start()
    found = [
        place
        for start, end in parts
        if (place := _place(word.string, offset + start, offset + end, word[0][start:end].lower(), gazetteer))
    ]
    return found[0] if len(found) == 1 and found[0].regions[0].level is not Level.COUNTRY else None


def _place(text: str, start: int, end: int, key: str, gazetteer: Gazetteer) -> _Found | None:
    """The place of a key with what follows it: (haining, City) → 海宁市."""
    places = gazetteer.romanised(key)
    zones = tuple(place for place in places if place.level is Level.ZONE)
    for kind, pattern in gazetteer.grammar.english_zones.items() if places else ():
        if match := _zone_behind(text, end, pattern, gazetteer):
            return _Found(start, match.end(), _zones(kind, zones, places, gazetteer))
    for rank, pattern in gazetteer.grammar.english_ranks.items() if text[end : end + 1] in (" ", "-") else ():
        if match := pattern.match(text, end):
            stop = match.end()
            whole = places or (gazetteer.romanised(key + "xian") if rank == "county" else ())
            fitting = tuple(filter(partial(_fits, rank), whole))
            if rank == "county" and not fitting:
                fitting = tuple(filter(partial(_fits, rank), gazetteer.romanised(key + "xian")))
            if fitting or whole:
                return _Found(start, stop, fitting or _bare(whole, gazetteer))
    if not places or (key in gazetteer.words.english_words and text[start:end].isalpha()):
        return None
    return _Found(start, end, _bare(places, gazetteer))


def _zone_behind(text: str, end: int, pattern: re.Pattern[str], gazetteer: Gazetteer) -> re.Match[str] | None:
    """The kind of a zone behind its place, with its own name between: Baotou Rare Earth| High-Tech Zone."""
    for _ in range(_OWN_NAME + 1):
        if match := pattern.match(text, end):
            return match
        word = _CAPITAL.match(text, end)
        if word is None or gazetteer.romanised(word[1].lower()):
            return None
        end = word.end()
    return None


def _fits(rank: str, region: Region) -> bool:
    """Whether District, County, City, Province is said of such a region."""
    if rank == "city":
        return region.level is Level.CITY or region.name.endswith("市")
    if rank == "prefecture":
        return region.level is Level.CITY
    if rank == "province":
        return region.level is Level.PROVINCE
    return region.name.endswith("区" if rank == "district" else ("县", "旗"))


def _zones(
    kind: str, zones: tuple[Region, ...], places: tuple[Region, ...], gazetteer: Gazetteer
) -> tuple[Region, ...]:
    """Qianwan New Area is in the table, Pudong New Area is a district, Wujiang Development Zone is made."""
    named = tuple(zone for zone in zones if zone.name.endswith(kind) or zone.name.endswith(kind[-2:]))
    districts = tuple(place for place in places if place.level is Level.COUNTY and place.name.endswith(kind))
    if named or districts:
        return named + districts
    outer = _bare(tuple(place for place in places if place.level is not Level.ZONE), gazetteer)
    return tuple(zone_region(place, "", kind, gazetteer) for place in outer) or zones


def _bare(places: tuple[Region, ...], gazetteer: Gazetteer) -> tuple[Region, ...]:
    """The likely readings of a name alone: of Jilin the province; of Suzhou 苏州 and 宿州, which are written apart."""
    zones = tuple(place for place in places if place.level is Level.ZONE)
    plain = tuple(place for place in places if place.level is not Level.ZONE)
    plain = tuple(place for place in plain if place.level <= Level.PROVINCE) or plain  # Xinjiang, not 新绛
    kept = []
    for place in plain:
        word = gazetteer.short(place)
        alike = tuple(other for other in plain if gazetteer.short(other) == word)
        if place in gazetteer.prefer(word, alike):
            kept.append(place)
    return tuple(kept) or zones


def _join(text: str, found: list[_Found], gazetteer: Gazetteer) -> list[_Found]:
    """Hefei's Shushan District; Gulou District, Nanjing; Gulou in Nanjing: the outer place settles the inner one."""
    joined: list[_Found] = []
    for place in found:
        last = joined[-1] if joined else None
        if last and (both := _settle(text[last.end : place.start], last, place, gazetteer)):
            joined[-1] = both
        elif last and _elsewhere(text[last.end : place.start], last, place):
            joined[-1] = place
        else:
            joined.append(place)
    return joined


def _elsewhere(between: str, inner: _Found, outer: _Found) -> bool:
    """Whether a name is one of a part that the table lacks: Sanjiang New Area of Yibin is not in 三江县."""
    if between not in (" of ", " in ") or any(r.level < Level.COUNTY for r in inner.regions):
        return False
    return all(r.level < Level.COUNTY for r in outer.regions)


def _settle(between: str, first: _Found, second: _Found, gazetteer: Gazetteer) -> _Found | None:
    inner, outer = (second, first) if _OUTER_FIRST.fullmatch(between) else (first, second)
    if inner is first and not _INNER_FIRST.fullmatch(between):
        return None
    regions = tuple(
        region
        for region in inner.regions
        if any(region.id != place.id and gazetteer.within(region, place) for place in outer.regions)
    )
    return replace(first, end=second.end, regions=regions) if regions else None
