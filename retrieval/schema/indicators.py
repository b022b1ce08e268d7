"""The shape of ``config/indicators.yaml``."""

from __future__ import annotations

from msgspec import Struct


class IndicatorWords(Struct, frozen=True, forbid_unknown_fields=True):
    """``indicators.yaml``: tables of lines ``word | … | …``; read by ``understanding.indicator_table``.

    ``indicators`` and ``words`` map a topic to a table; the topic is for the reader of the file only.
    """

    indicators: dict[str, str]
    heads: str
    soft: str
    neutral: str
    words: dict[str, str]
    variants: str
    lookalikes: str
    stop: str
