"""The words of ``names.yaml`` made ready: every character of a text marked with the part it can play in a name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from retrieval.records import Name
from retrieval.schema import NameWords
from retrieval.service import service
from retrieval.understanding.longest import Prefixes

RAW, KEEP, SUFFIX, WEAK, KNOWN, HARD, LEAD, GENERIC, STOP = "rkswchlgp"
_CHINESE_NUMBER = "一二两三四五六七八九十百千万数几多各"


@dataclass(frozen=True)
class Token:
    """A word of the tables that stands in the text; ``mark`` is its part."""

    start: int
    end: int
    mark: str


def _spent(token: Token) -> int:
    """How much of a token is no substance: nothing of a guarded word, of 华为, or of the 江 in 通江大道."""
    solid = token.mark in KEEP + KNOWN or (token.mark == SUFFIX and token.end - token.start == 1)
    return 0 if solid else token.end - token.start


@service
class Marked:
    """A text with one mark a character; ``tokens`` are the words that the marks come from, left to right."""

    text: str
    marks: str
    tokens: tuple[Token, ...]

    def substance(self, start: int, end: int) -> int:
        """How many Chinese characters of a stretch belong to no generic word: 3 of 秀洲区 + 重大项目."""
        spent = sum(_spent(t) for t in self.tokens if start <= t.start and t.end <= end)
        return sum(not c.isascii() for c in self.text[start:end] if c.isalnum()) - spent


@service
class Vocabulary:
    """The parts of names, from ``names.yaml``."""

    words: NameWords

    @cached_property
    def kinds(self) -> Mapping[str, Name]:
        """The last word of a name and what it makes the name: 有限公司 → company. Of two the later counts."""
        groups = (
            (Name.PROJECT, self.words.project_suffixes),
            (Name.PLACE, self.words.place_suffixes),
            (Name.EVENT, self.words.event_suffixes),
            (Name.PRODUCT, self.words.product_suffixes),
            (Name.COMPANY, self.words.company_suffixes),
            (Name.ORGANIZATION, self.words.organization_suffixes),
        )
        return {word: kind for kind, group in groups for word in group.split()}

    @cached_property
    def weak(self) -> frozenset[str]:
        """Words that end a company's short name, and much else: 科技, 玻璃."""
        return frozenset(self.words.company_weak.split())

    @cached_property
    def collective(self) -> Mapping[str, Name]:
        """The noun after a list and what it makes the listed: 企业 → company."""
        pairs = (pair.split("=") for pair in self.words.collective.split())
        return {word: Name(kind) for word, kind in pairs}

    @cached_property
    def marks(self) -> Mapping[str, str]:
        """Every word of the tables with its part; of several the strongest."""
        groups = (
            (WEAK, self.words.company_weak),
            (KEEP, self.words.keeps),
            (GENERIC, self.words.generics + " " + " ".join(self.collective)),
            (LEAD, self.words.leads),
            (KNOWN, self.words.companies),
            (SUFFIX, " ".join(self.kinds)),
            (HARD, self.words.boundaries + " " + self.words.titles),
        )
        return {word: mark for mark, group in groups for word in group.split()}

    @cached_property
    def _prefixes(self) -> Prefixes:
        return Prefixes.build(self.marks)

    @cached_property
    def _figure(self) -> re.Pattern[str]:
        measures = "|".join(sorted(map(re.escape, self.words.measures.split()), key=len, reverse=True))
        produces = "|".join(map(re.escape, self.words.produces.split()))
        number = rf"(?:\d[\d.]*|[{_CHINESE_NUMBER}]+)[多余]?[十百千万亿]*"
        # 年产50万吨 stays within a name, 总投资50亿元 ends before one; 九万大山 is no figure.
        return re.compile(rf"(?P<keep>{produces})?{number}(?:{measures})(?<![万亿]大)(?:以上|左右|多)?")

    def mark(self, text: str) -> Marked:
        """Mark every character of a tidied text: in 与华为签约, 与 is a boundary, 华为 is not."""
        found = [self._token(text, *span) for span in self._prefixes.find(text)]
        whole = {i for t in found if t.mark in SUFFIX + KEEP for i in range(t.start + 1, t.end)}
        # 第一人民医院 holds no 一人: a figure that would cut a word in two is none.
        figures = [
            Token(m.start(), m.end(), KEEP if m["keep"] else HARD)
            for m in self._figure.finditer(text)
            if m.end() not in whole
        ]
        taken = {i for t in figures for i in range(t.start, t.end)}
        tokens = [*figures, *(t for t in found if taken.isdisjoint(range(t.start, t.end)))]
        marks = [RAW if c.isalnum() or c == "·" else STOP for c in text]
        for token in tokens:
            marks[token.start : token.end] = token.mark * (token.end - token.start)
        return Marked(text, "".join(marks), tuple(sorted(tokens, key=lambda t: t.start)))

    def _token(self, text: str, start: int, end: int, word: str) -> Token:
        # 招商局 is a company, 市招商局 a bureau.
        if word.endswith("局") and len(word) > 1 and text[start - 1 : start] in tuple("省市区县镇"):
            return Token(end - 1, end, SUFFIX)
        return Token(start, end, self.marks[word])
