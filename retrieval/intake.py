"""Repaired articles in, passages out: sentences, readings and facts, ready to be asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from retrieval.corpus.sentences import split_sentences
from retrieval.library import Passage
from retrieval.records import Article, Fact, Kind, Period, PlacedPeriod, Reading, Region, Sentence
from retrieval.schema import FactWords
from retrieval.service import service
from retrieval.understanding.about import find_context
from retrieval.understanding.context import ArticleContext
from retrieval.understanding.english_phrases import EnglishPhrases
from retrieval.understanding.facts import FactReader
from retrieval.understanding.frame import Frame
from retrieval.understanding.listings import ListingReader
from retrieval.understanding.phrases import Grammar
from retrieval.understanding.place import Placer
from retrieval.understanding.reading import Reader
from retrieval.understanding.state import start_paragraph, subject_of
from retrieval.understanding.tables import Table, TableReader
from retrieval.understanding.tidy import tidied

_KNOWN = 1024  # readings of names and menus that are kept
_NAVIGATION = 3  # so many stretches of page noise say where the page belongs
_DATE = re.compile(r"(20[0-3]\d|19[89]\d)[-/.](1[0-2]|0?[1-9])[-/.]([12]\d|3[01]|0?[1-9])")


@service
class Understanding:
    """What reads articles: the detectors and the grammar of facts."""

    reader: Reader
    grammar: Grammar
    words: FactWords

    def passages(self, article: Article, first: int) -> tuple[Passage, ...]:
        """The passages of one article, numbered from ``first``."""
        sentences = split_sentences(article)
        title, readings = self._readings(article.title or "", [s.text for s in sentences])
        context = self._context(article, sentences, readings, title)
        titled = bool(title and context.main and any(context.main in m.regions for m in title.regions))
        read = self._facts(sentences, readings, context, first, title, titled)
        near = _surroundings(article, sentences, readings)
        return tuple(
            Passage(first + i, s, r, article, context, near[i], *read[i])
            for i, (s, r) in enumerate(zip(sentences, readings, strict=True))
        )

    def _readings(self, title: str, texts: Sequence[str]) -> tuple[Reading | None, list[Reading]]:
        """The reading of a title, and of sentences, one of which may be the same line."""
        first, *rest = self.reader.read_all([title, *(text for text in texts if text != title)])
        others = iter(rest)
        return first if title else None, [first if text == title else next(others) for text in texts]

    def _places(self, texts: Sequence[str]) -> list[Reading]:
        """The places of what comes again with every article of a site: its name, its menus."""
        known = {text: reading for text in texts if (reading := self._known.get(text))}
        others = [text for text in dict.fromkeys(texts) if text not in known]
        known |= zip(others, self.reader.places(others), strict=True) if others else ()
        self._known.update(known)
        for text in list(self._known)[: max(0, len(self._known) - _KNOWN)]:
            self._known.pop(text, None)
        return [known[text] for text in texts]

    @cached_property
    def _known(self) -> dict[str, Reading]:
        return {}

    @cached_property
    def _english(self) -> EnglishPhrases:
        """The English words around figures, compiled once for all articles."""
        return EnglishPhrases(self.grammar.english)

    def _context(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        readings: Sequence[Reading],
        title: Reading | None,
    ) -> ArticleContext:
        body = [r for s, r in zip(sentences, readings, strict=True) if s.kind is Kind.BODY]
        blocks = [b for b in article.blocks if b.kind is Kind.NOISE][:_NAVIGATION]
        noise = [article.text[b.start : b.end] for b in blocks]
        publisher, *around = self._places([article.publisher or "", *noise])
        return find_context(
            title,
            publisher if article.publisher else None,
            around,
            body,
            article.published or guessed_date(article, body),
            self.reader.gazetteer,
        )

    def _facts(
        self,
        sentences: Sequence[Sentence],
        readings: Sequence[Reading],
        context: ArticleContext,
        first: int,
        title: Reading | None = None,
        titled: bool = False,
    ) -> list[tuple[tuple[Fact, ...], tuple[Region, ...], Period | None, tuple[PlacedPeriod, ...]]]:
        """For each sentence its facts, and the place and time it speaks of."""
        placer = Placer.build(context, self.reader.gazetteer, self.words)
        reader = FactReader(placer, self.grammar, self._english)
        start = Frame(regions=(context.main,) if context.main else ())
        opening = reader.opening(title, start) if title else None
        start = replace(start, period=opening) if opening else start
        state, paragraph, found = None, -1, []
        tables, table = TableReader(self.reader, reader), Table()
        listings = ListingReader(tables)
        for i, (sentence, reading) in enumerate(zip(sentences, readings, strict=True)):
            if sentence.kind is Kind.TEASER:
                found.append(self._teaser(sentence, reading, first + i))
                continue
            if state is None or sentence.paragraph != paragraph:
                state = start_paragraph(state, start, subject_of(title), titled, context.published)
            paragraph = sentence.paragraph
            dated = reader.placer.periods(reading, state.frame)
            tabled = tables.read(sentence, first + i, reading, state, table)
            listed = listings.read(sentence, first + i, reading, state, table)
            alone = tabled or (listed and not listings.opens(reading))
            walked = [] if alone else reader.read(sentence, first + i, reading, state, dated)
            facts = (*tabled, *walked, *listed)
            found.append((facts, state.frame.regions, state.frame.period, dated))
        return found

    def _teaser(
        self, sentence: Sentence, reading: Reading, number: int
    ) -> tuple[tuple[Fact, ...], tuple[Region, ...], Period | None, tuple[PlacedPeriod, ...]]:
        """A related article's lines: about their own place, and dated by their own date or not at all."""
        match = _DATE.search(reading.text)
        day = date(*map(int, match.groups())) if match else None
        placer = Placer.build(ArticleContext(None, (), day), self.reader.gazetteer, self.words)
        state = start_paragraph(None, Frame())
        dated = placer.periods(reading, state.frame)
        reader = FactReader(placer, self.grammar, self._english)
        facts = tuple(reader.read(sentence, number, reading, state, dated))
        return facts, state.frame.regions, state.frame.period, dated


