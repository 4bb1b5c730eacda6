"""The roll-up identities: each printed subtotal is the sum of the lines above it, to a thousand pounds."""

import pandas as pd

from tieranalysis.contract import SourceError
from tieranalysis.registers import authorities, members

# Returns are in whole thousands, and the largest published difference is one thousand (worked case VC01).
TOLERANCE_GBP = 1_000.0
# The five roll-ups that hold in every release. The step from net revenue expenditure to the council tax requirement is
# not among them: from 2016-17 on its printed lines miss for dozens of councils, by up to millions.
JUDGED = (
    "total_service_expenditure",
    "net_current_expenditure",
    "expenditure_before_income",
    "revenue_expenditure",
    "net_revenue_expenditure",
)
KEYS = ["authority", "year", "status", "price_base", "vintage"]


def check_identities(revenue: pd.DataFrame) -> pd.DataFrame:
    """List the roll-ups that do not add: authority, year, status, line, printed_gbp, summed_gbp, difference_gbp [GBP].

    `revenue` is the table `revenue`, any number of releases. A subtotal with a missing part is not judged.

    Source: the order of the RA and RO returns (the ministry's general guidance), service expenditure to council tax.

    >>> rows = [("parish_precepts", "net_current_expenditure", 2e6), ("net_current_expenditure", None, 5e6)]
    >>> frame = pd.DataFrame(rows, columns=["line", "rolls_into", "amount_gbp"])
    >>> check_identities(frame.assign(authority="A", year="2010-11", status="outturn", price_base="cash", vintage="v"))[["line", "difference_gbp"]]
                          line  difference_gbp
    0  net_current_expenditure       3000000.0
    """
    return failing(roll_ups(revenue))


def failing(sums: pd.DataFrame) -> pd.DataFrame:
    """Keep the roll-ups that miss by more than a thousand pounds."""
    return sums[sums["difference_gbp"].abs() > TOLERANCE_GBP + 0.005].reset_index(drop=True)


def roll_ups(revenue: pd.DataFrame) -> pd.DataFrame:
    """Set every printed subtotal beside the sum of its lines, one row an authority, release and subtotal [GBP]."""
    parts = revenue[revenue["rolls_into"].isin(JUDGED)]
    summed = (
        parts.groupby([*KEYS, "rolls_into"], sort=False)["amount_gbp"]
        .sum(skipna=False)
        .rename("summed_gbp")
        .reset_index()
    )
    printed = revenue.loc[revenue["line"].isin(JUDGED), [*KEYS, "line", "amount_gbp"]].rename(
        columns={"amount_gbp": "printed_gbp"}
    )
    both = printed.merge(summed.rename(columns={"rolls_into": "line"}), on=[*KEYS, "line"])
    return both.assign(difference_gbp=both["printed_gbp"] - both["summed_gbp"])


def identity_notices(failures: pd.DataFrame) -> list[str]:
    """Say in one sentence for each subtotal how many authorities' lines do not add to it, and which."""
    return [
        f"{line}: the lines above it do not add to the printed figure for {len(group)} of the authorities ({', '.join(group['authority'].head(5))}); the largest difference is £{group['difference_gbp'].abs().max():,.0f}."
        for line, group in failures.groupby("line", sort=False)
    ]


def refuse_broken_cascade(sums: pd.DataFrame, where: str) -> None:
    """Refuse a release of which half the authorities do not add: the columns are then not what they were taken for."""
    for line, group in sums.groupby("line", sort=False):
        judged = group["difference_gbp"].dropna()
        if len(judged) and (judged.abs() > TOLERANCE_GBP + 0.005).mean() > 0.5:
            raise SourceError(
                f"{where}: the lines above {line} do not add to it for {(judged.abs() > TOLERANCE_GBP).sum()} of {len(judged)} authorities. The columns have another order or meaning than this loader knows; nothing is read."
            )


def area_failures(revenue: pd.DataFrame, area: str, year: str) -> pd.DataFrame:
    """List the roll-ups of an area's councils that do not add in a year, as `check_identities` does."""
    return check_identities(revenue[revenue["authority"].isin(members(area, year)["authority"])])


def area_notices(revenue: pd.DataFrame, area: str, year: str) -> list[str]:
    """Return the loaders' notices that concern a council of the area, or no council in particular."""
    register = authorities()
    codes = set(members(area, year)["authority"])
    others = set(register["authority"]) - codes
    return [
        notice
        for notice in revenue.attrs.get("notices", [])
        if not any(code in notice for code in others) or any(code in notice for code in codes)
    ]
