"""A table's record as it is read: headings, cells of text, the unit line and the legend of markers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tieranalysis.present import numbers
from tieranalysis.present.dates import long_date
from tieranalysis.present.numbers import Unit
from tieranalysis.present.tables import SHOWN_COLUMNS

MOST_HEADINGS_PORTRAIT = 10


@dataclass(frozen=True)
class Cell:
    """One cell: its text, whether it is a row's heading, and whether it is a number."""

    text: str
    head: bool = False
    number: bool = False


@dataclass(frozen=True)
class View:
    """A table ready to be drawn."""

    headings: list[Cell]
    body: list[list[Cell]]
    foot: list[list[Cell]]
    unit: str
    legend: str
    left_out: str

    @property
    def wide(self) -> bool:
        """Say whether the table needs a landscape sheet."""
        return len(self.headings) > MOST_HEADINGS_PORTRAIT


def view(record: Mapping[str, Any]) -> View:
    """Write out a table's record, rounding for reading."""
    columns = [{**c, "head": i < record["heads"]} for i, c in enumerate(record["columns"][:SHOWN_COLUMNS])]
    rows = record["rows"][: record["shown"]]
    units = _units(columns, record["rows"])
    marks = record.get("marks", {})
    body = [
        _row(row, columns, units, [marks.get(f"{r},{c}", "") for c in range(len(row))]) for r, row in enumerate(rows)
    ]
    total = bool(record.get("total")) and len(body) == len(record["rows"])
    lines = {u.line for u, c in zip(units, columns, strict=True) if c["number"]}
    one = lines.pop() if len(lines) == 1 else ""
    headings = [_heading(column, unit, one) for column, unit in zip(columns, units, strict=True)]
    return View(
        headings, body[:-1] if total else body, body[-1:] if total else [], one, _legend(body, marks), _left_out(record)
    )


def _units(columns: list[Mapping[str, Any]], rows: list[list[Any]]) -> list[Unit]:
    money = [i for i, c in enumerate(columns) if c["number"] and c.get("show") == "GBP"]
    common = numbers.pounds(row[i] for row in rows for i in money)
    return [_unit(column, [row[i] for row in rows], common) for i, column in enumerate(columns)]


def _unit(column: Mapping[str, Any], values: list[Any], common: Unit) -> Unit:
    if not column["number"]:
        return Unit("")
    shown = common if column.get("show") == "GBP" else numbers.unit(column.get("show") or "")
    if shown.scale >= 1e3 and column.get("unit") != "GBP":
        shown = replace(shown, scale=1)
    if column.get("decimals") is not None:
        shown = replace(shown, decimals=column["decimals"])
    return numbers.fitted(shown, values)


def _row(row: list[Any], columns: list[Mapping[str, Any]], units: list[Unit], marks: list[str]) -> list[Cell]:
    return [
        Cell(_text(value, column, unit, mark), column["head"], column["number"])
        for value, column, unit, mark in zip(row, columns, units, marks, strict=False)
    ]


def _text(value: Any, column: Mapping[str, Any], unit: Unit, flag: str) -> str:
    if column["number"] or value is None:
        return numbers.text(value, unit, flag)
    words = (
        long_date(value)
        if isinstance(value, str)
        else "Yes"
        if value is True
        else "No"
        if value is False
        else str(value)
    )
    return f"{words} [{flag}]" if flag else words or "[x]"


def _heading(column: Mapping[str, Any], unit: Unit, common: str) -> Cell:
    words = column["label"] or "Row"
    return Cell(f"{words} ({unit.line})" if unit.line and not common else words, column["head"], column["number"])


def _legend(body: list[list[Cell]], marks: Mapping[str, str]) -> str:
    used = {flag for flag in numbers.MARKERS if any(cell.text.endswith(f"[{flag}]") for row in body for cell in row)}
    return ". ".join(f"[{flag}] means {meaning}" for flag, meaning in numbers.MARKERS.items() if flag in used)


def _left_out(record: Mapping[str, Any]) -> str:
    rows, columns = record["rows_in_all"], len(record["columns"])
    parts = [f"the first {record['shown']:,} of {rows:,} rows"] if rows > record["shown"] else []
    parts += [f"the first {SHOWN_COLUMNS} of {columns} columns"] if columns > SHOWN_COLUMNS else []
    if not parts:
        return ""
    rest = (
        "The download has all of them." if len(record["rows"]) == rows else "The rest is too long for a download here."
    )
    return f"Shown here: {' and '.join(parts)}. {rest}"
