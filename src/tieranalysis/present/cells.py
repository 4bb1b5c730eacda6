"""A table's record as it is read: headings, cells of text, the unit line and the legend of markers."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tieranalysis.present import numbers, room
from tieranalysis.present.dates import long_date
from tieranalysis.present.units import Unit, unit_named

SHOWN_COLUMNS = 20
MONEY = ("£", "£ thousand", "£ million", "£ billion")
LONG_HEADING = 48  # letters
LONG = 32  # letters; a text that needs room of its own on a phone


@dataclass(frozen=True)
class Cell:
    """One cell: its text, whether it heads its row or is a number, the panel's result or the series that it follows, where it
    leads, and the longest text that it can come to hold."""

    text: str
    head: bool = False
    number: bool = False
    look: str = ""
    place: str = ""
    panel: str = ""
    href: str = ""
    widest: str = ""

    @property
    def longest(self) -> str:
        """The text that decides how much room the cell takes."""
        return self.widest or self.text

    @property
    def look_class(self) -> str:
        """The class of the cell: n a number (w with words), k a short word such as 2010-11 that is not cut,
        b one with a word so long that it is cut anywhere, l a long text."""
        if self.number:
            return "n w" if len(self.longest) > room.LONG_NUMBER else "n"
        if room.unbreakable(self.longest):
            return "b"
        return "l" if len(self.longest) > LONG else "k" if len(self.longest) <= 10 and "-" in self.longest else ""

    @property
    def heading_class(self) -> str:
        """The classes of a heading: n over numbers, b with a word that is cut anywhere, l with many words."""
        looks = {"n": self.number, "b": room.unbreakable(self.text), "l": len(self.text) > LONG_HEADING}
        return " ".join(name for name, has in looks.items() if has)


@dataclass(frozen=True)
class View:
    """A table ready to be drawn: of its rows, those `hidden` in some cases of a panel, and how many are `shown` at the start."""

    headings: list[Cell]
    body: list[list[Cell]]
    foot: list[list[Cell]]
    unit: str
    legend: str
    left_out: str
    hidden: Mapping[int, str] = field(default_factory=dict)
    shown: int | None = None

    @property
    def fit(self) -> int:
        """Say how far type has to shrink on paper: 0 for an upright sheet, 1 to 5 for a landscape one."""
        return room.fit(self._columns)

    @property
    def many(self) -> bool:
        """Say whether there are so many columns that a desk shows them in smaller type, closer together."""
        return len(self.headings) >= room.MANY_COLUMNS

    @property
    def pairs(self) -> bool:
        """Say whether the table stands beside its chart on paper: narrow, and no longer than the chart."""
        return room.half(self._columns) and len(self.body) + len(self.foot) <= room.BESIDE_ROWS

    @property
    def long(self) -> bool:
        """Say whether the table runs down three columns of a sheet, whose side it would otherwise leave empty."""
        return room.third(self._columns) and len(self.body) > room.BESIDE_ROWS

    @property
    def _columns(self) -> list[room.Column]:
        headings = [replace(heading, number=False) for heading in self.headings]
        columns = zip(headings, *self.body, *self.foot, strict=True)
        return [[(cell.longest, cell.number) for cell in column] for column in columns]


def view(record: Mapping[str, Any]) -> View:
    """Write out a table's record, rounding for reading."""
    columns = columns_of(record)
    moving = {place.partition(",")[2] for place in record.get("looks", {})}
    units = units_of(columns, record["rows"])
    body = [_row(row, r, columns, units, record) for r, row in enumerate(record["rows"][: record["shown"]])]
    total = bool(record.get("total")) and len(body) == len(record["rows"])
    plain = [
        u
        for u, c in zip(units, columns, strict=True)
        if c["number"] and not c.get("by_row") and c["name"] not in moving
    ]
    one, line = ("", "") if moving else _common(plain)
    headings = [_heading(column, unit, one, moving) for column, unit in zip(columns, units, strict=True)]
    foot, body = (body[-1:], body[:-1]) if total else ([], body)
    return View(headings, body, foot, line, _legend(body + foot), _left_out(record))


def _common(units: list[Unit]) -> tuple[str, str]:
    """The unit that headings need not repeat, and the line above the table that says it.

    >>> money, people = unit_named("GBP"), unit_named("people")
    >>> _common([money, unit_named("rate")]), _common([money, money, people]), _common([money, people])
    (('£', '£'), ('£', 'Amounts in £'), ('', ''))
    """
    lines = Counter(unit.line for unit in units if not unit.suffix) or Counter(unit.line for unit in units)
    if len(lines) <= 1:
        return ("".join(lines),) * 2
    most, times = lines.most_common(1)[0]
    return (most, f"Amounts in {most}") if times > 1 and most in MONEY and all(lines) else ("", "")


