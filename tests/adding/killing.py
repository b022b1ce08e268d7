"""``python -m tests.adding.killing [POINTS]``: ``yiju add`` killed with its helpers at random moments.

What is there then must be whole: every file, and the corpus that is kept of the folder; and the same command must go on
with the rest.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from retrieval.config import load_config
from retrieval.corpus.articles import load_articles
from tests.benchmarks.generator import articles
from tests.store.whole import contents

ROOT = Path(__file__).parents[2]
MANY = 52  # so many articles that other processes help
_LONGEST = 5.0  # seconds


def run(folder: Path, *command: str) -> subprocess.Popen[bytes]:
    """``yiju COMMAND`` on the articles of a folder, with the corpus that is kept beside it."""
    found = [sys.executable, "-m", "bot.cli", *command, "--articles", str(folder / "articles")]
    environment: Mapping[str, str] = os.environ | {"YIJU_DATA": str(folder / "data")}
    return subprocess.Popen(
        found, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
    )


def source(folder: Path) -> Path:
    """What is added: one article is in the folder, and kept, before."""
    made = list(articles(MANY * 20))
    rows = [json.dumps({"id": one.id, "title": one.title, "text": one.text}) for one in made]
    (folder / "in.jsonl").write_text("\n".join(rows), "utf-8")
    (folder / "articles").mkdir()
    (folder / "articles" / "first.md").write_text("2019年，台州市椒江区固定资产投资增长33.1%。\n", "utf-8")
    assert run(folder, "index").wait() == 0
    return folder / "in.jsonl"


def whole(folder: Path) -> tuple[int, int]:
    """How many articles the folder and the kept corpus have; both are held against what is in them."""
    config = load_config()
    corpus = load_articles(folder / "articles", config.repair)
    assert not [problem for problem in corpus.problems if problem.severity.value == "error"]
    assert all(path.suffix == ".md" for path in (folder / "articles").iterdir() if path.name[0] != ".")
    texts = {article.id: article.text for article in corpus.articles}
    kept = contents(folder / "data", config)
    assert kept.items() <= texts.items()
    return len(texts), len(kept)


def killed(folder: Path, seed: int) -> tuple[int, int]:
    """Kill it at a random moment; how many articles were there then, and how many kept."""
    process = run(folder, "add", str(source(folder)))
    time.sleep(random.Random(seed).uniform(0.3, _LONGEST))
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    found = whole(folder)
    assert run(folder, "add", str(folder / "in.jsonl")).wait() == 0
    assert whole(folder) == (MANY + 1, MANY + 1)
    return found


def main(points: int = 20) -> int:
    """Kill at so many moments; 0 where everything was whole each time."""
    for seed in range(points):
        with tempfile.TemporaryDirectory() as folder:
            there, kept = killed(Path(folder), seed)
            print(f"killed with {there} articles in the folder, {kept} kept: whole", flush=True)
    print(f"{points} of {points}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
