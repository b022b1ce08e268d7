"""What the engine ``disk`` keeps: segments, each some documents with the lists of their tokens, and who is removed.

Documents that are added together become a segment; segments of like size are merged by and by, so that a token has
few lists. A removed document stays in its lists, unseen, until they are merged.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from retrieval.search.among import Numbers
from retrieval.search.inverted import invert
from retrieval.search.merging import create_tables, due, idf, keep_segment, merge
from retrieval.search.postings import Postings
from retrieval.search.unpacked import Place, Places, Unpacked

_KNOWN = 20_000  # tokens whose lists' places are kept
_COUNTED = 300_000  # lists that are counted through for the average idf; of more, some are
_LARGE = 20_000  # documents
_TIDY = 0.8  # where less of the documents in the lists are left, the largest segment is merged as well
_INLINE = 2_000_000  # postings that are merged while somebody waits for an article to be added


_NOWHERE = Place(0, ())


class Segments:
    """The tables of one engine. ``lengths`` by number: a document's tokens and one; 0: no such document."""

    def __init__(self, connection: sqlite3.Connection, table: str) -> None:
        self._connection, self.table = connection, table
        self.generation = -1
        self._ids: set[int] = set()
        self._dead: Numbers = np.zeros(0, np.uint32)
        self.lengths: NDArray[np.uint32] = np.zeros(0, np.uint32)
        self.documents = self.total = 0
        self.reach: dict[int, tuple[int, int]] = {}  # of a segment its first and last number
        self._places: Places = {}
        self._lists = Unpacked(connection, table)

    @staticmethod
    def create(connection: sqlite3.Connection, table: str) -> None:
        """Make the tables of a new engine."""
        create_tables(connection, table)

    # what there is

    def refresh(self) -> bool:
        """See what others have changed; whether there was anything."""
        (generation,) = self._connection.execute(f"SELECT number FROM {self.table}_generation").fetchone()
        if generation == self.generation:
            return False
        self._load()
        self.generation = generation
        return True

    def _load(self) -> None:
        ids = {one for (one,) in self._connection.execute(f"SELECT id FROM {self.table}_segment")}
        if not ids >= self._ids:  # merged: whoever was removed before is in no table any more
            self._ids, self.lengths, self.reach = set(), np.zeros(0, np.uint32), {}
        for one in sorted(ids - self._ids):
            row = self._connection.execute(
                f"SELECT numbers, lengths FROM {self.table}_segment WHERE id = ?", (one,)
            ).fetchone()
            self._put(one, Postings(row[0]), np.frombuffer(row[1], np.uint32))
        dead = self._connection.execute(f"SELECT number FROM {self.table}_dead ORDER BY number")
        self._dead = np.fromiter((number for (number,) in dead), np.uint32)
        self.lengths[self._dead] = 0
        self._ids = ids
        self.documents = int(np.count_nonzero(self.lengths))
        self.total = int(self.lengths.sum(dtype=np.int64)) - self.documents
        self._places.clear()

    def _put(self, segment: int, postings: Postings, lengths: NDArray[np.uint32]) -> None:
        first, there = postings.spread()
        size = first + len(there)
        if size > len(self.lengths):
            grown = np.zeros(size, np.uint32)
            grown[: len(self.lengths)] = self.lengths
            self.lengths = grown
        if len(lengths) == len(there):  # the first load of a corpus, mostly
            self.lengths[first:size] = lengths
        else:
            self.lengths[first:size][there] = lengths
        self.reach[segment] = first, size - 1

    def holds(self, number: int) -> bool:
        """Whether there is a document of that number."""
        return 0 <= number < len(self.lengths) and bool(self.lengths[number])

    @property
    def removed(self) -> int:
        """How many documents are in the lists that are removed."""
        return len(self._dead)

    @property
    def share_alive(self) -> float:
        """Of the documents in the lists, those that are not removed."""
        return self.documents / max(1, self.documents + len(self._dead))

    # lists

    def find(self, tokens: Sequence[str]) -> Places:
        """Where the lists of these tokens are; tokens without any are left out."""
        missing = [token for token in tokens if token not in self._places]
        if len(self._places) > _KNOWN:
            self._places.clear()
            missing = list(tokens)
        if missing:
            found: dict[str, list[tuple[int, int]]] = {}
            marks = ",".join("?" * len(missing))
            rows = self._connection.execute(
                f"SELECT token, segment, size FROM {self.table}_posting WHERE token IN ({marks})", missing
            )
            for token, segment, size in rows:
                found.setdefault(token, []).append((segment, size))
            self._places |= dict.fromkeys(missing, _NOWHERE)
            self._places |= {t: Place(sum(n for _, n in own), own) for t, own in found.items()}
        return {token: place for token in tokens if (place := self._places[token]).size}

    def postings(self, token: str, segment: int) -> Postings:
        """A token's list in a segment."""
        return self._lists.get(token, segment)

    def fetch(self, lists: Iterable[tuple[str, int]]) -> None:
        """Read these lists, of (token, segment), in one go: they are asked for next."""
        self._lists.fetch(lists)

    def numbers(self, token: str, lists: Sequence[tuple[int, int]]) -> Numbers:
        """The documents that hold a token, each once, without the removed ones."""
        found = [self.postings(token, segment).numbers for segment, _ in lists]
        numbers = found[0] if len(found) == 1 else np.concatenate(found)
        return numbers[self.lengths[numbers] > 0] if len(self._dead) else numbers

    def average_idf(self) -> float:
        """The average idf of all tokens; of a large index, as it was when that was a tenth smaller at most."""
        if self.documents >= _LARGE:
            query = f"SELECT documents, idf FROM {self.table}_average"
            row = self._connection.execute(query).fetchone()
            if row and abs(row[0] - self.documents) * 10 <= self.documents:
                return float(row[1])
        return self._counted_idf()

    def _counted_idf(self) -> float:
        """Counted through; of a large index, over its first some hundred thousand tokens."""
        rows = self._connection.execute(
            f"SELECT token, segment, size FROM {self.table}_posting LIMIT {_COUNTED}"
        )
        found: Counter[str] = Counter()
        for token, segment, many in rows:
            alive = len(self.numbers(token, [(segment, many)])) if len(self._dead) else many
            found[token] += alive
        size = self.documents
        kinds = Counter(min(many, size) for many in found.values() if many)
        return sum(idf(size, n) * many for n, many in kinds.items()) / max(1, kinds.total())

    def _keep_average(self) -> None:
        """Count the average idf of a large index again where it has grown or shrunk by a twentieth."""
        row = self._connection.execute(f"SELECT documents FROM {self.table}_average").fetchone()
        if self.documents >= _LARGE and (not row or abs(row[0] - self.documents) * 20 > self.documents):
            self._connection.execute(f"DELETE FROM {self.table}_average")
            values = (self.documents, self._counted_idf())
            self._connection.execute(f"INSERT INTO {self.table}_average VALUES (?, ?)", values)

    # changes

    def add(self, documents: Iterable[tuple[int, Sequence[str]]]) -> None:
        """A segment of these documents. ``ValueError`` where a number is there already: none is added."""
        given = sorted((number, tuple(tokens)) for number, tokens in documents)
        if not given:
            return
        with self.changing():
            self._check([number for number, _ in given])
            tokens, sizes, lists = invert(given)
            numbers = np.array([number for number, _ in given], np.uint32)
            lengths = np.array([len(own) + 1 for _, own in given], np.uint32)
            rows = zip(tokens, sizes, lists, strict=True)
            keep_segment(self._connection, self.table, numbers, lengths, rows)
            self._load()
            self._merge(due(self._sizes(), _INLINE))
            self._keep_average()

    def _check(self, numbers: Sequence[int]) -> None:
        before = -1
        for number in numbers:
            if number == before or self.holds(number):
                raise ValueError(f"document {number} is there already")
            before = number
        if np.isin(np.array(numbers, np.uint32), self._dead).any():
            self._merge([sorted(self._ids)])  # else the old one would rise with the new

    def remove(self, numbers: Iterable[int]) -> None:
        """Forget these documents; ``KeyError`` for a number that is not there: none is forgotten."""
        gone = sorted(set(numbers))
        with self.changing():
            for number in gone:
                if not self.holds(number):
                    raise KeyError(number)
            self._connection.executemany(
                f"INSERT INTO {self.table}_dead VALUES (?)", [(number,) for number in gone]
            )

    def settle(self) -> None:
        """Merge all but the largest segment, and that one too where it is no larger than the rest together."""
        with self.changing():
            sizes = sorted(self._sizes(), key=lambda one: one[1])
            largest, rest = sizes[-1:], sizes[:-1]
            outgrown = largest and largest[0][1] <= sum(size for _, size in rest)
            group = [one for one, _ in (sizes if outgrown or self.share_alive < _TIDY else rest)]
            if len(group) > 1 or (group and self.removed):
                self._merge([group])

    @contextmanager
    def changing(self) -> Iterator[None]:
        """All or nothing: in the transaction that is open, or in one of its own."""
        own = not self._connection.in_transaction
        if own:
            self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("SAVEPOINT engine")
        try:
            self.refresh()
            yield
            self._connection.execute(f"UPDATE {self.table}_generation SET number = number + 1")
            self._connection.execute("RELEASE engine")
            if own:
                self._connection.execute("COMMIT")
        except BaseException:
            self.generation, self._ids, self.lengths = -1, set(), np.zeros(0, np.uint32)
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK TO engine")
                self._connection.execute("RELEASE engine")
                if own:
                    self._connection.execute("ROLLBACK")
            raise

    def _sizes(self) -> list[tuple[int, int]]:
        return self._connection.execute(f"SELECT id, postings FROM {self.table}_segment").fetchall()

    def _merge(self, groups: Iterable[Sequence[int]]) -> None:
        for ids in groups:
            merge(self._connection, self.table, ids, self.lengths, self._dead)
            self._load()
