"""What the contact-centre report says in words: each sentence is made from the tables, so that it cannot drift from them."""

import math
from typing import Any

import pandas as pd

from tieranalysis.present.answers_budgets import in_words
from tieranalysis.present.numbers import spoken

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


def pooling_answer(
    spread: pd.DataFrame, break_even: float, best: pd.DataFrame, keep_share: float = 0.8, illustrative: bool = False
) -> str:
    """State agents together and apart at the busiest half hour, the range, the break-even and the willing few.

    `spread` is `pool_uncertainty`: the middle of the weeks drawn is given for each number by itself, so the rate is not
    that of the two numbers of agents. `best` is `best_by_size`; the few are the smallest coalition that keeps
    `keep_share` of the saving, or the largest short of all if none does.

    >>> spread = pd.DataFrame({"measure": ["busiest_apart", "busiest_together", "busiest_saving_rate"],
    ...     "low": [44, 33, 0.2], "central": [48, 36, 0.25], "high": [52, 39, 0.31]})
    >>> best = pd.DataFrame({"size": [1, 2, 3], "saving": [0.0, 8.5, 10.0], "kept_rate": [0.0, 0.85, 1.0]})
    >>> pooling_answer(spread, 0.34, best)
    'Answering together would need 36 agents at the busiest half hour against 48 apart; the middle one of the weeks drawn needs 25% fewer (20% to 31%). The saving is gone if calls take 34% longer. Two of the three partners keep 85% of what all three save.'
    >>> pooling_answer(spread, 0.34, best.assign(kept_rate=[0.0, 1.09, 1.0]), illustrative=True)[:45]
    'On illustrative calls, answering together wou'
    >>> pooling_answer(spread, 0.34, best.assign(kept_rate=[0.0, 1.09, 1.0]))[-74:]
    'longer. Two of the three partners together would save more than all three.'
    """
    rows = spread.set_index("measure")
    saved, middle = rows.loc["busiest_saving_rate"], rows["central"]
    first = (
        f"{'On illustrative calls, a' if illustrative else 'A'}nswering together would need "
        f"{middle['busiest_together']:,.0f} agents at the busiest half hour against {middle['busiest_apart']:,.0f} apart; "
        f"the middle one of the weeks drawn needs {_fewer(saved['central'], saved['low'], saved['high'])}"
    )
    gone = _gone(break_even)
    return f"{first}. {gone[0].upper()}{gone[1:]}.{_willing(best, keep_share)}"


def _fewer(rate: float, low: float, high: float) -> str:
    if rate < 0:
        return f"{-rate:.0%} more ({_percent(-high)} to {_percent(-low)})"
    return f"{rate:.0%} fewer ({_percent(low)} to {_percent(high)})"


def _percent(rate: float) -> str:
    return spoken(rate, "rate", 0)


def _gone(break_even: float) -> str:
    if break_even == 0:
        return "over the week nothing is saved, even if pooled calls take no longer than today"
    if math.isinf(break_even):
        return "nothing is poured together, so longer calls change nothing"
    return f"the saving is gone if calls take {break_even:.0%} longer"


def _willing(best: pd.DataFrame, keep_share: float) -> str:
    partners = int(best["size"].max())
    if partners < 3 or best["saving"].iloc[-1] <= 0:
        return ""
    smaller = best[best["size"].between(2, partners - 1)]
    enough = smaller[smaller["kept_rate"] >= keep_share]
    row = (enough if len(enough) else smaller.tail(1)).iloc[0]
    if row["kept_rate"] <= 0:
        return f" No group of fewer than all {in_words(partners)} saves anything."
    some, whole = f" {in_words(int(row['size'])).capitalize()} of the {in_words(partners)} partners", in_words(partners)
    if row["kept_rate"] > 1:
        return f"{some} together would save more than all {whole}."
    return f"{some} keep {row['kept_rate']:.0%} of what all {whole} save."


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


