"""What a moving figure shows on a page: its table at the start, with the cells that move, and its case in words."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tieranalysis.present.cells import Cell, View, view

Places = Mapping[str, int]


def every_case(record: Mapping[str, Any]) -> View:
    """Write out the rows of every case without the controls, so that all cases have one scale and the same decimals."""
    data = _without_controls(record)
    return view(data | {"shown": len(data["rows"])})


def _without_controls(record: Mapping[str, Any]) -> dict[str, Any]:
    data, by = record["data"], len(record["moves"]["by"])
    columns, rows = data["columns"][by:], [row[by:] for row in data["rows"]]
    marks = {f"{r},{int(c) - by}": mark for (r, c), mark in ((k.split(","), v) for k, v in data["marks"].items())}
    return data | {"columns": columns, "rows": rows, "marks": marks, "heads": int(not columns[0]["number"])}


def own_case(record: Mapping[str, Any]) -> dict[str, Any]:
    """Give the data of the report's own case as a table, for the workbook; the download beside it has every case."""
    data, moves = _without_controls(record), record["moves"]
    size, start = len(data["rows"]) // moves["cases"], moves["start"]
    rows = data["rows"][start * size : (start + 1) * size]
    places = ((k.split(","), mark) for k, mark in data["marks"].items())
    marks = {f"{int(r) - start * size},{c}": mark for (r, c), mark in places if int(r) // size == start}
    said = "; ".join(f"{label}: {text}" for label, text in zip(moves["labels"], moves["texts"], strict=True))
    note = f"The report's own case ({said}). The CSV file of this figure has all {moves['cases']} cases."
    return data | {"rows": rows, "marks": marks, "rows_in_all": size, "shown": size, "notes": [note]}


def at_start(record: Mapping[str, Any]) -> View:
    """Give the table of the report's own case, each cell that moves with the place of its series."""
    whole, moves = every_case(record), record["moves"]
    size = len(whole.body) // moves["cases"]
    own = whole.body[moves["start"] * size : (moves["start"] + 1) * size]
    body = [[_placed(cell, moves["cells"].get(f"{r},{c}")) for c, cell in enumerate(row)] for r, row in enumerate(own)]
    return replace(whole, body=body)


def _placed(cell: Cell, place: int | None) -> Cell:
    return cell if place is None else replace(cell, place=f"text:{place}")


def sound(record: Mapping[str, Any]) -> bool:
    """Say whether a figure moves in a way that this version can show.

    >>> sound({"kind": "figure"})
    False
    """
    moves, data = record.get("moves"), record.get("data")
    if not isinstance(moves, Mapping) or not isinstance(data, Mapping):
        return False
    lists = all(isinstance(moves.get(name), list) for name in ("by", "rests", "series", "orders", "labels", "texts"))
    named = all(isinstance(moves.get(name), Mapping) for name in ("words", "cells"))
    counted = all(isinstance(moves.get(name), int) for name in ("cases", "start"))
    return lists and named and counted and isinstance(moves.get("panel"), str) and moves["cases"] > 0
