"""Who would do better alone, in many cases at once: each rule's parts of the cost stay the same however large the cost is."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from tieranalysis.metrics.games import stand_alone
from tieranalysis.metrics.savings.partners import PENNY, contributions, joint_cost_game


def worse_in_each(
    present_benefit_gbp: np.ndarray,
    present_cost_gbp: np.ndarray,
    cost_gbp: float,
    benefit_shares: Mapping[str, float],
    fixed_share: float,
    agreed: Mapping[str, float] | None = None,
    weights: Mapping[str, Mapping[str, float]] | None = None,
) -> pd.DataFrame:
    """Count the partners that would do better alone, one row a case and one column a rule; as `partner_positions` finds them.

    The cases differ in what the programme is worth and costs [present GBP, n each]; `cost_gbp` is the cost of one of them,
    by which the parts are found to the penny. The other arguments are those of `partner_positions`.

    >>> worse_in_each(np.array([100.0, 0.0]), np.array([50.0, 50.0]), 50.0, {"A": 0.75, "B": 0.25}, 0.4)["equal"].to_list()
    [0, 2]
    """
    game = joint_cost_game(cost_gbp, benefit_shares, fixed_share)
    gains = np.array(list(benefit_shares.values()))
    alone = np.maximum(_worth(present_benefit_gbp, present_cost_gbp, gains, _part(stand_alone(game), cost_gbp)), 0.0)
    paid = contributions(game, agreed, weights)
    worth = {
        rule: _worth(present_benefit_gbp, present_cost_gbp, gains, _part(parts[list(game.partners)], cost_gbp))
        for rule, parts in paid.items()
    }
    return pd.DataFrame({rule: (own < alone - PENNY).sum(axis=1) for rule, own in worth.items()})


def _part(paid: pd.Series, cost_gbp: float) -> np.ndarray:
    return paid.to_numpy() / cost_gbp if cost_gbp else np.zeros(len(paid))


def _worth(benefit: np.ndarray, cost: np.ndarray, gains: np.ndarray, pays: np.ndarray) -> np.ndarray:
    return benefit[:, None] * gains - cost[:, None] * pays
