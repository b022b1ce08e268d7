"""The index over the sentences of a kept corpus: an engine over sentences, one over their paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from retrieval.records import Hit
from retrieval.schema import SearchWords
from retrieval.search.disk import DiskEngine
from retrieval.search.documents import two_stages
from retrieval.store.database import ENGINES, Database

Documents = Iterable[tuple[int, Sequence[str]]]


class DiskIndex:
    """See ``retrieval.search.documents.Index``: the same two stages over engines on disk."""

    def __init__(self, database: Database, words: SearchWords) -> None:
        self._database, self._words = database, words
        sentence, paragraph = ENGINES
        self.sentences = DiskEngine(database.connection, words.sentence, sentence)
        self.paragraphs = DiskEngine(database.connection, words.paragraph, paragraph)

    def __len__(self) -> int:
        with self._database.snapshot():
            return len(self.sentences)

    def search(self, tokens: Sequence[str], top: int) -> list[Hit]:
        """At most ``top`` sentences, best first."""
        with self._database.snapshot():
            return two_stages(self._words, self.sentences, self.paragraphs, self._of, tokens, top)

    def _of(self, numbers: Sequence[int]) -> dict[int, int]:
        marks = ",".join("?" * len(numbers))
        query = f"SELECT sentence, first FROM paragraph WHERE sentence IN ({marks})"
        return dict(self._database.connection.execute(query, tuple(numbers)).fetchall())

    # within a change

    def add(self, sentences: Documents, paragraphs: Documents) -> None:
        """Add the tokens of sentences and of paragraphs, a paragraph by the number of its first sentence."""
        self.sentences.add(sentences)
        self.paragraphs.add(paragraphs)

    def remove(self, first: int, count: int) -> None:
        """Forget the sentences of these numbers, and their paragraphs."""
        rows = self._database.connection.execute(
            "SELECT DISTINCT first FROM paragraph WHERE sentence BETWEEN ? AND ?", (first, first + count - 1)
        )
        paragraphs = [number for (number,) in rows]
        self.sentences.remove(range(first, first + count))
        self.paragraphs.remove(paragraphs)

    def settle(self) -> None:
        """Merge what is to be merged, however long it takes."""
        self.sentences.segments.settle()
        self.paragraphs.segments.settle()
