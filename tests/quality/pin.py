"""``python -m tests.quality.pin [SET ...] [--update] [--allow-regression] [--slack N]``: measure the question sets.

Prints a table for each set and what is below its floor (exit 1). ``--update`` writes what was measured to floors.yaml
(a set that is named and has no floor yet is added) and refuses to lower a floor without ``--allow-regression``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.scoring import VERDICTS
from bot.terminal import table
from tests.quality.floors import ALL, FILE, Breach, Floor, breaches, floor_of, read_floors, write_floors
from tests.quality.measure import SETS, Measured, measure


def main(arguments: Sequence[str] | None = None, path: Path = FILE) -> int:
    """Measure, print, and pin where asked; the exit status."""
    options = _parser().parse_args(arguments)
    floors = read_floors(path)
    pinned: dict[str, Floor] = {}
    status = 0
    for name in options.sets or floors:
        measured = measure(name)
        found, floor = floor_of(measured), floors.get(name)
        print(_table(measured, floor))
        below = breaches(found, floor) if floor else []
        if below and not options.update:
            print("\n".join(f"{name}: below its floor: {breach}" for breach in below), file=sys.stderr)
            status = 1
        pinned[name] = floor_of(measured, options.slack)
    return _pin(floors, pinned, options.allow_regression, path) if options.update else status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.quality.pin")
    known = sorted(folder.name for folder in SETS.iterdir() if (folder / "questions.jsonl").is_file())
    parser.add_argument(
        "sets", nargs="*", choices=[*known, []], metavar="SET", help="default: all that are pinned"
    )
    parser.add_argument("--update", action="store_true", help="pin what is measured")
    parser.add_argument(
        "--allow-regression", action="store_true", help="pin it even where that lowers a floor"
    )
    parser.add_argument(
        "--slack", type=int, default=0, metavar="N", help="pin N questions below what is measured"
    )
    return parser


def _pin(floors: Mapping[str, Floor], pinned: Mapping[str, Floor], allowed: bool, path: Path) -> int:
    lowered = lowering(floors, pinned)
    for name, breach in lowered:
        print(f"{name}: {'lowered' if allowed else 'would be lowered'}: {breach}", file=sys.stderr)
    if lowered and not allowed:
        print("nothing is written; --allow-regression lowers floors", file=sys.stderr)
        return 1
    write_floors({**floors, **pinned}, path)
    return 0


def lowering(floors: Mapping[str, Floor], pinned: Mapping[str, Floor]) -> list[tuple[str, Breach]]:
    """Where a new floor is below the old one of the same set; a changed set counts too."""
    return [
        (name, breach)
        for name, new in pinned.items()
        if name in floors
        for breach in breaches(new, floors[name])
    ]


def _table(measured: Measured, floor: Floor | None) -> str:
    rows = []
    for kind, n, *cells in measured.report.rows(ALL):
        row = floor.types.get(kind) if floor else None
        rows.append([kind, n, *cells, f"≥{row.right} right, ≤{row.wrong} wrong" if row else "no floor"])
    typical, slowest = measured.report.milliseconds()
    failed = measured.failed_offers()
    lines = [table([[measured.name, "n", *VERDICTS, "floor"], *rows])]
    lines.append(
        f"offers: {len(measured.offers)}, {len(failed)} of them without an answer; {typical:.1f} ms a question (slowest {slowest:.0f})"
    )
    lines += [f"  {asked} → {offered}: {why}" for asked, offered, why in failed]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
