"""Agents that queues of calls need under one service standard, apart or poured together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tieranalysis.metrics.capacity import Aim
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

    @property
    def aim(self) -> Aim:
        """The standard as queues are searched for it: nobody hangs up where no patience is given."""
        patience = np.inf if self.patience_seconds is None else self.patience_seconds
        return Aim(*map(float, (self.target_seconds, patience, self.target_level, self.max_occupancy or 1.0)))

    def columns(self, rows: int) -> dict[str, np.ndarray]:
        """Spread the standard over rows, as `staffing` takes it."""
        return {name: np.full(rows, value) for name, value in vars(self.aim).items()}


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


Deal = tuple[list[int], Pool]


def agents(load: np.ndarray, aht: np.ndarray | float, standard: Standard, whole: bool) -> np.ndarray:
    """Fewest agents for loads of any shape; no load needs nobody [agents].

    Calls are counts, so the same load and handling time come again and again: each is worked out once.
    """
    flat, times = load.ravel(), np.broadcast_to(aht, load.shape).ravel()
    one, again = distinct(flat, times)
    return _searched(flat[one], times[one], standard, whole)[again].reshape(load.shape)


def _searched(load: np.ndarray, times: np.ndarray, standard: Standard, whole: bool) -> np.ndarray:
    needed, rows = np.zeros(load.size), np.flatnonzero(load > 0)
    if rows.size:
        needed[rows] = fewest(load[rows], times[rows], standard.columns(rows.size), whole)
    return needed


def distinct(load: np.ndarray, times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return one row of each load and handling time, and which of them each row is."""
    order = np.lexsort((load, times))
    if not order.size:
        return order, order
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
    return in_each(calls, [(list(range(len(calls.centres))), pool)], standard, whole)[0]


def in_each(calls: Demand, deals: Sequence[Deal], standard: Standard, whole: bool) -> list[np.ndarray]:
    """Agents of those who join in each deal (which columns, poured together how), by interval, as `together` [agents].

    Specialists are those of the share that is left, whoever joins, so each share is worked out once.
    """
    shares = {pool.share for inside, pool in deals if len(inside) > 1}
    left = {share: agents((1 - share) * calls.load, calls.aht_seconds, standard, whole) for share in shares}
    pooled = zip(deals, shared_in_each(calls, deals, standard, whole), strict=True)
    return [
        need + left[pool.share][:, inside].sum(axis=1) if len(inside) > 1 else need for (inside, pool), need in pooled
    ]


def shared_in_each(calls: Demand, deals: Sequence[Deal], standard: Standard, whole: bool) -> list[np.ndarray]:
    """Generalists of each deal, without the specialists who stay behind [agents].

    All queues are searched at once. Loads of many centres together seldom come twice, so they are not looked for.
    """
    loads, times = (
        np.concatenate(part) for part in zip(*(load_together(calls.take(i), p) for i, p in deals), strict=True)
    )
    return np.split(_searched(loads, times, standard, whole), len(deals))


def load_together(calls: Demand, pool: Pool) -> tuple[np.ndarray, np.ndarray]:
    """Return load and handling time of those who take every centre's calls, by interval; one centre by itself stays as it is."""
    load = calls.load
    if len(calls.centres) == 1:
        return load[:, 0], np.broadcast_to(calls.aht_seconds, load.shape)[:, 0]
    shared = pool.share * load.sum(axis=1)
    offered = pool.share * np.nan_to_num(calls.calls).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        mixed = np.where(offered > 0, shared * calls.interval_seconds / offered, 1.0)
    longer = 1 + pool.uplift
    return shared * longer, _tidy(mixed) * longer


def _tidy(aht: np.ndarray) -> np.ndarray:
    """Handling times that differ only by rounding are one, so that they can be read off one table."""
    return np.round(aht, 9)
