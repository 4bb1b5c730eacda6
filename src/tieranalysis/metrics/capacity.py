"""How much load 1, 2, 3 ... agents can carry within a target, and agents read off it for millions of intervals.

For one target in handling times the fewest agents is a step function of the load: the steps are solved once, and
`numpy.searchsorted` reads agents off them. Where handling time differs from row to row the steps move smoothly with it:
they are solved at a few handling times and carried between by cubic splines, whose error is measured. A load nearer to
a step than that error is never read off, but searched, so the answer stays exact.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.interpolate import CubicSpline

from tieranalysis.metrics.search import Target, margin, root, search

HAIR = 1e-9  # loads this close to a step (as a share of it) are searched
NODES = 33
ROUND, KEPT = 32, 32  # steps are solved up to a round number of agents, and kept: cases of one panel differ by less
Reader = Callable[[np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Aim:
    """One target for all rows: wait and patience for a handling time of one second, level and cap as shares."""

    wait: float
    patience: float
    level: float
    cap: float

    def at(self, aht: np.ndarray) -> Target:
        """Return the target of rows of these handling times [seconds]."""
        fill = np.full_like(aht, 1.0)
        return Target(self.wait / aht, self.patience / aht, fill * self.level, fill * self.cap)


def reader(aim: Aim, top_load: float, low_aht: float, high_aht: float) -> Reader:
    """Make a function from loads and handling times to the fewest whole agents, exact up to the top load.

    >>> read = reader(Aim(20, np.inf, 0.8, 1.0), 40.0, 300.0, 300.0)
    >>> read(np.array([5.0, 30.0]), np.array([300.0, 300.0])).tolist()
    [8.0, 36.0]
    """
    ends = np.array([low_aht, high_aht])
    most = -(-(int(search(np.full(2, top_load), aim.at(ends)).max()) + 2) // ROUND) * ROUND
    if np.isclose(low_aht, high_aht, rtol=1e-12):
        steps = _steps(aim, most, low_aht)
        return lambda load, aht: _off_steps(load, aht, steps, aim)
    return _surface(aim, most, low_aht, high_aht)


def capacities(most: int, aim: Aim, aht: float | np.ndarray) -> np.ndarray:
    """Return the largest load that each of 1, 2 ... `most` agents carries; one row a handling time [erlangs]."""
    agents, times = (a.ravel() for a in np.broadcast_arrays(np.arange(1.0, most + 1), np.atleast_1d(aht)[:, None]))
    ceiling = agents if np.isinf(aim.patience) else 1.001 * agents / aim.level
    found = root(lambda load, n, h: margin(load, n, aim.at(h)), 1e-12 * agents, ceiling, agents, times)
    return found.reshape(-1, most) if np.ndim(aht) else found


def _off_steps(load: np.ndarray, aht: np.ndarray, steps: np.ndarray, aim: Aim) -> np.ndarray:
    """Read agents off the steps of one handling time."""
    at = np.searchsorted(steps, load)
    near = np.minimum(steps[at] - load, load - np.append(0.0, steps)[at]) <= HAIR * load
    return _searched(at + 1.0, near, load, aht, aim)


@lru_cache(maxsize=KEPT)
def _steps(aim: Aim, most: int, aht: float) -> np.ndarray:
    return capacities(most, aim, aht)


@lru_cache(maxsize=KEPT)
def _surface(aim: Aim, most: int, low_aht: float, high_aht: float) -> Reader:
    nodes = np.linspace(np.log(low_aht), np.log(high_aht), NODES)
    spline = CubicSpline(nodes, capacities(most, aim, np.exp(nodes)))
    middle = (nodes[:-1] + nodes[1:]) / 2
    true = capacities(most, aim, np.exp(middle))
    error = np.maximum(10 * np.abs(spline(middle) / true - 1).max(axis=0), HAIR)
    pieces = np.ascontiguousarray(np.moveaxis(spline.c, 0, -1)).reshape(-1, 4)  # one row a node and step
    rows = nodes, pieces, spline(nodes), error

    def read(load: np.ndarray, aht: np.ndarray) -> np.ndarray:
        return _off_surface(load, aht, rows, aim)

    return read


def _off_surface(load: np.ndarray, aht: np.ndarray, rows: tuple, aim: Aim) -> np.ndarray:
    """Read agents off the splines: guess at the node below, then step to the right side of each step."""
    nodes, pieces, steps, error = rows
    most = steps.shape[1]
    cell = np.clip(((np.log(aht) - nodes[0]) / (nodes[1] - nodes[0])).astype(int), 0, len(nodes) - 2)
    beyond = np.log(aht) - nodes[cell]
    tall = 2 * steps.max() + 2 * load.max()
    flat = (steps + tall * np.arange(len(nodes))[:, None]).ravel()
    at = np.clip(np.searchsorted(flat, load + tall * cell) - cell * most, 0, most - 2)
    above, below = _between(pieces, cell * most + at, beyond, at)
    moved = np.flatnonzero((load > above) | (load <= below))
    at[moved] = np.clip(at[moved] + np.where(load[moved] > above[moved], 1, -1), 0, most - 2)
    place = (cell * most + at)[moved]
    above[moved], below[moved] = _between(pieces, place, beyond[moved], at[moved])
    near = np.minimum(above - load, load - below) <= error[at] * load
    return _searched(at + 1.0, near, load, aht, aim)


def _between(
    pieces: np.ndarray, place: np.ndarray, beyond: np.ndarray, at: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the loads between which at + 1 agents are the fewest, by the splines."""
    below = _along(pieces[np.maximum(place - 1, 0)], beyond)
    return _along(pieces[place], beyond), np.where(at > 0, below, 0.0)


def _along(piece: np.ndarray, beyond: np.ndarray) -> np.ndarray:
    a, b, c, d = piece.T
    return ((a * beyond + b) * beyond + c) * beyond + d


def _searched(agents: np.ndarray, rows: np.ndarray, load: np.ndarray, aht: np.ndarray, aim: Aim) -> np.ndarray:
    """Replace what was read off, in the rows that are too near a step, by an exact search; no load needs nobody."""
    close = np.flatnonzero(rows & (load > 0))
    agents[close] = search(load[close], aim.at(aht[close]))
    agents[load <= 0] = 0.0
    return agents
