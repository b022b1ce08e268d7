"""The places of a sentence that could answer 哪个区, 哪个镇, 哪里, 哪个国家."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from retrieval.answering.counting import asks_the_most
from retrieval.library import Passage
from retrieval.records import Asked, Level, Name, Question, Region, RegionMention
from retrieval.schema import NameWords
from retrieval.service import service
from retrieval.understanding.english_text import any_word, listed
from retrieval.understanding.gazetteer import Gazetteer
from retrieval.understanding.names import find_names

Candidate = tuple[int, int, str, float]
# What a noun asks for: the levels that fit, and how the full name has to end ("" for any).
_ASKED: Mapping[str, tuple[tuple[Level, ...], str]] = {
    "省": ((Level.PROVINCE,), ""), "省份": ((Level.PROVINCE,), ""),
    "市": ((Level.CITY, Level.COUNTY, Level.PROVINCE), "市"),
    "城市": ((Level.CITY, Level.COUNTY, Level.PROVINCE), "市"),
    "地级市": ((Level.CITY,), "市"), "县级市": ((Level.COUNTY,), "市"),
    "区": ((Level.COUNTY, Level.ZONE), "区"), "市区": ((Level.COUNTY,), "区"),
    "县": ((Level.COUNTY,), "县"), "旗": ((Level.COUNTY,), "旗"), "州": ((Level.CITY,), "州"),
    "区县": ((Level.COUNTY,), ""), "县区": ((Level.COUNTY,), ""),
    "县市": ((Level.COUNTY,), ""), "市县": ((Level.COUNTY,), ""),
    "县市区": ((Level.COUNTY,), ""), "市县区": ((Level.COUNTY,), ""), "区县市": ((Level.COUNTY,), ""),
    "地区": ((Level.PROVINCE, Level.CITY, Level.COUNTY), ""),
    "镇": ((Level.TOWN,), "镇"), "乡": ((Level.TOWN,), "乡"), "街道": ((Level.TOWN,), "街道"),
    "乡镇": ((Level.TOWN,), ""), "镇街": ((Level.TOWN,), ""), "街镇": ((Level.TOWN,), ""),
}  # fmt: skip
_NATIONS = re.compile("国家|贸易伙伴|出口市场|进口来源地|出口目的地|合作国|经济体")
_VILLAGE = re.compile("(?:镇|乡|街道|[^一-鿿]|[在于到]|^)((?:(?![镇乡])[一-鿿]){2,5}?(?:村|社区))")
_AT = re.compile(
    "(?:位于|地处|坐落(?:于|在)|落户(?:于|在|到)?|落地|落子|落在|入驻|选址(?:于|在)?|布局(?:于|在)?|设在|进驻|[在于至到])$"
)
_LED = re.compile("(?:位于|落户[于在到]?|落地|落子|落址|入驻|选址[于在]?|进驻|[在于])(?=[一-鿿]{2,10}$)")
_TOWN = re.compile(
    "(?:位于|地处|坐落[于在]|落户[于在到]?|落地|落子|落在|入驻|选址[于在]?|布局[于在]?|设在|[在于]|^|[,。;、])((?![本该各全我每此])[一-鿿]{2,4}?(?:镇|乡|街道))(?![政党村])"
)
_ENGLISH = {
    "镇": "town", "乡镇": "township|town", "街道": "subdistrict", "村": "village", "县": "county", "区": "district"
}  # fmt: skip
_BARE = 0.55  # a place that no 位于 leads to, where 哪里 was asked
_OVERTAKEN = ("超越", "超过", "反超", "取代", "赶超", "超")
_TRADE = re.compile("贸易伙伴|trading partner|trade partner")


def _dateline(passage: Passage, mention: RegionMention) -> bool:
    """Whether a place only says where an English report was written: SHIJIAZHUANG -- North China's Hebei…"""
    return passage.reading.english and _text(passage, mention.start, mention.end).isupper()


