"""The search for the fewest agents: what a target asks, whether a number of agents meets it, and how many do.

The service level rises with every agent, so a search between a number that fails and one that meets it is exact.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import elementwise

from tieranalysis.metrics import service

TIE = 1e-12  # a level this close to its target meets it: 35.7 erlangs on 42 agents are at 85%, not above


@dataclass(frozen=True)
class Target:
    """The target of each row: waits and patience in handling times, shares as shares."""

    wait: np.ndarray
    patience: np.ndarray
    level: np.ndarray
    cap: np.ndarray

    def rows(self, rows: np.ndarray) -> "Target":
        """Return the targets of some rows."""
        return Target(self.wait[rows], self.patience[rows], self.level[rows], self.cap[rows])


def meets(load: np.ndarray, agents: np.ndarray, target: Target) -> np.ndarray:
    """Say for each row whether the agents meet the target."""
    return margin(load, agents, target) >= -TIE


def margin(load: np.ndarray, agents: np.ndarray, target: Target) -> np.ndarray:
    """By how much the agents pass the target: the smaller of service level over target and cap over occupancy [share]."""
    over = service.level(load, agents, target.wait, target.patience) - target.level
    if np.all(target.cap >= 1):
        return over
    return np.fmin(over, target.cap - service.busy(load, agents, target.patience))


def search(load: np.ndarray, target: Target) -> np.ndarray:
    """Fewest whole agents by doubling and halving: no table, any mixture of rows."""
    fails = np.where(np.isinf(target.patience), np.floor(load), 0.0)
    enough = _enough(load, target)
    while (open_rows := np.flatnonzero(enough - fails > 1)).size:
        middle = np.floor((enough[open_rows] + fails[open_rows]) / 2)
        good = meets(load[open_rows], middle, target.rows(open_rows))
        enough[open_rows] = np.where(good, middle, enough[open_rows])
        fails[open_rows] = np.where(good, fails[open_rows], middle)
    return enough


def _enough(load: np.ndarray, target: Target) -> np.ndarray:
    """Return a number of agents that meets each target, found by ever longer steps up from the load."""
    enough, step = np.maximum(np.ceil(load), 1.0), 1.0
    short = np.flatnonzero(~meets(load, enough, target))
    while short.size:
        enough[short] += np.ceil(step * np.maximum(np.sqrt(load[short]) / 4, 1.0))
        step *= 2
        short = short[~meets(load[short], enough[short], target.rows(short))]
    return enough


def fraction(load: np.ndarray, target: Target, agents: np.ndarray) -> np.ndarray:
    """Return the point between n - 1 agents, which fail, and n, which do not, at which the target is just met."""
    low = np.maximum(agents - 1, np.where(np.isinf(target.patience), load, 0.0))
    exact = np.flatnonzero((margin(load, agents, target) > 0) & (low < agents))
    result = agents.copy()
    columns = (load[exact], *vars(target.rows(exact)).values())
    if exact.size:
        result[exact] = root(lambda n, load, *t: margin(load, n, Target(*t)), low[exact], agents[exact], *columns)
    return result


def root(function: Any, low: np.ndarray, high: np.ndarray, *columns: np.ndarray) -> np.ndarray:
    """Return where a function of each row crosses zero between low and high; ArithmeticError if it does not."""
    found = elementwise.find_root(function, (low, high), args=columns)
    if not np.all(found.success):
        first = np.flatnonzero(~found.success)[0]
        raise ArithmeticError(f"no root between {low[first]:g} and {high[first]:g}; report this with the input")
    return found.x
