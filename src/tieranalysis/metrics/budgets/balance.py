"""The balance of two tiers: how big the county is beside its districts together, on a basis that is named."""

import pandas as pd

from tieranalysis.metrics.budgets.choose import Lacking, on_basis, one_basis, tiers, year_of
from tieranalysis.registers import bases, is_two_tier

TIERS = ["county", "districts"]


def tier_balance(
    expenditure: pd.DataFrame,
    area: str = "essex",
    year: str = "2010-11",
    basis: str | None = None,
    status: str | None = None,
    vintage: str | None = None,
    lacking: Lacking = "refuse",
) -> pd.DataFrame:
    """Compare a county council with its districts together, one row a tier (county, districts), on one basis.

    `expenditure` is the table `revenue`. Columns: area, year, status, basis, price_base, vintage, tier, authorities
    (how many), amount_gbp [GBP], share [of both tiers], ratio [county to districts], complete, missing (the councils
    without figures). When a council's figure is missing its tier's amount is missing too, and with it share and ratio.
    A release that has not a line of the basis at all is refused, or with lacking="mark" both amounts are missing.

    Raises BasisError without a basis (it lists the seven), AreaError for an unknown area, ChoiceError for a year that
    is not there or that holds both budget and outturn, or two vintages, with none chosen.

    Source: revenue returns of the ministry for local government; the measures are lines of the RS and RA forms.

    >>> rows = [("E10000012", 1924.5e6), *[(f"E070000{code}", 612.6e6 / 12) for code in range(66, 78)]]
    >>> spend = pd.DataFrame(rows, columns=["authority", "amount_gbp"]).assign(
    ...     year="2010-11", status="outturn", line="net_current_expenditure", vintage="v", price_base="cash")
    >>> tier_balance(spend, basis="net_current_expenditure")[["tier", "authorities", "ratio"]].round(2)
            tier  authorities  ratio
    0     county            1   3.14
    1  districts           12   3.14
    """
    measure = one_basis(basis)
    rows = year_of(expenditure, year, status, vintage)
    belonging = tiers(area, year)
    each = belonging.assign(amount_gbp=belonging["authority"].map(on_basis(rows, measure, lacking)))
    balance = _by_tier(each).assign(
        area=area, year=year, basis=basis, **{name: rows[name].iloc[0] for name in ("status", "price_base", "vintage")}
    )
    return balance[
        [
            "area",
            "year",
            "status",
            "basis",
            "price_base",
            "vintage",
            "tier",
            "authorities",
            "amount_gbp",
            "share",
            "ratio",
            "complete",
            "missing",
        ]
    ]


def _by_tier(each: pd.DataFrame) -> pd.DataFrame:
    grouped = each.groupby("tier")
    table = pd.DataFrame(
        {
            "authorities": grouped.size(),
            "amount_gbp": grouped["amount_gbp"].sum(skipna=False),
            "complete": grouped["amount_gbp"].count() == grouped.size(),
            "missing": each["name"]
            .where(each["amount_gbp"].isna())
            .groupby(each["tier"])
            .agg(lambda names: ", ".join(names.dropna())),
        }
    ).reindex(TIERS)
    amount = table["amount_gbp"]
    table["share"] = amount / amount.sum(skipna=False)
    table["ratio"] = amount["county"] / amount["districts"]
    return table.reset_index()


def balance_by_basis(
    expenditure: pd.DataFrame, area: str, year: str, status: str | None = None, vintage: str | None = None
) -> pd.DataFrame:
    """Answer one question seven ways: the tier balance on every basis, one row a basis.

    Columns: area, year, status, basis, title, price_base, county_gbp, districts_gbp [GBP], ratio [county to districts],
    leaves_out, complete. A basis of which the release lacks a line is missing. Errors as `tier_balance`.
    """
    measures = bases()
    each = [
        tier_balance(expenditure, area, year, basis, status, vintage, lacking="mark").set_index("tier")
        for basis in measures["basis"]
    ]
    first = each[0].iloc[0]
    return pd.DataFrame(
        {
            "area": area,
            "year": year,
            "status": first["status"],
            "basis": measures["basis"],
            "title": measures["title"],
            "price_base": first["price_base"],
            "county_gbp": [balance.at["county", "amount_gbp"] for balance in each],
            "districts_gbp": [balance.at["districts", "amount_gbp"] for balance in each],
            "ratio": [balance.at["county", "ratio"] for balance in each],
            "leaves_out": measures["leaves_out"],
            "complete": [bool(balance["complete"].all()) for balance in each],
        }
    )


def balance_by_year(expenditure: pd.DataFrame, area: str, basis: str, status: str = "outturn") -> pd.DataFrame:
    """Follow the tier balance over every year that the table holds for the area, one row a tier and year.

    The columns of `tier_balance`; a year after the area's two tiers ended is left out. Errors as `tier_balance`.
    """
    years = sorted(expenditure.loc[expenditure["status"] == status, "year"].unique())
    return pd.concat(
        [tier_balance(expenditure, area, year, basis, status) for year in years if is_two_tier(area, year)],
        ignore_index=True,
    )
