"""Fractions of an agent for hundreds of thousands of intervals, read off polynomials.

The fraction of an agent at which a target is just met moves smoothly with load and handling time. Within an octave of
both it is a polynomial to rounding: it is solved at Chebyshev nodes and read off between them (Trefethen, "Approximation
theory and approximation practice", 2013, chapters 3 and 8). The last coefficients say how near the polynomial comes; an
octave in which they are not small enough, and one with fewer rows than nodes, is searched row by row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from functools import lru_cache

import numpy as np
from numpy.polynomial import chebyshev

from tieranalysis.metrics.capacity import Aim
from tieranalysis.metrics.search import Target, fraction, search

DEGREES = 13, 11  # in load and in handling time, of which the logarithms run over the octave
NEAR = 1e-11  # of the need: how small the last two rows of coefficients have to be; what is left out is smaller still
HAIR = 1e-9  # of the need: so near a whole number it may stand on the wrong side of it
WIDE = 4096  # more octaves than a number of seconds can have
AIMS = 64  # of which polynomials are kept
Octave = tuple[int, int]


def fractions(load: np.ndarray, aht: np.ndarray, aim: Aim) -> np.ndarray:
    """Return the fraction of an agent at which the target is just met, for loads above zero [agents].

    >>> loads, times, aim = np.linspace(8, 15, 1000), np.full(1000, 300.0), Aim(20, 120, 0.8, 1.0)
    >>> bool(np.allclose(fractions(loads, times, aim)[::99], one_by_one(loads[::99], times[::99], aim), rtol=1e-11))
    True
    """
    return fractions_in_each(load, aht, [aim])[0]


def fractions_in_each(load: np.ndarray, aht: np.ndarray, aims: Sequence[Aim]) -> np.ndarray:
    """Return `fractions` under each of several aims, one row an aim [agents]: what rests on load and time alone is worked out once.

    >>> aims = [Aim(20, 120, 0.8, 1.0), Aim(60, 120, 0.8, 1.0)]
    >>> fractions_in_each(np.array([5.0, 30.0]), np.array([300.0, 300.0]), aims).round(3).tolist()
    [[6.57, 31.399], [5.909, 27.244]]
    """
    found = _read_off(load, aht, aims)
    aim, row = np.nonzero(np.isnan(found))
    found[aim, row] = _searched(load[row], aht[row], aims, aim)
    return found


def rounded_up(load: np.ndarray, aht: np.ndarray, aim: Aim) -> np.ndarray:
    """Return the fewest whole agents, for loads above zero: the fraction rounded up, and a search where it is nearly whole [agents].

    >>> rounded_up(np.array([5.0, 30.0]), np.array([300.0, 300.0]), Aim(20, np.inf, 0.8, 1.0)).tolist()
    [8.0, 36.0]
    """
    needed = _read_off(load, aht, [aim])[0]
    agents = np.ceil(needed)
    rows = np.flatnonzero(np.isnan(needed) | (np.abs(needed - np.round(needed)) <= HAIR * needed))
    agents[rows] = search(load[rows], aim.at(aht[rows])) if rows.size else 0.0
    return agents


def one_by_one(load: np.ndarray, aht: np.ndarray, aim: Aim) -> np.ndarray:
    """Return the same by a search of every row [agents]."""
    return _searched(load, aht, [aim], np.zeros(load.size, dtype=int))


def _searched(load: np.ndarray, aht: np.ndarray, aims: Sequence[Aim], which: np.ndarray) -> np.ndarray:
    """Search every row under its own of the aims: a search of many rows takes hardly longer than one of a few."""
    columns = np.array([astuple(aim) for aim in aims])[which].T
    target = Target.of(aht, dict(zip(("wait", "patience", "level", "cap"), columns, strict=True)))
    return fraction(load, target, search(load, target)) if load.size else np.empty(0)


def _read_off(load: np.ndarray, aht: np.ndarray, aims: Sequence[Aim]) -> np.ndarray:
    """What polynomials say of each row, one row an aim; where none is for it, nothing yet (NaN)."""
    at = np.stack([np.log2(load), np.log2(aht)])
    octaves, found = np.floor(at).astype(int), np.full((len(aims), load.size), np.nan)
    groups = {tuple(octaves[:, rows[0]].tolist()): rows for rows in _grouped(octaves[0] * WIDE + octaves[1])}
    known = _polynomials({aim: [own for own, rows in groups.items() if _pays(rows.size, aim)] for aim in aims})
    for own, rows in groups.items():
        mine = {place: kept[own] for place, aim in enumerate(aims) if (kept := known[aim]).get(own) is not None}
        if mine:
            found[np.ix_(list(mine), rows)] = _read(list(mine.values()), *(2 * (at[:, rows] - octaves[:, rows]) - 1))
    return found


def _grouped(names: np.ndarray) -> list[np.ndarray]:
    """The places of each name, name by name."""
    order = np.argsort(names, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(names[order])) + 1)
    return [rows for rows in groups if rows.size]


def _pays(rows: int, aim: Aim) -> bool:
    """Whether solving an octave costs less than its rows; a cap on occupancy bends the need, and polynomials do not bend."""
    return aim.cap >= 1 and rows > (DEGREES[0] + 1) * (DEGREES[1] + 1)


def _read(polynomials: Sequence[np.ndarray], load: np.ndarray, aht: np.ndarray) -> np.ndarray:
    of_load, of_aht = (chebyshev.chebvander(x, degree) for x, degree in zip((load, aht), DEGREES, strict=True))
    return np.stack([np.einsum("ij,ij->i", of_load @ polynomial, of_aht) for polynomial in polynomials])


@lru_cache(maxsize=AIMS)
def _kept(aim: Aim) -> dict[Octave, np.ndarray | None]:
    """The polynomials solved so far for one aim."""
    return {}


def _polynomials(wanted: Mapping[Aim, Sequence[Octave]]) -> dict[Aim, dict[Octave, np.ndarray | None]]:
    """The polynomials of each aim, of these octaves among others; what is not yet known is solved at once. None where one is not near."""
    kept = {aim: _kept(aim) for aim in wanted}
    new = [(aim, own) for aim, octaves in wanted.items() for own in octaves if own not in kept[aim]]
    for (aim, own), one in zip(new, _solved(new), strict=True):
        kept[aim][own] = one if _near(one) else None
    return kept


def _solved(new: Sequence[tuple[Aim, Octave]]) -> np.ndarray:
    if not new:
        return np.empty(0)
    nodes = [chebyshev.chebpts1(degree + 1) for degree in DEGREES]
    loads, times = (2.0 ** (np.array([own[i] for _, own in new])[:, None] + (nodes[i] + 1) / 2) for i in (0, 1))
    shape = len(new), nodes[0].size, nodes[1].size
    load, aht = (np.broadcast_to(one, shape).ravel() for one in (loads[:, :, None], times[:, None, :]))
    found = _searched(load, aht, [aim for aim, _ in new], np.repeat(np.arange(len(new)), shape[1] * shape[2]))
    of_load, of_aht = (np.linalg.inv(chebyshev.chebvander(node, node.size - 1)) for node in nodes)
    return of_load @ found.reshape(shape) @ of_aht.T


def _near(polynomial: np.ndarray) -> bool:
    last = max(np.abs(polynomial[-2:]).sum(axis=1).max(), np.abs(polynomial[:, -2:]).sum(axis=0).max())
    return bool(last <= NEAR * np.abs(polynomial[0, 0]))
