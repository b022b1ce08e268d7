"""Articles as they were read, in; kept with everything that was read in them, and found by the next question.

Every change is one transaction: an assistant that runs, in this process or another, sees the corpus before it or
after it, and a process killed in the middle leaves it as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from retrieval.config import Config
from retrieval.corpus.problems import Problem
from retrieval.readings import ReadArticle
from retrieval.records import Article
from retrieval.store.database import Database
from retrieval.store.dictionary import fill_dictionary
from retrieval.store.index import DiskIndex
from retrieval.store.library import DiskLibrary
from retrieval.store.packing import Packed, Raw, pack_article
from retrieval.store.rules import rules_of


class Store:
    """A corpus in a directory, for whoever changes it.

    >>> store = Store.open(Path("data"), config)  # doctest: +SKIP
    >>> store.add([read_article(understanding.passages(article, 0))])  # doctest: +SKIP
    """

    def __init__(self, database: Database, config: Config) -> None:
        self.database, self.words, self.rules = database, config.search, rules_of(config)
        self.index = DiskIndex(database, config.search)
        self.library = DiskLibrary(database, self.index, config.search)

    @staticmethod
    def open(directory: Path, config: Config) -> Store:
        """The corpus of a directory, made where there is none. ``StoreError`` where it cannot be used."""
        store = Store(Database.open(directory, create=True), config)
        words = (*config.search.user_words, *config.search.question_words)
        known = ",".join(words)
        if store.database.meta("user_words") != known:
            with store.database.change():
                fill_dictionary(store.database.connection, words)
                store.database.set_meta("user_words", known)
        return store

    def close(self) -> None:
        """Let go of the file."""
        self.database.close()

    def __contains__(self, article: str) -> bool:
        return self._row(article) is not None

    def article(self, name: str) -> Article | None:
        """The article of an id."""
        return self.library.by_id.get(name)

    def marked(self, kind: str, key: str) -> list[str]:
        """The ids of the articles that were added with that mark, in the order they were added."""
        query = "SELECT id FROM article JOIN mark ON article = id WHERE kind = ? AND key = ? ORDER BY number"
        with self.database.snapshot():
            return [name for (name,) in self.database.connection.execute(query, (kind, key))]

    def add(self, articles: Iterable[ReadArticle]) -> int:
        """Keep articles, all of them at once; how many sentences that were. One whose id is there replaces it."""
        return self.keep([pack_article(read, self.words) for read in articles])

    def keep(
        self, articles: Sequence[Packed], sources: Iterable[tuple[str, str, str, Sequence[Problem]]] = ()
    ) -> int:
        """``add`` for articles that are packed already, by another process say.

        ``sources``: files they came from, each with its state, its article's id or '', and what is wrong with it.
        """
        with self.database.change():
            for article in {one.id for one in articles}:
                if row := self._row(article):
                    self._forget(article, *row)
            self._add({one.id: one for one in articles}.values())
            self._note(sources)
        return sum(len(one.passages) for one in articles)

    def remove(self, articles: Iterable[str]) -> None:
        """Forget articles, all of them at once; ``KeyError`` for an id that is not there: none is forgotten."""
        with self.database.change():
            for article in dict.fromkeys(articles):
                row = self._row(article)
                if row is None:
                    raise KeyError(article)
                self._forget(article, *row)

    def settle(self) -> None:
        """Tidy the index after much was added; worth its time after some ten thousand sentences."""
        with self.database.change():
            self.index.settle()
        self.database.connection.execute("PRAGMA optimize")
        self.database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def outdated(self) -> Iterator[tuple[str, str, Raw]]:
        """The articles that were read under other rules: id, origin and what they are read again from."""
        with self.database.snapshot():
            query = "SELECT id, origin, raw FROM article WHERE rules <> ? ORDER BY number"
            rows = self.database.connection.execute(query, (self.rules,)).fetchall()
        for name, origin, data in rows:
            yield name, origin, self.library.raw(data)

    def marks_of(self, article: str) -> tuple[tuple[str, str], ...]:
        """The marks an article was added with."""
        query = "SELECT kind, key FROM mark WHERE article = ?"
        with self.database.snapshot():
            return tuple(self.database.connection.execute(query, (article,)).fetchall())

    def origin(self, article: str) -> str | None:
        """The file or address an article came from, '' where that is not known; None where there is none."""
        query = "SELECT origin FROM article WHERE id = ?"
        with self.database.snapshot():
            row = self.database.connection.execute(query, (article,)).fetchone()
        return str(row[0]) if row else None

    def sources(self) -> dict[str, tuple[str, str]]:
        """The files that have been read: path → state, id of the article it became or ''."""
        with self.database.snapshot():
            rows = self.database.connection.execute("SELECT path, state, article FROM source").fetchall()
        return {path: (state, article) for path, state, article in rows}

    def forget_sources(self, paths: Sequence[str]) -> None:
        """Forget files that are there no more, and the articles that they became."""
        known = self.sources()
        with self.database.change():
            for path in paths:
                article = known[path][1]
                if article and (row := self._row(article)):
                    self._forget(article, *row)
                self.database.connection.execute("DELETE FROM source WHERE path = ?", (path,))

    def _row(self, article: str) -> tuple[int, int] | None:
        query = "SELECT first, passages FROM article WHERE id = ?"
        with self.database.snapshot():
            found = self.database.connection.execute(query, (article,)).fetchone()
        return (found[0], found[1]) if found else None

    def _note(self, sources: Iterable[tuple[str, str, str, Sequence[Problem]]]) -> None:
        rows = [
            (path, state, article, msgspec.msgpack.encode(wrong)) for path, state, article, wrong in sources
        ]
        self.database.connection.executemany("INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?)", rows)

    def _add(self, articles: Iterable[Packed]) -> None:
        number = int(self.database.meta("next") or 0)
        sentences: list[tuple[int, Sequence[str]]] = []
        paragraphs: list[tuple[int, Sequence[str]]] = []
        for one in articles:
            self._insert(one, number)
            sentences += [(number + i, tokens) for i, tokens in enumerate(one.sentences)]
            paragraphs += [(number + i, tokens) for i, tokens in one.paragraphs]
            number += len(one.passages)
        self.index.add(sentences, paragraphs)
        self.database.set_meta("next", number)

    def _insert(self, one: Packed, first: int) -> None:
        execute, many = self.database.connection.execute, self.database.connection.executemany
        year, last = one.years or (None, None)
        values = (
            one.id,
            self.rules,
            first,
            len(one.passages),
            one.region,
            year,
            last,
            one.origin,
            one.heading,
        )
        columns = "id, rules, first, passages, region, year, last_year, origin, heading, data, raw"
        marks = ",".join("?" * 11)
        execute(f"INSERT INTO article ({columns}) VALUES ({marks})", (*values, one.data, one.raw))
        many("INSERT INTO passage VALUES (?, ?, ?, ?)", ((first + i, *p) for i, p in enumerate(one.passages)))
        many(
            "INSERT INTO paragraph VALUES (?, ?)", ((first + i, first + p) for i, p in enumerate(one.firsts))
        )
        many("INSERT OR IGNORE INTO mark VALUES (?, ?, ?)", ((*mark, one.id) for mark in one.marks))
        again = "ON CONFLICT (id) DO UPDATE SET articles = articles + 1"
        many(f"INSERT INTO region (id, articles, data) VALUES (?, 1, ?) {again}", one.regions)

    def _forget(self, article: str, first: int, count: int) -> None:
        execute, last = self.database.connection.execute, first + count - 1
        for region in self.library.regions_of(article):
            execute("UPDATE region SET articles = articles - 1 WHERE id = ?", (region,))
        execute("DELETE FROM region WHERE articles = 0")
        if count:
            self.index.remove(first, count)
        execute("DELETE FROM passage WHERE number BETWEEN ? AND ?", (first, last))
        execute("DELETE FROM paragraph WHERE sentence BETWEEN ? AND ?", (first, last))
        execute("DELETE FROM mark WHERE article = ?", (article,))
        execute("DELETE FROM article WHERE id = ?", (article,))
