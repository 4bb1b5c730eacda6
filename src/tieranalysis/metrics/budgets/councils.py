"""Council by council: reserves, budget against outturn, and the districts in order."""

from typing import Literal

import pandas as pd

from tieranalysis.metrics.budgets.choose import by_authority, on_basis, one_basis, tiers, year_of
from tieranalysis.metrics.budgets.people import populations
from tieranalysis.registers import members


def reserves(
    revenue: pd.DataFrame, area: str, year: str, status: str | None = None, vintage: str | None = None
) -> pd.DataFrame:
    """Set each council's reserves at 31 March beside its net revenue expenditure, one row a council of the area.

    Columns: area, year, status, price_base, authority, name, tier, unallocated_gbp, earmarked_gbp (public health
    included), net_revenue_expenditure_gbp [GBP], unallocated_share, earmarked_share [of net revenue expenditure].
    Schools' reserves are not the council's to use and are left out. Unitaries of the area are included. A release without
    levels of reserves leaves them missing.

    Errors as `tier_balance`. Source: RS form, levels of reserves at the end of the year.
    """
    rows = year_of(revenue, year, status, vintage)
    wide = by_authority(
        rows,
        [
            "unallocated_reserves_closing",
            "earmarked_reserves_closing",
            "public_health_reserves_closing?",
            "net_revenue_expenditure",
        ],
        "mark",
    )
    table = members(area, year).set_index("authority").join(wide)
    earmarked = table[
        [name for name in ("earmarked_reserves_closing", "public_health_reserves_closing") if name in table]
    ].sum(axis=1, skipna=False)
    spending = table["net_revenue_expenditure"]
    return pd.DataFrame(
        {
            "area": area, "year": year, "status": rows["status"].iloc[0], "price_base": rows["price_base"].iloc[0],
            "authority": table.index, "name": table["name"], "tier": table["tier"],
            "unallocated_gbp": table["unallocated_reserves_closing"], "earmarked_gbp": earmarked, "net_revenue_expenditure_gbp": spending,
            "unallocated_share": (table["unallocated_reserves_closing"] / spending).where(spending > 0), "earmarked_share": (earmarked / spending).where(spending > 0),
        }
    ).reset_index(drop=True)  # fmt: skip


def budget_against_outturn(revenue: pd.DataFrame, area: str, year: str, basis: str) -> pd.DataFrame:
    """Set budget and outturn of a year side by side, one row a council, on one basis.

    Columns: area, year, basis, price_base, authority, name, tier, budget_gbp, outturn_gbp, variance_gbp [GBP, outturn
    less budget], variance_share [of budget]. The two stay in columns of their own and are never added.

    Errors as `tier_balance`; ChoiceError when the year has only one of the two.
    """
    measure = one_basis(basis)
    both = {status: on_basis(year_of(revenue, year, status), measure) for status in ("budget", "outturn")}
    table = members(area, year).set_index("authority").join(pd.DataFrame(both))
    variance = table["outturn"] - table["budget"]
    return pd.DataFrame(
        {
            "area": area, "year": year, "basis": basis, "price_base": "cash", "authority": table.index, "name": table["name"], "tier": table["tier"],
            "budget_gbp": table["budget"], "outturn_gbp": table["outturn"], "variance_gbp": variance, "variance_share": variance / table["budget"].where(table["budget"] > 0),
        }
    ).reset_index(drop=True)  # fmt: skip


def district_ranking(
    revenue: pd.DataFrame,
    population: pd.DataFrame,
    area: str,
    year: str,
    basis: str,
    status: str | None = None,
    vintage: str | None = None,
    beyond: Literal["refuse", "mark"] = "refuse",
) -> pd.DataFrame:
    """Rank the districts by amount per head, highest first, with the average of the districts together.

    Columns: area, year, status, basis, price_base, authority, name, mid_year, population [people], amount_gbp [GBP],
    amount_per_head_gbp [GBP per resident], average_per_head_gbp (total over total, not a mean of ratios), rank.
    A district without figures or residents has no rank, and the average is then missing.

    Errors as `tier_balance`.
    """
    rows = year_of(revenue, year, status, vintage)
    districts = tiers(area, year).query("tier == 'districts'").set_index("authority")
    table = districts.assign(
        amount_gbp=on_basis(rows, one_basis(basis)), population=populations(population, area, year, beyond)
    )
    per_head = table["amount_gbp"] / table["population"]
    table = table.assign(
        area=area, year=year, status=rows["status"].iloc[0], basis=basis, price_base=rows["price_base"].iloc[0], mid_year=int(year[:4]),
        amount_per_head_gbp=per_head, average_per_head_gbp=table["amount_gbp"].sum(skipna=False) / table["population"].sum(skipna=False),
        rank=per_head.rank(ascending=False, method="min").astype("Int64"),
    ).sort_values(["amount_per_head_gbp", "name"], ascending=[False, True])  # fmt: skip
    order = [
        "area",
        "year",
        "status",
        "basis",
        "price_base",
        "authority",
        "name",
        "mid_year",
        "population",
        "amount_gbp",
        "amount_per_head_gbp",
        "average_per_head_gbp",
        "rank",
    ]
    return table.reset_index()[order]


def average_per_head(ranking: pd.DataFrame) -> float | None:
    """Return the districts' average of a ranking [GBP per resident], or None where it is not complete.

    >>> average_per_head(pd.DataFrame({"average_per_head_gbp": [152.03, 152.03]}))
    152.03
    """
    average = ranking["average_per_head_gbp"].iloc[0]
    return None if pd.isna(average) else float(average)


def ranked(table: pd.DataFrame, amount: str) -> pd.DataFrame:
    """Put the rows that have an amount in order, highest first; where none has one, all stand as they are, each missing.

    >>> ranked(pd.DataFrame({"name": ["A", "B", "C"], "share": [0.1, None, 0.3]}), "share")["name"].to_list()
    ['C', 'A']
    """
    known = table.dropna(subset=[amount])
    return known.sort_values(amount, ascending=False, ignore_index=True) if len(known) else table


def year_with_both(revenue: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the latest year that has budget and outturn; none when no year has both."""
    kinds = revenue.drop_duplicates(["year", "status"]).groupby("year").size()
    years = kinds[kinds > 1].index
    return revenue[revenue["year"] == max(years)] if len(years) else revenue.iloc[:0]


def latest_variance(revenue: pd.DataFrame, area: str, basis: str) -> pd.DataFrame:
    """Set budget against outturn in the latest year that has both; the columns of `budget_against_outturn`.

    No row when no year has both.
    """
    both = year_with_both(revenue)
    if both.empty:
        return pd.DataFrame(
            columns=[
                "area",
                "year",
                "basis",
                "price_base",
                "authority",
                "name",
                "tier",
                "budget_gbp",
                "outturn_gbp",
                "variance_gbp",
                "variance_share",
            ]
        )
    return budget_against_outturn(both, area, str(both["year"].iloc[0]), basis)


def latest_year(revenue: pd.DataFrame) -> str:
    """Return the latest financial year of which the table has an outturn."""
    return str(revenue.loc[revenue["status"] == "outturn", "year"].max())
