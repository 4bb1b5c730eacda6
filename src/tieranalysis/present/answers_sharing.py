"""Whether a share is fair, in words: made from the tables of shares, of hold-outs and of coalitions."""

from collections.abc import Mapping, Sequence
from math import isnan

import pandas as pd

from tieranalysis.present.labels_contacts import in_a_list

METHOD_WORDS = {
    "equal": "equal shares",
    "budget": "shares by budget",
    "population": "shares by population",
    "usage": "shares by calls",
    "stand_alone": "shares by cost alone",
    "scrb": "separable costs and remaining benefits",
    "shapley": "the Shapley value",
    "nucleolus": "the nucleolus",
}


def own_lines_answer(apart: float, alone: float, together: float) -> str:
    """Say how much of the saving councils could have by pooling their own lines, before any joins [one unit].

    >>> own_lines_answer(2714.0, 2560.0, 2426.0)
    'Of the 288 agent hours a week saved, in whole agents, 154 need no partner: a council with several lines pools its own. Joining saves the other 134.'
    >>> own_lines_answer(15.5, 14.5, 14.5)[-100:]
    ' agents, 1 needs no partner: a council with several lines pools its own. Joining saves nothing more.'
    """
    saved, own = round(apart - together, 6), round(apart - alone, 6)  # equal hours may differ by rounding
    if saved <= 0:
        return "Joining saves no agent hours, so there is nothing to share."
    if own <= 0:
        return f"All of the {_hours(saved)} agent hours a week saved, in whole agents, come from joining."
    need = "needs" if own == 1 else "need"
    rest = f"saves the other {_hours(saved - own)}" if saved > own else f"costs {_hours(own - saved)}"
    return (
        f"Of the {_hours(saved)} agent hours a week saved, in whole agents, {_hours(own)} {need} no partner: a council with several lines "
        f"pools its own. Joining {rest if saved != own else 'saves nothing more'}."
    )


def _hours(hours: float) -> str:
    """Write hours with their half, if they have one: parts of a sum are not rounded each by itself."""
    return f"{hours:,.1f}".removesuffix(".0")


def fairness_answer(table: pd.DataFrame, blocked: dict[str, int], least_core: float) -> str:
    """Say under which rules every partner pays less than alone, and under which no group would do better by itself.

    `table` is `sharing_table`; `blocked` counts, for each rule, the coalitions that would pay less by themselves;
    `least_core` says whether any share at all could keep them (zero or more).

    >>> table = pd.DataFrame({"method": ["equal", "equal", "shapley", "shapley"], "better_off": [True, False, True, True]})
    >>> fairness_answer(table, {"equal": 1, "shapley": 0}, 2.0)
    'Every partner pays less than alone under the Shapley value, but not under equal shares. No group would do better by itself under the Shapley value.'
    """
    known = table[table["better_off"].notna()]
    gains = known.groupby("method", sort=False)["better_off"].all()
    return fairness_words(gains.to_dict(), blocked, least_core)


def fairness_words(gains: Mapping[str, bool], blocked: Mapping[str, float], least_core: float) -> str:
    """Say the same of rules under each of which every partner gains, or not."""
    good, bad = [m for m in gains if gains[m]], [m for m in gains if not gains[m]]
    first = (
        f"Every partner pays less than alone under {_listed(good)}"
        if good
        else "Under no rule does every partner pay less than alone"
    )
    first += f", but not under {_listed(bad)}" if good and bad else ""
    return f"{first}. {_stability([m for m, count in blocked.items() if count == 0], least_core)}."


def unshared_notes(table: pd.DataFrame) -> list[str]:
    """Say for each rule of a `sharing_table` that gives no share why it gives none; no note where all do.

    >>> unshared_notes(pd.DataFrame({"method": ["equal", "scrb", "scrb"], "why_missing": ["", "no benefit is left", "no benefit is left"]}))
    ['No shares by separable costs and remaining benefits: no benefit is left.']
    """
    return unshared_words(dict(zip(table["method"], table["why_missing"], strict=True)))


def unshared_words(why: Mapping[str, str]) -> list[str]:
    """Say the same of the reasons by rule, empty where a rule gives shares."""
    words = {**METHOD_WORDS, "scrb": "shares by separable costs and remaining benefits"}
    return [f"No {words[method]}: {reason}." for method, reason in why.items() if reason]


def alike_notes(wide: pd.DataFrame, usage: str = "calls") -> list[str]:
    """Name the rules that give every partner the same, to the pound, in `shares_by_rule` or `by_method`; no note where none do.

    `usage` says what the rule of that name goes by.

    >>> alike_notes(pd.DataFrame({"alone_gbp": [9.0, 2.0], "budget_gbp": [7.1, 1.9], "usage_gbp": [7.0, 2.0], "equal_gbp": [4.5, 4.5]}))
    ['Shares by budget and shares by calls come to the same here.']
    """
    return alike_words({name.removesuffix("_gbp"): wide[name].to_list() for name in wide.columns}, usage)


def alike_words(paid: Mapping[str, Sequence[float]], usage: str = "calls") -> list[str]:
    """Say the same of what partners pay by rule [GBP]; what is no rule, and a rule that gives no share, is left out."""
    words = METHOD_WORDS | {"agreed": "shares as agreed", "usage": f"shares by {usage}"}
    alike: dict[tuple[float, ...], list[str]] = {}
    for method in (name for name in paid if name in words):
        if not any(map(isnan, paid[method])):
            alike.setdefault(tuple(map(round, paid[method])), []).append(words[method])
    said = [in_a_list(rules) for rules in alike.values() if len(rules) > 1]
    return [f"{rules[0].upper()}{rules[1:]} come to the same here." for rules in said]


def _stability(stable: list[str], least_core: float) -> str:
    if stable:
        return f"No group would do better by itself under {_listed(stable)}"
    if least_core < 0:
        return "However the cost is shared, some group would do better by itself"
    return "Under every rule shown some group would do better by itself, though a share exists that keeps them all"


def _listed(methods: list[str]) -> str:
    return in_a_list([METHOD_WORDS.get(method, method) for method in methods])


def hold_out_answer(hold_outs: pd.DataFrame) -> str:
    """Say whose staying out costs most, and who can undo the saving alone.

    >>> hold_out_answer(pd.DataFrame({"partner": ["Essex", "Harlow"], "lost_rate": [1.2, 0.3], "pivotal": [True, False]}))
    'Losing Essex would cost most: all of what joining saves. Without Essex the rest save nothing.'
    """
    first = hold_outs.iloc[0]
    pivotal = hold_outs.loc[hold_outs["pivotal"], "partner"].tolist()
    return hold_out_words(first["partner"], first["lost_rate"], pivotal)


def hold_out_words(dearest: str, lost_rate: float, pivotal: Sequence[str]) -> str:
    """Say the same of whose staying out costs most, what share it costs, and who is pivotal."""
    if isnan(lost_rate) or lost_rate <= 0:
        return "There is no saving to lose, so no partner is pivotal."
    lost = f"{'all' if lost_rate >= 1 else format(lost_rate, '.0%')} of what joining saves"
    names = " or ".join(pivotal)
    tail = (
        f" Without {names} the rest save nothing."
        if pivotal
        else " Without any one partner the rest still save something."
    )
    return f"Losing {dearest} would cost most: {lost}.{tail}"
