"""How sure is the saving? Weeks drawn again and again from the days that were recorded, or from a mixture.

Calls of one day move together (a bill, a flood, a fault), so whole days are drawn, all centres at once. The interval is for a
single week like those recorded; the assumptions are held still, and `pool_sensitivity` moves them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from tieranalysis.metrics.contacts.calendar import MONDAY, local_time, typical_week
from tieranalysis.metrics.contacts.demand import Demand, HandlingTime, demand
from tieranalysis.metrics.contacts.need import Pool, Standard, apart, together
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
    if method not in DRAWN:
        raise ValueError(f"there is no method {method!r}; use one of {', '.join(DRAWN)}")
    if not (draws >= 1 and 0 < level < 1):
        raise ValueError(f"draws is {draws} and level {level:g}; give one draw or more, and a level between 0 and 1")
    weeks = DRAWN[method](intervals, aht_seconds, timezone, draws, np.random.default_rng(seed), day_spread)
    teams = [weeks.take(members) for members in _members(weeks, groups).values()]
    alone = sum(apart(team, standard, whole).sum(axis=1) for team in teams)
    joint = [sum(together(team, way, standard, whole) for team in teams) for way in ways]
    measured = [_measures(alone, one, weeks.interval_seconds, draws) for one in joint]
    return [_intervals(one, level, method, draws, seed) for one in measured]


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


def _from_days(
    intervals: pd.DataFrame, aht: HandlingTime, timezone: str, draws: int, rng: np.random.Generator, _: float
) -> Demand:
    """Weeks made of recorded days: for each weekday one of its dates, all centres together."""
    calls = demand(intervals, aht)
    local = local_time(pd.Series(calls.starts), timezone)
    date, slot = local.dt.normalize().to_numpy(), (local - local.dt.normalize()).to_numpy()
    weekday = local.dt.day_of_week.to_numpy()
    blocks = [
        _draw_weekday(calls, date[on], slot[on], np.flatnonzero(on), draws, rng)
        for on in (weekday == d for d in range(7))
        if on.any()
    ]
    rows = np.concatenate([rows for rows, _ in blocks], axis=1)
    seconds = np.concatenate([calls.interval_seconds[at] for _, at in blocks])
    drawn = np.where((rows >= 0)[..., None], calls.calls[np.maximum(rows, 0)], np.nan)
    return _stack(calls, drawn, seconds)


def _draw_weekday(
    calls: Demand, date: np.ndarray, slot: np.ndarray, at: np.ndarray, draws: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the data for each draw and time of day of one weekday (-1 where closed), and one row of each time of day."""
    dates, day = np.unique(date, return_inverse=True)
    times, time = np.unique(slot, return_inverse=True)
    rows = np.full((len(dates), len(times)), -1)
    rows[day, time] = at
    sample = np.zeros(len(times), dtype=int)
    sample[time] = at
    return rows[rng.integers(len(dates), size=draws)], sample


def _from_mixture(
    intervals: pd.DataFrame, aht: HandlingTime, timezone: str, draws: int, rng: np.random.Generator, day_spread: float
) -> Demand:
    calls = demand(typical_week(intervals, timezone), aht)
    day = (pd.Series(calls.starts) - MONDAY).dt.days.to_numpy()
    shape = 1 / max(day_spread, 1e-6) ** 2
    factor = rng.gamma(shape, 1 / shape, size=(draws, day.max() + 1))[:, day]
    mean = calls.calls[None] * factor[..., None]
    drawn = np.where(np.isnan(mean), np.nan, rng.poisson(np.nan_to_num(mean)))
    return _stack(calls, drawn, calls.interval_seconds)


DRAWN = {"days": _from_days, "mixture": _from_mixture}


def _stack(calls: Demand, drawn: np.ndarray, seconds: np.ndarray) -> Demand:
    """Lay all draws out one below another: draws x intervals by centre."""
    draws = drawn.shape[0]
    rows = drawn.reshape(-1, drawn.shape[-1])
    return Demand(calls.centres, pd.RangeIndex(len(rows)), np.tile(seconds, draws), rows, calls.aht_seconds)


def _measures(apart_: np.ndarray, together_: np.ndarray, seconds: np.ndarray, draws: int) -> pd.DataFrame:
    both, hours = np.stack([apart_, together_]).reshape(2, draws, -1), (seconds / 3600).reshape(draws, -1)
    alone, joint = (both * hours).sum(axis=2)
    peak = both[0].argmax(axis=1)
    top_alone, top_joint = (both[i, np.arange(draws), peak] for i in (0, 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        columns = [alone, joint, alone - joint, 1 - joint / alone, top_alone, top_joint, 1 - top_joint / top_alone]
    return pd.DataFrame(dict(zip(MEASURES, columns, strict=True)))


def _intervals(measured: pd.DataFrame, level: float, method: str, draws: int, seed: int) -> pd.DataFrame:
    low, central, high = (measured.quantile(q) for q in ((1 - level) / 2, 0.5, (1 + level) / 2))
    columns = {"unit": pd.Series(MEASURES), "low": low, "central": central, "high": high}
    table = pd.DataFrame(columns).loc[list(MEASURES)].rename_axis("measure").reset_index()
    return table.assign(level=level, method=method, draws=draws, seed=seed)
