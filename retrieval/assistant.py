"""Load once, ask many: the whole way of the data on one screen."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import islice
from pathlib import Path

from retrieval.answering.answerer import Answerer
from retrieval.answering.finder import Finder, Once
from retrieval.answering.guard import Guard, bears_out
from retrieval.answering.trace import Trace
from retrieval.config import Config
from retrieval.corpus.problems import Problem
from retrieval.defaults import default_seeds_dir
from retrieval.detectors import build_reader
from retrieval.library import Library, MemoryLibrary, Passage
from retrieval.records import Answer, Article, Asked, Offer, Overview, Question, Sentence, Status
from retrieval.search.documents import Index
from retrieval.search.indexing import indexing_of
from retrieval.search.private import cache_directory
from retrieval.search.trouble import SEARCH_DOWN
from retrieval.service import service
from retrieval.shelf import read_corpus
from retrieval.understanding.english import EnglishReader
from retrieval.understanding.english_text import is_english
from retrieval.understanding.followup import asks, follow
from retrieval.understanding.glossary import GlossaryTable
from retrieval.understanding.phrases import Grammar
from retrieval.understanding.question import QuestionReader
from retrieval.understanding.typos import Corrector

_QUICK = 1000  # sentences: of so many an answer takes 3 ms, one of a hundred 20
_OFFERS = 4  # so many questions are offered at most
_NEARBY = 12  # so many of the best passages are listened to for words that sound alike


@service
class Assistant:
    """Everything that is needed to answer, loaded once."""

    library: Library
    finder: Finder
    reader: QuestionReader
    english: EnglishReader
    corrector: Corrector
    answerer: Answerer
    longest: int

    @staticmethod
    def load(config: Config, articles: Path | None = None, today: date | None = None) -> Assistant:
        """Read, repair and understand every article of a folder (the seeds where none is given).

        ``today``: what 今年 means in a question.
        """
        folder = articles or default_seeds_dir()
        reader, grammar = build_reader(config), Grammar.build(config.facts)
        corpus, passages = read_corpus(folder, config, reader, grammar)
        questions = QuestionReader.build(
            reader, config.questions, config.facts, grammar, today or date.today()
        )
        library = MemoryLibrary(corpus, passages)
        indexing = indexing_of(config.settings, os.environ)
        finder = Finder.build(library, config.search, cache_directory(os.environ), indexing)
        return Assistant.over(library, finder, config, questions)

    @staticmethod
    def of_data(config: Config, data: Path, today: date | None = None) -> Assistant:
        """The assistant over the corpus kept in a directory; ``StoreError`` where there is none to be used.

        What is added there or removed, by whomever, its next answer knows.
        """
        from retrieval.store.database import Database
        from retrieval.store.following import finder_of
        from retrieval.store.index import DiskIndex
        from retrieval.store.library import DiskLibrary

        database = Database.open(data)
        index = DiskIndex(database, config.search)
        library = DiskLibrary(database, index, config.search)
        reader, grammar = build_reader(config), Grammar.build(config.facts)
        questions = QuestionReader.build(
            reader, config.questions, config.facts, grammar, today or date.today()
        )
        finder = finder_of(database, index, library, config, os.environ)
        return Assistant.over(library, finder, config, questions)

    @staticmethod
    def over(library: Library, finder: Finder, config: Config, questions: QuestionReader) -> Assistant:
        """The assistant over a library and what finds its passages."""
        english = EnglishReader(questions, config.questions, GlossaryTable.build(config.glossary))
        return Assistant(
            library,
            finder,
            questions,
            english,
            Corrector(questions.reader, library),
            Answerer.build(config, questions, english),
            config.settings.limits.question_chars,
        )

    @property
    def articles(self) -> Sequence[Article]:
        """The articles that can be used, in order."""
        return self.library.articles

    @property
    def problems(self) -> Sequence[Problem]:
        """What is wrong with the article files."""
        return self.library.problems

    @property
    def passages(self) -> Iterable[Passage]:
        """Every passage of every article."""
        return self.library.passages

    @property
    def sentences(self) -> Sequence[Sentence]:
        """Every sentence of every article."""
        return self.library.sentences

    @property
    def version(self) -> int:
        """Another number means that articles have been added or removed since."""
        return self.library.version

    @property
    def is_quick(self) -> bool:
        """Whether an answer takes some milliseconds and waits for nothing: few sentences, and all in memory."""
        return isinstance(self.finder.index, Index) and len(self.finder.index) <= _QUICK

    def for_many(self) -> None:
        """Make ready for many questions: 70 ms now, a tenth of the time less for each."""
        self.reader.reader.lexicon.for_many()
        if isinstance(self.finder.index, Index) and self.is_quick:
            self.finder.index.for_many()
            for passage in self.passages:
                passage.for_many()

    @property
    def ids(self) -> Sequence[str]:
        """The ids of the articles, in order."""
        return tuple(self.library.by_id)

    @property
    def overview(self) -> Overview:
        """What the corpus is about."""
        return self.library.overview

    def article(self, name: str) -> Article | None:
        """The article of an id."""
        return self.library.by_id.get(name)

    def sentences_of(self, article: str) -> Sequence[Sentence]:
        """The sentences of one article, in order."""
        return tuple(p.sentence for p in self.library.passages_of(article))

    def about(self, article: str) -> str:
        """The full name of the region an article is about, or ''."""
        own = self.library.passages_of(article)
        return own[0].context.main.path if own and own[0].context.main else ""

    def search(self, text: str, top: int) -> list[tuple[Sentence, float]]:
        """The retriever alone: the best sentences for any words, with their scores."""
        with self.library.snapshot():
            return [(p.sentence, score) for p, score in self.finder.search(text, top)]

    def read(self, text: str, previous: Answer | None = None) -> Question:
        """A question's slots, completed from the turn before."""
        reader = self.english if is_english(text) else self.reader
        before = previous.parsed if previous else None
        question = follow(reader.read(text), before)
        return replace(question, before=replace(before, before=None)) if before else question

    def ask(self, text: str, previous: Answer | None = None) -> Answer:
        """The answer to a question: 椒江2019年固投增速 → 33.1%. ``previous``: the answer it follows up."""
        began = time.perf_counter()
        with self.library.snapshot():
            answer = self._unread(text) or self.guard.watch(text, lambda: self._ask(text, previous))
            answer = replace(answer, offers=tuple(islice(filter(self._is_answered, answer.offers), _OFFERS)))
        return replace(answer, milliseconds=round((time.perf_counter() - began) * 1000, 2))

    def _is_answered(self, offer: Offer) -> bool:
        """Whether an offered question has an answer: none is offered that leads nowhere."""
        asked = offer.question
        return self.guard.watch(asked, lambda: self._ask(asked, None)).status is Status.ANSWERED

    def _unread(self, text: str) -> Answer | None:
        """The refusal of a question that is empty or longer than ``limits.question_chars``; None for others."""
        if not text.strip():
            return Answer(text, Status.NOT_FOUND, reason="empty")
        if len(text.strip()) > self.longest:
            return Answer(text, Status.NOT_FOUND, reason="too_long", lang="en" if is_english(text) else "zh")
        return None

    @cached_property
    def guard(self) -> Guard:
        """What every answer passes before it leaves."""
        return Guard(self.library.by_id)

    def _ask(self, text: str, previous: Answer | None) -> Answer:
        """As a follow-up, else as a question of its own, else with its slips mended."""
        question, search = self.read(text, previous), Once(self.finder.find, {})
        first = self.answerer.answer(question, search)
        if any(key == "unheard" for key, _ in first.notes):  # a slip may be why a word is not there
            return self._mended(question, text, previous, search) or first
        if first.status is not Status.NOT_FOUND:
            return first
        if previous and asks(text) and (alone := self._alone(text, previous)):
            return alone
        return self._mended(question, text, previous, search) or first

    def _alone(self, text: str, previous: Answer) -> Answer | None:
        """The answer to a follow-up as a question of its own; one without a place is about the place before it."""
        question = self.read(text)
        if not question.regions and previous.parsed and previous.parsed.regions:
            return None
        answer = self.answerer.answer(question, self.finder.find)
        return answer if answer.status is Status.ANSWERED else None

    def _mended(self, question: Question, text: str, previous: Answer | None, search: Once) -> Answer | None:
        """The answer once likely slips are undone, which it says; None where that brings none."""
        reading = self.reader.reader.again(text)
        mended, undone = self.corrector.correct(text, reading, lambda: search(question)[:_NEARBY])
        if not undone:
            return None
        notes = tuple(("corrected", f"{wrong} → {right}") for wrong, right in undone)
        again = self.answerer.answer(replace(self.read(mended, previous), text=mended, notes=notes), search)
        atoms = self.reader.reader.lexicon.atoms  # a word of statistics may be said otherwise
        names = [right for _, right in undone if not any(a.known for a in atoms(right))]
        borne = again.status is not Status.NOT_FOUND and bears_out(again, names, self.library.by_id)
        return replace(again, question=text) if borne else None

    def explain(self, text: str, previous: Answer | None = None) -> Trace:
        """How the answer to a question comes about."""
        if unread := self._unread(text):
            return Trace(Question(text, unread.lang, Asked.ENTITY), (), (), unread)
        with self.library.snapshot():
            question, answer = self.read(text, previous), self.ask(text, previous)
            if answer.reason == SEARCH_DOWN:
                return Trace(question, (), (), answer)
            passages = self.finder.find(question)
            matches = self.answerer.numbers.matches(question, passages)
            return Trace(question, tuple(passages), tuple(matches), answer)