def columns_of(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The columns that are shown, each with its place in the rows, whether it heads them and whether it stands like numbers."""
    kept = [column | {"at": i} for i, column in enumerate(record["columns"]) if not column.get("hidden")]
    kept = [column | {"aligned": bool(column["number"] or column.get("figures"))} for column in kept]
    return [column | {"head": column["at"] < record["heads"]} for column in kept[:SHOWN_COLUMNS]]


def units_of(columns: list[dict[str, Any]], rows: list[list[Any]]) -> list[Unit]:
    """Settle the unit and the decimals of each column; all columns of pounds share one scale."""
    money = [c["at"] for c in columns if c["number"] and c.get("show") == "GBP"]
    common = numbers.pounds(row[i] for row in rows for i in money)
    return [_unit(column, [row[column["at"]] for row in rows], common) for column in columns]


def _unit(column: Mapping[str, Any], values: list[Any], common: Unit) -> Unit:
    if not column["number"] or column.get("by_row"):
        return Unit("")
    shown = common if column.get("show") == "GBP" else unit_named(column.get("show") or "")
    if shown.scale >= 1e3 and column.get("unit") != "GBP":
        shown = replace(shown, scale=1)
    if column.get("decimals") is not None:
        shown = replace(shown, decimals=column["decimals"])
    return numbers.fitted(shown, values)


def _row(
    row: list[Any], r: int, columns: list[dict[str, Any]], units: list[Unit], record: Mapping[str, Any]
) -> list[Cell]:
    marks, looks, hrefs = record.get("marks", {}), record.get("looks", {}), record.get("hrefs", {})
    cells = []
    for column, unit in zip(columns, units, strict=True):
        place = f"{r},{column['name']}"
        moving, look, panel = looks.get(place, ("", "", "")) if looks else ("", "", "")
        flag = marks.get(f"{r},{column['at']}", "") if marks else ""
        text = moving if look else _text(row, column, unit, flag)
        href = hrefs.get(f"{r},{column['at']}", "")
        cells.append(Cell(text, column["head"], column["aligned"], look, panel=panel, href=href))
    return cells


def _text(row: list[Any], column: Mapping[str, Any], unit: Unit, flag: str) -> str:
    value = row[column["at"]]
    if column.get("by_row") and value is not None:
        return numbers.spoken(value, _beside(row, column), signed=column.get("signed", False))
    if column["number"] or value is None or isinstance(value, bool):
        return numbers.text(value, unit, flag)
    words = long_date(value) if isinstance(value, str) else str(value)
    return f"{words} [{flag}]" if flag else words or "[x]"


def _beside(row: list[Any], column: Mapping[str, Any]) -> str:
    """The unit that stands in the same row; an effect without a unit of its own is in that of the value."""
    return str(row[column["unit_at"]] or "") if column.get("unit_at") is not None else ""


def _heading(column: Mapping[str, Any], unit: Unit, common: str, moving: set[str]) -> Cell:
    words = column["label"] or "Row"
    stated = unit.line == common or unit.suffix or unit.line.casefold() in words.casefold() or column["name"] in moving
    words = (
        words if stated else f"{words} ({unit.line})".replace(f"({unit.line})", f"({unit.line})".replace(" ", "\u00a0"))
    )
    return Cell(words, column["head"], column["aligned"])


def _legend(body: list[list[Cell]]) -> str:
    ends = {cell.text[cell.text.rfind("[") + 1 : -1] for row in body for cell in row if cell.text.endswith("]")}
    return ". ".join(f"[{flag}] means {meaning}" for flag, meaning in numbers.MARKERS.items() if flag in ends)


def _left_out(record: Mapping[str, Any]) -> str:
    rows, columns = record["rows_in_all"], len(record["columns"])
    which = "rows from the start and the end, of" if record.get("ends") else "rows, the first of"
    parts = [f"{record['shown']:,} {which} {rows:,}"] if rows > record["shown"] else []
    parts += [f"the first {SHOWN_COLUMNS} of {columns} columns"] if columns > SHOWN_COLUMNS else []
    if not parts:
        return ""
    rest = "The rest is too long for a download here."
    if record.get("ends"):
        rest = "The notebook kept no more of them."
    elif len(record["rows"]) == rows:
        rest = "The download has all of them."
    return f"Shown here: {'; '.join(parts)}. {rest}"
