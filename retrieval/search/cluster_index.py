"""Indices of a cluster: made beside the one in use, switched to all at once, and dropped.

An index has a name of its own (``yiju-sentences-5f3a…``); whoever asks uses the alias (``yiju-sentences``).
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import Any

from retrieval.schema import Bm25Settings
from retrieval.search.cluster_client import Cluster
from retrieval.search.trouble import SearchError

_STALE = 24 * 3600  # seconds
FORMAT = "1"  # of the mapping below; an index of another format is built anew


def index_body(cluster: Cluster, bm25: Bm25Settings, mark: str) -> dict[str, Any]:
    """The settings and the mapping of an index.

    ``tokens`` is a list whose every entry is one token as the memory engine has it; ``tokens.set`` its different
    ones, from which the frequencies of all tokens are counted; ``marks`` the canonical ones, to filter by.
    """
    tokens = {
        "type": "text",
        "analyzer": "keyword",  # an entry is a token: nothing is cut again
        "similarity": "okapi",
        "index_options": "freqs",
        "fields": {"set": {"type": "keyword", "index": False}},
    }
    return {
        "settings": {
            "index": {
                "number_of_shards": cluster.settings.shards,
                "number_of_replicas": cluster.settings.replicas,
                "refresh_interval": -1,  # refreshed when a change is whole: nobody sees half of one
                "similarity": {
                    "okapi": {"type": "BM25", "k1": bm25.k1, "b": bm25.b, "discount_overlaps": False}
                },
            }
        },
        "mappings": {
            "dynamic": "strict",
            "_meta": {"format": FORMAT, "mark": mark},
            "properties": {
                "number": {"type": "long"},
                "group": {"type": "long", "index": False},
                "article": {"type": "keyword"},
                "length": {"type": "integer", "index": False},
                "tokens": tokens,
                "marks": {"type": "keyword"},
            },
        },
    }


def create(cluster: Cluster, alias: str, bm25: Bm25Settings, mark: str = "") -> str:
    """A new empty index that no alias points at; its name. ``mark``: what it is going to hold."""
    name = f"{alias}-{uuid.uuid4().hex[:12]}"
    body = index_body(cluster, bm25, mark)
    try:
        cluster.changed(lambda client: client.indices.create(index=name, body=body, params=_patient(cluster)))
    except SearchError as trouble:
        if trouble.values.get("why") != "resource_already_exists_exception":
            raise  # else the first try's answer was lost, not the index
    return name


def switch(cluster: Cluster, indices: Mapping[str, str], now: float) -> None:
    """Point every alias at its new index, all of them in one step.

    The indices they pointed at stay until the next switch, for programs that still ask them. ``now``: seconds since
    1970, as ``time.time()``.
    """
    old = {alias: holders(cluster, alias) for alias in indices}
    actions: list[dict[str, Any]] = [
        {"remove": {"index": index, "alias": alias}} for alias, names in old.items() for index in names
    ]
    actions += [{"add": {"index": index, "alias": alias}} for alias, index in indices.items()]
    body = {"actions": actions}
    cluster.changed(lambda client: client.indices.update_aliases(body=body, params=_patient(cluster)))
    for alias, names in old.items():
        _drop_stale(cluster, alias, {*names, indices[alias]}, now)


def drop(cluster: Cluster, indices: list[str]) -> None:
    """Delete indices; one that is gone already is no error."""
    params = {"ignore_unavailable": "true", **_patient(cluster)}
    if indices:
        cluster.changed(lambda client: client.indices.delete(index=",".join(indices), params=params))


def find(cluster: Cluster, alias: str, mark: str) -> str | None:
    """The whole index that was built with this mark, in use or just replaced; None where there is none."""
    for name, one in _all(cluster, alias).items():
        meta = one["mappings"].get("_meta", {})
        if meta.get("format") == FORMAT and meta.get("mark") == mark and "counted" in meta:
            return name
    return None


def _all(cluster: Cluster, alias: str) -> dict[str, Any]:
    """Every index made for an alias, with what the cluster knows of it."""
    own = re.compile(re.escape(alias) + r"-[0-9a-f]{12}")
    found = cluster.asked(lambda client: client.indices.get(index=f"{alias}-*"))
    return {name: one for name, one in sorted(found.items()) if own.fullmatch(name)}


def _drop_stale(cluster: Cluster, alias: str, kept: set[str], now: float) -> None:
    """Delete what was replaced earlier, and what builds that were broken off more than a day ago left."""
    stale = []
    for name, one in _all(cluster, alias).items():
        whole = "counted" in one["mappings"].get("_meta", {})
        age = now - float(one["settings"]["index"]["creation_date"]) / 1000
        if name not in kept and not one.get("aliases") and (whole or age > _STALE):
            stale.append(name)
    drop(cluster, stale)


def holders(cluster: Cluster, alias: str) -> list[str]:
    """The indices an alias points at: one, or none."""
    if not cluster.asked(lambda client: client.indices.exists_alias(name=alias)):
        return []
    return sorted(cluster.asked(lambda client: client.indices.get_alias(name=alias)))


def read_meta(cluster: Cluster, index: str) -> dict[str, Any]:
    """What is noted in an index, or the one behind an alias; empty where there is none, or of another format."""
    params = {"ignore_unavailable": "true"}
    found = cluster.asked(lambda client: client.indices.get_mapping(index=index, params=params))
    meta: dict[str, Any] = next(iter(found.values()))["mappings"].get("_meta", {}) if found else {}
    return meta if meta.get("format") == FORMAT else {}


def note(cluster: Cluster, index: str, meta: Mapping[str, Any]) -> None:
    """Replace what is noted in an index."""
    body = {"_meta": {"format": FORMAT, **meta}}
    cluster.changed(
        lambda client: client.indices.put_mapping(index=index, body=body, params=_patient(cluster))
    )


def _patient(cluster: Cluster) -> dict[str, Any]:
    """A change of the cluster's state may have to wait for a new manager; the client waits a little longer."""
    seconds = max(1, round(cluster.settings.patience))
    return {
        "cluster_manager_timeout": f"{seconds}s",
        "timeout": f"{seconds}s",
        "request_timeout": seconds + 5,
    }
