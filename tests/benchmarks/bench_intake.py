"""``python -m tests.benchmarks.bench_intake [--copies 8] [--least 0]``: sentences taken in per second, by cores.

The articles of the question sets, each so many times over with another year, as bytes to everything that search and
answers need of them: decoding, repair, sentences, readings, facts, tokens, canonical tokens. Each line is one run from
the start of its processes to the last article; the last column counts processor time, which other work on the machine
changes less. Exits 1 where the last line has fewer than ``--least`` a second.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.terminal import table
from retrieval.adding import Tools, make_tools
from retrieval.answering.finder import passage_marks
from retrieval.config import Config, load_config
from retrieval.corpus.incoming import Form, Incoming
from retrieval.corpus.taking import Taken, take
from retrieval.crew import Crew, cores
from retrieval.search.documents import article_documents
from retrieval.search.segmenter import Segmenter
from retrieval.search.tokens import Words
from retrieval.service import service

ROOT = Path(__file__).parents[2]


@service
class Bench:
    """What one process takes articles in with."""

    config: Config
    tools: Tools
    segmenter: Words


def make_bench(config: Path | None) -> Bench:
    """The tools of one process; the segmenter cuts with the words of the articles, as the index does."""
    loaded = load_config(config)
    texts = [path.read_text("utf-8") for path in files()]
    words = (*loaded.search.user_words, *loaded.search.question_words)
    return Bench(loaded, make_tools(config), Segmenter.load(texts, words))


def take_in(bench: Bench, incoming: Incoming) -> tuple[int, int, int]:
    """One article from its bytes to its documents: the numbers of its sentences, facts and tokens."""
    taken = take(incoming, bench.tools.words, bench.tools.page_words)
    if not isinstance(taken, Taken):
        return 0, 0, 0
    passages = bench.tools.understanding.passages(taken.article, 0)
    documents = article_documents(
        taken.article.title or "", [p.sentence for p in passages], [tuple(passage_marks(p)) for p in passages],
        0, bench.segmenter, bench.config.search,
    )  # fmt: skip
    return len(passages), sum(len(p.facts) for p in passages), sum(len(d.tokens) for d in documents)


def files() -> list[Path]:
    """The article files of the question sets and the seeds."""
    return sorted([*(ROOT / "seeds").glob("*.md"), *(ROOT / "tests/quality/sets").glob("*/articles/*.md")])


def articles(copies: int) -> Iterator[Incoming]:
    """The articles, each copy with other years, so that nothing is read twice."""
    for copy in range(copies):
        for path in files():
            text = path.read_text("utf-8")
            for year in range(2029, 2004, -1):
                text = text.replace(f"{year}年", f"{year - copy}年")
            yield Incoming(path.stem, (path.stem,), Form.MARKDOWN, text.encode())


def run(processes: int, copies: int) -> tuple[int, float, list[str]]:
    """(sentences, sentences a second, the line of the table) of one run."""
    items = list(articles(copies))
    crew: Crew[Bench, Incoming, tuple[int, int, int]] = Crew(make_bench, take_in, None, processes)
    began, used = time.perf_counter(), processor_time()
    counts = list(crew.each(items))
    seconds, used = time.perf_counter() - began, processor_time() - used
    sentences, facts, tokens = (sum(column) for column in zip(*counts, strict=True))
    rate = sentences / seconds
    cells = [
        processes,
        len(items),
        sentences,
        facts,
        tokens,
        f"{seconds:.1f}",
        f"{rate:.0f}",
        f"{sentences / used:.0f}",
    ]
    return sentences, rate, [str(cell) for cell in cells]


def processor_time() -> float:
    """Seconds of a processor that this process and those it waited for have used."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def main(arguments: Sequence[str] | None = None) -> int:
    """Run with one process, then with as many as there are cores."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--copies", type=int, default=8)
    parser.add_argument("--least", type=float, default=0.0)
    chosen = parser.parse_args(arguments)
    gc.set_threshold(100_000)
    rows, rates = (
        [["processes", "articles", "sentences", "facts", "tokens", "s", "sentences/s", "per CPU s", "ratio"]],
        [],
    )
    for processes in sorted({1, cores()}):
        _, rate, row = run(processes, chosen.copies)
        rates.append(rate)
        rows.append([*row, f"{rate / rates[0]:.2f}"])
    print(table(rows))
    return int(rates[-1] < chosen.least)


if __name__ == "__main__":
    sys.exit(main())
