"""The official multi-year table of the revenue outturn since 2017-18: a CSV, one row an authority and year.

A column is named FORM_asset_measure, such as RS_netcurrtot_net_exp; amounts are thousands of pounds. Which asset is which
line is data (registers/asset_aliases.csv).
"""

import re
from pathlib import Path
from typing import Any

import pandas as pd

from tieranalysis.contract import SourceError
from tieranalysis.load.authorities import gss_codes
from tieranalysis.load.revenue_assets import GSS, SERVICES, assets
from tieranalysis.load.revenue_cells import Reading, amount_of
from tieranalysis.load.text_table import read_text_table

SERIES = re.compile(r"(?P<form>R[AOSG]X?\d?)_.+_(net_exp|net_cur_exp|tot_exp)")
STATUSES = {"submitted", "not submitted", "total"}
NAMES = ("year_ending", "ONS_code", "LA_name", "LA_class", "status")


def read_time_series(path: Path) -> Reading:
    """Read the official multi-year table, every year that it holds [GBP].

    Raises SourceError when its identifying columns are not there, no known asset is, or a cell is not understood.
    """
    header = list(read_text_table(path, rows=0).columns)
    known = assets()[assets()["asset"].isin(header)]
    wanted = {*NAMES, "LA_LGF_code", *known["asset"]}
    table = read_text_table(path, columns=wanted.__contains__)
    _refuse_other_csv(table, path)
    unplaced = [name for name in header if SERIES.fullmatch(name) and name not in wanted]
    if known.empty:
        raise SourceError(
            f"{path.name}: no asset is in registers/asset_aliases.csv. Assets that could not be placed: {', '.join(unplaced[:12]) or 'none'}."
        )
    councils = table[table["ONS_code"].str.fullmatch(GSS) & (table["status"].str.lower() != "total")]
    councils = councils.assign(authority=_codes_of(councils, path.name))
    whole = set(SERVICES) <= set(known["line"])
    frame = pd.concat(
        [_of_asset(councils, asset, whole, path.name) for asset in known.itertuples(index=False)], ignore_index=True
    )
    return Reading(frame, _series_notices(unplaced, whole), path.name)


def _series_notices(unplaced: list[str], whole: bool) -> list[str]:
    checked = "checked only up to total service expenditure" if whole else "not checked"
    said = f"Not every part of the subtotals is placed, so the roll-ups of this release are {checked}."
    if not unplaced:
        return [said]
    return [
        f"{len(unplaced)} columns of the series have no place in registers/asset_aliases.csv and are not read ({', '.join(unplaced[:3])}…).",
        said,
    ]


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


def _codes_of(councils: pd.DataFrame, where: str) -> pd.Series:
    """The register's code where it knows the E-code, the release's own ONS code where it does not."""
    e_codes = councils.get("LA_LGF_code", "")
    given = pd.DataFrame(
        {
            "row": councils.index + 2,
            "e_code": e_codes,
            "ons_code": councils["ONS_code"],
            "name": councils["LA_name"],
            "class": councils["LA_class"],
        }
    )
    return gss_codes(given, where)[0]


def _of_asset(councils: pd.DataFrame, asset: Any, whole: bool, where: str) -> pd.DataFrame:
    """One column of the series, in the years for which the table of assets takes it."""
    years = councils["year_ending"].map(lambda ending: f"{int(ending[:4]) - 1}-{ending[2:4]}")
    taken = (years >= (asset.from_year or "0000")) & (years <= (asset.to_year or "9999"))
    rows, chosen = councils[taken], years[taken]
    cells = [_cell(value, place + 2, asset.asset, where) for place, value in rows[asset.asset].items()]
    return pd.DataFrame(
        {
            "source_row": rows.index + 2, "authority": rows["authority"].to_numpy(), "line": asset.line, "rolls_into": "total_service_expenditure" if whole and asset.line in SERVICES else None, "flow_or_stock": "stock" if asset.line.endswith(("_opening", "_closing")) else "flow",
            "amount_gbp": [amount for amount, _ in cells], "marker": [marker for _, marker in cells], "year": chosen.to_numpy(), "status": "outturn",
        }
    )  # fmt: skip


def _cell(value: str, row: int, asset: str, where: str) -> tuple[float | None, str | None]:
    try:
        return amount_of(float(value), row, asset, where)
    except ValueError:
        return amount_of(value, row, asset, where)
