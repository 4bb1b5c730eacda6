"""The forms of the releases since 2018: columns with asset ids, in a time series (CSV) or in budget workbooks (ods).

A column of the time series is named FORM_asset_measure, such as RS_netcurrtot_net_exp; a budget workbook has the bare id
on a row of its own, with section, line number and title below it. Which asset is which line is data
(registers/asset_aliases.csv). Built to a description of these files and tried on small ones of that form: what differs is
refused with what could not be placed.
"""

import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd

from tieranalysis.contract import SourceError
from tieranalysis.load.authorities import gss_codes
from tieranalysis.load.labels import line_of
from tieranalysis.load.revenue_cells import Reading, amount_of, long_table
from tieranalysis.load.revenue_layout import REQUIRED, Column, cascade_columns
from tieranalysis.load.revenue_sheet import status_of_title, year_of_title
from tieranalysis.load.text_table import read_text_table
from tieranalysis.load.workbook import Row, text

GSS = re.compile(r"E\d{8}")
SERIES = re.compile(r"(?P<form>R[AOSG]X?\d?)_.+_(net_exp|net_cur_exp|tot_exp)")
STATUSES = {"submitted", "not submitted", "total"}
NAMES = ("year_ending", "ONS_code", "LA_name", "LA_class", "status")
SEARCHED_ROWS = 12


@cache
def assets() -> pd.DataFrame:
    """Return the table of assets: asset, line, from_year, to_year, note."""
    with (files("tieranalysis.registers") / "asset_aliases.csv").open(encoding="utf-8") as lines:
        return pd.read_csv(lines, dtype="str", keep_default_na=False)


def read_time_series(path: Path) -> Reading:
    """Read the official multi-year table, every year that it holds [GBP].

    Raises SourceError when its identifying columns are not there, no known asset is, or a cell is not understood.
    """
    table = read_text_table(path)
    _refuse_other_csv(table, path)
    councils = table[table["ONS_code"].str.fullmatch(GSS) & (table["status"].str.lower() != "total")]
    known = assets()[assets()["asset"].isin(table.columns)]
    parts = [_of_asset(councils, asset, path.name) for asset in known.itertuples(index=False)]
    if not parts:
        ids = [name for name in table.columns if SERIES.fullmatch(name)]
        raise SourceError(
            f"{path.name}: no asset is in registers/asset_aliases.csv. Assets that could not be placed: {', '.join(ids[:12]) or 'none'}."
        )
    frame = pd.concat(parts, ignore_index=True)
    unplaced = [name for name in table.columns if SERIES.fullmatch(name) and name not in set(known["asset"])]
    notices = (
        [
            f"{len(unplaced)} columns of the series have no place in registers/asset_aliases.csv and are not read ({', '.join(unplaced[:3])}…)."
        ]
        if unplaced
        else []
    )
    return Reading(
        frame,
        [*notices, "The parts of the subtotals are not placed, so the roll-ups of this release are not checked."],
        path.name,
    )


def _refuse_other_csv(table: pd.DataFrame, path: Path) -> None:
    lacking = [name for name in NAMES if name not in table]
    if lacking:
        raise SourceError(
            f"{path.name}: not the time series of the revenue outturn: no column {', '.join(lacking)}. It has: {', '.join(table.columns[:8])}."
        )
    odd = table[~table["status"].str.lower().isin(STATUSES)]
    for row in odd.index:
        raise SourceError(
            f"{path.name}, row {row + 2}, column 'status', value {table['status'][row]!r}: not one of {', '.join(sorted(STATUSES))}. This form is not known."
        )
    wrong = table[~table["year_ending"].str.fullmatch(r"20\d\d03")]
    for row in wrong.index:
        raise SourceError(
            f"{path.name}, row {row + 2}, column 'year_ending', value {table['year_ending'][row]!r}: not a March such as 201803. Correct it in a copy."
        )


def _of_asset(councils: pd.DataFrame, asset: Any, where: str) -> pd.DataFrame:
    """One column of the series, in the years for which the table of assets takes it."""
    years = councils["year_ending"].map(lambda ending: f"{int(ending[:4]) - 1}-{ending[2:4]}")
    taken = (years >= (asset.from_year or "0000")) & (years <= (asset.to_year or "9999"))
    rows, chosen = councils[taken], years[taken]
    cells = [_cell(value, place + 2, asset.asset, where) for place, value in rows[asset.asset].items()]
    return pd.DataFrame(
        {
            "source_row": rows.index + 2, "authority": rows["ONS_code"].to_numpy(), "line": asset.line, "rolls_into": None, "flow_or_stock": "flow",
            "amount_gbp": [amount for amount, _ in cells], "marker": [marker for _, marker in cells], "year": chosen.to_numpy(), "status": "outturn",
        }
    )  # fmt: skip


def _cell(value: str, row: int, asset: str, where: str) -> tuple[float | None, str | None]:
    try:
        return amount_of(float(value), row, asset, where)
    except ValueError:
        return amount_of(value, row, asset, where)


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
        if ons < len(row) and GSS.fullmatch(text(row[ons]))
    ]
    codes, notices = gss_codes(_identified(body, ons), where)
    columns, unplaced = _placed(rows[ids], rows[first - 1], where)
    if unplaced:
        notices.append(f"{len(unplaced)} columns have no place and are not read: {'; '.join(unplaced[:5])}.")
    frame = long_table(body, columns, codes, set(), where)
    return Reading(frame.assign(year=year, status=status), notices, where)


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


def _placed(ids: Row, titles: Row, where: str) -> tuple[list[Column], list[str]]:
    """Place columns by asset id, or else by title; the cascade only where every subtotal of it is there."""
    by_asset = dict(zip(assets()["asset"], assets()["line"], strict=True))
    words = [text(titles[place]) if place < len(titles) and text(cell) else "" for place, cell in enumerate(ids)]
    lines = [by_asset.get(text(cell)) or line_of(words[place]) for place, cell in enumerate(ids)]
    if set(REQUIRED) <= set(lines):
        return list(cascade_columns(words, lines, where)), []
    columns = [
        Column(place, line, None, words[place] or text(ids[place]), True) for place, line in enumerate(lines) if line
    ]
    unplaced = [
        words[place] or text(ids[place]) for place, line in enumerate(lines) if line is None and text(ids[place])
    ]
    return columns, unplaced
