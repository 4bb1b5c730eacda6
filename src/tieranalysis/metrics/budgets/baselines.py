"""Three per cent of what? The yearly efficiency target on baselines that are named, under each convention."""

import pandas as pd

from tieranalysis.metrics.budgets.balance import tier_balance
from tieranalysis.metrics.savings.efficiency import CONVENTIONS, efficiency_requirement

# Which measure is a fair baseline for which tier, and why.
BASELINES = {
    "net_current_expenditure": "everything, with schools that councils do not run day to day and benefit that they pass on",
    "net_current_expenditure_less_housing_benefit": "without the benefit that government refunds",
    "total_service_expenditure_less_education": "services without schools, benefit, parishes and levies",
}


def efficiency_baselines(
    rows: pd.DataFrame, printed: pd.DataFrame, area: str, year: str, rate: float = 0.03, years: int = 3
) -> pd.DataFrame:
    """Ask the same yearly rate of several baselines, one row a tier and baseline.

    `rows` is the table `revenue` of one year; `printed` comes from `printed_balance`, and its figure read as meant is
    the naive baseline of the county of Essex. Columns: area, tier, base_id, baseline_gbp [GBP], first_year_gbp,
    multiplicative_gbp, simple_gbp, declining_gbp [GBP a year by the last year], why. A missing baseline asks nothing.

    Source: Comprehensive Spending Review 2007, 3% a year; the baselines that government set are not published here.
    """
    asked = [
        (tier, f"{year} {basis}", amount, why)
        for basis, why in BASELINES.items()
        for tier, amount in _amounts(rows, area, year, basis)
    ]
    if area == "essex":
        meant = printed.set_index("reading").loc["interpreted"]
        asked.insert(
            0,
            (
                "county",
                f"{meant['year']} budget, 2007 report",
                meant["county_gbp"],
                "the figure of the 2007 report: a budget that holds every school",
            ),
        )
    return pd.DataFrame([_row(area, *each, rate, years) for each in asked])


def _amounts(rows: pd.DataFrame, area: str, year: str, basis: str) -> list[tuple[str, float]]:
    balance = tier_balance(rows, area, year, basis)
    return list(zip(balance["tier"], balance["amount_gbp"], strict=True))


def _row(area: str, tier: str, base_id: str, amount: float, why: str, rate: float, years: int) -> dict[str, object]:
    known = pd.notna(amount) and amount > 0
    by_then = {
        name: efficiency_requirement(amount, base_id, rate, years, convention=name)["cumulative_gbp"].iloc[-1]
        if known
        else float("nan")
        for name in CONVENTIONS
    }
    return {
        "area": area,
        "tier": tier,
        "base_id": base_id,
        "baseline_gbp": amount,
        "first_year_gbp": amount * rate,
        **{f"{name}_gbp": value for name, value in by_then.items()},
        "why": why,
    }
