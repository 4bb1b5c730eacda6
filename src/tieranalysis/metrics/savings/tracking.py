"""What was promised, what came, and what is at risk: gross, net of pressure, and net of what was put right."""

from collections.abc import Sequence

import pandas as pd

from tieranalysis.contract import total
from tieranalysis.contract.savings.errors import SavingsError
from tieranalysis.contract.years import year_start

AMOUNTS = ["approved_gbp", "delivered_gbp", "in_year_pressure_gbp", "mitigation_gbp"]


def net_at_risk(savings: pd.DataFrame) -> pd.Series:
    """Return what is at risk of each row: approved less delivered plus new pressure in the year [GBP].

    Source: Brighton & Hove City Council, savings monitoring 2022/23 (case VC05).

    >>> net_at_risk(pd.DataFrame({"approved_gbp": [2674e3], "delivered_gbp": [2637e3], "in_year_pressure_gbp": [1781e3]})).to_list()
    [1818000.0]
    """
    return savings["approved_gbp"] - savings["delivered_gbp"] + savings["in_year_pressure_gbp"]


def track_savings(savings: pd.DataFrame, by: Sequence[str] = ("year",)) -> pd.DataFrame:
    """Add the register up by any of its keys, as workstream, year, authority, cashable or recurrent.

    Returns the keys, status and price_base, then approved_gbp, delivered_gbp, in_year_pressure_gbp, mitigation_gbp,
    net_at_risk_gbp and after_mitigation_gbp [GBP], delivered_rate (delivered over approved) and net_rate (what is left of
    the approved amount after what is at risk) [ratio]. A missing part makes the total missing.

    Raises TotalError where a group mixes budget and outturn, or two price bases.

    >>> savings = pd.DataFrame({"year": ["2022-23"] * 2, "status": "outturn", "price_base": "cash", "approved_gbp": [2674.0, 2353.0],
    ...     "delivered_gbp": [2637.0, 1777.0], "in_year_pressure_gbp": [1781.0, 387.0], "mitigation_gbp": [0.0, 0.0]})
    >>> track_savings(savings)[["approved_gbp", "net_at_risk_gbp"]].to_numpy().tolist()
    [[5027.0, 2781.0]]
    """
    table = total(savings, by, AMOUNTS, table="savings")
    table["net_at_risk_gbp"] = net_at_risk(table)
    table["after_mitigation_gbp"] = table["net_at_risk_gbp"] - table["mitigation_gbp"]
    approved = table["approved_gbp"].where(table["approved_gbp"] > 0)
    return table.assign(
        delivered_rate=table["delivered_gbp"] / approved, net_rate=1 - table["net_at_risk_gbp"] / approved
    )


def full_year_effect(savings: pd.DataFrame) -> pd.DataFrame:
    """Return what each saving still adds once it runs for a full year, one row a saving a year.

    Columns: saving_id, year, approved_gbp, full_year_gbp and still_to_come_gbp [GBP a year].

    >>> savings = pd.DataFrame({"saving_id": ["A-1"], "year": ["2010-11"], "approved_gbp": [25.0], "full_year_gbp": [100.0]})
    >>> full_year_effect(savings)["still_to_come_gbp"].to_list()
    [75.0]
    """
    table = savings[["saving_id", "year", "approved_gbp", "full_year_gbp"]].reset_index(drop=True)
    return table.assign(still_to_come_gbp=table["full_year_gbp"] - table["approved_gbp"])


def slippage(savings: pd.DataFrame) -> pd.DataFrame:
    """Return what has slipped, one row a saving a year that names the year to which it slips.

    Columns: saving_id, title, year, slipped_to, slipped_gbp (approved and not delivered) [GBP] and years_late.

    >>> savings = pd.DataFrame({"saving_id": ["A-1"], "title": ["Mail"], "year": ["2010-11"], "slipped_to": ["2012-13"], "approved_gbp": [25.0], "delivered_gbp": [10.0]})
    >>> slippage(savings)[["slipped_gbp", "years_late"]].to_numpy().tolist()
    [[15.0, 2.0]]
    """
    slipped = savings[savings["slipped_to"].notna()]
    late = slipped["slipped_to"].map(year_start).astype("int64") - slipped["year"].map(year_start).astype("int64")
    table = slipped[["saving_id", "title", "year", "slipped_to"]].assign(
        slipped_gbp=slipped["approved_gbp"] - slipped["delivered_gbp"]
    )
    return table.assign(years_late=late).reset_index(drop=True)


def made_from_assumptions(savings: pd.DataFrame) -> bool:
    """Say whether any row of the register is made from assumptions rather than from a council's books."""
    return bool(savings["illustrative"].eq(True).any())


def last_year_of(savings: pd.DataFrame) -> str:
    """Return the last year that the register has rows for."""
    return str(savings["year"].max())


def entered_year(savings: pd.DataFrame, year: str) -> str:
    """Return the year, when the register has rows for it.

    Raises SavingsError, which lists the years that it has.

    >>> entered_year(pd.DataFrame({"year": ["2008-09", "2009-10"]}), "2031-32")
    Traceback (most recent call last):
    ...
    tieranalysis.contract.savings.errors.SavingsError: The register of savings has nothing for '2031-32'. Its years are: 2008-09, 2009-10.
    """
    years = sorted(savings["year"].unique())
    if year not in years:
        raise SavingsError(f"The register of savings has nothing for {year!r}. Its years are: {', '.join(years)}.")
    return year


def risk_or_plan(savings: pd.DataFrame, year: str) -> pd.DataFrame:
    """Return what is at risk by workstream in a year, or what is approved where no delivery is known yet, the largest first.

    Columns: workstream, measure (net at risk, or approved) and amount_gbp [GBP].
    """
    streams = track_savings(savings[savings["year"] == entered_year(savings, year)], ["workstream", "year"])
    measure = "approved" if streams["net_at_risk_gbp"].isna().any() else "net at risk"
    table = streams[["workstream"]].assign(measure=measure, amount_gbp=streams[f"{measure.replace(' ', '_')}_gbp"])
    return table.sort_values("amount_gbp", ascending=False, kind="stable", ignore_index=True)
