"""A programme year by year in every case of its panel: its flows and what they are worth, and whether reserves can carry it."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from tieranalysis.metrics.flows import in_prices_of, to_cash
from tieranalysis.metrics.savings.programme import Programme
from tieranalysis.scenarios.charting import flows_to_try
from tieranalysis.scenarios.sets import assumed
from tieranalysis.scenarios.trying import CONTROLS, Joins

FUNDED = ("delivery", "cost_uplift_rate", "delay_years")  # what is spent and comes back, before it is discounted


def yearly_to_try(programme: Programme, scenario: pd.DataFrame, joins: Joins | None = None) -> pd.DataFrame:
    """Return the programme year by year in every case of the panel of `savings_to_try`.

    One row a case and year: the controls, year, then benefit_gbp, cost_gbp, net_gbp, discount_factor, present_net_gbp,
    cumulative_net_gbp and cumulative_present_gbp [GBP, real], as the `yearly` of `appraise` gives them for the case.
    """
    parts = []
    for cases, benefit, cost in flows_to_try(programme, scenario, CONTROLS, joins):
        rate, net = cases["discount_rate"].to_numpy(dtype="float64")[:, None], benefit - cost
        factor = (1 + rate) ** -np.arange(len(programme.years), dtype="float64")
        amounts = {
            "benefit_gbp": benefit,
            "cost_gbp": cost,
            "net_gbp": net,
            "discount_factor": factor,
            "present_net_gbp": net * factor,
            "cumulative_net_gbp": net.cumsum(axis=1),
            "cumulative_present_gbp": (net * factor).cumsum(axis=1),
        }
        parts.append(_written_out(cases, programme.years, amounts))
    return pd.concat(parts, ignore_index=True)


def affordability_to_try(
    programme: Programme,
    scenario: pd.DataFrame,
    available_gbp: Mapping[str, float],
    joins: Joins | None = None,
) -> pd.DataFrame:
    """Say year by year whether reserves can carry what has not yet come back, in every case of delivery, cost and delay.

    `available_gbp` gives the reserves of those who take part, by the names of `joins` [GBP, cash]; where they are missing, so
    are headroom_gbp and affordable. One row a case and year: the controls, then the columns of `affordability`.
    """
    prices, parts = _cash_prices(programme, scenario), []
    for cases, benefit, cost in flows_to_try(programme, scenario, FUNDED, joins):
        to_fund = ((cost - benefit) * prices).cumsum(axis=1).clip(min=0)
        table = _written_out(cases, programme.years, {"to_fund_gbp": to_fund})
        available = table["partners"].map(available_gbp).astype("float64")
        known = (table["to_fund_gbp"] <= available).astype("boolean").mask(available.isna())
        left = available - table["to_fund_gbp"]
        parts.append(table.assign(available_gbp=available, headroom_gbp=left, affordable=known))
    return pd.concat(parts, ignore_index=True)


def _cash_prices(programme: Programme, scenario: pd.DataFrame) -> np.ndarray:
    """What a real pound of each year, as `flows_to_try` gives it, is in the money of that year."""
    rate, first = assumed(scenario)["inflation_rate"], programme.years[0]
    pound = pd.DataFrame({"year": programme.years, "benefit_gbp": 1.0, "cost_gbp": 0.0})
    real = in_prices_of(pound.assign(price_base=programme.price_base), rate, first)[["year", "price_base"]]
    return to_cash(pound.assign(price_base=real["price_base"]), rate, first)["benefit_gbp"].to_numpy()


def _written_out(cases: pd.DataFrame, years: Sequence[str], amounts: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """Write amounts (cases by years) out, one row a case and year."""
    rows = cases.loc[np.repeat(np.arange(len(cases)), len(years))].reset_index(drop=True)
    flat = {name: np.broadcast_to(found, (len(cases), len(years))).ravel() for name, found in amounts.items()}
    return rows.assign(year=np.tile(years, len(cases)), **flat)
