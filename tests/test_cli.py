"""The command line, with a small assistant in place of the real one: what is printed, and the exit status."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.cli import COMMANDS, INTERRUPTED, run
from bot.commands.session import locale_language
from bot.progress import counted, slow_work
from retrieval.config import Config, ConfigError, load_config
from retrieval.corpus.problems import Problem, Severity
from retrieval.records import Answer, Article, Kind, Offer, Quote, Sentence, Status

ROOT = Path(__file__).parents[1]
TEXT = "椒江区去年很好。2019年固定资产投资增速33.1%。"
ARTICLE = Article("001-jiaojiang", TEXT, "椒江,全省优秀!", "浙江在线", date(2020, 5, 15))
FIRST = Sentence(ARTICLE.id, 0, 0, 0, 8, Kind.BODY, TEXT[:8])
SECOND = Sentence(ARTICLE.id, 1, 0, 8, len(TEXT), Kind.BODY, TEXT[8:])
QUOTE = Quote(
    ARTICLE.id,
    SECOND.text,
    8,
    len(TEXT),
    ARTICLE.title,
    ARTICLE.publisher,
    ARTICLE.published,
    None,
    mark=(13, 18),
)
OFFER = Offer("2019年", "椒江2019年固投增速?")


@dataclass
class FakeTrace:
    """Says what was asked."""

    text: str
    previous: Answer | None

    def lines(self) -> list[str]:
        return [f"question {self.text}", f"before {self.previous.question if self.previous else '-'}"]

    def to_json(self) -> dict[str, Any]:
        return {
            "candidates": [{"text": SECOND.text}],
            "facts": [{"text": "33.1%", "fits": "2019" in self.text}],
        }


@dataclass
class FakeMind:
    """Knows one figure of 2019, and remembers what it was asked."""

    articles: tuple[Article, ...] = (ARTICLE,)
    sentences: tuple[Sentence, ...] = (FIRST, SECOND)
    problems: tuple[Problem, ...] = ()
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    folder: Path | None = None

    def about(self, article: str) -> str:
        return "浙江省台州市椒江区" if article == ARTICLE.id else ""

    def ask(self, text: str, previous: Answer | None = None) -> Answer:
        self.asked.append((text, previous.question if previous else None))
        if "断" in text:
            raise KeyboardInterrupt
        if "天气" in text:
            return Answer(text, Status.OFFTOPIC, reason="offtopic")
        if "2019" not in text:
            return Answer(text, Status.NOT_FOUND, reason="no_period", period="2018", offers=(OFFER,))
        return Answer(text, Status.ANSWERED, "33.1%", region="浙江省台州市椒江区", period="2019", indicator="固定资产投资",
                      measure="growth", quotes=(QUOTE,), milliseconds=2.14)  # fmt: skip

    def explain(self, text: str, previous: Answer | None = None) -> FakeTrace:
        return FakeTrace(text, previous)

    def search(self, text: str, top: int) -> Sequence[tuple[Sentence, float]]:
        return [(SECOND, 2.5), (FIRST, 1.25)][:top] if "椒江" in text else []


@pytest.fixture
def mind() -> FakeMind:
    return FakeMind()


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def yiju(mind: FakeMind, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command against the small assistant: status, stdout, stderr."""
    for name in ("LC_ALL", "LC_MESSAGES", "YIJU_CONFIG", "YIJU_ARTICLES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")

    def load(config: Config, articles: Path | None) -> FakeMind:
        mind.folder = articles
        return mind

    def call(*args: object) -> tuple[int, str, str]:
        status = run([str(arg) for arg in args], load)
        out, err = capsys.readouterr()
        return status, out, err

    return call


# --- ask -----------------------------------------------------------------------------------------------------


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


# --- wrong usage, wrong configuration ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "args",
    [
        ["ask"], ["ask", "x", "--lang", "fr"], ["ask", "x", "--articles", "/nowhere"], ["fly"], ["ask", "x", "--nope"],
        ["search"], ["search", "x", "--questions", "/nowhere"], ["search", "x", "--top", "0"], ["eval", "/nowhere"], ["init"],
    ],
)  # fmt: skip
def test_wrong_usage_exits_2_without_a_traceback(yiju: Run, args: list[str]) -> None:
    status, out, err = yiju(*args)
    assert (status, out) == (2, "")
    assert err.startswith("Usage: yiju")
    assert "Traceback" not in err


