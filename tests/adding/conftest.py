"""Running ``yiju add`` in a test, and pages to add."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.cli import run

Add = Callable[..., dict[str, Any]]


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """The folder that is added to; not there yet."""
    return tmp_path / "articles"


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the user's own environment."""
    for name in ("LC_ALL", "LC_MESSAGES", "YIJU_CONFIG", "YIJU_ARTICLES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")


@pytest.fixture
def yiju(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a command: status, stdout, stderr."""

    def call(*args: object) -> tuple[int, str, str]:
        status = run([str(arg) for arg in args])
        return status, *capsys.readouterr()

    return call


@pytest.fixture
def add(yiju: Callable[..., tuple[int, str, str]], articles: Path) -> Add:
    """``yiju add … --json``: its report, with the exit status as ``status``."""

    def call(*args: object) -> dict[str, Any]:
        status, out, err = yiju("add", *args, "--articles", articles, "--json")
        assert err == ""
        return {"status": status, **json.loads(out)}

    return call
