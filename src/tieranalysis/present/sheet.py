"""One sheet of a workbook, written as gptables writes one: its title, what it says of itself, and one marked table.

gptables' own writer takes eight times as long, which was a twelfth of a report, refuses words in other scripts, and reads
marks of its own in text that comes from data. A test holds what is written here against what it writes.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from tieranalysis.present.shell import printable

WIDEST = 480  # pixels; longer text is wrapped
ARIAL = 1.17  # its digits are as much wider than those of Calibri, which is what XlsxWriter measures
ONE_TABLE = "This worksheet contains one table."
LINK = {"underline": True, "font_color": "blue"}


@dataclass(frozen=True)
class Column:
    """A column of a sheet: its heading, and for numbers the pattern that they are written with."""

    heading: str
    pattern: str = ""

    def looks(self, theme: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the formats of the heading and of the cells below."""
        align = {"align": "right" if self.pattern else "left"}
        number = {"num_format": self.pattern} if self.pattern else {}
        return theme.column_heading_format | align, theme.data_format | align | number

    def shown(self, value: Any) -> str:
        """Return a value as a spreadsheet shows it.

        >>> Column("Net (£)", "#,##0").shown(1_924_463_000), Column("Rate", "0.0%").shown(0.25)
        ('1,924,463,000', '25.0%')
        """
        if not isinstance(value, int | float) or self.pattern in ("", "General"):
            return str(value)
        places = len(self.pattern.rstrip("%").partition(".")[2])
        return f"{value:.{places}%}" if self.pattern.endswith("%") else f"{value:,.{places}f}"


@dataclass(frozen=True)
class Sheet:
    """A sheet with one table: the lines above it, its columns and rows, and whether its first cells lead to the sheets they name."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    subtitles: Sequence[str] = ()
    instructions: str = ONE_TABLE
    source: str = ""
    leads: bool = False

    def lines(self, theme: Any) -> Iterator[tuple[str, dict[str, Any]]]:
        """Give the lines above the table, each with its format."""
        yield self.title, theme.title_format
        yield from ((words, theme.subtitle_format) for words in self.subtitles)
        yield self.instructions, theme.instructions_format
        if self.source:
            yield self.source, theme.source_format


def write(book: Any, sheet: Sheet) -> None:
    """Add a sheet to gptables' book."""
    page = book.add_worksheet(sheet.name)
    lines = [*sheet.lines(book.theme)]
    for at, (words, look) in enumerate(lines):
        page.write_string(at, 0, printable(words), book.add_format(look))
    first, headings = len(lines), []
    for at, column in enumerate(sheet.columns):
        above, below = column.looks(book.theme)
        values = [row[at] for row in sheet.rows]
        headings.append({"header": printable(column.heading), "header_format": book.add_format(above)})
        if sheet.leads and not at:
            for row, name in enumerate(values, first + 1):
                page.write_url(row, at, f"internal:'{name}'!A1", book.add_format(below | LINK), name)
        else:
            _fill(page, first + 1, at, values, book.add_format(below))
        page.set_column_pixels(at, at, min(WIDEST, _width(column, values, above, below)))
    name, size = re.sub(r"\W", "_", sheet.name.lower()), (first + len(sheet.rows), len(sheet.columns) - 1)
    page.add_table(first, 0, *size, {"autofilter": False, "columns": headings, "style": None, "name": name})


def _fill(page: Any, first: int, at: int, values: Sequence[Any], look: Any) -> None:
    for row, value in enumerate(values, first):
        if isinstance(value, int | float):
            page.write_number(row, at, value, look)
        else:
            page.write_string(row, at, printable(str(value)), look)


def _width(column: Column, values: Sequence[Any], above: Mapping[str, Any], below: Mapping[str, Any]) -> int:
    """Return the width that the longest line of a column needs [pixels]: a number that has none is shown as hashes."""
    from xlsxwriter.utility import cell_autofit_width

    def needed(words: str, look: Mapping[str, Any]) -> int:
        line = max(words.split("\n"), key=len)
        return ceil(cell_autofit_width(line) * ARIAL * look["font_size"] / 11 * (1.1 if look.get("bold") else 1))

    return max([needed(column.heading, above), *(needed(column.shown(value), below) for value in values)])
