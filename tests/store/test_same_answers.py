"""On disk as in memory: the same hits, scores and answers for every question of the seeds."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.assistant import Assistant
from retrieval.config import Config
from retrieval.defaults import default_seeds_dir
from retrieval.readings import read_article
from retrieval.store.store import Store
from tests.quality.measure import SETS, TODAY, read_set


@pytest.fixture(scope="module")
def both(
    empty: Path, config: Config, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Assistant, Assistant]:
    """The seeds in memory and on disk."""
    memory = Assistant.load(config, default_seeds_dir(), TODAY)
    directory = tmp_path_factory.mktemp("seeds")
    (directory / "corpus.sqlite3").write_bytes((empty / "corpus.sqlite3").read_bytes())
    store = Store.open(directory, config)
    store.add(read_article(memory.library.passages_of(article.id)) for article in memory.articles)
    store.close()
    return memory, Assistant.of_data(config, directory, TODAY)


def test_the_corpus_is_the_same(both: tuple[Assistant, Assistant]) -> None:
    memory, disk = both
    assert list(disk.articles) == list(memory.articles)
    assert list(disk.sentences) == list(memory.sentences)
    assert disk.overview == memory.overview
    assert memory.is_quick and not disk.is_quick
    assert set(disk.library.regions) == set(memory.library.regions)
    for one, other in zip(disk.passages, memory.passages, strict=True):
        names = (
            "number",
            "sentence",
            "reading",
            "article",
            "context",
            "near",
            "facts",
            "regions",
            "period",
            "dated",
        )
        assert [getattr(one, name) for name in names] == [getattr(other, name) for name in names]


def test_every_question_has_the_same_hits_and_the_same_answer(both: tuple[Assistant, Assistant]) -> None:
    memory, disk = both
    for gold in read_set(SETS / "seeds"):
        previous = None
        for text in gold.turns:
            hits = [assistant.search(text, 60) for assistant in both]
            assert [sentence for sentence, _ in hits[1]] == [sentence for sentence, _ in hits[0]], text
            assert [s for _, s in hits[1]] == pytest.approx([s for _, s in hits[0]], rel=1e-9)
            found = memory.ask(text, previous)
            assert disk.ask(text, previous) == found
            previous = found
