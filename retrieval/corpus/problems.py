"""What is wrong with the files of a corpus, as values: the words for it are in the message files."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from retrieval.records import Article


class Severity(str, Enum):
    """How much a problem costs."""

    INFO = "info"  # used; something is not known
    WARNING = "warning"  # used, but not all of it as it stands
    ERROR = "error"  # not used


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one file: ``code`` is a key of the message files, ``values`` fill its placeholders."""

    file: str
    code: str
    values: tuple[tuple[str, str], ...] = ()
    severity: Severity = Severity.ERROR


@dataclass(frozen=True)
class Corpus:
    """The articles of a folder that can be used, in the order of their names, and everything wrong with the files.

    ``files``: the names of the articles' files, in the same order.
    """

    articles: tuple[Article, ...]
    problems: tuple[Problem, ...]
    files: tuple[str, ...] = ()
