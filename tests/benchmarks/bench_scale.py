"""``python -m tests.benchmarks.bench_scale [SENTENCES …] [--data DIR] [--jobs N]``: a kept corpus by its size.

For each size (10000 and 100000 where none is given; 1000000 takes a quarter of an hour on two cores) a corpus is made,
by ``yiju index`` of generated articles or, where it is large, of clones (one that DIR holds already is used
as it is), and asked by a process of its own: opening,
the top 50 of the engine over sentences, the two stages of the search, a whole answer, memory, and how long after an
article was handed over it is answered. Exits 1 where an answer is wrong or a bound is not kept.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.terminal import table
from tests.benchmarks.generator import write

ROOT = Path(__file__).parents[2]
QUESTIONS, TOP = 200, 50
READ = 20_000  # so many sentences are read; a larger corpus is made of clones, and says nothing of taking in
_ASKED = "questions.json"
_WORKED = "YIJU_BENCH_WORKED"
# What a million sentences must not exceed, in milliseconds and megabytes; a smaller corpus keeps them as well.
BOUNDS = {
    "open": 50.0,
    "top-50": 1.5,
    "top-50 p99": 8.0,
    "answer": 15.0,
    "resident MB": 300.0,
    "added": 1000.0,
}


def measure(data: Path) -> dict[str, float]:
    """The figures of a corpus, by the process that answers from it."""
    from retrieval.assistant import Assistant
    from retrieval.config import load_config

    import_engine()
    gc.set_threshold(100_000)  # as ``yiju`` does
    config = load_config()
    opened = milliseconds(lambda: open_library(data))
    assistant = Assistant.of_data(config, data)
    asked = json.loads((data / _ASKED).read_text("utf-8"))
    tokens = tokens_of(assistant, [text for text, _ in asked])
    index: Any = assistant.finder.index
    engine = index.sentences
    with assistant.library.snapshot():
        candidates = timed(lambda one: engine.search(one, TOP), tokens)
    stages = timed(lambda one: index.search(one, 60), tokens)
    right = sum(assistant.ask(text).answer == answer for text, answer in asked)
    answers = timed(assistant.ask, [text for text, _ in asked])
    return {
        "open": opened, "top-50": statistics.median(candidates), "top-50 p99": last(candidates),
        "search": statistics.median(stages), "search p99": last(stages),
        "answer": statistics.median(answers), "answer p99": last(answers), "right": right / len(asked) * 100,
        "resident MB": resident(), "added": added(data, assistant),
    }  # fmt: skip


def tokens_of(assistant: Any, questions: Sequence[str]) -> list[list[str]]:
    """What the engines are asked for each question."""
    from retrieval.answering.finder import question_marks
    from retrieval.search.tokens import question_tokens

    finder, found = assistant.finder, []
    for text in questions:
        question = assistant.read(text)
        words = " ".join([text, *(t.text for t in question.terms if not t.known)])
        found.append(question_tokens(words, finder.segmenter, finder.words, tuple(question_marks(question))))
    return found


def import_engine() -> None:
    """What every start imports is not what opening a corpus takes."""
    import retrieval.store.store  # noqa: F401


def open_library(data: Path) -> int:
    """Open a corpus so that it can be searched; how many sentences it has."""
    from retrieval.schema import SearchWords
    from retrieval.store.database import Database
    from retrieval.store.index import DiskIndex

    index = DiskIndex(Database.open(data), SearchWords(stop_characters="", question_words=()))
    index.search(["固"], 1)
    return len(index)


def timed(action: Callable[[Any], object], given: Sequence[Any]) -> list[float]:
    """The milliseconds of each, in a second round: the first one warms the machine's caches."""
    for one in given:
        action(one)
    return [milliseconds(lambda one=one: action(one)) for one in given]


def milliseconds(action: Callable[[], object]) -> float:
    """How long it takes: by the clock, or by what this process itself worked."""
    now = time.process_time if os.environ.get(_WORKED) else time.perf_counter
    start = now()
    action()
    return (now() - start) * 1e3


