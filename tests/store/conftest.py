"""What the tests of a kept corpus share: the configuration, an empty store to copy, articles that are read already."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.config import Config, load_config
from retrieval.readings import ReadArticle
from retrieval.records import Article, Block, Kind
from retrieval.store.reading import Bench
from retrieval.store.store import Store


@pytest.fixture(scope="session")
def config() -> Config:
    return load_config()


@pytest.fixture(scope="session")
def bench(config: Config) -> Bench:
    return Bench(config)


@pytest.fixture(scope="session")
def empty(config: Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store without articles: filling in its dictionary takes a second, copying it nothing."""
    directory = tmp_path_factory.mktemp("empty") / "data"
    Store.open(directory, config).close()
    return directory


@pytest.fixture
def data(empty: Path, tmp_path: Path) -> Path:
    """The directory of a store of one's own."""
    return Path(shutil.copytree(empty, tmp_path / "data"))


@pytest.fixture
def store(data: Path, config: Config) -> Store:
    return Store.open(data, config)


Make = Callable[..., ReadArticle]


@pytest.fixture
def read(bench: Bench) -> Make:
    """Reads a text as an article: ``read("a", "椒江区2019年固定资产投资增长33.1%。")``."""

    def make(name: str, text: str, title: str | None = None) -> ReadArticle:
        blocks = (Block(0, len(text), Kind.BODY),)
        return bench.read(Article(name, text, title, blocks=blocks), text)

    return make