@service
class Places:
    """Finds the places that fit what was asked."""

    words: NameWords
    gazetteer: Gazetteer

    def find(self, question: Question, passage: Passage, noun: str) -> Iterator[Candidate]:
        """(start, end, text, worth) of every place of the asked kind that the question does not name itself."""
        if _NATIONS.search(noun) or asks_partner(question):
            yield from self._nations(passage)
        elif passage.reading.english and noun in _ENGLISH:
            kinds = re.compile(rf"((?:[A-Z][a-z]+(?:-[a-z]+)? ){{1,3}}(?i:{_ENGLISH[noun]}))\b")
            yield from ((*m.span(1), m[1], 1.0) for m in kinds.finditer(passage.sentence.text))
        elif noun in ("村", "社区"):
            yield from ((*m.span(1), _text(passage, *m.span(1)), 1.0) for m in self._villages(passage, noun))
        elif noun in _ASKED:
            yield from self._regions(question, passage, *_ASKED[noun])
        elif noun:
            yield from self._zones(question, passage, noun)
        else:
            yield from self._anywhere(question, passage)

    def _nations(self, passage: Passage) -> Iterator[Candidate]:
        known = listed(self.words.english_nations) if passage.reading.english else self.words.nations.split()
        names = (
            any_word(known)
            if passage.reading.english
            else "|".join(sorted(map(re.escape, known), key=len, reverse=True))
        )
        for match in re.finditer(names, passage.reading.text):
            if passage.reading.text.endswith(_OVERTAKEN, 0, match.start()):
                continue  # 东盟首次超越美国成为第一大出口市场
            yield match.start(), match.end(), _text(passage, *match.span()), 1.0

    def _villages(self, passage: Passage, noun: str) -> Iterator[re.Match[str]]:
        return (m for m in _VILLAGE.finditer(passage.reading.text) if m.group(1).endswith(noun))

    def _regions(
        self, question: Question, passage: Passage, levels: tuple[Level, ...], suffix: str
    ) -> Iterator[Candidate]:
        for mention in passage.reading.regions:
            named = mention.text.endswith(suffix)  # 湟中县, which is 湟中区 today
            fits = any(r.level in levels and (named or r.name.endswith(suffix)) for r in mention.regions)
            if (
                fits
                and not mention.inside
                and not self._asked(question, mention)
                and not _dateline(passage, mention)
            ):
                yield mention.start, mention.end, _text(passage, mention.start, mention.end), 1.0
        if Level.TOWN in levels:
            yield from self._towns(passage, suffix)

    def _towns(self, passage: Passage, suffix: str) -> Iterator[Candidate]:
        """选址棋盘井镇: a town behind a word of place, which the gazetteer does not hold."""
        for match in _TOWN.finditer(passage.reading.text):
            known = any(m.start <= match.start(1) < m.end for m in passage.reading.regions)
            if not known and match.group(1).endswith(suffix):
                yield match.start(1), match.end(1), _text(passage, *match.span(1)), 0.95

    def _zones(self, question: Question, passage: Passage, noun: str) -> Iterator[Candidate]:
        """Zones and parks whose name ends with the noun, 开发区 or 产业园; 园区 fits every zone."""
        wide = noun in ("园区", "产业园区")
        stem = noun.removesuffix("区") if noun.endswith("园区") else noun
        for mention in passage.reading.regions:
            zone = any(
                r.level is Level.ZONE and (wide or stem in r.name or noun == "开发区")
                for r in mention.regions
            )
            if zone and not self._asked(question, mention):
                yield mention.start, mention.end, _text(passage, mention.start, mention.end), 1.0
        yield from self._unlisted(passage)
        for name in find_names(passage.reading.text, self.words, passage.sentence.text):
            if name.kind in (Name.PROJECT, Name.PLACE) and (
                stem in name.text[-len(noun) - 1 :] or (wide and "园" in name.text[-3:])
            ):
                yield name.start, name.end, name.text, 0.9

    def _unlisted(self, passage: Passage) -> Iterator[Candidate]:
        """落户临港南桥科技城: a zone behind a word of place, which no table holds and whose place is not said."""
        text = passage.reading.text
        for match in self.gazetteer.grammar.zone.finditer(text):
            led = _LED.search(text, max(0, match.start() - 14), match.start())
            known = any(m.start < match.end() and match.start() < m.end for m in passage.reading.regions)
            if led and not known:
                yield led.end(), match.end(), _text(passage, led.end(), match.end()), 1.0

    def _anywhere(self, question: Question, passage: Passage) -> Iterator[Candidate]:
        """哪里: the longest place that 位于 or 落户 leads to; others are worth less."""
        text = passage.reading.text
        mentions = [m for m in passage.reading.regions if m.regions and not m.inside]
        for i, mention in enumerate(mentions):
            end = mention.end
            for following in mentions[i + 1 :]:
                end = following.end if following.start == end else end
            led = _AT.search(text[max(0, mention.start - 4) : mention.start])
            inner = all(r.level > Level.PROVINCE for r in mention.regions) or not question.regions
            if (
                inner
                and not any(m.end == mention.start for m in mentions)
                and not self._only_asked(question, mention, end)
            ):
                yield mention.start, end, _text(passage, mention.start, end), 1.0 if led else _BARE
        for name in find_names(text, self.words, passage.sentence.text):
            led = _AT.search(text[max(0, name.start - 4) : name.start])
            if (led or asks_the_most(question)) and name.kind in (Name.PLACE, Name.PROJECT):
                yield name.start, name.end, name.text, 0.95

    def _asked(self, question: Question, mention: RegionMention) -> bool:
        """Whether the mention is the place the question names, or one that it lies in."""
        return any(self._holds(r, q) for r in mention.regions for q in question.regions)

    def _holds(self, outer: Region, inner: Region) -> bool:
        return outer.id == inner.id or self.gazetteer.within(inner, outer)

    def _only_asked(self, question: Question, mention: RegionMention, end: int) -> bool:
        return end == mention.end and self._asked(question, mention)


def _text(passage: Passage, start: int, end: int) -> str:
    return passage.sentence.text[start:end]


def asks_partner(question: Question) -> bool:
    """Whether the answer is a country or a bloc that a place trades with: 最大贸易伙伴是谁."""
    return question.asked is Asked.ENTITY and _TRADE.search(question.text.lower()) is not None
