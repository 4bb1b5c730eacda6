"""Waiting times of a contact centre from its calls, handling time and agents: Erlang B, C and A.

All functions take calls, the length of the interval, the average handling time (talk, hold and wrap) and the agents
on duty, as numbers or as columns of one length. Leave `patience_seconds` out for Erlang C, where every caller waits to
the end (the upper bound); give the mean patience for Erlang A, where callers hang up (the honest default for a public
line). An interval without calls has no service level and no wait: missing (NaN), not 100%.

The formulas hold for one queue in a steady state, with random arrivals and exponential handling time and patience.
Sources: see `erlang` (B and C) and `patience` (A).
"""

import numpy as np

from tieranalysis.metrics import service
from tieranalysis.metrics.erlang import erlang_b, erlang_c
from tieranalysis.metrics.inputs import Arrays, Column, check_traffic, offered_load, restore, spread
from tieranalysis.metrics.staffing import chat_agents, required_agents

__all__ = [
    "abandonment", "chat_agents", "erlang_b", "erlang_c", "mean_wait", "occupancy", "required_agents",
    "service_level", "wait_probability",
]  # fmt: skip


def service_level(
    calls: Column,
    interval_seconds: Column,
    aht_seconds: Column,
    agents: Column,
    target_seconds: Column,
    patience_seconds: Column | None = None,
    reading: str = "offered",
) -> float | np.ndarray:
    """Share of calls answered within the target, in the named reading [share of calls].

    "offered": answered in time / all who call; "answered": answered in time / answered; "virtual": the chance that a
    caller of endless patience would be answered in time. Without patience the three are one. Bad input and an unknown
    reading raise ValueError.

    >>> [round(service_level(100, 1800, 180, 10, 20, 120, r), 3) for r in ("offered", "answered", "virtual")]
    [0.64, 0.742, 0.651]
    >>> service_level(100, 1800, 180, 10, 20)  # Erlang C: as much load as agents, and the queue never ends
    0.0
    """
    if reading not in service.READINGS:
        raise ValueError(f"reading is {reading!r}; use one of {', '.join(service.READINGS)}")
    given = (calls, interval_seconds, aht_seconds, agents, target_seconds, patience_seconds)
    arrays, load, patience = _read(*given)
    target = arrays["target_seconds"] / _handling(arrays)
    level = service.level(load, arrays["agents"], target, patience, reading)
    return restore(_missing_without_calls(arrays, level), *given)


def wait_probability(
    calls: Column,
    interval_seconds: Column,
    aht_seconds: Column,
    agents: Column,
    patience_seconds: Column | None = None,
) -> float | np.ndarray:
    """Share of callers who find no agent free [share of calls].

    >>> round(wait_probability(100, 1800, 180, 14), 7)
    0.1741319
    """
    given = (calls, interval_seconds, aht_seconds, agents, None, patience_seconds)
    arrays, load, patience = _read(*given)
    return restore(_missing_without_calls(arrays, service.waiting(load, arrays["agents"], patience)), *given)


def mean_wait(
    calls: Column,
    interval_seconds: Column,
    aht_seconds: Column,
    agents: Column,
    patience_seconds: Column | None = None,
) -> float | np.ndarray:
    """Mean wait over all who call: no wait and hanging up count too [seconds].

    Infinite in Erlang C where the load is as large as the agents.

    >>> round(mean_wait(100, 1800, 180, 12), 2), round(mean_wait(100, 1800, 180, 14, 300), 4)
    (40.44, 4.1951)
    """
    given = (calls, interval_seconds, aht_seconds, agents, None, patience_seconds)
    arrays, load, patience = _read(*given)
    wait = service.mean_waiting(load, arrays["agents"], patience) * _handling(arrays)
    return restore(_missing_without_calls(arrays, wait), *given)


def abandonment(
    calls: Column,
    interval_seconds: Column,
    aht_seconds: Column,
    agents: Column,
    patience_seconds: Column | None = None,
) -> float | np.ndarray:
    """Share of callers who hang up before an answer; 0 without patience, where nobody does [share of calls].

    >>> round(abandonment(100, 1800, 180, 14, 300), 6)
    0.013984
    """
    given = (calls, interval_seconds, aht_seconds, agents, None, patience_seconds)
    arrays, load, patience = _read(*given)
    return restore(_missing_without_calls(arrays, service.abandoning(load, arrays["agents"], patience)), *given)


def occupancy(
    calls: Column,
    interval_seconds: Column,
    aht_seconds: Column,
    agents: Column,
    patience_seconds: Column | None = None,
) -> float | np.ndarray:
    """Share of agents' time spent handling; at most 1, missing where nobody is on duty [share of agents' time].

    >>> round(occupancy(100, 1800, 180, 12), 4), round(occupancy(100, 1800, 180, 14, 300), 6)
    (0.8333, 0.704297)
    """
    given = (calls, interval_seconds, aht_seconds, agents, None, patience_seconds)
    arrays, load, patience = _read(*given)
    return restore(service.busy(load, arrays["agents"], patience), *given)


def _read(
    calls: Column,
    interval_seconds: Column,
    aht_seconds: Column,
    agents: Column,
    target_seconds: Column | None,
    patience_seconds: Column | None,
) -> tuple[Arrays, np.ndarray, np.ndarray]:
    """Spread and check the columns; return them with the load [erlangs] and the patience [handling times]."""
    given = {"calls": calls, "interval_seconds": interval_seconds, "aht_seconds": aht_seconds, "agents": agents,
             "target_seconds": target_seconds, "patience_seconds": patience_seconds}  # fmt: skip
    arrays = spread(**given)
    check_traffic(arrays, **given)
    patience = arrays.get("patience_seconds", np.full(arrays["calls"].shape, np.inf))
    return arrays, offered_load(arrays), patience / _handling(arrays)


def _handling(arrays: Arrays) -> np.ndarray:
    """Handling time where there are calls, and one second where there are none and it may be lost."""
    return np.where(arrays["calls"] > 0, arrays["aht_seconds"], 1.0)


def _missing_without_calls(arrays: Arrays, figure: np.ndarray) -> np.ndarray:
    return np.where(arrays["calls"] > 0, figure, np.nan)
