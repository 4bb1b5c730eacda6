"""The search for the fewest agents: what a target asks, whether a number of agents meets it, and how many do.

The service level rises with every agent, so a search between a number that fails and one that meets it is exact.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from tieranalysis.metrics import service

STEPS, NARROW = 200, 1e-15  # of a root: most steps, and the width of the last bracket as a share of the root
TIE = 1e-12  # a level this close to its target meets it: 35.7 erlangs on 42 agents are at 85%, not above


@dataclass(frozen=True)
class Target:
    """The target of each row: waits and patience in handling times, shares as shares."""

    wait: np.ndarray
    patience: np.ndarray
    level: np.ndarray
    cap: np.ndarray

    @classmethod
    def of(cls, aht: np.ndarray, aims: dict[str, np.ndarray]) -> "Target":
        """Put targets in seconds (`wait`, `patience`, with `level` and `cap`) into handling times."""
        return cls(aims["wait"] / aht, aims["patience"] / aht, aims["level"], aims["cap"])

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
    """Return where a function of each row crosses zero between low and high; ArithmeticError if it does not.

    Chandrupatla's method (1997) on all rows at once: inverse quadratic steps where they are safe, halving elsewhere. For a
    few hundred rows this is twice as fast as `scipy.optimize.elementwise.find_root`, whose answers it gives. A row is
    settled as soon as it is found, so no row's answer depends on the rows beside it.
    """
    a, b = high.astype(float), low.astype(float)
    fa, fb = function(a, *columns), function(b, *columns)
    if np.any(fa * fb > 0):
        first = np.flatnonzero(fa * fb > 0)[0]
        raise ArithmeticError(f"no root between {low[first]:g} and {high[first]:g}; report this with the input")
    found, rows, step = np.full_like(a, np.nan), np.arange(a.size), np.full_like(a, 0.5)
    for _ in range(STEPS):
        at = a + step * (b - a)
        f_at = function(at, *columns)
        a, b, fa, fb, c, fc = _narrowed(a, b, fa, fb, at, f_at)
        best = np.where(np.abs(fa) < np.abs(fb), a, b)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            narrow = NARROW * np.abs(best) / np.abs(b - a)
            step = np.where(narrow > 0.5, 0.5, np.clip(_quadratic(a, b, c, fa, fb, fc), narrow, 1 - narrow))
        going = np.isnan(found[rows])
        fresh = np.flatnonzero(going & ((narrow > 0.5) | (fa == 0)))
        found[rows[fresh]] = np.where(fa == 0, a, best)[fresh]
        going[fresh] = False
        if not going.any():
            return found
        if going.mean() < 0.5:
            rows, columns = rows[going], tuple(column[going] for column in columns)
            a, b, fa, fb, step = (kept[going] for kept in (a, b, fa, fb, step))
    raise ArithmeticError(f"no root found in {STEPS} steps; report this with the input")


def _narrowed(
    a: np.ndarray, b: np.ndarray, fa: np.ndarray, fb: np.ndarray, at: np.ndarray, f_at: np.ndarray
) -> tuple[np.ndarray, ...]:
    """Put the new point in: it becomes a, b stays on the other side of zero, and c is the end that was replaced."""
    same = np.sign(f_at) == np.sign(fa)
    c, fc = np.where(same, a, b), np.where(same, fa, fb)
    return at, np.where(same, b, a), f_at, np.where(same, fb, fa), c, fc


def _quadratic(
    a: np.ndarray, b: np.ndarray, c: np.ndarray, fa: np.ndarray, fb: np.ndarray, fc: np.ndarray
) -> np.ndarray:
    """Return how far from a to b the inverse quadratic through three points crosses zero; half where it is not safe."""
    xi, phi = (a - b) / (c - b), (fa - fb) / (fc - fb)
    safe = (phi**2 < xi) & ((1 - phi) ** 2 < 1 - xi)
    found = fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
    return np.where(safe & np.isfinite(found), found, 0.5)
