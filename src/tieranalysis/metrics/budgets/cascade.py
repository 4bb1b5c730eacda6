"""The cascade: what stands between spending on services and the council tax requirement, for each tier."""

import pandas as pd

from tieranalysis.metrics.budgets.adjust import ADJUSTMENTS
from tieranalysis.metrics.budgets.choose import tiers, year_of
from tieranalysis.registers import lines

ROUNDING = "Rounding in the returns"
# Each council's lines may miss each of two subtotals by a thousand pounds [GBP].
ROUNDING_GBP = 2_000.0
STEPS = {
    "total_service_expenditure": "Total service expenditure",
    "housing_benefit": "Mandatory housing benefit",
    "parish_precepts": "Parish precepts",
    "levies": "Levies",
    "trading_and_adjustments": "Trading accounts and adjustments",
    "unexplained_in_net_current": ROUNDING,
    "net_current_expenditure": "Net current expenditure",
    "capital_charges": "Capital financing and other charges",
    "council_tax_benefit": "Council tax benefit",
    "interest_receipts": "Interest receipts",
    "grants_outside_aef": "Specific grants outside aggregate external finance",
    "other_income": "Other income and adjustments",
    "unexplained_in_revenue": ROUNDING,
    "revenue_expenditure": "Revenue expenditure",
    "grants_inside_aef": "Specific grants inside aggregate external finance",
    "unexplained_in_net_revenue": ROUNDING,
    "net_revenue_expenditure": "Net revenue expenditure",
    "reserves": "To (+) or from (-) reserves",
    "general_grant_and_rates": "General grant and business rates",
    "other_financing": "Other financing",
    "unexplained_in_council_tax": "Not explained by the printed lines",
    "council_tax_requirement": "Council tax requirement",
}
TOTALS = (
    "total_service_expenditure",
    "net_current_expenditure",
    "revenue_expenditure",
    "net_revenue_expenditure",
    "council_tax_requirement",
)
GENERAL_GRANTS = ("revenue_support_grant", "police_grant", "general_gla_grant", "redistributed_rates", "retained_rates")
# What a line that no group names belongs to, by the subtotal that it rolls into.
OTHERWISE = {
    "net_current_expenditure": "trading_and_adjustments",
    "expenditure_before_income": "capital_charges",
    "revenue_expenditure": "other_income",
    "net_revenue_expenditure": "grants_inside_aef",
    "budget_requirement": "other_financing",
    "council_tax_requirement": "other_financing",
}


def step_of(line: str, rolls_into: str | None) -> str | None:
    """Name the step of the bridge that a line belongs to, or None for a service, a reserve's level or an inner subtotal.

    >>> step_of("housing_benefit_rent_allowances", "net_current_expenditure"), step_of("leasing_payments", "expenditure_before_income")
    ('housing_benefit', 'capital_charges')
    """
    if line in STEPS:
        return line
    if line.startswith("housing_benefit_"):
        return "housing_benefit"
    if line.endswith("_levy") or line == "other_levies":
        return (
            "capital_charges"
            if line in {"flood_defence_levy"}
            else "levies"
            if rolls_into == "net_current_expenditure"
            else OTHERWISE.get(rolls_into)
        )
    if line.endswith("_reserves_appropriation"):
        return "reserves"
    if line in GENERAL_GRANTS:
        return "general_grant_and_rates"
    inner = {"expenditure_before_income", "budget_requirement"}
    return None if line in inner else OTHERWISE.get(rolls_into)


def cascade(
    revenue: pd.DataFrame, area: str, year: str, status: str | None = None, vintage: str | None = None
) -> pd.DataFrame:
    """Bridge each tier from service expenditure to its council tax requirement, one row a tier and step.

    Columns: area, year, status, price_base, tier, step, title, kind (total or change), is_total, amount_gbp [GBP].
    The changes between two totals add to their difference; what the printed lines leave unexplained stands as a
    step of its own where there is any. A council without figures makes its tier's amounts missing.

    Errors as `tier_balance`. Source: the order of the RA and RO returns.
    """
    rows = year_of(revenue, year, status, vintage)
    belonging = tiers(area, year).set_index("authority")["tier"]
    mine = rows[rows["authority"].isin(belonging.index) & (rows["flow_or_stock"] == "flow")]
    step = [
        step_of(line, into)
        for line, into in zip(mine["line"], mine["rolls_into"].where(mine["rolls_into"].notna(), None), strict=True)
    ]
    mine = mine.assign(step=step, tier=mine["authority"].map(belonging)).dropna(subset=["step"])
    mine = mine[~mine["step"].isin(_in_part(set(rows["line"])))]
    wide = (
        mine.groupby(["step", "tier"])["amount_gbp"]
        .sum(skipna=False)
        .unstack("tier")
        .reindex(STEPS)
        .fillna(_absent(mine))
    )
    for tier in belonging[~belonging.index.isin(mine["authority"])].unique():
        wide[tier] = float("nan")
    wide = _itemised(_explained(wide), belonging.value_counts(), set(mine["step"]))
    long = wide.reset_index().melt(id_vars="step", var_name="tier", value_name="amount_gbp")
    return long.assign(
        area=area, year=year, status=rows["status"].iloc[0], price_base=rows["price_base"].iloc[0],
        title=long["step"].map(STEPS | not_itemised(wide, belonging.value_counts())), kind=long["step"].isin(TOTALS).map({True: "total", False: "change"}), is_total=long["step"].isin(TOTALS),
    )[["area", "year", "status", "price_base", "tier", "step", "title", "kind", "is_total", "amount_gbp"]]  # fmt: skip


