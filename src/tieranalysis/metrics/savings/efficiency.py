"""What a yearly efficiency target asks for: a rate means nothing without its baseline and its convention."""

import math
from collections.abc import Callable
from numbers import Real

import pandas as pd

from tieranalysis.contract import TierAnalysisError
from tieranalysis.contract.years import years_from
from tieranalysis.metrics.budgets.choose import by_authority, tiers

# The share of the baseline to be saved by the end of year n, at a yearly rate r. The names are those of the domain handbook.
CONVENTIONS: dict[str, Callable[[float, int], float]] = {
    "multiplicative": lambda rate, years: (1 + rate) ** years - 1,
    "simple": lambda rate, years: rate * years,
    "declining": lambda rate, years: 1 - (1 - rate) ** years,
}


class EfficiencyError(TierAnalysisError):
    """An efficiency target that cannot be worked out as it was asked for."""


def efficiency_requirement(
    baseline_gbp: float,
    base_id: str,
    rate: float = 0.03,
    years: int = 3,
    *,
    convention: str,
    first_year: str = "2008-09",
) -> pd.DataFrame:
    """Return the saving that a yearly rate asks of a named baseline, one row a year.

    `convention` says how years combine: multiplicative (3, 6.09, 9.27 % for 3 % a year: the Comprehensive Spending
    Review 2007's), simple (3, 6, 9) or declining (3, 5.91, 8.73). It has no default, and neither has the baseline:
    three per cent of a council's whole net current expenditure would take in schools and benefits paid to others.

    Returns base_id, convention, year, cumulative_rate [ratio to the baseline], cumulative_gbp [GBP a year by then]
    and additional_gbp [GBP a year, over the year before].

    Source: Leicestershire County Council, efficiency and value for money page, for the multiplicative form (case VC04).

    Raises EfficiencyError for a baseline without a name or amount, a rate outside 0 to 1 and an unknown convention.

    >>> efficiency_requirement(100e6, "2007-08 CSR07 baseline", convention="multiplicative")["cumulative_rate"].round(4).to_list()
    [0.03, 0.0609, 0.0927]
    >>> efficiency_requirement(100e6, "", convention="simple")
    Traceback (most recent call last):
    ...
    tieranalysis.metrics.savings.efficiency.EfficiencyError: The baseline has no name. Give base_id: what the rate is taken of, and its year.
    """
    _refuse(baseline_gbp, base_id, rate, years, convention)
    cumulative = [CONVENTIONS[convention](rate, number) for number in range(1, years + 1)]
    table = pd.DataFrame(
        {
            "base_id": base_id,
            "convention": convention,
            "year": years_from(first_year, years),
            "cumulative_rate": cumulative,
        }
    )
    table["cumulative_gbp"] = table["cumulative_rate"] * baseline_gbp
    table["additional_gbp"] = table["cumulative_gbp"].diff().fillna(table["cumulative_gbp"])
    return table


def requirement_beside(savings: pd.DataFrame, revenue: pd.DataFrame, area: str, year: str, rate: float) -> pd.DataFrame:
    """Set what a yearly rate asks of an area's services, under each convention, beside what its register has approved.

    The baseline is the total service expenditure less education of the county and its districts together, in `year`.
    Returns base_id, convention, year, cumulative_rate [ratio], cumulative_gbp and approved_gbp [GBP a year].
    """
    councils = tiers(area, year)["authority"]
    wide = by_authority(revenue, ["total_service_expenditure", "education"]).reindex(councils)
    baseline = float((wide["total_service_expenditure"] - wide["education"]).sum(skipna=False))
    base_id = f"services without schools, county and districts, {year}"
    asked = pd.concat(
        [efficiency_requirement(baseline, base_id, rate, convention=name) for name in CONVENTIONS], ignore_index=True
    )
    approved = savings.groupby("year")["approved_gbp"].sum(skipna=False)
    return asked.assign(approved_gbp=asked["year"].map(approved)).drop(columns="additional_gbp")


def _refuse(baseline_gbp: float, base_id: str, rate: float, years: int, convention: str) -> None:
    if not str(base_id or "").strip():
        raise EfficiencyError("The baseline has no name. Give base_id: what the rate is taken of, and its year.")
    if not (isinstance(baseline_gbp, Real) and math.isfinite(baseline_gbp) and baseline_gbp > 0):
        raise EfficiencyError(
            f"The baseline {base_id!r} has no amount (baseline_gbp {baseline_gbp!r}). Give it in pounds, above zero."
        )
    if not 0 <= rate < 1:
        raise EfficiencyError(f"The rate is {rate!r} a year, outside 0 to 1. Write 3 % as 0.03.")
    if years < 1 or int(years) != years:
        raise EfficiencyError(f"The number of years is {years!r}. Give a whole number of one or more.")
    if convention not in CONVENTIONS:
        raise EfficiencyError(f"There is no convention {convention!r}. Choose one of: {', '.join(CONVENTIONS)}.")
