"""Pick from the revenue table what was asked for, and refuse what is not there or would be two things at once."""

import re
from typing import Literal

import pandas as pd

from tieranalysis.contract import BasisError, TierAnalysisError
from tieranalysis.registers import bases, members

# What becomes of a measure whose line a release does not have: refused, or missing for everybody.
Lacking = Literal["refuse", "mark"]
YEAR = re.compile(r"(19|20)\d{2}-\d{2}")


class ChoiceError(TierAnalysisError):
    """A question that the table cannot answer as it was asked."""


def one_basis(basis: str | None) -> pd.Series:
    """Return the basis of that name: title, line, less (a list of lines), leaves_out.

    Raises BasisError, which lists the bases, when none or an unknown one is named.

    >>> one_basis("council_tax_requirement")["title"]
    'Council tax requirement'
    """
    known = bases().set_index("basis")
    if basis not in known.index:
        said = "A comparison of tiers needs a basis" if basis is None else f"There is no basis {basis!r}"
        raise BasisError(
            f"{said}: the same councils differ by a factor of three between bases. Name one: {', '.join(known.index)}."
        )
    row = known.loc[basis]
    return pd.Series({**row, "less": row["less"].split(";") if pd.notna(row["less"]) else []}, name=basis)


def year_of(revenue: pd.DataFrame, year: str, status: str | None = None, vintage: str | None = None) -> pd.DataFrame:
    """Return one year's rows of the revenue table, of one status and one vintage.

    Raises ChoiceError when the year is malformed or not there (with the years that are), when it holds both budget
    and outturn and no status is named, or two vintages and none is named.

    >>> rows = pd.DataFrame({"year": ["2010-11"], "status": ["outturn"], "vintage": ["a"], "price_base": ["cash"]})
    >>> year_of(rows, "2031-32")
    Traceback (most recent call last):
    ...
    tieranalysis.metrics.budgets.choose.ChoiceError: There are no figures for 2031-32. The years are: 2010-11 (outturn).
    """
    if not isinstance(year, str) or not YEAR.fullmatch(year) or int(year[5:]) != (int(year[2:4]) + 1) % 100:
        raise ChoiceError(f"{year!r} is not a financial year. Write it as 2010-11.")
    rows = revenue[revenue["year"] == year]
    rows = rows[rows["status"] == status] if status else rows
    if rows.empty:
        known = revenue[["year", "status"]].drop_duplicates().sort_values(["year", "status"])
        raise ChoiceError(
            f"There are no {status + ' ' if status else ''}figures for {year}. The years are: {', '.join(f'{y} ({s})' for y, s in known.itertuples(index=False))}."
        )
    rows = _one(rows, "status", None, year)
    return _one(rows, "vintage", vintage, year)


def one_year(revenue: pd.DataFrame, year: str, vintage: str | None = None) -> pd.DataFrame:
    """Return one year's rows of the revenue table: its outturn, or its budget where it has no outturn yet.

    Errors as `year_of`.
    """
    outturn = ((revenue["year"] == year) & (revenue["status"] == "outturn")).any()
    return year_of(revenue, year, "outturn" if outturn else None, vintage)


def _one(rows: pd.DataFrame, name: str, wanted: str | None, year: str) -> pd.DataFrame:
    rows = rows if wanted is None else rows[rows[name] == wanted]
    found = sorted(rows[name].unique())
    if len(found) != 1:
        raise ChoiceError(
            f"{year} has {len(found)} of {name} ({', '.join(found) or wanted}); they must not be mixed. Choose one with {name}=."
        )
    return rows


def refuse_two_vintages(rows: pd.DataFrame, what: str) -> None:
    """Refuse rows of a denominator (people or prices) that come from two releases, and say how to choose.

    Raises ChoiceError; `what` begins the sentence.
    """
    found = sorted(rows["vintage"].unique()) if "vintage" in rows else []
    if len(found) > 1:
        raise ChoiceError(
            f"{what} of {len(found)} vintages ({', '.join(found)}); they must not be mixed. "
            "Prefer one with tieranalysis import --prefer FILE, or keep the rows of one."
        )


def by_authority(revenue: pd.DataFrame, lines: list[str], lacking: Lacking = "refuse") -> pd.DataFrame:
    """Return one row an authority and one column a line [GBP]; a council's empty cell stays missing.

    A line marked with ? was not part of every year's return: where the whole release has none, it is left out. Another
    line that the release does not have is refused, or with lacking="mark" missing for everybody.

    Raises ChoiceError when the table has no row of such a line.
    """
    names = [line.removesuffix("?") for line in lines]
    wide = revenue[revenue["line"].isin(names)].set_index(["authority", "line"])["amount_gbp"].unstack("line")
    absent = [line for line in lines if not line.endswith("?") and line not in wide]
    if absent and lacking == "mark":
        wide = wide.assign(**dict.fromkeys(absent, float("nan")))
    elif absent:
        raise ChoiceError(f"The table has no line {', '.join(absent)}. Read the whole release, not a part of it.")
    return wide[[name for name in names if name in wide]]


def on_basis(revenue: pd.DataFrame, basis: pd.Series, lacking: Lacking = "refuse") -> pd.Series:
    """Return each authority's amount on a basis [GBP], by authority; missing where any line of it is missing."""
    lines = [basis["line"], *basis["less"]]
    wide = by_authority(revenue, lines, lacking)
    return wide[basis["line"]] - wide.drop(columns=basis["line"]).sum(axis=1, skipna=False)


def tiers(area: str, year: str) -> pd.DataFrame:
    """Return the county and the districts of an area in a year: authority, name, tier (county or districts)."""
    both = members(area, year)
    both = both[both["tier"].isin(["county", "district"])]
    return both.assign(tier=both["tier"].replace("district", "districts"))
