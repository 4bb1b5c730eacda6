"""Local clock times as instants, through both nights on which the clocks change.

On the night in March an hour does not exist; on the night in October one comes twice. A time that does not exist is
refused. A time that comes twice is read in the order of the file where both of it are there, and refused otherwise
unless the mapping says which it is.
"""

import numpy as np
import pandas as pd

from tieranalysis.contract import SourceError


def instants(
    local: pd.Series, zone: str, queue: pd.Series, source: str, first_row: int = 2, repeated_hour: str = "in order"
) -> pd.Series:
    """Return the instant of each local time, in UTC; `queue` tells apart the rows of each centre and channel.

    Times that carry their own offset should not come here. SourceError names row, time and mend.

    >>> times = pd.to_datetime(pd.Series(["2026-10-25 01:30", "2026-10-25 01:30"]))
    >>> instants(times, "Europe/London", pd.Series(["A", "A"]), "calls.csv").dt.strftime("%H:%M").tolist()
    ['00:30', '01:30']
    """
    _refuse_missing_hour(local, zone, source, first_row)
    first = local.dt.tz_localize(zone, ambiguous=np.ones(len(local), dtype=bool))
    second = local.dt.tz_localize(zone, ambiguous=np.zeros(len(local), dtype=bool))
    twice = (first != second).to_numpy()
    later = np.full(len(local), repeated_hour == "second")
    if twice.any() and repeated_hour == "in order":
        later = _in_order(local, queue, twice, source, first_row, zone)
    return first.where(~later, second).dt.tz_convert("UTC")


def _refuse_missing_hour(local: pd.Series, zone: str, source: str, first_row: int) -> None:
    shown = local.dt.tz_localize(zone, ambiguous=np.ones(len(local), dtype=bool), nonexistent="NaT")
    for row in np.flatnonzero((shown.isna() & local.notna()).to_numpy())[:1]:
        raise SourceError(
            f"{source}: row {row + first_row}, column 'start', value '{local.iloc[row]:%Y-%m-%d %H:%M}': this time does not exist in {zone}, "
            "for the clocks went forward that night. Correct it, or set timezone to the clock that the export keeps, such as UTC."
        )


def _in_order(
    local: pd.Series, queue: pd.Series, twice: np.ndarray, source: str, first_row: int, zone: str
) -> np.ndarray:
    """Say which rows are the second coming of a repeated time, by the order of the file."""
    times = pd.DataFrame({"queue": queue.to_numpy(), "local": local.to_numpy()})
    seen = times.groupby(["queue", "local"], dropna=False).cumcount().to_numpy()
    count = times.groupby(["queue", "local"], dropna=False)["local"].transform("size").to_numpy()
    for row in np.flatnonzero(twice & (count != 2))[:1]:
        raise SourceError(
            f"{source}: row {row + first_row}, column 'start', value '{local.iloc[row]:%Y-%m-%d %H:%M}': this time comes twice in {zone}, for the clocks "
            f'went back that night, and the file has {count[row]} of it. Give both in order, or set repeated_hour to "first" or "second".'
        )
    return twice & (seen == 1)
