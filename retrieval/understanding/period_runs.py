"""Several years and dates in digits, of a match of the Chinese pattern: 2018-2020年, 近三年, 2020-05-15."""

from __future__ import annotations

from retrieval.records import PeriodExpr
from retrieval.understanding.numerals import parse_small

FIRST_YEAR, LAST_YEAR = 1949, 2060


def several_years(g: dict[str, str | None]) -> PeriodExpr | None:
    """Several years: 2018-2020年, 近三年, 近年来, 未来五年."""
    if g["ya"] and g["yb"]:
        first, last = int(g["ya"]), int(g["yb"])
        return (
            PeriodExpr(year=first, years=last - first + 1)
            if FIRST_YEAR <= first < last <= LAST_YEAR
            else None
        )
    if g["ln"]:
        count = parse_small(g["ln"])
        return PeriodExpr(years=count, last=True, open=True) if count else None
    if g["fn"]:
        count = parse_small(g["fn"])
        return PeriodExpr(shift=1, years=count) if count else None
    return PeriodExpr(years=0, last=True, open=True) if g["recent"] else None


def written_date(g: dict[str, str | None]) -> PeriodExpr | None:
    """Dates in digits: 2020-05-15, 2020-05, 2024.1-6."""
    if g["dy"]:
        month, day = int(g["dm"] or 0), int(g["dd"] or 0)
        return PeriodExpr(year=int(g["dy"]), months=(month, month), days=(day, day))
    if g["my"]:
        month = int(g["mm"] or 0)
        return PeriodExpr(year=int(g["my"]), months=(month, month))
    if g["ry"]:
        first, last = int(g["ra"] or 0), int(g["rb"] or 0)
        return PeriodExpr(year=int(g["ry"]), months=(first, last)) if first < last else None
    return None
