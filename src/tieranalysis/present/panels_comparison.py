"""The comparison of counties on another measure: the answer, the headline numbers, the tables and the charts follow."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from tieranalysis.present.answers_comparison import comparison_answer, lost_said
from tieranalysis.present.answers_moves import move_answer
from tieranalysis.present.block import Block
from tieranalysis.present.panel import explorer
from tieranalysis.present.ratios import times
from tieranalysis.registers import areas

SAID = ["measure", "move_said", "lowest_said", "lowest_county", "highest_county", "counties_said", "lost_said"]


def measure_panel(
    found: Mapping[str, pd.DataFrame],
    moves: Mapping[str, Mapping[str, Any]],
    titles: pd.DataFrame,
    area: str,
    basis: str,
    year: str,
) -> Block:
    """Let a reader choose the measure on which counties are compared.

    `found` comes from `compared_on_bases`, `moves` from `largest_moves`; `titles` has basis and title.
    """
    words = titles.set_index("basis")["title"]
    rows = [_on_measure(table, moves[one], area, str(words[one])) for one, table in found.items()]
    ratios = ["ratio", "median_ratio", "highest_ratio", "lowest_ratio"]
    return explorer(
        pd.DataFrame(rows),
        {"basis": "Measure"},
        ["ratio", "rank", "median_ratio", "highest_ratio", "lowest_ratio"],
        start={"basis": words[basis]},
        sentence="{answer_said}",
        also=SAID,
        headline=f"The counties on another measure, {year}",
        labels={
            "ratio": "County to districts",
            "median_ratio": "Middle county",
            "highest_ratio": "Highest",
            "lowest_ratio": "Lowest",
        },
        unit={"rank": "number", "ratio": "ratio"},
        decimals={"rank": 0} | dict.fromkeys(ratios, 2),
    )


def _on_measure(table: pd.DataFrame, move: Mapping[str, Any], area: str, title: str) -> dict[str, Any]:
    mine, ratios = table.set_index("area").reindex([area]).iloc[0], table["ratio"]
    return {
        "basis": title,
        "measure": title.lower(),
        "answer_said": comparison_answer(table, area, title),
        "move_said": move_answer(move, str(areas().set_index("area")["name"].get(area, area)), title),
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
