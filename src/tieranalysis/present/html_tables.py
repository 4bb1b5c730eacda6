"""An HTML table, as pandas and others write them, read into a table of ours: spans, levels, and numbers as numbers."""

import re
from decimal import Decimal
from html.parser import HTMLParser
from itertools import pairwise, takewhile
from typing import Any, NamedTuple

from tieranalysis.present.tables import BARE_ROWS

NUMBER = re.compile(r"[-\N{MINUS SIGN}]?(\d[\d,]*)(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE)
FIGURE = re.compile(
    r"[-\N{MINUS SIGN}+(]*[£$€]?-?\d[\d,]*(\.\d+)?\s?(%|p|bn|m|k)?\)?"
)  # a number with its unit, as styles write it
GONE = {"nan", "none", "nat", "<na>", "null", ""}
MOST_PLACES = 12
APART = {"br", "p", "div", "li", "td", "th", "tr", "hr"}


class Cell(NamedTuple):
    """A cell as it is written: "th" or "td", its words, and how many columns and rows it spans."""

    tag: str
    words: str
    columns: int
    rows: int


class Reader(HTMLParser):
    """The caption and the cells of the outermost table in some HTML; a table in a cell is so many words of the cell.

    A tree of the whole takes five times as long.
    """

    def __init__(self) -> None:
        super().__init__()
        self.caption: list[str] = []
        self.lines: list[list[Cell]] = []
        self._words: list[str] | None = None
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row, a cell or the caption; whatever else begins parts two words."""
        self._depth += tag == "table"
        outermost = self._depth == 1
        if outermost and tag == "tr":
            self.lines.append([])
        elif outermost and tag in ("td", "th") and self.lines:
            spans = {name: _span(value) for name, value in attrs}
            self._words = []
            self.lines[-1].append(Cell(tag, "", spans.get("colspan", 1), spans.get("rowspan", 1)))
        elif outermost and tag == "caption":
            self._words = self.caption
        elif self._words is not None and tag in APART:
            self._words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """End a cell or the caption."""
        if self._depth == 1 and tag in ("td", "th") and self._words is not None:
            self.lines[-1][-1] = self.lines[-1][-1]._replace(words=" ".join("".join(self._words).split()))
        if self._depth == 1 and tag in ("td", "th", "caption"):
            self._words = None
        self._depth -= tag == "table"

    def handle_data(self, data: str) -> None:
        """Take words into what has begun."""
        if self._words is not None:
            self._words.append(data)


def from_table(html: str, rows_in_all: int = 0) -> dict[str, Any]:
    """Read an HTML table (pandas writes them) into a table's record, its numbers as numbers."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    lines = _without_count(_lines(reader.lines))
    top = list(takewhile(lambda line: all(tag == "th" for tag, _ in line), lines)) or lines[:1]
    body = [line for line in lines[len(top) :] if not _dots(line)]
    width = max((len(line) for line in lines), default=0)
    names = [
        " ".join(dict.fromkeys(filter(None, parts))) for parts in zip(*(_padded(t, width) for t in top), strict=True)
    ]
    heads = max((sum(tag == "th" for tag, _ in line) for line in body), default=0)
    heads = heads or int(not all(isinstance(_value(line[0][1]), int | float) for line in body if line))
    caption = " ".join("".join(reader.caption).split())
    values = [[_value(words) for words in _padded(line, width)] for line in body]
    columns = [_column(name or "Row", i < heads, [row[i] for row in values]) for i, name in enumerate(names)]
    return {"kind": "table", "caption": caption, "bare": True, "columns": columns, "rows": values, "marks": {}} | {
        "heads": heads,
        "rows_in_all": max(rows_in_all, len(values)),
        "shown": min(len(values), BARE_ROWS),
        "ends": any(_dots(line) for line in lines),
    }


def _lines(found: list[list[Cell]]) -> list[list[tuple[str, str]]]:
    """The cells of a table as (element, words), those that span rows or columns repeated in each."""
    lines: list[list[tuple[str, str]]] = []
    below: dict[int, tuple[int, tuple[str, str]]] = {}
    for row in found:
        line: list[tuple[str, str]] = []
        for cell in [*row, None]:
            while len(line) in below:
                left, kept = below.pop(len(line))
                if left > 1:
                    below[len(line)] = (left - 1, kept)
                line.append(kept)
            if cell is None:
                break
            for _ in range(cell.columns):
                if cell.rows > 1:
                    below[len(line)] = (cell.rows - 1, (cell.tag, cell.words))
                line.append((cell.tag, cell.words))
        lines.append(line)
    return [line for line in lines if line]


def _without_count(lines: list[list[tuple[str, str]]]) -> list[list[tuple[str, str]]]:
    """Leave out a first column that only counts the rows, as pandas writes it: no name, and whole numbers that grow."""
    under = [line for line in lines if line[0][0] == "th" and not all(tag == "th" for tag, _ in line)]
    marks = [line[0][1] for line in under if not _dots(line)]
    numbers = [int(words) for words in marks if words.isdecimal()]
    named = any(line[0][1] for line in lines[: len(lines) - len(under)])
    grows = all(a < b for a, b in pairwise(numbers))
    counts = numbers and len(numbers) == len(marks) and len(under) < len(lines) and not named and grows
    return [line[1:] for line in lines] if counts else lines


def _span(words: str | None) -> int:
    return min(max(int(words), 1), 100) if words and words.isdecimal() else 1


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
    written = not head and not number and all(FIGURE.fullmatch(str(v)) for v in values if v is not None)
    places = max((-Decimal(repr(v)).as_tuple().exponent for v in values if isinstance(v, float)), default=0)
    return {"name": name, "label": name, "role": "text", "number": number, "unit": None, "show": None} | (
        {"decimals": min(max(places, 0), MOST_PLACES)}
        if number
        else {"figures": True}
        if written and any(values)
        else {}
    )
