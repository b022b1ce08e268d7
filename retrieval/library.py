"""What questions are held against: sentences with everything that was read in them, and the library that has them.

A library is the corpus as the answering rooms see it. In memory it is a tuple; on disk passages are fetched by their
numbers, so that a corpus of any size takes the memory of a few hundred.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import cached_property
from typing import Protocol

from retrieval.corpus.problems import Corpus, Problem
from retrieval.records import Article, Fact, Overview, Period, PlacedPeriod, Reading, Region, Sentence
from retrieval.service import service, value
from retrieval.understanding.context import ArticleContext
from retrieval.understanding.tidy import tidy

_LOOK_BACK = 160  # characters: so far back a sentence can mean what was named there (公司负责人…)
_LETTERS = 3  # an English text takes so many times the characters of a Chinese one
_SENTENCE = re.compile("(?<=[。!?])")
_THE_SAME = re.compile("(?:这|该|此)(?:[家个座条]|一)?(?:企业|公司|项目|工程|基地|园区|工厂|平台|医院|学校)")
_PARTS = "\0"  # between sentences; in none, as a rule
_YEAR = re.compile(r"(?<!\d)((?:19[5-9]|20[0-4])\d)年")


@value
class Passage:
    """A sentence with what was read in it; ``near``: the tidied text around it (title, its paragraph)."""

    number: int
    sentence: Sentence
    reading: Reading
    article: Article
    context: ArticleContext
    near: str
    facts: tuple[Fact, ...]
    regions: tuple[Region, ...] = ()
    period: Period | None = None
    dated: tuple[PlacedPeriod, ...] = ()

    def for_many(self) -> None:
        """Make ready for many questions: what is worked out when it is first asked for is worked out now."""
        _ = self.words, self.before, self.told_on, self.earlier

    @cached_property
    def words(self) -> frozenset[str]:
        """The known atoms of the sentence."""
        return frozenset(a.text for a in self.reading.atoms if a.known)

    @cached_property
    def before(self) -> str:
        """The two sentences before this one in its paragraph, tidied."""
        at = self.near.find(self.reading.text)
        return "".join(_SENTENCE.split(self.near[:at])[-3:]) if at > 0 else ""

    @cached_property
    def told_on(self) -> str:
        """The sentence behind this one, tidied, where it goes on about what this one names: 这家企业去年9月签约."""
        at = self.near.find(self.reading.text)
        following = self.near[at + len(self.reading.text) :].lstrip("。!?;”") if at >= 0 else ""
        return _SENTENCE.split(following)[0] if _THE_SAME.match(following) else ""

    @cached_property
    def earlier(self) -> str:
        """The article's text right before the sentence, across paragraphs, tidied."""
        start, look = self.sentence.start, _LOOK_BACK * (_LETTERS if self.reading.english else 1)
        return tidy(self.article.text[max(0, start - look) : start])


class Library(Protocol):
    """The articles, sentences and passages of a corpus, by id and by number."""

    @property
    def articles(self) -> Sequence[Article]:
        """The articles that can be used, in corpus order; on disk a view that reads them one by one."""

    @property
    def sentences(self) -> Sequence[Sentence]:
        """Every sentence of every article; on disk a view."""

    @property
    def passages(self) -> Iterable[Passage]:
        """Every passage, in corpus order; on disk read one by one."""

    @property
    def problems(self) -> Sequence[Problem]:
        """What is wrong with the article files."""

    @property
    def regions(self) -> Sequence[Region]:
        """Every region the corpus speaks of."""

    @property
    def by_id(self) -> Mapping[str, Article]:
        """The articles by their ids."""

    @property
    def version(self) -> int:
        """Another number means that articles have been added or removed since."""

    def numbered(self, numbers: Sequence[int]) -> list[Passage]:
        """The passages of these numbers, in the order asked; those of a number that is not there are left out."""

    def passages_of(self, article: str) -> Sequence[Passage]:
        """The passages of one article in order; none for an id that is not there."""

    def stands(self, run: str) -> bool:
        """Whether some sentence holds a run of characters."""

    @property
    def overview(self) -> Overview:
        """What the corpus is about."""

    def snapshot(self) -> AbstractContextManager[None]:
        """While it lasts everything here shows the corpus of one moment, whoever adds or removes meanwhile."""


@service
class MemoryLibrary:
    """A corpus that is read into memory as a whole."""

    corpus: Corpus
    passages: tuple[Passage, ...]

    @property
    def version(self) -> int:
        """See ``Library``: it does not change."""
        return 0

    @property
    def articles(self) -> tuple[Article, ...]:
        """See ``Library``."""
        return self.corpus.articles

    @property
    def problems(self) -> tuple[Problem, ...]:
        """See ``Library``."""
        return self.corpus.problems

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """See ``Library``."""
        return tuple(p.sentence for p in self.passages)

    @cached_property
    def regions(self) -> tuple[Region, ...]:
        """See ``Library``."""
        return spoken_of(self.passages)

    @cached_property
    def by_id(self) -> dict[str, Article]:
        """See ``Library``."""
        return {article.id: article for article in self.articles}

    @cached_property
    def _own(self) -> dict[str, list[Passage]]:
        found: dict[str, list[Passage]] = {}
        for passage in self.passages:
            found.setdefault(passage.article.id, []).append(passage)
        return found

    def numbered(self, numbers: Sequence[int]) -> list[Passage]:
        """See ``Library``."""
        return [self.passages[number] for number in numbers]

    def passages_of(self, article: str) -> Sequence[Passage]:
        """See ``Library``."""
        return self._own.get(article, [])

    def stands(self, run: str) -> bool:
        """See ``Library``."""
        if _PARTS in run:
            return any(run in passage.reading.text for passage in self.passages)
        return run in self._text

    @cached_property
    def _text(self) -> str:
        """All sentences: looked through at once, which takes a tenth of the time of one after another."""
        return _PARTS.join(passage.reading.text for passage in self.passages)

    @cached_property
    def overview(self) -> Overview:
        """See ``Library``."""
        about = {p.article.id: p.context.main.path if p.context.main else "" for p in self.passages}
        headings = (replace(article, text="", blocks=(), edits=()) for article in self.articles)
        return Overview(newest_first(headings), about, span(years_of(s.text for s in self.sentences)))

    def snapshot(self) -> AbstractContextManager[None]:
        """See ``Library``: nobody changes it."""
        return nullcontext()


def spoken_of(passages: Iterable[Passage]) -> tuple[Region, ...]:
    """Every region that passages speak of or their articles are about, each once."""
    passages = tuple(passages)
    named = (r for p in passages for m in p.reading.regions for r in m.regions)
    main = (p.context.main for p in passages if p.context.main)
    return tuple({r.id: r for r in (*named, *main)}.values())


def newest_first(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Articles by their date, those without one last."""
    return tuple(sorted(articles, key=lambda a: (str(a.published or ""), a.id), reverse=True))


def years_of(texts: Iterable[str]) -> set[int]:
    """The years that texts speak of: 2019年 → 2019."""
    return {int(year) for text in texts for year in _YEAR.findall(text)}


def span(years: Collection[int]) -> tuple[int, int] | None:
    """The first and the last of them; None where there are none."""
    return (min(years), max(years)) if years else None
