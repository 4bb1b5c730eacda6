"""What no contract of a single cell can say: the rules that hold between the cells of a row, and between rows."""

from collections.abc import Callable

import pandas as pd

from tieranalysis.contract.savings.errors import cells, refuse
from tieranalysis.contract.years import is_year, year_start

Rule = Callable[[pd.DataFrame, int], list[str]]


def refuse_broken_savings(savings: pd.DataFrame, source: str = "The register of savings", first_row: int = 2) -> None:
    """Refuse a register that contradicts itself; return nothing when it holds together.

    `savings` has passed its contract. Raises SavingsError, with row, column, value and mend, for a year that is none,
    a delivered figure in a future year, budget and outturn or two price bases mixed in a year, a saving that slips backwards, a part-year
    amount that is not the full year's part, a removed budget line without its reference and an override without reason.

    >>> from tieranalysis.contract import fields
    >>> row = {"saving_id": "A-1", "year": "2010-11", "as_at": pd.Timestamp("2009-06-30"), "status": "forecast", "delivered_gbp": 5.0}
    >>> savings = pd.DataFrame([row]).reindex(columns=list(fields("savings")))
    >>> refuse_broken_savings(savings, "savings.csv")
    Traceback (most recent call last):
    ...
    tieranalysis.contract.savings.errors.SavingsError: savings.csv contradicts itself:
      row 2, column 'delivered_gbp', value 5.0: A-1 has a delivered figure for 2010-11, which begins after 2009-06-30. Leave it empty, or correct as_at.
    """
    wrong_years = [
        problem for name in ("year", "base_year", "slipped_to") for problem in _not_a_year(savings, name, first_row)
    ]
    refuse(wrong_years or (problem for rule in RULES for problem in rule(savings, first_row)), source)


def _not_a_year(savings: pd.DataFrame, name: str, first_row: int) -> list[str]:
    wrong = savings[name].notna() & ~savings[name].map(is_year)
    return cells(savings, wrong, name, "not a financial year. Write one as 2008-09.", first_row)


def _starts(years: pd.Series) -> pd.Series:
    return years.map(year_start, na_action="ignore").astype("float64")


def _delivered_in_future(savings: pd.DataFrame, first_row: int) -> list[str]:
    begins = pd.to_datetime(savings["year"].str[:4] + "-04-01")
    future = savings["delivered_gbp"].notna() & (begins > savings["as_at"])
    shown = savings.assign(as_at=savings["as_at"].dt.date)
    says = (
        "{saving_id} has a delivered figure for {year}, which begins after {as_at}. Leave it empty, or correct as_at."
    )
    return cells(shown, future, "delivered_gbp", says, first_row)


def _outturn_too_early(savings: pd.DataFrame, first_row: int) -> list[str]:
    ends = pd.to_datetime((_starts(savings["year"]) + 1).astype("int64").astype("str") + "-03-31")
    early = savings["status"].eq("outturn") & (ends > savings["as_at"])
    return cells(
        savings, early, "status", "{year} is not closed at as_at. Write forecast, or correct as_at.", first_row
    )


def _delivered_on_budget_row(savings: pd.DataFrame, first_row: int) -> list[str]:
    mixed = savings["status"].eq("budget") & savings["delivered_gbp"].notna()
    says = "{saving_id} mixes budget and outturn: the row is budget and has a delivered figure. Write forecast or outturn as its status, or leave the figure empty."
    return cells(savings, mixed, "delivered_gbp", says, first_row)


def _two_statuses_in_a_year(savings: pd.DataFrame, first_row: int) -> list[str]:
    first = savings.groupby("year")["status"].transform("first")
    says = "{year} mixes budget and outturn: its first row is {first}. Bring every row of the year to one status."
    return cells(savings.assign(first=first), savings["status"].ne(first), "status", says, first_row)


def _two_price_bases_in_a_year(savings: pd.DataFrame, first_row: int) -> list[str]:
    base = savings["price_base"].astype("object").fillna("(empty)")
    first = base.groupby(savings["year"]).transform("first")
    says = "{year} has two price bases, and its first row is {first}: pounds of different years' prices do not add. Restate this row's amounts, or the others'."
    return cells(savings.assign(first=first), base.ne(first), "price_base", says, first_row)


def _slips_backwards(savings: pd.DataFrame, first_row: int) -> list[str]:
    back = _starts(savings["slipped_to"]) <= _starts(savings["year"])
    return (
        cells(
            savings,
            back,
            "slipped_to",
            "{saving_id} cannot slip from {year} to an earlier or the same year. Correct it.",
            first_row,
        )
        if back.any()
        else []
    )


def _part_year(savings: pd.DataFrame, first_row: int) -> list[str]:
    part = savings["full_year_gbp"] * savings["part_year_rate"]
    table = savings.assign(part=part.map("{:,.0f}".format))
    says = "not the full year's {full_year_gbp:,.0f} times part_year_rate {part_year_rate:g}, which is {part}. Correct one of the three."
    return cells(table, (savings["approved_gbp"] - part).abs() > 1, "approved_gbp", says, first_row)


def _removed_without_reference(savings: pd.DataFrame, first_row: int) -> list[str]:
    unseen = savings["budget_line_removed"].eq(True).fillna(False) & savings["budget_line_ref"].isna()
    return (
        cells(
            savings,
            unseen,
            "budget_line_removed",
            "no reference to the removed line. Fill in budget_line_ref, or write false.",
            first_row,
        )
        if unseen.any()
        else []
    )


def _override_without_reason(savings: pd.DataFrame, first_row: int) -> list[str]:
    bare = savings["rag_override"].notna() & savings["rag_override_reason"].isna()
    return (
        cells(
            savings,
            bare,
            "rag_override",
            "no reason is recorded. Fill in rag_override_reason, or leave the rule's rating.",
            first_row,
        )
        if bare.any()
        else []
    )


RULES: tuple[Rule, ...] = (
    _delivered_in_future,
    _outturn_too_early,
    _delivered_on_budget_row,
    _two_statuses_in_a_year,
    _two_price_bases_in_a_year,
    _slips_backwards,
    _part_year,
    _removed_without_reference,
    _override_without_reason,
)
