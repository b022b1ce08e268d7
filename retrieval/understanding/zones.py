"""Development zones: a place, perhaps a name, and a word such as 经济技术开发区.

No ministry's table has them all, so they are read by grammar; ``regions.yaml`` adds those with a name of their own.
A zone is its place and the kind of zone, however it is written: 吴江开发区 = 吴江经济技术开发区 = 吴江经开区.
"""

from __future__ import annotations

from retrieval.records import Level, Region
from retrieval.service import value
from retrieval.understanding.gazetteer import Gazetteer


@value
class Piece:
    """A place while it is put together. ``word``: the (last) name as written; ``full``: not a short name.

    ``weak``: also an ordinary word, and nothing has yet said that it is the place; ``joined``: its place stands before.
    """

    start: int
    end: int
    word: str
    regions: tuple[Region, ...] = ()
    deictic: Level | None = None
    full: bool = False
    weak: bool = False
    joined: bool = False


def zone_region(place: Region | None, stem: str, kind: str, gazetteer: Gazetteer) -> Region:
    """The zone of a kind in a place: (吴江区, "", 经开区) → 江苏省苏州市吴江区吴江经开区."""
    if place is None:
        return Region(stem + kind, stem + kind, Level.ZONE, stem + kind)
    if place.level is Level.ZONE and not stem and kind == "合作区":  # 横琴合作区 is how 横琴 is governed
        return place
    own = gazetteer.short(place)
    # 台州|湾|新区: one character goes with the place's name, 上海|漕河泾|开发区 has a name of its own.
    name = stem + kind if len(stem) > 1 else own + stem + kind
    known = [region for region in gazetteer.lookup(name) if region.level is Level.ZONE]
    known = [region for region in known if gazetteer.within(region, place)]
    if known:
        return known[0]
    return Region(f"{place.id}{stem}{kind}", name, Level.ZONE, place.path + name, place.id)


def add_zones(text: str, pieces: list[Piece], gazetteer: Gazetteer) -> list[Piece]:
    """Put the zones of a text among its places; a place that belongs to a zone's name becomes part of it.

    苏州吴江开发区 is one zone in 吴江区; 推动开发区各项工作 points at the zone that the text is about.
    """
    grammar = gazetteer.grammar
    if not any(map(text.__contains__, grammar.zone_ends)):
        return pieces
    for match in grammar.zone.finditer(text):
        if any(p.start < match.end() and match.start(2) < p.end for p in pieces if p.full or p.deictic):
            continue
        zone = _zone(text, match.start(), match[2], bool(match[1]), pieces, gazetteer)
        if zone:
            kept = [p for p in pieces if p.end <= zone.start or p.start >= zone.end]
            pieces = sorted([*kept, zone], key=lambda piece: piece.start)
    return pieces


def _zone(
    text: str, start: int, form: str, ranked: bool, pieces: list[Piece], gazetteer: Gazetteer
) -> Piece | None:
    """The zone whose kind stands at ``start`` (after 国家级, if ``ranked``), or None when it is no certain zone."""
    grammar = gazetteer.grammar
    kind = grammar.kinds[form]
    end = text.index(form, start) + len(form)
    stem = grammar.stem.search(text, max(0, start - 5), start)
    name = stem[0] if stem else ""
    place = _ends_at(text, start - len(name), pieces, gazetteer)
    if place is None and not name:
        place, name = _across_a_name(text, start, pieces, gazetteer)
    if (
        place
        and not name
        and place.regions[0].level is Level.PROVINCE
        and kind not in grammar.words.zone_of_province
    ):
        return None
    if place and (district := _in_brackets(text, end, place, gazetteer)):
        return district
    if place:
        regions = tuple(zone_region(region, name, kind, gazetteer) for region in _likely(place, gazetteer))
        return Piece(place.start, end, text[place.start : end], regions, full=True, joined=True)
    if (
        name
        and not ranked
        and grammar.zone_alone.search(text[max(0, start - len(name) - 4) : start - len(name)])
    ):
        return Piece(
            start - len(name), end, name + form, (zone_region(None, name, kind, gazetteer),), full=True
        )
    if ranked or form not in grammar.words.zone_deictic or not _points(text, start, pieces, gazetteer):
        return None
    return Piece(start, end, form, deictic=Level.ZONE, full=True)


def _in_brackets(text: str, end: int, place: Piece, gazetteer: Gazetteer) -> Piece | None:
    """The district that a zone is one with: 杭州高新区(滨江), 苏州高新区(虎丘区)."""
    close = text.find(")", end, end + 8) if text.startswith("(", end) else -1
    found = gazetteer.lookup(text[end + 1 : close]) if close > 0 else ()
    inner = tuple(r for r in found if any(gazetteer.within(r, city) for city in place.regions))
    return (
        Piece(place.start, close + 1, text[place.start : close + 1], inner, full=True)
        if len(inner) == 1
        else None
    )


def _likely(place: Piece, gazetteer: Gazetteer) -> tuple[Region, ...]:
    return place.regions if place.joined else gazetteer.prefer(place.word, place.regions)


def _usable(piece: Piece, gazetteer: Gazetteer) -> bool:
    """Whether a zone may belong to the place: 南湖新区 does, 合作开发区 and 上海交大产业园 do not."""
    if piece.deictic or not piece.regions or piece.regions[0].level is Level.COUNTRY:
        return False
    return not piece.weak or piece.word in gazetteer.grammar.scenery


def _ends_at(text: str, end: int, pieces: list[Piece], gazetteer: Gazetteer) -> Piece | None:
    """The place that ends where a zone's name begins; between a zone and a zone in it stands nothing."""
    apart = end - 1 if text[end - 1 : end] in {"的", " ", "·", "市"} else end
    for piece in pieces:
        zone = any(region.level is Level.ZONE for region in piece.regions)
        if piece.end in ({end} if zone else {end, apart}) and _usable(piece, gazetteer):
            return piece
    return None


def _across_a_name(
    text: str, start: int, pieces: list[Piece], gazetteer: Gazetteer
) -> tuple[Piece | None, str]:
    """The place a few characters before, and the characters: 上海|漕河泾|开发区 → (上海, 漕河泾)."""
    before = [piece for piece in pieces if piece.end < start]
    if (
        not before
        or any(r.level is Level.ZONE for r in before[-1].regions)
        or not _usable(before[-1], gazetteer)
    ):
        return None, ""
    gap = text[before[-1].end : start]
    if gazetteer.grammar.name_gap.fullmatch(gap) and not gazetteer.grammar.loose.search(gap):
        return before[-1], gap
    return None, ""


def _points(text: str, start: int, pieces: list[Piece], gazetteer: Gazetteer) -> bool:
    """Whether 开发区 there is "our zone", and not one of many (各市开发区, 全省开发区) or another's (某某开发区)."""
    grammar = gazetteer.grammar
    if any(piece.end == start and (not piece.deictic or piece.word[0] == "全") for piece in pieces):
        return False
    left = text[max(0, start - 4) : start]
    return bool(grammar.zone_alone.search(left)) and not grammar.zone_among_many.search(left)
