"""`table`: a finished frame in, an accessible table with its exact values out.

The record keeps every value as it was computed; rounding, commas and markers are put on only when it is drawn, so the
CSV and the workbook beside the page hold the exact numbers.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pandas as pd

from tieranalysis.present import numbers
from tieranalysis.present.block import Block

SHOWN_ROWS = 400
BARE_ROWS = 100
KEPT_CELLS = 400_000
SHOWN_COLUMNS = 20
KEYS = ("year", "id", "code", "rank", "order")
MARKED = re.compile(r"\[(x|z|c|p|e|r|f|low)\]")


def table(
    frame: pd.DataFrame,
    caption: str,
    *,
    unit: str | Mapping[str, str] | None = None,
    source: str | None = None,
    notes: Sequence[str] = (),
    labels: Mapping[str, str] | None = None,
    decimals: int | Mapping[str, int] | None = None,
    flags: pd.DataFrame | None = None,
    schema: str | Mapping[str, Any] | None = None,
    total: bool = False,
    illustrative: bool = False,
) -> Block:
    """Show a frame as a captioned table [units: from the schema, `unit`, or the ends of the column names].

    `unit` is one unit for every number, or one a column. `flags` has the shape of the frame and holds the letters of
    markers ("p" provisional, "e" estimate, "z" not applicable). With `total`, the last row is the total.
    Raises ValueError where a column of numbers has no unit, naming it and what to do.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"council": ["Maldon", "Harlow"], "net_gbp": [8_900_000, None]})
    >>> print(table(frame, "Net expenditure by council").record["rows"])
    [['Maldon', 8900000.0], ['Harlow', None]]
    """
    if not str(caption).strip():
        raise ValueError("table needs a caption that says what the table shows, for example caption='Reserves by year'")
    record = record_of(frame, caption, unit, labels=labels, decimals=decimals, flags=flags, schema=schema)
    _refuse_unitless(record, caption)
    extra = {"source": source, "notes": list(notes), "total": total, "illustrative": illustrative}
    return Block(record | {name: value for name, value in extra.items() if value})


def bare(frame: pd.DataFrame) -> Block:
    """Show a frame that an author left as the last line of a cell: no caption, units only where its columns say so."""
    return Block(record_of(frame, "") | {"bare": True, "shown": min(len(frame), BARE_ROWS)})


def record_of(
    frame: pd.DataFrame,
    caption: str,
    unit: str | Mapping[str, str] | None = None,
    *,
    labels: Mapping[str, str] | None = None,
    decimals: int | Mapping[str, int] | None = None,
    flags: pd.DataFrame | None = None,
    schema: str | Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Turn a frame into a table's record: columns with their units, rows of exact values, markers by place."""
    keys = 0 if _plain(frame.index) else frame.index.nlevels
    flat = _flat(frame)
    kept = flat if flat.size <= KEPT_CELLS else flat.head(SHOWN_ROWS)
    rows = [list(row) for row in zip(*([exact(v) for v in kept.iloc[:, i]] for i in range(kept.shape[1])), strict=True)]
    marks = _marks(rows, None if flags is None else _flat(flags).iloc[:, -flags.shape[1] :])
    fields = _fields(schema)
    columns = [
        _looks(
            _column(str(name), [row[i] for row in rows], i < keys, fields.get(str(name), {})), unit, labels, decimals
        )
        for i, name in enumerate(kept.columns)
    ]
    heads = keys or int(bool(columns) and not columns[0]["number"])
    return {"kind": "table", "caption": caption, "columns": columns, "rows": rows, "marks": marks} | {
        "heads": heads,
        "rows_in_all": len(flat),
        "shown": min(len(rows), SHOWN_ROWS),
    }


def _plain(index: pd.Index) -> bool:
    return isinstance(index, pd.RangeIndex) and index.name is None


def _flat(frame: pd.DataFrame) -> pd.DataFrame:
    flat = frame.copy(deep=False)
    if isinstance(flat.columns, pd.MultiIndex):
        flat.columns = [" ".join(str(part) for part in name if str(part)) for name in flat.columns]
    if _plain(flat.index):
        return flat
    levels = [str(name) if name is not None else "Row" for name in flat.index.names]
    index = flat.index.to_frame(index=False, name=levels, allow_duplicates=True)
    return pd.concat([index.reset_index(drop=True), flat.reset_index(drop=True)], axis=1)


