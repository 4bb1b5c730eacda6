"""Every two-tier county of England beside the others, on one basis that is named."""

from collections.abc import Mapping

import pandas as pd

from tieranalysis.metrics.budgets.choose import ChoiceError, Lacking, on_basis, one_basis, year_of
from tieranalysis.metrics.budgets.people import residents_by_area
from tieranalysis.registers import all_members, areas, bases


def compare_areas(
    revenue: pd.DataFrame,
    year: str,
    basis: str,
    status: str | None = None,
    vintage: str | None = None,
    lacking: Lacking = "refuse",
) -> pd.DataFrame:
    """Compare the tiers of every two-tier county in a year, one row an area, highest ratio first.

    Columns: area, name, year, status, basis, price_base, districts (how many), county_gbp, districts_gbp [GBP],
    ratio [county to districts], rank (1 is the highest ratio), complete, missing. An area with a council without
    figures has no ratio and no rank, and stands last. A release that has not a line of the basis at all is refused, or with
    lacking="mark" no area has amounts.

    Errors as `tier_balance`. Source: revenue returns of the ministry for local government.

    >>> spend = pd.DataFrame({"authority": ["E10000012"], "amount_gbp": [1.0]}).assign(
    ...     year="2010-11", status="outturn", line="net_current_expenditure", vintage="v", price_base="cash")
    >>> compare_areas(spend, "2010-11", "net_current_expenditure")["complete"].any()
    np.False_
    """
    measure = one_basis(basis)
    rows = year_of(revenue, year, status, vintage)
    belonging = all_members(year)
    belonging = belonging[belonging["tier"] != "unitary"]
    each = belonging.assign(amount_gbp=belonging["authority"].map(on_basis(rows, measure, lacking)))
    sums = each.groupby(["area", "tier"])["amount_gbp"].sum(skipna=False).unstack("tier")
    absent = each[each["amount_gbp"].isna()].groupby("area")["name"].agg(", ".join)
    table = (
        areas()
        .set_index("area")[["name"]]
        .join(sums, how="inner")
        .rename(columns={"county": "county_gbp", "district": "districts_gbp"})
    )
    table["ratio"] = table["county_gbp"] / table["districts_gbp"]
    table = table.assign(
        year=year, status=rows["status"].iloc[0], basis=basis, price_base=rows["price_base"].iloc[0],
        districts=each[each["tier"] == "district"].groupby("area").size(), rank=table["ratio"].rank(ascending=False, method="min").astype("Int64"),
        missing=absent.reindex(table.index).fillna(""), complete=~table.index.isin(absent.index),
    ).sort_values(["ratio", "name"], ascending=[False, True]).reset_index()  # fmt: skip
    return table[
        [
            "area",
            "name",
            "year",
            "status",
            "basis",
            "price_base",
            "districts",
            "county_gbp",
            "districts_gbp",
            "ratio",
            "rank",
            "complete",
            "missing",
        ]
    ]


def compare_per_head(comparison: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
    """Put residents and both tiers' amounts per head beside each area of a comparison.

    Adds mid_year, population [people], county_per_head_gbp, districts_per_head_gbp, both_per_head_gbp [GBP per
    resident]. An area without an estimate of its residents has none of them.
    """
    year = str(comparison["year"].iloc[0])
    people = comparison["area"].map(residents_by_area(population, year))
    both = comparison["county_gbp"] + comparison["districts_gbp"]
    return comparison.assign(
        mid_year=int(year[:4]), population=people, county_per_head_gbp=comparison["county_gbp"] / people,
        districts_per_head_gbp=comparison["districts_gbp"] / people, both_per_head_gbp=both / people,
    )  # fmt: skip


def compare_years(revenue: pd.DataFrame, basis: str, status: str = "outturn") -> pd.DataFrame:
    """Compare the tiers of every county over every year that the table holds, one row an area and year.

    The columns of `compare_areas`. Errors as `tier_balance`.
    """
    years = sorted(revenue.loc[revenue["status"] == status, "year"].unique())
    if not years:
        raise ChoiceError(f"The table has no {status} of any year. Read a release first.")
    kept = revenue[
        revenue["line"].isin([one_basis(basis)["line"], *(line.removesuffix("?") for line in one_basis(basis)["less"])])
    ]
    return pd.concat([compare_areas(kept, str(year), basis, status) for year in years], ignore_index=True)


def compared_on_bases(rows: pd.DataFrame, population: pd.DataFrame, year: str) -> dict[str, pd.DataFrame]:
    """Compare every county on every basis, per head too: the table of `compare_per_head` by basis. Errors as `tier_balance`."""
    return {basis: compare_per_head(compare_areas(rows, year, basis), population) for basis in bases()["basis"]}


def years_on_bases(revenue: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Compare every county over every year on every basis: the table of `compare_years` by basis. Errors as `tier_balance`."""
    return {basis: compare_years(revenue, basis) for basis in bases()["basis"]}


def comparison_assumptions(
    comparison: pd.DataFrame, area: str, returns: str, residents: str, title: str
) -> pd.DataFrame:
    """State what a county's ratio and amount a head rest on, with what one per cent more of each does.

    Columns: assumption, value, unit, source, grade, moves, effect, effect_unit. An area without figures has no row.

    >>> one = pd.DataFrame({"area": ["essex"], "name": ["Essex"], "county_gbp": [300.0], "districts_gbp": [100.0], "ratio": [3.0], "mid_year": 2010, "population": [10.0], "both_per_head_gbp": [40.0]})
    >>> comparison_assumptions(one, "essex", "r", "p", "Services")["effect"].round(3).to_list()
    [0.03, -0.03, -0.396]
    """
    rows = comparison[comparison["area"] == area].dropna(subset=["ratio", "population"])
    found = []
    for row in rows.itertuples():
        ratio, head, words = row.ratio, row.both_per_head_gbp, title.lower()
        found += [
            (f"{row.name}: {words} of the county", row.county_gbp, "GBP", returns, "the ratio", 0.01 * ratio, "ratio"),
            (f"{row.name}: {words} of the districts", row.districts_gbp, "GBP", returns, "the ratio", ratio / 1.01 - ratio, "ratio"),
            (f"{row.name}: residents of mid-{row.mid_year}", row.population, "people", residents, "both tiers a head", head / 1.01 - head, "GBP per head"),
        ]  # fmt: skip
    columns = ["assumption", "value", "unit", "source", "moves", "effect", "effect_unit"]
    return pd.DataFrame(found, columns=columns).assign(grade="A")


def assumptions_on_bases(found: Mapping[str, pd.DataFrame], area: str, returns: str, residents: str) -> pd.DataFrame:
    """State what a county's place rests on, on every basis: basis (in words), then as `comparison_assumptions`.

    `found` comes from `compared_on_bases`.
    """
    titles = bases().set_index("basis")["title"]
    parts = [
        comparison_assumptions(table, area, returns, residents, titles[basis]).assign(basis=titles[basis])
        for basis, table in found.items()
    ]
    return pd.concat(parts, ignore_index=True)