def _in_part(lines: set[str]) -> set[str]:
    """The steps of which a release itemises some lines and not the others: they would be too small under their name."""
    benefit = [line for line in ADJUSTMENTS["housing_benefit"] if not line.endswith("?")]
    return set() if lines.issuperset(benefit) else {"housing_benefit"}


def _absent(mine: pd.DataFrame) -> pd.DataFrame:
    """A step without any line in the release is nothing for everybody; one with an empty cell stays missing."""
    present = set(mine["step"])
    return pd.DataFrame(
        {
            tier: {step: 0.0 for step in STEPS if step not in present and step not in TOTALS}
            for tier in mine["tier"].unique()
        }
    )


def _explained(wide: pd.DataFrame) -> pd.DataFrame:
    """Put what the lines between two totals leave over into its own step; drop that step where nothing is left over."""
    steps, start = list(STEPS), 0
    for end in [place for place, step in enumerate(steps) if step in TOTALS][1:]:
        left = wide.loc[steps[end]] - wide.loc[steps[start : end - 1]].sum(skipna=False)
        wide.loc[steps[end - 1]] = left.where(left.isna() | (left.abs() >= 0.01), 0.0)
        start = end
    nothing = [step for step in steps if step.startswith("unexplained") and wide.loc[step].eq(0).all()]
    return wide.drop(index=nothing)


def not_itemised(wide: pd.DataFrame, councils: pd.Series) -> dict[str, str]:
    """Name the steps whose remainder is more than rounding: the release holds lines of theirs only in its subtotal."""
    most = ROUNDING_GBP * councils.reindex(wide.columns)
    found = [step for step in wide.index if step.startswith("unexplained") and (wide.loc[step].abs() > most).any()]
    return {step: "Not itemised in the release" if STEPS[step] == ROUNDING else STEPS[step] for step in found}


def _itemised(wide: pd.DataFrame, councils: pd.Series, present: set[str]) -> pd.DataFrame:
    """Leave out the steps of which a release has no line where its subtotal holds them: they are not nothing."""
    steps, gone = list(STEPS), []
    for end in map(steps.index, not_itemised(wide, councils)):
        start = max(place for place in range(end) if steps[place] in TOTALS)
        gone += [name for name in steps[start + 1 : end] if name not in present]
    return wide.drop(index=gone)


def service_matrix(
    revenue: pd.DataFrame, area: str, year: str, status: str | None = None, vintage: str | None = None
) -> pd.DataFrame:
    """Show who spends what: one row a service, with the county's and the districts' amounts and the county's share.

    Columns: area, year, status, price_base, service, title, county_gbp, districts_gbp [GBP], county_share [of both].
    A net income shows as negative, and a share is then missing. Errors as `tier_balance`.
    """
    rows = year_of(revenue, year, status, vintage)
    belonging = tiers(area, year).set_index("authority")["tier"]
    services = rows[(rows["rolls_into"] == "total_service_expenditure") & rows["authority"].isin(belonging.index)]
    wide = (
        services.assign(tier=services["authority"].map(belonging))
        .groupby(["line", "tier"], sort=False)["amount_gbp"]
        .sum(skipna=False)
        .unstack("tier")
    )
    wide = wide.reindex(columns=["county", "districts"])
    for tier in belonging[~belonging.index.isin(services["authority"])].unique():
        wide[tier] = float("nan")
    wide = wide.reindex(
        [line for line in lines()["line"] if line in wide.index]
        + [line for line in wide.index if line not in set(lines()["line"])]
    )
    share = (wide["county"] / wide.sum(axis=1, skipna=False)).where((wide >= 0).all(axis=1) & (wide.sum(axis=1) > 0))
    titles = lines().set_index("line")["title"]
    return pd.DataFrame(
        {
            "area": area, "year": year, "status": rows["status"].iloc[0], "price_base": rows["price_base"].iloc[0],
            "service": wide.index, "title": wide.index.map(lambda line: titles.get(line, line)), "county_gbp": wide["county"], "districts_gbp": wide["districts"], "county_share": share,
        }
    ).reset_index(drop=True)  # fmt: skip
