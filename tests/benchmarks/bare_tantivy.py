"""tantivy bare, its own BM25: what the benchmarks hold an engine of Yiju's against.

Needs tantivy (``pip install yiju[bench]``): ``ImportError`` without it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

Ranker = Callable[[Sequence[str]], list[int]]
Documents = Iterable[tuple[int, Sequence[str]]]


def tantivy(documents: Documents, folder: Path, top: int) -> Ranker:
    """From a question's tokens to the numbers of the ``top`` best documents.

    ``documents``: numbers and tokens, kept in ``folder``; one that is there already is used as it stands, and the
    documents are not asked for.
    """
    import tantivy as library

    builder = library.SchemaBuilder()
    builder.add_unsigned_field("number", fast=True)
    builder.add_text_field("tokens", tokenizer_name="whitespace", index_option="freq")
    schema = builder.build()
    made = folder.is_dir()
    folder.mkdir(exist_ok=True)
    index = library.Index(schema, str(folder))
    if not made:
        writer = index.writer(128_000_000, 1)
        for number, tokens in documents:
            document = library.Document()
            document.add_unsigned("number", number)
            document.add_text("tokens", " ".join(tokens))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
    searcher, should = index.searcher(), library.Occur.Should

    def best(tokens: Sequence[str]) -> list[int]:
        parts = [(should, library.Query.term_query(schema, "tokens", token, "freq")) for token in tokens]
        hits = searcher.search(library.Query.boolean_query(parts), top, count=False).hits
        numbers = searcher.fast_field_values("number", [address for _, address in hits])
        return [int(number) for number in numbers if number is not None]

    return best
