"""One SQLite file that holds a corpus: opened, read as of one moment, changed all at once or not at all.

Its write-ahead log keeps readers and the one writer out of each other's way, in any number of processes; a process
killed at any moment leaves the last whole state.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from retrieval.defaults import CORPUS_FILE
from retrieval.search.segments import Segments

FORMAT = 1  # of the tables; another number is another file
ENGINES = ("sentence", "paragraph")
_PATIENCE = 60.0  # seconds a writer waits for another one
_CACHE = 16_000  # kilobytes of pages


class StoreError(Exception):
    """A kept corpus that cannot be used: ``code`` is a key of the message files, ``values`` fill it."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(f"{code}: {', '.join(values.values())}")
        self.code, self.values = code, values


class Database:
    """A connection that one thread uses at a time; others wait."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection, self.path = connection, path
        self._lock = threading.RLock()
        self._depth = 0
        self.generation = -1

    @staticmethod
    def exists(directory: Path) -> bool:
        """Whether a corpus is kept in that directory."""
        return (directory / CORPUS_FILE).is_file()

    @staticmethod
    def open(directory: Path, create: bool = False) -> Database:
        """The corpus in a directory; ``create``: an empty one where there is none. ``StoreError`` otherwise."""
        path = directory / CORPUS_FILE
        if not path.is_file() and not create:
            raise StoreError("store.none", path=str(directory))
        if create:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            database = Database(_connect(path), path)
            if create:
                database._create()
            database._check()
        except sqlite3.Error as error:
            raise StoreError("store.broken", path=str(path), error=str(error)) from None
        return database

    def _create(self) -> None:
        with self.change():
            if self.connection.execute("SELECT 1 FROM sqlite_master").fetchone():
                return
            for statement in _TABLES:
                self.connection.execute(statement)
            self.connection.execute("INSERT INTO meta VALUES ('format', ?), ('generation', 0)", (FORMAT,))
            for engine in ENGINES:
                Segments.create(self.connection, engine)

    def _check(self) -> None:
        found = self.meta("format")
        if found != FORMAT:
            raise StoreError("store.format", path=str(self.path), found=str(found), wanted=str(FORMAT))

    def meta(self, key: str) -> int | str | None:
        """A value of the table of values."""
        row = self.connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def set_meta(self, key: str, value: int | str) -> None:
        """Keep a value; within ``change``."""
        self.connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """While it lasts this thread has the corpus of one moment to itself; ``generation`` says which."""
        with self._lock:
            if self._depth or self.connection.in_transaction:
                yield
                return
            self._depth += 1
            self.connection.execute("BEGIN")
            try:
                self.generation = int(self.meta("generation") or 0)
                yield
            finally:
                self._depth -= 1
                self.connection.execute("COMMIT")

    @contextmanager
    def change(self) -> Iterator[None]:
        """What is done within is there for everybody at its end, all of it; an error leaves nothing of it."""
        with self._lock:
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'generation'")
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self.connection.close()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA page_size = 8192")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA cache_size = -{_CACHE}")
    return connection


_TABLES = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID",
    # An article's own number gives the order of the corpus; its passages are first … first + passages - 1.
    "CREATE TABLE article (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, "
    "rules TEXT NOT NULL, first INTEGER NOT NULL, passages INTEGER NOT NULL, region TEXT NOT NULL, "
    "year INTEGER, last_year INTEGER, origin TEXT NOT NULL, "
    "heading BLOB NOT NULL, data BLOB NOT NULL, raw BLOB NOT NULL)",
    "CREATE INDEX article_first ON article (first)",
    "CREATE INDEX article_origin ON article (origin)",
    "CREATE TABLE passage (number INTEGER PRIMARY KEY, head BLOB NOT NULL, reading BLOB NOT NULL, "
    "facts BLOB NOT NULL)",
    "CREATE TABLE paragraph (sentence INTEGER PRIMARY KEY, first INTEGER NOT NULL)",
    "CREATE TABLE mark (kind TEXT NOT NULL, key TEXT NOT NULL, article TEXT NOT NULL, "
    "PRIMARY KEY (kind, key, article)) WITHOUT ROWID",
    "CREATE INDEX mark_article ON mark (article)",
    "CREATE TABLE region (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, articles INTEGER NOT NULL, "
    "data BLOB NOT NULL)",
    "CREATE TABLE source (path TEXT PRIMARY KEY, state TEXT NOT NULL, article TEXT NOT NULL, "
    "problems BLOB NOT NULL) WITHOUT ROWID",
    "CREATE TABLE word (word TEXT PRIMARY KEY, frequency INTEGER NOT NULL) WITHOUT ROWID",
)
