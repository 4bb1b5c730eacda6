"""How sure is the saving? Weeks drawn again and again from the days that were recorded, or from a mixture.

Calls of one day move together (a bill, a flood, a fault), so whole days are drawn, all centres at once. The interval is for a
single week like those recorded; the assumptions are held still, and `pool_sensitivity` moves them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from tieranalysis.metrics.contacts.demand import HandlingTime
from tieranalysis.metrics.contacts.drawing import Weeks, draw_weeks
from tieranalysis.metrics.contacts.need import Pool, Standard, apart, in_each
from tieranalysis.metrics.contacts.pooling import Groups, _members, pool, pool_summary

MEASURES = {
    "agent_hours_apart": "agent hours a week",
    "agent_hours_together": "agent hours a week",
    "saving_hours": "agent hours a week",
    "saving_rate": "share of agent hours apart",
    "busiest_apart": "agents",
    "busiest_together": "agents",
    "busiest_saving_rate": "share of agents apart",
}


def pool_uncertainty(
    intervals: pd.DataFrame,
    groups: Groups = None,
    target_seconds: float = 20.0,
    target_level: float = 0.8,
    patience_seconds: float | None = None,
    max_occupancy: float | None = None,
    uplift: float = 0.0,
    pooled_share: float = 1.0,
    aht_seconds: HandlingTime = None,
    draws: int = 200,
    seed: int = 1,
    level: float = 0.9,
    whole: bool = True,
    method: str = "days",
    day_spread: float = 0.1,
    timezone: str = "Europe/London",
) -> pd.DataFrame:
    """Carry the spread of arrivals to intervals on agents and saving, in whole agents or fractions.

    `method="days"` draws a recorded day for each weekday (bootstrap); `method="mixture"` draws Poisson calls around the
    typical week, times a gamma factor of mean 1 and spread `day_spread` that all centres share on a day: for when no
    days are recorded. The other arguments are those of `pool`.

    One row a measure: measure, unit, low, central (median), high, level (share of weeks between low and high), method,
    draws and seed. The same seed gives the same answer.
    """
    ways = [Pool(pooled_share, uplift)]
    standard = Standard(target_seconds, target_level, patience_seconds, max_occupancy)
    drawing = {"draws": draws, "seed": seed, "level": level, "method": method, "day_spread": day_spread}
    return uncertainty_in_each(
        intervals, ways, standard, groups, aht_seconds=aht_seconds, whole=whole, timezone=timezone, **drawing
    )[0]


def uncertainty_in_each(
    intervals: pd.DataFrame,
    ways: Sequence[Pool],
    standard: Standard,
    groups: Groups = None,
    aht_seconds: HandlingTime = None,
    draws: int = 200,
    seed: int = 1,
    level: float = 0.9,
    whole: bool = True,
    method: str = "days",
    day_spread: float = 0.1,
    timezone: str = "Europe/London",
) -> list[pd.DataFrame]:
    """Carry the spread of arrivals to intervals for each way of pooling, on the same drawn weeks: tables as `pool_uncertainty`."""
    if not 0 < level < 1:
        raise ValueError(f"level is {level:g}; give a level between 0 and 1")
    weeks = draw_weeks(intervals, aht_seconds, draws, seed, method, day_spread, timezone)
    teams = list(_members(weeks.calls, groups).values())
    alone = apart(weeks.calls, standard, whole).sum(axis=1)
    deals = [(members, way) for way in ways for members in teams]
    joint = np.reshape(in_each(weeks.calls, deals, standard, whole), (len(ways), len(teams), -1)).sum(axis=1)
    found = measures_of(weeks, alone, list(joint))
    ends = ends_of(found, level)
    return [_table(ends[:, place], level, method, draws, seed) for place in range(len(ways))]


def measures_of(weeks: Weeks, apart_: np.ndarray, together_: Sequence[np.ndarray]) -> np.ndarray:
    """Return every measure of MEASURES for each way of pooling and week drawn, from the need of each interval [its unit].

    An array of measures by ways by weeks.
    """
    hours = weeks.interval_seconds / 3600
    alone, joint = weeks.lay_out(apart_), np.stack([weeks.lay_out(one) for one in together_])
    peak = alone.argmax(axis=1)
    every = np.arange(len(peak))
    top, top_joint = alone[every, peak], joint[:, every, peak]
    week, joint_week = alone @ hours, joint @ hours
    with np.errstate(divide="ignore", invalid="ignore"):
        found = [week, joint_week, week - joint_week, 1 - joint_week / week, top, top_joint, 1 - top_joint / top]
    return np.stack([np.broadcast_to(one, joint_week.shape) for one in found])


def ends_of(measured: np.ndarray, level: float = 0.9) -> np.ndarray:
    """Return low, middle (median) and high of measures over the weeks drawn, of which `level` lie between low and high.

    Takes an array of measures by ways by weeks; returns one of low, middle and high, by ways and measures.
    """
    known = np.nanquantile if np.isnan(measured).any() else np.quantile
    return np.swapaxes(known(measured, [(1 - level) / 2, 0.5, (1 + level) / 2], axis=2), 1, 2)


def _table(ends: np.ndarray, level: float, method: str, draws: int, seed: int) -> pd.DataFrame:
    columns = {"measure": list(MEASURES), "unit": list(MEASURES.values())}
    table = pd.DataFrame(columns | dict(zip(("low", "central", "high"), ends, strict=True)))
    return table.assign(level=level, method=method, draws=draws, seed=seed)


def pool_sensitivity(
    intervals: pd.DataFrame, ranges: Mapping[str, Sequence[float]], groups: Groups = None, **base: Any
) -> pd.DataFrame:
    """Work the saving out again with one assumption moved at a time, the others at their base values.

    `ranges` names arguments of `pool` and the values to try. One row a value: assumption, value, and the row of all centres
    of `pool_summary`.

    >>> week = pd.DataFrame({"centre": ["A", "B"], "start": pd.Timestamp("2026-03-02 09:00"), "interval_seconds": 1800,
    ...     "offered": 30.0})
    >>> tried = pool_sensitivity(week, {"uplift": [0.0, 0.5]}, aht_seconds=300)
    >>> tried[["assumption", "value", "busiest_together"]].to_dict("list")
    {'assumption': ['uplift', 'uplift'], 'value': [0.0, 0.5], 'busiest_together': [14.0, 20.0]}
    """
    tried = [(name, value) for name, values in ranges.items() for value in values]
    rows = [pool_summary(pool(intervals, groups, **{**base, name: value})).iloc[-1] for name, value in tried]
    table = pd.DataFrame(rows).reset_index(drop=True).drop(columns="group")
    table.insert(0, "assumption", [name for name, _ in tried])
    table.insert(1, "value", [value for _, value in tried])
    return table
