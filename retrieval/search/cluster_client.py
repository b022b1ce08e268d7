"""A connection to an OpenSearch cluster: requests in, answers or one ``SearchError`` out, never a client's own error.

The client library is imported when the first connection is made.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping, Set
from typing import Any

from retrieval.schema import OpenSearchSettings
from retrieval.search.trouble import SearchError

USER, PASSWORD = "YIJU_OPENSEARCH_USER", "YIJU_OPENSEARCH_PASSWORD"
LEAST_VERSION = (2, 0)
_WAITS = (
    0.1,
    0.3,
    1.0,
)  # seconds between the tries of a question: a node that died is found out in that time
_SLOWEST = 5.0
_CONNECTIONS = 16  # to each node at the same time
_BUSY = frozenset({429, 502, 503, 504})
_PASSING = frozenset({"cluster.unreachable", "cluster.timeout", "cluster.busy"})


class Cluster:
    """A cluster that is asked through any of its nodes; made by ``connect``."""

    def __init__(
        self, client: Any, settings: OpenSearchSettings, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self.settings, self.pause, self._client = settings, pause, client

    @contextlib.contextmanager
    def client(self) -> Iterator[Any]:
        """The client library's own client; within it its errors become ``SearchError``."""
        from opensearchpy.exceptions import OpenSearchException

        try:
            yield self._client
        except OpenSearchException as error:
            raise trouble_of(error, self.settings) from error

    def asked(self, request: Callable[[Any], Any]) -> Any:
        """The answer to a request that changes nothing; tried again while a node goes or an index is switched."""
        return self._tried(request, {*_PASSING, "cluster.no_index"}, iter(_WAITS))

    def changed(self, request: Callable[[Any], Any]) -> Any:
        """The answer to a request that may be made twice; tried again for ``patience`` seconds, ever more slowly."""
        return self._tried(request, _PASSING, _growing(self.settings.patience))

    def _tried(self, request: Callable[[Any], Any], passing: Set[str], waits: Iterator[float]) -> Any:
        for wait in waits:
            answer, trouble = self._once(request)
            if trouble is None:
                return answer
            if trouble.code not in passing:
                raise trouble
            self.pause(wait)
        with self.client() as client:
            return request(client)

    def _once(self, request: Callable[[Any], Any]) -> tuple[Any, SearchError | None]:
        try:
            with self.client() as client:
                return request(client), None
        except SearchError as trouble:
            return None, trouble

    def check(self) -> dict[str, Any]:
        """What the cluster says of its health; ``SearchError`` where it is none, too old, or has lost data."""
        found = self.asked(lambda client: client.info()).get("version", {})
        number = str(found.get("number", "?"))
        if found.get("distribution") != "opensearch" or _version(number) < LEAST_VERSION:
            name = f"{found.get('distribution', 'Elasticsearch')} {number}"
            raise SearchError("cluster.version", hosts=self.hosts, found=name, least="2.0")
        health: dict[str, Any] = self.asked(lambda client: client.cluster.health())
        return {"version": number, "nodes": health["number_of_nodes"], "status": health["status"]}

    @property
    def hosts(self) -> str:
        """Where the cluster is, for a message."""
        return _hosts(self.settings)


def connect(settings: OpenSearchSettings, environ: Mapping[str, str]) -> Cluster:
    """A cluster by its settings; the user and password come from the environment. Nothing is sent yet."""
    try:
        from opensearchpy import OpenSearch
    except ImportError:
        raise SearchError("cluster.no_client") from None
    user = environ.get(USER)
    client = OpenSearch(
        [host.rstrip("/") for host in settings.hosts],
        http_auth=(user, environ.get(PASSWORD, "")) if user else None,
        http_compress=True,
        pool_maxsize=_CONNECTIONS,
        timeout=settings.timeout,
        max_retries=max(3, len(settings.hosts)),
        retry_on_timeout=False,  # a second timeout in a row is no better than the first
        **_tls(settings),
    )
    return Cluster(client, settings)


def _growing(patience: float) -> Iterator[float]:
    """0.1, 0.2, 0.4 … seconds, five at most; the requests between them count towards ``patience`` as well."""
    wait, waited, began = _WAITS[0], 0.0, time.monotonic()
    while max(waited, time.monotonic() - began) < patience:
        yield wait
        waited, wait = waited + wait, min(2 * wait, _SLOWEST)


def _tls(settings: OpenSearchSettings) -> dict[str, Any]:
    if not any(host.startswith("https:") for host in settings.hosts):
        return {}
    own = {"ca_certs": settings.ca_file} if settings.ca_file else {}
    return {"verify_certs": settings.verify, "ssl_show_warn": False, **own}


def trouble_of(error: Exception, settings: OpenSearchSettings) -> SearchError:
    """What a client's error means to whoever has to mend it."""
    from opensearchpy import exceptions as known

    hosts = _hosts(settings)
    if isinstance(error, known.SSLError):
        return SearchError("cluster.tls", hosts=hosts)
    if isinstance(error, known.ConnectionTimeout):
        return SearchError("cluster.timeout", hosts=hosts, seconds=f"{settings.timeout:g}")
    if isinstance(error, known.ConnectionError):
        return SearchError("cluster.unreachable", hosts=hosts)
    if isinstance(error, known.TransportError) and isinstance(error.status_code, int):
        body = error.info if isinstance(error.info, dict) else {}
        cause = body.get("error") if isinstance(body.get("error"), dict) else {}
        return refused(error.status_code, cause or {"type": str(error.error)}, hosts)
    return SearchError("cluster.refused", hosts=hosts, status="?", why=type(error).__name__)


def refused(status: int, cause: Mapping[str, Any], hosts: str) -> SearchError:
    """What an answer of this HTTP status with this ``error`` object means."""
    kind, why = str(cause.get("type", "")), str(cause.get("reason", ""))
    if status == 401:
        return SearchError("cluster.auth", hosts=hosts, user=USER, password=PASSWORD)
    if kind == "cluster_block_exception" and status in (403, 429):
        return SearchError("cluster.read_only", hosts=hosts, index=str(cause.get("index") or _index_in(why)))
    if status == 403:
        return SearchError("cluster.forbidden", hosts=hosts, user=USER)
    if kind == "index_not_found_exception":
        return SearchError("cluster.no_index", hosts=hosts, index=str(cause.get("index", "")))
    if status in _BUSY:
        return SearchError("cluster.busy", hosts=hosts, status=status)
    return SearchError("cluster.refused", hosts=hosts, status=status, why=(kind or why)[:80])


def _index_in(reason: str) -> str:
    """index [yiju-sentences-1] blocked by: … → yiju-sentences-1."""
    return reason.partition("[")[2].partition("]")[0]


def _hosts(settings: OpenSearchSettings) -> str:
    return ", ".join(settings.hosts)


def _version(number: str) -> tuple[int, ...]:
    """2.19.1 → (2, 19); what is no number counts as 0."""
    return tuple(int(part) if part.isdigit() else 0 for part in number.split(".")[:2])
