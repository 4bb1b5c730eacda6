"""What spreadsheets do to a register: years become dates, codes become numbers, formulas break. Recognised, and refused by cell."""

import datetime
import re
from collections.abc import Callable, Sequence
from typing import Any

from tieranalysis.contract import SchemaError, fields
from tieranalysis.contract.years import is_year

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH_YEAR = re.compile(r"(?P<month>[A-Za-z]{3})[a-z]*[-/ ](?P<year>\d{2}|\d{4})")
DAY_FIRST = re.compile(r"0?1/(?P<month>\d{1,2})/(?P<year>\d{4})(?: 00:00(?::00)?)?")
ISO_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-\d{2}(?:[ T]00:00(?::00)?)?")
NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
BROKEN = re.compile(r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!)")
EXCEL_EPOCH = datetime.date(1899, 12, 30)


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell, rows counted from 1 and columns from 0.

    >>> cell_name(5, 0), cell_name(2, 27)
    ('A5', 'AB2')
    """
    letters, left = "", column + 1
    while left:
        left, letter = divmod(left - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row}"


def refuse_damage(
    rows: Sequence[Sequence[Any]], header: Sequence[str], table: str, source: str, first_row: int = 2
) -> None:
    """Refuse rows in which a spreadsheet has changed a year, a code, a number or a date; return nothing when all stand as typed.

    Raises SchemaError, which names file, cell, column, value and the mend.

    >>> refuse_damage([["PROC-01", "Sep-08"]], ["saving_id", "year"], "one_off_costs", "costs.csv")
    Traceback (most recent call last):
    ...
    tieranalysis.contract.errors.SchemaError: costs.csv has been changed by a spreadsheet:
      row 2, column 'year' (cell B2), value 'Sep-08': a date, where the financial year 2008-09 may have been typed. Format the column as text, and type the year again.
    """
    known = fields(table)
    checked = [(place, name, known[name]) for place, name in enumerate(header) if name in known]
    found = [
        f"row {number}, column {name!r} (cell {cell_name(number, place)}), value {_shown(row[place])}: {damage}"
        for number, row in enumerate(rows, start=first_row)
        for place, name, field in checked
        if (damage := _damage(row[place], field))
    ]
    if found:
        more = [f"and {len(found) - 5:,} more."] if len(found) > 5 else []
        raise SchemaError("\n  ".join([f"{source} has been changed by a spreadsheet:", *found[:5], *more]))


def _shown(cell: Any) -> str:
    return repr(str(cell)) if isinstance(cell, datetime.date | datetime.datetime) else repr(cell)


def _damage(cell: Any, field: dict[str, Any]) -> str | None:
    if cell is None or cell == "":
        return None
    if isinstance(cell, str) and BROKEN.fullmatch(cell.strip()):
        return "a broken formula. Type the value itself."
    return CHECKS["year" if field["unit"] == "financial year" else field["type"]](cell, field)


def _year(cell: Any, _: dict[str, Any]) -> str | None:
    typed = _year_behind(cell)
    if typed and is_year(typed):
        return f"a date, where the financial year {typed} may have been typed. Format the column as text, and type the year again."
    if typed or not isinstance(cell, str) or NUMBER.fullmatch(cell.strip()):
        return "a number or date, where a financial year should stand. Format the column as text, and type the year as 2008-09."
    return None


def _year_behind(cell: Any) -> str | None:
    """Return the year that was typed, when the cell is the month that a spreadsheet made of it: 2008-09 becomes September 2008."""
    if isinstance(cell, datetime.date):
        return _as_typed(cell.year, cell.month)
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 30_000 < cell < 60_000:
        date = EXCEL_EPOCH + datetime.timedelta(days=int(cell))
        return _as_typed(date.year, date.month) if date.day == 1 else None
    text = str(cell).strip()
    found = DAY_FIRST.fullmatch(text) or ISO_DATE.fullmatch(text)
    if found:
        return _as_typed(int(found["year"]), int(found["month"]))
    named = MONTH_YEAR.fullmatch(text)
    if named and named["month"].lower() in MONTHS:
        year = int(named["year"])
        return _as_typed(year if year > 99 else 2000 + year, MONTHS.index(named["month"].lower()) + 1)
    return None


def _as_typed(year: int, month: int) -> str:
    return f"{year}-{month:02d}"


def _text(cell: Any, field: dict[str, Any]) -> str | None:
    if isinstance(cell, datetime.date | datetime.time | datetime.timedelta):
        return "a date, where text should stand. Format the column as text, and type it again."
    if isinstance(cell, bool | int | float):
        return "a number, where a code or text should stand: zeros at its front may be lost. Format the column as text, and type it again."
    coded = "pattern" in field.get("constraints", {}) or field["unit"] == "ONS code"
    if coded and NUMBER.fullmatch(cell.strip()):
        return "a number, where a code should stand: a spreadsheet may have changed it. Format the column as text, and type the code again."
    if coded and _year_behind(cell):
        return "a date, where a code should stand: a spreadsheet may have changed it. Format the column as text, and type the code again."
    return None


def _number(cell: Any, _: dict[str, Any]) -> str | None:
    if isinstance(cell, bool | datetime.date | datetime.time | datetime.timedelta):
        return "a date or a yes-or-no, where a number should stand. Format the column as a number, and type it again."
    return None


def _boolean(cell: Any, _: dict[str, Any]) -> str | None:
    if isinstance(cell, int | float | datetime.date) and not isinstance(cell, bool):
        return "a number or date, where true or false should stand. Type true or false."
    return None


def _date(cell: Any, _: dict[str, Any]) -> str | None:
    if isinstance(cell, bool | int | float):
        return "a number, where a date should stand. Format the column as text, and type the date as 2026-11-21."
    return None


CHECKS: dict[str, Callable[[Any, dict[str, Any]], str | None]] = {
    "year": _year,
    "string": _text,
    "number": _number,
    "integer": _number,
    "boolean": _boolean,
    "date": _date,
}
