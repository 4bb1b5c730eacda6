"""An HTML table, as pandas and others write them, read into a table of ours: spans, levels, and numbers as numbers."""

import re
from decimal import Decimal
from itertools import takewhile
from typing import Any

from bs4 import Tag

from tieranalysis.present.tables import BARE_ROWS

NUMBER = re.compile(r"[-\N{MINUS SIGN}]?(\d[\d,]*)(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE)
GONE = {"nan", "none", "nat", "<na>", "null", ""}
MOST_PLACES = 12


def from_table(found: Tag, rows_in_all: int = 0) -> dict[str, Any]:
    """Read an HTML table (pandas writes them) into a table's record, its numbers as numbers."""
    lines = _lines(found)
    top = list(takewhile(lambda line: all(tag == "th" for tag, _ in line), lines)) or lines[:1]
    body = [line for line in lines[len(top) :] if not _dots(line)]
    width = max((len(line) for line in lines), default=0)
    names = [
        " ".join(dict.fromkeys(filter(None, parts))) for parts in zip(*(_padded(t, width) for t in top), strict=True)
    ]
    heads = max((sum(tag == "th" for tag, _ in line) for line in body), default=0)
    caption = found.caption.get_text(" ", strip=True) if found.caption else ""
    values = [[_value(words) for words in _padded(line, width)] for line in body]
    columns = [_column(name or "Row", i < heads, [row[i] for row in values]) for i, name in enumerate(names)]
    return {"kind": "table", "caption": caption, "bare": True, "columns": columns, "rows": values, "marks": {}} | {
        "heads": heads or 1,
        "rows_in_all": max(rows_in_all, len(values)),
        "shown": min(len(values), BARE_ROWS),
        "ends": any(_dots(line) for line in lines),
    }


def _lines(found: Tag) -> list[list[tuple[str, str]]]:
    """The cells of a table as (element, words), those that span rows or columns repeated in each."""
    lines: list[list[tuple[str, str]]] = []
    below: dict[int, tuple[int, tuple[str, str]]] = {}
    for tr in found.find_all("tr"):
        line: list[tuple[str, str]] = []
        for cell in [*tr.find_all(["th", "td"]), None]:
            while len(line) in below:
                left, kept = below.pop(len(line))
                if left > 1:
                    below[len(line)] = (left - 1, kept)
                line.append(kept)
            if cell is None:
                break
            words = (cell.name, " ".join(cell.get_text().split()))
            for _ in range(_span(cell, "colspan")):
                if _span(cell, "rowspan") > 1:
                    below[len(line)] = (_span(cell, "rowspan") - 1, words)
                line.append(words)
        lines.append(line)
    return [line for line in lines if line]


def _span(cell: Tag, name: str) -> int:
    words = str(cell.get(name) or "1")
    return min(max(int(words), 1), 100) if words.isdecimal() else 1


def _padded(line: list[tuple[str, str]], width: int) -> list[str]:
    words = [words for _, words in line]
    return [""] * (width - len(words)) + words


def _dots(line: list[tuple[str, str]]) -> bool:
    return all(words in ("...", "…") for _, words in line)


def _value(words: str) -> Any:
    if words.lower() in GONE:
        return None
    found = NUMBER.fullmatch(words)
    if not found or re.match(r"0\d", words):
        return words
    bare = words.replace(",", "").replace("\N{MINUS SIGN}", "-")
    return float(bare) if found[2] or found[3] else int(bare)


def _column(name: str, head: bool, values: list[Any]) -> dict[str, Any]:
    number = (
        not head and any(isinstance(v, int | float) for v in values) and not any(isinstance(v, str) for v in values)
    )
    places = max((-Decimal(repr(v)).as_tuple().exponent for v in values if isinstance(v, float)), default=0)
    return {"name": name, "label": name, "role": "text", "number": number, "unit": None, "show": None} | (
        {"decimals": min(max(places, 0), MOST_PLACES)} if number else {}
    )
