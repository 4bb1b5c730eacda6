"""Cooperative cost games: what every group of partners would pay if it worked together, and nothing about what for.

A game holds one cost for each of the 2^n groups (coalitions) of n partners. Coalition number m holds partner i where bit
i of m is set, so the cost of {first, third} stands at 0b101 and the empty coalition, at 0, costs nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

MOST = 20  # partners: a million coalitions, each of them kept
AND = " + "


@dataclass(frozen=True)
class Game:
    """The cost of every coalition, by number [`unit`]."""

    partners: tuple[str, ...]
    costs: np.ndarray
    unit: str = "GBP"

    def __post_init__(self) -> None:
        _check_partners(self.partners)
        costs = np.array(self.costs, dtype=float)
        if costs.shape != (1 << len(self.partners),):
            raise ValueError(
                f"{len(self.partners)} partners have {1 << len(self.partners)} coalitions, the empty one among them; "
                f"{costs.size} costs were given"
            )
        costs[0] = 0.0
        for number in np.flatnonzero(~np.isfinite(costs))[:1]:
            raise ValueError(
                f"the coalition {name(self.partners, number)} has no cost; work it out, or leave a partner out"
            )
        costs.setflags(write=False)
        object.__setattr__(self, "costs", costs)

    def __getitem__(self, coalition: Iterable[str]) -> float:
        return float(self.costs[number(self.partners, coalition)])


def cost_game(costs: Mapping[tuple[str, ...], float], unit: str = "GBP") -> Game:
    """Build a game from the cost of every coalition, each named by the tuple of its partners [GBP, or `unit`].

    Partners stand in the order in which they first appear. Raises ValueError for an unknown, repeated or missing
    coalition.

    >>> game = cost_game({("A",): 10, ("B",): 8, ("A", "B"): 14})
    >>> game[("B", "A")]
    14.0
    """
    partners = tuple(dict.fromkeys(partner for coalition in costs for partner in _members(coalition)))
    _check_partners(partners)
    values = np.full(1 << len(partners), np.nan)
    for coalition, cost in costs.items():
        at = number(partners, coalition)
        if at and not np.isnan(values[at]):
            raise ValueError(f"the coalition {name(partners, at)} is given twice; keep one of its costs")
        values[at] = cost
    return Game(partners, values, unit)


def savings_game(stand_alone: Mapping[str, float], savings: Mapping[tuple[str, ...], float], unit: str = "GBP") -> Game:
    """Build a cost game from what partners pay alone and what each coalition of two or more would save [GBP, or `unit`].

    >>> savings_game({"A": 10, "B": 8}, {("A", "B"): 4})[("A", "B")]
    14.0
    """
    costs = {(partner,): float(cost) for partner, cost in stand_alone.items()}
    for coalition, saving in savings.items():
        unknown = [partner for partner in _members(coalition) if partner not in stand_alone]
        if unknown:
            raise ValueError(f"{unknown[0]!r} has no stand-alone cost; the partners are {', '.join(stand_alone)}")
        if len(coalition) > 1:
            costs[tuple(coalition)] = sum(stand_alone[partner] for partner in coalition) - saving
    return cost_game(costs, unit)


def number(partners: tuple[str, ...], coalition: Iterable[str]) -> int:
    """Return the number of a coalition; an unknown or repeated partner raises ValueError.

    >>> number(("A", "B", "C"), ("C", "A"))
    5
    """
    result = 0
    for partner in _members(coalition):
        if partner not in partners:
            raise ValueError(f"{partner!r} is not a partner; the partners are {', '.join(partners)}")
        bit = 1 << partners.index(partner)
        if result & bit:
            raise ValueError(f"{partner!r} stands twice in the coalition {coalition!r}; name each partner once")
        result |= bit
    return result


def name(partners: tuple[str, ...], number: int) -> str:
    """Return a coalition in words.

    >>> name(("Braintree", "Colchester", "Harlow"), 5)
    'Braintree + Harlow'
    """
    return AND.join(partner for i, partner in enumerate(partners) if number >> i & 1)


def membership(partners: int) -> np.ndarray:
    """Return one row a coalition, one column a partner: is the partner in it?"""
    return (np.arange(1 << partners)[:, None] >> np.arange(partners) & 1).astype(bool)


def subset_sums(values: np.ndarray) -> np.ndarray:
    """Add the values of each coalition's partners, by doubling: one row a coalition, further axes kept.

    >>> subset_sums(np.array([1.0, 2.0, 4.0])).tolist()
    [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]
    """
    sums = np.zeros((1 << len(values), *values.shape[1:]))
    for i, value in enumerate(values):
        sums[1 << i : 2 << i] = sums[: 1 << i] + value
    return sums


def among(game: Game, partners: Iterable[str]) -> Game:
    """Return the game of some of the partners, played by themselves [unit of the game].

    >>> among(cost_game({("A",): 10, ("B",): 8, ("A", "B"): 14}), ["B"]).costs.tolist()
    [0.0, 8.0]
    """
    kept = tuple(partner for partner in game.partners if partner in set(partners))
    bits = np.array([number(game.partners, (partner,)) for partner in kept])
    return Game(kept, game.costs[subset_sums(bits).astype(int)], game.unit)


def stand_alone(game: Game) -> pd.Series:
    """Return what each partner pays by itself [unit of the game]."""
    return pd.Series(game.costs[1 << np.arange(len(game.partners))], index=list(game.partners), name="stand_alone")


def saving(game: Game) -> np.ndarray:
    """Return what each coalition saves against its partners apart, by number [unit of the game]."""
    return subset_sums(stand_alone(game).to_numpy()) - game.costs


def coalition_table(game: Game) -> pd.DataFrame:
    """List every coalition: its size, what it costs, apart and together, and what it saves [unit of the game].

    >>> coalition_table(cost_game({("A",): 10, ("B",): 8, ("A", "B"): 14})).tail(1)
      coalition  size  apart  together  saving
    2     A + B     2   18.0      14.0     4.0
    """
    numbers = np.arange(1, len(game.costs))
    saved = saving(game)[1:]
    columns = {
        "coalition": [name(game.partners, m) for m in numbers],
        "size": np.bitwise_count(numbers).astype(int),
        "apart": saved + game.costs[1:],
        "together": game.costs[1:],
        "saving": saved,
    }
    return pd.DataFrame(columns)


def who_is_in(game: Game, table: pd.DataFrame) -> pd.DataFrame:
    """Put a true or false column for each partner beside a table that has a column `coalition`.

    >>> game = cost_game({("A",): 10, ("B",): 8, ("A", "B"): 14})
    >>> who_is_in(game, coalition_table(game))[["A", "B"]].to_dict("list")
    {'A': [True, False, True], 'B': [False, True, True]}
    """
    parts = table["coalition"].str.split(AND, regex=False)
    return table.assign(**{p: [p in members for members in parts] for p in game.partners})


def _members(coalition: Iterable[str]) -> Iterable[str]:
    if isinstance(coalition, str):
        raise ValueError(f"the coalition {coalition!r} is a text; name its partners one by one, as ({coalition!r},)")
    return coalition


def _check_partners(partners: tuple[str, ...]) -> None:
    if not partners:
        raise ValueError("a game needs a partner")
    if len(partners) > MOST:
        raise ValueError(
            f"{len(partners)} partners have {1 << len(partners):,} coalitions; {MOST} are the most, so group some"
        )
    twice = [partner for i, partner in enumerate(partners) if partner in partners[:i]]
    if twice:
        raise ValueError(f"the partner {twice[0]!r} is named twice; give each a name of its own")
