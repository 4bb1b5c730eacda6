"""Every coalition of partners: what each group of them would need if it answered as one, exactly.

With n partners there are 2^n - 1 coalitions, 32,767 of fifteen. Loads of all coalitions come from the partners' by doubling,
a few intervals at a time, and agents are read off solved steps (`capacity`), so none of them is sampled or estimated.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from tieranalysis.metrics.capacity import Aim, Reader, reader
from tieranalysis.metrics.contacts.demand import Demand, HandlingTime, demand
from tieranalysis.metrics.contacts.need import Pool, Standard, agents, apart
from tieranalysis.metrics.games import Game, subset_sums
from tieranalysis.metrics.staffing import LONG_MIXED

CELLS = 1 << 18  # coalitions x intervals in one go: a few megabytes a column


def coalitions(
    intervals: pd.DataFrame | Demand,
    partners: Mapping[str, str] | None = None,
    target_seconds: float = 20.0,
    target_level: float = 0.8,
    patience_seconds: float | None = None,
    max_occupancy: float | None = None,
    uplift: float = 0.0,
    pooled_share: float = 1.0,
    aht_seconds: HandlingTime = None,
    whole: bool = True,
) -> Game:
    """Work out the agent hours that every coalition of partners needs: a cost game [agent hours in the intervals given].

    `partners` maps each centre to the partner that runs it, so that a council with several lines is one partner, which
    pools its own lines when it stands alone; without it each centre is a partner. Whoever asks for many games of the same calls
    gives the `demand` of the intervals, worked out once. The other arguments are those of `pool`. A centre in a coalition of one centre keeps its own staff and handling time.

    >>> week = pd.DataFrame({"centre": list("ABC"), "start": pd.Timestamp("2026-03-02 09:00"), "interval_seconds": 3600,
    ...     "offered": [30.0, 60.0, 30.0]})
    >>> game = coalitions(week, aht_seconds=300)
    >>> game[("A",)], game[("A", "B")], game[("A", "B", "C")]
    (5.0, 11.0, 14.0)
    """
    standard, calls, rule = (
        Standard(target_seconds, target_level, patience_seconds, max_occupancy),
        intervals if isinstance(intervals, Demand) else demand(intervals, aht_seconds),
        Pool(pooled_share, uplift),
    )
    members = _members(calls, partners)
    hours = _pooled(calls, list(members.values()), rule, standard, whole)
    if rule.share < 1:
        left = _specialists(calls, rule, standard, whole)
        hours += subset_sums(np.array([sum(left[i] for i in own) for own in members.values()]))
    if rule != Pool():
        alone = apart(calls, standard, whole)
        for bit, own in enumerate(members.values()):
            if len(own) == 1:
                hours[1 << bit] = _hours(alone[:, own[0]].copy(), calls)
    return Game(tuple(members), hours, "agent hours")


def price_game(game: Game, agent_hour_gbp: float, hours_in_each: float = 1.0, joining_gbp: float = 0.0) -> Game:
    """Price a game of agent hours: hours x times a year x GBP an hour, and a running cost for each partner that joins [GBP].

    `hours_in_each` makes a year of the intervals (52 for a typical week) and carries shrinkage (x 1 / (1 - 0.3)).
    A partner alone pays no cost of joining.

    >>> game = coalitions(pd.DataFrame({"centre": ["A", "B"], "start": pd.Timestamp("2026-03-02 09:00"),
    ...     "interval_seconds": 3600, "offered": 30.0}), aht_seconds=300)
    >>> price_game(game, agent_hour_gbp=20.0, joining_gbp=1.0)[("A", "B")]
    162.0
    """
    if not (agent_hour_gbp > 0 and hours_in_each > 0):
        raise ValueError(
            f"an hour of an agent costs {agent_hour_gbp:g} GBP, times {hours_in_each:g}; give numbers above zero"
        )
    sizes = np.bitwise_count(np.arange(len(game.costs))).astype(int)
    joined = np.where(sizes > 1, sizes * joining_gbp, 0.0)
    return Game(game.partners, game.costs * hours_in_each * agent_hour_gbp + joined, "GBP")


def _pooled(calls: Demand, members: list[list[int]], rule: Pool, standard: Standard, whole: bool) -> np.ndarray:
    """Agent hours of generalists for every coalition, by number."""
    longer = 1 + rule.uplift
    load = rule.share * longer * np.array([calls.load[:, own].sum(axis=1) for own in members])
    offered = rule.share * np.array([np.nan_to_num(calls.calls[:, own]).sum(axis=1) for own in members])
    read = _reader(load, calls.aht_seconds * longer, standard, whole)
    hours, step = np.zeros(1 << len(members)), max(1, CELLS >> len(members))
    one_time = calls.aht_seconds.min() == calls.aht_seconds.max()
    for first in range(0, len(calls.starts), step):
        rows = slice(first, first + step)
        seconds, all_load = calls.interval_seconds[rows], subset_sums(load[:, rows])
        aht = calls.aht_seconds[0] * longer if one_time else _mixed(all_load, subset_sums(offered[:, rows]), seconds)
        need = read(all_load.ravel(), np.broadcast_to(aht, all_load.shape).ravel()).reshape(all_load.shape)
        hours += need @ seconds / 3600
    return hours


def _reader(load: np.ndarray, aht: np.ndarray, standard: Standard, whole: bool) -> Reader:
    top = load.sum(axis=0).max()
    if not whole or top <= 0 or load.shape[1] << len(load) < LONG_MIXED:
        return lambda load, aht: agents(load, aht, standard, whole)
    columns = standard.columns(1)
    aim = Aim(*(float(columns[name][0]) for name in ("wait", "patience", "level", "cap")))
    room = 1e-9 if aht.min() < aht.max() else 0.0  # a mix of handling times may pass its ends by rounding
    return reader(aim, top * (1 + 1e-9), aht.min() * (1 - room), aht.max() * (1 + room))


def _mixed(load: np.ndarray, offered: np.ndarray, seconds: np.ndarray) -> np.ndarray:
    """Handling time of each mix of calls [seconds]; that of the first mix where nobody calls."""
    with np.errstate(divide="ignore", invalid="ignore"):
        times = load * seconds / offered
    return np.where(offered > 0, times, np.nanmax(times, initial=1.0))


def _specialists(calls: Demand, rule: Pool, standard: Standard, whole: bool) -> list[float]:
    """Agent hours of those who stay behind in each centre with the calls that no generalist can take."""
    left = agents((1 - rule.share) * calls.load, calls.aht_seconds, standard, whole)
    return [_hours(need, calls) for need in np.ascontiguousarray(left.T)]


def _members(calls: Demand, partners: Mapping[str, str] | None) -> dict[str, list[int]]:
    given = dict.fromkeys(calls.centres) if partners is None else dict(partners)
    for centre in calls.centres:
        if centre not in given:
            raise ValueError(f"{centre} has no partner; name who runs it, or take its rows out")
    members: dict[str, list[int]] = {}
    for i, centre in enumerate(calls.centres):
        members.setdefault(str(given[centre] or centre), []).append(i)
    return members


def _hours(need: np.ndarray, calls: Demand) -> float:
    return float(need @ calls.interval_seconds) / 3600
