"""The engine ``opensearch``: the same tokens as the memory engine's in a cluster, and the same scores.

The cluster proposes candidates by its own BM25 with our k1 and b. Its idf is another one (Lucene's log(1 + …), which
has no floor), it counts documents that are deleted but not yet forgotten, and it keeps a document's length in one
byte. So the candidates, with their tokens, are scored again here by rank-bm25's formula.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from hashlib import sha256
from typing import Any

from retrieval.records import Hit
from retrieval.schema import Bm25Settings
from retrieval.search.cluster_bulk import Entry, load, refresh, term_of, unload
from retrieval.search.cluster_client import Cluster
from retrieval.search.cluster_figures import FigureKeeper
from retrieval.search.cluster_index import create, holders, switch
from retrieval.search.okapi import Okapi

Only = Iterable[Sequence[str]]

_MOST_CLAUSES = 1000  # a cluster takes 1,024 in one query
_CHUNK = 1000
_LEAST_BOOST = 1e-9


class ClusterEngine:
    """BM25 in an OpenSearch cluster, in the index behind ``alias``; see ``Engine`` for what it promises.

    ``index``: this very index instead, whatever the alias points at. Others may search while documents are added or
    removed; they see a change when it is whole. Every method may raise ``SearchError``.
    """

    name = "opensearch"

    def __init__(
        self,
        cluster: Cluster,
        alias: str,
        settings: Bm25Settings,
        index: str = "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._cluster, self._alias, self._settings = cluster, alias, settings
        self._target = index or alias
        self._figures = FigureKeeper(cluster, self._target, clock, strict=bool(index))

    def __len__(self) -> int:
        return self._figures.count()

    def add(self, documents: Iterable[tuple[int, Sequence[str]]]) -> None:
        """See ``Engine.add``. What a failure in the middle has put in is taken out again."""
        self.add_entries([Entry(number, tokens, number) for number, tokens in documents])

    def add_entries(self, entries: Sequence[Entry]) -> None:
        """``add`` with paragraphs and articles."""
        numbers = [entry.number for entry in entries]
        twice = [number for number, times in Counter(numbers).items() if times > 1]
        index = self._index()
        for number in twice or sorted(self._there(index, numbers)):
            raise ValueError(f"document {number} is there already")
        try:
            load(self._cluster, index, entries)
        except BaseException:
            unload(self._cluster, index, numbers)
            raise
        self.settle()

    def remove(self, numbers: Iterable[int]) -> None:
        """See ``Engine.remove``."""
        numbers = sorted(set(numbers))
        if not numbers:
            return
        index = self._index()
        if unknown := set(numbers) - self._there(index, numbers):
            raise KeyError(min(unknown))
        self.take_out(numbers)
        self.settle()

    def put_in(self, entries: Iterable[Entry]) -> None:
        """Documents in the place of what has their numbers, if anything has; to be seen after ``settle``."""
        load(self._cluster, self._index(), entries)

    def take_out(self, numbers: Iterable[int]) -> None:
        """Documents away, those that are there; to be seen after ``settle``."""
        unload(self._cluster, self._index(), numbers)

    def settle(self) -> None:
        """What was put in or taken out shows from now on."""
        index = self._index()
        refresh(self._cluster, index)
        self._figures.changed(index)

    def numbers_of(self, article: str) -> list[int]:
        """The numbers of an article's documents, in order."""
        body = {"query": {"term": {"article": article}}, "_source": False, "size": 10_000}
        params = {"ignore_unavailable": "true"}
        found = self._cluster.asked(lambda c: c.search(index=self._target, body=body, params=params))
        return sorted(int(hit["_id"]) for hit in found["hits"]["hits"])

    def articles(self) -> dict[str, int]:
        """The articles, each with the lowest of its documents' numbers."""
        found: dict[str, int] = {}
        source = {"sources": [{"article": {"terms": {"field": "article"}}}], "size": _CHUNK}
        after: dict[str, Any] = {}
        while True:
            grouped = {"composite": {**source, **after}, "aggs": {"first": {"min": {"field": "number"}}}}
            body = {"size": 0, "aggs": {"articles": grouped}}
            answer = self._cluster.asked(partial(_search, index=self._target, body=body))["aggregations"]
            for one in answer["articles"]["buckets"]:
                found[one["key"]["article"]] = int(one["first"]["value"])
            if "after_key" not in answer["articles"]:
                return found
            after = {"after": answer["articles"]["after_key"]}

    def search(self, tokens: Sequence[str], top: int, only: Only = ()) -> list[Hit]:
        """See ``Engine.search``. ``only``: groups of canonical tokens, of each of which a hit has at least one.

        ``[["r:331002"], ["y:2019", "y:2018"]]``: sentences about 椒江 in 2018 or 2019.
        """
        return [hit for hit, _ in self.search_groups(tokens, top, only)]

    def search_groups(self, tokens: Sequence[str], top: int, only: Only = ()) -> list[tuple[Hit, int]]:
        """``search``, each hit with the number of its group."""
        asked = [term_of(token) for token in tokens]
        figures = self._figures.now()
        if top < 1 or not asked or not figures.size:
            return []
        okapi = Okapi(self._settings, figures, self._figures.holders(set(asked)))
        counts = Counter(token for token in asked if token in okapi.weights)
        if not counts:
            return []
        boosts = {token: okapi.weights[token] * many for token, many in counts.items()}
        found = self._candidates(boosts, max(top, self._cluster.settings.candidates), only)
        scored = [(okapi.score(f["_source"]["tokens"], asked), f) for f in found]
        hits = [(Hit(int(f["_id"]), score), int(f["_source"]["group"])) for score, f in scored if score > 0]
        return sorted(hits, key=lambda one: (-one[0].score, one[0].number))[:top]

    def _candidates(self, boosts: dict[str, float], many: int, only: Only) -> list[Any]:
        """The best by the cluster's own account, with their tokens; never without what a lost shard would say."""
        weighed = self._figures.lucene_boosts(boosts)
        clauses = sorted(weighed.items(), key=lambda one: (-one[1], one[0]))[:_MOST_CLAUSES]
        should = [{"term": {"tokens": {"value": t, "boost": max(b, _LEAST_BOOST)}}} for t, b in clauses]
        needed = [{"terms": {"marks": [term_of(token) for token in group]}} for group in only]
        body = {
            "query": {"bool": {"should": should, "filter": needed, "minimum_should_match": 1}},
            "sort": ["_score", {"number": "asc"}],
            "size": many,
            "_source": ["tokens", "group"],
            "track_total_hits": False,
        }
        params = {
            "search_type": "dfs_query_then_fetch",  # every shard weighs a token by the whole corpus
            "preference": sha256("\n".join(sorted(boosts)).encode()).hexdigest()[
                :16
            ],  # again the same copies
            "allow_partial_search_results": "false",
        }
        found = self._cluster.asked(lambda c: c.search(index=self._target, body=body, params=params))
        hits: list[Any] = found["hits"]["hits"]
        return hits

    def _index(self) -> str:
        """The index in use; the first document makes one."""
        if self._target != self._alias:
            return self._target
        names = holders(self._cluster, self._alias)
        if not names:
            names = [create(self._cluster, self._alias, self._settings)]
            switch(self._cluster, {self._alias: names[0]}, time.time())
        return names[0]

    def _there(self, index: str, numbers: Sequence[int]) -> set[int]:
        """Those of the numbers that the index has."""
        found: set[int] = set()
        for first in range(0, len(numbers), _CHUNK):
            ids = [str(number) for number in numbers[first : first + _CHUNK]]
            body = {"query": {"ids": {"values": ids}}, "size": len(ids), "_source": False}
            answer = self._cluster.asked(partial(_search, index=index, body=body))
            found.update(int(hit["_id"]) for hit in answer["hits"]["hits"])
        return found


def _search(client: Any, index: str, body: dict[str, Any]) -> Any:
    return client.search(index=index, body=body)
