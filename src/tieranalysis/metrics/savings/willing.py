"""A coalition of the willing: the partners that would do best together, for each number of them.

A coalition is worth its part of the benefits, less its part of the cost that goes with them, less the fixed cost, whoever is
in it. So the best of a size are the partners with the greatest parts, or with the smallest where a part costs more than it
brings; there is no need to try every coalition.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from tieranalysis.metrics.games import AND
from tieranalysis.metrics.savings.partners import refuse_joint


def best_coalitions(
    present_benefit_gbp: float,
    present_cost_gbp: float,
    benefit_shares: Mapping[str, float],
    fixed_share: float,
    labels: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return the coalition of each size that is worth most, of all that there are: scenario, size, npv_gbp and share_rate.

    The amounts are those of the programme of all partners [present GBP], `labels` the partners' names. share_rate is the part
    of what all together are worth that the coalition keeps [ratio]. `scenario` names the coalition.

    Raises SavingsError as `joint_cost_game` does.

    >>> best_coalitions(200.0, 100.0, {"A": 0.75, "B": 0.25}, 0.4)[["scenario", "npv_gbp"]].to_numpy().tolist()
    [['A', 65.0], ['A + B', 100.0]]
    """
    amounts = (np.array([present_benefit_gbp]), np.array([present_cost_gbp]))
    return coalitions_in_each(*amounts, benefit_shares, fixed_share, labels).drop(columns="case")


def coalitions_in_each(
    present_benefit_gbp: np.ndarray,
    present_cost_gbp: np.ndarray,
    benefit_shares: Mapping[str, float],
    fixed_share: float,
    labels: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return `best_coalitions` for n cases at once, one row a case and size, after `case` (its place)."""
    refuse_joint(benefit_shares, fixed_share)
    shares = np.array(list(benefit_shares.values()), dtype="float64")
    called = np.array([(labels or {}).get(partner, partner) for partner in benefit_shares], dtype=object)
    brings = present_benefit_gbp - (1 - fixed_share) * present_cost_gbp
    ways = {way: np.argsort(-way * shares, kind="stable") for way in (-1.0, 0.0, 1.0)}
    named = {way: _names(called, first) for way, first in ways.items()}
    parts = {way: shares[first].cumsum() for way, first in ways.items()}
    of = np.sign(brings).tolist()
    worth = brings[:, None] * np.stack([parts[way] for way in of]) - (fixed_share * present_cost_gbp)[:, None]
    whole = np.where(worth[:, -1:] > 0, worth[:, -1:], np.nan)
    columns = {
        "case": np.repeat(np.arange(len(of)), len(shares)),
        "scenario": [name for way in of for name in named[way]],
        "size": np.tile(np.arange(1, len(shares) + 1), len(of)),
        "npv_gbp": worth.ravel(),
        "share_rate": (worth / whole).ravel(),
    }
    return pd.DataFrame(columns)


def _names(called: np.ndarray, first: np.ndarray) -> list[str]:
    """Name the first one, two and so on of an order, each in the partners' own order."""
    return [AND.join(called[np.sort(first[:size])]) for size in range(1, len(first) + 1)]
