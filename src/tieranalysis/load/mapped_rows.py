"""Rows of a council's own table that lean on the rows above them: cells written once for many rows, and section headings."""

from typing import Any

import pandas as pd

from tieranalysis.contract import SourceError, fields

SECTION = "(section)"


def filled(theirs: pd.DataFrame, told: dict[str, Any], source: str) -> pd.DataFrame:
    """Return the table with its section headings as a column, and with the cells of `fill_down` written in every row.

    Raises SourceError for a column that the table does not have, and for a first row that leans on nothing.

    >>> table = pd.DataFrame({"Ref": ["Adults", "A1", "A2"], "Saving": [None, "5", "7"]})
    >>> filled(table, {"sections": {"column": "Ref", "into": "service"}}, "x.csv").to_numpy().tolist()
    [['A1', '5', 'Adults'], ['A2', '7', 'Adults']]
    """
    names = list(told.get("fill_down", [])) + ([told["sections"].get("column")] if "sections" in told else [])
    absent = [name for name in names if name not in theirs]
    if absent:
        raise SourceError(f"{source} has no column {absent[0]!r} to fill down. Its columns are: {', '.join(theirs)}.")
    table = _with_sections(theirs, told["sections"]) if "sections" in told else theirs
    for name in [*told.get("fill_down", []), *([SECTION] if "sections" in told else [])]:
        table = table.assign(**{name: table[name].where(_full(table[name])).ffill()})
        if len(table) and table[name].isna().any():
            raise SourceError(
                f"{source}, row {table.index[0]}, column {name!r}: the first row has nothing above it to be filled from. Write it in the row."
            )
    return table


def _full(column: pd.Series) -> pd.Series:
    return column.map(
        lambda cell: cell is not None and not (isinstance(cell, float) and pd.isna(cell)) and str(cell).strip() != ""
    ).astype("bool")


def _with_sections(theirs: pd.DataFrame, sections: dict[str, str]) -> pd.DataFrame:
    if sections.get("into") not in fields("savings"):
        raise SourceError(
            f"[sections] goes into {sections.get('into')!r}, which the register does not have. Its columns are: {', '.join(fields('savings'))}."
        )
    column = sections["column"]
    others = theirs.drop(columns=column).apply(_full).any(axis=1)
    heading = _full(theirs[column]) & ~others
    table = theirs.assign(**{SECTION: theirs[column].where(heading).ffill()})
    return table[~heading]
