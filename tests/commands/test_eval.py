"""``yiju eval``: a set of questions with known answers, counted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from smallmind import FakeMind, Run

QUESTIONS: list[dict[str, Any]] = [
    {"id": "1", "turns": ["椒江2019年固投增速?"], "type": "growth", "answers": ["33.1%"], "doc": "001", "evidence": "增速33.1%"},
    {"id": "2", "turns": ["椒江2019年?", "那2018年呢?"], "type": "growth", "answers": ["3%"], "doc": "001", "evidence": "没有"},
    {"id": "3", "turns": ["2019年多少?"], "type": "unanswerable", "answers": [], "doc": None, "evidence": None},
    {"id": "4", "turns": ["天气"], "type": "offtopic", "answers": []},
]  # fmt: skip


def set_of(folder: Path) -> Path:
    lines = (json.dumps(question, ensure_ascii=False) for question in QUESTIONS)
    (folder / "questions.jsonl").write_text("\n".join(lines), "utf-8")
    return folder


def test_eval_prints_a_table_by_type_and_a_funnel(yiju: Run, mind: FakeMind, tmp_path: Path) -> None:
    status, out, _ = yiju("eval", set_of(tmp_path), "--lang", "en")
    assert status == 0
    assert [line.split() for line in out.splitlines()[:5]] == [
        ["type", "n", "right", "unproved", "wrong", "missed"],
        ["growth", "2", "1", "50%", "0", "0%", "0", "0%", "1", "50%"],
        ["offtopic", "1", "1", "100%", "0", "0%", "0", "0%", "0", "0%"],
        ["unanswerable", "1", "0", "0%", "0", "0%", "1", "100%", "0", "0%"],
        ["all", "4", "2", "50%", "0", "0%", "1", "25%", "1", "25%"],
    ]
    assert "of 2 with an answer: evidence found 1, slots right 1, answer right 1" in out
    assert ("那2018年呢?", "椒江2019年?") in mind.asked
    assert mind.folder is None


def test_eval_reads_the_sets_own_articles(yiju: Run, mind: FakeMind, tmp_path: Path) -> None:
    (set_of(tmp_path) / "articles").mkdir()
    yiju("eval", tmp_path)
    assert mind.folder == tmp_path / "articles"


def test_eval_shows_failures_and_writes_answers(yiju: Run, tmp_path: Path) -> None:
    answers = tmp_path / "answers.jsonl"
    _, out, _ = yiju("eval", set_of(tmp_path), "--show", "all", "--answers", answers)
    assert "missed   2 椒江2019年? / 那2018年呢?" in out
    assert "wrong    3 2019年多少?" in out
    assert "wrong    3" not in yiju("eval", tmp_path, "--show", "missed")[1]
    written = [json.loads(line) for line in answers.read_text("utf-8").splitlines()]
    assert [answer["id"] for answer in written] == ["1", "2", "3", "4"]
    assert list(written[0])[:3] == ["id", "question", "status"]


@pytest.mark.parametrize(
    ("floors", "status"),
    [
        (["--min-right", "50"], 0), (["--min-right", "51"], 1), (["--max-wrong", "25"], 0), (["--max-wrong", "24"], 1),
        (["--min-right", "101"], 2),
    ],
)  # fmt: skip
def test_eval_holds_floors(yiju: Run, tmp_path: Path, floors: list[str], status: int) -> None:
    assert yiju("eval", set_of(tmp_path), *floors)[0] == status


def test_eval_for_a_program(yiju: Run, tmp_path: Path) -> None:
    found = json.loads(yiju("eval", set_of(tmp_path), "--json")[1])
    assert (found["n"], found["right"], found["by_type"]["offtopic"]) == (4, 2, {"right": 1})
    assert found["funnel"] == {"n": 2, "found": 1, "fitting": 1, "right": 1}


def test_eval_of_a_folder_without_questions_exits_2(yiju: Run, tmp_path: Path) -> None:
    status, _, err = yiju("eval", tmp_path)
    assert status == 2
    assert "no questions.jsonl" in err


def test_a_file_that_cannot_be_written_is_one_line(yiju: Run, tmp_path: Path) -> None:
    set_of(tmp_path)
    status, _, err = yiju("eval", tmp_path, "--answers", tmp_path / "no" / "out.jsonl")
    assert status == 2
    assert err.count("\n") == 1
    assert "out.jsonl: No such file" in err
