"""How segments lie in their tables; which of them are to be merged, and how."""

from __future__ import annotations

import math
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from retrieval.search.among import Numbers
from retrieval.search.inverted import Part, join_all
from retrieval.search.postings import Postings, pack

_SMALLEST = 4096  # postings; segments below are all of the lowest level
_FACTOR = 8  # so many segments of a level become one of the next
_TOKENS = 500  # whose lists are read at once

Row = tuple[str, int, bytes]  # token, how many documents hold it, its list


def idf(size: int, frequency: int) -> float:
    """rank-bm25's weight of a token that so many of ``size`` documents hold; below 0 in more than half of them."""
    return math.log(size - frequency + 0.5) - math.log(frequency + 0.5)


def due(sizes: Sequence[tuple[int, int]], most: int | None) -> list[list[int]]:
    """The groups of segments to merge, of (id, postings); groups of more than ``most`` postings are left."""
    levels: dict[int, list[tuple[int, int]]] = {}
    for one, postings in sizes:
        levels.setdefault(_level(postings), []).append((one, postings))
    full = [group for group in levels.values() if len(group) >= _FACTOR]
    return [
        [one for one, _ in group]
        for group in full
        if most is None or sum(postings for _, postings in group) <= most
    ]


def _level(postings: int) -> int:
    level = 0
    while postings > _SMALLEST:
        postings, level = postings // _FACTOR, level + 1
    return level


def create_tables(connection: sqlite3.Connection, table: str) -> None:
    """The tables of a new engine."""
    for statement in _TABLES:
        connection.execute(statement.format(t=table))


def keep_segment(
    connection: sqlite3.Connection,
    table: str,
    numbers: Numbers,
    lengths: NDArray[np.uint32],
    rows: Iterable[Row],
) -> None:
    """A new segment: its documents (rising), how long they are and one, and the lists of its tokens."""
    rows = list(rows)
    vocabulary = zlib.compress(msgspec.msgpack.encode([token for token, _, _ in rows]), 1)
    found = connection.execute(
        f"INSERT INTO {table}_segment (postings, numbers, lengths, tokens) VALUES (?, ?, ?, ?)",
        (
            sum(size for _, size, _ in rows),
            pack(numbers, np.ones_like(numbers)),
            lengths.tobytes(),
            vocabulary,
        ),
    )
    segment = found.lastrowid
    lists = ((token, segment, size, data) for token, size, data in rows)
    connection.executemany(f"INSERT INTO {table}_posting VALUES (?, ?, ?, ?)", lists)


def merge(
    connection: sqlite3.Connection, table: str, ids: Sequence[int], lengths: NDArray[np.uint32], dead: Numbers
) -> None:
    """One segment in the place of these, without whoever is removed (``dead``; ``lengths`` of all, by number)."""
    marks = ",".join("?" * len(ids))
    found = connection.execute(f"SELECT numbers FROM {table}_segment WHERE id IN ({marks})", ids)
    members = np.sort(np.concatenate([Postings(data).numbers for (data,) in found]))
    alive = lengths > 0 if np.isin(members, dead).any() else None
    vocabulary = _vocabularies(connection, table, ids)
    rows = list(_merged(connection, table, vocabulary, alive))
    _forget(connection, table, vocabulary)
    connection.execute(f"DELETE FROM {table}_segment WHERE id IN ({marks})", ids)
    left = members if alive is None else members[alive[members]]
    if len(left):
        keep_segment(connection, table, left, lengths[left], rows)
    gone = ((number,) for number in np.setdiff1d(members, left).tolist())
    connection.executemany(f"DELETE FROM {table}_dead WHERE number = ?", gone)


def _forget(connection: sqlite3.Connection, table: str, vocabulary: dict[int, list[str]]) -> None:
    """The lists of these segments; there is a quick way where they are all the segments."""
    (segments,) = connection.execute(f"SELECT COUNT(*) FROM {table}_segment").fetchone()
    if segments == len(vocabulary):
        connection.execute(f"DELETE FROM {table}_posting")
        return
    for one, tokens in vocabulary.items():
        query = f"DELETE FROM {table}_posting WHERE token = ? AND segment = ?"
        connection.executemany(query, ((token, one) for token in tokens))


def _vocabularies(connection: sqlite3.Connection, table: str, ids: Sequence[int]) -> dict[int, list[str]]:
    """The tokens of each of these segments, in order."""
    found = {}
    for one in ids:
        (data,) = connection.execute(f"SELECT tokens FROM {table}_segment WHERE id = ?", (one,)).fetchone()
        found[one] = msgspec.msgpack.decode(zlib.decompress(data), type=list[str])
    return found


def _merged(
    connection: sqlite3.Connection,
    table: str,
    vocabulary: dict[int, list[str]],
    alive: NDArray[np.bool_] | None,
) -> Iterator[Row]:
    """Every token of these segments with its one list, in order; ``alive``, by number: only of those documents."""
    every = sorted(set().union(*vocabulary.values()))
    segments = ",".join("?" * len(vocabulary))
    for start in range(0, len(every), _TOKENS):
        tokens = every[start : start + _TOKENS]
        query = (
            f"SELECT token, size, data FROM {table}_posting WHERE token IN ({','.join('?' * len(tokens))}) "
            f"AND segment IN ({segments}) ORDER BY token, segment"
        )
        yield from join_all([Part(*row) for row in connection.execute(query, (*tokens, *vocabulary))], alive)


_TABLES = (
    "CREATE TABLE {t}_generation (number INTEGER NOT NULL)",
    "INSERT INTO {t}_generation VALUES (0)",
    # Of a large index: rank-bm25's average idf, which takes seconds to count, and how many documents there were then.
    "CREATE TABLE {t}_average (documents INTEGER NOT NULL, idf REAL NOT NULL)",
    "CREATE TABLE {t}_segment (id INTEGER PRIMARY KEY AUTOINCREMENT, postings INTEGER NOT NULL, "
    "numbers BLOB NOT NULL, lengths BLOB NOT NULL, tokens BLOB NOT NULL)",
    "CREATE TABLE {t}_posting (token TEXT NOT NULL, segment INTEGER NOT NULL, size INTEGER NOT NULL, "
    "data BLOB NOT NULL, PRIMARY KEY (token, segment)) WITHOUT ROWID",
    "CREATE TABLE {t}_dead (number INTEGER PRIMARY KEY)",
)
