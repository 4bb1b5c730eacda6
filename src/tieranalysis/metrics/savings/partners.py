"""Who puts in, who gains, and who would do better alone: each partner's own position under every rule of sharing.

The cost of a joint body has a part that does not depend on who joins (governance, systems, premises), and a part that goes
with what is saved. A partner that goes alone bears the whole of the first and its own share of the second; that makes a
cost game, and the rules that share it are those of `tieranalysis.metrics.sharing`, the same as for contact centres.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from tieranalysis.contract.savings.errors import SavingsError
from tieranalysis.contract.savings.tables import Registers
from tieranalysis.metrics.appraisal import appraise
from tieranalysis.metrics.flows import checked_flows
from tieranalysis.metrics.games import Game, stand_alone, subset_sums
from tieranalysis.metrics.sharing import METHODS, WEIGHTED, shares, to_the_penny
from tieranalysis.registers import authorities

PENNY = 0.01
AGREED = "agreed"


def joint_cost_game(cost_gbp: float, benefit_shares: Mapping[str, float], fixed_share: float) -> Game:
    """Build the cost game of a joint body from its whole cost and each partner's part of what it saves [GBP].

    A coalition pays `fixed_share` of the whole cost, and of the rest its partners' part.

    Raises SavingsError for a share outside 0 to 1, and benefits that do not add to one.

    >>> joint_cost_game(100.0, {"A": 0.75, "B": 0.25}, 0.2)[("B",)]
    40.0
    """
    if not 0 <= fixed_share <= 1:
        raise SavingsError(f"fixed_share is {fixed_share!r}, outside 0 to 1. Write 30 % as 0.3.")
    _refuse_shares(benefit_shares, "benefit")
    parts = subset_sums(np.array(list(benefit_shares.values()), dtype="float64"))
    return Game(tuple(benefit_shares), cost_gbp * (fixed_share + (1 - fixed_share) * parts))


def partner_positions(
    flows: pd.DataFrame,
    benefit_shares: Mapping[str, float],
    fixed_share: float,
    agreed: Mapping[str, float] | None = None,
    weights: Mapping[str, Mapping[str, float]] | None = None,
    discount_rate: float = 0.035,
    base_year: str = "2008-09",
) -> pd.DataFrame:
    """Return each partner's position under every rule for which there is what it needs, one row a rule and partner.

    `flows` are the programme's real flows; `agreed` the contribution shares of the register; `weights` the budgets, populations
    or usage for the rules of those names. Columns: method, partner, contribution_gbp and benefit_gbp (which add to the
    programme's to the penny), net_gbp, npv_gbp [GBP, in the flows' prices], payback_year, alone_contribution_gbp, alone_npv_gbp
    (the better of going alone and not going at all) and worse_off (than that).

    Raises SavingsError for shares that do not add to one, or that name other partners than the benefits do.
    """
    kept = checked_flows(flows)
    game = joint_cost_game(float(kept["cost_gbp"].sum()), benefit_shares, fixed_share)
    paid = contributions(game, agreed, weights)
    alone = _alone(kept, benefit_shares, game, discount_rate, base_year)
    parts = [
        _under(kept, benefit_shares, one, game, discount_rate, base_year).merge(alone, on="partner").assign(method=name)
        for name, one in paid.items()
    ]
    table = pd.concat(parts, ignore_index=True)
    table["worse_off"] = table["npv_gbp"] < table["alone_npv_gbp"] - PENNY
    return table[["method", *[name for name in table if name != "method"]]]


def programme_shares(registers: Registers, share: str = "benefit_share") -> dict[str, float]:
    """Return each partner's part of the whole programme: its shares of the savings, weighted by their full-year amounts.

    `share` is benefit_share or contribution_share (weighted by the one-off costs). The parts add to one.

    Raises SavingsError where there is nothing to weight by.
    """
    costs = registers.one_off_costs.groupby("saving_id")["cost_gbp"].sum()
    last = registers.savings.sort_values("year").groupby("saving_id").last()
    weight = costs if share == "contribution_share" else last["full_year_gbp"].fillna(last["approved_gbp"])
    weighted = registers.partner_shares.assign(weight=registers.partner_shares["saving_id"].map(weight).fillna(0.0))
    if not weighted["weight"].sum() > 0:
        raise SavingsError(
            f"There is no amount to weight {share} by. Enter costs and savings, and the shares of those savings."
        )
    parts = (weighted[share] * weighted["weight"]).groupby(
        weighted["partner"], sort=False
    ).sum() / weighted.drop_duplicates("saving_id")["weight"].sum()
    return (parts / parts.sum()).to_dict()


def contributions(
    game: Game, agreed: Mapping[str, float] | None = None, weights: Mapping[str, Mapping[str, float]] | None = None
) -> dict[str, pd.Series]:
    """Share the cost of a game by every rule for which there is what it needs, to the penny [GBP, by partner]."""
    given = weights or {}
    usable = [method for method in METHODS if method not in WEIGHTED or method in given]
    paid = {method: shares(game, method, given.get(method), round_to=PENNY) for method in usable}
    if agreed is None:
        return paid
    _refuse_shares(agreed, "contribution")
    if set(agreed) != set(game.partners):
        raise SavingsError(
            f"The contributions name {', '.join(sorted(set(agreed) ^ set(game.partners)))}, which the benefits do not, or the reverse. Give both for each partner."
        )
    cost = float(game.costs[-1])
    return {AGREED: to_the_penny(pd.Series(dict(agreed))[list(game.partners)] * cost, cost), **paid}


def named_partners(positions: pd.DataFrame) -> pd.DataFrame:
    """Add each partner's name, and return_ratio (benefit over contribution), to its positions."""
    names = authorities().set_index("authority")["name"]
    named = positions.assign(name=positions["partner"].map(names).fillna(positions["partner"]))
    return named.assign(
        return_ratio=named["benefit_gbp"] / named["contribution_gbp"].where(named["contribution_gbp"] > 0)
    )


