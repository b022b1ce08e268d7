"""``yiju``: a command run against the small assistant."""

from __future__ import annotations

from pathlib import Path

import pytest
from smallmind import FakeMind, Run

from bot.cli import run
from retrieval.config import Config


@pytest.fixture
def mind() -> FakeMind:
    return FakeMind()


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
