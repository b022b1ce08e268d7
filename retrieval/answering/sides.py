"""A question that sets things side by side in; its sides out, each with a question of its own.

``合肥和海宁,谁的GDP增速更高`` has two places, ``上半年高还是全年高`` two times, ``内资和外资哪个多`` two things.
A side takes from the others, from the rest of the question or from the turn before what it does not say itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.answering.wanted import as_whole
from retrieval.answering.wording import Wording
from retrieval.records import Period, Question, Region, RegionMention
from retrieval.understanding.calendar import resolve_period
from retrieval.understanding.context import fits
from retrieval.understanding.english import EnglishReader
from retrieval.understanding.question import QuestionReader
from retrieval.understanding.tidy import tidy

MOST = 5
_LEAN = re.compile(r"^(?:和|与|跟|同|比|较|vs\.?|对比|的|,|\s)*")


@dataclass(frozen=True)
class Side:
    """One side of a comparison: what it is called, and the question that asks for its figure."""

    label: str
    question: Question


@dataclass(frozen=True)
class _Piece:
    """A place with the words and the time that belong to it alone."""

    label: str
    regions: tuple[Region, ...]
    words: str
    period: Period | None


@dataclass(frozen=True)
class SideReader:
    """Finds the sides of a question."""

    reader: QuestionReader
    english: EnglishReader
    wording: Wording

    def find(self, question: Question) -> tuple[Side, ...]:
        """The two to five sides of a question, or none: 扬州和盐城2023年上半年GDP哪个多 → 扬州市, 盐城市."""
        text = tidy(question.text)
        for find in (self._places, self._times, self._items, self._continued):
            found = find(question, text)
            if 1 < len(found) <= MOST:
                return tuple(found)
        return ()

    def read(self, text: str, lang: str) -> Question:
        """A question of the same language."""
        return self.english.read(text) if lang == "en" else self.reader.read(text)

    # --- places ------------------------------------------------------------------------------------------

    def _places(self, question: Question, text: str) -> list[Side]:
        mentions = self._subjects(question, text)
        if len(mentions) < 2:
            return []
        head = text[: mentions[0].start]
        end = self.wording.tail(text, mentions[-1].end, question.lang)
        pieces = []
        for i, mention in enumerate(mentions):
            last = i + 1 == len(mentions)
            raw = text[mention.end : end if last else mentions[i + 1].start]
            own, period = self.wording.bare(raw, question.lang), self.read(raw, question.lang).period
            pieces.append(_Piece(place_label(mention.regions, mentions), mention.regions, own, period))
        return self._filled(question, head, pieces, text[end:])

    def _filled(self, question: Question, head: str, pieces: Sequence[_Piece], tail: str) -> list[Side]:
        """The sides, each completed with the words and the time of another where it has none."""
        rich = [p for p in pieces if self._says(p.words, question.lang)]
        dated = [p.period for p in pieces if p.period]
        outside = self.read(head, question.lang).period or self.read(tail, question.lang).period
        sides = []
        for piece in pieces:
            words = piece.words if piece in rich or not rich else rich[-1].words
            shared = (
                f"{self.wording.bare(head, question.lang)} {words} {self.wording.bare(tail, question.lang)}"
            )
            asked = self.read(shared, question.lang)
            period = piece.period or outside or (dated[-1] if dated else question.period)
            asked = replace(asked, regions=piece.regions, aside=(), numbers=(), scope=())
            asked = replace(asked, period=period, season=None if period else asked.season or question.season)
            sides.append(Side(piece.label, as_whole(asked, question, self.wording)))
        return sides

    def _says(self, words: str, lang: str) -> bool:
        return any((t.known and not t.neutral) or len(t.text) > 1 for t in self.read(words, lang).terms)

    def _subjects(self, question: Question, text: str) -> list[RegionMention]:
        """The places that are compared, each once, in order; 全省 beside one place is the province around it."""
        found: dict[str, RegionMention] = {}
        for mention in self._mentions(question, text):
            if mention.inside or self.wording.aside.search(text[: mention.start]):
                continue
            around = mention.deictic is not None and found
            placed = self._around(mention, next(iter(found.values())).regions) if around else mention
            if placed.regions:
                found.setdefault(placed.regions[0].id, placed)
        kept = list(found.values())
        inner = [m for m in kept if not self._holds_all(m, kept)]
        return inner if len(inner) > 1 else kept

    def _mentions(self, question: Question, text: str) -> Sequence[RegionMention]:
        if question.lang == "en":
            return self.english.regions(question.text, text)
        return self.reader.reader.read(text).regions

    def _around(self, mention: RegionMention, regions: Sequence[Region]) -> RegionMention:
        """全省 beside 合肥: the province that 合肥 lies in."""
        outer = (a for r in regions for a in self.reader.reader.gazetteer.ancestors(r))
        level = mention.deictic
        held = next((a for a in outer if level is not None and fits(a, level)), None)
        return replace(mention, regions=(held,) if held else (), deictic=None)

    def _holds_all(self, mention: RegionMention, others: Sequence[RegionMention]) -> bool:
        """Whether a place only says where the others are: 河南 in 河南的洛阳、信阳."""
        within = self.reader.reader.gazetteer.within
        rest = [o.regions[0] for o in others if o is not mention]
        return mention.start == others[0].start and all(within(r, mention.regions[0]) for r in rest)

    # --- times -------------------------------------------------------------------------------------------

    def _times(self, question: Question, text: str) -> list[Side]:
        """2022年和2023年哪年更高; 2023年…上半年高还是全年高; 2023年比2022年多多少."""
        mentions = self.reader.reader.periods.find(text)
        named: dict[Period, str] = {}
        lone: list[Period] = []
        context = question.before.period if question.before else None
        for mention in mentions:
            resolved = resolve_period(mention.expr, None, context)
            if resolved is None:
                continue
            if mention.expr.year is not None and mention.expr.months is None:
                lone.append(resolved[0])
            context = context if mention.expr.year is None and context else resolved[0]
            named[resolved[0]] = mention.text
        seasons = [m for m in mentions if m.expr.year is None]
        if len(seasons) > 1 and len(lone) == 1 and named.get(lone[0], "").startswith(str(lone[0].start.year)):
            del named[lone[0]]  # 2023年 only dates 一季度 and 二季度
        if len(named) < 2:
            return []
        plain = list(text)
        for mention in mentions:
            plain[mention.start : mention.end] = " " * (mention.end - mention.start)
        asked = self.read(self.wording.bare("".join(plain), question.lang), question.lang)
        asked = replace(asked, regions=question.regions, numbers=())
        asked = as_whole(self._inherit(asked, question), question, self.wording)
        return [Side(label, replace(asked, period=p, season=None)) for p, label in named.items()]

    def _inherit(self, asked: Question, question: Question) -> Question:
        if any(t.known or len(t.text) > 1 for t in asked.terms) or question.before is None:
            return asked
        return replace(asked, terms=question.before.terms, variants=question.before.variants)

    # --- things ------------------------------------------------------------------------------------------

    def _items(self, question: Question, text: str) -> list[Side]:
        """内资和外资哪个多: words beside each other, each in the other's place."""
        if question.lang == "en":
            return []
        plain = self._without_slots(text)
        match = self.wording.items.search(plain)
        if match is None:
            return []
        words = [w for w in self.wording.joiner.split(match.group(1)) if w]
        head, tail = self.wording.bare(plain[: match.start()]), self.wording.bare(plain[match.end(1) :])
        sides = []
        for word in words:
            asked = self.read(f"{head} {self._with_head(word, words[-1])} {tail}", question.lang)
            asked = replace(
                asked, regions=question.regions, numbers=(), period=question.period, season=question.season
            )
            sides.append(Side(_LEAN.sub("", word), as_whole(asked, question, self.wording)))
        return sides if all(s.question.terms for s in sides) else []

    def _without_slots(self, text: str) -> str:
        """The text with blanks for places and times."""
        reading = self.reader.reader.read(text)
        plain = list(text)
        spans = [(m.start, m.end) for m in reading.periods]
        for start, end in [*spans, *((m.start, m.end) for m in reading.regions if not m.inside)]:
            plain[start:end] = " " * (end - start)
        return "".join(plain)

    def _with_head(self, word: str, last: str) -> str:
        """城镇 beside 农村居民收入 is 城镇居民收入: a thing takes what is measured from the last one."""
        atoms = self.reader.reader.lexicon.atoms(last)
        own = self.reader.reader.lexicon.atoms(word)
        if word == last or any(a.head for a in own) or len(atoms) < 2 or not any(a.head for a in atoms[1:]):
            return word
        return word + last[atoms[1].start :]

    # --- follow-ups --------------------------------------------------------------------------------------

    def _continued(self, question: Question, text: str) -> list[Side]:
        """跟绵阳高新区比,谁增得快: the other side is the place of the turn before; 差多少: both are."""
        before = question.before
        if before is None:
            return []
        mentions = [m for m in self._mentions(question, text) if not m.inside]
        own = [self._around(m, before.regions) if m.deictic is not None else m for m in mentions]
        own = [m for m in own if m.regions]
        if not own:
            return (
                [Side(s.text, as_whole(s, question, self.wording)) for s in before.sides]
                if before.sides
                else []
            )
        if not before.regions or own[0].regions[0].id == before.regions[0].id:
            return []
        asked = replace(question, asked=before.asked, measure=before.measure, units=before.units, numbers=())
        if not self._says(self.wording.bare(self._without_slots(text)), question.lang):
            asked = replace(asked, terms=before.terms, variants=before.variants)
        asked = as_whole(replace(asked, aside=(), scope=()), question, self.wording)
        both = (before.regions, own[0].regions)
        return [Side(_name(r), replace(asked, regions=r)) for r in both]

    def held_in(self, question: Question) -> tuple[Region, ...]:
        """Where a rank is held, as far as the question says; 全省 around 平遥县 is 山西省."""
        inner = question.regions
        found = [r for r in question.scope if all(r.id != i.id for i in inner)]
        named = self._mentions(question, tidy(question.text))
        around = [self._around(m, inner) for m in named if m.deictic is not None]
        return (*found, *(r for m in around for r in m.regions))


def place_label(regions: Sequence[Region], mentions: Sequence[RegionMention]) -> str:
    """How a place is called beside the others: 海宁市, but 乐山市市中区 beside 内江市市中区."""
    alike = [m for m in mentions if m.regions and m.regions[0].name == regions[0].name]
    return _name(regions, len(alike) > 1)


def _name(regions: Sequence[Region], full: bool = False) -> str:
    region = regions[0]
    short = re.sub(r"^.{2,8}?(?:省|自治区)(?=.)", "", region.path)
    return short if full else region.name
