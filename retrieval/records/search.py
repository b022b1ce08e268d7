"""What the search is given and what it hands back."""

from __future__ import annotations

from retrieval.service import value


@value
class Document:
    """What search knows of one sentence. ``number`` is unique and rises in corpus order.

    ``tokens`` are the sentence's own, ``title`` those of its article's title; ``paragraph`` is any key that the
    sentences of one paragraph share.
    """

    number: int
    article: str
    paragraph: str
    tokens: tuple[str, ...]
    title: tuple[str, ...] = ()


@value
class Hit:
    """A document that was found; ``score`` is above 0."""

    number: int
    score: float
