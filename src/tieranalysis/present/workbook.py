"""One accessible workbook a report: a cover, contents, notes, and a sheet for each table with its exact values.

The layout is the one that the Government Statistical Service asks for: gptables' book, theme and cover. A workbook holds the
time of writing; here that is the date the report was made, so that the same report gives the same bytes.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time
from io import BytesIO
from math import isfinite
from typing import Any

from tieranalysis.present import cells, numbers
from tieranalysis.present.about import About
from tieranalysis.present.dates import long_date
from tieranalysis.present.sheet import ONE_TABLE, Column, Sheet, write
from tieranalysis.present.shell import printable
from tieranalysis.present.units import Unit, unit_named

LITERAL = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
MOST_ROWS = 20_000
LONGEST_HEADING = 200  # letters; a spreadsheet takes 255


def workbook(
    title: str, about: About, header: Mapping[str, Any], tables: Sequence[tuple[str, Mapping[str, Any]]]
) -> bytes:
    """Write the tables of a report, each (name, record), as an .xlsx workbook; the same input gives the same bytes."""
    import gptables

    out = BytesIO()
    book = gptables.GPWorkbook(out, LITERAL)
    book.add_worksheet("Cover").write_cover(_cover(gptables, title, about, header))
    sheets = [_sheet(name, record) for name, record in tables]
    for sheet in [_contents(sheets), *_notes(tables), *sheets]:
        write(book, sheet)
    book.set_properties({"title": printable(title), "created": datetime.combine(about.made, time())})
    book.close()
    return out.getvalue()


def _cover(gptables: Any, title: str, about: About, header: Mapping[str, Any]) -> Any:
    period = [f"Period: {header['period']}"] if header.get("period") else []
    intro = [*period, f"Status: {about.status}", f"Made: {long_date(about.made)}"]
    marks = [f"[{mark}] means {meaning}" for mark, meaning in numbers.MARKERS.items()]
    own = ["Amounts are exact; the page rounds them for reading.", *marks, about.licence]
    contact = [about.contact] if about.contact else None
    return gptables.Cover(
        _literal(title), [_literal(line) for line in intro], [_literal(line) for line in own], contact
    )


def _literal(words: str) -> str:
    """Keep gptables from reading a link in text of the cover that comes from data."""
    return printable(words.replace("](", "] ("))


def _contents(sheets: Sequence[Sheet]) -> Sheet:
    columns = [Column("Sheet name"), Column("Table description")]
    return Sheet("Contents", "Table of contents", columns, [(sheet.name, sheet.title) for sheet in sheets], leads=True)


def _notes(tables: Sequence[tuple[str, Mapping[str, Any]]]) -> list[Sheet]:
    lines = [f"{name}: {note}" for name, record in tables for note in record.get("notes", [])]
    columns = [Column("Note number"), Column("Note text")]
    return [Sheet("Notes", "Notes", columns, [*enumerate(lines, 1)])] if lines else []


def _sheet(name: str, record: Mapping[str, Any]) -> Sheet:
    columns = [column | {"at": i} for i, column in enumerate(record["columns"])]
    units = cells.units_of(columns, record["rows"])
    return Sheet(
        name,
        f"{name}: {record.get('caption') or record.get('headline') or ''}".rstrip(": "),
        [*_columns(columns, units)],
        _rows(record),
        subtitles=[_illustrative()] if record.get("illustrative") else [],
        instructions=_instructions(record),
        source=f"Source: {record['source']}" if record.get("source") else "",
    )


def _illustrative() -> str:
    return "Illustrative: made from invented inputs, not from a council's own."


def _instructions(record: Mapping[str, Any]) -> str:
    kept, in_all = len(_kept(record)), record["rows_in_all"]
    return ONE_TABLE + (f" It holds the first {kept:,} of {in_all:,} rows." if kept < in_all else "")


def _kept(record: Mapping[str, Any]) -> list[list[Any]]:
    return record["rows"][:MOST_ROWS]


def _rows(record: Mapping[str, Any]) -> list[list[Any]]:
    """The cells of a sheet; a table without rows has one of "not applicable", since a spreadsheet has no empty ones."""
    marks = record.get("marks", {})
    rows = [[_cell(v, marks.get(f"{r},{c}", "x")) for c, v in enumerate(row)] for r, row in enumerate(_kept(record))]
    return rows or [["[z]"] * len(record["columns"])]


def _cell(value: Any, mark: str) -> Any:
    if (
        value is None
        or (isinstance(value, str) and not value.strip())
        or (isinstance(value, float) and not isfinite(value))
    ):
        return f"[{mark}]"
    return ("Yes" if value else "No") if isinstance(value, bool) else value


def _columns(columns: Sequence[Mapping[str, Any]], units: Sequence[Unit]) -> Iterator[Column]:
    """Columns headed with the unit their exact values are in."""
    found: list[str] = []
    for column, unit in zip(columns, units, strict=True):
        exact, label = unit_named(column.get("unit") or "").line, str(column["label"] or "").strip() or "Row"
        found.append(_unlike(f"{label} ({exact})" if exact and exact.lower() != label.lower() else label, found))
        yield Column(found[-1], _pattern(column, unit) if column["number"] else "")


def _unlike(words: str, others: Sequence[str]) -> str:
    """Make a heading that a spreadsheet takes: short, and different from the others, capitals or not.

    >>> _unlike("net", ["Council", "Net"]), _unlike("Net", ["Council"])
    ('net [3]', 'Net')
    """
    short = words if len(words) <= LONGEST_HEADING else words[: LONGEST_HEADING - 1] + "…"
    return f"{short} [{len(others) + 1}]" if short.lower() in map(str.lower, others) else short


def _pattern(column: Mapping[str, Any], unit: Unit) -> str:
    places = 0 if unit.scale >= 1e3 else min(unit.decimals or 0, 6)
    decimals = "." + "0" * places if places else ""
    if column.get("by_row"):
        return "General"
    return f"0{decimals}%" if unit.suffix and unit.scale == 0.01 else f"#,##0{decimals}"
