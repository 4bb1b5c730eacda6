"""What pooling needs, saves and costs in words: sentences made from the tables, for the report's own case and for every other."""

import math

import pandas as pd

from tieranalysis.present.answers_budgets import in_words
from tieranalysis.present.numbers import spoken

LONG = 100  # years, from which on it does not matter how many


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
    fewer = tuple(saved[["central", "low", "high"]])
    needed = middle["busiest_together"], middle["busiest_apart"]
    return pooling_words(*needed, fewer, break_even, willing_words(best, keep_share), illustrative)


def pooling_words(
    together: float,
    apart: float,
    fewer: tuple[float, float, float],
    break_even: float,
    willing: str = "",
    illustrative: bool = False,
) -> str:
    """Say the same from its numbers: agents, the share fewer (middle, low, high), the break-even, and the willing in words."""
    first = (
        f"{'On illustrative calls, a' if illustrative else 'A'}nswering together would need "
        f"{together:,.0f} agents at the busiest half hour against {apart:,.0f} apart; "
        f"the middle one of the weeks drawn needs {_fewer(*fewer)}"
    )
    gone = _gone(break_even)
    return f"{first}. {gone[0].upper()}{gone[1:]}.{willing}"


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


def willing_words(best: pd.DataFrame, keep_share: float = 0.8) -> str:
    """Say how many partners keep most of the saving (`best_by_size`); nothing of fewer than three, or where nothing is saved."""
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


def rounding_answer(summary: pd.Series) -> str:
    """Set the saving in whole agents beside the saving in fractions, and say which is the headline.

    >>> rounding_answer(pd.Series({"saving_rate": 0.30, "saving_rate_fractional": 0.24}))
    'Over the week the saving is 30% of agent hours in whole agents and 24% in fractions of an agent. The second is used for the business case, for rounding up in every small centre flatters the first; shares between partners are in whole agents.'
    """
    return rounding_words(summary["saving_rate"], summary["saving_rate_fractional"])


def rounding_words(whole: float, part: float) -> str:
    """Say the same from the two savings [share of agent hours]."""
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
    years = tuple(rows.loc[["low", "central", "high"], "pay_back_years"])
    return cost_words(*rows.loc["central", ["one_off_gbp", "net_saving_gbp"]], years)


def cost_words(once: float, net: float, pay_back_years: tuple[float, float, float]) -> str:
    """Say the same from the central amounts [GBP] and the years of the low, central and high case; missing where never."""
    low, central, high = map(_years, pay_back_years)
    ends = f"({low} in the low case, {high} in the high case)"
    if central == "never":
        return f"The change costs {_about(once)} once and does not save enough a year to pay it back {ends}."
    return (
        f"The change costs {_about(once)} once and saves {_about(net)} a year net, so it pays back in {central} {ends}."
    )


def _about(gbp: float) -> str:
    """Write an amount to the nearest thousand pounds, above ten thousand: no assumption here is surer than that."""
    return spoken(float(round(gbp, -3 if abs(gbp) >= 10_000 else 0)), "GBP")


def _years(years: float) -> str:
    if pd.isna(years):
        return "never"
    return f"{years:.1f} years" if years < LONG else f"more than {LONG} years"
