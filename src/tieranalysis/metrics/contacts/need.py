"""Agents that queues of calls need under one service standard, apart or poured together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tieranalysis.metrics.contacts.demand import Demand
from tieranalysis.metrics.inputs import check_targets, require, spread
from tieranalysis.metrics.staffing import fewest


@dataclass(frozen=True)
class Standard:
    """The service that every centre gives: so many seconds for such a share of calls, and how long callers wait."""

    target_seconds: float = 20.0
    target_level: float = 0.8
    patience_seconds: float | None = None
    max_occupancy: float | None = None

    def __post_init__(self) -> None:
        arrays = spread(**vars(self))
        require("target_seconds", arrays["target_seconds"], arrays["target_seconds"] >= 0)
        if "patience_seconds" in arrays:
            require("patience_seconds", arrays["patience_seconds"], arrays["patience_seconds"] > 0)
        check_targets(arrays)

    def columns(self, rows: int) -> dict[str, np.ndarray]:
        """Spread the standard over rows, as `staffing` takes it."""
        patience = np.inf if self.patience_seconds is None else self.patience_seconds
        values = {
            "wait": self.target_seconds, "patience": patience, "level": self.target_level, "cap": self.max_occupancy or 1.0,
        }  # fmt: skip
        return {name: np.full(rows, float(value)) for name, value in values.items()}


@dataclass(frozen=True)
class Pool:
    """How calls are poured together: the share that any agent can take, and how much longer such a call is."""

    share: float = 1.0
    uplift: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise ValueError(
                f"pooled_share is {self.share:g}: the calls that a generalist can take are a share from 0 to 1"
            )
        if not -1 < self.uplift < np.inf:
            raise ValueError(
                f"uplift is {self.uplift:g}: how much longer a pooled call takes is a share above -1, such as 0.1"
            )


def agents(load: np.ndarray, aht: np.ndarray | float, standard: Standard, whole: bool) -> np.ndarray:
    """Fewest agents for loads of any shape; no load needs nobody [agents].

    Calls are counts, so the same load and handling time come again and again: each is worked out once.
    """
    flat, needed = load.ravel(), np.zeros(load.size)
    rows = np.flatnonzero(flat > 0)
    if rows.size:
        times = np.broadcast_to(aht, load.shape).ravel()[rows]
        one, again = _distinct(flat[rows], times)
        needed[rows] = fewest(flat[rows][one], times[one], standard.columns(one.size), whole)[again]
    return needed.reshape(load.shape)


def _distinct(load: np.ndarray, times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """One row of each load and handling time, and which of them each row is."""
    order = np.lexsort((load, times))
    new = np.append(True, (np.diff(load[order]) != 0) | (np.diff(times[order]) != 0))
    again = np.empty(order.size, dtype=int)
    again[order] = np.cumsum(new) - 1
    return order[new], again


def apart(calls: Demand, standard: Standard, whole: bool) -> np.ndarray:
    """Agents of each centre by itself, one row an interval and one column a centre [agents]."""
    return agents(calls.load, np.asarray(calls.aht_seconds), standard, whole)


def together(calls: Demand, pool: Pool, standard: Standard, whole: bool) -> np.ndarray:
    """Agents of all centres poured together, by interval: generalists, and the specialists who stay behind [agents].

    The handling time of the pool is that of its mix of calls in each interval, lengthened by the uplift.
    """
    return in_each([(calls, pool)], standard, whole)[0]


def in_each(teams: Sequence[tuple[Demand, Pool]], standard: Standard, whole: bool) -> list[np.ndarray]:
    """Agents of teams, each poured together in its own way, as `together`; all queues are searched at once [agents]."""
    return [need.sum(axis=1) for need in _needed([_queues(*team) for team in teams], standard, whole)]


def shared_in_each(teams: Sequence[tuple[Demand, Pool]], standard: Standard, whole: bool) -> list[np.ndarray]:
    """Generalists of teams, without the specialists who stay behind; all queues are searched at once [agents]."""
    first = [(loads[:, :1], times[:, :1]) for loads, times in (_queues(*team) for team in teams)]
    return [need[:, 0] for need in _needed(first, standard, whole)]


def _needed(queues: Sequence[tuple[np.ndarray, np.ndarray]], standard: Standard, whole: bool) -> list[np.ndarray]:
    loads, times = (np.concatenate([one[part].ravel() for one in queues]) for part in (0, 1))
    needed = np.split(agents(loads, times, standard, whole), np.cumsum([load.size for load, _ in queues])[:-1])
    return [need.reshape(load.shape) for need, (load, _) in zip(needed, queues, strict=True)]


def _queues(calls: Demand, pool: Pool) -> tuple[np.ndarray, np.ndarray]:
    """Load and handling time of each queue by interval: the pool, then the calls left in each centre; one centre is one queue."""
    load = calls.load
    if len(calls.centres) == 1:
        return load, np.broadcast_to(calls.aht_seconds, load.shape)
    shared = pool.share * load.sum(axis=1)
    offered = pool.share * np.nan_to_num(calls.calls).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        mixed = np.where(offered > 0, shared * calls.interval_seconds / offered, 1.0)
    longer = 1 + pool.uplift
    loads = np.column_stack([shared * longer, (1 - pool.share) * load])
    return loads, np.column_stack([_tidy(mixed) * longer, np.broadcast_to(calls.aht_seconds, load.shape)])


def _tidy(aht: np.ndarray) -> np.ndarray:
    """Handling times that differ only by rounding are one, so that they can be read off one table."""
    return np.round(aht, 9)