def exact(value: Any) -> Any:
    """Give a value as plain JSON, exactly: numbers as numbers, dates as ISO text, missing as None.

    >>> exact(Decimal("2.50")), exact(pd.Timestamp("2026-11-21")), exact(float("inf")), exact(pd.NA)
    (2.5, '2026-11-21', None, None)
    """
    if numbers.missing(value):
        return None
    value = value.item() if hasattr(value, "item") and not isinstance(value, pd.Timestamp) else value
    if isinstance(value, Decimal):
        value = int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return (value.date() if value.time().isoformat() == "00:00:00" else value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if numbers.numeric(value):
        return value if isinstance(value, int) else numbers.number(value)
    return value if isinstance(value, bool) else str(value)


def _marks(rows: list[list[Any]], flags: pd.DataFrame | None) -> dict[str, str]:
    """Markers by place ("row,column"), from `flags` and from cells that hold "[z]"; such a cell is then missing."""
    marks: dict[str, str] = {}
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            found = MARKED.fullmatch(value) if isinstance(value, str) else None
            if found:
                marks[f"{r},{c}"], row[c] = found[1], None
    if flags is not None and rows:
        offset = len(rows[0]) - flags.shape[1]
        for (r, c), flag in _set(flags):
            marks[f"{r},{c + offset}"] = flag
    return marks


def _set(flags: pd.DataFrame) -> list[tuple[tuple[int, int], str]]:
    cells = [((r, c), flags.iloc[r, c]) for r in range(flags.shape[0]) for c in range(flags.shape[1])]
    letters = [
        (place, str(flag).strip("[] ")) for place, flag in cells if not numbers.missing(flag) and str(flag).strip()
    ]
    for (r, _), letter in letters:
        if letter not in numbers.MARKERS:
            raise ValueError(f"flags, row {r}: {letter!r} is not a marker; use one of {', '.join(numbers.MARKERS)}")
    return letters


def _column(name: str, values: list[Any], key: bool, field: Mapping[str, Any]) -> dict[str, Any]:
    """Describe one column from its values and, where there is one, its field in the schema."""
    number = any(map(numbers.numeric, values)) and all(numbers.numeric(v) for v in values if v is not None)
    kept = name.lower().split("_")[-1] in KEYS
    role = field.get("role") or ("key" if key or kept else "amount" if number else "text")
    known = field.get("unit") or numbers.unit_in(name)
    column = {
        "name": name,
        "label": field.get("title") or label(name),
        "role": role,
        "number": number and role != "key",
    }
    return column | ({"unit": known, "show": known} if column["number"] else {})


def _looks(column: dict[str, Any], unit: Any, labels: Mapping[str, str] | None, decimals: Any) -> dict[str, Any]:
    """Put on what the author said about a column: its label, its unit and its decimals."""
    given, places = (said.get(column["name"]) if isinstance(said, Mapping) else said for said in (unit, decimals))
    column = column | {"label": (labels or {}).get(column["name"]) or column["label"]}
    if not column["number"]:
        return column
    return column | {"unit": column["unit"] or given, "show": given or column["show"], "decimals": places}


def label(name: str) -> str:
    """Turn a column's name into words, leaving out the unit that its heading shows.

    >>> label("net_expenditure_gbp"), label("2025-26"), label("abandonment_rate")
    ('Net expenditure', '2025-26', 'Abandonment rate')
    """
    stem = re.sub(r"_gbp$", "", name)
    words = stem.replace("_", " ").strip() if re.fullmatch(r"[a-z][a-z0-9_]*", stem) else stem
    return words[:1].upper() + words[1:] if words else name


def _fields(schema: str | Mapping[str, Any] | None) -> dict[str, Mapping[str, Any]]:
    if isinstance(schema, str):
        from tieranalysis import contract

        schema = contract.schema(schema)
    return {field["name"]: field for field in (schema or {}).get("fields", [])}


def _refuse_unitless(record: Mapping[str, Any], caption: str) -> None:
    lost = [column["name"] for column in record["columns"] if column["number"] and not column["show"]]
    if lost:
        raise ValueError(
            f"table {caption!r}: no unit is known for {', '.join(map(repr, lost))}. Give unit='GBP' (one unit for all) "
            f"or unit={{{lost[0]!r}: 'calls'}} (one a column), end the name with its unit (such as _gbp or _rate), "
            "or name the schema of the table with schema="
        )
