"""Tables that stand in a sheet under titles, beside other tables and over notes: where they begin, and their numbers.

What their columns and sheets are called is data (registers/form_aliases.csv), because publishers' words drift.
"""

import csv
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd

from tieranalysis.contract import SourceError
from tieranalysis.load.workbook import Row, text

MISSING = {"", ":", "-", "–", "..", "...", "…", "z", "[z]", "x", "[x]", "[c]", "c", "n/a", "no data"}
NUMBER = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?|-?\d+(\.\d+)?")
SEARCHED_ROWS = 20


def folded(label: Any) -> str:
    """Reduce a printed label to its letters and digits, without what stands in brackets or is a footnote's number.

    >>> folded("MYE2 - Persons "), folded("MYE 2 – Persons (2023)"), folded("All ages [note 1]")
    ('mye2persons', 'mye2persons', 'allages')
    """
    kept = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", text(label).lower())
    return re.sub(r"[^a-z0-9%]", "", kept)


@cache
def labels(form: str, part: str) -> frozenset[str]:
    """Return the labels that a part of a form goes by, folded.

    >>> "allages" in labels("population", "total")
    True
    """
    with (files("tieranalysis.registers") / "form_aliases.csv").open(encoding="utf-8") as lines:
        table = pd.read_csv(lines, dtype="str")
    rows = table[(table["form"] == form) & (table["part"] == part)]
    return frozenset(rows["label"].map(folded))


def place_of(row: Row, form: str, part: str) -> int | None:
    """Return the place of a part's column in a header, counted from 0; None where none goes by its labels."""
    return next((place for place, cell in enumerate(row) if folded(cell) in labels(form, part)), None)


def number_of(cell: Any, where: str) -> float | None:
    """Read a number as it is printed, or None for a mark that says that there is none.

    Raises SourceError for anything else; `where` names file, row and column.

    >>> number_of("1,362,888", ""), number_of(82264.0, ""), number_of(" [x] ", "")
    (1362888.0, 82264.0, None)
    """
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return None if pd.isna(cell) else float(cell)
    printed = text("" if cell is None else cell)
    if printed.lower() in MISSING:
        return None
    if not NUMBER.fullmatch(printed):
        raise SourceError(
            f"{where}, value {printed!r}: not a number, and not a known mark of a missing one ([x], :, -). Correct it in a copy, or download the file again."
        )
    return float(printed.replace(",", ""))


def ragged_rows(path: Path) -> list[Row]:
    """Read a CSV file whose rows differ in length, as a sheet saved under its titles does.

    Raises SourceError when the file is not there or is not UTF-8 text.
    """
    if not path.is_file():
        raise SourceError(f"{path}: there is no such file. Check the name, or download it again.")
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return list(csv.reader(lines))
    except UnicodeDecodeError as error:
        raise SourceError(f"{path.name}: not UTF-8 text. Save it as CSV UTF-8, and try again.") from error
