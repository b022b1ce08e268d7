"""The table of places: codes, names old and new, what lies in what.

``config/gazetteer.tsv`` is read once into plain dictionaries; a ``Region`` is only built when somebody asks for it,
because a program names some dozen of the three thousand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import compress, count
from operator import add
from pathlib import Path

from retrieval.records import Level, Region
from retrieval.schema import RegionWords
from retrieval.understanding.place_grammar import PlaceGrammar

_JOINS = "和与及同跟"  # before a longer name: 海城和龙泉驿
_COUNTRY = "100000"
_LEVELS = {str(int(level)): level for level in Level}
_Row = tuple[Level, str, str, str]  # level, code of the place it lies in, name, short name


class Gazetteer:
    """Places by code and by name. Load it with ``Gazetteer.load``; it does not change afterwards."""

    def __init__(
        self, rows: dict[str, _Row], names: dict[str, list[str]], full: set[str], words: RegionWords
    ):
        self.words = words
        self.grammar = PlaceGrammar(words)
        self._rows = rows
        self._names = names
        self._full = full
        self._regions: dict[str, Region] = {}
        self._spelling: list[tuple[str, str]] = []
        self._lexicon = _by_first_two(names, self.grammar.blockers, self.grammar.deictic)

    @classmethod
    def load(cls, directory: Path, words: RegionWords) -> Gazetteer:
        """Read ``directory/gazetteer.tsv`` and add the named zones of ``words``; ValueError names a broken line."""
        rows: dict[str, _Row] = {}
        names: dict[str, list[str]] = {}
        full: set[str] = set()
        spelling: list[tuple[str, str]] = []
        for line in (directory / "gazetteer.tsv").read_text(encoding="utf-8").splitlines():
            if line[:1] in {"", "#"}:
                continue
            try:
                code, level, parent, name, short, former, romanised = line.split("\t")
                rows[code] = (_LEVELS[level], parent, name, short.partition("|")[0] or name)
            except (ValueError, KeyError):
                raise ValueError(
                    f"gazetteer.tsv: seven columns, the second a level, wanted: {line!r}"
                ) from None
            old = former.split("|") if former else []
            full.update((name, *old))
            for word in (name, *short.split("|"), *old) if short else (name, *old):
                names.setdefault(word, []).append(code)
            spelling.append((romanised, code))
        _add_zones(words, rows, names, full)
        table = cls(rows, names, full, words)
        table._spelling = spelling
        return table

    def get(self, code: str) -> Region | None:
        """The region of a six-digit code, or of a named zone's name; None when there is none.

        ``get("331002").path`` is 浙江省台州市椒江区.
        """
        region = self._regions.get(code)
        if region is None and (row := self._rows.get(code)):
            level, parent, name, _ = row
            outer = self.get(parent) if parent and parent != _COUNTRY else None
            path = (outer.path if outer else "") + name
            region = self._regions[code] = Region(code, name, level, path, parent or None)
        return region

    def lookup(self, name: str) -> tuple[Region, ...]:
        """Every place with this full, short or former name, in the order of the codes: 鼓楼区 → four of them."""
        return tuple(region for code in self._names.get(name, ()) if (region := self.get(code)))

    def is_full(self, name: str) -> bool:
        """Whether it is a name in full, now or formerly: 椒江区, 吴江市; 椒江 is not."""
        return name in self._full

    def short(self, region: Region) -> str:
        """The name without 省, 市, 区, 县 and the peoples: 吴江区 → 吴江, 恩施土家族苗族自治州 → 恩施."""
        row = self._rows.get(region.id)
        return row[3] if row else region.name

    def names(self) -> Iterable[str]:
        """Every name of the table and of the named zones, full, short and former."""
        return self._names.keys()

    def romanised(self, key: str) -> tuple[Region, ...]:
        """Places by lower-case letters without blanks: wujiang, shaanxi, hohhot."""
        return tuple(region for code in self._roman.get(key, ()) if (region := self.get(code)))

    @cached_property
    def _roman(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for spellings, code in self._spelling:
            for spelling in spellings.split("|"):
                found.setdefault(spelling, []).append(code)
        for zone in self.words.zones:
            for spelling in zone.roman:
                found.setdefault(spelling, []).append(zone.name)
        return found

    def ancestors(self, region: Region) -> tuple[Region, ...]:
        """What it lies in, the nearest first: 椒江区 → 台州市, 浙江省, 中国."""
        found = []
        while region.parent and (outer := self.get(region.parent)):
            found.append(outer)
            region = outer
        return tuple(found)

    def within(self, inner: Region, outer: Region) -> bool:
        """Whether ``inner`` is ``outer`` or lies in it: the zone 吴江开发区 lies in 吴江区, not the other way."""
        place: Region | None = inner
        while place and place.id != outer.id:
            place = self.get(place.parent) if place.parent else None
        return place is not None

    def children(self, region: Region) -> tuple[Region, ...]:
        """The places right below it: 台州市 → 椒江区, 黄岩区, ... and its named zones."""
        codes = [code for code, row in self._rows.items() if row[1] == region.id]
        return tuple(child for code in codes if (child := self.get(code)))

    def prefer(self, word: str, readings: tuple[Region, ...]) -> tuple[Region, ...]:
        """The readings a bare name is likely to have: 吉林 the province, 南昌 the city, 鼓楼 all of its districts."""
        if self.is_full(word) or len(readings) < 2:
            return readings
        ids = {region.id for region in readings}
        readings = tuple(r for r in readings if not any(a.id in ids for a in self.ancestors(r)))
        highest = min(region.level for region in readings)
        if highest is Level.CITY and word in self.words.shared.split():
            return readings
        keep = highest if highest < Level.COUNTY else Level.ZONE
        return tuple(region for region in readings if region.level <= keep)

    def zone_forms(self, kind: str) -> tuple[str, ...]:
        """How a kind of zone is written: 综保区 also as 综合保税区."""
        return tuple(self.grammar.words.zone_kinds.get(kind, (kind,))) if len(kind) > 2 else ()

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where names, words like 全市 and blocking words stand, leftmost and longest, without overlap.

        浙江省台州市 gives (0, 3), (3, 6); in 海城和龙泉驿 和龙 is no place.

        Two dictionaries are as fast on a sentence as an automaton over the eight
        thousand words and need not be built for 20 ms first.
        """
        behind, begins = 0, self._lexicon
        known = map(begins.__contains__, map(add, text, text[1:]))
        for position in compress(count(), known):
            if position < behind:
                continue
            length = self._longest(text, position)
            joins = text[position] in _JOINS and self._longest(text, position + 1) > length
            if length and not joins:
                behind = position + length
                yield position, behind

    def _longest(self, text: str, position: int) -> int:
        """The length of the longest word that begins there, 0 where none does."""
        lengths = self._lexicon.get(text[position : position + 2], 0)
        for length in range(lengths.bit_length() - 1, 1, -1) if lengths else ():
            word = text[position : position + length]
            if word in self._names or word in self.grammar.deictic or word in self.grammar.blockers:
                return len(word)  # shorter than asked for at the end of the text
        return 0


def _by_first_two(*vocabularies: Iterable[str]) -> dict[str, int]:
    """The lengths of the words that begin with two characters, as bits: ten thousand small sets would cost 5 ms."""
    lengths: dict[str, int] = {}
    for words in vocabularies:
        for word in words:
            head = word[:2]
            lengths[head] = lengths.get(head, 0) | 1 << len(word)
    return lengths


def _add_zones(
    words: RegionWords, rows: dict[str, _Row], names: dict[str, list[str]], full: set[str]
) -> None:
    """Put the named zones beside the places: 南太湖新区 in 湖州市."""
    for zone in words.zones:
        if zone.inside not in rows:
            raise ValueError(f"regions.yaml, zones, {zone.name}: no place has the code {zone.inside!r}")
        rows[zone.name] = (Level.ZONE, zone.inside, zone.name, zone.name)
        for word in {zone.name, *zone.aliases}:
            names.setdefault(word, []).append(zone.name)
            full.add(word)
