"""``python -m tests.store.killing [POINTS]``: a process that changes a corpus, killed at random moments.

Each time the corpus must open, be whole, and be as it was after the last change that was reported or the one after.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from retrieval.config import Config, load_config
from retrieval.store.store import Store
from tests.store.changing import states
from tests.store.whole import contents

ROOT = Path(__file__).parents[2]


def killed(directory: Path, seed: int, config: Config) -> int:
    """Kill a process that changes the corpus of a directory; after how many changes."""
    command = [sys.executable, "-m", "tests.store.changing", str(directory), str(seed)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(random.Random(seed).uniform(0, 1.5))
    assert process.poll() is None, "it ended by itself"
    os.kill(process.pid, signal.SIGKILL)
    done = len([line for line in process.stdout.read().split("\n")[:-1] if line])
    process.wait()
    found = set(contents(directory, config))
    assert found in states(seed)[done : done + 2]
    return done


def main(points: int = 20) -> int:
    """Kill at so many moments; 0 where the corpus was whole each time."""
    config = load_config()
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty"
        Store.open(empty, config).close()
        for seed in range(points):
            directory = Path(shutil.copytree(empty, Path(folder) / str(seed)))
            print(f"killed after {killed(directory, seed, config)} changes: whole", flush=True)
    print(f"{points} of {points}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
