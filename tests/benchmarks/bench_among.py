"""``python -m tests.benchmarks.bench_among DATA [--set a] [--show]``: a question set asked among generated articles.

DATA is a kept corpus that ``bench_scale --data`` has made (its folder ``scale-1000000``), whose articles speak of the
same places and years. The set's articles are added to it, its questions asked, and the articles removed again. Printed
are the verdicts alone and among; exits 1 where more than two points are lost.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.terminal import table
from retrieval.assistant import Assistant
from retrieval.config import Config, load_config
from retrieval.corpus.articles import load_articles
from retrieval.store.reading import Bench
from retrieval.store.store import Store
from tests.quality.measure import TODAY, Measured, Reply, articles_of, measure

MOST = 2.0  # points that may be lost
_VERDICTS = ("right", "unproved", "wrong", "missed")


@contextmanager
def added(data: Path, config: Config, name: str) -> Iterator[None]:
    """The articles of a set in a kept corpus, as long as it lasts."""
    bench, store = Bench(config), Store.open(data, config)
    articles = load_articles(articles_of(name), config.repair).articles
    try:
        store.add([bench.read(article) for article in articles])
        yield
    finally:
        store.remove([article.id for article in articles if article.id in store])
        store.close()


def counts(replies: Iterable[Reply]) -> list[str]:
    """How many have each verdict."""
    found = Counter(reply.outcome.verdict for reply in replies)
    return [str(found[verdict]) for verdict in _VERDICTS]


def points(alone: Sequence[Reply], among: Sequence[Reply]) -> float:
    """How many points fewer of the same questions are right."""
    lost = sum(
        (a.outcome.verdict == "right") - (b.outcome.verdict == "right")
        for a, b in zip(alone, among, strict=True)
    )
    return 100 * lost / max(1, len(alone))


def main(arguments: list[str]) -> int:
    """Print the table; 0 where no more than two points are lost."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--set", default="a", dest="name")
    parser.add_argument("--show", action="store_true", help="the questions that are answered otherwise")
    given = parser.parse_args(arguments)
    config, alone = load_config(), measure(given.name).replies
    with added(given.data, config, given.name):
        among = Measured(given.name, Assistant.of_data(config, given.data, TODAY)).replies
    rows = [[name, str(len(own)), *counts(own)] for name, own in (("alone", alone), ("among", among))]
    print(table([[given.name, "asked", *_VERDICTS], *rows]))
    for one, other in zip(alone, among, strict=True):
        if given.show and one.outcome.verdict != other.outcome.verdict:
            cited = [quote.article for quote in other.answer.quotes]
            print(one.gold.id, one.gold.turns[-1], one.outcome.verdict, "→", other.outcome.verdict)
            print("   ", one.answer.answer, "→", other.answer.answer, other.answer.reason or "", *cited)
    lost = points(alone, among)
    print(f"points lost: {lost:.1f}, at most {MOST:g}")
    return 0 if lost <= MOST else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
