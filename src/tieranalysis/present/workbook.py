"""One accessible workbook a report: a cover, contents, notes, and a sheet for each table with its exact values.

gptables lays it out as the Government Statistical Service asks. Its files hold the time of writing; here that is the
date the report was made, so that the same report gives the same bytes.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from io import BytesIO
from typing import Any
from warnings import catch_warnings, simplefilter

import pandas as pd

from tieranalysis.present import cells, numbers
from tieranalysis.present.about import About
from tieranalysis.present.dates import long_date
from tieranalysis.present.units import Unit, unit_named

LITERAL = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
MOST_ROWS = 20_000
WIDEST = 60
LETTERED = "x\ue000"  # put before words without a Latin letter or a digit, which gptables refuses, until it has looked


@pd.option_context("mode.string_storage", "python")  # of small frames, as these are: Arrow's take a third longer
def workbook(
    title: str, about: About, header: Mapping[str, Any], tables: Sequence[tuple[str, Mapping[str, Any]]]
) -> bytes:
    """Write the tables of a report, each (name, record), as an .xlsx workbook; the same input gives the same bytes."""
    import gptables

    notes = _notes(tables)
    sheets = {name: _sheet(gptables, name, record) for name, record in tables}
    out = BytesIO()
    with catch_warnings():
        simplefilter("ignore")
        book = gptables.produce_workbook(
            out, sheets, cover=_cover(gptables, title, about, header), notes_table=notes, workbook_options=LITERAL
        )
    _unlettered(book)
    book.set_properties({"title": title, "created": datetime.combine(about.made, time())})
    book.close()
    return out.getvalue()


def _unlettered(book: Any) -> None:
    """Give words in other scripts, and signs alone, back as they are."""
    strings = book.str_table.string_table
    bare = {words: words.removeprefix(LETTERED) for words in strings}
    book.str_table.string_table = {
        f"{now} " if now != words and now in strings else now: strings[words] for words, now in bare.items()
    }


def _cover(gptables: Any, title: str, about: About, header: Mapping[str, Any]) -> Any:
    period = [f"Period: {header['period']}"] if header.get("period") else []
    intro = [*period, f"Status: {about.status}", f"Made: {long_date(about.made)}"]
    marks = [f"[{mark}] means {meaning}" for mark, meaning in numbers.MARKERS.items()]
    own = ["Amounts are exact; the page rounds them for reading.", *marks, about.licence]
    contact = [about.contact] if about.contact else None
    return gptables.Cover(
        _literal(title), [_literal(line) for line in intro], [_literal(line) for line in own], contact
    )


def _notes(tables: Sequence[tuple[str, Mapping[str, Any]]]) -> pd.DataFrame | None:
    lines = [_literal(f"{name}: {note}") for name, record in tables for note in record.get("notes", [])]
    if not lines:
        return None
    return pd.DataFrame({"Note reference": [f"Note {i}" for i in range(1, len(lines) + 1)], "Note text": lines})


def _sheet(gptables: Any, name: str, record: Mapping[str, Any]) -> Any:
    columns = [column | {"at": i} for i, column in enumerate(record["columns"])]
    units = cells.units_of(columns, record["rows"])
    frame = pd.DataFrame(_rows(record), columns=_headings(columns), dtype=object)
    return gptables.GPTable(
        table=frame,
        table_name=re.sub(r"\W", "_", name.lower()),
        title=_literal(f"{name}: {record.get('caption') or record.get('headline') or ''}".rstrip(": ")),
        subtitles=[_illustrative()] if record.get("illustrative") else [],
        instructions=_instructions(record),
        source=_literal(f"Source: {record['source']}") if record.get("source") else None,
        index_columns={2: 0} if record["heads"] else {},
        additional_formatting=_formats(columns, units),
    )


def _illustrative() -> str:
    return "Illustrative: made from invented inputs, not from a council's own."


def _instructions(record: Mapping[str, Any]) -> str:
    kept, whole = len(_kept(record)), record["rows_in_all"]
    cut = f" It holds the first {kept:,} of {whole:,} rows." if kept < whole else ""
    return f"This worksheet contains one table.{cut}"


def _kept(record: Mapping[str, Any]) -> list[list[Any]]:
    return record["rows"][:MOST_ROWS]


def _rows(record: Mapping[str, Any]) -> list[list[Any]]:
    """The cells of a sheet; a table without rows has one of "not applicable", since gptables refuses an empty one."""
    marks = record.get("marks", {})
    rows = [[_cell(v, marks.get(f"{r},{c}", "x")) for c, v in enumerate(row)] for r, row in enumerate(_kept(record))]
    return rows or [["[z]"] * len(record["columns"])]


def _cell(value: Any, mark: str) -> Any:
    if value is None:
        return f"[{mark}]"
    if not isinstance(value, str):
        return ("Yes" if value else "No") if isinstance(value, bool) else value
    words = _literal(value)
    return words if re.search("[a-zA-Z0-9]", words) else LETTERED + words if words.strip() else f"[{mark}]"


def _headings(columns: Sequence[Mapping[str, Any]]) -> list[str]:
    """Headings with the unit the exact values are in; gptables wants each to be different."""
    found: list[str] = []
    for column in columns:
        unit = unit_named(column.get("unit") or "").line
        words = _literal(f"{column['label'] or 'Row'} ({unit})" if unit else column["label"] or "Row")
        found.append(words if words not in found else f"{words} [{found.count(words) + len(found)}]")
    return found


def _formats(columns: Sequence[Mapping[str, Any]], units: Sequence[Unit]) -> list[dict[str, Any]]:
    """How columns of numbers are written: one entry a pattern, since each costs gptables a pass over the sheet."""
    alike: dict[str, list[int]] = {}
    for i, (column, unit) in enumerate(zip(columns, units, strict=True)):
        if column["number"]:
            alike.setdefault(_pattern(column, unit), []).append(i)
    return [
        {"column": {"columns": at, "format": {"num_format": pattern, "align": "right"}, "include_names": False}}
        for pattern, at in alike.items()
    ]


def _pattern(column: Mapping[str, Any], unit: Unit) -> str:
    places = 0 if unit.scale >= 1e3 else min(unit.decimals or 0, 6)
    decimals = "." + "0" * places if places else ""
    if column.get("by_row"):
        return "General"
    return f"0{decimals}%" if unit.suffix and unit.scale == 0.01 else f"#,##0{decimals}"


def _literal(words: str) -> str:
    """Keep gptables from reading its own marks (notes, links) in text that comes from data."""
    return str(words).replace("$$", "$ $").replace("](", "] (")
