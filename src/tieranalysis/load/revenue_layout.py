"""Where things stand in a sheet of the revenue returns: header, columns, and what each column rolls up into."""

from dataclasses import dataclass, replace
from itertools import pairwise

from tieranalysis.contract import SourceError
from tieranalysis.load.forms import folded
from tieranalysis.load.forms import labels as known_labels
from tieranalysis.load.labels import DATED, line_of, own_name
from tieranalysis.load.workbook import Row, text

SUBTOTALS = (
    "total_service_expenditure",
    "net_current_expenditure",
    "expenditure_before_income",
    "revenue_expenditure",
    "net_revenue_expenditure",
    "budget_requirement",
    "council_tax_requirement",
)
# The budget requirement ended with 2011-12; the others are in every release.
REQUIRED = tuple(name for name in SUBTOTALS if name != "budget_requirement")
SEARCHED_ROWS = 15
OF_WHICH = "of_which"
# The levels of reserves that every release of the outturn has, at the beginning of the year and at its end.
KINDS, DATES = ("schools", "earmarked", "unallocated"), ("_opening", "_closing")
LEVELS = tuple(f"{kind}_reserves{date}" for kind in KINDS for date in DATES)


@dataclass(frozen=True)
class Column:
    """One column of a sheet that is read: its place, its line, and the subtotal that it is a part of."""

    place: int
    line: str
    rolls_into: str | None
    label: str
    known: bool


@dataclass(frozen=True)
class Layout:
    """A sheet understood: the header's row and the places of the identifying columns (all counted from 0)."""

    header: int
    e_code: int
    name: int
    class_: int
    ons_code: int | None
    flags: tuple[int, ...]
    columns: tuple[Column, ...]


def header_row(rows: list[Row]) -> int | None:
    """Return the row whose cells name the E-code and the class, counted from 0; None when there is none.

    >>> header_row([["RS data"], ["E-code", "Local authority", "Class", "Education services"]])
    1
    """
    for place, row in enumerate(rows[:SEARCHED_ROWS]):
        names = {text(cell).lower() for cell in row[:8]}
        if {"e-code", "class"} <= names and any("authority" in name for name in names):
            return place
    return None


def layout(rows: list[Row], header: int, where: str) -> Layout:
    """Place every column of the cascade and the reserves; raise SourceError with the labels that have no place."""
    names = [text(cell) for cell in rows[header]]
    lower = [name.lower() for name in names]
    class_ = lower.index("class")
    return Layout(
        header=header,
        e_code=lower.index("e-code"),
        name=next(place for place, name in enumerate(lower) if "authority" in name),
        class_=class_,
        ons_code=lower.index("ons code") if "ons code" in lower else None,
        flags=tuple(place for place in range(class_ + 2) if place < len(names) and not names[place]),
        columns=_columns(rows, header, class_ + 1, where),
    )


def headings(rows: list[Row], header: int, first: int) -> list[str]:
    """Return the group heading above each column: the nearest text to its left in the rows over the header."""
    width = len(rows[header])
    over = [""] * width
    for row in rows[max(0, header - 3) : header]:
        current = ""
        for place in range(first, min(width, len(row))):
            current = text(row[place]) if isinstance(row[place], str) and row[place].strip() else current
            over[place] = current or over[place]
    return over


def reserve_columns(rows: list[Row], header: int, first: int) -> tuple[Column, ...]:
    """Place the columns that hold levels of reserves, by the date in the label or in the heading above it."""
    over = headings(rows, header, first)
    found = []
    for place in range(first, len(rows[header])):
        label = text(rows[header][place])
        dated = DATED.search(label) or DATED.search(over[place])
        line = line_of(label, over[place]) if dated and "reserves level" in label.lower() else None
        if line:
            found.append(Column(place, line, None, label, True))
    return tuple(found)


def absent_reserves(rows: list[Row], header: int, read: set[str]) -> list[str]:
    """Say which levels of reserves a sheet lacks that has others, and which of its labels may be meant."""
    absent = [line for line in LEVELS if line not in read]
    if not absent or not any(line.startswith(kind) for line in read for kind in KINDS if line.endswith(DATES)):
        return []
    labels = [text(cell) for cell in rows[header]]
    near = [label for label in labels if "reserve" in label.lower() and DATED.search(label) and line_of(label) is None]
    return [
        f"No column for {', '.join(absent)}; they are missing. Labels of reserves that have no place: {'; '.join(near) or 'none'}. "
        "If one of them is meant, add it to registers/line_aliases.csv."
    ]


