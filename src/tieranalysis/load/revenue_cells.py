"""Cells of the revenue returns: amounts in thousands, marks of what is missing, and the rows that are authorities."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from tieranalysis.contract import SourceError
from tieranalysis.load.revenue_layout import Column
from tieranalysis.load.workbook import Row, text

MISSING = {"": "x", "…": "x", "...": "x", "-": "x", "..": "x", "[x]": "x", "x": "x", "n/a": "x", "[c]": "c", "c": "c"}


@dataclass(frozen=True)
class Reading:
    """What one file gave: the long table, but for its vintage, with what a reader must know of it."""

    frame: pd.DataFrame
    notices: list[str]
    where: str


def long_table(
    body: Sequence[tuple[int, Row]],
    columns: Sequence[Column],
    authorities: Iterable[str],
    estimated: set[int],
    where: str,
) -> pd.DataFrame:
    """Return one row an authority and column, in the words of the contract [GBP]."""
    numbers, rows = [number for number, _ in body], [row for _, row in body]
    read = [_column(rows, numbers, column, where) for column in columns]
    markers = np.concatenate([marks for _, marks in read]) if read else np.array([], dtype=object)
    guessed = np.tile(np.array([number in estimated for number in numbers], dtype=bool), len(columns))
    markers[guessed & (markers == None)] = "e"  # noqa: E711 (an array is compared, element by element)
    each = len(rows)
    return pd.DataFrame(
        {
            "source_row": np.tile(np.array(numbers, dtype="int64"), len(columns)),
            "authority": np.tile(np.array(list(authorities), dtype=object), len(columns)),
            "line": np.repeat(np.array([column.line for column in columns], dtype=object), each),
            "rolls_into": np.repeat(np.array([column.rolls_into for column in columns], dtype=object), each),
            "flow_or_stock": np.repeat(np.array([_kind(column) for column in columns], dtype=object), each),
            "amount_gbp": np.concatenate([amounts for amounts, _ in read]) if read else np.array([], dtype="float64"),
            "marker": markers,
        }
    )


def _kind(column: Column) -> str:
    return "stock" if column.line.endswith(("_opening", "_closing")) else "flow"


def _column(rows: list[Row], numbers: list[int], column: Column, where: str) -> tuple[np.ndarray, np.ndarray]:
    """Read one column: at a stroke where every cell is a number, cell by cell where one is not."""
    cells = [row[column.place] if column.place < len(row) else "" for row in rows]
    if all(type(cell) is float for cell in cells):
        return np.round(np.array(cells, dtype="float64") * 1000, 2), np.full(len(cells), None, dtype=object)
    read = [amount_of(cell, number, column.label, where) for cell, number in zip(cells, numbers, strict=True)]
    return np.array([amount for amount, _ in read], dtype="float64"), np.array(
        [marker for _, marker in read], dtype=object
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
