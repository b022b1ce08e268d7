"""The name a corpus is kept under: another for every change of what was read, the same for all else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from retrieval.shelf import shelf_name


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    (folder / "2019").mkdir(parents=True)
    (folder / "jiaojiang.md").write_text("椒江区固定资产投资增长10.4%。", "utf-8")
    (folder / "2019" / "huangyan.md").write_text("黄岩区固定资产投资增长9.1%。", "utf-8")
    return folder


def rewritten(folder: Path) -> None:
    (folder / "jiaojiang.md").write_text("椒江区固定资产投资增长11.4%。", "utf-8")


def one_more(folder: Path) -> None:
    (folder / "2019" / "luqiao.md").write_text("路桥区固定资产投资增长8.0%。", "utf-8")


def one_less(folder: Path) -> None:
    (folder / "2019" / "huangyan.md").unlink()


def renamed(folder: Path) -> None:
    (folder / "jiaojiang.md").rename(folder / "jiaojiang-2019.md")


def moved(folder: Path) -> None:
    (folder / "jiaojiang.md").rename(folder / "2019" / "jiaojiang.md")


@pytest.mark.parametrize("change", [rewritten, one_more, one_less, renamed, moved])
def test_a_change_of_an_article_makes_another_name(articles: Path, change: Callable[[Path], None]) -> None:
    before = shelf_name(articles, ())
    change(articles)
    assert shelf_name(articles, ()) != before


def test_the_name_is_of_the_folder_and_not_of_how_it_is_written(
    articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(articles.parent)
    assert shelf_name(Path("articles"), ()) == shelf_name(articles, ())


def test_a_change_of_the_configuration_makes_another_name(articles: Path, tmp_path: Path) -> None:
    words = tmp_path / "config"
    words.mkdir()
    before = shelf_name(articles, (words,))
    (words / "units.yaml").write_text("people: 人 户\n", "utf-8")
    assert shelf_name(articles, (words,)) != before


def test_what_python_compiles_at_a_start_changes_nothing(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "program"
    compiled = program / "search" / "__pycache__"
    compiled.parent.mkdir(parents=True)
    monkeypatch.setattr("retrieval.shelf._PROGRAM", program)
    before = shelf_name(articles, ())
    compiled.mkdir()
    (compiled / "memory.cpython-311.pyc").write_bytes(b"later")
    assert shelf_name(articles, ()) == before
    (program / "search" / "memory.py").write_text('"""Changed."""\n', "utf-8")
    assert shelf_name(articles, ()) != before
