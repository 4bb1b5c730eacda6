"""The results of an appraisal in words: what a programme returns, and what would undo it."""

import pandas as pd

from tieranalysis.present.numbers import spoken

SUMMARY = [
    "Net present value",
    "Benefits over costs, discounted",
    "Paid back from",
    "Paid back from, discounted",
    "Most that must be found on the way",
    "Rate at which it would be worth nothing",
    "Discount rate and base year",
]


def appraisal_summary(result: object) -> pd.DataFrame:
    """Return the results of an appraisal in words: what and answer."""
    answers = [
        spoken(result.npv_gbp, "GBP"),
        ratio_words_of(result.benefit_cost_ratio),
        result.payback_year,
        result.discounted_payback_year,
        peak_words(result.peak_funding_gbp, result.peak_funding_year),
        internal_words(result.internal_rate),
        f"{spoken(result.discount_rate, 'rate')} from {result.base_year}",
    ]
    return pd.DataFrame({"what": SUMMARY, "answer": answers})


def ratio_words_of(ratio: float) -> str:
    """Write benefits over costs, or why there is no ratio."""
    return "no cost to divide by" if pd.isna(ratio) else f"{ratio:.1f}"


def internal_words(rate: float) -> str:
    """Write the rate at which an investment is worth nothing, where exactly one is certain.

    >>> internal_words(0.0971), internal_words(35.9), internal_words(float("nan"))
    ('9.7%', 'above 100%', 'none, or more than one')
    """
    if pd.isna(rate):
        return "none, or more than one"
    return "above 100%" if rate > 1 else spoken(rate, "rate")


def peak_words(peak_gbp: float, year: str) -> str:
    """Say how much must be found on the way at most, and when.

    >>> peak_words(178_739.0, "2008-09"), peak_words(0.0, "2008-09")
    ('£178,739 (2008-09)', '£0 (none needed)')
    """
    return f"{spoken(peak_gbp, 'GBP')} ({year if peak_gbp else 'none needed'})"


def switching_in_words(result: object) -> pd.DataFrame:
    """Return the switching values of an appraisal: part, now, switches_at (in words) and change_rate."""
    table = result.switching
    money = table["unit"] == "GBP"
    now = [spoken(value, "GBP" if gbp else "rate") for value, gbp in zip(table["at"], money, strict=True)]
    ends = [
        spoken(value, "GBP") if gbp else internal_words(value)
        for value, gbp in zip(table["switches_at"], money, strict=True)
    ]
    return pd.DataFrame({"part": table["part"], "now": now, "switches_at": ends, "change_rate": table["change_rate"]})
