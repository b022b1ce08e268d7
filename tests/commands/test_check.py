"""``yiju check`` names what is wrong with articles and configuration; ``yiju init`` writes a copy of both."""

from __future__ import annotations

import json
import re
from pathlib import Path

from smallmind import TEXT, Run

from retrieval.config import load_config

ROOT = Path(__file__).parents[2]


def test_check_of_good_articles(yiju: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"---\ntitle: 椒江\npublished: 2020-05-15\n---\n{TEXT}\n", "utf-8")
    assert yiju("check", "--articles", tmp_path)[:2] == (0, "1篇文章，2句，没有发现问题。\n")


def test_check_names_every_file_and_what_to_do(yiju: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"---\ntitle: 椒江\npublished: 昨天\n---\n{TEXT}\n", "utf-8")
    (tmp_path / "b.md").write_text("", "utf-8")
    (tmp_path / "c.txt").write_bytes(b"\x00\x01")
    status, out, _ = yiju("check", "--articles", tmp_path)
    assert status == 1
    assert "注意  a.md: 日期 昨天 看不懂；请写成 2020-05-15" in out
    assert "错误  b.md: 是空的；请补上正文，或删掉" in out
    assert "错误  c.txt: 不是文本文件" in out
    found = json.loads(yiju("check", "--articles", tmp_path, "--json", "--lang", "en")[1])
    assert found["problems"][0] == {
        "file": "b.md",
        "severity": "error",
        "problem": "b.md: is empty; add its text or remove it",
    }


def test_every_kind_of_problem_has_its_words() -> None:
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "retrieval" / "corpus").glob("*.py"))
    codes = set(re.findall(r'"(corpus\.[a-z_]+)"', code)) | {"corpus.no_title", "corpus.no_published"}
    assert codes <= set(load_config().messages["zh"].table)


def test_check_finds_every_wrong_configuration_file(yiju: Run, tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_text("engin: memory\n", "utf-8")
    (tmp_path / "english.yaml").write_text("x: [", "utf-8")
    status, out, _ = yiju("check", "--config", tmp_path)
    assert status == 2
    assert [line.split(":")[0] for line in out.splitlines()] == [
        str(tmp_path / "settings.yaml"),
        str(tmp_path / "english.yaml"),
    ]
    assert len(json.loads(yiju("check", "--config", tmp_path, "--json")[1])["configuration"]) == 2


def test_init_writes_a_copy_once(yiju: Run, tmp_path: Path) -> None:
    status, out, _ = yiju("init", tmp_path / "mine")
    assert status == 0
    assert f"--config {tmp_path}/mine/config --articles {tmp_path}/mine/seeds" in out
    status, out, err = yiju("init", tmp_path / "mine")
    assert (status, out) == (2, "")
    assert "is there already; nothing was written" in err
