"""``python -m tests.benchmarks.bench_engines [SENTENCES] [--questions 40] [--top 10]``: engines on the same tokens.

Sentences and questions come from the generator, their tokens from ``config/search.yaml``; every engine is asked in turn,
so that what else the machine does meets them alike. rank-bm25's ten best are what the others are held against.
bm25s and tantivy take part where they are installed (``pip install yiju[bench]``), SQLite's FTS5 where SQLite has it.
Exits 1 where the memory engine gives other hits, or is less than twenty times as fast, or the engine on disk finds
fewer than nine of ten of them.
"""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from bot.terminal import table
from retrieval.defaults import default_config_dir
from retrieval.schema import SearchWords
from retrieval.search.disk import DiskEngine
from retrieval.search.memory import MemoryEngine
from retrieval.search.segmenter import Segmenter
from retrieval.search.segments import Segments
from retrieval.search.tokens import document_tokens, question_tokens
from retrieval.yamlfile import convert, read_mapping
from tests.benchmarks.bare_tantivy import Ranker, tantivy
from tests.benchmarks.generator import articles

REFERENCE = "rank-bm25"
MEMORY_MOST = 200_000  # sentences; beyond, what keeps all in Python's memory takes too much of it

T = TypeVar("T")
Corpus = list[list[str]]
Ranking = list[int]
Table = dict[str, list[T]]


