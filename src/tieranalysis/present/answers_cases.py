"""What the savings report says in every case of its panel: columns of words beside the numbers, and sentences that hold both."""

import pandas as pd

from tieranalysis.present.answers_budgets import in_words
from tieranalysis.present.answers_savings import chance_words, savings_answer
from tieranalysis.present.headlines_savings import savings_headlines
from tieranalysis.present.numbers import spoken
from tieranalysis.present.parts_savings import MOVES_MOST, RETURN, mover_words, paid_words, worse_words
from tieranalysis.present.words_appraisal import SUMMARY, internal_words, peak_words, ratio_words_of

CARDS = ("left_gbp", "at_risk_gbp", "sound_rate")
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
    "answer_said",
    *CARDS,
]
"""The columns of `savings_said` and `tracking_said` that sentences and small tables follow."""


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


def tracking_said(
    grid: pd.DataFrame, tracked: pd.DataFrame, gaps: pd.DataFrame, graded: pd.DataFrame, likely: pd.DataFrame, year: str
) -> pd.DataFrame:
    """Add to `savings_said` the answer of each case (answer_said), and its headline numbers, by who takes part.

    `tracked`, `gaps` and `graded` are those of `savings_answer` for each team, as `for_each_team` gives them. Further
    columns: left_gbp, at_risk_gbp [GBP] and sound_rate [ratio of the approved amount], missing where they are not known.
    """
    teams = grid["partners"].drop_duplicates()
    facts = {name: [_own(frame, name) for frame in (tracked, gaps, graded)] for name in teams}
    said = {name: savings_answer(*own[:2], likely, own[2], year, chance="{chance_said}") for name, own in facts.items()}
    cards = {name: [card["value"] for card in savings_headlines(*own, year)] for name, own in facts.items()}
    answers = [
        said[name].replace("{chance_said}", c) for name, c in zip(grid["partners"], grid["chance_said"], strict=True)
    ]
    numbers = {
        column: grid["partners"].map({name: values[place] for name, values in cards.items()}).astype("float64")
        for place, column in enumerate(CARDS, start=1)
    }
    return grid.assign(answer_said=answers, **numbers)


def _own(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    return frame[frame["partners"] == name].reset_index(drop=True)


def headlines_to_try(own: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return `savings_headlines` with a name of the panel of `tracking_said` in each number that follows it: all but the target."""
    return [own[0], *(card | {"value": f"{{{name}}}"} for card, name in zip(own[1:], CARDS, strict=True))]


def savings_points_to_try(answer: str, result: object, moved: pd.DataFrame) -> list[str]:
    """Return the main points of `savings_points` as sentences that follow the panel of `savings_said`.

    `answer` is "{answer_said}", or a sentence that may hold "{chance_said}"; `result` is the appraisal, and `moved` the tornado, of the report's own case.
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
