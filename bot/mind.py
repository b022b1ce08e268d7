"""What the commands need of an assistant; a test gives them a small one of its own."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from retrieval.config import Config
from retrieval.corpus.problems import Problem
from retrieval.defaults import CORPUS_FILE, default_seeds_dir
from retrieval.records import Answer, Article, Overview, Sentence


class Trace(Protocol):
    """How an answer came about, for ``yiju explain`` and the funnel of ``yiju eval``."""

    def lines(self) -> list[str]:
        """The trace for a reader."""

    def to_json(self) -> dict[str, Any]:
        """The trace for a program.

        The funnel reads ``candidates`` (``[{"text": sentence}]``) and ``facts`` (``[{"text": figure, "fits": bool}]``,
        where ``fits`` means that every slot agrees with the question).
        """


class Mind(Protocol):
    """``retrieval.assistant.Assistant``, as the commands see it."""

    @property
    def articles(self) -> Sequence[Article]:
        """The articles that can be used, in order; of a corpus on disk they are read one by one."""

    @property
    def sentences(self) -> Sequence[Sentence]:
        """All their sentences."""

    @property
    def problems(self) -> Sequence[Problem]:
        """What is wrong with the article files."""

    @property
    def version(self) -> int:
        """Another number means that articles have been added or removed since."""

    @property
    def is_quick(self) -> bool:
        """Whether an answer takes some milliseconds and waits for nothing, neither a disk nor a network."""

    def for_many(self) -> None:
        """Make ready for many questions, where that takes a moment."""

    @property
    def ids(self) -> Sequence[str]:
        """The ids of the articles, in order."""

    @property
    def overview(self) -> Overview:
        """What the articles are about."""

    def article(self, name: str) -> Article | None:
        """The article of an id."""

    def sentences_of(self, article: str) -> Sequence[Sentence]:
        """The sentences of one article, in order."""

    def about(self, article: str) -> str:
        """The full name of the region an article is about (浙江省台州市椒江区), or ''."""

    def ask(self, text: str, previous: Answer | None = None) -> Answer:
        """The answer to ``text``, read as a follow-up where ``previous`` is given."""

    def explain(self, text: str, previous: Answer | None = None) -> Trace:
        """How that answer comes about."""

    def search(self, text: str, top: int) -> Sequence[tuple[Sentence, float]]:
        """The retriever's best sentences with their scores."""


Loader = Callable[[Config, Path | None], Mind]


class UnusableDataError(Exception):
    """A kept corpus that cannot be used: ``code`` is a key of the message files, ``values`` fill it."""

    def __init__(self, code: str, values: Mapping[str, str]) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def load_mind(config: Config, articles: Path | None) -> Mind:
    """The real assistant over ``articles`` (``None``: the seeds), in memory or on disk as the settings say."""
    from retrieval.assistant import Assistant

    engine = config.settings.engine
    if engine == "disk" or (engine != "memory" and articles and _size(articles) > _most(config)):
        return _load_folder(config, articles or default_seeds_dir())
    mind: Mind = Assistant.load(config, articles)
    return mind


def load_kept(config: Config, data: Path) -> Mind:
    """The real assistant over the corpus kept in a directory; ``UnusableDataError`` where there is none."""
    from retrieval.assistant import Assistant
    from retrieval.store.database import StoreError

    try:
        mind: Mind = Assistant.of_data(config, data)
    except StoreError as error:
        raise UnusableDataError(error.code, error.values) from None
    return mind


def _load_folder(config: Config, folder: Path) -> Mind:
    """The assistant over a folder that is kept on disk and brought up to date at every start."""
    from retrieval.store.database import StoreError
    from retrieval.store.folder import update
    from retrieval.store.store import Store

    name = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    data = data_directory(config, os.environ) / "folders" / name
    try:
        store = Store.open(data, config)
        update(store, config, folder, lambda found, _: found)
        store.close()
    except StoreError as error:
        raise UnusableDataError(error.code, error.values) from None
    return load_kept(config, data)


def _size(folder: Path) -> int:
    """The bytes of a folder's files."""
    if not folder.is_dir():
        return 0
    return sum(entry.stat().st_size for entry in os.scandir(folder) if entry.is_file())


def _most(config: Config) -> int:
    return config.settings.memory_megabytes * 1024 * 1024


def data_directory(config: Config, environment: Mapping[str, str]) -> Path:
    """Where a corpus is kept: the setting ``data``, else ``$XDG_DATA_HOME/yiju`` or ``~/.local/share/yiju``."""
    if config.settings.data:
        return Path(config.settings.data).expanduser()
    base = Path(environment.get("XDG_DATA_HOME", ""))
    return (base if base.is_absolute() else Path("~/.local/share").expanduser()) / "yiju"


def kept_by_default(config: Config, environment: Mapping[str, str]) -> Path | None:
    """That directory where a corpus is kept there and the engine is not ``memory``; else None."""
    directory = data_directory(config, environment)
    kept = config.settings.engine != "memory" and (directory / CORPUS_FILE).is_file()
    return directory if kept else None