def last(values: Sequence[float]) -> float:
    """The 99th percentile."""
    return sorted(values)[-1 - len(values) // 100]


def resident() -> float:
    """The most memory this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def added(data: Path, assistant: Any) -> float:
    """Milliseconds from an article's text to its answer by an assistant that was running."""
    from retrieval.config import load_config
    from retrieval.corpus.articles import make_article
    from retrieval.store.reading import Bench
    from retrieval.store.store import Store

    config = load_config()
    bench, store = Bench(config), Store.open(data, config)
    bench.read(make_article("warm", "椒江区2018年民间投资增长1%。", config.repair, bench.page_words))
    text = "2031年，台州市椒江区固定资产投资同比增长41.7%。"

    def add() -> None:
        store.add([bench.read(make_article("zz-new", text, config.repair, bench.page_words), text)])
        answer = assistant.ask("台州市椒江区2031年固定资产投资增速是多少？").answer
        assert answer == "41.7%", answer

    try:
        return milliseconds(add)
    finally:
        store.remove(["zz-new"])
        store.close()


def build(data: Path, sentences: int, jobs: int) -> float | None:
    """Make the corpus where it is not there already; how many sentences a second were read, None: clones."""
    if (data / _ASKED).is_file():
        return None
    if sentences > READ:
        from retrieval.config import load_config
        from tests.benchmarks.cloning import build_clones

        asked = build_clones(data, load_config(), sentences, QUESTIONS, jobs)
        (data / _ASKED).write_text(json.dumps(asked, ensure_ascii=False), "utf-8")
        return None
    with TemporaryDirectory() as folder:
        lines = write(Path(folder), sentences)
        command = [sys.executable, "-m", "bot.cli", "index", "--data", str(data), "--articles", folder]
        start = time.perf_counter()  # by the clock: the work is done by other processes
        _run([*command, "--jobs", str(jobs)])
        spent = (time.perf_counter() - start) * 1e3
    chosen = lines[:: max(1, len(lines) // QUESTIONS)][:QUESTIONS]
    pairs = [(line["turns"][0], line["answers"][0]) for line in chosen]  # type: ignore[index]
    (data / _ASKED).write_text(json.dumps(pairs, ensure_ascii=False), "utf-8")
    return sentences / spent * 1e3


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def figures(sentences: int, data: Path, jobs: int) -> dict[str, float]:
    """Everything about one size."""
    speed = build(data, sentences, jobs)
    command = [sys.executable, "-m", "tests.benchmarks.bench_scale", "--measure", str(data)]
    found: dict[str, float] = json.loads(_run(command))
    found["disk MB"] = sum(path.stat().st_size for path in data.iterdir()) / 1024**2
    return found | ({"taken in a second": speed} if speed else {})


def main(arguments: list[str]) -> int:
    """Print the table; 0 where every bound is kept and every answer is right."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sentences", type=int, nargs="*")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument(
        "--worked", action="store_true", help="count processor time, on a machine others use as well"
    )
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.worked:
        os.environ[_WORKED] = "1"
    if given.measure:
        print(json.dumps(measure(given.measure)))
        return 0
    sizes = given.sentences or [10_000, 100_000]
    with TemporaryDirectory() as folder:
        base = given.data or Path(folder)
        columns = [figures(size, base / f"scale-{size}", given.jobs) for size in sizes]
    names = list(dict.fromkeys(name for column in columns for name in column))
    rows = [[name, *(f"{c[name]:.2f}" if name in c else "" for c in columns), _bound(name)] for name in names]
    print(table([["milliseconds", *(f"{size:,}" for size in sizes), "at most"], *rows]))
    kept = all(column[name] <= most for column in columns for name, most in BOUNDS.items())
    return 0 if kept and all(column["right"] >= 95 for column in columns) else 1


def _bound(name: str) -> str:
    return f"{BOUNDS[name]:g}" if name in BOUNDS else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