_MEETING = re.compile(r"(20\d\d)年(0?[1-9]|1[0-2])月(0?[1-9]|[12]\d|3[01])日在.{2,40}会议")


_TOP = 400  # characters in which a page stamps its day and hour
_STAMP = re.compile(
    r"(?:(?<=时间[:：])|(?<=日期[:：])|(?<![\d/.-]))(20[0-3]\d)[-/.年](0?[1-9]|1[0-2])[-/.月](3[01]|[12]\d|0?[1-9])日?"
    r"(?=[ \u3000T]*\d{1,2}[:：]\d\d)"
)


def guessed_date(article: Article, body: Sequence[Reading]) -> date | None:
    """The date of an article that states none: of the meeting in its title (——2021年1月12日在…会议上), of the page's
    stamp (2023-11-02 08:15), by its address (…/201805/…), else the year it speaks of most."""
    if held := _MEETING.search(article.title or ""):
        return date(*map(int, held.groups()))
    if stamp := _STAMP.search(article.text, 0, _TOP):
        return date(*map(int, stamp.groups()))
    match = re.search(r"/(20[0-3]\d|19\d\d)[-/]?(0[1-9]|1[0-2])(?=\D|[0-3]\d)", article.url or "")
    if match:
        return date(int(match.group(1)), int(match.group(2)), 28)
    years = [m.expr.year for r in body for m in r.periods if m.expr.year and not m.base and m.expr.years == 1]
    common = Counter(years).most_common(1)
    return date(common[0][0], 12, 31) if common else None


_HEADING = re.compile(  # 三、办好十件民生实事
    r"(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d+[.、](?!\d)|【)[^,;。!?\d]{2,24}"
)


def _surroundings(article: Article, sentences: Sequence[Sentence], readings: Sequence[Reading]) -> list[str]:
    """For each sentence the tidied text of its paragraph, the heading over it and its article's title."""
    paragraphs: dict[int, str] = {}
    for sentence, reading in zip(sentences, readings, strict=True):
        paragraphs[sentence.paragraph] = paragraphs.get(sentence.paragraph, "") + reading.text
    title, heading, near = tidied(article.title or ""), "", []
    for sentence in sentences:
        around = paragraphs[sentence.paragraph]
        heading = around if _HEADING.fullmatch(around) else heading
        over = "" if heading in around else heading
        near.append(title + over + around if sentence.kind is not Kind.TEASER else "")
    return near


def read_articles(articles: Sequence[Article], understanding: Understanding) -> tuple[Passage, ...]:
    """The passages of all articles, numbered through."""
    passages: list[Passage] = []
    for article in articles:
        passages.extend(understanding.passages(article, len(passages)))
    return tuple(passages)
