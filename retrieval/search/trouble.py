"""What keeps a search from being made at all: not "nothing was found" but "nobody could look"."""

from __future__ import annotations

SEARCH_DOWN = "search_down"  # the reason of a refusal: whether a source says so is not known


class SearchError(Exception):
    """The engine cannot be asked. ``code`` is a key of the message files, ``values`` fill its placeholders.

    ``cluster.unreachable``, ``cluster.auth``, ``cluster.read_only`` …: one line each, and what to do about it.
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(f"{code}: {values}")
        self.code, self.values = code, values
