"""An article's text in; what each line of it is out: title, body, teaser of another article, or noise of the page."""

from __future__ import annotations

import re

from retrieval.corpus.inline import Piece, pieces, split_teasers
from retrieval.corpus.lines import NOISY, PROSE_MARKS, Mark
from retrieval.corpus.pagewords import PageWords
from retrieval.corpus.signs import FIGURE, STOP
from retrieval.records import Block, Kind

_ENUMERATED = re.compile(r"\s*(?:[\d(#|*+-]|[一二三四五六七八九十]+[、.)]|第[一二三四五六七八九十\d])")
_NO_WORD = re.compile(r"[\W_]+")
_OPEN_END = (";", ",", ":", "、")
_MARKED_NOISE = {*NOISY, Mark.RELATED, Mark.DATED, Mark.PATH, Mark.NAMES}


def find_blocks(text: str, title: str | None, words: PageWords) -> tuple[Block, ...]:
    """The blocks of ``text``, in order; every character that is no space is in one.

    ``首页 > 资讯`` is NOISE, the line that repeats ``title`` TITLE, what stands under 相关文章 TEASER. Whatever has a
    full sentence with a figure and does not stand under such a heading is BODY.
    """
    return Page(text, title, words).blocks()


class Page:
    """One text's pieces with their marks; the kinds follow from where they stand."""

    def __init__(self, text: str, title: str | None, words: PageWords) -> None:
        self.text, self.words = text, words
        self.key = title_key(title or "", words)
        self.folded = words.fold(text)
        self.pieces = pieces(self.folded, words)
        self.body_at = self._first_body()

    def line(self, piece: Piece) -> str:
        """The piece's folded text."""
        return self.folded[piece.start : piece.end]

    def head(self) -> list[Piece]:
        """What stands above the article's first sentence."""
        return self.pieces[: self.body_at]

    def blocks(self) -> tuple[Block, ...]:
        """See ``find_blocks``."""
        kinds = _Kinds(self)
        found: list[Block] = []
        for piece, kind in zip(self.pieces, kinds.all(), strict=True):
            found += self._blocks_of(piece, kind)
        return tuple(found)

    def _blocks_of(self, piece: Piece, kind: Kind) -> list[Block]:
        if kind is not Kind.TEASER or piece.teaser:
            return [Block(piece.start, piece.end, kind)]
        parts = split_teasers(self.line(piece), 0)
        return [
            Block(piece.start + p.start, piece.start + p.end, kind if p.teaser else Kind.NOISE) for p in parts
        ]

    def _first_body(self) -> int:
        for index, piece in enumerate(self.pieces):
            line = self.line(piece)
            if (
                piece.mark in PROSE_MARKS
                and _is_sentence(line)
                and not (self.key and _bare(line) == self.key)
            ):
                return index
        return len(self.pieces)


