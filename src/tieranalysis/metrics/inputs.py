"""What every queueing formula asks of its numbers, and the words in which it refuses them.

A formula takes single numbers or columns (lists, arrays, Series) in any mixture. They are spread to one shape, checked
once, and the answer comes back in the shape that went in: a float for floats, a Series on the same index for a Series.
"""

from typing import Any, TypeAlias

import numpy as np
import pandas as pd

Column: TypeAlias = float | list[float] | np.ndarray | pd.Series
Arrays: TypeAlias = dict[str, np.ndarray]

MENDS = {
    "calls": "calls are a count of zero or more; find the interval in the export and mend it, or take it out",
    "interval_seconds": "an interval has a length above zero; a half hour is 1800",
    "aht_seconds": "an interval with calls needs a handling time above zero, such as its centre's average",
    "agents": "agents are a number of zero or more",
    "load": "a load is a number of erlangs of zero or more: calls x handling time / interval",
    "target_seconds": "a target wait is zero seconds or more",
    "patience_seconds": "patience is above zero; leave it out (None) if no caller ever hangs up",
    "target_level": "a target level is a share above 0 and below 1, such as 0.8 for 80%",
    "max_occupancy": "a cap on occupancy is a share above 0 and no more than 1, such as 0.85",
    "shrinkage": "shrinkage is a share from 0 to below 1, such as 0.3",
    "concurrency": "concurrency is the number of chats that one agent holds at once, 1 or more",
}


def spread(**named: Column | None) -> Arrays:
    """Spread numbers and columns to float arrays of one length [as given].

    Columns of two lengths, or Series on two indexes, raise ValueError: rows are never matched by guess.

    >>> {name: column.tolist() for name, column in spread(calls=[10, 20], aht_seconds=180).items()}
    {'calls': [10.0, 20.0], 'aht_seconds': [180.0, 180.0]}
    """
    given = {name: value for name, value in named.items() if value is not None}
    _same_index(given)
    arrays = {name: _numbers(name, value) for name, value in given.items()}
    lengths = {name: len(array) for name, array in arrays.items() if array.ndim}
    if len(set(lengths.values())) > 1:
        raise ValueError(f"columns of different lengths: {lengths}; give one row an interval in each")
    return dict(zip(arrays, np.broadcast_arrays(*(np.atleast_1d(a) for a in arrays.values())), strict=True))


def restore(values: np.ndarray, *given: Column | None) -> Any:
    """Give an answer the shape of what was asked: a Series on its index, an array, or a plain number.

    >>> restore(np.array([0.5]), 10, 20)
    0.5
    """
    for column in given:
        if isinstance(column, pd.Series):
            return pd.Series(values, index=column.index)
    return values if any(np.ndim(column) for column in given if column is not None) else values[0].item()


def require(name: str, values: np.ndarray, good: np.ndarray, given: Column | None = None) -> None:
    """Raise ValueError for the first row that is not good, naming column, row, value and the mend."""
    if good.all():
        return
    row = int(np.flatnonzero(~good)[0])
    label = f" (index {given.index[row]!r})" if isinstance(given, pd.Series) else ""
    where = f" in row {row}{label}" if len(values) > 1 else ""
    more = f", and {int((~good).sum()) - 1} more rows" if (~good).sum() > 1 else ""
    raise ValueError(f"{name} is {values[row]:g}{where}{more}: {MENDS[name]}")


def check_traffic(arrays: Arrays, **given: Column | None) -> None:
    """Refuse calls, intervals, handling times, agents, targets and patience that cannot be [ValueError]."""
    calls, aht = arrays["calls"], arrays["aht_seconds"]
    require("calls", calls, np.isfinite(calls) & (calls >= 0), given.get("calls"))
    _positive(arrays, "interval_seconds", given)
    require("aht_seconds", aht, (calls == 0) | (np.isfinite(aht) & (aht > 0)), given.get("aht_seconds"))
    for name in ("agents", "target_seconds"):
        if name in arrays:
            require(name, arrays[name], np.isfinite(arrays[name]) & (arrays[name] >= 0), given.get(name))
    if "patience_seconds" in arrays:
        require("patience_seconds", arrays["patience_seconds"], arrays["patience_seconds"] > 0)


def check_targets(arrays: Arrays, **given: Column | None) -> None:
    """Refuse a target level, an occupancy cap, a shrinkage or a concurrency that cannot be [ValueError]."""
    good = {
        "target_level": lambda share: (share > 0) & (share < 1),
        "max_occupancy": lambda share: (share > 0) & (share <= 1),
        "shrinkage": lambda share: (share >= 0) & (share < 1),
        "concurrency": lambda chats: (chats >= 1) & np.isfinite(chats),
    }
    for name in good.keys() & arrays.keys():
        require(name, arrays[name], good[name](arrays[name]), given.get(name))


def offered_load(arrays: Arrays) -> np.ndarray:
    """Calls x handling time / interval [erlangs]; no calls are no load, whatever their handling time."""
    calls = arrays["calls"]
    aht = np.where(calls > 0, arrays["aht_seconds"], 0.0)
    return calls * aht / arrays["interval_seconds"]


def _positive(arrays: Arrays, name: str, given: dict[str, Column | None]) -> None:
    require(name, arrays[name], np.isfinite(arrays[name]) & (arrays[name] > 0), given.get(name))


def _numbers(name: str, value: Column) -> np.ndarray:
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} is not a number or a column of numbers: {value!r}; {MENDS[name]}") from error
    if array.ndim > 1:
        raise ValueError(f"{name} has {array.ndim} dimensions; give a number or one column")
    return array


def _same_index(given: dict[str, Column]) -> None:
    series = {name: value for name, value in given.items() if isinstance(value, pd.Series)}
    first = next(iter(series.values()), None)
    for name, value in series.items():
        if not value.index.equals(first.index):
            raise ValueError(f"{name} stands on another index than {next(iter(series))}; join them on their keys first")
