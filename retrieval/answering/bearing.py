"""A question and a passage in, how far the passage bears the question's words out (0 to 1) out: for names and dates.

A name is not weighed slot by slot as a figure is: what decides is whether the passage speaks of what was asked at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from retrieval.answering.beyond import Beyond
from retrieval.answering.counting import counts_otherwise, names_the_top
from retrieval.answering.pieces import Piece, is_specific, scattered, weight_of
from retrieval.answering.thesaurus import Thesaurus
from retrieval.answering.thresholds import figures_held
from retrieval.library import Passage
from retrieval.records import Level, Name, Question, Region, Term, Unit
from retrieval.service import service
from retrieval.understanding.indicators import Lexicon
from retrieval.understanding.tidy import tidied

# What a word is worth in the two sentences before, in what comes before them, and elsewhere in the paragraph.
_BEFORE, _EARLIER, _AROUND = 0.75, 0.6, 0.5
_TOLD_ON = 0.9  # in the next sentence, about the same
_ROUNDING = 1e-9
_VERB = 0.66
_COMPANIES = ("企业", "企业数", "公司")
_ZONE = 1.2  # what the zone or town weighs that a question is about
_FIGURE = 0.6  # what a figure of the question weighs
_ELSEWHERE = 0.5
_NEEDED = 0.3  # so much of a word that is no word of statistics has to stand somewhere near
_FOREIGN = 3  # English words without a translation say nothing for a passage: of more than these, each counts
_THE_SAID = re.compile(
    "(?:上述|以上|该|本|此|这些|这一)(?:措施|政策|办法|意见|通知|规定|方案|条款|文件|项目|工程)|《[^》]{2,6}》"
)
_ORDINALS = "第最首"


@dataclass(frozen=True)
class Bearing:
    """What a passage holds of a question: ``share`` 0 to 1; ``lacking``: the share of plain words it lacks."""

    share: float
    lacking: float


@service
class Bearings:
    """Weighs passages against questions."""

    thesaurus: Thesaurus
    lexicon: Lexicon
    beyond: Beyond

    def pieces(self, question: Question) -> tuple[Piece, ...]:
        """The question's words ready for comparison: 第一次从本港滚装 holds 第一次, which is written 首次."""
        asked = tidied(question.text)
        written = {a.text: asked[a.start : a.end] for a in self.lexicon.atoms(asked) if a.known}
        verbs = self.verbs(asked)
        found = []
        for term in question.terms:
            said = written.get(term.text, "") if term.known else term.text
            # 投入使用 is no 投资, and the 启 of 启用 no word.
            if term.text in _COMPANIES and question.name is Name.COMPANY:
                continue  # what a company is called need not be said to be one
            longer = next((v for v in verbs if said and said != v and v.startswith(said)), "")
            if longer:
                plain = replace(term, text=longer, known=False, weight=max(term.weight, _VERB))
                found.append(Piece(plain, longer, (self.alike(longer),)))
            elif not term.neutral:
                found.append(replace(self._piece(term, asked), written=said if term.known else ""))
        return tuple(found)

    def places(self, question: Question) -> dict[str, int]:
        """Where the pieces stand in the tidied question; -1 where they cannot be found."""
        return {p.text: tidied(question.text).find(p.written or p.text) for p in self.pieces(question)}

    def verbs(self, asked: str) -> dict[str, int]:
        """The words of the thesaurus that a question holds, and where: 投入使用, 启用."""
        return {m.group(): m.start() for m in self._any_word.finditer(asked)}

    def alike(self, word: str) -> tuple[str, ...]:
        """What may be written for a word, in either direction: 投入使用 for 启用, and 启用 for 投入使用."""
        keys = [k for k, values in self.thesaurus.words.items() if word in values]
        return tuple(dict.fromkeys((*self.thesaurus.forms(word), *keys)))

    def bear(
        self, question: Question, pieces: tuple[Piece, ...], passage: Passage, least: float = 0.0
    ) -> Bearing:
        """How much of the question the passage, the sentences before it and its paragraph hold.

        All is lacking as soon as it is plain that less than ``least`` is held.
        """
        chinese = question.lang == "zh"
        zones = [r for r in question.regions if r.level >= Level.ZONE]
        # first of the first three quarters is no figure that a text has to hold.
        asked = [n.number for n in question.numbers if chinese or n.kind is not Unit.RANK]
        weights = [weight_of(piece, passage) for piece in pieces]
        beside = _ZONE * bool(zones) + _FIGURE * len(asked)
        worths = self._worths(pieces, weights, passage, (1.0 - least) * (sum(weights) + beside))
        if worths is None:
            return Bearing(0.0, 1.0)
        total = held = lacking = 0.0
        for piece, weight, (worth, anywhere) in zip(pieces, weights, worths, strict=True):
            total += weight
            held += weight * worth
            if is_specific(piece.term) and anywhere < _NEEDED:
                lacking += piece.term.weight
        if counts_otherwise(tidied(question.text), passage):
            lacking = total
        if zones:
            total += _ZONE
            held += _ZONE * _zone_held(zones, passage)
        if question.numbers:
            figures = [q.quantity.number for q in passage.reading.quantities]
            figures += [Decimal(1)] * bool(names_the_top(passage))
            if any(n.kind is Unit.RANK and n.number not in figures for n in question.numbers if chinese):
                lacking = total
            held += _FIGURE * figures_held(asked, figures, passage, _BEFORE)
        total += _FIGURE * len(asked)
        if not total:  # 海南第一大贸易伙伴是: nothing but the noun
            return Bearing(float(bool(question.noun) and question.noun in passage.reading.text), 0.0)
        return Bearing(held / total, lacking / total)

    def _worths(
        self, pieces: Sequence[Piece], weights: Sequence[float], passage: Passage, spare: float
    ) -> list[tuple[float, float]] | None:
        """What each piece is worth, and how much of it stands anywhere near; None once more than ``spare`` lacks."""
        worths = [(0.0, 0.0)] * len(pieces)
        for at in sorted(range(len(pieces)), key=lambda i: -weights[i]):
            worth, anywhere = self._figure(pieces[at], passage) or self._worth(pieces[at], passage)
            if weights[at] > pieces[at].term.weight and pieces[at].text not in passage.reading.text:
                worth *= _ELSEWHERE  # the western section is not the east section of the sentence before
            worths[at] = worth, anywhere
            spare -= weights[at] * (1.0 - worth)
            if spare < -_ROUNDING:
                return None
        return worths

    def covered(self, piece: Piece, text: str) -> float:
        """How much of a piece a text holds: whole, by other words for its parts, or scattered."""
        whole = 0.0
        for form in piece.forms:
            whole = max(whole, self.thesaurus.run(form, ()).covered(text))
            if whole == 1.0:
                return whole
        return whole if piece.term.known else max(whole, self._by_parts(piece, text))

    def _figure(self, piece: Piece, passage: Passage) -> tuple[float, float] | None:
        """750 of 750千伏 is there or it is not."""
        if not piece.text.isdigit():
            return None
        whole = re.compile(rf"(?<![\d.]){piece.text}(?![\d.])")
        if whole.search(passage.reading.text):
            return 1.0, 1.0
        return (_BEFORE, 1.0) if whole.search(passage.before + passage.earlier) else (0.0, 0.0)

    def _worth(self, piece: Piece, passage: Passage) -> tuple[float, float]:
        """What a piece is worth, and how much of it stands anywhere near (that, only as far as it is worth less)."""
        if piece.term.known and (piece.term.text in passage.words or passage.words & set(piece.term.others)):
            return 1.0, 1.0
        if piece.term.known and self.beyond.apart((piece.term.text,), passage.words):
            return 0.0, 0.0  # 农村居民 here, where 城镇居民 was asked, whatever the sentence before tells
        here = self.covered(piece, passage.reading.text)
        if here < 1.0 and not piece.term.known:
            here = max(here, scattered(piece.text, passage.reading.text))
        worth = anywhere = here
        for share, text in self._away(passage) if here < _TOLD_ON else ():
            if worth < share:  # else what stands there is worth no more
                found = self.covered(piece, text)
                worth, anywhere = max(worth, found * share), max(anywhere, found)
        return (worth if here == 1.0 else max(worth, self._spread(piece, passage))), anywhere

    def _away(self, passage: Passage) -> Iterator[tuple[float, str]]:
        """The texts around a sentence, each with what a word is worth there."""
        yield _BEFORE, passage.before
        yield _TOLD_ON, passage.told_on
        yield _EARLIER, passage.earlier
        # 上述措施…有效期至: what the title or the paragraph names
        yield _BEFORE if _THE_SAID.search(passage.reading.text) else _AROUND, passage.near

    def _spread(self, piece: Piece, passage: Passage) -> float:
        """人代会作报告 where the line names the congress and the title the report: each part where it stands best."""
        if len(piece.parts) < 2:
            return 0.0
        best = (len(part[0]) * self._nearest(part[0], passage) for part in piece.parts)
        return sum(best) / sum(len(part[0]) for part in piece.parts)

    def _nearest(self, part: str, passage: Passage) -> float:
        run = self.thesaurus.run(part, ())
        worth = run.covered(passage.reading.text)
        if worth < _BEFORE:
            worth = max(worth, run.covered(passage.before) * _BEFORE)
        if worth < _EARLIER:
            worth = max(worth, run.covered(passage.earlier) * _EARLIER)
        return worth

    def _by_parts(self, piece: Piece, text: str) -> float:
        if len(piece.parts) < 2:
            return 0.0
        total = sum(len(p[0]) for p in piece.parts)
        return sum(len(p[0]) * self.thesaurus.run(p[0], ()).covered(text) for p in piece.parts) / total

    def _piece(self, term: Term, asked: str) -> Piece:
        text = term.text
        if not term.known:
            at = asked.find(text)
            if at > 0 and asked[at - 1] in _ORDINALS and asked.count(text) == 1:
                text = asked[at - 1] + text
        return Piece(term, text, tuple(self._parts(text)) if not term.known else ())

    def _parts(self, run: str) -> Iterator[tuple[str, ...]]:
        last = 0
        for match in self._words.finditer(run):
            if match.start() > last:
                yield from ((part,) for part in _unglued(run[last : match.start()]))
            yield self.thesaurus.forms(match.group())
            last = match.end()
        if last < len(run):
            yield from ((part,) for part in _unglued(run[last:]))

    @cached_property
    def _any_word(self) -> re.Pattern[str]:
        words = {w for k, values in self.thesaurus.words.items() for w in (k, *values) if len(w) > 1}
        return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)")

    @cached_property
    def _words(self) -> re.Pattern[str]:
        words = sorted(self.thesaurus.words, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, words)) or "(?!)")


def _zone_held(zones: list[Region], passage: Passage) -> float:
    """How far a passage is about the zone or town that a question's other words leave out."""
    ids = {r.id for r in zones}
    named = any(r.id in ids for m in passage.reading.regions for r in m.regions)
    if named or any(z.name.removesuffix("区") in passage.reading.text for z in zones):
        return 1.0
    about = (*passage.regions, *((passage.context.main,) if passage.context.main else ()))
    return _BEFORE if any(r.id in ids for r in about) else 0.0


def _unglued(run: str) -> list[str]:  # 从本港滚装 → 本港滚装
    return [part for part in re.split("[从在于和与由都做将里]", run) if part]
