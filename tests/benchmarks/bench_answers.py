"""``python -m tests.benchmarks.bench_answers [--runs 10]``: how long an answer takes, cold and warm.

Cold: ``yiju ask`` on the seeds as a new process, from the start of the interpreter to its end, beside the bare
interpreter in the same loop. The program's compiled files and its cache go to a folder of this run; one run fills
them (shown as "first") and does not count. Warm: every question of the sets seeds and a in one process.
Exits 1 where the median is 0.5 s or more cold, or 10 ms or more warm.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from bot.terminal import table
from tests.quality.measure import measure

ROOT = Path(__file__).parents[2]
QUESTION = "How much did fixed-asset investment grow in 椒江 in 2019?"
ANSWER = "33.1%"
COLD_MOST, WARM_MOST = 0.5, 0.010  # seconds
SETS = ("seeds", "a")

ASK = (sys.executable, "-m", "bot.cli", "ask", QUESTION)
BARE = (sys.executable, "-c", "pass")


def seconds(command: Sequence[str], environment: Mapping[str, str], expected: str = "") -> float:
    """The wall time of one run of a command; RuntimeError where its output lacks what is expected."""
    began = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    taken = time.perf_counter() - began
    if done.returncode or expected not in done.stdout.decode("utf-8"):
        raise RuntimeError((done.stdout + done.stderr).decode("utf-8", "replace"))
    return taken


def cold(runs: int) -> tuple[float, list[float], list[float]]:
    """The first run's time, then those of the answer and of the bare interpreter, taking turns."""
    with TemporaryDirectory() as folder:
        kept = {
            "XDG_CACHE_HOME": folder,
            "PYTHONPYCACHEPREFIX": f"{folder}/pyc",
            "PYTHONDONTWRITEBYTECODE": "",
        }
        environment = {**os.environ, **kept}
        first = seconds(ASK, environment, ANSWER)
        pairs = [(seconds(BARE, environment), seconds(ASK, environment, ANSWER)) for _ in range(runs)]
    return first, [ask for _, ask in pairs], [bare for bare, _ in pairs]


def warm(name: str) -> list[float]:
    """The time of each question's last turn, in seconds, each asked once."""
    measured = measure(name)
    measured.assistant.ask(QUESTION)  # what is loaded at the first question
    return [reply.answer.milliseconds / 1000 for reply in measured.replies]


def row(name: str, times: Sequence[float], beside: str = "") -> list[str]:
    """Median, 95th percentile, least and most in milliseconds."""
    high = quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    return [
        name,
        f"{len(times)}",
        *(f"{1000 * t:.1f}" for t in (median(times), high, min(times), max(times))),
        beside,
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.bench_answers")
    parser.add_argument("--runs", type=int, default=10, help="processes to start")
    options = parser.parse_args(arguments)
    first, asked, bare = cold(options.runs)
    times = {name: warm(name) for name in SETS}
    every = [taken for found in times.values() for taken in found]
    rows = [["ms", "n", "median", "p95", "min", "max", ""]]
    rows += [row("cold: first", [first]), row("cold: bare python", bare)]
    rows += [row("cold: yiju ask", asked, f"{median(asked) / median(bare):.0f} x the bare interpreter")]
    rows += [row(f"warm: {name}", found) for name, found in times.items()]
    rows += [row("warm: both", every)]
    print(table(rows))
    failed = []
    if median(asked) >= COLD_MOST:
        failed.append(f"cold: median {median(asked):.3f} s, less than {COLD_MOST} s wanted")
    if median(every) >= WARM_MOST:
        failed.append(f"warm: median {1000 * median(every):.1f} ms, less than {1000 * WARM_MOST:g} ms wanted")
    print("\n".join(failed) or "within bounds")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
