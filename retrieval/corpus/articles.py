"""A folder of article files in, the articles and what is wrong with the files out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from retrieval.corpus.files import SUFFIXES, UnusableError, read_file
from retrieval.corpus.metadata import date_in_url, find_facts, find_title, read_date
from retrieval.corpus.noise import Page
from retrieval.corpus.pagewords import PageWords, compile_words
from retrieval.corpus.problems import Corpus, Problem, Severity
from retrieval.corpus.repair import repair
from retrieval.records import Article
from retrieval.schema import RepairWords

_NOTHING: Mapping[str, str] = MappingProxyType({})


def load_articles(directory: Path, words: RepairWords) -> Corpus:
    """Every ``.md`` and ``.txt`` of ``directory``, by name; a file that cannot be used is a problem, not an error.

    An article's id is its file's name without extension: ``seeds/001-jiaojiang.md`` is ``001-jiaojiang``.
    """
    loader = _Loader(words)
    try:
        paths = sorted(
            path for path in directory.iterdir() if path.is_file() and not path.name.startswith(".")
        )
    except OSError as error:
        values = (("error", str(error.strerror or error)),)
        return Corpus((), (Problem(str(directory), "corpus.no_folder", values),))
    for path in paths:
        loader.add(path)
    return Corpus(tuple(loader.articles), tuple(loader.problems), tuple(loader.files.values()))


def make_article(
    id_: str, raw: str, words: RepairWords, page_words: PageWords, front: Mapping[str, str] = _NOTHING
) -> Article:
    """The article of a raw body: repaired, its blocks marked; what ``front`` lacks is read off the page.

    ``page_words`` is ``compile_words(words)``. A ``published`` in ``front`` that is no date counts as not given.
    """
    text, edits = repair(raw, words)
    title = repair(front["title"], words)[0] if front.get("title") else None
    page = Page(text, title, page_words)
    if title is None and (title := find_title(page)):
        page = Page(text, title, page_words)
    found = find_facts(page, page_words)
    url = front.get("url") or found.url
    published = (
        read_date(front.get("published", "")) or found.published or (date_in_url(url) if url else None)
    )
    return Article(
        id=id_, text=text, title=title, publisher=front.get("publisher") or found.publisher, published=published,
        url=url, blocks=page.blocks(), edits=edits, same_as=front.get("same_as"),
    )  # fmt: skip


def _another_source(article: Article, first: Article) -> bool:
    """Whether the same text was published by somebody else or elsewhere: a repost, not a copy of the file."""
    return (article.publisher, article.url) != (first.publisher, first.url)


def remarks_on(path: Path, article: Article, front: Mapping[str, str]) -> list[Problem]:
    """What an article of a file lacks, or has on top that is not understood."""
    found = []
    if "published" in front and read_date(front["published"]) is None:
        values = (("value", front["published"]),)
        found.append(Problem(path.name, "corpus.bad_date", values, Severity.WARNING))
    lacking = (name for name in ("title", "published") if getattr(article, name) is None)
    found += [Problem(path.name, f"corpus.no_{name}", (), Severity.INFO) for name in lacking]
    return found


class _Loader:
    """What one load has seen so far."""

    def __init__(self, words: RepairWords) -> None:
        self.words, self.page_words = words, compile_words(words)
        self.articles: list[Article] = []
        self.problems: list[Problem] = []
        self.files: dict[str, str] = {}  # id -> file
        self.texts: dict[str, tuple[str, Article]] = {}  # text without space -> file and article

    def add(self, path: Path) -> None:
        """Read one file; it becomes an article, a problem, or both."""
        if path.suffix.lower() not in SUFFIXES:
            self._report(path, "corpus.other_type", Severity.WARNING, type=path.suffix)
            return
        try:
            raw = read_file(path, self.words)
        except UnusableError as error:
            self.problems.append(error.problem)
            return
        self.problems += raw.problems
        self._keep(path, make_article(path.stem, raw.body, self.words, self.page_words, raw.front), raw.front)

    def _keep(self, path: Path, article: Article, front: Mapping[str, str]) -> None:
        if other := self.files.get(article.id):
            self._report(path, "corpus.same_id", Severity.ERROR, other=other)
            return
        text = "".join(article.text.split())
        if first := self.texts.get(text):
            if not _another_source(article, first[1]):
                self._report(path, "corpus.same_text", Severity.ERROR, other=first[0])
                return
            article = replace(article, same_as=article.same_as or first[1].same_as or first[1].id)
        self.files[article.id] = path.name
        self.texts.setdefault(text, (path.name, article))
        self.problems += remarks_on(path, article, front)
        self.articles.append(article)

    def _report(self, path: Path, code: str, severity: Severity, **values: str) -> None:
        self.problems.append(Problem(path.name, code, tuple(values.items()), severity))
