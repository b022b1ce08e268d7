"""A table of the store as a sequence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar, overload

from retrieval.store.database import Database

_PAGE = 500  # rows that are read at a time where everything is listed

T = TypeVar("T")


class View(Sequence[T]):
    """A table as a sequence, read some rows at a time."""

    def __init__(
        self, database: Database, table: str, columns: str, made: Callable[[Sequence[Any]], T]
    ) -> None:
        self._database, self._table, self._columns, self._made = database, table, columns, made

    def __len__(self) -> int:
        with self._database.snapshot():
            query = f"SELECT COUNT(*) FROM {self._table}"
            return int(self._database.connection.execute(query).fetchone()[0])

    def __iter__(self) -> Iterator[T]:
        last = -1
        while rows := self._rows(f"WHERE number > {last} ORDER BY number LIMIT {_PAGE}"):
            for number, *row in rows:
                yield self._made(row)
                last = number

    def _rows(self, condition: str) -> list[tuple[Any, ...]]:
        with self._database.snapshot():
            query = f"SELECT number, {self._columns} FROM {self._table} {condition}"
            return self._database.connection.execute(query).fetchall()

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...

    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        at = index if index >= 0 else len(self) + index
        rows = self._rows(f"ORDER BY number LIMIT 1 OFFSET {at}") if at >= 0 else []
        if not rows:
            raise IndexError(index)
        return self._made(rows[0][1:])
