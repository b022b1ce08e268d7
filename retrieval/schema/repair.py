"""The shape of ``config/repair.yaml``."""

from __future__ import annotations

from msgspec import Struct


class RepairWords(Struct, frozen=True, forbid_unknown_fields=True):
    """``repair.yaml``: what copying does to pages: words swapped to dodge a filter, and the words of page noise.

    All in folded form: simplified, half width, lower case. ``scripts`` are pairs 當当 of the characters they need.
    """

    swaps: tuple[tuple[str, str], ...]
    swap_keeps: tuple[str, ...]
    scripts: str
    places: tuple[str, ...]
    homes: tuple[str, ...]
    publisher_labels: tuple[str, ...]
    date_labels: tuple[str, ...]
    person_labels: tuple[str, ...]
    other_labels: tuple[str, ...]
    posters: tuple[str, ...]
    buttons: tuple[str, ...]
    sections: tuple[str, ...]
    neighbours: tuple[str, ...]
    related: tuple[str, ...]
    footers: tuple[str, ...]
    menu: tuple[str, ...]
    footer_labels: tuple[str, ...]
    url_labels: tuple[str, ...]
    disclaimers: tuple[str, ...]
    prompts: tuple[str, ...]
    follow_verbs: tuple[str, ...]
    channels: tuple[str, ...]
    leads: tuple[str, ...]
    surnames: str
    publisher_ends: tuple[str, ...]
    max_bytes: int
    max_line: int
