"""The savings registers, out: a folder of CSV files, or one workbook whose columns keep years and codes as they are typed."""

import csv
import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tieranalysis.contract import SourceError, fields
from tieranalysis.contract.savings.tables import TABLES, Registers
from tieranalysis.load.savings import NOTES

WRITTEN = datetime.datetime(2000, 1, 1)  # one date for every workbook, so that the same registers give the same bytes
ROWS_TO_FILL = 1000


class ExactWorksheet(Worksheet):
    """A sheet that writes every number in full: the library's sixteen digits lose the last bit of some."""

    def _xml_number_element(self, number: float, attributes: tuple[tuple[str, Any], ...] = ()) -> None:
        cell = "".join(f' {key}="{self._escape_attributes(value)}"' for key, value in attributes)
        self.fh.write(f"<c{cell}><v>{float(number)!r}</v></c>")


def write_savings(registers: Registers, path: str | Path) -> Path:
    """Write the registers to a workbook (a path that ends in .xlsx) or to a folder of CSV files; return the path.

    What is written reads back exactly as it was. Raises SourceError for a file of another form.
    """
    path = Path(path)
    if path.suffix and path.suffix != ".xlsx":
        raise SourceError(f"{path}: registers are written as a folder of CSV files or as .xlsx. Name one of these.")
    (_write_workbook if path.suffix else _write_folder)(registers, path)
    return path


def _write_folder(registers: Registers, path: Path) -> None:
    path.mkdir(parents=True, exist_ok=True)
    for table in TABLES:
        frame = getattr(registers, table)
        with (path / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(frame.columns)
            writer.writerows([_text(cell) for cell in row] for row in frame.itertuples(index=False))


def _text(cell: Any) -> str:
    """Write a cell as text that reads back the same.

    >>> _text(True), _text(0.1), _text(100.0), _text(pd.Timestamp("2009-06-30")), _text(pd.NA)
    ('true', '0.1', '100', '2009-06-30', '')
    """
    if pd.isna(cell):
        return ""
    if isinstance(cell, pd.Timestamp):
        return cell.date().isoformat()
    if isinstance(cell, float):
        return repr(float(cell)).removesuffix(".0")
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def _write_workbook(registers: Registers, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": "Savings registers", "created": WRITTEN})
    bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    for table in TABLES:
        sheet = book.add_worksheet(table, worksheet_class=ExactWorksheet)
        sheet.freeze_panes(1, 1)
        _fill(sheet, getattr(registers, table), table, bold, text)
    _notes(book.add_worksheet(NOTES), bold)
    book.close()


def _fill(sheet: Worksheet, frame: pd.DataFrame, table: str, bold: Format, text: Format) -> None:
    for place, (name, field) in enumerate(fields(table).items()):
        kept = text if field["type"] in {"string", "date"} else None
        sheet.set_column(place, place, max(12, len(name) + 2), kept)
        sheet.write_string(0, place, name, bold)
        allowed = field.get("constraints", {}).get("enum")
        if allowed:
            sheet.data_validation(1, place, ROWS_TO_FILL, place, {"validate": "list", "source": allowed})
        for row, cell in enumerate(frame[name], start=1):
            _write(sheet, row, place, cell, kept)


def _write(sheet: Worksheet, row: int, place: int, cell: Any, kept: Format | None) -> None:
    if pd.isna(cell):
        return
    if isinstance(cell, bool):
        sheet.write_boolean(row, place, cell)
    elif isinstance(cell, float):
        sheet.write_number(row, place, cell)
    else:
        sheet.write_string(row, place, _text(cell), kept)


def _notes(sheet: Worksheet, bold: Format) -> None:
    sheet.write_row(0, 0, ["table", "column", "unit", "what it is", "allowed"], bold)
    lines = [(table, name, field) for table in TABLES for name, field in fields(table).items()]
    for row, (table, name, field) in enumerate(lines, start=1):
        limits = field.get("constraints", {})
        allowed = ", ".join(limits.get("enum", [])) or field.get("form", "")
        needed = "; needed" if limits.get("required") else ""
        sheet.write_row(row, 0, [table, name, field["unit"], field["description"], f"{allowed}{needed}"])
