"""A Chinese question in, what kind of name it asks for out: 哪家企业 a company, 局长叫啥 a person, 落在哪个县 a county.

The nouns are in ``questions.yaml`` under ``entity``; how they stand to 哪, 什么, 谁 and 叫 is here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from retrieval.records import Name
from retrieval.service import service

_KINDS: Mapping[str, Name] = {
    "person": Name.PERSON, "company": Name.COMPANY, "organization": Name.ORGANIZATION, "project": Name.PROJECT,
    "region": Name.PLACE, "place": Name.PLACE,
}  # fmt: skip
_MEASURES = {"家": "company", "所": "organization", "座": "place", "条": "place", "位": "person", "国": "region",
             "里": "region", "儿": "region", "边": "region"}  # fmt: skip
_ASKING = re.compile(
    r"(?P<who>谁)|(?P<called>(?:叫|名为|名叫|名字是|名称是|名字叫)(?:做|作)?(?:什么|甚么|啥)(?:名字?|名称)?)"
    r"|(?P<which>哪(?:一)?(?P<measure>[个家座条所款项位种类支只处片块部艘间幢届些里儿边国])?|(?:什么|甚么|啥)(?:样的)?|何[地处])"
)
_PARTNER = re.compile("[和与跟同由被归]谁|谁家")
_STOP = re.compile("[在是被把让给将的和与对,?了]")
_WINDOW = 9  # characters after 哪个 in which its noun stands: 哪个国家级经济技术开发区
_LAST = re.compile(r"(?:是|叫|为)?[ ?!。]*$")
_MOST = re.compile("(?:最[多高大快低少小慢早强好]|第一|领先)的$")  # 发明专利授权最多的高校
_NATION = re.compile("市场|伙伴|来源地|目的地")
_ROLE = re.compile(
    "(?:买|卖|投资|中标|承建|施工|建设|运营|出资|发起|主办|承办|供应|合作|受让|竞得|收购)(?:方|人|单位|主体|商|者)是?$"
)
_COUNTS = re.compile("多少|几[个位名家]|(?:占|有)几")  # 有多少人 asks for no name


@dataclass(frozen=True)
class Wanted:
    """The name asked for: its ``kind`` (None: any), whether a ``region``, and the ``noun`` that it ends with."""

    kind: Name | None
    region: bool
    noun: str
    start: int
    end: int


@service
class EntityGrammar:
    """The nouns of names by kind. ``loose``: nouns no name ends with (企业: 福莱特玻璃 is one)."""

    kinds: Mapping[str, str]
    loose: frozenset[str]
    nouns: re.Pattern[str]

    @staticmethod
    def build(entity: Mapping[str, tuple[str, ...]]) -> EntityGrammar:
        """Compile the nouns once."""
        kinds = {noun: kind for kind, nouns in entity.items() if kind != "loose" for noun in nouns}
        longest = sorted(map(re.escape, kinds), key=len, reverse=True)
        return EntityGrammar(kinds, frozenset(entity.get("loose", ())), re.compile("|".join(longest)))

    def find(self, text: str) -> Wanted | None:
        """What a tidied question asks for: 落在马鞍山哪个县 → a region, 县; None where it asks for no name."""
        found = [m for m in _ASKING.finditer(text) if text[m.start() - 1 : m.start()] not in tuple("为怎")]
        if not found:
            return self._unasked(text)
        match = next((m for m in found if m["called"] or m["who"]), found[-1])
        if match["who"]:
            return self._who(text, match)
        if match["called"]:
            return self._wanted(*self._before(text, match.start()), match.start(), match.end())
        return self._which(text, match)

    def _who(self, text: str, match: re.Match[str]) -> Wanted:
        """谁 is a person; 和谁, 由谁 can be a company as well."""
        wide = _PARTNER.search(text) is not None or _ROLE.search(text, 0, match.start()) is not None
        ends = not _LAST.sub("", text[match.end() :]).strip("的呢啊呀")
        kind, noun = self._before(text, match.start()) if ends else ("", "")
        if kind == "region" or (kind == "place" and not wide):
            return self._wanted(kind, noun, match.start(), match.end())
        return Wanted(None if wide else Name.PERSON, False, "", match.start(), match.end())

    def _which(self, text: str, match: re.Match[str]) -> Wanted | None:
        measure = match["measure"] or ""
        start, end = match.span()
        for noun in self.nouns.finditer(text, end, min(len(text), end + _WINDOW)):
            if _STOP.search(text, end, noun.start()):
                break
            if not text.startswith(("级", "内", "属"), noun.end()):
                return self._wanted(self.kinds[noun.group()], noun.group(), start, noun.end())
        kind, noun_before = self._before(text, start)
        if kind == "region" and measure in ("里", "儿", "边") and _NATION.search(noun_before):
            return self._wanted(kind, noun_before, start, end)
        if match.group() in ("何地", "何处") or measure in ("里", "儿", "边"):
            return Wanted(Name.PLACE, True, "", start, end)
        if measure == "国":
            return Wanted(Name.PLACE, True, "国家", start, end)
        if kind:
            return self._wanted(kind, noun_before, start, end)
        if among := self._among(text[:start]):
            return self._wanted(*among, start, end)
        named = _MEASURES.get(measure)
        return Wanted(_KINDS[named] if named else None, False, _noun_after(text, end), start, end)

    def _among(self, text: str) -> tuple[str, str] | None:
        """What one of is asked for: 各县市区里…最高的是哪个 → a region, 县市区."""
        found = [m for m in self._every.finditer(text) if m[1] in self.kinds]
        return (self.kinds[found[-1][1]], found[-1][1]) if found else None

    @cached_property
    def _every(self) -> re.Pattern[str]:
        return re.compile(rf"(?:各个?|所有|下辖的?|[一二两三四五六七八九十\d]+个)({self.nouns.pattern})")

    def _unasked(self, text: str) -> Wanted | None:
        """A question that breaks off: …的县级市是? 海门市委书记."""
        end = _LAST.search(text)
        at = end.start() if end else len(text)
        kind, noun = self._before(text, at)
        asks = end is not None and bool(re.match("是|叫|为", text[at:]))
        most = _MOST.search(text, 0, at - len(noun)) is not None and not _COUNTS.search(text)
        if kind and (asks or most or (kind == "person" and not _COUNTS.search(text))):
            return self._wanted(kind, noun, at - len(noun) if kind != "person" else at, len(text))
        return None

    def _before(self, text: str, at: int) -> tuple[str, str]:
        """The noun right before 是哪个, 叫什么: its kind and itself."""
        head = re.sub("(?:的?名字|的?名称)?(?:分别|又|到底|究竟)?(?:是|叫|为)?$", "", text[:at])
        tails = (head[-length:] for length in self._lengths)
        noun = next((tail for tail in tails if tail in self.kinds), "")
        return self.kinds.get(noun, ""), noun

    @cached_property
    def _lengths(self) -> Sequence[int]:
        """How long nouns are, the longest first."""
        return sorted({len(noun) for noun in self.kinds}, reverse=True)

    def _wanted(self, kind: str, noun: str, start: int, end: int) -> Wanted:
        suffix = "" if noun in self.loose or kind == "person" else noun
        return Wanted(_KINDS.get(kind), kind == "region", suffix, start, end)


def _noun_after(text: str, end: int) -> str:
    """拓展什么功能: the word behind 什么, where no table knows it."""
    match = re.match(r"(?![的是在被让])[一-鿿a-z0-9]{2,4}", text[end:])
    return re.split("[的是在被让吗呢啊了]", match.group())[0] if match else ""
