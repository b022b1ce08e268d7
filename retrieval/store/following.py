"""A kept corpus searched in a cluster: the cluster follows the corpus, article by article.

The corpus is what counts: its passages are what answers are read from, and a sentence that the cluster still has and
the corpus has no more is no hit. Whoever asks first after a change hands it on to the cluster.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from threading import Lock

from retrieval.answering.finder import Finder, documents_of
from retrieval.config import Config
from retrieval.records import Document, Hit
from retrieval.search.cluster_client import Cluster, connect
from retrieval.search.cluster_documents import ClusterIndex
from retrieval.search.tokens import Words
from retrieval.store.database import Database
from retrieval.store.dictionary import Dictionary
from retrieval.store.index import DiskIndex
from retrieval.store.library import DiskLibrary
from retrieval.store.rules import rules_of

_NAME = "cluster_name"
_BATCH = 200  # articles handed on at once


def finder_of(
    database: Database, index: DiskIndex, library: DiskLibrary, config: Config, environ: Mapping[str, str]
) -> Finder:
    """What finds the passages of a kept corpus: on its disk, or in the cluster of the settings.

    ``SearchError`` where the cluster cannot be used.
    """
    user = (*config.search.user_words, *config.search.question_words)
    words = Dictionary(database, index.sentences, user)
    if config.settings.engine != "opensearch":
        return Finder(library, index, words, config.search)
    cluster = connect(config.settings.opensearch, environ)
    cluster.check()
    following = Following(library, words, config, cluster)
    with library.snapshot():
        following.follow()
    return Finder(library, following, words, config.search)


class Following:
    """An index in a cluster of what is in a kept corpus; see ``Searchable``."""

    def __init__(self, library: DiskLibrary, segmenter: Words, config: Config, cluster: Cluster) -> None:
        self._library, self._segmenter, self._words = library, segmenter, config.search
        self._cluster, self._rules = cluster, rules_of(config)
        self._mark = f"{_name_of(library.database)} {self._rules}"
        self._index = ClusterIndex.open(cluster, config.search)
        self._lock, self._seen = Lock(), -1

    def search(self, tokens: Sequence[str], top: int) -> list[Hit]:
        """At most ``top`` sentences, best first."""
        with self._library.snapshot():
            self.follow()
        return self._index.search(tokens, top)

    def follow(self) -> None:
        """Hand on what has changed in the corpus since the cluster was last told; within a snapshot."""
        now = self._library.database.generation
        with self._lock:
            if now == self._seen:
                return
            told = self._index.noted()
            if told.get("mark") != self._mark:
                self._index.rebuild(self._batches(self._numbers()), self._mark)
            elif told.get("generation") != now:
                self._hand_on()
            self._index.note({"generation": now})
            self._seen = now

    def _hand_on(self) -> None:
        here, there = self._numbers(), self._index.articles()
        gone = [name for name, first in there.items() if here.get(name) != first]
        new = [name for name, first in here.items() if there.get(name) != first]
        self._index.replace(gone, self._batches(new))

    def _numbers(self) -> dict[str, int]:
        """The articles with their first sentences' numbers: a changed article has new ones."""
        rows = self._library.database.connection.execute(
            "SELECT id, first FROM article WHERE passages > 0 ORDER BY first"
        )
        return dict(rows.fetchall())

    def _batches(self, articles: Iterable[str]) -> Iterator[list[Document]]:
        names = list(articles)
        for start in range(0, len(names), _BATCH):
            owns = [self._library.passages_of(name) for name in names[start : start + _BATCH]]
            yield [d for own in owns if own for d in documents_of(own, self._segmenter, self._words)]


def _name_of(database: Database) -> str:
    """The name that the cluster knows this corpus by; it gets one the first time."""
    with database.snapshot():
        name = database.meta(_NAME)
    if name is None:
        name = uuid.uuid4().hex
        with database.change():
            database.set_meta(_NAME, name)
    return str(name)
