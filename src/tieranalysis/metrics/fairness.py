"""Is a share fair, who holds the deal together, and which smaller group keeps most of it?

Individual rationality: no partner pays more than alone. The core: no group of partners pays more than it would by
itself. Both are tests of one share; whether any share passes at all is a fact of the game.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from tieranalysis.metrics.games import Game, name, saving, stand_alone, subset_sums
from tieranalysis.metrics.nucleolus import lowest_surplus

TOLERANCE = 1e-9  # of the cost of all together


def rationality(game: Game, shares: Mapping[str, float]) -> pd.DataFrame:
    """Say for each partner what it pays alone and together, and whether it is better off [unit of the game].

    A partner is `as_well_off` when it pays no more than alone, which is what individual rationality asks.
    """
    alone, paid = stand_alone(game), _paid(game, shares)
    result = pd.DataFrame({"partner": list(game.partners), "alone": alone.to_numpy(), "together": paid})
    result["saving"] = result["alone"] - result["together"]
    result["saving_rate"] = result["saving"] / result["alone"].where(result["alone"] != 0)
    return result.assign(as_well_off=result["saving"] >= -_slack(game))


def blocking(game: Game, shares: Mapping[str, float]) -> pd.DataFrame:
    """List the coalitions that would pay less by themselves, the most tempted first; none means the share is in the core.

    Columns: coalition, size, together (what its partners pay), alone (what it would cost) and gain [unit of the game].

    >>> from tieranalysis.metrics.games import cost_game
    >>> blocking(cost_game({("A",): 10, ("B",): 8, ("A", "B"): 14}), {"A": 5, "B": 9})
      coalition  size  together  alone  gain
    0         B     1       9.0    8.0   1.0
    """
    together = subset_sums(_paid(game, shares))
    gain = together - game.costs
    numbers = np.flatnonzero(gain > _slack(game))
    numbers = numbers[np.argsort(-gain[numbers], kind="stable")]
    columns = {
        "coalition": [name(game.partners, m) for m in numbers],
        "size": np.bitwise_count(numbers).astype(int),
        "together": together[numbers],
        "alone": game.costs[numbers],
        "gain": gain[numbers],
    }
    return pd.DataFrame(columns)


def blocked(game: Game, table: pd.DataFrame) -> dict[str, int]:
    """Count, for each rule of a `sharing_table`, the coalitions that would pay less by themselves.

    The table's shares are rounded to the penny, so a gain of a penny a partner does not count. A rule that gives no share
    in this game is left out.
    """
    pennies, known = 0.01 * len(game.partners), table.dropna(subset=["share"])
    rules = {method: rows.set_index("partner")["share"] for method, rows in known.groupby("method", sort=False)}
    return {method: int(blocked_by(game, _paid(game, paid), pennies)) for method, paid in rules.items()}


def blocked_by(game: Game, paid: np.ndarray, at_least: float = 0.0) -> float:
    """Count the coalitions that would pay less by themselves by more than so much; missing where shares are missing.

    `paid` is what each partner pays, in the order of the game [unit of the game].
    """
    gain = subset_sums(paid) - game.costs
    return np.nan if np.isnan(paid).any() else float((gain > max(_slack(game), at_least)).sum())


def in_core(game: Game, shares: Mapping[str, float]) -> bool:
    """Say whether no coalition, a single partner among them, would pay less by itself."""
    return blocking(game, shares).empty


def least_core(game: Game) -> float:
    """Return the surplus that the best share can leave to every coalition [unit of the game].

    Zero or more: some share is in the core. Below zero: none is, and each coalition would have to pay so much to leave.

    >>> from tieranalysis.metrics.games import cost_game
    >>> least_core(cost_game({("A",): 10, ("B",): 8, ("A", "B"): 14}))
    2.0
    """
    return round(float(lowest_surplus(game)), 12)


def hold_outs(game: Game) -> pd.DataFrame:
    """Say what each partner's staying out costs, the dearest first [unit of the game; shares of the whole saving].

    Columns: partner, saving_without (of the rest together), saving_lost, lost_rate (of the whole saving), and pivotal:
    without this partner the rest save nothing. Where all together save nothing there is no share to lose: lost_rate is
    missing.
    """
    saved = saving(game)
    without = saved[(len(saved) - 1) ^ (1 << np.arange(len(game.partners)))]
    lost = saved[-1] - without
    rate = lost / saved[-1] if saved[-1] > 0 else np.full(len(lost), np.nan)
    columns = {"partner": list(game.partners), "saving_without": without, "saving_lost": lost, "lost_rate": rate}
    table = pd.DataFrame(columns).assign(pivotal=(without <= _slack(game)) & (saved[-1] > 0))
    return table.sort_values("saving_lost", ascending=False, kind="stable", ignore_index=True)


def best_by_size(game: Game) -> pd.DataFrame:
    """Return the coalition of each size that saves most, and the share of the whole saving that it keeps [unit; share]."""
    saved, sizes = saving(game), np.bitwise_count(np.arange(len(game.costs)))
    best = [int(np.flatnonzero(sizes == k)[np.argmax(saved[sizes == k])]) for k in range(1, len(game.partners) + 1)]
    kept = saved[best] / saved[-1] if saved[-1] > 0 else np.full(len(best), np.nan)
    columns = {
        "size": np.arange(1, len(best) + 1),
        "coalition": [name(game.partners, m) for m in best],
        "together": game.costs[best],
        "saving": saved[best],
        "kept_rate": kept,
    }
    return pd.DataFrame(columns)


def _paid(game: Game, shares: Mapping[str, float]) -> np.ndarray:
    given = dict(shares)
    wrong = set(given) ^ set(game.partners)
    if wrong:
        raise ValueError(f"shares and partners differ in {', '.join(sorted(wrong))}; give one share a partner")
    paid = np.array([given[partner] for partner in game.partners], dtype=float)
    if abs(paid.sum() - game.costs[-1]) > max(0.01, 1e-6 * abs(game.costs[-1])):
        raise ValueError(f"the shares add to {paid.sum():,.2f}, and the cost is {game.costs[-1]:,.2f}; share all of it")
    return paid


def _slack(game: Game) -> float:
    return TOLERANCE * max(np.abs(game.costs).max(), 1e-12)
