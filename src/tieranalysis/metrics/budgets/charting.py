"""What the charts of the budgets report show in every case of its panel: less what is left out, and in other prices."""

from collections.abc import Mapping
from itertools import product
from typing import Literal

import pandas as pd

from tieranalysis.metrics.budgets.adjust import ADJUSTMENTS, LEFT_OUT
from tieranalysis.metrics.budgets.choose import by_authority, year_of
from tieranalysis.metrics.budgets.councils import district_ranking, latest_variance
from tieranalysis.metrics.budgets.prices import price_index
from tieranalysis.registers import bases

ADJUSTED = "net_current_expenditure"


def in_prices_to_try(cash: pd.DataFrame, deflator: pd.DataFrame, price_bases: list[str]) -> pd.DataFrame:
    """Restate a cash table in the prices of other years: the rows of each case below those before.

    `prices` says the case as `adjustments_to_try` does (cash, or the year whose prices), and `price_base` with it; every
    column that ends in _gbp is restated from the `year` of its row [GBP of that year], and is missing where the deflator
    does not reach that year. Errors as `price_index`.

    >>> growth = pd.DataFrame({"year": ["2010-11", "2011-12"], "growth_multiplier": [1.0, 1.25]})
    >>> one = pd.DataFrame({"year": ["2010-11"], "amount_gbp": [100.0], "price_base": ["cash"]})
    >>> in_prices_to_try(one, growth, ["2011-12"])[["prices", "amount_gbp"]].to_dict("list")
    {'prices': ['cash', '2011-12'], 'amount_gbp': [100.0, 125.0]}
    """
    amounts = [name for name in cash if str(name).endswith("_gbp")]
    indices = {base: price_index(deflator, base) for base in price_bases}
    scales = {"cash": 1.0} | {base: 1 / cash["year"].map(index).astype("float64") for base, index in indices.items()}
    cases = [
        cash.assign(**{name: cash[name] * scale for name in amounts}, prices=base, price_base=base)
        for base, scale in scales.items()
    ]
    return pd.concat(cases, ignore_index=True)


def ranking_to_try(
    revenue: pd.DataFrame,
    population: pd.DataFrame,
    deflator: pd.DataFrame,
    area: str,
    year: str,
    basis: str,
    price_bases: list[str],
    beyond: Literal["refuse", "mark"] = "refuse",
) -> pd.DataFrame:
    """Rank the districts by amount per head in every case of the panel, in the order that they have in cash with all counted.

    On net current expenditure the cases are those of `adjustments_to_try`; on another basis, which the adjustments do not
    belong to, those of prices alone. Columns: the controls (without_..., prices), then those of `district_ranking` but rank.
    """
    cash = district_ranking(revenue, population, area, year, basis, beyond=beyond).drop(columns="rank")
    if basis != ADJUSTED:
        return in_prices_to_try(cash, deflator, price_bases)
    lines = _lines(year_of(revenue, year))
    cases = [_without(cash, lines, flags) for flags in _flags()]
    return in_prices_to_try(pd.concat(cases, ignore_index=True), deflator, price_bases)


def variance_to_try(
    revenue: pd.DataFrame, deflator: pd.DataFrame, area: str, basis: str, price_bases: list[str]
) -> pd.DataFrame:
    """Set budget beside outturn in every case of the panel, in the latest year that has both; cases as `ranking_to_try`.

    Columns: the controls (without_..., prices), then those of `latest_variance`, of which `variance_share` is of what is left
    of the budget. No row when no year has both.
    """
    cash = latest_variance(revenue, area, basis)
    if cash.empty or basis != ADJUSTED:
        return in_prices_to_try(cash, deflator, price_bases)
    rows = revenue[revenue["year"] == cash["year"].iloc[0]]
    lines = {status: _lines(rows[rows["status"] == status]) for status in ("budget", "outturn")}
    cases = [_variance_without(cash, lines, flags) for flags in _flags()]
    return in_prices_to_try(pd.concat(cases, ignore_index=True), deflator, price_bases)


def _flags() -> list[dict[str, bool]]:
    return [dict(zip(LEFT_OUT, taken, strict=True)) for taken in product([False, True], repeat=len(LEFT_OUT))]


def _lines(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """What each adjustment comes to, by authority [GBP]; missing where the release lacks a line of it."""
    return {
        f"without_{name}": by_authority(rows, found, "mark").sum(axis=1, skipna=False)
        for name, found in ADJUSTMENTS.items()
    }


def _less(amount: pd.Series, authority: pd.Series, lines: Mapping[str, pd.Series], flags: dict[str, bool]) -> pd.Series:
    for name in (name for name, off in flags.items() if off):
        amount = amount - authority.map(lines[name])
    return amount


def _without(cash: pd.DataFrame, lines: Mapping[str, pd.Series], flags: dict[str, bool]) -> pd.DataFrame:
    amount = _less(cash["amount_gbp"], cash["authority"], lines, flags)
    return cash.assign(
        **flags,
        amount_gbp=amount,
        amount_per_head_gbp=amount / cash["population"],
        average_per_head_gbp=amount.sum(skipna=False) / cash["population"].sum(skipna=False),
    )


def _variance_without(
    cash: pd.DataFrame, lines: Mapping[str, Mapping[str, pd.Series]], flags: dict[str, bool]
) -> pd.DataFrame:
    kinds = ("budget", "outturn")
    left = {f"{kind}_gbp": _less(cash[f"{kind}_gbp"], cash["authority"], lines[kind], flags) for kind in kinds}
    variance = left["outturn_gbp"] - left["budget_gbp"]
    share = variance / left["budget_gbp"].where(left["budget_gbp"] > 0)
    return cash.assign(**flags, **left, variance_gbp=variance, variance_share=share)


def counties_to_try(found: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Put the comparison of counties on every basis (`compared_on_bases`) below one another, `basis` in words.

    A county without complete figures keeps its row, with the amounts missing.

    >>> counties_to_try({"net_current_expenditure": pd.DataFrame({"name": ["Kent"], "ratio": [3.0]})})["basis"].to_list()
    ['Net current expenditure']
    """
    titles = bases().set_index("basis")["title"]
    return pd.concat([table.assign(basis=titles[basis]) for basis, table in found.items()], ignore_index=True)


def years_to_try(by_year: Mapping[str, pd.DataFrame], area: str) -> pd.DataFrame:
    """Put one county's years on every basis (`years_on_bases`) below one another, with how many counties are ranked in each.

    Columns: basis (in words), then those of `compare_years`, and counties.

    >>> year = pd.DataFrame({"area": ["kent", "essex"], "year": "2010-11", "rank": [1, None]})
    >>> years_to_try({"net_current_expenditure": year}, "kent")[["basis", "year", "counties"]].to_numpy().tolist()
    [['Net current expenditure', '2010-11', 1]]
    """
    titles = bases().set_index("basis")["title"]
    parts = [
        table[table["area"] == area].assign(basis=titles[basis], counties=_ranked(table))
        for basis, table in by_year.items()
    ]
    return pd.concat(parts, ignore_index=True)


def _ranked(table: pd.DataFrame) -> pd.Series:
    return table["rank"].notna().groupby(table["year"]).transform("sum").astype("int64")
