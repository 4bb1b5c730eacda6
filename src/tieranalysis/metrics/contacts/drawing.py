"""Weeks drawn at random: from the days recorded, or around the typical week.

A day that is drawn again has the calls it had, so need is worked out once for each interval that occurs, and the weeks say
which of them stands where.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from tieranalysis.metrics.contacts.calendar import MONDAY, local_time, typical_week
from tieranalysis.metrics.contacts.demand import Demand, HandlingTime, demand


@dataclass(frozen=True)
class Weeks:
    """The intervals that occur in weeks drawn, the place of each by week and time (-1: closed), and the length of each time."""

    calls: Demand
    places: np.ndarray
    interval_seconds: np.ndarray

    def lay_out(self, need: np.ndarray) -> np.ndarray:
        """Return what each interval needs, laid out by week and time; nobody where all are closed [unit of the need]."""
        return np.append(need, 0.0)[self.places]

    @property
    def hours(self) -> np.ndarray:
        """For how long each interval stands in each week: one row an interval and one column a week [hours]."""
        found = np.zeros((len(self.calls.starts) + 1, len(self.places)))
        weeks = np.broadcast_to(np.arange(len(self.places))[:, None], self.places.shape)
        np.add.at(found, (self.places, weeks), np.broadcast_to(self.interval_seconds / 3600, self.places.shape))
        return found[:-1]


def draw_weeks(
    intervals: pd.DataFrame,
    aht_seconds: HandlingTime = None,
    draws: int = 200,
    seed: int = 1,
    method: str = "days",
    day_spread: float = 0.1,
    timezone: str = "Europe/London",
) -> Weeks:
    """Draw weeks as `pool_uncertainty` does; the same seed gives the same weeks.

    Raises ValueError for a method that there is not, and where nothing would be drawn.
    """
    if method not in DRAWN:
        raise ValueError(f"there is no method {method!r}; use one of {', '.join(DRAWN)}")
    if draws < 1:
        raise ValueError(f"draws is {draws}; give one draw or more")
    return DRAWN[method](intervals, aht_seconds, timezone, draws, np.random.default_rng(seed), day_spread)


def _from_days(
    intervals: pd.DataFrame, aht: HandlingTime, timezone: str, draws: int, rng: np.random.Generator, _: float
) -> Weeks:
    """Weeks made of recorded days: for each weekday one of its dates, all centres together."""
    calls = demand(intervals, aht)
    local = local_time(pd.Series(calls.starts), timezone)
    date, slot = local.dt.normalize().to_numpy(), (local - local.dt.normalize()).to_numpy()
    weekday = local.dt.day_of_week.to_numpy()
    blocks = [
        _draw_weekday(date[on], slot[on], np.flatnonzero(on), draws, rng)
        for on in (weekday == d for d in range(7))
        if on.any()
    ]
    places = np.concatenate([places for places, _ in blocks], axis=1)
    seconds = np.concatenate([calls.interval_seconds[at] for _, at in blocks])
    used, again = np.unique(places, return_inverse=True)
    closed = int(used[0] == -1)
    return Weeks(calls.at(used[closed:]), again.reshape(places.shape) - closed, seconds)


def _draw_weekday(
    date: np.ndarray, slot: np.ndarray, at: np.ndarray, draws: int, rng: np.random.Generator
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
) -> Weeks:
    calls = demand(typical_week(intervals, timezone), aht)
    day = (pd.Series(calls.starts) - MONDAY).dt.days.to_numpy()
    shape = 1 / max(day_spread, 1e-6) ** 2
    factor = rng.gamma(shape, 1 / shape, size=(draws, day.max() + 1))[:, day]
    mean = calls.calls[None] * factor[..., None]
    drawn = np.where(np.isnan(mean), np.nan, rng.poisson(np.nan_to_num(mean)))
    rows, seconds = drawn.reshape(-1, drawn.shape[-1]), calls.interval_seconds
    places = np.arange(len(rows)).reshape(draws, -1)
    stacked = Demand(calls.centres, pd.RangeIndex(len(rows)), np.tile(seconds, draws), rows, calls.aht_seconds)
    return Weeks(stacked, places, seconds)


DRAWN = {"days": _from_days, "mixture": _from_mixture}
