"""Hours and agents behind the effects of one point more: of those who join, in many ways at once."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from tieranalysis.metrics.contacts.demand import Demand
from tieranalysis.metrics.contacts.drawing import Weeks
from tieranalysis.metrics.contacts.need import Pool, Standard, apart, in_each
from tieranalysis.metrics.contacts.standards import apart_under, together_under

Join = tuple[tuple[int, ...], Pool]  # which centres, poured together how
Way = tuple[Join, Standard]
COLUMNS = ["apart", "together", "busiest", "saved"]


def hours_in_each(typical: Demand, weeks: Weeks, ways: Sequence[Way]) -> pd.DataFrame:
    """Work out each way to join under its standard, each of them once: one row a way.

    Columns: apart and together [agent hours of a typical week, fractions], busiest [whole agents together where those who join
    would need most apart] and saved [agent hours, the median of the weeks drawn].
    """
    found: dict[Way, np.ndarray] = {}
    for joins, standards in _blocks(ways):
        rows = np.stack([*_typical(typical, joins, standards), _saved(weeks, joins, standards)], axis=-1)
        found |= {(join, one): rows[i, j] for i, one in enumerate(standards) for j, join in enumerate(joins)}
    return pd.DataFrame([found[way] for way in ways], columns=COLUMNS)


def _blocks(ways: Sequence[Way]) -> list[tuple[list[Join], list[Standard]]]:
    """The ways as every one of some joins under every one of some standards."""
    wanted: dict[Join, dict[Standard, None]] = {}
    for join, standard in ways:
        wanted.setdefault(join, {})[standard] = None
    blocks: dict[tuple[Standard, ...], list[Join]] = {}
    for join, standards in wanted.items():
        blocks.setdefault(tuple(standards), []).append(join)
    return [(joins, list(standards)) for standards, joins in blocks.items()]


def _alone_and_joint(
    calls: Demand, joins: Sequence[Join], standards: Sequence[Standard]
) -> tuple[np.ndarray, np.ndarray]:
    """Fractions of agents of those who join, apart and together: by standard, join and interval."""
    every = apart_under(calls, standards)
    alone = np.stack([every[..., list(inside)].sum(axis=-1) for inside, _ in joins], axis=1)
    return alone, together_under(calls, [(list(inside), pool) for inside, pool in joins], standards)


def _typical(typical: Demand, joins: Sequence[Join], standards: Sequence[Standard]) -> list[np.ndarray]:
    hours = typical.interval_seconds / 3600
    needs = _alone_and_joint(typical, joins, standards)
    return [*(need @ hours for need in needs), np.stack([_busiest(typical, joins, one) for one in standards])]


def _busiest(typical: Demand, joins: Sequence[Join], standard: Standard) -> np.ndarray:
    """Whole agents together of each join; only the intervals in which one of them needs most apart are searched."""
    alone = apart(typical, standard, True)
    peaks = np.array([alone[:, list(inside)].sum(axis=1).argmax() for inside, _ in joins])
    rows, place = np.unique(peaks, return_inverse=True)
    joint = in_each(typical.at(rows), [(list(inside), pool) for inside, pool in joins], standard, True)
    return np.array([need[at] for need, at in zip(joint, place, strict=True)])


def _saved(weeks: Weeks, joins: Sequence[Join], standards: Sequence[Standard]) -> np.ndarray:
    alone, joint = _alone_and_joint(weeks.calls, joins, standards)
    return np.median((alone - joint) @ weeks.hours, axis=-1)
