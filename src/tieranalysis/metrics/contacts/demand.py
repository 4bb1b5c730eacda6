"""What pooling needs of the interval data: calls by interval and centre, and each centre's handling time."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

NEEDED = ("centre", "start", "interval_seconds", "offered")
HandlingTime = float | Mapping[str, float] | None


@dataclass(frozen=True)
class Demand:
    """Calls offered, one row an interval and one column a centre (NaN where it is closed), in order of time."""

    centres: tuple[str, ...]
    starts: pd.Index
    interval_seconds: np.ndarray
    calls: np.ndarray
    aht_seconds: np.ndarray

    @property
    def load(self) -> np.ndarray:
        """Load of each centre; a closed centre has none [erlangs]."""
        return np.nan_to_num(self.calls) * self.aht_seconds / self.interval_seconds[:, None]

    def take(self, centres: list[int]) -> "Demand":
        """Return the demand of some centres."""
        return Demand(
            tuple(self.centres[i] for i in centres), self.starts, self.interval_seconds,
            self.calls[:, centres], self.aht_seconds[centres],
        )  # fmt: skip

    def at(self, rows: np.ndarray) -> "Demand":
        """Return the demand of some intervals."""
        return Demand(
            self.centres, self.starts[rows], self.interval_seconds[rows], self.calls[rows], self.aht_seconds
        )  # fmt: skip


def demand(intervals: pd.DataFrame, aht_seconds: HandlingTime = None) -> Demand:
    """Lay interval data out by interval and centre; each centre keeps its own hours.

    Handling time is that of each centre over all its intervals (total handling / answered), or as given [seconds].
    Raises ValueError, with row and mend, for missing columns, more than one channel, a duplicate interval, calls that
    are negative or not finite, intervals of two lengths at one time, and handling time that is missing.
    """
    _check(intervals)
    column, names = pd.factorize(intervals["centre"], sort=True)
    row, starts = pd.factorize(intervals["start"], sort=True)
    calls, seconds = np.full((len(starts), len(names)), np.nan), np.empty(len(starts))
    calls[row, column] = intervals["offered"]
    seconds[row] = intervals["interval_seconds"]
    centres = tuple(map(str, names))
    times = _handling(intervals, centres, aht_seconds)
    return Demand(centres, pd.Index(starts, name="start"), seconds, calls, times)


def _check(intervals: pd.DataFrame) -> None:
    for name in NEEDED:
        if name not in intervals:
            raise ValueError(f"the interval data have no column {name!r}; they need {', '.join(NEEDED)}")
    if intervals.empty:
        raise ValueError("the interval data have no rows; give the intervals of one centre at least")
    channels = intervals["channel"].unique() if "channel" in intervals else []
    if len(channels) > 1:
        raise ValueError(f"the interval data have channels {', '.join(channels)}; choose one, such as phone")
    calls = intervals["offered"].to_numpy(dtype=float)
    _refuse(
        intervals,
        ~(np.isfinite(calls) & (calls >= 0)),
        "offered",
        "calls are a count of zero or more; mend or take it out",
    )
    _refuse(
        intervals,
        intervals.duplicated(["centre", "start"]),
        "start",
        "this interval of the centre stands twice; keep one",
    )
    lengths, at = intervals["interval_seconds"].to_numpy(dtype=float), pd.factorize(intervals["start"])[0]
    first = lengths[np.unique(at, return_index=True)[1]][at]
    mend = "centres that are pooled need intervals of one length at one time"
    _refuse(intervals, (lengths != first) | ~(lengths > 0), "interval_seconds", mend)


def _refuse(frame: pd.DataFrame, bad: pd.Series | np.ndarray, column: str, mend: str) -> None:
    for row in np.flatnonzero(bad)[:1]:
        centre, value = frame["centre"].iloc[row], frame[column].iloc[row]
        raise ValueError(f"{column} is {value} in row {row} ({centre}): {mend}")


def _handling(intervals: pd.DataFrame, centres: tuple[str, ...], given: HandlingTime) -> np.ndarray:
    if isinstance(given, int | float):
        times = dict.fromkeys(centres, float(given))
    else:
        times = dict(given) if given is not None else _measured(intervals)
    for centre in centres:
        if not 0 < times.get(centre, np.nan) < np.inf:
            raise ValueError(
                f"{centre} has no handling time: its answered calls or handling time are missing or zero; "
                "give aht_seconds, a number or one for each centre"
            )
    return np.array([times[centre] for centre in centres], dtype=float)


def _measured(intervals: pd.DataFrame) -> dict[str, float]:
    """Handling time by centre: total handling time / answered [seconds per contact]."""
    if not {"handle_seconds", "answered"} <= {*intervals.columns}:
        return {}
    totals = intervals.groupby("centre")[["handle_seconds", "answered"]].sum(skipna=False)
    return (totals["handle_seconds"] / totals["answered"].where(totals["answered"] > 0)).to_dict()
