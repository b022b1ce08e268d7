"""The process itself: progress for people, help without loading anything, UTF-8 wherever it writes."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from smallmind import Run

from bot.cli import COMMANDS
from bot.progress import counted, slow_work

ROOT = Path(__file__).parents[2]


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
