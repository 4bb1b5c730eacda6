"""Every partner's position in many cases at once, by arrays: its flows are its parts of the whole's, so only the whole's differ."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tieranalysis.metrics.appraisal import first_years_that_stay
from tieranalysis.metrics.games import Game, stand_alone
from tieranalysis.metrics.savings.partners import PENNY, contributions, joint_cost_game
from tieranalysis.metrics.sharing import to_the_penny


@dataclass(frozen=True, eq=False)
class Flows:
    """The real flows of a programme in n cases: `benefit_gbp` and `cost_gbp` (n by years) [GBP], and each case's real `rate` (n)."""

    years: tuple[str, ...]
    benefit_gbp: np.ndarray
    cost_gbp: np.ndarray
    rate: np.ndarray

    def present(self, amounts: np.ndarray) -> np.ndarray:
        """Return what amounts (n by years) are worth in the first year (n) [GBP]."""
        return (amounts * (1 + self.rate[:, None]) ** -np.arange(len(self.years), dtype="float64")).sum(axis=1)

    def at(self, places: np.ndarray) -> "Flows":
        """Return the flows of some of the cases."""
        return Flows(self.years, self.benefit_gbp[places], self.cost_gbp[places], self.rate[places])


def positions_in_each(
    flows: Flows,
    benefit_shares: Mapping[str, float],
    fixed_share: float,
    agreed: Mapping[str, float] | None = None,
    weights: Mapping[str, Mapping[str, float]] | None = None,
) -> pd.DataFrame:
    """Return the columns of `partner_positions` for every case, one row a case, rule and partner, after `case` (its place).

    Cases of one cost share it alike, so it is shared once for all of them; the rest is arrays. The other arguments are those
    of `partner_positions`.

    >>> flows = Flows(("2008-09", "2009-10"), np.array([[0.0, 100.0], [0.0, 0.0]]), np.array([[50.0, 0.0]] * 2), np.zeros(2))
    >>> found = positions_in_each(flows, {"A": 0.75, "B": 0.25}, 0.4).query("method == 'equal'")
    >>> found[["case", "partner", "npv_gbp", "worse_off"]].to_numpy().tolist()
    [[0, 'A', 50.0, False], [0, 'B', 0.0, False], [1, 'A', -25.0, True], [1, 'B', -25.0, True]]
    """
    whole = flows.cost_gbp.sum(axis=1)
    parts = []
    for cost in dict.fromkeys(whole.tolist()):
        places = np.flatnonzero(whole == cost)
        game = joint_cost_game(cost, benefit_shares, fixed_share)
        paid = contributions(game, agreed, weights)
        parts.append(_of_one_cost(flows.at(places), np.array(list(benefit_shares.values())), game, paid, places))
    return pd.concat(parts, ignore_index=True).sort_values("case", kind="stable", ignore_index=True)


def _of_one_cost(
    flows: Flows, gains: np.ndarray, game: Game, paid: Mapping[str, pd.Series], places: np.ndarray
) -> pd.DataFrame:
    """The positions in the cases of one whole cost, each column worked out as cases by rules by partners."""
    shape = (len(places), len(paid), len(game.partners))
    pays = np.stack([one[list(game.partners)].to_numpy() for one in paid.values()])
    alone, cost = stand_alone(game).to_numpy(), float(game.costs[-1])
    gets = np.stack([_gets(game, gains, saved) for saved in flows.benefit_gbp.sum(axis=1)])[:, None, :]
    worth, best = _worth(flows, gains, _part(pays, cost)), np.maximum(_worth(flows, gains, _part(alone, cost)), 0.0)
    columns = {
        "case": places[:, None, None],
        "method": np.array(list(paid), dtype=object)[None, :, None],
        "partner": np.array(game.partners, dtype=object)[None, None, :],
        "contribution_gbp": pays[None],
        "benefit_gbp": gets,
        "net_gbp": gets - pays,
        "npv_gbp": worth,
        "payback_year": _paybacks(flows, gains, _part(pays, cost)).astype(object),
        "alone_contribution_gbp": alone[None, None, :],
        "alone_npv_gbp": best[:, None, :],
        "worse_off": worth < best[:, None, :] - PENNY,
    }
    return pd.DataFrame({name: np.broadcast_to(values, shape).ravel() for name, values in columns.items()})


def _gets(game: Game, gains: np.ndarray, saved: float) -> np.ndarray:
    return to_the_penny(pd.Series(gains * saved, index=list(game.partners)), float(saved)).to_numpy()


def _part(paid: np.ndarray, cost_gbp: float) -> np.ndarray:
    return paid / cost_gbp if cost_gbp else np.zeros_like(paid)


def _worth(flows: Flows, gains: np.ndarray, parts: np.ndarray) -> np.ndarray:
    """Present values in every case: of each partner (cases by partners), or under each rule (cases by rules by partners)."""
    wide = (slice(None), *([None] * parts.ndim))
    return flows.present(flows.benefit_gbp)[wide] * gains - flows.present(flows.cost_gbp)[wide] * parts


def _paybacks(flows: Flows, gains: np.ndarray, parts: np.ndarray) -> np.ndarray:
    saved, cost = flows.benefit_gbp[:, None, None, :], flows.cost_gbp[:, None, None, :]
    net = saved * gains[None, None, :, None] - cost * parts[None, :, :, None]
    return first_years_that_stay(flows.years, net.cumsum(axis=-1))
