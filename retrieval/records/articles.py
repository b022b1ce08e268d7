"""Articles after repair, what each stretch of their text is, and their sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from retrieval.service import value


class Kind(str, Enum):
    """What a stretch of an article's text is."""

    TITLE = "title"  # the headline, where the body repeats it
    BODY = "body"
    TEASER = "teaser"  # a related article's headline or first lines: about its own region and date
    NOISE = "noise"  # navigation, footers, contacts: never quoted


@value
class Edit:
    """One thing repair changed: ``rule``, where in the raw text, what stood there, what stands there now."""

    rule: str
    start: int
    before: str
    after: str


@dataclass(frozen=True)
class Article:
    """One article after repair. ``text`` is what quotes are slices of; ``blocks`` cover it line by line.

    ``same_as``: the id of the article that this one repeats (a repost); the two count as one source.
    """

    id: str
    text: str
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    url: str | None = None
    blocks: tuple[Block, ...] = ()
    edits: tuple[Edit, ...] = ()
    same_as: str | None = None


@value
class Block:
    """A line or paragraph of ``Article.text`` and what it is."""

    start: int
    end: int
    kind: Kind


@value
class Sentence:
    """``article.text[start:end]``; ``paragraph`` counts the article's blocks, ``order`` its sentences."""

    article: str
    order: int
    paragraph: int
    start: int
    end: int
    kind: Kind
    text: str


@dataclass(frozen=True)
class Overview:
    """What a corpus is about: its articles without their texts, newest first; each one's region by id, '' unknown.

    ``years``: the first and the last year that is spoken of.
    """

    articles: tuple[Article, ...]
    about: Mapping[str, str]
    years: tuple[int, int] | None
