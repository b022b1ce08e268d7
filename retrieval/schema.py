"""The shape of every file in ``config/``: one frozen struct a file, unknown keys forbidden.

A file is words and numbers only; how words combine is code, beside the detector that reads them.
"""

from __future__ import annotations

from msgspec import Struct


class Settings(Struct, frozen=True, forbid_unknown_fields=True):
    """``settings.yaml``: the engine, its weights, and how sure an answer must be."""

    engine: str = "auto"