def _columns(rows: list[Row], header: int, first: int, where: str) -> tuple[Column, ...]:
    labels = [text(cell) for cell in rows[header]]
    lines = [None if place < first else line_of(label) for place, label in enumerate(labels)]
    identity = known_labels("returns", "identity")
    named = [label if place >= first and folded(label) not in identity else "" for place, label in enumerate(labels)]
    columns = cascade_columns(named, lines, where)
    last = max(column.place for column in columns)
    return (*columns, *reserve_columns(rows, header, last + 1))


def cascade_columns(labels: list[str], lines: list[str | None], where: str) -> tuple[Column, ...]:
    """Place every labelled column up to the council tax requirement: its line, and the subtotal that closes its group.

    What a column repeats of the line before it (`of_which`) is left behind, for it would count twice.

    Raises SourceError when a subtotal has no column, the subtotals stand in another order, or a line stands twice.
    """
    labels = ["" if line == OF_WHICH else label for label, line in zip(labels, lines, strict=True)]
    ends = _subtotal_places(labels, lines, where)
    services = _services(labels, lines, ends["total_service_expenditure"])
    columns = [_column(labels, lines, place, "total_service_expenditure") for place in services]
    for (lower, start), (upper, end) in pairwise(ends.items()):
        columns.append(Column(start, lower, upper, labels[start], True))
        columns += [_column(labels, lines, place, upper) for place in range(start + 1, end) if labels[place]]
    last = ends["council_tax_requirement"]
    columns.append(Column(last, "council_tax_requirement", None, labels[last], True))
    columns = _told_apart(columns)
    _refuse_twice(columns, where)
    return tuple(columns)


def _subtotal_places(labels: list[str], lines: list[str | None], where: str) -> dict[str, int]:
    """Find each subtotal's first column, in the cascade's order; name what could not be placed."""
    places = {line: lines.index(line) for line in SUBTOTALS if line in lines}
    missing = [name for name in REQUIRED if name not in places]
    if missing:
        unplaced = [label for label, line in zip(labels, lines, strict=True) if label and line is None]
        raise SourceError(
            f"{where}: no column for {', '.join(missing)}. Labels that could not be placed: {'; '.join(unplaced[:12]) or 'none'}. "
            "If one of them is meant, add it to registers/line_aliases.csv; otherwise this is not a summary of the revenue returns."
        )
    if list(places.values()) != sorted(places.values()):
        raise SourceError(
            f"{where}: the subtotals stand in another order than the cascade's ({', '.join(sorted(places, key=places.__getitem__))}). This form is not known."
        )
    return places


def _services(labels: list[str], lines: list[str | None], end: int) -> list[int]:
    """A budget workbook has detail lines, each group closed by its printed TOTAL: the totals are the services."""
    totals = [place for place in range(end) if labels[place].lower().startswith("total ") and lines[place]]
    return totals or [place for place in range(end) if labels[place]]


def _column(labels: list[str], lines: list[str | None], place: int, into: str) -> Column:
    line = lines[place]
    return Column(place, line or own_name(labels[place]), into, labels[place], line is not None)


def _told_apart(columns: list[Column]) -> list[Column]:
    """Keep the second of two columns that one line stands for under its own words, where its words differ."""
    first: dict[str, str] = {}
    kept = []
    for column in columns:
        other = first.setdefault(column.line, column.label)
        kept.append(column if other == column.label else replace(column, line=own_name(column.label), known=False))
    return kept


def _refuse_twice(columns: list[Column], where: str) -> None:
    lines = [column.line for column in columns]
    twice = sorted({line for line in lines if lines.count(line) > 1})
    if twice:
        labels = [column.label for column in columns if column.line == twice[0]]
        raise SourceError(
            f"{where}: two columns are {twice[0]!r}: {'; '.join(labels)}. Tell them apart in registers/line_aliases.csv."
        )
