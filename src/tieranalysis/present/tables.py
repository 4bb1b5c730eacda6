"""`table` and `assumptions`: a finished frame in, an accessible table with its exact values out.

The record keeps every value as it was computed; rounding, commas and markers are put on only when it is drawn, so the
CSV and the workbook beside the page hold the exact numbers.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from tieranalysis.present.block import Block, block
from tieranalysis.present.followed import follow_cells, panels_of, spoken_parts
from tieranalysis.present.frames import label, record_of
from tieranalysis.present.links import leading

SUMMARY = {"count", "mean", "std"}  # rows of pandas' describe(): a count of rows is not in the unit of its column
BARE_ROWS = 100
NEEDED = ("assumption", "value", "unit", "source")
NO_ASSUMPTION = "Nothing on this page rests on an assumption."
HEADINGS = {"assumption": "Assumption", "effect": "Effect of one point more"}
AMOUNTS = {"value": "unit", "low": "unit", "high": "unit", "effect": "effect_unit"}


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
    follows: Block | Sequence[Block] | None = None,
    illustrative: bool = False,
    otherwise: str = "",
    links: Mapping[str, str] | None = None,
) -> Block:
    """Show a frame as a captioned table [units: from the schema, `unit`, or the ends of the column names].

    `unit` is one unit for every number, or one a column. `flags` has the shape of the frame and holds the letters of
    markers ("p" provisional, "e" estimate, "z" not applicable). With `total`, the last row is the total. A cell "{name}",
    or a "{name}" in the caption, is that result of the panel that the table `follows`, and moves with it; a table that holds
    none says, once the panel has moved, that it stays. The sentence `otherwise` stands in place of a table without rows.
    With `links`, cells of one column lead to the report of the same plan that another column, which is not shown, names:
    shown column to naming column.
    Raises ValueError where a column of numbers has no unit, naming it and what to do.

    >>> import pandas as pd
    >>> frame = pd.DataFrame({"council": ["Maldon", "Harlow"], "net_gbp": [8_900_000, None]})
    >>> print(table(frame, "Net expenditure by council").record["rows"])
    [['Maldon', 8900000.0], ['Harlow', None]]
    """
    if not str(caption).strip():
        raise ValueError("table needs a caption that says what the table shows, for example caption='Reserves by year'")
    if otherwise and not len(frame):
        return block("sentence", text=otherwise)
    panels = panels_of(follows)
    frame, looks = follow_cells(frame, panels)
    parts = spoken_parts(caption, panels)
    record = record_of(
        frame, "".join(words for words, *_ in parts), unit, labels=labels, decimals=decimals, flags=flags, schema=schema
    )
    refuse_unitless(record, caption, {place.partition(",")[2] for place in looks.get("looks", {})})
    extra = {"source": source, "notes": list(notes), "total": total, "illustrative": illustrative}
    extra |= {"caption_parts": parts if any(look for _, look, _ in parts) else []}
    extra |= {"stays": panels[0]["headline"] if panels and not looks.get("looks") else ""}
    looks |= leading(record, links or {})
    return Block(record | looks | {name: value for name, value in extra.items() if value})


def assumptions(
    frame: pd.DataFrame,
    caption: str = "Assumptions",
    *,
    notes: Sequence[str] = (),
    follows: Block | Sequence[Block] | None = None,
    illustrative: bool = False,
    otherwise: str = NO_ASSUMPTION,
) -> Block:
    """Show the assumptions, one a row, each number in the unit of its own row.

    Columns: assumption, value, unit, source; and, where there are any, low, high, grade, owner, review, and effect
    with effect_unit (what one point, or one step, more does to the answer). Effects are those of the report's own case, as the
    table says once a panel that it `follows` has moved. The sentence `otherwise` stands in place of a table without rows. Raises ValueError naming a column missing.
    """
    stated(frame)
    if not len(frame):
        return block("sentence", text=otherwise)
    record = record_of(frame.reset_index(drop=True), caption, labels=HEADINGS)
    columns, panels = units_by_row(record["columns"]), panels_of(follows)
    extra = {"notes": list(notes), "illustrative": illustrative, "stays": panels[0]["headline"] if panels else ""}
    said = {name: value for name, value in extra.items() if value}
    return Block(record | {"columns": columns, "slot": "assumptions", "heads": 1} | said)


def stated(frame: pd.DataFrame) -> None:
    """Raise ValueError, naming the column, where a frame of assumptions lacks one."""
    lost = [name for name in NEEDED if name not in frame]
    if lost:
        raise ValueError(f"assumptions: the frame has no column {', '.join(lost)}; it needs {', '.join(NEEDED)}")


def units_by_row(columns: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Write each amount of assumptions in the unit that stands in its own row; the columns of units are not shown."""
    places = {column["name"]: i for i, column in enumerate(columns)}
    return [_by_row(column, places) for column in columns]


def _by_row(column: dict[str, Any], places: Mapping[str, int]) -> dict[str, Any]:
    if column["name"] in AMOUNTS.values():
        return column | {"hidden": True}
    if column["name"] in AMOUNTS:
        unit_at = places.get(AMOUNTS[column["name"]], places["unit"])
        looks = {"by_row": True, "unit_at": unit_at, "signed": column["name"] == "effect"}
        return column | {"number": True} | looks
    return column | {"number": False, "label": column["label"] or label(column["name"])}


def bare(frame: pd.DataFrame) -> Block:
    """Show a frame that an author left as the last line of a cell: no caption, units only where its columns say so."""
    record = record_of(frame, "")
    if SUMMARY.issubset(map(str, frame.index[:8])):
        record["columns"] = [column | {"unit": None, "show": None} for column in record["columns"]]
    return Block(record | {"bare": True, "shown": min(len(frame), BARE_ROWS)})


def refuse_unitless(record: Mapping[str, Any], caption: str, moving: Collection[str] = ()) -> None:
    """Raise ValueError where a column of numbers has no unit; cells that move are written with that of the panel's result."""
    numbers = [column for column in record["columns"] if column["number"] and column["name"] not in moving]
    lost = [column["name"] for column in numbers if not column["show"]]
    if lost:
        raise ValueError(
            f"table {caption!r}: no unit is known for {', '.join(map(repr, lost))}. Give unit='GBP' (one unit for all) "
            f"or unit={{{lost[0]!r}: 'calls'}} (one a column), end the name with its unit (such as _gbp or _rate), "
            "or name the schema of the table with schema="
        )