def worse_off(positions: pd.DataFrame) -> pd.DataFrame:
    """Count, rule by rule, who would do better alone: method, worse_off (how many) and partners (who), the fewest first."""
    by = positions.assign(name=positions["partner"].where(positions["worse_off"], "")).groupby("method", sort=False)
    table = by.agg(
        worse_off=("worse_off", "sum"), partners=("name", lambda names: "; ".join(n for n in names if n))
    ).reset_index()
    return table.sort_values("worse_off", kind="stable", ignore_index=True)


def _under(
    flows: pd.DataFrame, benefit: Mapping[str, float], paid: pd.Series, game: Game, rate: float, base_year: str
) -> pd.DataFrame:
    whole = float(game.costs[-1])
    gets = to_the_penny(pd.Series(dict(benefit)) * float(flows["benefit_gbp"].sum()), float(flows["benefit_gbp"].sum()))
    worth = [
        _worth(flows, benefit[name], paid[name] / whole if whole else 0.0, rate, base_year) for name in game.partners
    ]
    table = pd.DataFrame(
        {"partner": game.partners, "contribution_gbp": paid.to_numpy(), "benefit_gbp": gets.to_numpy()}
    )
    return table.assign(
        net_gbp=table["benefit_gbp"] - table["contribution_gbp"],
        npv_gbp=[w[0] for w in worth],
        payback_year=[w[1] for w in worth],
    )


def _alone(flows: pd.DataFrame, benefit: Mapping[str, float], game: Game, rate: float, base_year: str) -> pd.DataFrame:
    """What each partner pays alone, and the better of going alone and of not going at all."""
    pays, whole = stand_alone(game), float(game.costs[-1])
    worth = [
        _worth(flows, benefit[name], pays[name] / whole if whole else 0.0, rate, base_year)[0] for name in game.partners
    ]
    return pd.DataFrame(
        {"partner": game.partners, "alone_contribution_gbp": pays.to_numpy(), "alone_npv_gbp": np.maximum(worth, 0.0)}
    )


def _worth(
    flows: pd.DataFrame, benefit_share: float, cost_share: float, rate: float, base_year: str
) -> tuple[float, str]:
    own = flows.assign(benefit_gbp=flows["benefit_gbp"] * benefit_share, cost_gbp=flows["cost_gbp"] * cost_share)
    result = appraise(own, rate, base_year)
    return result.npv_gbp, result.payback_year


def _refuse_shares(given: Mapping[str, float], what: str) -> None:
    negative = [name for name, share in given.items() if not share >= 0]
    if negative:
        raise SavingsError(f"The {what} share of {negative[0]} is {given[negative[0]]!r}. Give 0 or more.")
    if abs(sum(given.values()) - 1) > 1e-9:
        raise SavingsError(f"The {what} shares add to {sum(given.values()):.6g}, not to 1. Correct them.")
