"""Sides that are places: 合肥和海宁,谁的GDP增速更高; 海口2024年春节和承德2023年国庆,哪边游客更多."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.answering.parts import Parts, Side
from retrieval.answering.wanted import as_whole
from retrieval.records import Level, Period, Question, Region, RegionMention
from retrieval.service import service


@dataclass(frozen=True)
class _Piece:
    """A place with the words and the time that belong to it alone."""

    label: str
    regions: tuple[Region, ...]
    words: str
    period: Period | None


@service
class PlaceSides:
    """Finds sides that are places."""

    parts: Parts

    def find(self, question: Question, text: str) -> list[Side]:
        """One side a place, with its own words and time."""
        mentions = self._subjects(question, text)
        if len(mentions) < 2:
            return []
        head = text[: mentions[0].start]
        end = self.parts.wording.tail(text, mentions[-1].end, question.lang)
        pieces, lead = [], ""
        for i, mention in enumerate(mentions):
            last = i + 1 == len(mentions)
            raw = lead + text[mention.end : end if last else mentions[i + 1].start]
            raw, lead = (raw, "") if last else self._handed_on(raw, question.lang)
            own, period = (
                self.parts.wording.bare(raw, question.lang),
                self.parts.read(raw, question.lang).period,
            )
            glued = own and not period and text.startswith(own, mention.end)
            glued = glued and not self._measured(own, question.lang)
            label = self._old_name(mention) or place_label(mention.regions, mentions)
            label = mention.text + own if glued else label  # 西安|国际港务区
            pieces.append(_Piece(label, mention.regions, own, period))
        return self._filled(question, head, pieces, text[end:])

    def _old_name(self, mention: RegionMention) -> str:
        """The name that a question has of a place which is called otherwise now or in full: 盘县, 昌吉州."""
        name, full = mention.regions[0].name, self.parts.reader.reader.gazetteer.is_full
        short = "自治" in name and mention.text[-1] == name[-1]
        old = mention.text != name and (short or full(mention.text))
        return mention.text if old and len(mention.regions) == 1 else ""

    def _handed_on(self, raw: str, lang: str) -> tuple[str, str]:
        """The words of a place, and a time behind them that belongs to the next: 旅游收入比|2023年国庆|承德."""
        joins = list(self.parts.wording.joiner.finditer(raw)) if lang != "en" else []
        if not joins or not self.parts.reader.reader.periods.find(raw[joins[-1].end() :]):
            return raw, ""
        return raw[: joins[-1].start()], raw[joins[-1].end() :]

    def _filled(self, question: Question, head: str, pieces: Sequence[_Piece], tail: str) -> list[Side]:
        """The sides, each completed with the words and the time of another where it has none."""
        rich = [p for p in pieces if self.parts.says(p.words, question.lang)]
        shared = [p for p in rich if self._measured(p.words, question.lang)]
        dated = [p.period for p in pieces if p.period]
        outside = self.parts.read(head, question.lang).period or self.parts.read(tail, question.lang).period
        before, behind = (self.parts.wording.bare(t, question.lang) for t in (head, tail))
        sides = []
        for piece in pieces:
            words = piece.words if piece in rich or not shared else shared[-1].words
            asked = self.parts.read(f"{before} {words} {behind}", question.lang)
            period = piece.period or outside or (dated[-1] if dated else question.period)
            asked = replace(asked, regions=piece.regions, aside=(), numbers=(), scope=())
            asked = replace(asked, period=period, season=None if period else asked.season or question.season)
            sides.append(Side(piece.label, as_whole(asked, question, self.parts.wording)))
        return sides

    def _measured(self, words: str, lang: str) -> bool:
        """Whether words say what is measured, and not only which place is meant: 固投增速, but not 西安|国际港务区."""
        return any(t.known and not t.neutral for t in self.parts.read(words, lang).terms)

    def _subjects(self, question: Question, text: str) -> list[RegionMention]:
        """The places that are compared, each once, in order; 全省 beside one place is the province around it."""
        found: dict[str, RegionMention] = {}
        for mention in self.parts.mentions(question, text):
            if mention.inside or self.parts.wording.aside.search(text[: mention.start]):
                continue
            around = mention.deictic is not None and found
            placed = self.parts.around(mention, next(iter(found.values())).regions) if around else mention
            if placed.regions:
                found.setdefault(placed.regions[0].id, placed)
        kept = list(found.values())
        inner = [m for m in kept if not self._holds_all(m, kept)]
        return inner if len(inner) > 1 else kept

    def _holds_all(self, mention: RegionMention, others: Sequence[RegionMention]) -> bool:
        """Whether a place only says where the others are: 河南 in 河南的洛阳、信阳."""
        within = self.parts.reader.reader.gazetteer.within
        rest = [o.regions[0] for o in others if o is not mention]
        return mention.start == others[0].start and all(within(r, mention.regions[0]) for r in rest)


_BARE = 5  # characters of a zone's name that is none without its city
_HOLDER = re.compile("([^省市区县州]{2,})[市区县州]$")


def place_label(regions: Sequence[Region], mentions: Sequence[RegionMention]) -> str:
    """How a place is called beside the others: 海宁市, but 乐山市市中区 beside 内江市市中区."""
    alike = [m for m in mentions if m.regions and m.regions[0].name == regions[0].name]
    return place_name(regions, len(alike) > 1)


def place_name(regions: Sequence[Region], full: bool = False) -> str:
    """A place by its own name, or in full below its province, as a zone whose name lacks its city: 医药高新区."""
    region = regions[0]
    short = re.sub(r"^.{2,8}?(?:省|自治区)(?=.)", "", region.path)
    bare = region.level is Level.ZONE and len(region.name) <= _BARE
    held = _HOLDER.search(region.path.removesuffix(region.name)) if bare else None
    return short if full or (held and held[1] not in region.name) else region.name
