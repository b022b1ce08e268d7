"""Files, folders and JSON lines in; one value an article out, and a reason for everything else."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from retrieval.corpus.incoming import File, Form, Incoming, find_files, read_file
from retrieval.corpus.problems import Problem

MOST = 1000


def read(target: Path) -> list[Incoming | Problem]:
    found: list[Incoming | Problem] = []
    for file in find_files(target):
        found += read_file(file, MOST) if isinstance(file, File) else [file]
    return found


def rows(tmp_path: Path, *lines: Any, name: str = "rows.jsonl") -> list[Incoming | Problem]:
    raw = [
        line if isinstance(line, bytes) else json.dumps(line, ensure_ascii=False).encode() for line in lines
    ]
    data = b"\n".join(raw) + b"\n"
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return read(tmp_path / name)


def codes(found: list[Incoming | Problem]) -> list[str]:
    return [one.code if isinstance(one, Problem) else "+" for one in found]


def test_a_folder_is_read_to_its_ground_by_name(tmp_path: Path) -> None:
    for name in ("b.md", "a.txt", "2020/h1.HTML", "2020/q1/x.shtml", ".hidden.md", ".git/y.md", "z.pdf"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("增长5%。", "utf-8")
    found = read(tmp_path)
    assert [(one.names, one.form) for one in found if isinstance(one, Incoming)] == [
        (("a", f"{tmp_path.name}-a"), Form.TEXT),
        (("b", f"{tmp_path.name}-b"), Form.MARKDOWN),
        (("h1", "2020-h1"), Form.HTML),
        (("x", "q1-x"), Form.HTML),
    ]
    assert [one for one in found if isinstance(one, Problem)] == [
        Problem(str(tmp_path / "z.pdf"), "corpus.not_read", (("type", ".pdf"),))
    ]


def test_what_cannot_be_read_has_its_reason(tmp_path: Path) -> None:
    (tmp_path / "large.txt").write_bytes(b"x" * (MOST + 1))
    assert codes(read(tmp_path / "large.txt")) == ["corpus.too_large"]
    assert codes(read(tmp_path / "none.md")) == ["corpus.not_there"]


def test_a_row_has_what_its_line_says(tmp_path: Path) -> None:
    row = {
        "id": "jj-1",
        "title": "椒江\n2019年",
        "publisher": "浙江在线",
        "published": "2020-05-15",
        "url": "https://x.example/1",
        "text": "增长33.1%。",
    }
    assert rows(tmp_path, row) == [
        Incoming(
            f"{tmp_path}/rows.jsonl:1", ("jj-1",), Form.TEXT, "增长33.1%。".encode(),
            (("title", "椒江 2019年"), ("publisher", "浙江在线"), ("published", "2020-05-15"), ("url", "https://x.example/1")),
        )
    ]  # fmt: skip


def test_a_row_without_an_id_is_called_by_its_line(tmp_path: Path) -> None:
    found = rows(
        tmp_path, {"text": "一"}, b"", {"html": "<p>二", "id": None, "title": ["x"]}, name="新闻.jsonl.gz"
    )
    assert [(one.names, one.form, one.front) for one in found if isinstance(one, Incoming)] == [
        (("新闻-1",), Form.TEXT, ()),
        (("新闻-3",), Form.HTML, ()),
    ]


@pytest.mark.parametrize(
    "line, code",
    [
        (b"{", "corpus.bad_row"),
        (b"[1]", "corpus.bad_row"),
        (b"\xff\xfe", "corpus.bad_row"),
        (b"[" * 900, "corpus.bad_row"),
        ({"title": "x"}, "corpus.no_text"),
        ({"text": ""}, "corpus.no_text"),
        ({"text": True}, "corpus.no_text"),
        ({"text": "x" * 4 * MOST}, "corpus.too_large"),
    ],
)
def test_a_bad_line_costs_no_other(line: Any, code: str, tmp_path: Path) -> None:
    found = rows(tmp_path, {"text": "一"}, line, {"text": "二"})
    assert codes(found) == ["+", code, "+"]
    assert isinstance(found[1], Problem)
    assert found[1].file == f"{tmp_path}/rows.jsonl:2"


def test_a_broken_gzip_gives_what_comes_before(tmp_path: Path) -> None:
    lines = "\n".join(
        json.dumps({"text": f"第{n}篇，增长{n * 7919 % 1009}%。"}, ensure_ascii=False) for n in range(3000)
    )
    (tmp_path / "x.jsonl.gz").write_bytes(gzip.compress(lines.encode())[:-3000])
    found = codes(read(tmp_path / "x.jsonl.gz"))
    assert found[0] == "+"
    assert found[-1] == "corpus.broken_gzip"
    assert set(found[:-1]) <= {"+", "corpus.bad_row"}


def test_what_is_no_gzip_at_all(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl.gz").write_text("{}", "utf-8")
    assert codes(read(tmp_path / "x.jsonl.gz")) == ["corpus.broken_gzip"]


def test_half_a_character_in_a_json_string_is_no_fault(tmp_path: Path) -> None:
    (found,) = rows(tmp_path, b'{"text": "\\ud800\xe5\xa2\x9e\xe9\x95\xbf"}')
    assert isinstance(found, Incoming)
    assert found.data.decode() == "?增长"
