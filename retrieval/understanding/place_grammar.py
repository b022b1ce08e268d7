"""How the words of ``regions.yaml`` combine: the patterns of the place detector, compiled when first used."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from retrieval.records import Level
from retrieval.schema import RegionWords

HAN = "\u4e00-\u9fff"
NOT_IN_TOWN = "哪什几的了在与及是有等各从对其至向把将被于为由该每两多"
# Before a place, no part of a town.
COMPARING = (
    "和",
    "与",
    "及",
    "同",
    "比",
    "跟",
    "较",
    "超",
    "胜",
    "追",
    "领先",
    "落后",
    "超过",
    "赶超",
    "反超",
)
_PLACED = ("排第", "排名", "排老几", "排几", "排在", "排到", "排多少", "排哪", "排倒数")
_NUMERALS = "0123456789.第一二三四五六七八九十百千万亿几数两"


def any_of(words: Iterable[str]) -> str:
    """A pattern for one of the words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def is_han(char: str) -> bool:
    """Whether it is a Chinese character; '' is not."""
    return "\u4e00" <= char <= "\u9fff"


def _following(forms: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"[ -](?:{any_of(forms)})\b", re.IGNORECASE)


class PlaceGrammar:
    """Sets and patterns made of ``RegionWords``; one belongs to each ``Gazetteer``."""

    def __init__(self, words: RegionWords):
        self.words = words
        self.deictic = {word: Level[rank.upper()] for rank, found in words.deictic.items() for word in found}
        self.blockers = frozenset(words.blockers.split())
        self.ordinary = frozenset(words.words.split())
        self.scenery = frozenset(words.scenery.split())
        self.needs_parent = frozenset(words.needs_parent.split())
        self.before_figures = frozenset(words.before_figures.split())
        self.edge = frozenset(words.edge.split())
        self.guarded = frozenset(words.guarded.split())
        self.pairs = frozenset(words.pairs.split())
        self.town_not = frozenset(words.town_not.split())
        self.kinds = {form: kind for kind, forms in words.zone_kinds.items() for form in forms}
        self.zone_ends = tuple(
            {form[-2:] for form in self.kinds}
        )  # one of these stands in a text that names a zone

    def stands_alone(self, text: str, start: int, end: int, full: bool) -> bool:
        """Whether a name there is the place although nothing beside it says so.

        In 提高安全水平 the characters of 高安 do not name a city, in 高安市 and 在高安 they do.
        """
        word, before, after = text[start:end], text[start - 1 : start], text[end : end + 1]
        if word in self.needs_parent or word in self.ordinary or word in self.scenery:
            alone = after.isdigit() and not is_han(before) and not before.isalnum()  # |海西783.52亿元
            return alone and word not in self.before_figures
        if word in self.edge:
            return not is_han(before)
        if not full and after == "而" and not text.startswith("而言", end):
            return False  # 临江而立
        if not full and before in ("两", "双"):
            return False  # 两河口水电站
        if word[0] in _NUMERALS and before and before in _NUMERALS:
            return False
        if word == "中国":
            return not is_han(after) or text.startswith(self.words.country_after, end)
        if after in {"湾", "山", "岛", "岭", "峡"} and not full and after not in word:
            return False  # 通州湾, 大竹山
        if word in self.guarded:
            # The last character of a full name (成县) is no first half of 县域.
            dated = before in {"年", "月", "日"} and text[start - 2 : start - 1].isdigit()  # 2023年|景德镇
            before_fits = dated or before + word[0] not in self.pairs
            ranked = text.startswith(_PLACED, end)  # 南安|排第几, but 南安排
            return before_fits and (full or ranked or word[-1] + after not in self.pairs)
        return True

    def points(self, text: str, start: int, end: int) -> bool:
        """Whether 本市, 区内, 该县 there is a word: not in 资本市场, 景区内, 该区域."""
        before, word = text[start - 1 : start], text[start:end]
        if text[end : end + 1] in {"场", "域", "级", "长", "委"} and word[0] != "全":
            return word[0] in "我本该" and text[end] in "级长委"
        if text[end : end + 1] in {"场", "域"}:
            return False
        return not (word[-1] == "内" and is_han(before) and before not in "在从于和与及为对或") and not (
            word[0] == "本" and before in {"资", "成", "基", "样", "版", "根", "标", "文"}
        )

    @cached_property
    def zone(self) -> re.Pattern[str]:
        """A word for a zone, with what may stand before it: 国家级|经济技术开发区."""
        return re.compile(rf"({any_of(self.words.zone_prefixes)})?({any_of(self.kinds)})(?!域|块链|位|别)")

    @cached_property
    def stem(self) -> re.Pattern[str]:
        """The end of a text that makes the zone word after it a name: 椒江高铁|新区."""
        return re.compile(rf"(?:{any_of(self.words.zone_stems)})$")

    @cached_property
    def zone_alone(self) -> re.Pattern[str]:
        """The end of a text after which 开发区 alone means the zone that the text is about."""
        return re.compile(rf"(?:^|[^{HAN}]|{any_of(self.words.zone_before)})$")

    @cached_property
    def zone_among_many(self) -> re.Pattern[str]:
        """The end of a text after which 开发区 means many or a part of another word: 各市|开发区."""
        return re.compile(rf"(?:{any_of(self.words.zone_not_before)})$")

    @cached_property
    def name_gap(self) -> re.Pattern[str]:
        """Characters between a place and a zone word that can be the zone's own name: 上海|漕河泾|开发区."""
        return re.compile(
            rf"(?!{any_of(self.words.organisations.next)})[^\W\d_a-z{self.words.not_in_name}]{{1,5}}"
        )

    @cached_property
    def loose(self) -> re.Pattern[str]:
        """Words that do not belong to a zone's name: 上海|相关|园区."""
        return re.compile(any_of(self.words.zone_loose))

    town_ends = ("镇", "乡", "街道")  # one of these stands in a text that names a town

    @cached_property
    def town_end(self) -> re.Pattern[str]:
        """镇, 乡, 街道 at the end of a town's name, and not in 城镇化, 乡村, 镇域."""
        return re.compile(
            "镇(?!域|村|区|街|江|海|静|长|级|安|远|雄|宁|原|平|巴|坪|康|沅|赉|化)|乡(?!村|镇|亲|土|愁|贤|音|城|宁|级)|街道(?!办法)"
        )

    @cached_property
    def english_zones(self) -> dict[str, re.Pattern[str]]:
        """What follows a romanised name and makes it a zone: 经开区 → Development Zone."""
        return {kind: _following(forms) for kind, forms in self.words.english_zones.items()}

    @cached_property
    def english_ranks(self) -> dict[str, re.Pattern[str]]:
        """What follows a romanised name and says its level: district → District."""
        return {rank: _following(forms) for rank, forms in self.words.english.items()}

    @cached_property
    def inside(self) -> re.Pattern[str]:
        """What follows a name that only begins an organisation's or a road's name: 南京|银行, 北京|路."""
        words = self.words.organisations
        gap = rf"[^\W\d_{self.words.not_in_name}]{{0,6}}?"
        roads = rf"(?!{any_of(words.not_roads)})(?:{any_of(words.roads)})"
        return re.compile(rf"(?:{any_of(words.next)}|{roads}|{gap}(?:{any_of(words.near)}))")
