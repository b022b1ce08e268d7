"""How a cluster is: what stands in the way of asking it or of changing what is in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from retrieval.schema import OpenSearchSettings
from retrieval.search.cluster_client import Cluster, connect
from retrieval.search.trouble import SearchError

_BLOCKS = "index.blocks.read_only_allow_delete", "index.blocks.read_only", "index.blocks.write"


@dataclass(frozen=True)
class Health:
    """``troubles`` are worst first; ``version`` is '' where the cluster cannot be asked at all."""

    version: str
    nodes: int
    troubles: tuple[SearchError, ...]


def look(settings: OpenSearchSettings, environ: Mapping[str, str]) -> Health:
    """The health of the cluster of these settings; never raises ``SearchError``."""
    try:
        cluster = connect(settings, environ)
        found = cluster.check()
        troubles = (*_state(cluster, str(found["status"])), *_blocked(cluster))
        return Health(str(found["version"]), int(found["nodes"]), troubles)
    except SearchError as trouble:
        return Health("", 0, (trouble,))


def _state(cluster: Cluster, status: str) -> tuple[SearchError, ...]:
    return () if status == "green" else (SearchError(f"cluster.{status}", hosts=cluster.hosts),)


def _blocked(cluster: Cluster) -> tuple[SearchError, ...]:
    """Our own indices that take no changes."""
    pattern = f"{cluster.settings.prefix}-*"
    found = cluster.asked(lambda c: c.indices.get_settings(index=pattern, params={"flat_settings": "true"}))
    shut = [n for n, one in sorted(found.items()) if any(one["settings"].get(b) == "true" for b in _BLOCKS)]
    return tuple(SearchError("cluster.read_only", hosts=cluster.hosts, index=name) for name in shut)
