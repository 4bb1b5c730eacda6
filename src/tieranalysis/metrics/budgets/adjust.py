"""How the ratio of the tiers moves with each adjustment: housing benefit, schools, parishes, levies."""

from itertools import product

import pandas as pd

from tieranalysis.metrics.budgets.choose import by_authority, tiers, year_of

TITLES = {
    "housing_benefit": "Mandatory housing benefit",
    "education": "Education",
    "parish_precepts": "Parish precepts",
    "levies": "Levies",
}
LEFT_OUT = tuple(f"without_{name}" for name in TITLES)
"""The columns that say which adjustments are taken off."""
# Each adjustment takes these lines off net current expenditure.
ADJUSTMENTS = {
    "housing_benefit": [
        "housing_benefit_rent_allowances",
        "housing_benefit_non_hra_rent_rebates",
        "housing_benefit_hra_rent_rebates",
        "housing_benefit_subsidy_limitation_transfers?",
    ],
    "education": ["education"],
    "parish_precepts": ["parish_precepts"],
    "levies": ["integrated_transport_levy?", "waste_disposal_levy?", "london_pensions_levy?", "other_levies"],
}


def adjusted_balance(
    revenue: pd.DataFrame, area: str, year: str, status: str | None = None, vintage: str | None = None
) -> pd.DataFrame:
    """Take every combination of the four adjustments off net current expenditure, one row a combination (sixteen).

    Columns: area, year, status, price_base, without_housing_benefit, without_education, without_parish_precepts,
    without_levies (booleans), county_gbp, districts_gbp [GBP], ratio [county to districts]. What
    needs a line that the release lacks is missing. Errors as `tier_balance`.

    Source: handbook practice for comparing tiers; each adjustment is a printed line of the RS or RA form.
    """
    rows = year_of(revenue, year, status, vintage)
    belonging = tiers(area, year).set_index("authority")["tier"]
    amounts = pd.DataFrame(
        {
            "net": by_authority(rows, ["net_current_expenditure"]).iloc[:, 0],
            **{
                name: by_authority(rows, found, "mark").sum(axis=1, skipna=False) for name, found in ADJUSTMENTS.items()
            },
        }
    )
    by_tier = amounts.reindex(belonging.index).groupby(belonging).sum(skipna=False)
    table = pd.DataFrame([_one(by_tier, taken) for taken in product([False, True], repeat=len(ADJUSTMENTS))])
    table.insert(0, "area", area)
    return table.assign(year=year, status=rows["status"].iloc[0], price_base=rows["price_base"].iloc[0])


def _one(by_tier: pd.DataFrame, taken: tuple[bool, ...]) -> dict[str, bool | float]:
    names = [name for name, off in zip(ADJUSTMENTS, taken, strict=True) if off]
    left = by_tier["net"] - by_tier[names].sum(axis=1, skipna=False)
    flags = {f"without_{name}": off for name, off in zip(ADJUSTMENTS, taken, strict=True)}
    return {
        **flags,
        "county_gbp": left["county"],
        "districts_gbp": left["districts"],
        "ratio": left["county"] / left["districts"],
    }


def ratio_sensitivity(
    revenue: pd.DataFrame, area: str, year: str, status: str | None = None, vintage: str | None = None
) -> pd.DataFrame:
    """Show how far each adjustment alone moves the ratio on net current expenditure, largest first.

    Columns: adjustment, title, ratio_with, ratio_without, change [of the ratio]. Errors as `tier_balance`.
    """
    table = adjusted_balance(revenue, area, year, status, vintage)
    flags = [f"without_{name}" for name in ADJUSTMENTS]
    base = table.loc[~table[flags].any(axis=1), "ratio"].iloc[0]
    alone = {
        name: table.loc[table[f"without_{name}"] & (table[flags].sum(axis=1) == 1), "ratio"].iloc[0]
        for name in ADJUSTMENTS
    }
    result = pd.DataFrame({"adjustment": list(alone), "ratio_with": base, "ratio_without": list(alone.values())})
    result.insert(1, "title", result["adjustment"].map(TITLES))
    result["change"] = result["ratio_without"] - result["ratio_with"]
    return result.sort_values("change", key=abs, ascending=False, ignore_index=True)
