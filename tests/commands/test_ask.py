"""``yiju ask``: what is printed, in which language, from which articles, and the exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from smallmind import SECOND, TEXT, FakeMind, Run

from bot.commands.session import locale_language
from retrieval.corpus.problems import Problem, Severity


def test_ask_prints_the_message_and_exits_0(yiju: Run) -> None:
    status, out, err = yiju("ask", "椒江2019年固投增速?")
    assert status == 0
    assert out.splitlines() == [
        "33.1%  浙江省台州市椒江区 · 2019年 · 固定资产投资 · 增速",
        f"│ {SECOND.text}",
        f"— 椒江,全省优秀! · 浙江在线 · 2020-05-15 · 出处 001-jiaojiang#8-{len(TEXT)}",
    ]
    assert err == ""


@pytest.mark.parametrize("question", ["椒江2018年?", "今天天气?", ""])
def test_no_answer_exits_1(yiju: Run, question: str) -> None:
    status, out, _ = yiju("ask", question)
    assert status == 1
    assert out


def test_several_questions_are_one_conversation(yiju: Run, mind: FakeMind) -> None:
    status, out, _ = yiju("ask", "椒江2019年固投增速?", "那2018年呢?")
    assert status == 1
    assert mind.asked == [("椒江2019年固投增速?", None), ("那2018年呢?", "椒江2019年固投增速?")]
    assert "> 那2018年呢?" in out
    assert "33.1%" in out


def test_json_is_the_contract(yiju: Run) -> None:
    status, out, _ = yiju("ask", "那2018年呢?", "椒江2019年固投增速?", "--json")
    found = json.loads(out)
    assert status == 0
    assert list(found) == [
        "question", "status", "answer", "region", "period", "indicator", "measure", "quotes", "offers", "reason", "milliseconds"
    ]  # fmt: skip
    assert (found["status"], found["answer"], found["milliseconds"]) == ("answered", "33.1%", 2.1)
    assert found["quotes"] == [
        {"article": "001-jiaojiang", "text": SECOND.text, "start": 8, "end": len(TEXT), "title": "椒江,全省优秀!",
         "publisher": "浙江在线", "published": "2020-05-15", "url": None, "source": "stated"}
    ]  # fmt: skip
    assert out.count("\n") == 1


def test_json_of_a_refusal(yiju: Run) -> None:
    status, out, _ = yiju("ask", "2018?", "--json")
    found = json.loads(out)
    assert status == 1
    assert (found["status"], found["answer"], found["region"], found["reason"]) == (
        "not_found",
        "",
        None,
        "no_period",
    )
    assert found["offers"] == [{"label": "2019年", "question": "椒江2019年固投增速?"}]


def test_the_language_is_the_option_then_the_setting_then_the_questions(
    yiju: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "C.UTF-8")
    assert "没有来源" in yiju("ask", "2018?")[1]
    assert "No source" in yiju("ask", "2018?", "--lang", "en")[1]
    (tmp_path / "settings.yaml").write_text("language: en\n", "utf-8")
    assert "No source" in yiju("ask", "2018?", "--config", tmp_path)[1]
    monkeypatch.setenv("YIJU_CONFIG", str(tmp_path))
    assert "No source" in yiju("ask", "2018?")[1]
    assert "没有来源" in yiju("ask", "2018?", "--lang", "zh")[1]


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW"}, "zh"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "zh_CN"}, "zh"),
        ({"LANG": "zh_CN", "LC_ALL": ""}, "zh"),
    ],
)
def test_the_language_of_a_locale(environment: dict[str, str], lang: str) -> None:
    assert locale_language(environment) == lang


def test_the_articles_folder_is_the_option_or_the_environment(
    yiju: Run, mind: FakeMind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    yiju("ask", "2018?")
    assert mind.folder is None
    yiju("ask", "2018?", "--articles", tmp_path)
    assert mind.folder == tmp_path
    monkeypatch.setenv("YIJU_ARTICLES", str(tmp_path.parent))
    yiju("ask", "2018?")
    assert mind.folder == tmp_path.parent


def test_files_that_are_not_used_are_counted_on_stderr(yiju: Run, mind: FakeMind) -> None:
    mind.problems = (
        Problem("b.md", "corpus.empty"),
        Problem("c.md", "corpus.no_title", severity=Severity.INFO),
    )
    status, _, err = yiju("ask", "椒江2019年?")
    assert (status, err) == (0, "yiju: 1个文件没有用上，yiju check 说明原因\n")