def service_answer(figures: pd.Series, target_seconds: float) -> str:
    """Give the service level in its readings, each by name; missing where the data do not hold it.

    >>> figures = pd.Series({"service_level_offered_rate": 0.64, "service_level_answered_rate": 0.742,
    ...     "service_level_virtual_high_rate": 0.78, "abandonment_rate": 0.137})
    >>> service_answer(figures, 20)
    'Within 20 seconds: 64% of all who called, 74% of those answered, and between 64% and 78% of callers had none hung up; 14% hung up.'
    """
    offered, high = figures["service_level_offered_rate"], figures["service_level_virtual_high_rate"]
    if pd.isna(offered):
        return "The data do not say how many calls were answered in time, so there is no service level."
    return (
        f"Within {target_seconds:g} seconds: {offered:.0%} of all who called, {figures['service_level_answered_rate']:.0%} "
        f"of those answered, and between {offered:.0%} and {high:.0%} of callers had none hung up; "
        f"{figures['abandonment_rate']:.0%} hung up."
    )


def rounding_answer(summary: pd.Series) -> str:
    """Set the saving in whole agents beside the saving in fractions, and say which is the headline.

    >>> rounding_answer(pd.Series({"saving_rate": 0.30, "saving_rate_fractional": 0.24}))
    'Over the week the saving is 30% of agent hours in whole agents and 24% in fractions of an agent. The second is used for the business case, for rounding up in every small centre flatters the first; shares between partners are in whole agents.'
    """
    whole, part = summary["saving_rate"], summary["saving_rate_fractional"]
    why = (
        "for rounding up in every small centre flatters the first"
        if whole > part
        else "for fractions add up without rounding"
    )
    return (
        f"Over the week the saving is {_percent(whole)} of agent hours in whole agents and {_percent(part)} "
        f"in fractions of an agent. The second is used for the business case, {why}; shares between partners are in whole agents."
    )


def cost_answer(case: pd.DataFrame) -> str:
    """Say what the change costs, what it saves net, and when it has paid for itself in each case (`pooling_case`).

    >>> case = pd.DataFrame({"case": ["low", "central", "high"], "net_saving_gbp": [-2e4, 1e5, 2e5],
    ...     "one_off_gbp": [9e5, 4e5, 2e5], "pay_back_years": [float("nan"), 4.0, 1.0]})
    >>> cost_answer(case)
    'The change costs £400,000 once and saves £100,000 a year net, so it pays back in 4.0 years (never in the low case, 1.0 years in the high case).'
    """
    rows = case.set_index("case")
    years = {name: _years(rows.loc[name, "pay_back_years"]) for name in ("low", "central", "high")}
    once, net = rows.loc["central", ["one_off_gbp", "net_saving_gbp"]]
    ends = f"({years['low']} in the low case, {years['high']} in the high case)"
    if years["central"] == "never":
        return f"The change costs {_about(once)} once and does not save enough a year to pay it back {ends}."
    return (
        f"The change costs {_about(once)} once and saves {_about(net)} a year net, "
        f"so it pays back in {years['central']} {ends}."
    )


def _about(gbp: float) -> str:
    """Write an amount to the nearest thousand pounds, above ten thousand: no assumption here is surer than that."""
    return spoken(float(round(gbp, -3 if abs(gbp) >= 10_000 else 0)), "GBP")


def _years(years: float) -> str:
    return "never" if pd.isna(years) else f"{years:.1f} years"


def sensitivity_answer(tried: pd.DataFrame) -> str:
    """Say which assumption moves the saving in agent hours most over its range (`pool_sensitivity`).

    >>> tried = pd.DataFrame({"assumption": ["uplift", "uplift", "patience_seconds", "patience_seconds"],
    ...     "value": [0.0, 0.2, 60, 300], "saving_rate_fractional": [0.2, 0.05, 0.15, 0.16]})
    >>> sensitivity_answer(tried)
    'What moves the answer most is how much longer a pooled call takes: over its range the saving runs from 5% to 20% of agent hours.'
    """
    ends = tried.groupby("assumption")["saving_rate_fractional"].agg(["min", "max"])
    most = (ends["max"] - ends["min"]).idxmax()
    low, high = ends.loc[most]
    words = CONTROL_WORDS.get(most, most)
    return f"What moves the answer most is {words}: over its range the saving runs from {_percent(low)} to {_percent(high)} of agent hours."


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


def _headline(label: str, unit: str, row: pd.Series) -> dict[str, Any]:
    return {
        "label": label,
        "value": row["central"],
        "unit": unit,
        "low": row["low"],
        "high": row["high"],
        "decimals": 0,
    }
