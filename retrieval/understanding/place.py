"""Mentions with what came before them in, placed mentions out: every 全区 a region, every 上半年 a year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property, lru_cache

from retrieval.records import (
    Level,
    PlacedPeriod,
    PlacedRegion,
    QuantityMention,
    Reading,
    Region,
    RegionMention,
    Source,
    Unit,
)
from retrieval.schema import FactWords
from retrieval.service import service
from retrieval.understanding.context import ArticleContext, settle
from retrieval.understanding.english_placing import EnglishPlacing
from retrieval.understanding.frame import Frame
from retrieval.understanding.gazetteer import Gazetteer
from retrieval.understanding.place_patterns import (
    BEHIND,
    FROM,
    HELD_BY,
    HELD_IN,
    IN_BRACKETS,
    ITEM,
    LEFT_OUT,
    NOT_OWNED,
    NUMBERED,
    OWN_RANK,
    SUM_OF,
    TO_A_PLACE,
    TOGETHER,
)
from retrieval.understanding.place_times import place_periods

_AFTER = 10  # characters


def opens_with_rank(reading: Reading, figure: QuantityMention) -> bool:
    """Whether a rank stands at the head of a clause or item: 第1名洪雅县, not 比第二名九龙坡多出125.44亿元."""
    return figure.quantity.kind is Unit.RANK and reading.text[max(0, figure.start - 1) : figure.start] in (
        *",:;、。(",
        "",
    )


def _owns(reading: Reading, mention: RegionMention, before: str) -> bool:
    """Whether a figure stands right behind a place: 沧州 in 第二梯队是沧州3286.4亿元."""
    figure = next((q.quantity.kind for q in reading.quantities if q.start == mention.end), None)
    abroad = any(r.level is Level.COUNTRY for r in mention.regions)
    owned = figure is not None and figure not in NOT_OWNED and mention.deictic is None and not abroad
    return owned and not before.endswith(TO_A_PLACE)


_AGAINST = re.compile(  # 分别比全国、全省、|全市高2.1个、2.6个、0.9个百分点
    "(?:(?<![同环对])比(?![较重例上去同])|[高低快慢好优]于|超过|高出)(?:[一-鿿]{1,8}[、和与及]){1,5}$"
)
_HELD = ("列", "居", "比", "占", "较", "于", "在", "对", "与", "和", "从", "由", "到", "向", "给", "往")


@service
class Placer:
    """Places the mentions of one article's sentences."""

    context: ArticleContext
    gazetteer: Gazetteer
    opening: re.Pattern[str]
    words: FactWords

    @staticmethod
    def build(context: ArticleContext, gazetteer: Gazetteer, words: FactWords) -> Placer:
        """A placer for one article."""
        return Placer(context, gazetteer, _opening(words.opening), words)

    @cached_property
    def english(self) -> EnglishPlacing:
        """How an English sentence says what its places are for."""
        words = self.words.english
        return EnglishPlacing.build(words.aside, words.ranked_in, words.averages)

    def regions(self, reading: Reading, frame: Frame) -> tuple[PlacedRegion, ...]:
        """Place names and deictics: 全区 is what the article is about, 全市 the city around it."""
        placed: list[PlacedRegion] = []
        for mention in reading.regions:
            subject = self._is_subject(reading, mention)
            regions = self._resolve(mention, frame, subject)
            if not regions:
                continue
            source = Source.STATED if mention.deictic is None else Source.ARTICLE
            placed.append(PlacedRegion(mention.start, mention.end, regions, source, subject))
            if subject:
                frame = frame.about(regions, source)
        if "个" in reading.text:
            sums = SUM_OF.finditer(reading.text)
            placed += [PlacedRegion(m.end() - 1, m.end(), (), Source.CONTEXT, True) for m in sums]
        if not placed:
            return ()
        return tuple(self._as_a_group(reading, sorted(placed, key=lambda p: p.start)))

    def _as_a_group(self, reading: Reading, placed: list[PlacedRegion]) -> Iterator[PlacedRegion]:
        """Places that a count closes, 汕头、揭阳、梅州五市, stand for all of them: the last is about none alone."""
        for i, place in enumerate(placed):
            counted = TOGETHER.match(reading.text, place.end)
            joined = i > 0 and reading.text[placed[i - 1].end : place.start] in ("、", "和", "与", "及")
            if counted and joined and place.subject and not self._dealt_out(reading, place):
                yield replace(place, end=counted.end(), regions=())
            else:
                yield place

    def _dealt_out(self, reading: Reading, place: PlacedRegion) -> bool:
        """Whether the figures behind a group are its members' own: 青岛、烟台两市分别增长5%、6%."""
        end = next((e for s, e in reading.clauses if s <= place.start < e), len(reading.text))
        return any(reading.text.find(word, place.end, end) >= 0 for word in (*self.words.respectively, "各"))

    def _resolve(self, mention: RegionMention, frame: Frame, subject: bool) -> tuple[Region, ...]:
        if mention.deictic is None:
            around = [*self.context.known, *frame.regions]
            return settle(mention, around, self.gazetteer)
        found = next(self._candidates(mention, frame, subject), None)
        return (found,) if found else ()

    def _candidates(self, mention: RegionMention, frame: Frame, subject: bool) -> Iterator[Region]:
        """Where a deictic may point, best first."""
        main = [self.context.main] if self.context.main else []
        first = [*frame.regions, *main] if mention.text.startswith(("该", "当")) else [*main, *frame.regions]
        around = [a for r in first for a in self.gazetteer.ancestors(r)]
        ordered = [*first, *around, *frame.recent, *self.context.known] if subject else [*around, *first]
        return (r for r in ordered if self.context.fits(r, mention))

    def _is_subject(self, reading: Reading, mention: RegionMention) -> bool:
        """A place is what a clause is about where it opens it, or opens an item of a list in it."""
        if reading.english:
            return self.english.is_subject(reading, mention)
        after = reading.text[mention.end : mention.end + _AFTER]
        listed = reading.text.endswith("、", 0, mention.start)
        if listed and BEHIND.search(reading.text, 0, mention.start):
            return False
        if "(" in reading.text and LEFT_OUT.search(reading.text, 0, mention.start):
            return False
        if mention.inside or (HELD_IN.match(after) and not _is_listed(reading, mention)):
            return False
        if FROM.match(reading.text, mention.end) or _has_figure(reading, mention):
            return True
        start, end = next(((s, e) for s, e in reading.clauses if s <= mention.start < e), (0, 0))
        ranked = any(
            q.quantity.kind is Unit.RANK and mention.end <= q.start < end for q in reading.quantities
        )
        if ranked and reading.text[max(0, mention.start - 1) : mention.start] == "在":
            return False
        before = NUMBERED.sub("", self._without_times(reading, start, mention.start))
        if _AGAINST.search(before):
            return False
        return (
            self.opening.fullmatch(before) is not None
            or before.endswith(ITEM)
            or (before.endswith("的") and reading.text[mention.end : mention.end + 1] == ",")  # 同属的茂名市,
            or HELD_BY.search(before) is not None
            or (
                before.endswith(("和", "与", "及"))
                and IN_BRACKETS.match(reading.text, mention.end) is not None
            )
            or _owns(reading, mention, before)
            or any(q.end == mention.start and opens_with_rank(reading, q) for q in reading.quantities)
        )

    def _without_times(self, reading: Reading, start: int, end: int) -> str:
        """The text of a clause before a mention, less the times in it."""
        if not any(period.start < end and start < period.end for period in reading.periods):
            return reading.text[start:end].strip()
        kept = list(reading.text[start:end])
        for period in reading.periods:
            for i in range(max(period.start, start), min(period.end, end)):
                kept[i - start] = ""
        return "".join(kept).strip()

    def periods(self, reading: Reading, frame: Frame) -> tuple[PlacedPeriod, ...]:
        """Periods with their years: 上半年 in an article of 2019-08-28 is that of 2019."""
        return place_periods(reading, frame, self.context)


def _has_figure(reading: Reading, mention: RegionMention) -> bool:
    """Whether a figure of a place's own stands right behind its name: 由多到少是太康县1098316人、淮阳区1006241人."""
    if mention.deictic is not None or reading.text.endswith(_HELD, 0, mention.start):
        return False
    starts = {q.start for q in reading.quantities if q.quantity.kind is not Unit.RANK}
    return mention.end in starts and sum(m.end in starts for m in reading.regions) > 1


def _is_listed(reading: Reading, mention: RegionMention) -> bool:
    """Whether several places stand each before its own rank: 南海第2名、禅城第26名, not 全市第2名."""
    ranked = [m for m in reading.regions if m.deictic is None and OWN_RANK.match(reading.text, m.end)]
    return mention in ranked and len(ranked) > 1


@lru_cache(maxsize=8)
def _opening(words: tuple[str, ...]) -> re.Pattern[str]:
    """What may stand before a place that opens a clause; made once for all articles."""
    inner = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?:{inner}|[\s“”\"'《》()·|、-])*")
