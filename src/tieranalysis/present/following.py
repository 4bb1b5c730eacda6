"""What a moving figure or table shows on a page: its rows at the start, with the cells that move, and its case in words."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import accumulate, zip_longest
from typing import Any

from tieranalysis.present.cells import Cell, View, view

Row = list[Cell]


def every_case(record: Mapping[str, Any]) -> View:
    """Write out the rows of every case without the controls, so that all cases have one scale and the same decimals."""
    data = _without_controls(record)
    return view(data | {"shown": len(data["rows"])})


def bodies(record: Mapping[str, Any]) -> list[list[Row]]:
    """Give the rows of each case, written with the scale and the decimals of all."""
    body = every_case(record).body
    return [body[first:last] for first, last in _bounds(record["moves"])]


def _bounds(moves: Mapping[str, Any]) -> list[tuple[int, int]]:
    """Where the rows of each case start and end.

    >>> _bounds({"sizes": [2, 3]})
    [(0, 2), (2, 5)]
    """
    ends = list(accumulate(moves["sizes"]))
    return list(zip([0, *ends], ends, strict=False))


def _without_controls(record: Mapping[str, Any]) -> dict[str, Any]:
    data, by = record["data"], len(record["moves"]["by"])
    columns, rows = data["columns"][by:], [row[by:] for row in data["rows"]]
    marks = {f"{r},{int(c) - by}": mark for (r, c), mark in ((k.split(","), v) for k, v in data["marks"].items())}
    return data | {"columns": columns, "rows": rows, "marks": marks, "heads": int(not columns[0]["number"])}


def own_case(record: Mapping[str, Any]) -> dict[str, Any]:
    """Give the data of the report's own case as a table, for the workbook; the download beside it has every case."""
    data, moves = _without_controls(record), record["moves"]
    first, last = _bounds(moves)[moves["start"]]
    places = ((k.split(","), mark) for k, mark in data["marks"].items())
    marks = {f"{int(r) - first},{c}": mark for (r, c), mark in places if first <= int(r) < last}
    said = "; ".join(f"{label}: {text}" for label, text in zip(moves["labels"], moves["texts"], strict=True))
    what = record.get("kind", "table")
    note = f"The report's own case ({said}). The CSV file of this {what} has all {len(moves['sizes'])} cases."
    rows = data["rows"][first:last]
    return data | {"rows": rows, "marks": marks, "rows_in_all": len(rows), "shown": len(rows), "notes": [note]}


def still(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give a figure or table as it stands at the start, for pages without a panel; one that does not move is given back."""
    if not sound(record):
        return record
    return {**record, "moves": None} | ({"data": own_case(record)} if record["kind"] == "figure" else {})


def at_start(record: Mapping[str, Any]) -> View:
    """Give the table of the report's own case: cells that move with the place of their series, rows of other cases hidden."""
    moves, every = record["moves"], bodies(record)
    rows = enumerate(zip_longest(*every))
    body = [[_placed(c, cells, moves, r) for c, cells in enumerate(_columns(each))] for r, each in rows]
    hidden = {int(r): f"hidden:{place}" for r, place in moves.get("hidden", {}).items()}
    return replace(every_case(record), body=body, hidden=hidden, shown=len(every[moves["start"]]))


def _columns(rows: tuple[Row | None, ...]) -> list[list[Cell | None]]:
    """The cells of one row in every case, by column; nothing for a case that lacks the row."""
    wide = max(len(row or []) for row in rows)
    return [[row[c] if row else None for row in rows] for c in range(wide)]


def _placed(column: int, cells: list[Cell | None], moves: Mapping[str, Any], r: int) -> Cell:
    """The cell of the report's own case, as wide as the widest of all, with the place of its series if it moves."""
    known = [cell for cell in cells if cell]
    own = cells[moves["start"]] or replace(known[0], text="")
    place = moves["cells"].get(f"{r},{column}")
    if place is None:
        return own
    return replace(own, place=f"text:{place}", widest=max((cell.text for cell in known), key=len))


def sound(record: Mapping[str, Any]) -> bool:
    """Say whether a figure or table moves in a way that this version can show.

    >>> sound({"kind": "figure"})
    False
    """
    moves, data = record.get("moves"), record.get("data")
    if not isinstance(moves, Mapping) or not isinstance(data, Mapping):
        return False
    lists = all(isinstance(moves.get(name), list) for name in ("by", "rests", "series", "orders", "labels", "texts"))
    named = all(isinstance(moves.get(name), Mapping) for name in ("words", "cells"))
    return lists and named and isinstance(moves.get("panel"), str) and _counted(moves, data)


def _counted(moves: Mapping[str, Any], data: Mapping[str, Any]) -> bool:
    """Say whether the cases have the rows that there are, and the start is one of them."""
    sizes, start = moves.get("sizes"), moves.get("start")
    whole = isinstance(sizes, list) and all(isinstance(size, int) and size > 0 for size in sizes)
    return whole and isinstance(start, int) and 0 <= start < len(sizes) and sum(sizes) == len(data.get("rows", []))
