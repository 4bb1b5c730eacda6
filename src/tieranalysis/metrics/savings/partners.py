"""Who puts in, who gains, and who would do better alone: each partner's own position under every rule of sharing.

The cost of a joint body has a part that does not depend on who joins (governance, systems, premises), and a part that goes
with what is saved. A partner that goes alone bears the whole of the first and its own share of the second; that makes a
cost game, and the rules that share it are those of `tieranalysis.metrics.sharing`, the same as for contact centres.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from tieranalysis.contract.savings.errors import SavingsError
from tieranalysis.metrics.appraisal import Appraisal, appraise, first_year_that_stays
from tieranalysis.metrics.flows import checked_flows
from tieranalysis.metrics.games import Game, stand_alone, subset_sums
from tieranalysis.metrics.sharing import METHODS, WEIGHTED, shares, to_the_penny

PENNY = 0.01
AGREED = "agreed"


def joint_cost_game(cost_gbp: float, benefit_shares: Mapping[str, float], fixed_share: float) -> Game:
    """Build the cost game of a joint body from its whole cost and each partner's part of what it saves [GBP].

    A coalition pays `fixed_share` of the whole cost, and of the rest its partners' part.

    Raises SavingsError for a share outside 0 to 1, and benefits that do not add to one.

    >>> joint_cost_game(100.0, {"A": 0.75, "B": 0.25}, 0.2)[("B",)]
    40.0
    """
    refuse_joint(benefit_shares, fixed_share)
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
    whole = appraise(kept, discount_rate, base_year)
    alone = _alone(whole, benefit_shares, game)
    saved = float(whole.yearly["benefit_gbp"].sum())
    gets = to_the_penny(pd.Series(dict(benefit_shares)) * saved, saved)
    parts = [_under(whole, benefit_shares, gets, one, game).assign(**alone, method=name) for name, one in paid.items()]
    table = pd.concat(parts, ignore_index=True)
    table["worse_off"] = table["npv_gbp"] < table["alone_npv_gbp"] - PENNY
    return table[["method", *[name for name in table if name != "method"]]]


def contributions(
    game: Game, agreed: Mapping[str, float] | None = None, weights: Mapping[str, Mapping[str, float]] | None = None
) -> dict[str, pd.Series]:
    """Share the cost of a game by every rule for which there is what it needs, to the penny [GBP, by partner].

    Where there is no cost, every rule gives the same nothing, so one is enough.
    """
    given = weights or {}
    cost = float(game.costs[-1])
    usable = [
        method for method in METHODS if (method not in WEIGHTED or method in given) and (cost > 0 or method == "equal")
    ]
    paid = {method: shares(game, method, given.get(method), round_to=PENNY) for method in usable}
    if agreed is None:
        return paid
    _refuse_shares(agreed, "contribution")
    if set(agreed) != set(game.partners):
        raise SavingsError(
            f"The contributions name {', '.join(sorted(set(agreed) ^ set(game.partners)))}, which the benefits do not, or the reverse. Give both for each partner."
        )
    return {AGREED: to_the_penny(pd.Series(dict(agreed))[list(game.partners)] * cost, cost), **paid}


def worse_off(positions: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Count, rule by rule, who would do better alone: method, worse_off (how many) and who, the fewest first.

    Rules under which every partner puts in the same, to the pound, are one: their names with ; between. `by` names the
    columns that tell the cases of many positions (`positions_to_try`) apart; they come first.

    >>> rows = pd.DataFrame({"method": ["equal", "scrb", "shapley"], "partner": "A", "contribution_gbp": [9.0, 7.1, 7.2], "worse_off": [True, False, False]})
    >>> worse_off(rows).to_numpy().tolist()
    [['scrb; shapley', 0, ''], ['equal', 1, 'A']]
    """
    keys, names = list(by), positions["name" if "name" in positions else "partner"]
    named = positions.assign(who=names.where(positions["worse_off"], ""), paid=positions["contribution_gbp"].round())
    rules = named.groupby([*keys, "method"], sort=False).agg(
        worse_off=("worse_off", "sum"),
        who=("who", lambda found: "; ".join(filter(None, found))),
        paid=("paid", tuple),
    )
    alike = rules.reset_index().groupby([*keys, "paid", "worse_off", "who"], sort=False)["method"].agg("; ".join)
    table = alike.reset_index()[[*keys, "method", "worse_off", "who"]]
    return table.sort_values("worse_off", kind="stable", ignore_index=True)


def _under(
    whole: Appraisal, benefit: Mapping[str, float], gets: pd.Series, paid: pd.Series, game: Game
) -> pd.DataFrame:
    cost = float(game.costs[-1])
    parts = {name: paid[name] / cost if cost else 0.0 for name in game.partners}
    pays, gains = paid.to_numpy(), gets.to_numpy()
    columns = {
        "partner": game.partners,
        "contribution_gbp": pays,
        "benefit_gbp": gains,
        "net_gbp": gains - pays,
        "npv_gbp": [_npv(whole, benefit[name], part) for name, part in parts.items()],
        "payback_year": _paybacks(whole, [benefit[name] for name in parts], list(parts.values())),
    }
    return pd.DataFrame(columns)


def _alone(whole: Appraisal, benefit: Mapping[str, float], game: Game) -> dict[str, np.ndarray]:
    """What each partner pays alone, and the better of going alone and of not going at all."""
    pays, cost = stand_alone(game), float(game.costs[-1])
    worth = [_npv(whole, benefit[name], pays[name] / cost if cost else 0.0) for name in game.partners]
    return {"alone_contribution_gbp": pays.to_numpy(), "alone_npv_gbp": np.maximum(worth, 0.0)}


def _npv(whole: Appraisal, benefit_share: float, cost_share: float) -> float:
    """A partner's flows are its parts of the whole's, so its present value is the same parts of the whole's."""
    return whole.present_benefit_gbp * benefit_share - whole.present_cost_gbp * cost_share


def _paybacks(whole: Appraisal, benefit_shares: Sequence[float], cost_shares: Sequence[float]) -> list[str]:
    """The year from which each partner's own flows stay paid back, all partners at once."""
    saved, cost = (whole.yearly[name].to_numpy()[:, None] for name in ("benefit_gbp", "cost_gbp"))
    cumulative = (saved * np.array(benefit_shares) - cost * np.array(cost_shares)).cumsum(axis=0)
    return [first_year_that_stays(whole.yearly["year"], own) for own in cumulative.T]


def refuse_joint(benefit_shares: Mapping[str, float], fixed_share: float) -> None:
    """Raise SavingsError for a fixed share outside 0 to 1, and benefits that are negative or do not add to one."""
    if not 0 <= fixed_share <= 1:
        raise SavingsError(f"fixed_share is {fixed_share!r}, outside 0 to 1. Write 30 % as 0.3.")
    _refuse_shares(benefit_shares, "benefit")


def _refuse_shares(given: Mapping[str, float], what: str) -> None:
    negative = [name for name, share in given.items() if not share >= 0]
    if negative:
        raise SavingsError(f"The {what} share of {negative[0]} is {given[negative[0]]!r}. Give 0 or more.")
    if abs(sum(given.values()) - 1) > 1e-9:
        raise SavingsError(f"The {what} shares add to {sum(given.values()):.6g}, not to 1. Correct them.")
