"""A kept corpus: what is added is answered, what is removed is gone, nobody sees half of a change."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.assistant import Assistant
from retrieval.config import Config
from retrieval.readings import ReadArticle
from retrieval.records import Status
from retrieval.store.database import Database, StoreError
from retrieval.store.store import Store
from tests.quality.measure import TODAY
from tests.store.killing import killed
from tests.store.whole import contents

Make = Callable[..., ReadArticle]
QUESTION = "椒江区2019年固定资产投资增速是多少?"
TEXT = "2019年，台州市椒江区实现固定资产投资增速{}，居全市第一。"


def answer(assistant: Assistant, question: str = QUESTION) -> str:
    found = assistant.ask(question)
    return found.answer if found.status is Status.ANSWERED else ""


@pytest.fixture
def running(store: Store, data: Path, config: Config) -> Assistant:
    """An assistant that was there before anything was added."""
    return Assistant.of_data(config, data, TODAY)


def test_an_empty_corpus_answers_nothing(running: Assistant) -> None:
    assert answer(running) == ""
    assert (list(running.articles), list(running.sentences), running.overview.years) == ([], [], None)


def test_who_runs_answers_from_what_is_added_and_no_more_from_what_is_removed(
    store: Store, running: Assistant, read: Make
) -> None:
    before = running.version
    assert store.add([read("a", TEXT.format("33.1%"), "椒江,全省优秀!"), read("b", "秀洲区概况。")]) == 2
    assert answer(running) == "33.1%"
    assert running.version != before
    assert running.about("a") == "浙江省台州市椒江区"
    store.remove(["a"])
    assert answer(running) == ""
    assert [article.id for article in running.articles] == ["b"]
    assert running.article("a") is None


def test_an_article_of_the_same_id_replaces_the_old_one(store: Store, running: Assistant, read: Make) -> None:
    store.add([read("a", TEXT.format("33.1%"))])
    store.add([read("b", "椒江区概况。"), read("a", TEXT.format("34.2%"))])
    assert answer(running) == "34.2%"
    assert len(running.articles) == 2
    assert contents(store.database.path.parent, running_config(store)) == {
        "a": TEXT.format("34.2%"),
        "b": "椒江区概况。",
    }


def running_config(store: Store) -> Config:
    from retrieval.config import load_config

    return load_config()


def test_a_wrong_id_is_an_error_and_changes_nothing(store: Store, read: Make) -> None:
    store.add([read("a", TEXT.format("33.1%"))])
    with pytest.raises(KeyError, match="z"):
        store.remove(["a", "z"])
    assert "a" in store
    assert "z" not in store


def test_an_error_in_the_middle_leaves_nothing_of_a_change(
    store: Store, running: Assistant, read: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add([read("a", TEXT.format("33.1%"))])
    monkeypatch.setattr(store.index.paragraphs, "add", lambda documents: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        store.add([read("a", TEXT.format("99.9%")), read("b", TEXT.format("98%"))])
    monkeypatch.undo()
    assert answer(running) == "33.1%"
    assert "b" not in store
    store.add([read("b", "秀洲区2019年GDP增长5%。")])
    assert set(contents(store.database.path.parent, running_config(store))) == {"a", "b"}


def test_nobody_sees_half_of_a_change(store: Store, running: Assistant, read: Make) -> None:
    store.add([read("a", TEXT.format("33.1%"))])
    with running.library.snapshot():
        store.add([read("a", TEXT.format("34.2%"))])
        store.remove(["a"])
        assert answer(running) == "33.1%"
        assert [article.text for article in running.articles] == [TEXT.format("33.1%")]
    assert answer(running) == ""


def test_marks_find_articles(store: Store, read: Make) -> None:
    one, two = read("a", "椒江区概况。"), read("b", "椒江区  概况。")
    store.add([one, two])
    ((kind, key),) = one.marks
    assert store.marked(kind, key) == ["a", "b"]
    store.remove(["a"])
    assert store.marked(kind, key) == ["b"]
    assert store.marked(kind, "another") == []


@pytest.mark.parametrize("run", ["固定资产", "投资增速", "第一", "的"])
def test_runs_of_characters_that_stand_somewhere(store: Store, read: Make, run: str) -> None:
    store.add([read("a", TEXT.format("33.1%"))])
    assert store.library.stands(run)


@pytest.mark.parametrize("run", ["资产固定", "第二", "固增", "焦江"])
def test_runs_of_characters_that_stand_nowhere(store: Store, read: Make, run: str) -> None:
    store.add([read("a", TEXT.format("33.1%"))])
    assert not store.library.stands(run)


def test_no_corpus_a_broken_one_and_another_format_are_told(
    tmp_path: Path, data: Path, config: Config
) -> None:
    with pytest.raises(StoreError) as none:
        Database.open(tmp_path)
    assert none.value.code == "store.none"
    connection = sqlite3.connect(data / "corpus.sqlite3")
    connection.execute("UPDATE meta SET value = 99 WHERE key = 'format'")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError) as other:
        Assistant.of_data(config, data)
    assert (other.value.code, other.value.values["found"]) == ("store.format", "99")
    (data / "corpus.sqlite3").write_bytes(b"no database at all" * 1000)
    with pytest.raises(StoreError) as broken:
        Store.open(data, config)
    assert broken.value.code == "store.broken"


@pytest.mark.parametrize("seed", range(3))
def test_a_corpus_is_whole_wherever_its_writer_is_killed(data: Path, config: Config, seed: int) -> None:
    """``python -m tests.store.killing`` does it at twenty points."""
    killed(data, seed, config)
