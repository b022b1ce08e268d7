"""The figures of a corpus in a cluster: how many documents, how long, how many of them hold a token.

They are asked for anew every half minute and after every change of our own, and kept in between.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from retrieval.search.cluster_client import Cluster, refused
from retrieval.search.cluster_index import note, read_meta
from retrieval.search.okapi import Figures, mean_idf

_FRESH = 30.0  # seconds that figures are good for: others may change the corpus
_MOST_KEPT = 100_000  # tokens whose frequency is kept
_PARTITION = 20_000  # different tokens counted in one request; a cluster gives 65,535 at most
_SECONDS = 30.0  # for one request; the first after a build has much to read
_DRIFT = 0.05  # of a large corpus changed: its mean idf, by then wrong by half a hundredth, is counted again
_SMALL = 20_000  # documents: a corpus that is counted again after every change


class FigureKeeper:
    """The figures of an index, or of the one behind an alias. ``strict``: it is an error where there is none."""

    def __init__(self, cluster: Cluster, target: str, clock: Callable[[], float], strict: bool) -> None:
        self._cluster, self._target, self._clock = cluster, target, clock
        self._params = {} if strict else {"ignore_unavailable": "true"}
        self._figures, self._until = Figures(0, 0, 0.0), -math.inf
        self._holders: dict[str, int] = {}

    def now(self) -> Figures:
        """The figures, at most half a minute old."""
        if self._clock() >= self._until:
            size, length = self._totals(self._target)
            meta = read_meta(self._cluster, self._target)
            mean = meta["mean_idf"] if "mean_idf" in meta else self._mean_idf(self._target, size)
            self._figures, self._holders = Figures(size, length, mean), {}
            self._until = self._clock() + _FRESH
        return self._figures

    def count(self) -> int:
        """How many documents there are at this moment."""
        return self._totals(self._target)[0]

    def changed(self, index: str) -> None:
        """Documents of this index have changed: count what a question must not wait for, and note it there."""
        self._until = -math.inf
        meta = read_meta(self._cluster, index)
        size, _ = self._totals(index)
        if size <= _SMALL or abs(size - meta.get("counted", 0)) > _DRIFT * size:
            note(self._cluster, index, {**meta, "mean_idf": self._mean_idf(index, size), "counted": size})

    def holders(self, tokens: set[str]) -> Mapping[str, int]:
        """In how many documents each token stands."""
        if unknown := sorted(tokens - self._holders.keys()):
            if len(self._holders) > _MOST_KEPT:
                self._holders = {}
                unknown = sorted(tokens)
            found = self._count_holders(unknown)
            self._holders.update((token, many) for token, many in found.items() if many)
        # Others may add while we ask: no token stands in more documents than we know of.
        return {token: min(self._holders.get(token, 0), self._figures.size) for token in tokens}

    def lucene_boosts(self, weights: Mapping[str, float]) -> dict[str, float]:
        """By how much the cluster has to multiply its own weight of a token to come to ours."""
        size = self._figures.size
        own = {t: math.log(1 + (size - n + 0.5) / (n + 0.5)) for t, n in self.holders(set(weights)).items()}
        return {token: weight / own[token] for token, weight in weights.items()}

    def _totals(self, index: str) -> tuple[int, int]:
        body = {"size": 0, "track_total_hits": True, "aggs": {"length": {"sum": {"field": "length"}}}}
        found = self._search(index, body)
        length = found.get("aggregations", {}).get("length", {}).get("value", 0)
        return found["hits"]["total"]["value"], round(length)

    def _count_holders(self, tokens: list[str]) -> dict[str, int]:
        lines: list[dict[str, Any]] = []
        for token in tokens:
            query = {"term": {"tokens": token}}
            lines += [{}, {"size": 0, "track_total_hits": True, "query": query}]

        def request(client: Any) -> Any:
            answers = client.msearch(body=lines, index=self._target)["responses"]
            for answer in answers:
                if "error" in answer:
                    raise refused(int(answer["status"]), answer["error"], self._cluster.hosts)
            return answers

        answers = self._cluster.asked(request)
        return {t: a["hits"]["total"]["value"] for t, a in zip(tokens, answers, strict=True)}

    def _mean_idf(self, index: str, size: int) -> float:
        """Over all different tokens, which are counted part by part."""
        if not size:
            return 0.0
        body = {"size": 0, "aggs": {"many": {"cardinality": {"field": "tokens.set"}}}}
        many = self._search(index, body)["aggregations"]["many"]["value"]
        parts = math.ceil(many * 1.2 / _PARTITION) or 1
        by_holders: Counter[int] = Counter()
        for part in range(parts):
            by_holders.update(self._part(index, part, parts))
        return mean_idf(size, by_holders)

    def _part(self, index: str, part: int, parts: int) -> Counter[int]:
        """How many tokens of one part stand in how many documents."""
        terms = {"field": "tokens.set", "size": 2 * _PARTITION}
        if parts > 1:
            terms["include"] = {"partition": part, "num_partitions": parts}
        found = self._search(index, {"size": 0, "aggs": {"tokens": {"terms": terms}}})
        return Counter(bucket["doc_count"] for bucket in found["aggregations"]["tokens"]["buckets"])

    def _search(self, index: str, body: dict[str, Any]) -> Any:
        params = {
            **self._params,
            "allow_partial_search_results": "false",
            "request_timeout": max(_SECONDS, self._cluster.settings.timeout),
        }
        return self._cluster.asked(lambda client: client.search(index=index, body=body, params=params))
