"""The publisher's sheet of the GDP deflator: financial years with an index and its growth, calendar years beside or beneath.

The index stands for the years that are over; a forecast year prints its growth alone, often with a mark whose footnote
names the forecaster. Both are read, and where both are printed they must agree to their rounding.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from tieranalysis.contract import SourceError
from tieranalysis.load.forms import folded, labels, number_of
from tieranalysis.load.workbook import Row, text

FINANCIAL = re.compile(r"((?:19|20)\d\d)\s*[-/–]\s*(\d\d)((?:\s*,?\s*\(\d+\))*)")
CALENDAR = re.compile(r"calendar\s+year", re.IGNORECASE)
BASE = re.compile(r"((?:19|20)\d\d)\s*[-/–]\s*(\d\d)\s*=\s*100")
MARK = re.compile(r"\((\d+)\)")
HEADER_ROWS = 5
ENOUGH = 3
LEAST_ROUNDING = 0.0051  # growth is printed to two decimals at the finest [percentage points]


@dataclass(frozen=True)
class Place:
    """Where the table of financial years stands: its first row and its columns, counted from 0, and its base year."""

    first: int
    year: int
    index: int
    growth: int
    base: str


@dataclass(frozen=True)
class Year:
    """One financial year as it is printed."""

    row: int
    year: str
    index: float | None
    growth: float | None
    marks: frozenset[str]
    after_line: bool


def find_deflator(rows: list[Row]) -> bool:
    """Say whether a sheet has financial years below each other, and a column whose header says which of them is 100."""
    return _place(rows) is not None


def read_deflator_rows(rows: list[Row], where: str, forecast_from: str = "") -> pd.DataFrame:
    """Read year, growth_multiplier [ratio to the year before] and forecast from the publisher's sheet.

    Growth is the index's own where two years have one, and the printed percentage where a forecast has no index. The
    first year has no year before it, and so no row.

    Raises SourceError for a year that is missing or stands twice, a base year that is not 100, printed growth that is
    not the index's, a year with neither, and forecasts that are not marked as such.
    """
    place = _place(rows)
    years = _years(rows, place, where)
    _refuse_gaps(years, where)
    _refuse_base(years, place, where)
    first = _first_forecast(years, rows, forecast_from, where)
    steps = [(now, _step(before, now, years, where)) for before, now in pairwise(years)]
    return pd.DataFrame(
        {
            "year": [now.year for now, _ in steps],
            "growth_multiplier": [step for _, step in steps],
            "forecast": [now.year >= first for now, _ in steps],
        }
    )


def _place(rows: list[Row]) -> Place | None:
    width = max(map(len, rows), default=0)
    for column in range(width):
        hits = [place for place, row in enumerate(rows) if column < len(row) and FINANCIAL.fullmatch(text(row[column]))]
        if len(hits) >= ENOUGH:
            return _columns(rows, hits[0], column, width)
    return None


def _columns(rows: list[Row], first: int, year: int, width: int) -> Place | None:
    """The index is the nearest column to the right that says which year is 100; growth, the nearest after it that is one."""
    over = {place: _over(rows, first, place) for place in range(year, width)}
    end = next((place for place in range(year + 1, width) if any(map(CALENDAR.search, over[place]))), width)
    index = next((place for place in range(year + 1, end) if BASE.search(" ".join(over[place]))), None)
    if index is None:
        return None
    growths = labels("deflator", "growth")
    growth = next(
        (p for p in range(index + 1, end) if {folded(cell) for cell in [*over[p], " ".join(over[p])]} & growths), None
    )
    base = BASE.search(" ".join(over[index]))
    return None if growth is None else Place(first, year, index, growth, f"{base[1]}-{base[2]}")


def _over(rows: list[Row], first: int, place: int) -> list[str]:
    """The words of the header over a column."""
    cells = [row[place] for row in rows[max(0, first - HEADER_ROWS) : first] if place < len(row)]
    return [text(cell) for cell in cells if isinstance(cell, str) and text(cell)]


def _years(rows: list[Row], place: Place, where: str) -> list[Year]:
    found, after_line = [], False
    for number, row in enumerate(rows[place.first :], start=place.first + 1):
        label = text(row[place.year]) if place.year < len(row) and row[place.year] is not None else ""
        match = FINANCIAL.fullmatch(label)
        if CALENDAR.search(label):
            break
        if not match:
            after_line = after_line or "forecast" in label.lower()
            continue
        if int(match[2]) != (int(match[1]) + 1) % 100:
            raise SourceError(
                f"{where}, row {number}, value {label!r}: not a financial year such as 2016-17. Correct it in a copy."
            )
        index, growth = (
            number_of(row[column] if column < len(row) else "", f"{where}, row {number}, column {name!r}")
            for column, name in ((place.index, "index"), (place.growth, "change on previous year"))
        )
        found.append(
            Year(number, f"{match[1]}-{match[2]}", index, growth, frozenset(MARK.findall(match[3])), after_line)
        )
    return found


def _refuse_gaps(years: list[Year], where: str) -> None:
    for before, now in pairwise(years):
        if int(now.year[:4]) != int(before.year[:4]) + 1:
            raise SourceError(
                f"{where}, row {now.row}, value {now.year!r}: it follows {before.year} in row {before.row}. A year is missing, stands twice or is out of order: download the file again."
            )


def _refuse_base(years: list[Year], place: Place, where: str) -> None:
    base = next((year for year in years if year.year == place.base), None)
    if base is None or base.index is None or abs(base.index - 100) > 0.01:
        said = "it has no index" if base is None or base.index is None else f"its index is {base.index:g}"
        raise SourceError(
            f"{where}: the header says that {place.base} is 100, and {said}. The column is not what its header says: download the file again."
        )


def _first_forecast(years: list[Year], rows: list[Row], told: str, where: str) -> str:
    """The first year that the sheet marks as a forecast: without an index, after a line that says so, or by a footnote."""
    notes = [text(cell) for row in rows[years[-1].row :] for cell in row if isinstance(cell, str)]
    forecasting = {number for note in notes if "forecast" in note.lower() for number in re.findall(r"^\((\d+)\)", note)}
    marked = [year.year for year in years if year.index is None or year.after_line or year.marks & forecasting]
    if marked and told and told != marked[0]:
        raise SourceError(
            f"{where}: it marks {marked[0]} as its first forecast, and --forecast-from says {told}. Leave the option out, or correct the mark in a copy."
        )
    if not marked and not told:
        raise SourceError(
            f"{where}: no year is marked as a forecast. Say the first that is one, with --forecast-from 2025-26; where none is, the year after the last."
        )
    return marked[0] if marked else told


def _step(before: Year, now: Year, years: list[Year], where: str) -> float:
    """Prices of a year over those of the year before."""
    if now.index is None or before.index is None:
        if now.growth is None:
            raise SourceError(
                f"{where}, row {now.row}: {now.year} has neither an index nor its growth. Download the file again."
            )
        return 1 + now.growth / 100
    step = now.index / before.index
    if now.growth is not None and abs((step - 1) * 100 - now.growth) > _rounding(before, now, years):
        raise SourceError(
            f"{where}, row {now.row}: {now.year} prints a growth of {now.growth:g} per cent, and its index of {now.index:g} after {before.index:g} has grown by {(step - 1) * 100:.3f}. "
            "One of them is wrong: download the file again."
        )
    return step


def _rounding(before: Year, now: Year, years: list[Year]) -> float:
    """What rounding alone can put between the printed growth and that of the printed index [percentage points]."""
    half_index, half_growth = (
        0.5 * 10.0 ** -_decimals([getattr(year, name) for year in years]) for name in ("index", "growth")
    )
    return max(half_growth, LEAST_ROUNDING) + 100 * half_index * (1 / before.index + now.index / before.index**2)


def _decimals(values: list[float | None]) -> int:
    """The decimals that a column is printed with, noise of the binary number apart."""
    return max((len(f"{value:.6f}".rstrip("0").split(".")[1]) for value in values if value is not None), default=0)
