"""Lists of tokens as they were last used: unpacked, as many as fit into some memory."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from retrieval.search.postings import Postings

_CACHED = 60 * 1024 * 1024  # bytes of lists that are kept


class Place(NamedTuple):
    """Where a token's lists are: (segment, how many documents hold it there); ``size``: of all of them together."""

    size: int
    lists: Sequence[tuple[int, int]]


Places = dict[str, Place]  # by token


class Unpacked:
    """The lists of one engine, of (token, segment); a segment's never change."""

    def __init__(self, connection: sqlite3.Connection, table: str) -> None:
        self._connection, self._table = connection, table
        self._lists: OrderedDict[tuple[str, int], Postings] = OrderedDict()
        self._weight = 0

    def get(self, token: str, segment: int) -> Postings:
        """A token's list in a segment; the last ones used stay unpacked."""
        key = token, segment
        found = self._lists.get(key)
        if found is not None:
            self._lists.move_to_end(key)
            return found
        (data,) = self._connection.execute(
            f"SELECT data FROM {self._table}_posting WHERE token = ? AND segment = ?", key
        ).fetchone()
        return self._unpack(key, data)

    def fetch(self, lists: Iterable[tuple[str, int]]) -> None:
        """Read these lists, of (token, segment), in one go: they are asked for next."""
        missing = {key for key in lists if key not in self._lists}
        if len(missing) < 2:
            return
        tokens = list({token for token, _ in missing})
        marks = ",".join("?" * len(tokens))
        rows = self._connection.execute(
            f"SELECT token, segment, data FROM {self._table}_posting WHERE token IN ({marks})", tokens
        )
        for token, segment, data in rows:
            if (token, segment) in missing:
                self._unpack((token, segment), data)

    def _unpack(self, key: tuple[str, int], data: bytes) -> Postings:
        found = self._lists[key] = Postings(data)
        self._weight += found.weight
        while self._weight > _CACHED and len(self._lists) > 1:
            self._weight -= self._lists.popitem(last=False)[1].weight
        return found
