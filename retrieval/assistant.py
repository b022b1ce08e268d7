"""Load once, ask many: the whole way of the data on one screen."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from retrieval.answering.answerer import Answerer
from retrieval.answering.coverage import Thesaurus
from retrieval.answering.matching import Matcher
from retrieval.answering.names import Names
from retrieval.answering.numbers import Numbers
from retrieval.answering.replies import Replies
from retrieval.config import Config
from retrieval.corpus.articles import load_articles
from retrieval.defaults import default_seeds_dir
from retrieval.library import Passage, Understanding
from retrieval.records import Answer, Article, Question, Sentence
from retrieval.understanding.english import EnglishReader, is_english
from retrieval.understanding.gazetteer import Gazetteer
from retrieval.understanding.indicators import Lexicon
from retrieval.understanding.periods import PeriodGrammar
from retrieval.understanding.phrases import Grammar, pattern
from retrieval.understanding.quantities import QuantityGrammar
from retrieval.understanding.question import QuestionReader, follow
from retrieval.understanding.reading import Reader

_CANDIDATES = 60


@dataclass(frozen=True)
class Trace:
    """How an answer came about."""

    question: Question
    passages: tuple[Passage, ...]
    answer: Answer
    matches: tuple[Any, ...]

    def lines(self) -> list[str]:
        """The trace for a reader."""
        q = self.question
        found = [
            f"asked: {q.asked.value} {q.measure} of={q.of} units={[u.value for u in q.units]} counter={q.counter} name={q.name} noun={q.noun}",
            f"regions: {[r.path for r in q.regions]} ({q.region_source.value}) aside {[m.text for m in q.aside]} scope {[r.name for r in q.scope]}",
            f"period: {q.period} season {q.season} ({q.period_source.value})",
            f"terms: {[(t.text, round(t.weight, 2), 'K' if t.known else '') for t in q.terms]} plan={q.plan} marks={set(q.marks)}",
        ]
        for m in sorted(self.matches, key=lambda m: (len(m.misses), -m.score))[:6]:
            f = m.fact
            found.append(
                f"{m.score:.3f} {sorted(m.misses)} {f.text} {f.measure.value} of={f.of} [{'+'.join(a.text for a in f.subject)}|{'+'.join(a.text for a in f.noun)}|{'+'.join(a.text for a in f.whole)}] "
                f"{[r.name for r in f.regions]} {f.period and (f.period.start, f.period.end)} {set(f.marks)} :: {m.passage.sentence.text[:60]}"
            )
        for p in self.passages[:0]:
            found.append(f"   {p.article.id} {p.sentence.text[:80]}")
        return [*found, f"{self.answer.status.value}: {self.answer.answer} {self.answer.reason} {[o.label for o in self.answer.offers]}"]

    def to_json(self) -> dict[str, Any]:
        """The trace for a program."""
        return {
            "candidates": [{"text": p.sentence.text} for p in self.passages],
            "facts": [{"text": m.fact.text, "fits": not m.misses} for m in self.matches],
        }


@dataclass(frozen=True)
class Assistant:
    """Everything that is needed to answer, loaded once."""

    articles: tuple[Article, ...]
    passages: tuple[Passage, ...]
    problems: tuple[Any, ...]
    reader: QuestionReader
    english: EnglishReader
    answerer: Answerer

    @staticmethod
    def load(config: Config, articles: Path | None = None) -> Assistant:
        """Read, repair and understand every article of a folder (the seeds where none is given)."""
        corpus = load_articles(articles or default_seeds_dir(), config.repair)
        gazetteer = Gazetteer.load(config.path("gazetteer.tsv").parent, config.regions)
        reader = Reader(
            gazetteer,
            PeriodGrammar(config.periods),
            QuantityGrammar(config.units),
            Lexicon.build(config.indicators),
            pattern(config.facts.blank),
        )
        grammar = Grammar.build(config.facts)
        understanding = Understanding(reader, grammar, config.facts)
        passages: list[Passage] = []
        for article in corpus.articles:
            passages.extend(understanding.passages(article, len(passages)))
        questions = QuestionReader.build(reader, config.questions, config.facts, grammar)
        thesaurus = Thesaurus(config.questions.synonyms)
        replies = Replies()
        answerer = Answerer(
            questions, Numbers(Matcher(gazetteer, thesaurus), replies), Names(config.names, gazetteer, reader.lexicon, thesaurus, replies), replies
        )
        return Assistant(corpus.articles, tuple(passages), corpus.problems, questions, EnglishReader(questions, config.questions, {}), answerer)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence of every article."""
        return tuple(p.sentence for p in self.passages)

    def read(self, text: str, previous: Answer | None = None) -> Question:
        """The question, completed from the turn before."""
        reader = self.english if is_english(text) else self.reader
        return follow(reader.read(text), previous.parsed if previous else None)

    def candidates(self, question: Question) -> Sequence[Passage]:
        """The passages that may answer, best first."""
        return self.passages

    def ask(self, text: str, previous: Answer | None = None) -> Answer:
        """The answer to a question: 椒江2019年固投增速 → 33.1%."""
        began = time.perf_counter()
        answer = self.answerer.answer(self.read(text, previous), self.candidates)
        return replace(answer, milliseconds=round((time.perf_counter() - began) * 1000, 2))

    def explain(self, text: str, previous: Answer | None = None) -> Trace:
        """How the answer to a question comes about."""
        question = self.read(text, previous)
        passages = tuple(self.candidates(question))
        matches = tuple(self.answerer.numbers.matches(question, passages))
        return Trace(question, passages, self.ask(text, previous), matches)
