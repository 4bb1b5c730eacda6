"""Cells of the revenue returns: amounts in thousands, marks of what is missing, and the rows that are authorities."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from tieranalysis.contract import SourceError
from tieranalysis.load.revenue_layout import Column
from tieranalysis.load.workbook import Row, text

MISSING = {"": "x", "…": "x", "...": "x", "-": "x", "..": "x", "[x]": "x", "x": "x", "n/a": "x", "[c]": "c", "c": "c"}
LONG = ["source_row", "authority", "line", "rolls_into", "flow_or_stock", "amount_gbp", "marker"]


@dataclass(frozen=True)
class Reading:
    """What one file gave: the long table, but for its vintage, with what a reader must know of it."""

    frame: pd.DataFrame
    notices: list[str]
    where: str


def long_table(
    body: Sequence[tuple[int, Row]],
    columns: Iterable[Column],
    authorities: Iterable[str],
    estimated: set[int],
    where: str,
) -> pd.DataFrame:
    """Return one row an authority and column, in the words of the contract [GBP]."""
    return pd.DataFrame(_cells(body, columns, list(authorities), estimated, where), columns=LONG)


def _cells(
    body: Sequence[tuple[int, Row]], columns: Iterable[Column], authorities: list[str], estimated: set[int], where: str
) -> Iterator[tuple[Any, ...]]:
    for column in columns:
        kind = "stock" if column.line.endswith(("_opening", "_closing")) else "flow"
        for (number, row), authority in zip(body, authorities, strict=True):
            cell = row[column.place] if column.place < len(row) else ""
            amount, marker = amount_of(cell, number, column.label, where)
            yield (
                number,
                authority,
                column.line,
                column.rolls_into,
                kind,
                amount,
                marker or ("e" if number in estimated else None),
            )


def amount_of(cell: Any, row: int, label: str, where: str) -> tuple[float | None, str | None]:
    """Read thousands of pounds as pounds, to the penny, and a mark of a missing figure as such.

    Raises SourceError for anything else, with its row, column and value.

    >>> amount_of(1924462.5, 9, "Net current expenditure", "release.xls"), amount_of("[c]", 9, "Net current expenditure", "release.xls")
    ((1924462500.0, None), (None, 'c'))
    """
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return round(cell * 1000, 2), None
    marker = MISSING.get(text(cell).lower())
    if marker is None:
        raise SourceError(
            f"{where}, row {row}, column {label!r}, value {cell!r}: not a number, and not a known mark of a missing figure "
            "([x], [c], …). Correct it in a copy, or download the file again."
        )
    return None, marker
