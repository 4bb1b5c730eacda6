"""Another council's savings table as our register: a mapping in TOML says which of its columns is which of ours.

header_row = 3                      # the row with the column names; 1 where it is left out
sheet = "Tracker"                   # of a workbook; its first where it is left out
ignored = ["Comments"]              # columns that are left out on purpose; any other must be mapped
missing = ["-", "TBC"]              # what the table writes where it has no value
strip = ["£", ","]                  # signs that it writes inside numbers
brackets_are_negative = true        # where (12) means -12

[columns]                           # ours = theirs
saving_id = "Ref"
[years.approved_gbp]                # where each year has a column of its own: year = theirs
2022-23 = "2022/23 £000"
[constants]                         # ours = one value for every row
authority = "E06000043"
[multiply]                          # ours = factor: thousands to pounds, or -1 where savings are negative
approved_gbp = 1000
[values.confidence]                 # for one of ours: theirs = ours
Green = "high"
[prefix]                            # ours = text put before, for codes that are bare numbers
saving_id = "BH-"
[totals]                            # rows that are totals: each must be the sum of its rows, and is then left out
column = "Ref"
values = ["Total"]
"""

import re
from pathlib import Path
from typing import Any

import pandas as pd

from tieranalysis.contract import SourceError, TierAnalysisError, fields
from tieranalysis.contract.savings.tables import Registers
from tieranalysis.load.cells import WORKBOOKS, Row, csv_rows, header_of, sheet_rows
from tieranalysis.load.mapped_numbers import as_number, without_totals
from tieranalysis.load.mapped_rows import filled
from tieranalysis.load.mapping_told import read_mapping, refuse_misfit, section_of
from tieranalysis.load.savings import checked_registers, conformed

SLASHED = re.compile(r"((?:19|20)\d{2})/(?:19|20)?(\d{2})")
ROW = re.compile(r"\brow (\d+)")
COLUMN = re.compile(r"\bcolumn '(\w+)'(?: \(cell \w+\))?")


def read_savings_table(path: str | Path, mapping: str | Path) -> Registers:
    """Read a council's own savings table through a mapping, as registers whose other tables are empty.

    Raises SourceError for a mapping or file that does not fit the other, and SchemaError or SavingsError for a cell or
    row; these name the row and column of the council's own table. No column and no row is left out unless the mapping says so.
    """
    path, mapping = Path(path), Path(mapping)
    told = read_mapping(mapping)
    theirs = filled(without_totals(_theirs(path, told), told, path.name), told, path.name)
    refuse_misfit(theirs, told, path.name, mapping.name)
    rows, places = _ours(theirs, told)
    try:
        return checked_registers({"savings": conformed("savings", rows, path.name)}, {"savings": path.name})
    except TierAnalysisError as error:
        raise type(error)(_in_their_words(str(error), places, told)) from None


def _theirs(path: Path, told: dict[str, Any]) -> pd.DataFrame:
    """Return their table as it stands, indexed by its row, counted from 1."""
    rows = _rows(path, told.get("sheet"))
    head = told.get("header_row", 1)
    if not isinstance(head, int) or not 1 <= head <= len(rows):
        raise SourceError(
            f"{path.name}: there is no header row {head!r}: the table has {len(rows)} rows. Correct header_row."
        )
    header = header_of(rows[head - 1])
    twice = [name for name in header if name and header.count(name) > 1]
    if twice:
        raise SourceError(f"{path.name}, row {head}: two columns are {twice[0]!r}. Rename one of them.")
    table = pd.DataFrame([row[: len(header)] for row in rows[head:]], columns=header, dtype="object")
    table.index = pd.RangeIndex(head + 1, head + 1 + len(table))
    blank = table.map(lambda cell: cell is None or str(cell).strip() == "")
    return table.loc[~blank.all(axis=1), [name for name in header if name or not blank[name].all()]]


def _rows(path: Path, sheet: str | None) -> list[Row]:
    if path.suffix.lower() not in WORKBOOKS:
        return csv_rows(path)
    found = sheet_rows(path)
    if sheet is not None and sheet not in found:
        raise SourceError(f"{path.name}: there is no sheet {sheet!r}. Its sheets are: {', '.join(found)}.")
    return found[sheet if sheet is not None else next(iter(found))]


def _ours(theirs: pd.DataFrame, told: dict[str, Any]) -> tuple[list[Row], list[int]]:
    """Return our rows, the header first, and the row of their table that each of ours comes from."""
    header = list(fields("savings"))
    by_year = told.get("years", {})
    years = list(dict.fromkeys(year for columns in by_year.values() for year in columns))
    parts = [_part(theirs, told, year) for year in years] if years else [_part(theirs, told, None)]
    table = pd.concat(parts).reindex(columns=header)
    cells = [[None if pd.isna(cell) else cell for cell in row] for row in table.itertuples(index=False)]
    return [header, *cells], table.index.to_list()


def _part(theirs: pd.DataFrame, told: dict[str, Any], year: str | None) -> pd.DataFrame:
    """Return all rows for one year where years are columns, and all rows where they are not."""
    columns = (
        dict(told.get("columns", {}))
        | section_of(told)
        | {name: by[year] for name, by in told.get("years", {}).items() if year in by}
    )
    part = pd.DataFrame({ours: theirs[name] for ours, name in columns.items()}, index=theirs.index, dtype="object")
    part = part.assign(**told.get("constants", {}), **({"year": year} if year else {}))
    translated = {name: part[name].map(lambda cell, name=name: _cell(cell, name, told)) for name in part}
    part = pd.DataFrame(translated, index=part.index, dtype="object")
    if year is None:
        return part
    amounts = [name for name in told["years"] if year in told["years"][name]]
    return part[part[amounts].notna().any(axis=1)]


def _cell(cell: Any, name: str, told: dict[str, Any]) -> Any:
    """Translate one cell by what the mapping says of its column."""
    if cell is None or (isinstance(cell, str) and (not cell.strip() or cell.strip() in told.get("missing", []))):
        return None
    cell = cell.strip() if isinstance(cell, str) else cell
    cell = told.get("values", {}).get(name, {}).get(str(cell), cell)
    if name in told.get("prefix", {}):
        return told["prefix"][name] + (f"{cell:g}" if isinstance(cell, float) else str(cell))
    field = fields("savings")[name]
    if field["type"] == "number":
        return as_number(cell, told, told.get("multiply", {}).get(name, 1))
    return _dashed(cell) if field["unit"] == "financial year" else cell


def _dashed(cell: Any) -> Any:
    found = SLASHED.fullmatch(cell) if isinstance(cell, str) else None
    return f"{found[1]}-{found[2]}" if found else cell


def _in_their_words(message: str, places: list[int], told: dict[str, Any]) -> str:
    """Say the rows and columns of our register by those of their table."""
    named = told.get("columns", {})
    said = COLUMN.sub(
        lambda found: (
            f"column {named[found[1]]!r} (our {found[1]})" if found[1] in named else found[0].partition(" (cell")[0]
        ),
        message,
    )
    return ROW.sub(
        lambda found: f"row {places[int(found[1]) - 2]}" if 0 <= int(found[1]) - 2 < len(places) else found[0], said
    )
