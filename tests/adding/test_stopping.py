"""Stopped in the middle, by Ctrl-C or the power: whole files are left, and the next run goes on with the rest."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bulletins import text

from retrieval.corpus.articles import load_articles
from retrieval.schema import RepairWords
from retrieval.yamlfile import convert, read_mapping

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("椒江区", "吴江区", "秀洲区", "南湖区", "平湖市", "海宁市", "桐乡市", "嘉善县", "海盐县", "临海市")
MANY = 160
Add = Callable[..., dict[str, Any]]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """So many articles that other processes help."""
    rows = [
        json.dumps(
            {
                "id": f"n{n:03}",
                "title": f"{PLACES[n % 10]}{2005 + n // 10}年公报",
                "text": text(PLACES[n % 10], 2005 + n // 10, 3.1 + n / 8),
            }
        )
        for n in range(MANY)
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(rows), "utf-8")
    return tmp_path / "in.jsonl"


def begin(source: Path, articles: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bot.cli", "add", str(source), "--articles", str(articles)]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        preexec_fn=_listen,  # noqa: PLW1509 - the tests have no threads here
    )  # fmt: skip


def _listen() -> None:
    """Heed Ctrl-C also where the tests run in the background, which hands on that it is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def until(count: int, articles: Path) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and sum(1 for _ in articles.glob("*.md")) < count:
        time.sleep(0.002)


def whole(articles: Path) -> int:
    """How many articles the folder has; every one of them is read without a fault, and nothing else is there."""
    path = ROOT / "config" / "repair.yaml"
    corpus = load_articles(articles, convert(path, read_mapping(path), RepairWords))
    faults = [problem for problem in corpus.problems if problem.severity.value != "info"]
    assert faults == []
    assert all(article.text.endswith("亿元。\n") for article in corpus.articles)
    return len(corpus.articles)


def test_ctrl_c_is_one_line_and_the_next_run_goes_on(source: Path, articles: Path, add: Add) -> None:
    process = begin(source, articles)
    until(20, articles)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the processes that help as well
    out, err = process.communicate(timeout=20)
    done = whole(articles)
    assert process.returncode == 130
    assert 20 <= done < MANY
    assert err == f"已停下：加了{done}篇；再运行一次就接着加\n"
    assert len(out.splitlines()) <= done
    again = add(source)
    assert (len(again["added"]), len(again["unchanged"]), whole(articles)) == (MANY - done, done, MANY)


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_any_moment_it_leaves_whole_files(
    seed: int, source: Path, articles: Path, add: Add
) -> None:
    process = begin(source, articles)
    until(random.Random(seed).randrange(1, MANY), articles)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=20)
    done = whole(articles)
    assert done > 0
    again = add(source)
    assert (len(again["added"]), len(again["unchanged"])) == (MANY - done, done)
    assert whole(articles) == MANY
