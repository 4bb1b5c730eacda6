"""Amounts per head, each tier on its own population."""

from typing import Literal

import pandas as pd

from tieranalysis.metrics.budgets.choose import ChoiceError, tiers
from tieranalysis.registers import authorities


def populations(
    population: pd.DataFrame, area: str, year: str, beyond: Literal["refuse", "mark"] = "refuse"
) -> pd.Series:
    """Return the residents of each district of an area at the mid-year of a financial year [people], by authority.

    2010-11 takes the estimate for 30 June 2010. A district that has since been joined with others has no estimate of its own.

    Raises ChoiceError when the table has no estimates for that mid-year; with beyond="mark" they are then missing.
    """
    mid_year = int(year[:4])
    rows = population[population["mid_year"] == mid_year]
    if rows.empty:
        raise ChoiceError(
            f"There are no population estimates for mid-{mid_year}. They run from {population['mid_year'].min()} to {population['mid_year'].max()}."
        )
    belonging = tiers(area, year)
    districts = belonging.loc[belonging["tier"] == "districts", "authority"]
    return rows.set_index("authority")["population"].astype("float64").reindex(districts)


def area_population(population: pd.DataFrame, area: str, year: str) -> float:
    """Return the residents of an area [people]: the sum of its districts, or of the councils that they became.

    Successors stand in for their districts only when they lie wholly inside the area; otherwise the answer is missing.

    Source: ONS mid-year population estimates; a county's is the sum of its districts'.
    """
    own = populations(population, area, year)
    register = authorities().set_index("authority")["successors"]
    units = {successor for code in own[own.isna()].index for successor in str(register.get(code)).split(";")}
    predecessors = {code for code, successors in register.dropna().items() if units & set(successors.split(";"))} - set(
        tiers(area, year)["authority"]
    )
    estimates = (
        population[population["mid_year"] == int(year[:4])].set_index("authority")["population"].astype("float64")
    )
    joined = estimates.reindex(sorted(units)) if not predecessors else pd.Series([float("nan")])
    return float(pd.concat([own.dropna(), joined]).sum(skipna=False)) if units else float(own.sum(skipna=False))


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
