"""A question's words by jieba's whole dictionary, of which only what stands in the question is read."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Iterable

from retrieval.search.cut import Cut, narrowed, whole_dictionary
from retrieval.search.disk import DiskEngine
from retrieval.search.segmenter import Segmenter, cut_with
from retrieval.store.database import Database

_TOTAL = "word_total"
_LONGEST = 8  # characters; longer words decide nothing about a question's small ones
_HAN = re.compile(r"[\u3400-\u9fff]+")


def fill_dictionary(connection: sqlite3.Connection, user_words: Iterable[str]) -> None:
    """Keep jieba's dictionary (0.6 s) with the user's words in it; within a change."""
    whole, user_words = whole_dictionary(), tuple(user_words)
    own = cut_with(narrowed(whole, user_words), user_words)
    connection.execute("DELETE FROM word")
    connection.executemany("INSERT INTO word VALUES (?, ?)", sorted((whole.words | own.words).items()))
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_TOTAL, own.total))


class Dictionary:
    """Cuts questions; see ``Words``. Like the segmenter of a corpus in memory it knows the words that stand there.

    多少钱 is a word only where articles speak of it; elsewhere it is 多少, which only asks, and 钱.
    """

    def __init__(self, database: Database, sentences: DiskEngine, user_words: Iterable[str]) -> None:
        self._database, self._sentences = database, sentences
        self._own = {pair for word in user_words for pair in _pairs(word)}

    def words(self, text: str) -> list[str]:
        """Every word of ``text`` in order, nothing left out."""
        pieces = {
            run[start:end]
            for run in _HAN.findall(text)
            for start in range(len(run))
            for end in range(start + 1, min(start + _LONGEST, len(run)) + 1)
        }
        with self._database.snapshot():
            found = self._find(pieces)
            standing = self._own | self._sentences.known(pair for word, _ in found for pair in _pairs(word))
            known = {word: n for word, n in found if standing.issuperset(_pairs(word))}
            total = int(self._database.meta(_TOTAL) or 1)
        begun = {word[:end] for word in known for end in range(1, len(word))}
        return Segmenter(Cut(total, dict.fromkeys(begun, 0) | known)).words(text)

    def _find(self, pieces: Collection[str]) -> list[tuple[str, int]]:
        marks = ",".join("?" * len(pieces))
        query = f"SELECT word, frequency FROM word WHERE word IN ({marks})"
        return self._database.connection.execute(query, tuple(pieces)).fetchall()


def _pairs(word: str) -> list[str]:
    return [word[i : i + 2] for i in range(len(word) - 1)]
