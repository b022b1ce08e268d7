"""The shape of ``config/regions.yaml``."""

from __future__ import annotations

from msgspec import Struct, field


class NamedZone(Struct, frozen=True, forbid_unknown_fields=True):
    """A development zone with a name of its own; ``inside`` (``in`` in the file) is the code of its place."""

    name: str
    inside: str = field(name="in")
    roman: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


class OrganisationWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What goes on after a place's name when the whole names an organisation or a road."""

    near: tuple[str, ...]
    next: tuple[str, ...]
    roads: tuple[str, ...]
    not_roads: tuple[str, ...]


class RegionWords(Struct, frozen=True, forbid_unknown_fields=True):
    """``regions.yaml``: words around the names of ``gazetteer.tsv``. A plain string is a list, split at blanks."""

    words: str
    scenery: str
    before_figures: str
    needs_parent: str
    edge: str
    shared: str
    guarded: str
    pairs: str
    blockers: str
    deictic: dict[str, tuple[str, ...]]
    country_after: tuple[str, ...]
    organisations: OrganisationWords
    not_in_name: str
    zone_kinds: dict[str, tuple[str, ...]]
    zone_of_province: tuple[str, ...]
    zone_prefixes: tuple[str, ...]
    zone_deictic: tuple[str, ...]
    zone_before: tuple[str, ...]
    zone_not_before: tuple[str, ...]
    zone_stems: tuple[str, ...]
    zone_loose: tuple[str, ...]
    zones: tuple[NamedZone, ...]
    town_not: str
    town_not_last: str
    town_after: str
    english: dict[str, tuple[str, ...]]
    english_zones: dict[str, tuple[str, ...]]
    english_words: tuple[str, ...]
