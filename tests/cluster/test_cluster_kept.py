"""A kept corpus that is searched in a real cluster: the cluster follows what is added, changed and removed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from retrieval.assistant import Assistant
from retrieval.config import Config, load_config
from retrieval.corpus.articles import load_articles
from retrieval.defaults import default_seeds_dir
from retrieval.readings import ReadArticle
from retrieval.records import Article, Block, Kind
from retrieval.schema import OpenSearchSettings
from retrieval.search.cluster_client import connect
from retrieval.search.cluster_index import holders
from retrieval.store.reading import Bench
from retrieval.store.store import Store

pytestmark = pytest.mark.cluster
QUESTION = "椒江2019年固投增速?"


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench(load_config())


@pytest.fixture(scope="module")
def seeds(bench: Bench) -> list[ReadArticle]:
    articles = load_articles(default_seeds_dir(), load_config().repair).articles
    return [bench.read(article, article.text) for article in articles]


@pytest.fixture
def config(settings_for: Callable[..., OpenSearchSettings]) -> Config:
    loaded = load_config()
    settings = msgspec.structs.replace(loaded.settings, engine="opensearch", opensearch=settings_for())
    return Config(**{**vars(loaded), "settings": settings})


def written(bench: Bench, name: str, text: str) -> ReadArticle:
    return bench.read(Article(name, text, blocks=(Block(0, len(text), Kind.BODY),)), text)


def places(assistant: Assistant, text: str) -> list[tuple[str, int, float]]:
    return [(s.article, s.start, round(score, 6)) for s, score in assistant.search(text, 20)]


def test_the_cluster_follows_the_corpus(
    tmp_path: Path, config: Config, bench: Bench, seeds: list[ReadArticle]
) -> None:
    store = Store.open(tmp_path, config)
    store.add(seeds)
    clustered, on_disk = Assistant.of_data(config, tmp_path), Assistant.of_data(load_config(), tmp_path)
    assert clustered.ask(QUESTION).answer == "33.1%"
    for text in (QUESTION, "秀洲服务业增加值", "高新技术企业有多少家"):
        assert places(clustered, text) == places(on_disk, text)
    asked = "柯桥区2022年固定资产投资增速是多少?"
    assert clustered.ask(asked).answer == ""
    store.add([written(bench, "new", "2022年柯桥区固定资产投资增长12.5%。")])
    assert clustered.ask(asked).answer == "12.5%"
    store.add([written(bench, "new", "2022年柯桥区固定资产投资增长12.6%。")])
    assert clustered.ask(asked).answer == "12.6%"
    assert places(clustered, asked) == places(on_disk, asked)
    store.remove(["new"])
    assert clustered.ask(asked).answer == ""
    assert places(clustered, QUESTION) == places(on_disk, QUESTION)


def test_what_is_in_step_is_not_told_again(
    tmp_path: Path, config: Config, bench: Bench, seeds: list[ReadArticle]
) -> None:
    store = Store.open(tmp_path, config)
    store.add(seeds)
    cluster = connect(config.settings.opensearch, {})
    alias = f"{cluster.settings.prefix}-sentences"
    Assistant.of_data(config, tmp_path)
    before = holders(cluster, alias)
    store.add([written(bench, "new", "2022年柯桥区固定资产投资增长12.5%。")])
    assert Assistant.of_data(config, tmp_path).search("柯桥区", 1)[0][0].article == "new"
    assert holders(cluster, alias) == before  # the same index, with one article more


def test_another_corpus_is_built_beside(
    tmp_path: Path, config: Config, bench: Bench, seeds: list[ReadArticle]
) -> None:
    for name, some in (
        ("one", seeds),
        ("two", [written(bench, "only", "2022年柯桥区固定资产投资增长12.5%。")]),
    ):
        Store.open(tmp_path / name, config).add(some)
        kept = Assistant.of_data(config, tmp_path / name)
        assert {s.article for s, _ in kept.search("固定资产投资", 99)} <= {
            article.article.id for article in some
        }
        assert kept.search("固定资产投资", 1)
