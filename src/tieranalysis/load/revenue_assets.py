"""The form of the workbooks since 2021: a row of asset ids, with section, line number and title below it.

Which asset is which line is data (registers/asset_aliases.csv), and a title stands in where no asset is known. Built to a
description of these files and tried on small ones of that form: what differs is refused with what could not be placed.
"""

import re
from functools import cache
from importlib.resources import files
from pathlib import Path

import pandas as pd

from tieranalysis.contract import SourceError
from tieranalysis.load.authorities import gss_codes
from tieranalysis.load.labels import line_of
from tieranalysis.load.revenue_cells import Reading, long_table
from tieranalysis.load.revenue_layout import OF_WHICH, REQUIRED, Column, cascade_columns
from tieranalysis.load.revenue_sheet import status_of_title, year_of_title
from tieranalysis.load.workbook import Row, text

GSS, CODE = re.compile(r"E\d{8}"), re.compile(r"E\d{8}|E\d{4}")
# The services of the form since 2013-14, all of which make up total service expenditure.
SERVICES = (
    "education", "highways_and_transport", "children_social_care", "adult_social_care", "public_health", "housing", "cultural",
    "environmental_and_regulatory", "planning_and_development", "police", "fire_and_rescue", "central", "other_services",
)  # fmt: skip
SEARCHED_ROWS = 12


@cache
def assets() -> pd.DataFrame:
    """Return the table of assets: asset, line, from_year, to_year, note."""
    with (files("tieranalysis.registers") / "asset_aliases.csv").open(encoding="utf-8") as lines:
        return pd.read_csv(lines, dtype="str", keep_default_na=False)


def is_asset_sheet(rows: list[Row]) -> bool:
    """Say whether a sheet has a row of asset ids."""
    return _id_row(rows) is not None


def _id_row(rows: list[Row]) -> int | None:
    known = set(assets()["asset"])
    counts = [len({text(cell) for cell in row} & known) for row in rows[:SEARCHED_ROWS]]
    return counts.index(max(counts)) if counts and max(counts) else None


def read_asset_sheet(path: Path, name: str, rows: list[Row]) -> Reading:
    """Read a sheet with asset ids above its titles: a budget workbook since 2021, or one part of it [GBP].

    Raises SourceError when the sheet does not say which year and kind it is, or which column holds the ONS code.
    """
    where = f"{path.name}, sheet {name!r}"
    ids = _id_row(rows)
    year, status = year_of_title(rows, name, where), status_of_title(rows, where)
    first = next(
        (place for place in range(ids + 1, len(rows)) if any(GSS.fullmatch(text(cell)) for cell in rows[place])), None
    )
    if first is None:
        raise SourceError(
            f"{where}: no row has an ONS code such as E10000012 below the asset ids. The file may be cut short: download it again."
        )
    ons = next(place for place, cell in enumerate(rows[first]) if GSS.fullmatch(text(cell)))
    body = [
        (number, row)
        for number, row in enumerate(rows[first:], start=first + 1)
        if ons < len(row) and any(CODE.fullmatch(text(cell)) for cell in row[: ons + 1])
    ]
    body = _once(body)
    codes, notices = gss_codes(_identified(body, ons), where)
    columns, unplaced = _placed(rows[ids], rows[first - 1], where)
    if unplaced:
        notices.append(f"{len(unplaced)} columns have no place and are not read: {'; '.join(unplaced[:5])}.")
    frame = long_table(body, columns, codes, set(), where)
    return Reading(frame.assign(year=year, status=status), notices, where)


def _once(body: list[tuple[int, Row]]) -> list[tuple[int, Row]]:
    """Keep one of the rows that say the same of the same authority under two classes, as the Greater London Authority's do."""
    seen: set[tuple[str, ...]] = set()
    kept = []
    for number, row in body:
        said = tuple(text(cell) for cell in row if isinstance(cell, (int, float)) or CODE.fullmatch(text(cell)))
        if said not in seen:
            kept.append((number, row))
        seen.add(said)
    return kept


def _identified(body: list[tuple[int, Row]], ons: int) -> pd.DataFrame:
    found = [[text(cell) for cell in row[:8]] for _, row in body]
    e_codes = [next((cell for cell in cells if re.fullmatch(r"E\d{4}", cell)), "") for cells in found]
    classes = [
        next((cell for cell in cells if cell in {"SC", "SD", "UA", "MD", "L", "LB", "O"}), "") for cells in found
    ]
    names = [
        next(
            (
                cell
                for place, cell in enumerate(cells)
                if place != ons and len(cell) > 4 and not re.fullmatch(r"E\d+", cell)
            ),
            "",
        )
        for cells in found
    ]
    return pd.DataFrame(
        {
            "row": [number for number, _ in body],
            "e_code": e_codes,
            "ons_code": [text(row[ons]) for _, row in body],
            "name": names,
            "class": classes,
        }
    )


def _without_detail(words: list[str], lines: list[str | None]) -> list[str]:
    """Blank the titles of detail lines of the services, which their totals already hold."""
    end = lines.index("total_service_expenditure")
    known = [place for place in range(end) if lines[place] in SERVICES]
    return [word if place >= end or not known or place in known else "" for place, word in enumerate(words)]


def _levels(words: list[str], lines: list[str | None]) -> list[Column]:
    """The columns that hold levels of reserves."""
    return [
        Column(place, line, None, words[place], True)
        for place, line in enumerate(lines)
        if line and line.endswith(("_reserves_opening", "_reserves_closing"))
    ]


def _placed(ids: Row, titles: Row, where: str) -> tuple[list[Column], list[str]]:
    """Place columns by asset id, or else by title; the cascade only where every subtotal of it is there."""
    by_asset = dict(zip(assets()["asset"], assets()["line"], strict=True))
    words = [text(titles[place]) if place < len(titles) and text(cell) else "" for place, cell in enumerate(ids)]
    lines = [by_asset.get(text(cell)) or line_of(words[place]) for place, cell in enumerate(ids)]
    if set(REQUIRED) <= set(lines):
        return [*cascade_columns(_without_detail(words, lines), lines, where), *_levels(words, lines)], []
    columns = [
        Column(place, line, None, words[place] or text(ids[place]), True)
        for place, line in enumerate(lines)
        if line not in (None, OF_WHICH)
    ]
    unplaced = [
        words[place] or text(ids[place]) for place, line in enumerate(lines) if line is None and text(ids[place])
    ]
    return columns, unplaced
