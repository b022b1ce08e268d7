"""Many documents into an index of a cluster, in requests of a bearable size; what is refused for now is tried again.

Every operation names its document by its number, so that a request whose answer was lost can be made once more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Any

from retrieval.search.cluster_client import Cluster, refused


@dataclass(frozen=True)
class Entry:
    """A document on its way into an index; ``group``: the number of its paragraph, ``article``: an id."""

    number: int
    tokens: Sequence[str]
    group: int = 0
    article: str = ""


_MOST_DOCUMENTS = 500
_MOST_BYTES = 4_000_000
_SECONDS = 30.0  # for one request
_LOST = "5s"  # so long the cluster itself waits for a copy that a lost node had; then it is sent again
_LONGEST = 200  # characters of a token; Lucene takes no term above 32,766 bytes
_GONE = 404
_MARKS = ("r:", "p:", "y:", "i:")


def term_of(token: str) -> str:
    """A token as the index has it: itself, or a digest behind its beginning where it is very long or no Unicode."""
    data = token.encode("utf-8", "surrogatepass")
    if len(token) <= _LONGEST and b"\xed" not in data:
        return token
    plain = data.decode("utf-8", "replace")
    return (
        plain
        if plain == token and len(token) <= _LONGEST
        else plain[:_LONGEST] + sha256(data).hexdigest()[:24]
    )


def load(cluster: Cluster, index: str, entries: Iterable[Entry]) -> int:
    """Put documents into an index, or the one behind an alias, and return how many.

    They can be found after the next ``refresh``.
    """
    return _send_all(cluster, index, (_put(entry) for entry in entries))


def unload(cluster: Cluster, index: str, numbers: Iterable[int]) -> int:
    """Take documents out of an index; one that is not there is no error."""
    return _send_all(cluster, index, (f'{{"delete":{{"_id":"{n}"}}}}\n' for n in numbers))


def refresh(cluster: Cluster, index: str) -> None:
    """What was put in is found, what was taken out is gone, for every question that comes after."""
    cluster.changed(lambda client: client.indices.refresh(index=index))


def _put(entry: Entry) -> str:
    terms = [term_of(token) for token in entry.tokens]
    body = {
        "number": entry.number,
        "group": entry.group,
        "article": entry.article,
        "length": len(terms),
        "tokens": terms,
        "marks": sorted({term for term in terms if term.startswith(_MARKS)}),
    }
    return f'{{"index":{{"_id":"{entry.number}"}}}}\n{json.dumps(body, ensure_ascii=False)}\n'


def _send_all(cluster: Cluster, index: str, lines: Iterable[str]) -> int:
    total = 0
    for chunk in _chunks(lines):
        _send(cluster, index, chunk)
        total += len(chunk)
    return total


def _chunks(lines: Iterable[str]) -> Iterator[list[str]]:
    """Lists of operations, each short enough for one request."""
    source = iter(lines)
    while group := list(islice(source, _MOST_DOCUMENTS)):
        chunk: list[str] = []
        size = 0
        for text in group:
            if chunk and size + len(text) > _MOST_BYTES:
                yield chunk
                chunk, size = [], 0
            chunk.append(text)
            size += 3 * len(text)  # a Chinese character takes three bytes
        yield chunk


def _send(cluster: Cluster, index: str, chunk: list[str]) -> None:
    """Send a request until every operation of it is done; ``SearchError`` when patience is at its end."""
    left = chunk
    params = {"request_timeout": max(_SECONDS, cluster.settings.timeout), "timeout": _LOST}

    def once(client: Any) -> None:
        nonlocal left
        answer = client.bulk(index=index, body="".join(left), params=params)
        left, first = _not_done(left, answer)
        if first is not None:
            raise refused(int(first["status"]), first.get("error", {}), cluster.hosts)

    cluster.changed(once)


def _not_done(chunk: list[str], answer: dict[str, Any]) -> tuple[list[str], dict[str, Any] | None]:
    """The operations that failed and why the first did. The one told of first is what no second try can mend."""
    if not answer.get("errors"):
        return [], None
    results = [next(iter(item.values())) for item in answer["items"]]
    failed = [
        (text, r) for text, r in zip(chunk, results, strict=True) if r["status"] >= 300 and not _gone(r)
    ]
    failed.sort(key=lambda one: one[1]["status"] in (429, 503))
    return [text for text, _ in failed], failed[0][1] if failed else None


def _gone(result: dict[str, Any]) -> bool:
    """It was to be deleted and is not there."""
    return result["status"] == _GONE and result.get("result") == "not_found"
