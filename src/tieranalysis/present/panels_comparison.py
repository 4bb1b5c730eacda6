"""The comparison of counties on another measure: the answer, the headline numbers and every cell of its tables follow."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from tieranalysis.present.answers_comparison import comparison_answer, lost_said
from tieranalysis.present.block import Block
from tieranalysis.present.panel import explorer
from tieranalysis.present.ratios import times

AMOUNTS = {
    "county": "county_gbp",
    "districts": "districts_gbp",
    "ratio": "ratio",
    "rank": "rank",
    "both": "both_per_head_gbp",
    "counties": "counties",
}
UNITS = {"county": "GBP", "districts": "GBP", "ratio": "ratio", "rank": "number", "both": "GBP", "counties": "number"}
SHOWN = {"rank": "place"}  # a column named rank would be a key, and not a number that moves
PLACES = {"ratio": 2, "rank": 0, "both": 0, "counties": 0}


def measure_panel(
    found: Mapping[str, pd.DataFrame],
    by_year: Mapping[str, pd.DataFrame],
    titles: pd.DataFrame,
    area: str,
    basis: str,
    year: str,
) -> Block:
    """Let a reader choose the measure on which counties are compared.

    `found` comes from `compared_on_bases`, `by_year` from `years_on_bases`; `titles` has basis and title.
    """
    words, start = titles.set_index("basis")["title"], found[basis]
    periods = list(by_year[basis].loc[by_year[basis]["area"] == area, "year"])
    rows = [
        _on_measure(table, area, str(words[one]))
        | _cells(table.set_index("area").reindex(start["area"]), "all")
        | _cells(_own_years(by_year[one], area).reindex(periods), "year")
        for one, table in found.items()
    ]
    names = [name for name in rows[0] if name.startswith(("all_", "year_"))]
    return explorer(
        pd.DataFrame(rows),
        {"basis": "Measure"},
        ["ratio", "rank", "median_ratio", "highest_ratio", "lowest_ratio"],
        start={"basis": words[basis]},
        sentence="{answer_said}",
        also=["measure", "lowest_said", "lowest_county", "highest_county", "counties_said", "lost_said", *names],
        headline=f"The counties on another measure, {year}",
        labels={"ratio": "County to districts", "median_ratio": "Middle county", "highest_ratio": "Highest", "lowest_ratio": "Lowest"},
        unit={"rank": "number", "ratio": "ratio"} | {name: UNITS[name.split("_")[1]] for name in names},
        decimals={"rank": 0, "ratio": 2, "median_ratio": 2, "highest_ratio": 2, "lowest_ratio": 2}
        | {name: PLACES[name.split("_")[1]] for name in names if name.split("_")[1] in PLACES},
    )  # fmt: skip


def _on_measure(table: pd.DataFrame, area: str, title: str) -> dict[str, Any]:
    mine, ratios = table.set_index("area").reindex([area]).iloc[0], table["ratio"]
    return {
        "basis": title,
        "measure": title.lower(),
        "answer_said": comparison_answer(table, area, title),
        "ratio": float(mine["ratio"]),
        "rank": float(mine["rank"]) if pd.notna(mine["rank"]) else float("nan"),
        "median_ratio": float(ratios.median()),
        "highest_ratio": float(ratios.max()),
        "lowest_ratio": float(ratios.min()),
        "lowest_said": times(ratios.min()),
        "lowest_county": _at(table, ratios.min()),
        "highest_county": _at(table, ratios.max()),
        "counties_said": f"{ratios.count()} counties",
        "lost_said": lost_said(table),
    }


def _at(table: pd.DataFrame, ratio: float) -> str:
    """Name the counties with a ratio; none has one that is missing."""
    return " and ".join(table.loc[table["ratio"] == ratio, "name"]) or "no county"


def _own_years(table: pd.DataFrame, area: str) -> pd.DataFrame:
    """One county's rows by year, with how many counties have a rank in each."""
    ranked = table.groupby("year")["rank"].count().rename("counties")
    return table[table["area"] == area].set_index("year").join(ranked)


def _cells(table: pd.DataFrame, of: str) -> dict[str, float]:
    """Name each amount of a table by its kind and row: all_ratio_0, year_county_3."""
    known = {kind: column for kind, column in AMOUNTS.items() if column in table}
    return {
        f"{of}_{kind}_{place}": float(value) if pd.notna(value) else float("nan")
        for kind, column in known.items()
        for place, value in enumerate(table[column])
    }


def every_county(comparison: pd.DataFrame) -> pd.DataFrame:
    """Return a row a county whose amounts follow `measure_panel`: name, how many districts, and five amounts.

    >>> every_county(pd.DataFrame({"name": ["Kent"], "districts": [12]})).iloc[0].to_list()[2:4]
    ['{all_county_0}', '{all_districts_0}']
    """
    places = range(len(comparison))
    kinds = [kind for kind in AMOUNTS if kind != "counties"]
    cells = {SHOWN.get(kind, AMOUNTS[kind]): [f"{{all_{kind}_{place}}}" for place in places] for kind in kinds}
    return comparison[["name", "districts"]].reset_index(drop=True).assign(**cells)


def every_year(years: pd.DataFrame) -> pd.DataFrame:
    """Return a row a year of one county whose amounts follow `measure_panel`: year, four amounts, and how many counties are ranked.

    >>> every_year(pd.DataFrame({"year": ["2010-11"]})).iloc[0].to_list()[:2]
    ['2010-11', '{year_county_0}']
    """
    places = range(len(years))
    kinds = [kind for kind in AMOUNTS if kind != "both"]
    cells = {SHOWN.get(kind, AMOUNTS[kind]): [f"{{year_{kind}_{place}}}" for place in places] for kind in kinds}
    return years[["year"]].reset_index(drop=True).assign(**cells)
