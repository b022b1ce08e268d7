"""``yiju show``, ``explain``, ``search`` and ``articles``: looking at what answers are made from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from smallmind import ARTICLE, FIRST, SECOND, TEXT, FakeMind, Run


def test_show_opens_what_an_answer_cites(yiju: Run) -> None:
    status, out, _ = yiju("show", f"001-jiaojiang#8-{len(TEXT)}")
    assert status == 0
    assert out == f"椒江,全省优秀! · 浙江在线 · 2020-05-15\n{FIRST.text}▶{SECOND.text}◀\n"
    assert TEXT in yiju("show", "001-jiaojiang")[1]


@pytest.mark.parametrize("passage", ["002-x#0-1", "001-jiaojiang#8-9999", "001-jiaojiang#9-8", "x"])
def test_show_without_such_a_passage_exits_1(yiju: Run, passage: str) -> None:
    assert yiju("show", passage)[0] == 1


def test_explain_prints_the_trace(yiju: Run) -> None:
    assert yiju("explain", "椒江2019年?", "那2018年呢?")[:2] == (
        0,
        "question 那2018年呢?\nbefore 椒江2019年?\n",
    )
    assert json.loads(yiju("explain", "2019?", "--json")[1])["facts"][0]["fits"] is True


def test_search_shows_sentences_with_scores(yiju: Run) -> None:
    status, out, _ = yiju("search", "椒江", "固投")
    assert status == 0
    assert out.splitlines()[0] == f"  1    2.500  001-jiaojiang#8-{len(TEXT)}  {SECOND.text}"
    assert yiju("search", "无此")[0] == 1
    hits = json.loads(yiju("search", "椒江", "--json", "--top", 1)[1])
    assert hits == [{"article": ARTICLE.id, "text": SECOND.text, "score": 2.5, "start": 8, "end": len(TEXT)}]


def test_search_answers_a_file_of_questions(yiju: Run, tmp_path: Path) -> None:
    questions, out = tmp_path / "q.jsonl", tmp_path / "hits.jsonl"
    questions.write_text('{"id": "a", "question": "椒江"}\n\n{"id": "b", "question": "无此"}\n', "utf-8")
    assert yiju("search", "--questions", questions, "--out", out)[0] == 0
    first, second = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert first["id"] == "a"
    assert [hit["text"] for hit in first["hits"]] == [SECOND.text, FIRST.text]
    assert second == {"id": "b", "hits": []}


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 1}'])
def test_a_broken_question_file_names_the_line(yiju: Run, tmp_path: Path, line: str) -> None:
    questions = tmp_path / "q.jsonl"
    questions.write_text('{"id": "a", "question": "椒江"}\n' + line, "utf-8")
    status, _, err = yiju("search", "--questions", questions, "--out", tmp_path / "out")
    assert status == 2
    assert f"{questions}:2: " in err


def test_articles_is_a_table(yiju: Run) -> None:
    status, out, _ = yiju("articles")
    assert status == 0
    assert out.splitlines() == [
        "编号           日期        发布者    标题            句数  地区",
        "001-jiaojiang  2020-05-15  浙江在线  椒江,全省优秀!  2     浙江省台州市椒江区",
        "1篇文章，2句",
    ]
    assert json.loads(yiju("articles", "--json")[1])[0]["region"] == "浙江省台州市椒江区"


def test_articles_of_an_empty_folder(yiju: Run, mind: FakeMind) -> None:
    mind.articles, mind.sentences = (), ()
    assert yiju("articles")[:2] == (0, "0篇文章，0句\n")
