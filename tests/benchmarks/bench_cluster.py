"""``python -m tests.benchmarks.bench_cluster [SENTENCES]``: the engine ``opensearch`` on three nodes of this machine.

Three nodes are started on the loopback address (Java 17 and Maven), so that they share this machine's cores. Prints
how fast sentences are loaded and questions answered, and how many of the memory engine's ten best it has.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bot.terminal import table
from retrieval.config import load_config
from retrieval.records import Hit
from retrieval.schema import OpenSearchSettings, SearchWords
from retrieval.search.cluster import ClusterEngine
from retrieval.search.cluster_client import connect
from retrieval.search.engine import Engine
from retrieval.search.memory import MemoryEngine
from tests.benchmarks.bench_engines import Corpus, texts
from tests.cluster.nodes import Nodes, missing

SENTENCES, QUESTIONS, TOP, BATCH = 20_000, 200, 50, 20_000


def main() -> int:
    """Print the table."""
    if why := missing():
        print(why)
        return 1
    size = int(sys.argv[1]) if len(sys.argv) > 1 else SENTENCES
    words = load_config().search
    corpus, asked = texts(size, QUESTIONS, words)
    with tempfile.TemporaryDirectory() as folder:
        nodes = Nodes(Path(folder))
        try:
            rows, same = measured(nodes, words, corpus, asked)
        finally:
            nodes.stop()
    print(table([["engine", "sentences a second", "first ms", "median ms", "99 of 100 ms"], *rows]))
    print(f"{same:.1%} of the memory engine's ten best")
    return 0


def measured(
    nodes: Nodes, words: SearchWords, corpus: Corpus, asked: Corpus
) -> tuple[list[list[str]], float]:
    """A row for each engine, and the share of hits they have in common."""
    settings = OpenSearchSettings(hosts=nodes.hosts, prefix="bench", timeout=60)
    engines: list[Engine] = [
        MemoryEngine(words.sentence),
        ClusterEngine(connect(settings, {}), "bench-sentences", words.sentence),
    ]
    rows, found = [], []
    for engine in engines:
        seconds = load(engine, corpus)
        first, _ = timed(engine, asked)
        again, hits = timed(engine, asked)
        spread = [statistics.median(again), statistics.quantiles(again, n=100)[98]]
        shown = [f"{1000 * value:.1f}" for value in (statistics.median(first), *spread)]
        rows.append([engine.name, f"{len(corpus) / seconds:.0f}", *shown])
        found.append([{hit.number for hit in own[:10]} for own in hits])
    common = sum(len(a & b) for a, b in zip(*found, strict=True))
    return rows, common / sum(len(own) for own in found[0])


def load(engine: Engine, corpus: Corpus) -> float:
    """Seconds to load a corpus."""
    began = time.perf_counter()
    for start in range(0, len(corpus), BATCH):
        engine.add(enumerate(corpus[start : start + BATCH], start))
    return time.perf_counter() - began


def timed(engine: Engine, asked: Sequence[Sequence[str]]) -> tuple[list[float], list[list[Hit]]]:
    """Seconds of every question, and its hits."""
    seconds, hits = [], []
    for tokens in asked:
        began = time.perf_counter()
        hits.append(engine.search(tokens, TOP))
        seconds.append(time.perf_counter() - began)
    return seconds, hits


if __name__ == "__main__":
    sys.exit(main())
