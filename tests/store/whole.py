"""Whether a kept corpus is whole: articles, passages and index say the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from retrieval.config import Config
from retrieval.readings import ReadArticle, part_of
from retrieval.store.packing import pack_article
from retrieval.store.store import Store


def contents(directory: Path, config: Config) -> dict[str, str]:
    """The articles of a corpus, id → text, once everything else has been held against them."""
    store = Store.open(directory, config)
    connection = store.database.connection
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    sentences: dict[int, int] = {}
    paragraphs: dict[int, int] = {}
    found = {}
    for article in store.library.articles:
        found[article.id] = article.text
        passages = list(store.library.passages_of(article.id))
        assert passages
        assert all(p.article == article and p.sentence.article == article.id for p in passages)
        assert all(article.text[p.sentence.start : p.sentence.end] == p.sentence.text for p in passages)
        read = ReadArticle(article, passages[0].context, tuple(part_of(p) for p in passages))
        packed = pack_article(read, config.search)
        first = passages[0].number
        sentences |= {first + i: len(tokens) for i, tokens in enumerate(packed.sentences)}
        paragraphs |= {first + i: len(tokens) for i, tokens in packed.paragraphs}
        (hit, *_) = store.index.sentences.search(packed.sentences[-1], 1)
        assert store.library.numbered([hit.number])[0].sentence.text == passages[-1].sentence.text
    assert len(store.library.sentences) == len(sentences)
    for engine, lengths in ((store.index.sentences, sentences), (store.index.paragraphs, paragraphs)):
        assert len(engine) == len(lengths)
        kept = engine.segments.lengths
        assert {int(n): int(kept[n]) - 1 for n in np.flatnonzero(kept)} == lengths
    store.close()
    return found
