"""Erlang A: callers who hang up after an exponential patience (M/M/n+M), in closed form and in logarithms.

The birth-death chain of the queue sums to incomplete gamma functions (Palm 1957; Mandelbaum and Zeltyn, "Service
engineering in action: the Palm/Erlang-A queue", 2007). With patience and handling time in any one unit,
c = agents x patience / handling time, x = load x patience / handling time, and
g(c, x) = x^-c exp(x) gamma(c, x), where gamma is the lower incomplete gamma function, every figure is a ratio of
sums of positive terms. All of it is done in logarithms, so a five-minute target or a thousand agents neither
underflows nor overflows, and fractions of an agent are ordinary.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammainc

from tieranalysis.metrics.erlang import NODES, TINY, WEIGHTS, log_erlang_b, log_poisson


@dataclass(frozen=True)
class Queue:
    """One Erlang A queue a row: agents x patience / handling time, load x the same, and the logs of its weights."""

    c: np.ndarray
    x: np.ndarray
    log_waiting: np.ndarray  # weight of the states in which a caller waits
    log_all: np.ndarray  # weight of all states


def queue(load: np.ndarray, agents: np.ndarray, patience_over_aht: np.ndarray) -> Queue:
    """Weigh the states of each queue; loads and agents must be above zero."""
    c, x = agents * patience_over_aht, load * patience_over_aht
    log_waiting = np.log(x) + _log_g(c, x)
    return Queue(c, x, log_waiting, np.logaddexp(_log_free(load, agents), log_waiting))


def wait_share(queue: Queue) -> np.ndarray:
    """Share of callers who find no agent free [share of calls]."""
    return np.exp(queue.log_waiting - queue.log_all)


def abandoned_share(queue: Queue) -> np.ndarray:
    """Share of callers who hang up before an answer [share of calls]."""
    log_g = queue.log_waiting - np.log(queue.x)
    log_ratio = np.minimum(_log_g(queue.c + 1, queue.x) - log_g, 0.0)
    return wait_share(queue) * -np.expm1(log_ratio)


def late_share(queue: Queue, target_over_patience: np.ndarray) -> np.ndarray:
    """Share of callers who are answered, but later than the target [share of calls]."""
    left = queue.x * np.exp(-target_over_patience)
    with np.errstate(divide="ignore"):
        log_late = _log_decay(queue, target_over_patience) + np.log(left) + _log_g(queue.c + 1, left)
    return np.exp(log_late - queue.log_all)


def long_wait_share(queue: Queue, target_over_patience: np.ndarray) -> np.ndarray:
    """Chance that a caller of endless patience would wait longer than the target [share of calls]."""
    left = queue.x * np.exp(-target_over_patience)
    log_long = _log_decay(queue, target_over_patience) + np.log(queue.x) + _log_g(queue.c, left)
    return np.exp(log_long - queue.log_all)


def _log_decay(queue: Queue, t: np.ndarray) -> np.ndarray:
    """Log of exp{x (1 - e^-t) - c t}: how the density of the offered wait falls by time t (in patience times)."""
    return -queue.x * np.expm1(-t) - queue.c * t


def _log_free(load: np.ndarray, agents: np.ndarray) -> np.ndarray:
    """Log weight of the states with an agent free: 1 / B(load, agents - 1), carried below one agent by recursion."""
    result = -log_erlang_b(load, np.maximum(agents - 1, 0.0))
    part = agents < 1
    if part.any():
        log_b = log_erlang_b(load[part], agents[part])
        result[part] = np.log(-np.expm1(log_b)) - log_b + np.log(load[part] / agents[part])
    return result


def _log_g(c: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Log of g(c, x): by the incomplete gamma function, or by quadrature where that is tiny."""
    lower = gammainc(c, x)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        result = np.log(lower) - np.log(c) - log_poisson(c, x)
    drowned = ~(lower > TINY)
    if drowned.any():
        result[drowned] = np.log(_quadrature(c[drowned], x[drowned]))
    return result


def _quadrature(c: np.ndarray, x: np.ndarray) -> np.ndarray:
    """g(c, x) as the integral of exp{x (1 - e^-u) - c u}, by Gauss-Laguerre quadrature, for c far above x."""
    v = NODES / (c - x)[:, None]
    bend = np.exp(-x[:, None] * (np.expm1(-v) + v))
    return (bend @ WEIGHTS) / (c - x)
