"""What the contact-centre report says in words: each sentence is made from the tables, so that it cannot drift from them."""

import math
from typing import Any

import pandas as pd

from tieranalysis.present.answers_budgets import in_words

CONTROL_WORDS = {
    "patience_seconds": "how long callers hold on",
    "target_seconds": "the target wait",
    "target_level": "the target share",
    "uplift": "how much longer a pooled call takes",
    "pooled_share": "the share of calls that a generalist can take",
}


def inputs_answer(illustrative: bool, title: str) -> str:
    """Say first whether the inputs are a council's own or made up.

    >>> inputs_answer(True, "Illustrative year of calls, 2007-08")
    'Every figure about calls, staff and cost here is illustrative (Illustrative year of calls, 2007-08): it shows what the method finds, and not what any council spends.'
    """
    if illustrative:
        return (
            f"Every figure about calls, staff and cost here is illustrative ({title}): "
            "it shows what the method finds, and not what any council spends."
        )
    return f"Calls are the councils’ own: {title}."


def inventory_answer(counts: dict[str, int]) -> str:
    """Say what there is today, and what the reports do not say.

    >>> inventory_answer({"centres": 6, "direct_lines": 13, "traditional": 7, "not_stated": 2})
    'The public meets six contact centres and thirteen direct lines, so at least 19 numbers; seven councils have traditional arrangements, and of two nothing is stated.'
    """
    numbers = counts["centres"] + counts["direct_lines"]
    return (
        f"The public meets {in_words(counts['centres'])} contact centres and {in_words(counts['direct_lines'])} direct lines, "
        f"so at least {numbers} numbers; {in_words(counts['traditional'])} councils have traditional arrangements, "
        f"and of {in_words(counts['not_stated'])} nothing is stated."
    )


def service_answer(figures: pd.Series) -> str:
    """Give the service level in its readings, each by name; missing where the data do not hold it.

    In time is what the data counted as in time: the target wait for which the staff is worked out may be another.

    >>> figures = pd.Series({"service_level_offered_rate": 0.64, "service_level_answered_rate": 0.742,
    ...     "service_level_virtual_high_rate": 0.78, "abandonment_rate": 0.137})
    >>> service_answer(figures)
    'In time, as the data count it: 64% of all who called, 74% of those answered, and between 64% and 78% of callers had none hung up; 14% hung up.'
    """
    offered, high = figures["service_level_offered_rate"], figures["service_level_virtual_high_rate"]
    if pd.isna(offered):
        return "The data do not say how many calls were answered in time, so there is no service level."
    return (
        f"In time, as the data count it: {offered:.0%} of all who called, {figures['service_level_answered_rate']:.0%} "
        f"of those answered, and between {offered:.0%} and {high:.0%} of callers had none hung up; "
        f"{figures['abandonment_rate']:.0%} hung up."
    )


def contact_headlines(
    spread: pd.DataFrame, saving_gbp: tuple[float, float, float], break_even: float
) -> list[dict[str, Any]]:
    """Return the four headline numbers: agents apart, agents together, saving a year with its range, break-even.

    Each number is the middle of the same draws as its range: a mean week would hide the peaks that decide both.
    """
    rows = spread.set_index("measure")
    low, central, high = saving_gbp
    return [
        _headline("Agents apart, busiest half hour", "agents", rows.loc["busiest_apart"]),
        _headline("Agents together, busiest half hour", "agents", rows.loc["busiest_together"]),
        {
            "label": "Saving a year, before costs",
            "value": round(central, -3),
            "low": round(low, -3),
            "high": round(high, -3),
            "unit": "GBP",
        },
        {
            "label": "Longer calls that undo it",
            "value": None if math.isinf(break_even) else break_even,
            "unit": "rate",
            "decimals": 0,
        },
    ]


def headlines_that_follow() -> list[dict[str, Any]]:
    """Return the numbers of `contact_headlines` by their names in the grid of `contacts_said`, so that they follow its panel.

    >>> headlines_that_follow()[0]["value"], headlines_that_follow()[2]["high"]
    ('{busiest_apart_central}', '{saving_high_gbp}')
    """
    busiest = [
        {f"{end}": f"{{busiest_{how}_{end}}}" for end in ("low", "central", "high")} for how in ("apart", "together")
    ]
    found = contact_headlines(
        pd.DataFrame({"measure": ["busiest_apart", "busiest_together"], **pd.DataFrame(busiest)}), (0.0, 0.0, 0.0), 0.0
    )
    saving = {"value": "{saving_central_gbp}", "low": "{saving_low_gbp}", "high": "{saving_high_gbp}"}
    return [*found[:2], found[2] | saving, found[3] | {"value": "{break_even_rate}"}]


def _headline(label: str, unit: str, row: pd.Series) -> dict[str, Any]:
    return {
        "label": label,
        "value": row["central"],
        "unit": unit,
        "low": row["low"],
        "high": row["high"],
        "decimals": 0,
    }
