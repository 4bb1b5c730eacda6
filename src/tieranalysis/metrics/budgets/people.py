"""Amounts per head, each tier on its own population."""

from functools import cache
from typing import Literal

import pandas as pd

from tieranalysis.metrics.budgets.choose import ChoiceError, refuse_two_vintages, tiers
from tieranalysis.registers import all_members, authorities


def estimates_of(population: pd.DataFrame, mid_year: int) -> pd.Series:
    """Return every estimate for one mid-year [people], by authority; none where the table has no such year.

    Raises ChoiceError when the year comes from two releases, which must not be mixed.

    >>> people = pd.DataFrame({"authority": ["A", "A"], "mid_year": 2019, "population": [5, 6], "vintage": ["v", "w"]})
    >>> estimates_of(people, 2019)
    Traceback (most recent call last):
    ...
    tieranalysis.metrics.budgets.choose.ChoiceError: mid-2019 has estimates of 2 vintages (v, w); they must not be mixed. Prefer one with tieranalysis import --prefer FILE, or keep the rows of one.
    """
    rows = population[population["mid_year"] == mid_year]
    refuse_two_vintages(rows, f"mid-{mid_year} has estimates")
    return rows.set_index("authority")["population"].astype("float64")


def populations(
    population: pd.DataFrame, area: str, year: str, beyond: Literal["refuse", "mark"] = "refuse"
) -> pd.Series:
    """Return the residents of each district of an area at the mid-year of a financial year [people], by authority.

    2010-11 takes the estimate for 30 June 2010. A district that has since been joined with others has no estimate of its own.

    Raises ChoiceError when the table has no estimates for that mid-year (with beyond="mark" they are then missing), or
    two vintages of it.
    """
    mid_year = int(year[:4])
    rows = estimates_of(population, mid_year)
    if rows.empty and beyond == "refuse":
        raise ChoiceError(
            f"There are no population estimates for mid-{mid_year}. They run from {population['mid_year'].min()} to {population['mid_year'].max()}."
        )
    belonging = tiers(area, year)
    districts = belonging.loc[belonging["tier"] == "districts", "authority"]
    return rows.reindex(districts)


def residents_by_area(population: pd.DataFrame, year: str) -> pd.Series:
    """Return the residents of every two-tier area at the mid-year of a financial year [people], by area.

    An area's residents are those of its districts, or of the councils that they became. Successors stand in only when
    they lie wholly inside the area; otherwise the answer is missing, as it is for a mid-year without estimates.

    Raises ChoiceError when the table has two vintages of that mid-year.

    Source: ONS mid-year population estimates; a county's is the sum of its districts'.
    """
    estimates = estimates_of(population, int(year[:4]))
    belonging = all_members(year)
    districts = belonging[belonging["tier"] == "district"]
    return districts.groupby("area")["authority"].agg(lambda codes: _residents(set(codes), estimates))


def _residents(districts: set[str], estimates: pd.Series) -> float:
    own = estimates.reindex(sorted(districts))
    successors, predecessors = _register_of_successors()
    units = {unit for code in own[own.isna()].index for unit in successors.get(code, (code,))}
    wider = {code for unit in units for code in predecessors.get(unit, ())} - districts
    return (
        float("nan")
        if wider
        else float(own.sum()) + float(estimates.reindex(sorted(units)).sum(skipna=False) if units else 0)
    )


@cache
def _register_of_successors() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Who each ended authority became, and whom each took the place of; counties apart, whose residents are their districts'."""
    ended = authorities().dropna(subset=["successors"]).query("tier != 'county'")
    after = {code: tuple(units.split(";")) for code, units in zip(ended["authority"], ended["successors"], strict=True)}
    before = {
        unit: tuple(code for code, units in after.items() if unit in units)
        for units in after.values()
        for unit in units
    }
    return after, before


def area_population(population: pd.DataFrame, area: str, year: str) -> float:
    """Return the residents of an area at the mid-year of a financial year [people]; rules as `residents_by_area`.

    Raises ChoiceError when the table has no estimates for that mid-year.
    """
    mid_year = int(year[:4])
    if mid_year not in set(population["mid_year"]):
        raise ChoiceError(
            f"There are no population estimates for mid-{mid_year}. They run from {population['mid_year'].min()} to {population['mid_year'].max()}."
        )
    belonging = all_members(year)
    codes = belonging.loc[(belonging["tier"] == "district") & (belonging["area"] == area), "authority"]
    return _residents(set(codes), estimates_of(population, mid_year)) if len(codes) else float("nan")


def per_head(
    balance: pd.DataFrame, population: pd.DataFrame, beyond: Literal["refuse", "mark"] = "refuse"
) -> pd.DataFrame:
    """Put residents and the amount per head beside each tier of a balance.

    A mid-year for which there are no estimates is refused, or with beyond="mark" its residents are missing.

    Adds mid_year, population [people] and amount_per_head_gbp [GBP per resident]. County and districts cover the same
    residents, so each tier is divided by the area's: the sum of its districts.

    >>> balance = pd.DataFrame({"area": "essex", "year": "2007-08", "tier": ["county", "districts"], "amount_gbp": [1666e6, 477e6]})
    >>> codes = [f"E070000{code}" for code in range(66, 78)]
    >>> people = pd.DataFrame({"authority": codes, "mid_year": 2007, "population": [1362888 // 12] * 12})
    >>> per_head(balance, people)["amount_per_head_gbp"].round(0).to_list()
    [1222.0, 350.0]
    """
    pairs = balance[["area", "year"]].drop_duplicates()
    known = set(population["mid_year"]) if beyond == "mark" else set(range(3000))
    residents = {
        (area, year): area_population(population, area, year) if int(year[:4]) in known else float("nan")
        for area, year in pairs.itertuples(index=False)
    }
    people = pd.Series(
        [residents[key] for key in zip(balance["area"], balance["year"], strict=True)], index=balance.index
    )
    return balance.assign(
        mid_year=balance["year"].str[:4].astype("int64"),
        population=people,
        amount_per_head_gbp=balance["amount_gbp"] / people,
    )
