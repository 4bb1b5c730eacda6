"""Tables as rows of cells, from CSV or from a sheet of a workbook, every cell as it stands."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tieranalysis.contract import SourceError
from tieranalysis.load import reads
from tieranalysis.load.workbook import Row, sheets

WORKBOOKS = {".xlsx", ".xlsm", ".xls", ".ods"}


def csv_rows(path: Path) -> list[Row]:
    """Read a CSV file as rows of text, the header first; a byte order mark is no part of it.

    Raises SourceError when the file is not there, is not UTF-8 text, or a row has more or fewer cells than the header.
    """
    if not path.is_file():
        raise SourceError(f"{path}: there is no such file. Check the name.")
    reads.record(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.reader(lines, strict=True))
    except UnicodeDecodeError as error:
        raise SourceError(f"{path.name}: not UTF-8 text. Save it as CSV UTF-8, and try again.") from error
    except csv.Error as error:
        raise SourceError(
            f"{path.name}: not a table of comma-separated values ({error}). Save it again as CSV UTF-8."
        ) from error
    return _even(_without_tail(rows), path.name)


def _even(rows: list[Row], source: str) -> list[Row]:
    for number, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            raise SourceError(
                f"{source}, row {number}: {len(row)} cells, where the header has {len(rows[0])}. "
                "A comma inside a text needs quotation marks round the text; correct the row."
            )
    return rows


def sheet_rows(path: Path) -> dict[str, list[Row]]:
    """Read every sheet of a workbook as rows of cells, by the sheet's name, without the empty rows at its end.

    Raises SourceError when the file is not there or is not a whole workbook.
    """
    found = {name: _without_tail(rows) for name, rows in sheets(path)}
    reads.record(path)
    return found


def _without_tail(rows: list[Row]) -> list[Row]:
    last = max((number for number, row in enumerate(rows, start=1) if any(_full(cell) for cell in row)), default=0)
    return rows[:last]


def _full(cell: Any) -> bool:
    return cell is not None and str(cell).strip() != ""


def header_of(row: Sequence[Any]) -> list[str]:
    """Return the header's names without the empty cells at its end.

    >>> header_of(["saving_id", " year ", "", None])
    ['saving_id', 'year']
    """
    names = ["" if cell is None else " ".join(str(cell).split()) for cell in row]
    while names and not names[-1]:
        names.pop()
    return names
