"""A cluster of three nodes for the tests marked ``cluster``: ``pytest -m cluster``."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator

import pytest

from retrieval.config import load_config
from retrieval.schema import OpenSearchSettings, SearchWords
from retrieval.search.cluster_client import Cluster, connect
from tests.cluster.nodes import Nodes, missing


@pytest.fixture(scope="session")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    """Three nodes, each a process of its own; they end with the tests."""
    if why := missing():
        if os.environ.get("YIJU_CLUSTER") == "1":
            pytest.fail(why)
        pytest.skip(why)
    running = Nodes(tmp_path_factory.mktemp("nodes"))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def settings_for(nodes: Nodes) -> Callable[..., OpenSearchSettings]:
    """Settings with a prefix of their own each time."""
    counter = itertools.count()

    def make(**more: object) -> OpenSearchSettings:
        return OpenSearchSettings(hosts=nodes.hosts, prefix=f"t{next(counter)}", timeout=10, **more)  # type: ignore[arg-type]

    return make


@pytest.fixture
def cluster(settings_for: Callable[..., OpenSearchSettings]) -> Cluster:
    """A connection with a prefix that nobody used."""
    return connect(settings_for(replicas=1), {})


@pytest.fixture(scope="session")
def words() -> SearchWords:
    """``config/search.yaml``."""
    return load_config().search
