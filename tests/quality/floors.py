"""Floors: how many questions of each type are right at least, and wrong, unproved or missed at most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
import yaml

from bot.scoring import VERDICTS
from tests.quality.measure import Measured, digest

FILE = Path(__file__).with_name("floors.yaml")
ALL = "all"
_HEAD = """\
# Written by: python -m tests.quality.pin --update
# Of each set and question type: n questions, at least so many right, at most so many unproved, wrong, missed.
# Lowering a floor takes --allow-regression, and shows in this file's history.
"""


class Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The floor of one type; ``right`` is the least, the others are the most."""

    n: int
    right: int
    unproved: int
    wrong: int
    missed: int


class Floor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The floor of one set. ``failed_offers``: so many offered questions may have no answer themselves."""

    digest: str
    failed_offers: int
    types: dict[str, Row]


def read_floors(path: Path = FILE) -> dict[str, Floor]:
    """The pinned floors by set; an empty file has none."""
    document = yaml.safe_load(path.read_text("utf-8")) if path.is_file() else None
    return msgspec.convert(document or {}, dict[str, Floor])


def write_floors(floors: Mapping[str, Floor], path: Path = FILE) -> None:
    """Write the floors, one line a type."""
    lines = [_HEAD.rstrip()]
    for name, floor in floors.items():
        lines += [
            "",
            f"{name}:",
            f"  digest: {floor.digest}",
            f"  failed_offers: {floor.failed_offers}",
            "  types:",
        ]
        for kind, row in floor.types.items():
            cells = ", ".join(f"{field}: {value}" for field, value in msgspec.structs.asdict(row).items())
            lines.append(f"    {kind}: {{{cells}}}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def floor_of(measured: Measured, slack: int = 0) -> Floor:
    """The floor that what was measured just holds; ``slack``: and so many questions below it, in every row."""
    counts = measured.report.counts()
    whole = {**counts, ALL: sum(counts.values(), Counter[str]())}
    rows = {kind: _row(counter, slack) for kind, counter in whole.items()}
    return Floor(digest(measured.name), len(measured.failed_offers()) + slack, rows)


def _row(counter: Counter[str], slack: int) -> Row:
    n = sum(counter.values())
    most = {v: min(n, counter[v] + slack) if slack else counter[v] for v in VERDICTS if v != "right"}
    return Row(n, max(0, counter["right"] - slack), **most)


@dataclass(frozen=True)
class Breach:
    """Something below its floor: ``growth: wrong 3, at most 1``."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def breaches(found: Floor, floor: Floor) -> list[Breach]:
    """Where ``found`` (without slack) falls below ``floor``; the digest goes first, since it explains the rest."""
    broken = []
    if found.digest != floor.digest:
        broken.append(
            Breach("digest", f"the set has changed: {found.digest[:12]}…, pinned {floor.digest[:12]}…")
        )
    if found.failed_offers > floor.failed_offers:
        broken.append(Breach("offers", f"{found.failed_offers} lead nowhere, at most {floor.failed_offers}"))
    for kind, row in floor.types.items():
        broken += [Breach(kind, what) for what in _below(found.types.get(kind), row)]
    return broken


def _below(found: Row | None, row: Row) -> list[str]:
    if found is None or found.n != row.n:
        return [f"{found.n if found else 0} questions, pinned {row.n}"]
    most = [(v, getattr(found, v), getattr(row, v)) for v in VERDICTS if v != "right"]
    low = [f"right {found.right}, at least {row.right}"] if found.right < row.right else []
    return low + [f"{verdict} {have}, at most {limit}" for verdict, have, limit in most if have > limit]