def texts(size: int, questions: int, words: SearchWords) -> tuple[Corpus, Corpus]:
    """The tokens of ``size`` sentences and of questions about them."""
    segmenter = Segmenter.load(words.question_words, words.question_words)
    corpus: Corpus = []
    asked: list[str] = []
    for number, made in enumerate(articles(size)):
        for text in filter(None, made.text.replace("\n", "").split("。")):
            corpus.append(document_tokens(text, made.title, (), segmenter, words))
        if number % max(1, size // 20 // questions) == 0:
            asked.append(made.questions[number % len(made.questions)][0])
    return corpus[:size], [question_tokens(text, segmenter, words) for text in asked[:questions]]


def rank_bm25(corpus: Corpus, words: SearchWords, top: int, _folder: Path) -> Ranker:
    """rank-bm25 itself; of equal scores the first in the corpus comes first."""
    import numpy as np
    from rank_bm25 import BM25Okapi

    settings = words.sentence
    model = BM25Okapi(corpus, k1=settings.k1, b=settings.b, epsilon=settings.epsilon)

    def best(tokens: Sequence[str]) -> Ranking:
        scores = model.get_scores(tokens)
        order = np.argsort(-scores, kind="stable")[:top]
        return [int(n) for n in order if scores[n] > 0]

    return best


def memory(corpus: Corpus, words: SearchWords, top: int, _folder: Path) -> Ranker:
    """Yiju's engine in memory; its first search, which works out the statistics, is done."""
    engine = MemoryEngine(words.sentence)
    engine.add(enumerate(corpus))
    engine.search(corpus[0][:3], top)
    return lambda tokens: [hit.number for hit in engine.search(tokens, top)]


def disk(corpus: Corpus, words: SearchWords, top: int, folder: Path) -> Ranker:
    """Yiju's engine on disk, added to ten thousand sentences at a time and settled."""
    connection = sqlite3.connect(folder / "disk.sqlite3", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    Segments.create(connection, "sentence")
    engine = DiskEngine(connection, words.sentence)
    for start in range(0, len(corpus), 10_000):
        engine.add(enumerate(corpus[start : start + 10_000], start))
    engine.segments.settle()
    return lambda tokens: [hit.number for hit in engine.search(tokens, top)]


def bm25s(corpus: Corpus, words: SearchWords, top: int, _folder: Path) -> Ranker:
    """bm25s on numpy, with the same parameters."""
    import bm25s as library

    model = library.BM25(k1=words.sentence.k1, b=words.sentence.b)
    model.index(corpus, show_progress=False)

    def best(tokens: Sequence[str]) -> Ranking:
        known = [token for token in tokens if token in model.vocab_dict]
        found, scores = model.retrieve([known], k=top, show_progress=False)
        return [int(n) for n, score in zip(found[0], scores[0], strict=True) if score > 0]

    return best


def fts5(corpus: Corpus, _words: SearchWords, top: int, folder: Path) -> Ranker:
    """SQLite's own full-text search, a token as hexadecimal digits."""
    connection = sqlite3.connect(folder / "fts5.sqlite3")
    connection.execute("CREATE VIRTUAL TABLE found USING fts5(tokens, content='')")
    rows = ((n, " ".join(map(_hex, own))) for n, own in enumerate(corpus))
    connection.executemany("INSERT INTO found (rowid, tokens) VALUES (?, ?)", rows)
    connection.commit()
    query = f"SELECT rowid FROM found WHERE found MATCH ? ORDER BY rank LIMIT {top}"

    def best(tokens: Sequence[str]) -> Ranking:
        return [n for (n,) in connection.execute(query, (" OR ".join(map(_hex, dict.fromkeys(tokens))),))]

    return best


def _hex(token: str) -> str:
    return "x" + token.encode().hex()


def bare(corpus: Corpus, _words: SearchWords, top: int, folder: Path) -> Ranker:
    """tantivy bare over the same tokens."""
    return tantivy(enumerate(corpus), folder / "tantivy", top)


MAKERS: dict[str, Callable[[Corpus, SearchWords, int, Path], Ranker]] = {
    REFERENCE: rank_bm25, "memory": memory, "disk": disk, "bm25s": bm25s, "tantivy": bare, "FTS5": fts5,
}  # fmt: skip


def made(
    corpus: Corpus, words: SearchWords, top: int, folder: Path
) -> tuple[dict[str, Ranker], dict[str, float]]:
    """Every engine that can be had, filled; the seconds that took. The others are told with their reason."""
    rankers: dict[str, Ranker] = {}
    seconds: dict[str, float] = {}
    for name, make in MAKERS.items():
        if name == "memory" and len(corpus) > MEMORY_MOST:
            print(f"memory: not for more than {MEMORY_MOST} sentences")
            continue
        start = time.perf_counter()
        try:
            rankers[name] = make(corpus, words, top, folder)
        except (ImportError, sqlite3.OperationalError) as error:
            print(f"{name}: {error}")
            continue
        seconds[name] = time.perf_counter() - start
    return rankers, seconds


def timed(rankers: Mapping[str, Ranker], questions: Corpus) -> tuple[Table[Ranking], Table[float]]:
    """By engine, every question's ranking and its milliseconds: the least of three."""
    rankings: Table[Ranking] = {name: [] for name in rankers}
    times: Table[float] = {name: [] for name in rankers}
    for tokens in questions:
        for name, best in rankers.items():
            spent = []
            for _ in range(3):
                start = time.perf_counter()
                ranking = best(tokens)
                spent.append((time.perf_counter() - start) * 1e3)
            rankings[name].append(ranking)
            times[name].append(min(spent))
    return rankings, times


def main(arguments: list[str]) -> int:
    """Print the table; 0 where the engines keep their promises."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sentences", type=int, nargs="?", default=10_000)
    parser.add_argument("--questions", type=int, default=40)
    parser.add_argument("--top", type=int, default=10)
    given = parser.parse_args(arguments)
    file = default_config_dir() / "search.yaml"
    words = convert(file, read_mapping(file), SearchWords)
    corpus, questions = texts(given.sentences, given.questions, words)
    with tempfile.TemporaryDirectory() as folder:
        rankers, seconds = made(corpus, words, given.top, Path(folder))
        rankings, times = timed(rankers, questions)
    wanted = rankings[REFERENCE]
    rows = [
        ["engine", "median ms", "slowest", f"{REFERENCE} ÷ it", f"same of its {given.top}", "filled in s"]
    ]
    kept = True
    for name, spent in times.items():
        ratio = statistics.median(times[REFERENCE]) / statistics.median(spent)
        same = [len(set(a) & set(b)) / max(1, len(b)) for a, b in zip(rankings[name], wanted, strict=True)]
        share = statistics.mean(same)
        cells = (statistics.median(spent), max(spent), ratio)
        rows.append([name, *(f"{cell:.2f}" for cell in cells), f"{share:.1%}", f"{seconds[name]:.1f}"])
        kept = kept and (name != "memory" or (rankings[name] == wanted and ratio >= 20))
        kept = kept and (name != "disk" or share >= 0.9)
    print(f"{len(corpus)} sentences, {len(questions)} questions")
    print(table(rows))
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