@pytest.mark.parametrize("command", ["ask x", "explain x", "search x", "articles", "chat", f"eval {ROOT}"])
def test_wrong_configuration_is_one_line_and_exits_2(yiju: Run, tmp_path: Path, command: str) -> None:
    (tmp_path / "settings.yaml").write_text("engin: memory\n", "utf-8")
    status, out, err = yiju(*command.split(), "--config", tmp_path)
    assert (status, out) == (2, "")
    assert err == f"yiju: {tmp_path}/settings.yaml:1: engin: unknown key; did you mean 'engine'?\n"


def test_a_configuration_error_that_the_assistant_finds_is_one_line_too(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def load(config: Config, articles: Path | None) -> FakeMind:
        raise ConfigError(Path("config/regions.yaml"), "no such code", key="zones")

    assert run(["ask", "x"], load) == 2
    assert capsys.readouterr().err == "yiju: config/regions.yaml: zones: no such code\n"


def test_ctrl_c_is_quiet(yiju: Run) -> None:
    status, out, err = yiju("ask", "断")
    assert (status, out, err.strip()) == (INTERRUPTED, "", "")


class BrokenError(Exception):
    """A fault of ours."""


@pytest.mark.parametrize(
    ("environment", "options", "said"),
    [
        ({"LANG": "zh_CN.UTF-8"}, [], "意外错误（BrokenError）"),
        ({"LANG": "C.UTF-8"}, [], "unexpected error (BrokenError)"),
        ({"LANG": "C.UTF-8"}, ["--lang", "zh"], "意外错误（BrokenError）"),
        ({"LANG": "zh_CN.UTF-8"}, ["--lang=en"], "unexpected error (BrokenError)"),
    ],
)
def test_a_fault_of_ours_is_one_line_in_the_readers_language(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str], options: list[str], said: str,
) -> None:  # fmt: skip
    for name in ("LC_ALL", "LC_MESSAGES", "YIJU_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    def load(config: Config, articles: Path | None) -> FakeMind:
        raise BrokenError("a secret of somebody's")

    assert run(["ask", "x", *options], load) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"yiju: {said}")
    assert err.count("\n") == 1
    assert "YIJU_DEBUG=1" in err
    assert "secret" not in err
    monkeypatch.setenv("YIJU_DEBUG", "1")
    with pytest.raises(BrokenError):
        run(["ask", "x", *options], load)


@pytest.mark.parametrize("raw", [b"\xff\xfe", "椒江2019年固投增速".encode("gbk")])
def test_what_is_no_utf8_is_a_question_like_any_other(raw: bytes) -> None:
    program = [sys.executable, "-m", "bot.cli"]
    environment = {**os.environ, "PYTHONUTF8": "1", "LANG": "C.UTF-8"}
    typed = subprocess.run(
        [*program, "chat"], cwd=ROOT, env=environment, input=raw, capture_output=True, check=False
    )
    command: list[str | bytes] = [*program, "ask", raw]
    asked = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert (asked.returncode, asked.stderr) == (1, b"")
    assert (typed.returncode, typed.stderr) == (0, b"")


def test_a_file_that_cannot_be_written_is_one_line(yiju: Run, tmp_path: Path) -> None:
    set_of(tmp_path)
    status, _, err = yiju("eval", tmp_path, "--answers", tmp_path / "no" / "out.jsonl")
    assert status == 2
    assert err.count("\n") == 1
    assert "out.jsonl: No such file" in err


# --- chat, show, explain, search, articles, check, init --------------------------------------------------------


def chat(yiju: Run, monkeypatch: pytest.MonkeyPatch, *lines: str) -> str:
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(line + "\n" for line in lines)))
    status, out, _ = yiju("chat")
    assert status == 0
    return out


def test_chat_is_a_conversation(yiju: Run, mind: FakeMind, monkeypatch: pytest.MonkeyPatch) -> None:
    out = chat(yiju, monkeypatch, "椒江2018年?", "1", "", "/new", "2018?", "/quit", "2019?")
    assert mind.asked == [("椒江2018年?", None), (OFFER.question, "椒江2018年?"), ("2018?", None)]
    assert "33.1%" in out


