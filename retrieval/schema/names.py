"""The shape of ``config/names.yaml``."""

from __future__ import annotations

from msgspec import Struct


class NameWords(Struct, frozen=True, forbid_unknown_fields=True):
    """``names.yaml``: the words that proper names are made of and bounded by, parted by spaces.

    ``surnames`` and ``not_given`` are runs of single characters; ``collective`` holds word=kind pairs.
    """

    surnames: str
    compound_surnames: str
    given_alone: str
    titles: str
    callings: str
    called_by: str
    titles_after: str
    bylines: str
    speech: str
    after_person: str
    not_given: str
    not_people: str
    companies: str
    company_suffixes: str
    company_weak: str
    project_suffixes: str
    organization_suffixes: str
    place_suffixes: str
    divisions: str
    product_suffixes: str
    event_suffixes: str
    collective: str
    launches: str
    after_product: str
    boundaries: str
    commons: str
    leads: str
    generics: str
    keeps: str
    after_place: str
    measures: str
    produces: str
    nations: str
    english_titles: str
    english_nouns: str
    english_endings: str
    english_nations: str
    english_openers: str
