"""``python -m tests.store.changing DIR SEED``: adds, replaces and removes articles until it is killed.

It prints ``ready`` and then, after each change, its number. ``states`` says what the corpus is after each.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

from retrieval.config import load_config
from retrieval.corpus.articles import make_article
from retrieval.store.packing import pack_article
from retrieval.store.reading import Bench
from retrieval.store.store import Store
from tests.benchmarks.generator import articles

MADE = 24
CHANGES = 400

Change = tuple[str, tuple[int, ...]]


def changes(seed: int) -> Iterator[Change]:
    """What is done to which of the articles: ("add", (3, 17)), ("remove", (3,)), …"""
    chance, there = random.Random(seed), set[int]()
    for _ in range(CHANGES):
        if there and chance.random() < 0.4:
            gone = tuple(chance.sample(sorted(there), min(len(there), chance.randint(1, 3))))
            there -= set(gone)
            yield "remove", gone
        else:
            new = tuple(chance.sample(range(MADE), chance.randint(1, 6)))
            there |= set(new)
            yield "add", new


def states(seed: int) -> list[set[str]]:
    """The ids that are there before the first change and after each."""
    found: list[set[str]] = [set()]
    for what, which in changes(seed):
        ids = {f"g{number:06}" for number in which}
        found.append(found[-1] | ids if what == "add" else found[-1] - ids)
    return found


def main(directory: Path, seed: int) -> None:
    """Do the changes."""
    config = load_config()
    bench, store = Bench(config), Store.open(directory, config)
    made = [
        make_article(one.id, one.text, config.repair, bench.page_words, {"title": one.title})
        for one in articles(MADE * 20)
    ]
    packed = [pack_article(bench.read(article), config.search) for article in made]
    print("ready", flush=True)
    for number, (what, which) in enumerate(changes(seed), 1):
        if what == "add":
            store.keep([packed[i] for i in which])
        else:
            store.remove([packed[i].id for i in which])
        print(number, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
