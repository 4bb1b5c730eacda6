"""Agents apart and together: what some or all centres would need if they answered as one.

Peaks that coincide save less than peaks that do not, so need is worked out interval by interval and never from annual
totals; and whole agents in every small centre flatter the saving, so the fractional need stands beside the whole one.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.optimize import brentq

from tieranalysis.metrics.contacts.demand import Demand, HandlingTime, demand
from tieranalysis.metrics.contacts.need import Pool, Standard, apart, together

Groups = Mapping[str, str] | Sequence[str] | None
NEEDS = ("agents_apart", "agents_together", "agents_apart_fractional", "agents_together_fractional")
ALL = "All"


def pool(
    intervals: pd.DataFrame,
    groups: Groups = None,
    target_seconds: float = 20.0,
    target_level: float = 0.8,
    patience_seconds: float | None = None,
    max_occupancy: float | None = None,
    uplift: float = 0.0,
    pooled_share: float = 1.0,
    aht_seconds: HandlingTime = None,
) -> pd.DataFrame:
    """Work out the agents that centres need apart and together, interval by interval [agents on duty].

    `intervals` are `contact_intervals` of one channel, or a `typical_week` of them. `groups` says who answers together: a
    mapping from centre to group, a list of the centres that join (the rest stay on their own), or nothing for all.
    `uplift` lengthens the calls that generalists take (0.1 is a tenth longer), `pooled_share` is the share of calls that a
    generalist can take; the rest stay with specialists of each centre. A centre without a row is closed.

    One row a group and interval: group, start, interval_seconds, centres (open), calls, and agents apart and together, as
    whole agents and as fractions. Bad input raises ValueError, with row and mend.

    >>> week = pd.DataFrame({"centre": list("ABCDEF"), "start": pd.Timestamp("2026-03-02 09:00"), "interval_seconds": 1800,
    ...     "offered": 30.0})
    >>> pool(week, aht_seconds=300)[["centres", "calls", "agents_apart", "agents_together"]]
       centres  calls  agents_apart  agents_together
    0        6  180.0          48.0             36.0
    """
    standard = Standard(target_seconds, target_level, patience_seconds, max_occupancy)
    calls, rule = demand(intervals, aht_seconds), Pool(pooled_share, uplift)
    parts = [_one_group(name, calls.take(members), rule, standard) for name, members in _members(calls, groups).items()]
    return pd.concat(parts, ignore_index=True)


def pool_summary(pooled: pd.DataFrame, hours_in_each: float = 1.0) -> pd.DataFrame:
    """Sum a pool by group and for all: agent hours apart and together, and the busiest interval.

    The busiest interval is the one that needs most agents apart. Savings are shares of the need apart, whole and
    fractional. `hours_in_each` multiplies the agent hours: 52 makes a year of a typical week.
    """
    groups = pooled["group"].unique()
    frames = {name: pooled[pooled["group"] == name] for name in groups}
    rows = [_sum(name, frame, hours_in_each) for name, frame in frames.items()]
    return pd.DataFrame(
        [*rows, _sum(ALL, pooled, hours_in_each)] if len(groups) > 1 else [_sum(ALL, pooled, hours_in_each)]
    )


def by_start(pooled: pd.DataFrame) -> pd.DataFrame:
    """Add the groups of a pool, interval by interval [agents on duty]."""
    return pooled.groupby("start", as_index=False)[["calls", *NEEDS]].sum()


def break_even_uplift(
    intervals: pd.DataFrame,
    groups: Groups = None,
    target_seconds: float = 20.0,
    target_level: float = 0.8,
    patience_seconds: float | None = None,
    max_occupancy: float | None = None,
    pooled_share: float = 1.0,
    aht_seconds: HandlingTime = None,
    whole: bool = False,
) -> float:
    """Return how much longer pooled calls may take before the saving in agent hours is gone [share of handling time].

    0 where there is no saving to lose; infinite where nothing is pooled. `whole=False` is the honest reading: rounding up
    in every small centre flatters the saving.
    """
    standard, calls = (
        Standard(target_seconds, target_level, patience_seconds, max_occupancy),
        demand(intervals, aht_seconds),
    )
    teams = [calls.take(members) for members in _members(calls, groups).values()]
    today = sum(_hours(apart(team, standard, whole).sum(axis=1), team) for team in teams)

    def left(uplift: float) -> float:
        rule = Pool(pooled_share, uplift)
        return today - sum(_hours(together(team, rule, standard, whole), team) for team in teams)

    if left(0.0) <= 0:
        return 0.0
    if pooled_share == 0 or all(len(team.centres) == 1 for team in teams):
        return np.inf
    high = 0.5
    while left(high) > 0:
        high *= 2
    return float(brentq(left, 0.0, high, xtol=1e-6))


def _one_group(name: str, calls: Demand, rule: Pool, standard: Standard) -> pd.DataFrame:
    needs = {}
    for suffix, whole in (("", True), ("_fractional", False)):
        needs[f"agents_apart{suffix}"] = apart(calls, standard, whole).sum(axis=1)
        needs[f"agents_together{suffix}"] = together(calls, rule, standard, whole)
    is_open = np.isfinite(calls.calls)
    columns = {
        "group": name,
        "start": calls.starts,
        "interval_seconds": calls.interval_seconds,
        "centres": is_open.sum(axis=1),
        "calls": np.nan_to_num(calls.calls).sum(axis=1),
        **{need: needs[need] for need in NEEDS},
    }
    return pd.DataFrame(columns)[is_open.any(axis=1)]


def _members(calls: Demand, groups: Groups) -> dict[str, list[int]]:
    """Columns of the centres of each group; a centre that is in none is a group of its own."""
    if groups is None:
        groups = dict.fromkeys(calls.centres, "together")
    elif not isinstance(groups, Mapping):
        groups = dict.fromkeys([groups] if isinstance(groups, str) else groups, "together")
    unknown = [centre for centre in groups if centre not in calls.centres]
    if unknown:
        raise ValueError(f"{unknown[0]!r} is an unknown centre; the interval data have {', '.join(calls.centres)}")
    named: dict[str, list[int]] = {}
    for i, centre in enumerate(calls.centres):
        named.setdefault(str(groups.get(centre, centre)), []).append(i)
    return named


def _hours(agents: np.ndarray, calls: Demand) -> float:
    return float((agents * calls.interval_seconds).sum() / 3600)


def _sum(name: str, frame: pd.DataFrame, times: float) -> dict[str, object]:
    seconds = frame["interval_seconds"]
    hours = {need: float((frame[need] * seconds).sum()) / 3600 * times for need in NEEDS}
    peak = by_start(frame).sort_values("agents_apart", ascending=False, kind="stable").iloc[0]
    return {
        "group": name,
        "calls": float(frame["calls"].sum()) * times,
        **{need.replace("agents_", "agent_hours_"): value for need, value in hours.items()},
        "saving_rate": _saving(hours["agents_apart"], hours["agents_together"]),
        "saving_rate_fractional": _saving(hours["agents_apart_fractional"], hours["agents_together_fractional"]),
        "busiest": peak["start"],
        "busiest_apart": peak["agents_apart"],
        "busiest_together": peak["agents_together"],
        "busiest_saving_rate": _saving(peak["agents_apart"], peak["agents_together"]),
    }


def _saving(apart: float, together: float) -> float:
    return 1 - together / apart if apart else np.nan
