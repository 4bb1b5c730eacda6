"""The nucleolus: the share that leaves the least content coalition as content as can be, then the next, and so on.

Solved by successive linear programs (Maschler, Peleg and Shapley 1979). Each program lifts the lowest surplus, cost
alone less share, of all coalitions still open; those that the program's prices say can rise no further are fixed, and
coalitions whose surplus follows from the fixed ones are closed. Coalitions enter a program only when its answer
offends them, so 32,766 of them cost no more than the few that matter. The answer is polished by solving the fixed
equations themselves.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

from tieranalysis.metrics.games import Game, membership

SLACK = 1e-9  # of the largest cost
PRICE = 1e-7


@dataclass(frozen=True)
class Step:
    """One program's answer: the shares, the lowest surplus, and the coalitions that it fixes."""

    shares: np.ndarray
    surplus: float
    fixed: np.ndarray
    at_bound: np.ndarray


def nucleolus(game: Game) -> np.ndarray:
    """Share the cost of a game by its nucleolus [unit of the game, by partner].

    Where the partners together cost more than apart no share leaves every partner as well off as alone; the
    prenucleolus, which drops that demand, is given.
    """
    scale = np.abs(game.costs).max() or 1.0
    costs, members = game.costs / scale, membership(len(game.partners)).astype(float)
    equations = [(members[-1], costs[-1], 0)]  # rows of: members x shares + surplus of the round = cost
    settled, rounds = _Span(members[-1]), 0
    ends = [(members[-1], costs[-1])]
    while settled.rank < members.shape[1]:
        rounds += 1
        step = _lift(costs, members, settled.open(members), ends)
        equations += [(members[m], costs[m], rounds) for m in step.fixed]
        equations += [(members[1 << i], costs[1 << i], 0) for i in step.at_bound]
        fresh = [(members[m], costs[m] - step.surplus) for m in step.fixed]
        fresh += [(members[1 << i], costs[1 << i]) for i in step.at_bound]
        ends += [(row, cost) for row, cost in fresh if settled.add(row)]
    return _solve(equations, rounds) * scale


def lowest_surplus(game: Game) -> float:
    """Return the surplus that can be left to every coalition at best; below zero, no share keeps them all [unit].

    The surplus of a coalition is what it would pay alone less what its partners pay together.
    """
    scale = np.abs(game.costs).max() or 1.0
    costs, members = game.costs / scale, membership(len(game.partners)).astype(float)
    still_open = _Span(members[-1]).open(members)
    return (
        _lift(costs, members, still_open, [(members[-1], costs[-1])], False).surplus * scale
        if still_open.any()
        else 0.0
    )


class _Span:
    """The directions in which shares are settled, kept as orthonormal rows."""

    def __init__(self, first: np.ndarray) -> None:
        self.rows = np.empty((0, len(first)))
        self.add(first)

    @property
    def rank(self) -> int:
        return len(self.rows)

    def add(self, row: np.ndarray) -> bool:
        rest = row - self.rows.T @ (self.rows @ row)
        rest -= self.rows.T @ (self.rows @ rest)
        if (length := np.linalg.norm(rest)) < 1e-8:
            return False
        self.rows = np.vstack([self.rows, rest / length])
        return True

    def open(self, members: np.ndarray) -> np.ndarray:
        rest = members - (members @ self.rows.T) @ self.rows
        return np.abs(rest).max(axis=1) > 1e-8


def _lift(costs: np.ndarray, members: np.ndarray, still_open: np.ndarray, ends: list, bounded: bool = True) -> Step:
    """Raise the lowest surplus of the open coalitions as far as it goes, taking in coalitions as they are offended."""
    n = members.shape[1]
    singles = 1 << np.arange(n)
    within = [(None, c if bounded and costs[singles].sum() >= costs[-1] else None) for c in costs[singles]]
    starters = np.concatenate([singles, len(costs) - 1 - singles])
    work = np.unique(starters[still_open[starters]])
    while True:
        answer = _program(costs[work], members[work], ends, within)
        shares, surplus = answer.x[:n], answer.x[n]
        over = np.where(still_open, costs - members @ shares - surplus, np.inf)
        over[work] = np.inf
        offended = np.argsort(over)[: 4 * n]
        offended = offended[over[offended] < -SLACK]
        if not offended.size:
            fixed = work[answer.ineqlin.marginals < -PRICE]
            return Step(shares, surplus, fixed, np.flatnonzero(answer.upper.marginals[:n] < -PRICE))
        work = np.union1d(work, offended)


def _program(costs: np.ndarray, members: np.ndarray, ends: list, within: list) -> object:
    rows = np.column_stack([members, np.ones(len(members))])
    equal = np.array([np.append(row, 0.0) for row, _ in ends])
    aim = np.append(np.zeros(members.shape[1]), -1.0)
    answer = linprog(
        aim, rows, costs, equal, np.array([cost for _, cost in ends]), [*within, (None, None)], method="highs-ds",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )  # fmt: skip
    if not answer.success:
        raise ArithmeticError(f"the nucleolus was not found: {answer.message}; report this with the game")
    return answer


def _solve(equations: list, rounds: int) -> np.ndarray:
    """Solve the fixed equations for the shares and the surplus of each round together."""
    n = len(equations[0][0])
    left = np.zeros((len(equations), n + rounds))
    for row, (members, _, round_number) in zip(left, equations, strict=True):
        row[:n] = members
        if round_number:
            row[n + round_number - 1] = 1.0
    found = np.linalg.lstsq(left, np.array([cost for _, cost, _ in equations]), rcond=None)[0]
    return found[:n]
