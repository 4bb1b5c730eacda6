"""Fractions of an agent under many standards at once: loads and handling times are the same under each of them."""

from collections.abc import Sequence

import numpy as np

from tieranalysis.metrics.contacts.demand import Demand
from tieranalysis.metrics.contacts.need import Deal, Standard, distinct, load_together
from tieranalysis.metrics.fractions import fractions_in_each


def apart_under(calls: Demand, standards: Sequence[Standard], share: float = 1.0) -> np.ndarray:
    """Return the agents of each centre by itself for a share of its calls: by standard, interval and centre [agents]."""
    load = share * calls.load
    one, again = distinct(load.ravel(), np.broadcast_to(calls.aht_seconds, load.shape).ravel())
    times = np.broadcast_to(calls.aht_seconds, load.shape).ravel()[one]
    return _under(load.ravel()[one], times, standards)[:, again].reshape(-1, *load.shape)


def together_under(calls: Demand, deals: Sequence[Deal], standards: Sequence[Standard]) -> np.ndarray:
    """Return the agents of those who join in each deal, as `in_each` does: by standard, deal and interval [agents]."""
    loads, times = (
        np.concatenate(part) for part in zip(*(load_together(calls.take(i), p) for i, p in deals), strict=True)
    )
    need = _under(loads, times, standards).reshape(len(standards), len(deals), -1)
    shares = {pool.share for inside, pool in deals if len(inside) > 1}
    left = {share: apart_under(calls, standards, 1 - share) for share in shares}
    for place, (inside, pool) in enumerate(deals):
        if len(inside) > 1:
            need[:, place] += left[pool.share][..., inside].sum(axis=-1)
    return need


def _under(load: np.ndarray, times: np.ndarray, standards: Sequence[Standard]) -> np.ndarray:
    """One row a standard; no load needs nobody."""
    need, busy = np.zeros((len(standards), load.size)), np.flatnonzero(load > 0)
    need[:, busy] = fractions_in_each(load[busy], times[busy], [standard.aim for standard in standards])
    return need
