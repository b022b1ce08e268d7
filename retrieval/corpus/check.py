"""What ``yiju check`` says of a folder of articles."""

from __future__ import annotations

from pathlib import Path

from retrieval.corpus.articles import load_articles
from retrieval.corpus.problems import Problem, Severity
from retrieval.corpus.sentences import split_sentences
from retrieval.records import Article, Kind
from retrieval.schema import RepairWords

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def check_articles(directory: Path, words: RepairWords) -> tuple[Problem, ...]:
    """Everything wrong with the article files of ``directory``, errors first, then by file."""
    corpus = load_articles(directory, words)
    found = list(corpus.problems)
    for file, article in zip(corpus.files, corpus.articles, strict=True):
        found += _look_at(file, article)
    return tuple(sorted(found, key=lambda problem: (_ORDER[problem.severity], problem.file, problem.code)))


def _look_at(file: str, article: Article) -> list[Problem]:
    """A page of which nothing is left: a list of links, a page that failed to load."""
    if any(sentence.kind is Kind.BODY for sentence in split_sentences(article)):
        return []
    return [Problem(file, "corpus.no_body", severity=Severity.WARNING)]
