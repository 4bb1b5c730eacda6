"""Many appraisals at once, by arrays: what is left of benefits less costs year by year, and when it stays above nought."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tieranalysis.metrics.appraisal import first_years_that_stay

LINES = ("Not discounted", "Discounted")


@dataclass(frozen=True, eq=False)
class PayingBack:
    """The appraisals of n sets of flows over some years, as `appraise` gives each: n by years, or n [GBP].

    `cumulative_gbp` and `present_cumulative_gbp` run over the years; `payback` and `present_payback` are years or "not reached".
    """

    years: tuple[str, ...]
    present_benefit_gbp: np.ndarray
    present_cost_gbp: np.ndarray
    cost_gbp: np.ndarray
    cumulative_gbp: np.ndarray
    present_cumulative_gbp: np.ndarray
    payback: list[str]
    present_payback: list[str]
    peak_gbp: np.ndarray


def paying_back(years: Sequence[str], benefit_gbp: np.ndarray, cost_gbp: np.ndarray, rate: np.ndarray) -> PayingBack:
    """Appraise n sets of real flows (n by years), each at its own real rate (n); the first year is not discounted.

    The same results as `appraise`, without its checks: for flows that a tested function made.

    >>> found = paying_back(["2008-09", "2009-10"], np.array([[0.0, 60.0]]), np.array([[50.0, 0.0]]), np.array([0.0]))
    >>> found.payback, found.peak_gbp.tolist()
    (['2009-10'], [50.0])
    """
    factor = (1 + rate[:, None]) ** -np.arange(len(years), dtype="float64")
    net = benefit_gbp - cost_gbp
    plain, present = net.cumsum(axis=1), (net * factor).cumsum(axis=1)
    return PayingBack(
        years=tuple(years),
        present_benefit_gbp=(benefit_gbp * factor).sum(axis=1),
        present_cost_gbp=(cost_gbp * factor).sum(axis=1),
        cost_gbp=cost_gbp.sum(axis=1),
        cumulative_gbp=plain,
        present_cumulative_gbp=present,
        payback=first_years_that_stay(years, plain).tolist(),
        present_payback=first_years_that_stay(years, present).tolist(),
        peak_gbp=np.maximum(0.0, -plain.min(axis=1)),
    )
