"""The shape of ``config/english.yaml``."""

from __future__ import annotations

from msgspec import Struct


class English(Struct, frozen=True, forbid_unknown_fields=True):
    """``english.yaml``: what stands for the words of a Chinese figure in English."""

    currencies: dict[str, str]
    units: dict[str, str]
    before: dict[str, str]
    after: dict[str, str]
    phrases: dict[str, str]
