"""Overlaps that cannot be taken out: circles, and parts that exceed the whole."""

import pandas as pd

from tieranalysis.contract.savings.errors import cells, refuse


def refuse_circles(overlaps: pd.DataFrame, source: str = "The table of overlap_groups", first_row: int = 2) -> None:
    """Refuse overlaps that run in a circle, or that take out more than the whole; return nothing otherwise.

    Raises SavingsError, which names the circle and the row that closes it.

    >>> table = pd.DataFrame({"saving_id": ["A-1", "B-1"], "counted_in": ["B-1", "A-1"], "overlap_share": [0.1, 0.2]})
    >>> refuse_circles(table, "overlaps.csv")
    Traceback (most recent call last):
    ...
    tieranalysis.contract.savings.errors.SavingsError: overlaps.csv contradicts itself:
      row 3, column 'counted_in', value 'A-1': a circle: B-1 in A-1 in B-1. Each would be taken out of the other; decide which of them keeps the money, and remove this row.
    """
    counted = overlaps.assign(circle=_circles(overlaps))
    says = "a circle: {circle}. Each would be taken out of the other; decide which of them keeps the money, and remove this row."
    problems = cells(counted, counted["circle"].notna(), "counted_in", says, first_row)
    shares = overlaps.groupby("saving_id")["overlap_share"].transform("sum")
    last = ~overlaps.duplicated("saving_id", keep="last")
    says = "the parts of {saving_id} that are counted elsewhere add to {shares:.6g}, more than the whole. Correct one of its rows."
    refuse(
        problems + cells(overlaps.assign(shares=shares), last & (shares > 1 + 1e-9), "overlap_share", says, first_row),
        source,
    )


def _circles(overlaps: pd.DataFrame) -> list[str | None]:
    """For each row the circle that it closes with the rows above it, or None."""
    kept: dict[str, list[str]] = {}
    found = []
    for part, whole in overlaps[["saving_id", "counted_in"]].itertuples(index=False):
        way = _way(kept, whole, part)
        found.append(" in ".join([part, *way]) if way else None)
        if not way:
            kept.setdefault(part, []).append(whole)
    return found


def _way(kept: dict[str, list[str]], start: str, end: str) -> list[str]:
    """Return a chain of rows from one saving to another, or nothing."""
    waiting, seen = [[start]], {start}
    while waiting:
        way = waiting.pop()
        if way[-1] == end:
            return way
        further = [name for name in kept.get(way[-1], []) if name not in seen]
        seen.update(further)
        waiting += [[*way, name] for name in further]
    return []
