"""Places in a text: 浙江省台州市椒江区, 吴江开发区, 盛泽镇, 全市.

Names come from the gazetteer; what lies in what joins neighbours into one mention (嘉兴秀洲) and settles which
鼓楼区 is meant where its city stands before it. Where nothing settles it the mention keeps every reading.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from retrieval.records import Level, Region, RegionMention
from retrieval.understanding.gazetteer import Gazetteer
from retrieval.understanding.place_grammar import COMPARING, NOT_IN_TOWN, PlaceGrammar, is_han
from retrieval.understanding.zones import Piece, add_zones

_JOINED = re.compile("[和与及跟同、](?:[^,;。、]{0,5}的)?")
_BREAKS = (",", ";", "、", "。", ":", "和", "与", "")
_BETWEEN = re.compile(r"[ 的·]{0,2}")


def find_regions(text: str, gazetteer: Gazetteer, known: Collection[str] = ()) -> tuple[RegionMention, ...]:
    """The places of a tidied text, in order and without overlap.

    ``known``: codes of the regions that the article or the corpus is about; a short name that also names a lake or a
    mountain (南湖, 金山) counts without 区 only if it is one of theirs.

    ``嘉兴秀洲上半年固定资产投资`` gives one mention 嘉兴秀洲 whose region is 浙江省嘉兴市秀洲区.
    """
    pieces = _among_kin(text, _names(text, gazetteer, known))
    pieces = _towns(text, pieces, gazetteer.grammar)
    pieces = add_zones(text, _join(text, pieces, gazetteer), gazetteer)
    pieces = _join(text, pieces, gazetteer)  # 嘉兴市|嘉兴港区
    return tuple(_mention(text, piece, gazetteer) for piece in pieces if not piece.weak)


def may_name(text: str, gazetteer: Gazetteer) -> bool:
    """Whether a place may stand in a text, whatever else is blanked in it."""
    grammar = gazetteer.grammar
    if any(map(text.__contains__, (*grammar.town_ends, *grammar.zone_ends))):
        return True
    return next(gazetteer.spans(text), None) is not None


def _names(text: str, gazetteer: Gazetteer, known: Collection[str]) -> list[Piece]:
    """Names and words like 全市 as they stand, every name with all of its readings."""
    grammar = gazetteer.grammar
    found = []
    for start, end in _parted(text, gazetteer):
        word = text[start:end]
        if word in grammar.blockers:
            continue
        if level := grammar.deictic.get(word):
            if grammar.points(text, start, end):
                found.append(Piece(start, end, word, deictic=level))
            continue
        if word.endswith("市") and text.startswith("中区", end):  # 内江市中区 is 内江 and 市中区
            inner = gazetteer.lookup("市中区")
            found.append(Piece(start, end - 1, word[:-1], gazetteer.lookup(word)))
            found.append(Piece(end - 1, end + 2, "市中区", inner, full=True))
            continue
        readings, full = gazetteer.lookup(word), gazetteer.is_full(word)
        weak = not grammar.stands_alone(text, start, end, full)
        if weak and word in grammar.scenery and (own := tuple(r for r in readings if r.id in known)):
            readings, weak = own, False
        found.append(Piece(start, end, word, readings, full=full, weak=weak))
    return found


def _parted(text: str, gazetteer: Gazetteer) -> Iterator[tuple[int, int]]:
    """Every name in order; behind a name 和 parts it from the next: 西安和|安康, which is not 和安县."""
    last = 0
    for span in gazetteer.spans(text):
        start, end = _behind_and(text, *span, gazetteer) if span[0] == last else span
        if start >= last:
            yield start, end
            last = end


def _behind_and(text: str, start: int, end: int, gazetteer: Gazetteer) -> tuple[int, int]:
    """The name behind 和, where one begins there, else ``text[start:end]``, as where that is whole: 和田地区|和安县."""
    if not start or text[start] != "和" or gazetteer.is_full(text[start:end]):
        return start, end
    behind = next(gazetteer.spans(text[start + 1 : start + 9]), None)
    return (start + 1, start + 1 + behind[1]) if behind and behind[0] == 0 else (start, end)


def _among_kin(text: str, pieces: list[Piece]) -> list[Piece]:
    """Ordinary words that are places beside places of the same kin: 防城港1097.4亿元;来宾981.6亿元, 来宾和贺州."""
    sure = [p for p in pieces if not p.weak]
    if len(sure) == len(pieces):
        return pieces
    parents = {r.parent for p in sure if _has_figure(text, p) for r in p.regions}
    kept = []
    for piece in pieces:
        if not piece.weak:
            kept.append(piece)
            continue
        beside = [
            p for p in sure if _JOINED.fullmatch(text[min(p.end, piece.end) : max(p.start, piece.start)])
        ]
        kin = {r.parent for p in beside for r in p.regions} | (parents if _has_figure(text, piece) else set())
        listed = "、" in (text[piece.start - 1 : piece.start], text[piece.end : piece.end + 1])
        kin |= {r.id for p in beside for r in p.regions if listed}  # 常德、桃源: one in the other
        readings = tuple(r for r in piece.regions if r.parent in kin)
        kept.append(replace(piece, regions=readings, weak=False) if readings else piece)
    return kept


def _has_figure(text: str, piece: Piece) -> bool:
    """Whether a name stands between a break and a figure: ;来宾981.6亿元."""
    return text[piece.start - 1 : piece.start] in _BREAKS and text[piece.end : piece.end + 1].isdigit()


def _towns(text: str, pieces: list[Piece], grammar: PlaceGrammar) -> list[Piece]:
    """Add 盛泽镇, 葭沚街道; a place's short name before 镇 is the town's: 南浔镇 is not 南浔区."""
    for match in grammar.town_end.finditer(text):
        begin = _town_begin(text, match.start(), pieces, grammar)
        if begin is None:
            continue
        name = text[begin : match.end()]
        town = Piece(begin, match.end(), name, (Region(name, name, Level.TOWN, name),), full=True)
        pieces = sorted([p for p in pieces if not _overlap(p, town)] + [town], key=lambda piece: piece.start)
    return [p for p in pieces if p.full or p.deictic or text[p.end : p.end + 1] != "村"]


def _town_begin(text: str, end: int, pieces: list[Piece], grammar: PlaceGrammar) -> int | None:
    """Where the name begins that 镇 ends: after a place, punctuation or a little word; None when that is not clear."""
    ends = {piece.end for piece in pieces if piece.regions}
    around = [piece for piece in pieces if piece.start < end + 2 and piece.end > end - 4]
    if any(piece.full and piece.start < end < piece.end for piece in around):
        return None  # 武乡县
    for length in (2, 3, 1, 4):
        start = end - length
        name = text[max(start, 0) : end]
        if (
            start < 0
            or not all(map(is_han, name))
            or any(word in name for word in grammar.town_not if len(word) > 1)
        ):
            continue
        if name in grammar.town_not or name[-1] in grammar.words.town_not_last:
            continue
        if any(char in NOT_IN_TOWN for char in name):
            continue
        if any(start < p.start < end < p.end and text[start : p.start] in COMPARING for p in around):
            continue  # 比|新乡
        if any(piece.start < start < piece.end or piece.start <= start < end < piece.end for piece in around):
            continue
        before = text[start - 1 : start]
        if name[0] in "年月日" and before.isdigit():
            continue  # 2023年|景德镇
        clear = not is_han(before) or before in grammar.words.town_after
        same = any((piece.start, piece.end) == (start, end) and not piece.full for piece in around)
        if start in ends or same or (clear and length in (2, 3) and not any(p.end == end for p in around)):
            return start
    return None


def _overlap(a: Piece, b: Piece) -> bool:
    return a.start < b.end and b.start < a.end


def _join(text: str, pieces: list[Piece], gazetteer: Gazetteer) -> list[Piece]:
    """Make one piece of a place and the place in it that follows: 南京市 + 鼓楼区, 合肥 + 的 + 蜀山区, 浙江 + 全省."""
    if len(pieces) < 2:
        return pieces
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last and last.regions and _BETWEEN.fullmatch(text, last.end, piece.start):
            if inner := _inner(last, piece, gazetteer):
                joined[-1] = replace(
                    piece, start=last.start, regions=inner, weak=last.weak and piece.weak, joined=True
                )
                continue
            if piece.deictic and piece.word[0] == "全" and _is_whole(last, piece.word):
                joined[-1] = replace(last, end=piece.end, weak=False)
                continue
        joined.append(piece)
    return joined


def _inner(outer: Piece, piece: Piece, gazetteer: Gazetteer) -> tuple[Region, ...]:
    """The readings of ``piece`` that lie in a reading of ``outer``; a town takes the path of what stands before it."""
    if piece.regions and piece.regions[0].level is Level.TOWN:
        return tuple(
            replace(town, path=place.path + town.name, parent=place.id)
            for town in piece.regions
            for place in outer.regions
            if place.level is not Level.TOWN
        )
    return tuple(
        region
        for region in piece.regions
        if any(
            place.level > Level.COUNTRY and region.id != place.id and gazetteer.within(region, place)
            for place in outer.regions
        )
    )


def _is_whole(place: Piece, word: str) -> bool:
    """Whether 全市 after a name repeats it: 合肥 + 全市, 浙江 + 全省."""
    return any(region.name.endswith(word[1:]) for region in place.regions)


def _mention(text: str, piece: Piece, gazetteer: Gazetteer) -> RegionMention:
    """The piece as others see it: the likely readings of a bare name, and whether it begins an organisation's name."""
    regions = piece.regions if piece.joined else gazetteer.prefer(piece.word, piece.regions)
    inside = _is_inside(text, piece, gazetteer.grammar)
    return RegionMention(
        piece.start, piece.end, text[piece.start : piece.end], regions, piece.deictic, inside=inside
    )


def _is_inside(text: str, piece: Piece, grammar: PlaceGrammar) -> bool:
    if piece.deictic or any(region.level >= Level.ZONE for region in piece.regions):
        return False
    return bool(grammar.inside.match(text, piece.end))
