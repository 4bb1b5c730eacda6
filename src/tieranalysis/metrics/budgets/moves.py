"""Between which two years a county's ratio moved most, which tier moved it, and the district with most of that."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pandas as pd

from tieranalysis.metrics.budgets.choose import on_basis, one_basis, tiers, year_of
from tieranalysis.registers import is_two_tier

NOTHING: dict[str, Any] = {
    "from_year": "", "to_year": "", "from_ratio": float("nan"), "to_ratio": float("nan"), "from_rank": float("nan"), "to_rank": float("nan"),
    "county_change_gbp": float("nan"), "county_change": float("nan"), "districts_change_gbp": float("nan"), "districts_change": float("nan"),
    "district": "", "district_change_gbp": float("nan"),
}  # fmt: skip


def largest_move(revenue: pd.DataFrame, years: pd.DataFrame, area: str, basis: str) -> dict[str, Any]:
    """Find the two years held, one after the other, between which an area's ratio changed by the largest part of itself.

    `years` is a table of `compare_years` on the basis. Returns from_year, to_year, from_ratio, to_ratio, from_rank, to_rank;
    county_change_gbp and districts_change_gbp [GBP, cash], county_change and districts_change [share of the first year's];
    district and district_change_gbp, of the one that moved most in the direction of all. With fewer than two years that have a
    ratio, years and district are empty and numbers missing.
    """
    known = years[(years["area"] == area) & years["ratio"].notna()].sort_values("year")
    pairs = list(pairwise(known.to_dict("records")))
    if not pairs:
        return NOTHING
    old, new = max(pairs, key=lambda pair: abs(pair[1]["ratio"] / pair[0]["ratio"] - 1))
    found: dict[str, Any] = {f"from_{name}": old[name] for name in ("year", "ratio", "rank")}
    found |= {f"to_{name}": new[name] for name in ("year", "ratio", "rank")}
    for tier in ("county", "districts"):
        change = new[f"{tier}_gbp"] - old[f"{tier}_gbp"]
        found |= {f"{tier}_change_gbp": change, f"{tier}_change": change / old[f"{tier}_gbp"]}
    return found | _district(revenue, area, basis, old["year"], new["year"], found["districts_change_gbp"])


def largest_moves(revenue: pd.DataFrame, by_year: Mapping[str, pd.DataFrame], area: str) -> dict[str, dict[str, Any]]:
    """Find the `largest_move` on every basis; `by_year` comes from `years_on_bases`."""
    return {basis: largest_move(revenue, years, area, basis) for basis, years in by_year.items()}


def _district(revenue: pd.DataFrame, area: str, basis: str, old: str, new: str, change: float) -> dict[str, Any]:
    """The district that moved most in the direction in which all of them moved."""
    before, after = (_districts(revenue, area, basis, year) for year in (old, new))
    moved = (after - before).dropna()
    if moved.empty:
        return {"district": "", "district_change_gbp": float("nan")}
    name = moved.idxmax() if change > 0 else moved.idxmin()
    return {"district": name, "district_change_gbp": float(moved[name])}


def _districts(revenue: pd.DataFrame, area: str, basis: str, year: str) -> pd.Series:
    """Each district's amount by its name [GBP]; none where the area has no two tiers."""
    if not is_two_tier(area, year):
        return pd.Series(dtype="float64")
    councils = tiers(area, year).query("tier == 'districts'").set_index("authority")["name"]
    own = revenue[revenue["authority"].isin(councils.index)]
    amounts = on_basis(year_of(own, year, "outturn"), one_basis(basis))
    return amounts.reindex(councils.index).rename(councils)
