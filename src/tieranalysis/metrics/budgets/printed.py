"""The county-district balance of the 2007 report, as it is printed and as it must be read."""

import pandas as pd

from tieranalysis.metrics.budgets.choose import ChoiceError

COUNTY, DISTRICTS = "county_budget_2007", "districts_budget_2007"


def printed_balance(*statements: pd.DataFrame) -> pd.DataFrame:
    """Divide the report's county figure by its districts' figure, one row a reading.

    Each of `statements` is the table of that name in one reading. Columns: reading, year, status, basis, price_base,
    county_as_printed, districts_as_printed, county_gbp, districts_gbp [GBP], ratio [county to districts], reason.

    Raises ChoiceError when either figure is not in the table.

    Source: Two-Tier Working in Essex (2007), the county-district balance.

    >>> two = pd.DataFrame({"statement": [COUNTY, DISTRICTS], "reading": "interpreted", "amount_gbp": [1666e6, 477e6],
    ...     "value_as_printed": ["£1.666m", "£477 m"], "reason": "r"}).assign(year="2007-08", status="budget", basis="b", price_base="cash")
    >>> printed_balance(two)["ratio"].round(2).to_list()
    [3.49]
    """
    whole = pd.concat(statements, ignore_index=True)
    figures = whole[whole["statement"].isin([COUNTY, DISTRICTS])]
    if set(figures["statement"]) != {COUNTY, DISTRICTS}:
        raise ChoiceError(f"The statements lack {COUNTY} or {DISTRICTS}. Read them with read_statements.")
    rows = [_one(str(reading), pair.set_index("statement")) for reading, pair in figures.groupby("reading", sort=False)]
    return pd.DataFrame(rows)


def _one(reading: str, pair: pd.DataFrame) -> dict[str, object]:
    county, districts = pair.loc[COUNTY], pair.loc[DISTRICTS]
    same = {name: county[name] for name in ("year", "status", "basis", "price_base")}
    return {
        "reading": reading,
        **same,
        "county_as_printed": county["value_as_printed"],
        "districts_as_printed": districts["value_as_printed"],
        "county_gbp": county["amount_gbp"],
        "districts_gbp": districts["amount_gbp"],
        "ratio": county["amount_gbp"] / districts["amount_gbp"],
        "reason": county["reason"],
    }


def printed_beside_official(balance: pd.DataFrame, by_basis: pd.DataFrame, reading: str) -> pd.DataFrame:
    """Set the report's balance, in one reading, above the official balance on every basis.

    `balance` comes from `printed_balance`, `by_basis` from `balance_by_basis`. Columns: figure, year, status,
    county_gbp, districts_gbp [GBP], ratio. The rows are of different years, budget and outturn: they are set side by
    side to be read, and never added.

    Raises ChoiceError for a reading that the balance does not have.
    """
    chosen = balance[balance["reading"] == reading]
    if chosen.empty:
        raise ChoiceError(f"There is no reading {reading!r}. The readings are: {', '.join(balance['reading'])}.")
    said = chosen.assign(figure=f"2007 report, {reading}: net current expenditure")
    columns = ["figure", "year", "status", "county_gbp", "districts_gbp", "ratio"]
    return pd.concat([said[columns], by_basis.rename(columns={"title": "figure"})[columns]], ignore_index=True)
