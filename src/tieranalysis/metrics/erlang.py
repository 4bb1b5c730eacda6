"""Erlang B and Erlang C in closed form, at any size of load and for fractions of an agent.

Both come from the regularised incomplete gamma function. With A erlangs and N agents,
B = d / Q(N + 1, A), where d is the Poisson density A^N exp(-A) / Gamma(N + 1) and Q is `scipy.special.gammaincc`;
then C = N B / (N - A (1 - B)). The density is taken by Loader's saddle point, which loses no digits where
N ln A - A - ln Gamma(N + 1) would cancel them. Where Q is too small for a float (far more load than agents)
Gauss-Laguerre quadrature of its integral takes over.

Sources: A. K. Erlang (1917); D. L. Jagerman, "Some properties of the Erlang loss function", Bell System Technical
Journal 53 (1974), for fractional N; C. Loader, "Fast and accurate computation of binomial probabilities" (2000).
"""

import numpy as np
from scipy.special import gammaincc, gammaln

from tieranalysis.metrics.inputs import Column, require, restore, spread

TINY = 1e-280  # below this an incomplete gamma function has lost its digits
NODES, WEIGHTS = np.polynomial.laguerre.laggauss(48)
STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188)


def erlang_b(load: Column, agents: Column) -> float | np.ndarray:
    """Share of calls lost when no call may wait (Erlang B) [share of calls].

    Takes numbers or columns; negative or non-finite loads and agents raise ValueError.
    Checked against the Lucent 2% tables: 22.827 erlangs on 31 lines.

    >>> round(erlang_b(22.827, 31), 4)
    0.02
    """
    arrays = _loads(load, agents)
    return restore(np.exp(log_erlang_b(arrays["load"], arrays["agents"])), load, agents)


def erlang_c(load: Column, agents: Column) -> float | np.ndarray:
    """Share of calls that wait when every caller waits to the end (Erlang C) [share of calls].

    Takes numbers or columns; 1 where the load is as large as the agents. No load is nobody calling: 0.

    >>> round(erlang_c(10, 14), 7)
    0.1741319
    """
    arrays = _loads(load, agents)
    return restore(delay_probability(arrays["load"], arrays["agents"]), load, agents)


def delay_probability(load: np.ndarray, agents: np.ndarray) -> np.ndarray:
    """Erlang C on arrays that have been checked [share of calls]."""
    stable = agents > load
    n = np.where(stable, agents, load + 1)
    blocked = np.exp(log_erlang_b(load, n))
    return np.where(stable, n * blocked / (n - load * (1 - blocked)), 1.0)


def log_erlang_b(load: np.ndarray, agents: np.ndarray) -> np.ndarray:
    """Natural logarithm of Erlang B on arrays that have been checked [log share]."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        upper = gammaincc(agents + 1, load)
        result = log_poisson(agents, load) - np.log(upper)
    drowned = upper < TINY
    if drowned.any():
        result[drowned] = -np.log(_reciprocal_b(load[drowned], agents[drowned]))
    return np.minimum(np.where(agents == 0, 0.0, result), 0.0)


def log_poisson(n: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """Natural logarithm of mean^n exp(-mean) / Gamma(n + 1), n not only whole [log density]."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        big = np.maximum(n, 15.0)
        saddle = -_stirling_error(big) - _deviance(big, mean) - 0.5 * np.log(2 * np.pi * big)
        direct = n * np.log(mean) - mean - gammaln(n + 1)
    return np.where(n >= 15, saddle, np.where(n == 0, -mean, direct))


def _stirling_error(n: np.ndarray) -> np.ndarray:
    """ln Gamma(n + 1) less Stirling's formula, for n of 15 or more."""
    square = n * n
    total = np.zeros_like(n)
    for term in reversed(STIRLING):
        total = term + total / square
    return total / n


def _deviance(n: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """n ln(n / mean) + mean - n, without cancellation where mean is near n (Loader's bd0)."""
    v = (n - mean) / (n + mean)
    near = np.abs(v) < 0.1
    small, square = np.where(near, v, 0.0), np.where(near, v * v, 0.0)
    series = np.zeros_like(square)
    for j in range(8, 0, -1):
        series = (series + 1 / (2 * j + 1)) * square
    plain = n * np.log(n / mean) + mean - n
    return np.where(near, (n - mean) * v + 2 * n * small * series, plain)


def _reciprocal_b(load: np.ndarray, agents: np.ndarray) -> np.ndarray:
    """1 / B = A times the integral of exp(-A u) (1 + u)^N, by Gauss-Laguerre quadrature, for far more load than agents."""
    v = NODES / (load - agents)[:, None]
    bend = np.exp(agents[:, None] * (np.log1p(v) - v))
    return load / (load - agents) * (bend @ WEIGHTS)


def _loads(load: Column, agents: Column) -> dict[str, np.ndarray]:
    arrays = spread(load=load, agents=agents)
    for name, given in (("load", load), ("agents", agents)):
        require(name, arrays[name], np.isfinite(arrays[name]) & (arrays[name] >= 0), given)
    return arrays
