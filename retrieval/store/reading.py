"""Files and kept texts in, packed articles out; in this process, or in several where there is much to read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from itertools import islice
from pathlib import Path

from retrieval.config import Config
from retrieval.corpus.articles import make_article, remarks_on
from retrieval.corpus.files import SUFFIXES, UnusableError, read_file
from retrieval.corpus.pagewords import PageWords, compile_words
from retrieval.corpus.problems import Problem, Severity
from retrieval.detectors import build_understanding
from retrieval.intake import Understanding
from retrieval.readings import ReadArticle, part_of
from retrieval.records import Article
from retrieval.store.packing import Packed, pack_article
from retrieval.understanding.context import ArticleContext

TEXT = "text"  # the mark of an article's text without its spaces
_CHUNK = 8  # files that a process is given at a time
_MANY = 64  # files from which on starting further processes pays


@dataclass(frozen=True)
class Task:
    """A file to read, or a text that was read before (``raw``); ``state`` says which version of the file it is."""

    path: str
    state: str = ""
    id: str = ""
    raw: str | None = None
    front: Mapping[str, str] = field(default_factory=dict)
    marks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What became of a task: an article, or only what is wrong with the file."""

    task: Task
    packed: Packed | None
    problems: tuple[Problem, ...] = ()


class Bench:
    """What reads articles, set up once."""

    def __init__(self, config: Config) -> None:
        self.config = config

    @cached_property
    def understanding(self) -> Understanding:
        """The detectors and the grammar of facts."""
        return build_understanding(self.config)

    @cached_property
    def page_words(self) -> PageWords:
        """The words of pages, compiled."""
        return compile_words(self.config.repair)

    def read(self, article: Article, raw: str = "", front: Mapping[str, str] | None = None) -> ReadArticle:
        """An article with everything that is in it. ``raw`` and ``front``: what it was made of."""
        passages = self.understanding.passages(article, 0)
        context = passages[0].context if passages else ArticleContext(None, (), article.published)
        parts = tuple(part_of(passage) for passage in passages)
        marks = ((TEXT, text_key(article)),)
        return ReadArticle(article, context, parts, raw=raw, front=front or {}, marks=marks)

    def outcome(self, task: Task) -> Outcome:
        """Do a task."""
        if task.raw is not None:
            return Outcome(task, self._packed(task, task.raw, task.front))
        path = Path(task.path)
        if path.suffix.lower() not in SUFFIXES:
            values = (("type", path.suffix),)
            return Outcome(task, None, (Problem(path.name, "corpus.other_type", values, Severity.WARNING),))
        try:
            found = read_file(path, self.config.repair)
        except UnusableError as error:
            return Outcome(task, None, (error.problem,))
        article = make_article(path.stem, found.body, self.config.repair, self.page_words, found.front)
        problems = (*found.problems, *remarks_on(path, article, found.front))
        return Outcome(task, self._packed(task, found.body, found.front, article), problems)

    def _packed(self, task: Task, raw: str, front: Mapping[str, str], made: Article | None = None) -> Packed:
        article = made or make_article(task.id, raw, self.config.repair, self.page_words, front)
        read = self.read(article, raw, front)
        marks = dict.fromkeys((*read.marks, *(mark for mark in task.marks if mark[0] != TEXT)))
        kept = ReadArticle(read.article, read.context, read.parts, raw, dict(front), task.path, tuple(marks))
        return pack_article(kept, self.config.search)


def text_key(article: Article) -> str:
    """The key of a text without its spaces, and of who published it where: two articles that have it in common are one.

    The same text by another publisher is a repost, and one more source.
    """
    key = "\n".join(("".join(article.text.split()), article.publisher or "", article.url or ""))
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def outcomes(tasks: Sequence[Task], config: Config, processes: int | None = None) -> Iterator[Outcome]:
    """Every task's outcome, in order; ``processes``: how many at once, as many as there are cores where None."""
    many = processes or os.cpu_count() or 1
    if many == 1 or len(tasks) < _MANY:
        bench = Bench(config)
        yield from (bench.outcome(task) for task in tasks)
        return
    yield from _side_by_side(tasks, config, many)


def _side_by_side(tasks: Sequence[Task], config: Config, processes: int) -> Iterator[Outcome]:
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing import get_context

    users = config.folders[0] if len(config.folders) > 1 else None
    with ProcessPoolExecutor(processes, get_context("spawn"), _begin, (users,)) as pool:
        waiting = iter(_chunks(tasks))
        running: list[Future[list[Outcome]]] = []
        try:
            running += [pool.submit(_work, chunk) for chunk in islice(waiting, processes * 3)]
            while running:
                done = running.pop(0).result()
                running += [pool.submit(_work, chunk) for chunk in islice(waiting, 1)]
                yield from done
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _chunks(tasks: Sequence[Task]) -> Iterable[Sequence[Task]]:
    return (tasks[start : start + _CHUNK] for start in range(0, len(tasks), _CHUNK))


class _Worker:
    """A further process's bench, set up once."""

    bench: Bench


def _begin(users: Path | None) -> None:
    import gc
    import signal

    from retrieval.config import load_config

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that was started by somebody
    gc.set_threshold(100_000)
    _Worker.bench = Bench(load_config(users))
    _Worker.bench.understanding.reader.lexicon.for_many()


def _work(tasks: Sequence[Task]) -> list[Outcome]:
    return [_Worker.bench.outcome(task) for task in tasks]
