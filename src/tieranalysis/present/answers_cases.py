"""What the savings report says in every case of its panel: columns of words beside the numbers, and sentences that hold both."""

import pandas as pd

from tieranalysis.present.answers_budgets import in_words
from tieranalysis.present.answers_savings import chance_words
from tieranalysis.present.numbers import spoken
from tieranalysis.present.parts_savings import MOVES_MOST, RETURN, mover_words, paid_words, worse_words
from tieranalysis.present.words_savings import SUMMARY, internal_words, peak_words, ratio_words_of

RETURNED = [
    "npv_said",
    "ratio_said",
    "payback_year",
    "present_payback_year",
    "peak_said",
    "internal_said",
    "rate_said",
]
SAID_OF_SAVINGS = [
    "paid_said",
    "npv_p10_gbp",
    "npv_p90_gbp",
    "mover_said",
    "mover_least_gbp",
    "mover_most_gbp",
    "partners_said",
    "chance_said",
    *RETURNED,
    "present_benefit_said",
    "present_cost_said",
    "benefit_change_rate",
    "cost_change_rate",
]
"""The columns of `savings_said` that sentences and small tables follow."""


def savings_said(grid: pd.DataFrame, base_year: str) -> pd.DataFrame:
    """Add to `answers_to_try` the words of each case, in columns that end in _said, for sentences and cells that follow."""
    money = ("npv", "present_benefit", "present_cost")
    amounts = {f"{name}_said": [spoken(value, "GBP") for value in grid[f"{name}_gbp"]] for name in money}
    peaks = zip(grid["peak_gbp"], grid["peak_year"], strict=True)
    movers = zip(grid["mover"], grid["mover_grade"], strict=True)
    rules = grid[["rules", "rules_worse", "most_worse"]].itertuples(index=False)
    changes = {
        "benefit_change_rate": grid["present_cost_gbp"] / grid["present_benefit_gbp"].where(lambda x: x > 0) - 1,
        "cost_change_rate": grid["present_benefit_gbp"] / grid["present_cost_gbp"].where(lambda x: x > 0) - 1,
    }
    return grid.assign(
        **amounts,
        **changes,
        paid_said=grid["payback_year"].map(paid_words),
        mover_said=[mover_words(*mover) for mover in movers],
        partners_said=[worse_words(*row) for row in rules],
        chance_said=grid["chance"].map(chance_words),
        ratio_said=grid["benefit_cost_ratio"].map(ratio_words_of),
        internal_said=grid["internal_rate"].map(internal_words),
        peak_said=[peak_words(*peak) for peak in peaks],
        rate_said=[f"{spoken(rate, 'rate')} from {base_year}" for rate in grid["discount_rate"]],
    )


def savings_points_to_try(answer: str, result: object, moved: pd.DataFrame) -> list[str]:
    """Return the main points of `savings_points` as sentences that follow the panel of `savings_said`.

    `answer` may hold "{chance_said}"; `result` is the appraisal, and `moved` the tornado, of the report's own case.
    """
    names = {"npv": "{npv_gbp}", "rate": "{discount_rate}", "low": "{npv_p10_gbp}", "high": "{npv_p90_gbp}"}
    years = in_words(len(result.yearly))
    worth = RETURN.format(years=years, price_base=result.price_base, paid="{paid_said}", **names)
    ends = {"mover": "{mover_said}", "least": "{mover_least_gbp}", "most": "{mover_most_gbp}"}
    return [answer, worth, mover_words(None, None) if moved.empty else MOVES_MOST.format(**ends), "{partners_said}"]


def summary_to_try() -> pd.DataFrame:
    """Return `appraisal_summary` with a name of the panel in each cell of `answer`, which follows it."""
    return pd.DataFrame({"what": SUMMARY, "answer": [f"{{{cell}}}" for cell in RETURNED]})


def switching_to_try() -> pd.DataFrame:
    """Return `switching_in_words` with a name of the panel in each cell that follows it."""
    rows = [
        ("present benefits", "{present_benefit_said}", "{present_cost_said}", "{benefit_change_rate}"),
        ("present costs", "{present_cost_said}", "{present_benefit_said}", "{cost_change_rate}"),
        ("discount rate", "{discount_rate}", "{internal_said}", None),
    ]
    return pd.DataFrame(rows, columns=["part", "now", "switches_at", "change_rate"])
