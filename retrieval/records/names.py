"""Proper names (南京银行), and the role that stands beside a person's (区发改局局长)."""

from __future__ import annotations

from enum import Enum

from retrieval.service import value


class Name(str, Enum):
    """What a proper name names."""

    PERSON = "person"
    COMPANY = "company"
    PROJECT = "project"
    ORGANIZATION = "organization"  # bureaus, hospitals, schools, associations
    PLACE = "place"  # scenic spots, streets, bridges, parks
    PRODUCT = "product"
    EVENT = "event"
    DOCUMENT = "document"  # 《…》
    QUOTED = "quoted"  # “…” of no other known kind


@value
class NameMention:
    """A proper name; ``role``: the title or role that stands beside it (区发改局局长), or ''."""

    start: int
    end: int
    text: str
    kind: Name
    role: str = ""
