"""``python -m tests.benchmarks.bench_beside DIR [--top 50] [--words]``: the engine on disk beside tantivy bare.

DIR is a kept corpus as ``bench_scale --data`` leaves it (DIR/scale-1000000). tantivy, where it is installed
(``pip install yiju[bench]``), gets the same tokens and is asked the same questions in turn; its index is kept in
DIR/tantivy, since making it takes some minutes at a million sentences. With ``--words`` tantivy gets what it is mostly
given, jieba's words of sentence and question (DIR/tantivy-words), cut by rjieba where that is installed.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.terminal import table
from tests.benchmarks.bare_tantivy import Ranker, tantivy
from tests.benchmarks.bench_scale import last, milliseconds, tokens_of

ROUNDS = 3


def documents(assistant: Any) -> Iterator[tuple[int, list[str]]]:
    """Every sentence's number and tokens, as the engine on disk has them."""
    from retrieval.answering.finder import documents_of
    from retrieval.store.packing import Uncut

    words = assistant.finder.words
    for name in assistant.ids:
        own = assistant.library.passages_of(name)
        for one in documents_of(own, Uncut(), words) if own else ():
            yield one.number, [*one.tokens, *one.title * words.title_weight]


def cut(text: str) -> list[str]:
    """jieba's words."""
    try:
        import rjieba
    except ImportError:
        import jieba

        return [word for word in jieba.cut(text) if word.strip()]
    return [word for word in rjieba.cut(text) if word.strip()]


def worded(assistant: Any) -> Iterator[tuple[int, list[str]]]:
    """Every sentence's words; the numbers only tell them apart."""
    return ((number, cut(one.text)) for number, one in enumerate(assistant.library.sentences))


def main(arguments: list[str]) -> int:
    """Print the table; 0."""
    from retrieval.assistant import Assistant
    from retrieval.config import load_config

    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--top", type=int, default=50)
    parser.add_argument(
        "--worked", action="store_true", help="count processor time, on a machine others use as well"
    )
    parser.add_argument("--words", action="store_true", help="tantivy gets jieba's words")
    given = parser.parse_args(arguments)
    if given.worked:
        os.environ["YIJU_BENCH_WORKED"] = "1"
    assistant: Any = Assistant.of_data(load_config(), given.data)
    asked = json.loads((given.data / "questions.json").read_text("utf-8"))
    questions = tokens_of(assistant, [text for text, _ in asked])
    engine = assistant.finder.index.sentences
    rankers: dict[str, Ranker] = {
        "disk": lambda tokens: [hit.number for hit in engine.search(tokens, given.top)]
    }
    asked_of = {"disk": questions, "tantivy": questions}
    if given.words:
        rankers["tantivy"] = tantivy(worded(assistant), given.data / "tantivy-words", given.top)
        asked_of["tantivy"] = [cut(text) for text, _ in asked]
    else:
        rankers["tantivy"] = tantivy(documents(assistant), given.data / "tantivy", given.top)
    times: dict[str, list[float]] = {name: [] for name in rankers}
    with assistant.library.snapshot():
        for name, best in rankers.items():  # the first round warms the machine's caches
            for tokens in asked_of[name]:
                best(tokens)
        for i in range(len(questions)):
            for name, best in rankers.items():
                tokens = asked_of[name][i]
                rounds = (milliseconds(lambda best=best, tokens=tokens: best(tokens)) for _ in range(ROUNDS))  # type: ignore[misc]
                times[name].append(min(rounds))
    rows = [[name, f"{statistics.median(own):.2f}", f"{last(own):.2f}"] for name, own in times.items()]
    print(table([[f"top {given.top}, milliseconds", "median", "1 in 100"], *rows]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
