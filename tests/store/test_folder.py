"""A folder kept in a store: what is new or changed is read, what is gone is forgotten, a stop loses little."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
import pytest

from retrieval.config import Config, load_config
from retrieval.store import folder as folders
from retrieval.store.folder import Report, update
from retrieval.store.reading import Outcome
from retrieval.store.store import Store

FRONT = "---\ntitle: {}\npublished: 2020-05-15\n---\n2019年，台州市椒江区{}增长33.1%。\n"


def watch(found: Iterable[Outcome], _: int) -> Iterable[Outcome]:
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    directory = tmp_path / "articles"
    directory.mkdir()
    for name, thing in (("a", "固定资产投资"), ("b", "民间投资"), ("c", "工业投资")):
        (directory / f"{name}.md").write_text(FRONT.format(name, thing), "utf-8")
    return directory


def counts(report: Report) -> tuple[int, ...]:
    return report.added, report.changed, report.removed, report.same, report.unused


def test_only_what_is_new_or_changed_is_read(store: Store, config: Config, folder: Path) -> None:
    assert counts(update(store, config, folder, watch)) == (3, 0, 0, 0, 0)
    (folder / "a.md").write_text(FRONT.format("a", "进出口总额"), "utf-8")
    os.utime(folder / "a.md", (1, 1))
    (folder / "b.md").unlink()
    (folder / "d.txt").write_text("秀洲区2019年GDP增长5%。", "utf-8")
    report = update(store, config, folder, watch)
    assert counts(report) == (1, 1, 1, 1, 0)
    assert report.sentences == 2
    assert sorted(store.library.by_id) == ["a", "c", "d"]
    assert "进出口" in store.library.by_id["a"].text
    assert counts(update(store, config, folder, watch)) == (0, 0, 0, 3, 0)


def test_files_that_are_no_articles_are_told_once_and_kept_as_told(
    store: Store, config: Config, folder: Path
) -> None:
    (folder / "e.md").write_text("", "utf-8")
    (folder / "f.md").write_text((folder / "a.md").read_text("utf-8"), "utf-8")
    (folder / "a.txt").write_text("别的文章。", "utf-8")
    report = update(store, config, folder, watch)
    assert {(p.file, p.code) for p in report.problems if p.severity == "error"} == {
        ("e.md", "corpus.empty"),
        ("f.md", "corpus.same_text"),
        ("a.txt", "corpus.same_id"),
    }
    assert report.unused == 3
    assert counts(update(store, config, folder, watch))[:2] == (0, 0)
    assert len([p for p in store.library.problems if p.severity == "error"]) == 3


def test_a_stop_in_the_middle_keeps_what_was_read(
    store: Store, config: Config, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "_BATCH", 1)

    def stopped(found: Iterable[Outcome], _: int) -> Iterator[Outcome]:
        for number, outcome in enumerate(found):
            if number == 2:
                raise KeyboardInterrupt
            yield outcome

    with pytest.raises(KeyboardInterrupt):
        update(store, config, folder, stopped)
    assert sorted(store.library.by_id) == ["a", "b"]
    assert counts(update(store, config, folder, watch)) == (1, 0, 0, 2, 0)


def test_articles_are_read_again_under_other_rules(
    store: Store, data: Path, config: Config, folder: Path
) -> None:
    update(store, config, folder, watch)
    store.close()
    words = config.path("units.yaml").read_text("utf-8")
    (folder.parent / "config").mkdir()
    (folder.parent / "config" / "units.yaml").write_text(words + "\n# changed\n", "utf-8")
    other = load_config(folder.parent / "config")
    again = Store.open(data, other)
    report = update(again, other, None, watch)
    assert (report.reread, report.sentences, report.added) == (3, 3, 0)
    assert update(again, other, folder, watch).reread == 0
    assert [article.published.isoformat() for article in again.library.articles if article.published] == [
        "2020-05-15"
    ] * 3
    assert msgspec.to_builtins(again.library.by_id["a"])["title"] == "a"


def test_several_processes_read_what_one_does(
    store: Store, config: Config, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from retrieval.store import reading

    monkeypatch.setattr(reading, "_MANY", 1)
    assert counts(update(store, config, folder, watch, processes=2)) == (3, 0, 0, 0, 0)
    assert list(store.library.by_id) == ["a", "b", "c"]
