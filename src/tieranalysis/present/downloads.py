"""Downloads: each table's exact values as CSV with its Table Schema, in files and in links that need no server."""

import csv
import io
import json
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from tieranalysis.present import numbers

EMBEDDED = {"csv": 16 * 1024, "xlsx": 128 * 1024}  # bytes; the most that one download may take of a page
ALL_EMBEDDED = 100 * 1024  # bytes; the most that all of them may take of a page
USUAL_PAGE = 300 * 1024  # bytes; a page holds downloads only as far as it stays below
PLACE = re.compile(r"<!--link (\d+)-->")  # no text gets "<" onto a page, so nothing else looks like it
FORMULA = ("=", "+", "-", "@", "\t", "\r")
TYPES = {"csv": "text/csv;charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def slug(words: str) -> str:
    """Make a name for a file from any words.

    >>> slug("Authority: E07000075 <b>"), slug("../..")
    ('authority-e07000075-b', 'report')
    """
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:60] or "report"


def csv_bytes(record: Mapping[str, Any]) -> bytes:
    """Write a table's exact values; missing is [x], or its own marker, never blank and never nought.

    A text that a spreadsheet would run as a formula is given a leading apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_text(column["name"]) for column in record["columns"]])
    marks = record.get("marks", {})
    for r, row in enumerate(record["rows"]):
        writer.writerow([_field(value, marks.get(f"{r},{c}", "x")) for c, value in enumerate(row)])
    return out.getvalue().encode("utf-8-sig", "replace")


def _field(value: Any, flag: str) -> Any:
    if value is None:
        return f"[{flag}]"
    return _text(value) if isinstance(value, str) else value if not isinstance(value, bool) else str(value).lower()


def _text(words: str) -> str:
    return f"'{words}" if words.startswith(FORMULA) and not re.fullmatch(r"-?[\d.,]+", words) else words


def table_schema(record: Mapping[str, Any]) -> dict[str, Any]:
    """Describe a table's CSV as a Frictionless Table Schema, with the unit and role of each field."""
    fields = [_described(column, [row[i] for row in record["rows"]]) for i, column in enumerate(record["columns"])]
    title = {"title": record["caption"]} if record.get("caption") else {}
    return title | {"fields": fields, "missingValues": [f"[{flag}]" for flag in numbers.MARKERS]}


def _described(column: Mapping[str, Any], values: list[Any]) -> dict[str, Any]:
    kinds = {type(value) for value in values if value is not None}
    kind = next((name for of, name in ((str, "string"), (float, "number"), (int, "integer")) if of in kinds), "string")
    unit = {"unit": column["unit"]} if column.get("unit") else {}
    return {"name": column["name"], "title": column["label"], "type": "boolean" if kinds == {bool} else kind} | {
        "role": column["role"],
        **unit,
    }


def schema_bytes(record: Mapping[str, Any]) -> bytes:
    """Write a Table Schema as indented JSON."""
    return (json.dumps(table_schema(record), indent=2, ensure_ascii=False) + "\n").encode()


def with_links(page: str, links: Sequence[tuple[str, str]], files: Mapping[str, bytes]) -> str:
    """Fill in the links (words, file) at their places: as many of the files as the page has room for, the smallest first."""
    beside = [link(words, name, files[name], 0) for words, name in links]
    room, left = ALL_EMBEDDED, USUAL_PAGE - len(page.encode()) - sum(len(short.encode()) for short in beside)
    made = [*beside]
    for place in sorted(range(len(links)), key=lambda place: len(files[links[place][1]])):
        words, name = links[place]
        held = link(words, name, files[name], room)
        more = len(held.encode()) - len(beside[place].encode())
        if fits(name, files[name], room) and more <= left:
            room, left, made[place] = room - len(files[name]), left - more, held
    return PLACE.sub(lambda place: made[int(place[1])], page)


def link(words: str, name: str, data: bytes, room: int = ALL_EMBEDDED) -> Markup:
    """Link to a download: the data itself where there is room for it [bytes], else the file beside the page."""
    kind, held = name.rpartition(".")[2], fits(name, data, room)
    size = f"{kind.upper()}, {max(1, round(len(data) / 1024)):,} KB{'' if held else ', in a file beside this page'}"
    href = data_url(kind, data) if held else name
    return Markup('<a download="{}" href="{}">{} ({})</a>').format(name, Markup(href), words, size)


def fits(name: str, data: bytes, room: int) -> bool:
    """Say whether a download is small enough to be held by the page itself: a table by its own, the workbook of all."""
    return len(data) <= min(room, EMBEDDED[name.rpartition(".")[2]])


def data_url(kind: str, data: bytes) -> str:
    """Write bytes as an address that holds them."""
    if kind == "csv":
        return f"data:{TYPES[kind]},{quote(data, safe=',.-_~ ()/:;').replace(' ', '%20')}"
    return f"data:{TYPES[kind]};base64,{b64encode(data).decode()}"
