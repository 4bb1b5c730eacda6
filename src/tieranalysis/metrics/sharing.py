"""Who pays what: eight rules that share the cost of working together among the partners.

A rule that looks only at size (equal, budget, population, usage) is simple to explain and can leave a partner worse off
than alone; the rules that look at what each coalition would cost (stand-alone, SCRB, Shapley, nucleolus) are for testing
whether a deal is fair. See `fairness` for the tests.

Sources: H. P. Young, N. Okada and T. Hashimoto, "Cost allocation in water resources development", IIASA WP-79-077 (1979),
whose six Swedish municipalities are the golden test; L. S. Shapley (1953); D. Schmeidler (1969).
"""

from collections.abc import Callable, Mapping
from math import factorial

import numpy as np
import pandas as pd

from tieranalysis.metrics.games import Game, cost_game, stand_alone
from tieranalysis.metrics.nucleolus import nucleolus

WEIGHTED = ("budget", "population", "usage")
COLUMNS = ("method", "partner", "alone", "share", "saving", "better_off", "why_missing")
NOTHING = 1e-12  # of the largest cost: what rounding leaves of a benefit that is nought


class UndefinedShare(ValueError):
    """A rule that gives no share in this game, though others do."""


def shares(
    game: Game | Mapping[tuple[str, ...], float],
    method: str = "shapley",
    weights: Mapping[str, float] | None = None,
    round_to: float | None = None,
) -> pd.Series:
    """Share the cost of all partners together among them by one rule [unit of the game, by partner].

    `weights` gives each partner's budget, population or usage for the rules of those names. `round_to=0.01` gives
    shares to the penny that add up to the cost to the penny (largest remainder). An unknown rule, and missing, negative or
    idle weights, raise ValueError.

    >>> game = {("A",): 10, ("B",): 8, ("A", "B"): 15}
    >>> shares(game, "shapley").to_dict()  # each pays half of the saving of 3 less than alone
    {'A': 8.5, 'B': 6.5}
    >>> shares(game, "population", weights={"A": 2, "B": 1}, round_to=0.01).to_dict()
    {'A': 10.0, 'B': 5.0}
    """
    game = game if isinstance(game, Game) else cost_game(game)
    if method not in METHODS:
        raise ValueError(f"there is no rule {method!r}; use one of {', '.join(METHODS)}")
    if weights is not None and method not in WEIGHTED:
        raise ValueError(f"the rule {method!r} takes no weights; leave them out, or use one of {', '.join(WEIGHTED)}")
    paid = METHODS[method](game, _weights(game, method, weights) if method in WEIGHTED else None)
    result = pd.Series(paid, index=list(game.partners), name=method)
    return result if round_to is None else to_the_penny(result, game.costs[-1], round_to)


def to_the_penny(shares: pd.Series, total: float, unit: float = 0.01) -> pd.Series:
    """Round shares so that they add to the rounded total exactly: the largest remainders are rounded up [as given].

    >>> to_the_penny(pd.Series([1 / 3, 1 / 3, 1 / 3]), 1.0).tolist()
    [0.34, 0.33, 0.33]
    """
    per_unit = round(1 / unit)
    pence = shares.to_numpy(dtype=float) * per_unit
    whole = np.floor(pence + 1e-9)
    short = round(total * per_unit) - int(whole.sum())
    whole[np.argsort(-(pence - whole), kind="stable")[:short]] += 1
    return pd.Series(whole / per_unit, index=shares.index, name=shares.name)


def sharing_table(game: Game, weights: Mapping[str, Mapping[str, float]] | None = None) -> pd.DataFrame:
    """Share by every rule for which there is what it needs, to the penny, beside what each pays alone [unit of the game].

    One row a rule and partner: method, partner, alone, share, saving (alone less share), better_off and why_missing. A
    rule that gives no share in this game keeps its rows, with share, saving and better_off missing and the reason in words.

    >>> free = cost_game({("A",): 0, ("B",): 0, ("A", "B"): 6})
    >>> sharing_table(free).query("method == 'stand_alone'")["why_missing"].iloc[0]
    'nobody pays anything alone, so shares in proportion to it mean nothing; use another rule'
    """
    given = weights or {}
    usable = [method for method in METHODS if method not in WEIGHTED or method in given]
    table = pd.concat([_by_rule(game, method, given.get(method)) for method in usable], ignore_index=True)
    table["saving"] = table["alone"] - table["share"]
    better_off = (table["saving"] > 0).astype("boolean").mask(table["saving"].isna())
    return table.assign(better_off=better_off)[[*COLUMNS]]