class _Kinds:
    """The rules of place; made for one text."""

    def __init__(self, page: Page) -> None:
        self.page, self.key = page, page.key
        self.lines = [page.line(piece) for piece in page.pieces]
        self.marks = [piece.mark for piece in page.pieces]
        self.size = len(self.lines)
        later = range(page.body_at, self.size)
        self.related_at = next((i for i in later if self.marks[i] is Mark.RELATED), self.size)
        upto = range(page.body_at, self.related_at)
        self.last_prose = max((i for i in upto if self.marks[i] is Mark.PROSE), default=page.body_at)
        self.last_stop = max((i for i in upto if self._ends(i)), default=page.body_at)
        self.foot_at = next(
            (i for i in upto if i > self.last_prose and self.marks[i] is Mark.FOOT), self.size
        )

    def all(self) -> list[Kind]:
        """The kind of every piece."""
        head = [self._head(i) for i in range(self.page.body_at)]
        if self.page.body_at:
            self._head_teasers(head)
        return head + [self._below(i) for i in range(self.page.body_at, self.size)]

    def _ends(self, i: int) -> bool:
        return self.marks[i] is Mark.PROSE or (
            self.marks[i] is Mark.TEXT and STOP.search(self.lines[i]) is not None
        )

    # --- above the first sentence ---

    def _head(self, i: int) -> Kind:
        if self._is_title(i, loose=True):
            return Kind.TITLE
        if self.marks[i] in _MARKED_NOISE:
            return Kind.NOISE
        above = i < self._anchor() and not FIGURE.search(self.lines[i])
        return Kind.NOISE if above else Kind.BODY

    def _anchor(self) -> int:
        """The last line of the way to the article: its title, else the last path."""
        head = range(self.page.body_at)
        titles = [i for i in head if self._is_title(i, loose=True)]
        paths = [i for i in head if self.marks[i] in {Mark.NOISE, Mark.PATH} and ">" in self.lines[i]]
        return max(titles or paths, default=0)

    def _head_teasers(self, kinds: list[Kind]) -> None:
        inside = False
        for i, kind in enumerate(kinds):
            inside = (inside or self.marks[i] is Mark.RELATED) and kind is not Kind.TITLE
            if inside and self.marks[i] is Mark.TEXT:
                kinds[i] = Kind.TEASER

    def _is_title(self, i: int, loose: bool) -> bool:
        if not self.key or len(self.lines[i]) > 2 * len(self.key) + 40:
            return False
        key = _bare(self.lines[i])
        if key == self.key:
            return True
        short, long = sorted((key, self.key), key=len)
        return loose and len(short) >= 8 and 2 * len(short) >= len(long) and long.startswith(short)

    # --- from the first sentence on ---

    def _below(self, i: int) -> Kind:
        mark = self.marks[i]
        if mark in NOISY or mark is Mark.RELATED:
            return Kind.NOISE
        if i > self.related_at or self.page.pieces[i].teaser:
            return (
                Kind.NOISE
                if mark in {Mark.NAMES, Mark.DATED} and not FIGURE.search(self.lines[i])
                else Kind.TEASER
            )
        if self._is_title(i, loose=False):
            return Kind.TITLE
        if i > self.foot_at:
            return self._in_foot(i)
        return self._trailing(i) if i > self.last_stop else Kind.BODY

    def _in_foot(self, i: int) -> Kind:
        line = self.lines[i].strip()
        if STOP.search(line):
            return Kind.BODY if len(line) >= 50 else Kind.NOISE
        return Kind.TEASER if len(line) >= 10 and self.marks[i] is Mark.TEXT else Kind.NOISE

    def _trailing(self, i: int) -> Kind:
        """Below the last full stop: signatures, dates, and headlines of other articles where there are several."""
        if self.marks[i] in {Mark.NAMES, Mark.DATED, Mark.PATH}:
            return Kind.NOISE
        if self._signs(i):
            return Kind.NOISE
        if not self._is_headline(i):
            return Kind.BODY
        around = [j for j in (i - 1, i + 1) if self.last_stop < j < self.size]
        alone = not any(self._is_headline(j) or self.marks[j] in NOISY for j in around)
        return Kind.BODY if alone else Kind.TEASER

    def _signs(self, i: int) -> bool:
        """The office above the date at the end of its report: 延边州统计局, 2018年1月26日."""
        dated = i + 1 < self.size and self.marks[i + 1] is Mark.DATED
        return dated and len(self.lines[i].strip()) <= 20 and not FIGURE.search(self.lines[i])

    def _is_headline(self, i: int) -> bool:
        line = self.lines[i].strip()
        if self.marks[i] is not Mark.TEXT or not 8 <= len(line) <= 80 or line.endswith(_OPEN_END):
            return False
        tabular = ":" in line[:15] or "  " in line or "\t" in line or "|" in line
        return not (_ENUMERATED.match(line) or (tabular and FIGURE.search(line)))


def title_key(title: str, words: PageWords) -> str:
    """A title without what copies of it differ in, width, case, spaces and punctuation: 椒江全省优秀."""
    return _bare(words.fold(title))


def _bare(folded: str) -> str:
    return _NO_WORD.sub("", folded)


def _is_sentence(line: str) -> bool:
    """No headline: those end in ? or ! at most (2014年,1800亿元投向哪里?)."""
    size = len(line.strip())
    return size >= 20 and ("。" in line or (size >= 40 and STOP.search(line) is not None))
