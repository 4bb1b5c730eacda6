"""A frame as a table's record: columns with their units, rows of exact values, and markers by place."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pandas as pd

from tieranalysis import contract
from tieranalysis.present import numbers
from tieranalysis.present.units import unit_in

SHOWN_ROWS = 400
KEPT_CELLS = 400_000
LARGEST = 1e300  # what is below it needs no second look
KEYS = ("year", "id", "code", "rank", "order")
MARKED = re.compile(r"\[(x|z|c|p|e|r|f|low)\]")


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
    """Turn a frame, or a series as one column, into a table's record: columns with their units, rows of exact values, markers by place."""
    frame = frame.to_frame(frame.name or "value") if isinstance(frame, pd.Series) else frame
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
    """Say whether an index only counts rows (whole numbers without a name), and so says nothing to a reader."""
    return index.nlevels == 1 and index.name is None and pd.api.types.is_integer_dtype(index.dtype)


def _flat(frame: pd.DataFrame) -> pd.DataFrame:
    flat = frame.copy(deep=False)
    if isinstance(flat.columns, pd.MultiIndex):
        flat.columns = [" ".join(str(part) for part in name if str(part)) for name in flat.columns]
    if not flat.shape[1] and flat.index.nlevels == 1:
        return pd.DataFrame({str(flat.index.name or "Row"): flat.index.astype(str)})
    if _plain(flat.index):
        return flat.reset_index(drop=True)
    levels = [str(name) if name is not None else "Row" for name in flat.index.names]
    index = [pd.Series(flat.index.get_level_values(i), name=name) for i, name in enumerate(levels)]
    return pd.concat([*index, flat.reset_index(drop=True)], axis=1)


def exact(value: Any) -> Any:
    """Give a value as plain JSON, exactly: numbers as numbers, dates as ISO text, missing as None.

    >>> exact(Decimal("2.50")), exact(pd.Timestamp("2026-11-21")), exact(float("inf")), exact(pd.NA)
    (2.5, '2026-11-21', None, None)
    >>> exact(Decimal("Infinity")), exact(10**400)
    (None, None)
    """
    kind = type(value)
    if kind is str or (kind in (int, float) and -LARGEST < value < LARGEST):
        return value
    value = value.item() if getattr(value, "shape", None) == () and hasattr(value, "item") else value
    if numbers.missing(value) or (numbers.numeric(value) and numbers.number(value) is None):
        return None
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
    stated = field.get("unit")
    known = stated if stated not in (None, "none", "") else unit_in(name)
    column = {
        "name": name,
        "label": field.get("title") or label(name),
        "role": role,
        "number": number and role != "key",
    }
    if values and not key and not kept and all(value is None for value in values):
        column |= {"blank": True, "number": bool(known), "role": "amount" if known else role}
    return column | ({"unit": known, "show": known} if column["number"] else {})


def _looks(column: dict[str, Any], unit: Any, labels: Mapping[str, str] | None, decimals: Any) -> dict[str, Any]:
    """Put on what the author said about a column: its label, its unit and its decimals."""
    name, known = column["name"], column.get("unit")
    column = column | {"label": (labels or {}).get(name) or column["label"]}
    if column.pop("blank", False) and (isinstance(unit, str) or (isinstance(unit, Mapping) and name in unit)):
        column["number"] = column["role"] != "key"
    if not column["number"]:
        return column
    given = unit.get(name) if isinstance(unit, Mapping) else unit if known in (None, "GBP") or unit == known else None
    places = decimals.get(name) if isinstance(decimals, Mapping) else decimals
    return column | {"unit": known or given, "show": given or known, "decimals": places}


def label(name: str) -> str:
    """Turn a column's name into words, leaving out the unit that its heading shows.

    >>> label("net_expenditure_gbp"), label("2025-26"), label("abandonment_rate")
    ('Net expenditure', '2025-26', 'Abandonment rate')
    """
    stem = re.sub(r"_(gbp|seconds|minutes|percent)$", "", name)
    words = stem.replace("_", " ").strip() if re.fullmatch(r"[a-z][a-z0-9_]*", stem) else stem
    return words[:1].upper() + words[1:] if words else name


def _fields(schema: str | Mapping[str, Any] | None) -> dict[str, Mapping[str, Any]]:
    schema = contract.schema(schema) if isinstance(schema, str) else schema
    return {field["name"]: field for field in (schema or {}).get("fields", [])}
