"""Figures of the council reports: what is printed is kept for ever, and how it is read is a dated row beside it.

Printed text never changes. A reading is a row of its own with its rule, reason, confidence and alternatives, and the
latest counts. In both readings what kind of figure it is (year, status, basis, flow or stock) comes from the
interpretation, because print does not say it; only value and amount differ.
"""

import re
from decimal import Decimal
from pathlib import Path
from typing import Literal

import pandas as pd

from tieranalysis.contract import SourceError, conform, fields
from tieranalysis.load.council_reports import read_report_table

READINGS = ("interpreted", "printed")
MONEY = re.compile(r"£\s?(?P<number>\d[\d,]*(?:\.\d+)?)\s?(?P<scale>bn|m)?")
PERCENT = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s?(?:%|per cent)")
SCALES = {None: ("GBP", 1), "m": ("GBP million", 10**6), "bn": ("GBP billion", 10**9)}


def read_statements(
    reading: Literal["interpreted", "printed"] = "interpreted", folder: str | Path | None = None
) -> pd.DataFrame:
    """Return the figures of the council reports in one reading, as the table `statements` [amounts in GBP].

    "interpreted" gives each figure as it must be read; "printed" gives it letter for letter, so that the £1.666m of the
    2007 report is £1,666,000. Both keep the printed text, its place in the document, the rule and the reason.

    Raises SourceError for any other reading, and for a printed text that is no figure.

    >>> for reading in ("printed", "interpreted"):
    ...     print(read_statements(reading).set_index("statement").loc["county_budget_2007", "amount_gbp"])
    1666000.0
    1666000000.0
    >>> read_statements("literal")
    Traceback (most recent call last):
    ...
    tieranalysis.contract.errors.SourceError: There is no reading 'literal'. The readings are: interpreted, printed.
    """
    if reading not in READINGS:
        raise SourceError(f"There is no reading {reading!r}. The readings are: {', '.join(READINGS)}.")
    printed, latest = read_report_table("printed_figures", folder), _latest(folder)
    both = printed.merge(latest, on="statement", how="left", validate="one_to_one", indicator=True)
    _refuse_unread(both)
    both = both.assign(reading=reading)
    return conform((_as_printed(both) if reading == "printed" else both)[list(fields("statements"))], "statements")


def _latest(folder: str | Path | None) -> pd.DataFrame:
    readings = read_report_table("interpretations", folder)
    return readings.sort_values("interpreted_on", kind="stable").drop_duplicates("statement", keep="last")


def _refuse_unread(both: pd.DataFrame) -> None:
    unread = both.loc[both["_merge"] == "left_only", "statement"].to_list()
    if unread:
        raise SourceError(
            f"interpretations.csv: {', '.join(unread)} {'has' if len(unread) == 1 else 'have'} no interpretation. Add a dated row for each."
        )


def _as_printed(both: pd.DataFrame) -> pd.DataFrame:
    literal = pd.DataFrame([as_printed(text) for text in both["value_as_printed"]], index=both.index)
    said = {
        "rule": "letter for letter",
        "reason": "As the document prints it, whether or not it can be meant so.",
        "confidence": "high",
    }
    blank = {"alternatives": None, "interpreter": "the document", "interpreted_on": None}
    return both.assign(**literal, **said, **blank)


def as_printed(text: str) -> dict[str, float | str | None]:
    """Return the value, unit and pounds that a printed figure states letter for letter [GBP].

    Raises SourceError for a text that is neither money nor a percentage.

    >>> as_printed("£1.666m")
    {'value': 1.666, 'unit': 'GBP million', 'amount_gbp': 1666000.0}
    >>> as_printed("3%")
    {'value': 3.0, 'unit': 'percent', 'amount_gbp': None}
    """
    money, percent = MONEY.fullmatch(text.strip()), PERCENT.fullmatch(text.strip())
    if money:
        unit, scale = SCALES[money["scale"]]
        number = Decimal(money["number"].replace(",", ""))
        return {"value": float(number), "unit": unit, "amount_gbp": float(number * scale)}
    if percent:
        return {"value": float(percent["number"]), "unit": "percent", "amount_gbp": None}
    raise SourceError(
        f"printed_figures.csv, column 'value_as_printed', value {text!r}: neither money nor a percentage. Copy it as printed, such as £1.666m or 3%."
    )
