"""The engine of the settings: documents in, an index over them out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from retrieval.records import Document
from retrieval.schema import SearchWords, Settings
from retrieval.search.documents import Index, Searchable

Indexing = Callable[[Sequence[Document], SearchWords], Searchable]


def indexing_of(settings: Settings, environ: Mapping[str, str]) -> Indexing:
    """What makes an index of a corpus that is in memory: there too, or in a cluster with ``engine: opensearch``.

    The cluster's user and password are in ``environ``. ``SearchError`` where the cluster cannot be used.
    """
    if settings.engine != "opensearch":
        return Index.build
    from retrieval.search.cluster_client import connect
    from retrieval.search.cluster_documents import ClusterIndex

    cluster = connect(settings.opensearch, environ)
    return lambda documents, words: ClusterIndex.build(documents, words, cluster)
