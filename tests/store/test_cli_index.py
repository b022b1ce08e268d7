"""``yiju index`` and ``--data``: what they print, what every command then answers from."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import run

ARTICLE = "---\ntitle: 椒江经济\npublished: 2020-05-15\n---\n2019年，台州市椒江区固定资产投资增长{}。\n"
QUESTION = "椒江区2019年固定资产投资增长多少?"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def yiju(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command: status, stdout, stderr."""
    for name in ("YIJU_CONFIG", "YIJU_ARTICLES", "YIJU_DATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))

    def call(*args: object) -> tuple[int, str, str]:
        status = run([str(arg) for arg in args])
        out, err = capsys.readouterr()
        return status, out, err

    return call


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    directory = tmp_path / "articles"
    directory.mkdir()
    (directory / "a.md").write_text(ARTICLE.format("33.1%"), "utf-8")
    return directory


def test_what_is_indexed_is_answered_from_by_every_command(yiju: Run, data: Path, folder: Path) -> None:
    assert yiju("index", "--lang", "zh", "--data", data, "--articles", folder) == (
        0,
        f"新增1，改动0，删除0，未变0，没有用上0；读了1句\n{data}：1篇文章，1句\n",
        "",
    )
    assert json.loads(yiju("ask", "--json", "--data", data, QUESTION)[1])["answer"] == "33.1%"
    assert "a  " in yiju("articles", "--data", data)[1]
    assert "椒江经济" in yiju("show", "a", "--data", data)[1]
    assert yiju("search", "--data", data, "固定资产投资")[0] == 0
    (folder / "a.md").write_text(ARTICLE.format("41.25%"), "utf-8")
    status, out, _ = yiju("index", "--json", "--data", data, "--articles", folder)
    found = json.loads(out)
    assert (status, found["changed"], found["articles"]) == (0, 1, 1)
    assert json.loads(yiju("ask", "--json", "--data", data, QUESTION)[1])["answer"] == "41.25%"


def test_what_is_kept_in_the_users_own_place_is_found_without_an_option(
    yiju: Run, empty: Path, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "yiju").mkdir()
    (tmp_path / "home" / "yiju" / "corpus.sqlite3").write_bytes((empty / "corpus.sqlite3").read_bytes())
    assert yiju("index", "--articles", folder)[0] == 0
    assert [row["id"] for row in json.loads(yiju("articles", "--json")[1])] == ["a"]
    assert yiju("ask", "--articles", folder, "秀洲2019年上半年固定资产投资增长多少?")[0] == 1


def test_the_setting_disk_keeps_a_folder_and_follows_its_changes(
    yiju: Run, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.yaml").write_text("engine: disk\n", "utf-8")
    options = ("--json", "--config", tmp_path / "config", "--articles", folder)
    assert json.loads(yiju("ask", *options, QUESTION)[1])["answer"] == "33.1%"
    (folder / "a.md").write_text(ARTICLE.format("41.25%"), "utf-8")
    assert json.loads(yiju("ask", *options, QUESTION)[1])["answer"] == "41.25%"
    assert list((tmp_path / "home" / "yiju" / "folders").glob("*/corpus.sqlite3"))


@pytest.mark.parametrize(("lang", "words"), [("zh", "这里没有语料"), ("en", "no corpus is kept here")])
def test_no_corpus_is_one_line(yiju: Run, tmp_path: Path, lang: str, words: str) -> None:
    status, out, err = yiju("ask", "--lang", lang, "--data", tmp_path / "none", QUESTION)
    assert (status, out, len(err.splitlines())) == (2, "", 1)
    assert words in err
    assert str(tmp_path / "none") in err


def test_a_folder_that_is_not_there_is_wrong_usage(yiju: Run, tmp_path: Path) -> None:
    assert yiju("index", "--articles", tmp_path / "none")[0] == 2


def test_what_is_kept_of_a_folder_learns_of_what_is_added_to_it(
    yiju: Run, data: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YIJU_DATA", str(data))
    (tmp_path / "new.md").write_text(ARTICLE.format("41.25%").replace("2019", "2018"), "utf-8")
    (tmp_path / "other").mkdir()
    question = QUESTION.replace("2019", "2018")
    assert yiju("index", "--articles", folder)[0] == 0
    assert yiju("add", tmp_path / "new.md", "--articles", tmp_path / "other")[0] == 0  # not what is kept
    assert yiju("ask", question)[0] == 1
    status, out, err = yiju("add", tmp_path / "new.md", "--articles", folder, "--lang", "zh")
    assert (status, out.splitlines()[-1], err) == (0, f"{data}：2篇文章，2句", "")
    assert json.loads(yiju("ask", "--json", question)[1])["answer"] == "41.25%"
    assert json.loads(yiju("add", tmp_path / "new.md", "--articles", folder, "--json")[1])["unchanged"]
    assert yiju("remove", "new", "--articles", folder)[0] == 0
    assert yiju("ask", question)[0] == 1