def share_or_reason(game: Game, method: str, weights: Mapping[str, float] | None = None) -> tuple[pd.Series, str]:
    """Return the shares to the penny by one rule; or missing ones, and why the rule gives none [unit of the game].

    >>> share_or_reason(cost_game({("A",): 0, ("B",): 0, ("A", "B"): 6}), "equal")[0].to_list()
    [3.0, 3.0]
    """
    try:
        return shares(game, method, weights, round_to=0.01), ""
    except UndefinedShare as reason:
        return pd.Series(np.nan, index=list(game.partners), name=method), str(reason)


def _by_rule(game: Game, method: str, weights: Mapping[str, float] | None) -> pd.DataFrame:
    paid, reason = share_or_reason(game, method, weights)
    alone = stand_alone(game).to_numpy()
    columns = {"method": method, "partner": game.partners, "alone": alone, "share": paid.to_numpy()}
    return pd.DataFrame({**columns, "why_missing": reason})


def _equal(game: Game, _: np.ndarray | None) -> np.ndarray:
    return np.full(len(game.partners), game.costs[-1] / len(game.partners))


def _by_weight(game: Game, weights: np.ndarray | None) -> np.ndarray:
    return game.costs[-1] * weights / weights.sum()


def _by_stand_alone(game: Game, _: np.ndarray | None) -> np.ndarray:
    alone = stand_alone(game).to_numpy()
    if alone.sum() == 0:
        raise UndefinedShare("nobody pays anything alone, so shares in proportion to it mean nothing; use another rule")
    return game.costs[-1] * alone / alone.sum()


def _scrb(game: Game, _: np.ndarray | None) -> np.ndarray:
    """Separable costs, and the rest in proportion to remaining benefits."""
    everyone = len(game.costs) - 1
    separable = game.costs[-1] - game.costs[everyone ^ (1 << np.arange(len(game.partners)))]
    benefit = stand_alone(game).to_numpy() - separable
    rest = game.costs[-1] - separable.sum()
    nothing = max(1e-8, NOTHING * float(np.abs(game.costs).max()))
    if abs(benefit.sum()) <= nothing:
        if abs(rest) <= nothing * len(benefit):
            return separable
        raise UndefinedShare("no partner has a benefit left to share by (SCRB); use another rule")
    return separable + rest * benefit / benefit.sum()


def _shapley(game: Game, _: np.ndarray | None) -> np.ndarray:
    """Average what a partner adds to the cost of those before it, over all orders of joining."""
    n, numbers = len(game.partners), np.arange(len(game.costs))
    chance = np.array([factorial(k) * factorial(n - k - 1) / factorial(n) for k in range(n)])
    paid = np.empty(n)
    for i in range(n):
        without = numbers[numbers >> i & 1 == 0]
        added = game.costs[without | 1 << i] - game.costs[without]
        paid[i] = chance[np.bitwise_count(without)] @ added
    return paid


def _nucleolus(game: Game, _: np.ndarray | None) -> np.ndarray:
    return nucleolus(game)


METHODS: dict[str, Callable[[Game, np.ndarray | None], np.ndarray]] = {
    "equal": _equal,
    "budget": _by_weight,
    "population": _by_weight,
    "usage": _by_weight,
    "stand_alone": _by_stand_alone,
    "scrb": _scrb,
    "shapley": _shapley,
    "nucleolus": _nucleolus,
}


def _weights(game: Game, method: str, weights: Mapping[str, float] | None) -> np.ndarray:
    given = dict(weights if weights is not None else {})
    missing = [partner for partner in game.partners if partner not in given]
    if missing:
        raise ValueError(f"the rule {method!r} needs the {method} of every partner; missing: {', '.join(missing)}")
    values = np.array([given[partner] for partner in game.partners], dtype=float)
    for at in np.flatnonzero(~(np.isfinite(values) & (values >= 0)))[:1]:
        raise ValueError(f"the {method} of {game.partners[at]} is {values[at]:g}; give a number of zero or more")
    if values.sum() == 0:
        raise UndefinedShare(f"the {method} of every partner is zero; nothing can be shared by it")
    return values