def test_chat_explains_itself_and_ends_with_the_input(
    yiju: Run, mind: FakeMind, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = chat(yiju, monkeypatch, "/help", "/dance", "7")
    assert "/quit 退出" in out
    assert "没有/dance这个命令" in out
    assert mind.asked == [("7", None)]


@pytest.mark.parametrize("number", ["0", "2", "²", "99999"])
def test_a_number_that_is_no_choice_is_a_question(
    yiju: Run, mind: FakeMind, monkeypatch: pytest.MonkeyPatch, number: str
) -> None:
    chat(yiju, monkeypatch, "椒江2018年?", number)
    assert mind.asked[1] == (number, "椒江2018年?")


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


def test_files_that_are_not_used_are_counted_on_stderr(yiju: Run, mind: FakeMind) -> None:
    mind.problems = (
        Problem("b.md", "corpus.empty"),
        Problem("c.md", "corpus.no_title", severity=Severity.INFO),
    )
    status, _, err = yiju("ask", "椒江2019年?")
    assert (status, err) == (0, "yiju: 1个文件没有用上，yiju check 说明原因\n")


def test_init_writes_a_copy_once(yiju: Run, tmp_path: Path) -> None:
    status, out, _ = yiju("init", tmp_path / "mine")
    assert status == 0
    assert f"--config {tmp_path}/mine/config --articles {tmp_path}/mine/seeds" in out
    status, out, err = yiju("init", tmp_path / "mine")
    assert (status, out) == (2, "")
    assert "is there already; nothing was written" in err


# --- eval ----------------------------------------------------------------------------------------------------

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


# --- progress, help, the real process --------------------------------------------------------------------------


class Terminal(io.StringIO):
    """A stream somebody watches."""

    def isatty(self) -> bool:
        return True


def test_progress_is_for_people_and_for_slow_work() -> None:
    watched, piped, quick = Terminal(), io.StringIO(), Terminal()
    assert list(counted([1, 2, 3], 3, "asking", watched, patience=0.0)) == [1, 2, 3]
    assert "asking 3/3" in watched.getvalue()
    assert watched.getvalue().endswith("\r\x1b[K")
    list(counted([1, 2, 3], 3, "asking", piped, patience=0.0))
    list(counted([1, 2, 3], 3, "asking", quick))
    assert piped.getvalue() == quick.getvalue() == ""


def test_one_long_piece_of_work_shows_that_it_goes_on() -> None:
    watched, quick = Terminal(), Terminal()
    with slow_work("reading", watched, patience=0.01):
        time.sleep(0.1)
    assert "reading …" in watched.getvalue()
    assert watched.getvalue().endswith("\r\x1b[K")
    with slow_work("reading", quick):
        pass
    assert quick.getvalue() == ""


@pytest.mark.parametrize("name", [entry.name for entry in COMMANDS])
def test_every_command_explains_itself(yiju: Run, name: str) -> None:
    status, out, _ = yiju(name, "--help")
    assert status == 0
    assert out.startswith(f"Usage: yiju {name}")


def process(*args: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    clean = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *args], env=clean, cwd="/", capture_output=True, check=False
    )


def test_help_lists_the_commands_and_imports_none_of_them() -> None:
    listed = process("--help").stdout.decode()
    assert all(f"  {entry.name} " in listed for entry in COMMANDS)
    loaded = process("--help", PYTHONVERBOSE="1").stderr.decode()
    assert "bot.cli" in loaded or "bot/cli" in loaded
    for slow in ("bot.commands.", "jieba", "pypinyin", "telegram", "matplotlib"):
        assert f"import '{slow}" not in loaded


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_output_is_utf8_whatever_the_locale(encoding: str) -> None:
    done = process("check", "--config", "/没有", LANG="C", PYTHONIOENCODING=encoding)
    assert done.returncode == 2
    assert done.stdout.decode("utf-8") == "/没有: no such folder (yiju init DIR makes one)\n"


def test_a_reader_that_stops_early_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bot.cli", "--help"]
    done = subprocess.run(command, env=environment, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert done.stderr == b""
