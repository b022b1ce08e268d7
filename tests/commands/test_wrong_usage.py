"""What goes wrong (usage, configuration, a fault of ours, bytes that are no text) is one line and a status."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from smallmind import FakeMind, Run

from bot.cli import INTERRUPTED, run
from retrieval.config import Config, ConfigError

ROOT = Path(__file__).parents[2]


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
