"""The shape of ``config/glossary.yaml``."""

from __future__ import annotations

from msgspec import Struct


class Glossary(Struct, frozen=True, forbid_unknown_fields=True):
    """``glossary.yaml``: general English words and the Chinese that news write for them.

    ``words`` and ``light`` map a topic to a table of lines ``english, english | 中文 中文``; ``silent`` is parted by
    commas, ``stop`` by spaces.
    """

    stop: str
    silent: str
    words: dict[str, str]
    light: dict[str, str]
