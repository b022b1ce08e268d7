"""The sentences of all articles in a cluster: one index of sentences, one of their paragraphs, switched together."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import Any

import msgspec

from retrieval.records import Document, Hit
from retrieval.schema import Bm25Settings, SearchWords
from retrieval.search.cluster import ClusterEngine, Only
from retrieval.search.cluster_bulk import Entry, load
from retrieval.search.cluster_client import Cluster
from retrieval.search.cluster_index import create, drop, find, holders, note, read_meta, switch
from retrieval.search.documents import paragraph_tokens, two_stages

_ARTICLES = 200  # so many at a time while an index is built


class ClusterIndex:
    """``Index`` over a cluster: ``search`` is what the assistant asks. Every method may raise ``SearchError``."""

    def __init__(
        self, cluster: Cluster, words: SearchWords, sentences: ClusterEngine, paragraphs: ClusterEngine
    ) -> None:
        self._cluster, self._words = cluster, words
        self._sentences, self._paragraphs = sentences, paragraphs

    @classmethod
    def open(cls, cluster: Cluster, words: SearchWords) -> ClusterIndex:
        """What is in use in the cluster, whoever built it; empty where nobody has."""
        names = _aliases(cluster)
        engines = [ClusterEngine(cluster, a, s) for a, s in zip(names, _bm25(words), strict=True)]
        return cls(cluster, words, *engines)

    @classmethod
    def build(cls, documents: Sequence[Document], words: SearchWords, cluster: Cluster) -> ClusterIndex:
        """An index of just these documents: the one that is there, or a new one beside it, which is then used.

        It keeps asking what it found or built, also after another program has switched to another corpus.
        """
        cluster.check()
        mark = mark_of(documents, words)
        names = _aliases(cluster)
        found = [find(cluster, alias, mark) for alias in names]
        indices = [index for index in found if index]
        if len(indices) < len(found):
            indices = _fill(cluster, words, _batches(documents), mark)
        pairs = zip(names, _bm25(words), indices, strict=True)
        return cls(
            cluster, words, *(ClusterEngine(cluster, alias, bm25, index) for alias, bm25, index in pairs)
        )

    def rebuild(self, batches: Iterable[Sequence[Document]], mark: str) -> None:
        """All of the index anew from batches of whole articles, beside what is in use, then in use."""
        _fill(self._cluster, self._words, batches, mark)

    def noted(self) -> dict[str, Any]:
        """What is noted of what is in use: its ``mark``, and what ``note`` added."""
        return read_meta(self._cluster, _aliases(self._cluster)[0])

    def note(self, more: Mapping[str, Any]) -> None:
        """Note something of what is in use."""
        for alias in _aliases(self._cluster):
            for index in holders(self._cluster, alias):
                note(self._cluster, index, {**read_meta(self._cluster, index), **more})

    def articles(self) -> dict[str, int]:
        """The articles with the numbers of their first sentences."""
        return self._sentences.articles()

    def replace(self, gone: Sequence[str], batches: Iterable[Sequence[Document]]) -> None:
        """Take articles out, those that are there, and put whole articles in; doing it twice does no harm."""
        engines = (self._paragraphs, self._sentences)
        for engine in engines:
            for article in gone:
                engine.take_out(engine.numbers_of(article))
        for batch in batches:
            sentences, paragraphs = entries_of(batch, self._words)
            self._paragraphs.put_in(paragraphs)
            self._sentences.put_in(sentences)
        for engine in engines:
            engine.settle()

    def __len__(self) -> int:
        return len(self._sentences)

    def add(self, documents: Iterable[Document]) -> None:
        """See ``Index.add``."""
        documents = tuple(documents)
        for article in sorted({document.article for document in documents}):
            if self._sentences.numbers_of(article):
                raise ValueError(f"the article {article} is there already")
        sentences, paragraphs = entries_of(documents, self._words)
        self._paragraphs.add_entries(paragraphs)  # first: no sentence is found before its paragraph is
        try:
            self._sentences.add_entries(sentences)
        except BaseException:
            self._paragraphs.remove([entry.number for entry in paragraphs])
            raise

    def remove(self, article: str) -> None:
        """See ``Index.remove``. What breaks off in the middle can be done again."""
        numbers = self._sentences.numbers_of(article)
        if not numbers:
            raise KeyError(article)
        self._paragraphs.remove(self._paragraphs.numbers_of(article))
        self._sentences.remove(numbers)

    def search(self, tokens: Sequence[str], top: int, only: Only = ()) -> list[Hit]:
        """See ``Index.search``; ``only``: groups of canonical tokens, of each of which a sentence has one."""
        found = _Found(self._sentences, tuple(only))
        return two_stages(self._words, found, self._paragraphs, found.groups, tokens, top)


class _Found:
    """The sentences of one question, and what the cluster said with them of their paragraphs."""

    def __init__(self, engine: ClusterEngine, only: Only) -> None:
        self._engine, self._only = engine, only
        self._groups: dict[int, int] = {}

    def search(self, tokens: Sequence[str], top: int) -> list[Hit]:
        found = self._engine.search_groups(tokens, top, self._only)
        self._groups = {hit.number: group for hit, group in found}
        return [hit for hit, _ in found]

    def groups(self, _numbers: Sequence[int]) -> dict[int, int]:
        return self._groups


def entries_of(documents: Iterable[Document], words: SearchWords) -> tuple[list[Entry], list[Entry]]:
    """The sentences and the paragraphs of whole articles."""
    documents = tuple(documents)
    members: dict[tuple[str, str], list[Document]] = {}
    for document in documents:
        members.setdefault((document.article, document.paragraph), []).append(document)
    group = {d.number: own[0].number for own in members.values() for d in own}
    weight = words.title_weight
    sentences = [Entry(d.number, d.tokens + d.title * weight, group[d.number], d.article) for d in documents]
    paragraphs = [
        Entry(own[0].number, paragraph_tokens(own), own[0].number, own[0].article) for own in members.values()
    ]
    return sentences, paragraphs


def mark_of(documents: Iterable[Document], words: SearchWords) -> str:
    """What tells a corpus from any other: a digest of every document and of the settings that weigh them."""
    found = hashlib.sha256(msgspec.json.encode((words.sentence, words.paragraph, words.title_weight)))
    for document in documents:
        found.update(msgspec.msgpack.encode(document))
    return found.hexdigest()[:32]


def _fill(
    cluster: Cluster, words: SearchWords, batches: Iterable[Sequence[Document]], mark: str
) -> list[str]:
    """New indices of these whole articles, in use."""
    names, bm25 = _aliases(cluster), _bm25(words)
    indices = [create(cluster, alias, one, mark) for alias, one in zip(names, bm25, strict=True)]
    try:
        for batch in batches:
            for index, entries in zip(indices, entries_of(batch, words), strict=True):
                load(cluster, index, entries)
        for alias, one, index in zip(names, bm25, indices, strict=True):
            ClusterEngine(cluster, alias, one, index).settle()
        switch(cluster, dict(zip(names, indices, strict=True)), time.time())
    except BaseException:
        drop(cluster, indices)
        raise
    return indices


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Some hundred whole articles at a time."""
    articles = (list(own) for _, own in groupby(documents, key=lambda d: d.article))
    while some := list(islice(articles, _ARTICLES)):
        yield [document for own in some for document in own]


def _aliases(cluster: Cluster) -> tuple[str, str]:
    return f"{cluster.settings.prefix}-sentences", f"{cluster.settings.prefix}-paragraphs"


def _bm25(words: SearchWords) -> tuple[Bm25Settings, Bm25Settings]:
    return words.sentence, words.paragraph
