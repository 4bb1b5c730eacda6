"""The savings registers, in: a folder of CSV files, one CSV file of savings, or one workbook with a sheet a table.

A register is kept by hand, often in a spreadsheet, so what spreadsheets do to years, codes and dates is looked for first;
then each table passes its contract, and then the tables are held against each other. Nothing is repaired or left out.
"""

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from tieranalysis.contract import SchemaError, SourceError, conform, fields
from tieranalysis.contract.savings.between import refuse_broken_registers
from tieranalysis.contract.savings.rules import refuse_broken_savings
from tieranalysis.contract.savings.tables import TABLES, Registers
from tieranalysis.load.broken_cells import refuse_broken_cells
from tieranalysis.load.catalogue import raw_path
from tieranalysis.load.cells import WORKBOOKS, Row, csv_rows, header_of, sheet_rows
from tieranalysis.load.damage import refuse_damage

SHIPPED_FOR = "essex"
NOTES = "notes"  # the one sheet of a workbook that is no table


def read_savings(path: str | Path = "", area: str = "essex") -> Registers:
    """Read the savings registers from a folder of CSV files, a CSV file of savings alone, or a workbook.

    Without a path, the illustrative example that ships for the area is read; one ships for Essex alone.

    Raises SourceError for a file that cannot be read, SchemaError for a cell, and SavingsError for rows or tables that
    contradict each other; each names file, row, column, value and the mend.
    """
    path = Path(path) if str(path) else _shipped(area)
    rows = _workbook(path) if path.suffix.lower() in WORKBOOKS else _folder(path)
    if "savings" not in rows:
        raise SourceError(
            f"{path}: there is no table of savings. Give a folder with savings.csv, or a workbook with a sheet 'savings'."
        )
    sources = {table: source for table, (source, _) in rows.items()}
    tables = {table: conformed(table, body, source) for table, (source, body) in rows.items()}
    return checked_registers(tables, sources)


def savings_held(path: str | Path = "", area: str = "essex") -> Registers:
    """Read the savings registers as `read_savings`; empty ones where none is named and none ships for the area.

    >>> len(savings_held("", "kent").savings)
    0
    """
    if str(path) or area == SHIPPED_FOR:
        return read_savings(path, area)
    return Registers(**{table: empty(table) for table in TABLES})


def _shipped(area: str) -> Path:
    if area != SHIPPED_FOR:
        raise SourceError(
            f"No savings registers ship for {area!r}, only an example for {SHIPPED_FOR}. Name the folder or workbook of the "
            "area's own in registers (in savings_file for packs and the overview; see docs/savings.md)."
        )
    return raw_path("savings_example_savings").parent


def checked_registers(tables: Mapping[str, pd.DataFrame], sources: Mapping[str, str] | None = None) -> Registers:
    """Hold conformed tables against each other and return them as registers; a table that is not given is empty.

    Raises SavingsError for rows or tables that contradict each other.
    """
    named = {table: (sources or {}).get(table, f"The table of {table}") for table in TABLES}
    refuse_broken_savings(tables["savings"], named["savings"])
    refuse_broken_registers({table: rows for table, rows in tables.items() if len(rows) or table == "savings"}, named)
    return Registers(**{table: tables.get(table, empty(table)) for table in TABLES})


def empty(table: str) -> pd.DataFrame:
    """Return a table with its columns and no rows.

    >>> list(empty("evidence"))[:3]
    ['evidence_ref', 'title', 'kind']
    """
    return conform(pd.DataFrame(columns=list(fields(table))), table)


def conformed(table: str, rows: list[Row], source: str) -> pd.DataFrame:
    """Pass rows of cells, the header first, through the checks for spreadsheet damage and the table's contract.

    Raises SchemaError, which names row, column, value and the mend.
    """
    header = header_of(rows[0]) if rows else []
    body = rows[1:]
    if "" in header or any(str(cell or "").strip() for row in body for cell in row[len(header) :]):
        raise SchemaError(f"{source}, row 1: a column has cells and no name. Name it in the header, or remove it.")
    refuse_damage(body, header, table, source)
    kinds = {name: field["type"] for name, field in fields(table).items()}
    cells = [[_plain(cell, kinds.get(name, "string")) for cell, name in zip(row, header, strict=False)] for row in body]
    return conform(pd.DataFrame(cells, columns=header, dtype="object"), table, source=source)


def _plain(cell: Any, kind: str) -> Any:
    """Bring a cell to the form of CSV: dates as 2026-11-21, true and false in lower case; an empty text is missing."""
    if isinstance(cell, datetime.datetime | datetime.date):
        return cell.isoformat()[:10]
    if cell is None or cell == "":
        return None
    return str(cell).strip().lower() if kind == "boolean" else cell


def _folder(path: Path) -> dict[str, tuple[str, list[Row]]]:
    if path.is_file():
        return {"savings": (path.name, csv_rows(path))}
    if not path.is_dir():
        raise SourceError(f"{path}: there is no such file or folder. Check the name.")
    found = {file.stem: file for file in sorted(path.glob("*.csv"))}
    _refuse_unknown(found, f"{path.name}/", "file")
    return {table: (file.name, csv_rows(file)) for table, file in found.items()}


def _workbook(path: Path) -> dict[str, tuple[str, list[Row]]]:
    found = sheet_rows(path)
    refuse_broken_cells(path)
    spelt = {name: name.strip().lower().replace(" ", "_") for name in found}
    named = {plain if plain in (*TABLES, NOTES) else name: found[name] for name, plain in spelt.items()}
    kept = {name: rows for name, rows in named.items() if name != NOTES}
    _refuse_unknown(kept, path.name, "sheet")
    return {table: (f"{path.name}, sheet {table!r}", rows) for table, rows in kept.items()}


def _refuse_unknown(found: Mapping[str, Any], source: str, kind: str) -> None:
    unknown = [name for name in found if name not in TABLES]
    if unknown:
        raise SourceError(
            f"{source}: the {kind} {unknown[0]!r} is none of the tables ({', '.join(TABLES)}). Rename it, or move it elsewhere; free text may stand in a sheet 'notes'."
        )
