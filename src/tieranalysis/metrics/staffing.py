"""Fewest agents that meet a target: n meets it and n - 1 does not, always.

The service level rises with every agent, so a search between a number that fails and one that meets it is exact. For a
long column with one target, handling time and patience the answer is a step function of the load: the largest load
that each number of agents can carry is solved once, and `numpy.searchsorted` reads millions of intervals off that table;
a load within a hair of a step is searched for itself.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import elementwise

from tieranalysis.metrics import service
from tieranalysis.metrics.inputs import Column, check_targets, check_traffic, offered_load, restore, spread

TIE = 1e-12  # a level this close to its target meets it: 35.7 erlangs on 42 agents are at 85%, not above
HAIR = 1e-9  # loads this close to a step (as a share of it) are searched, not read off the table
LONG = 500  # rows from which a table pays


def required_agents(
    calls: Column,
    interval_seconds: Column,
    aht_seconds: Column,
    target_seconds: Column,
    target_level: Column,
    patience_seconds: Column | None = None,
    max_occupancy: Column | None = None,
    shrinkage: Column = 0.0,
    whole: bool = True,
) -> Any:
    """Fewest agents that answer the target share of offered calls in time [agents; rostered, if shrinkage is given].

    `whole=False` gives the fraction of an agent at which the target is just met, which adds up over small centres without
    rounding. No calls need no agents. Shrinkage is put on after the search: required / (1 - shrinkage), rounded up when
    whole. Bad input raises ValueError that names the column, the row and the mend.

    >>> required_agents(100, 1800, 180, 20, 0.8, max_occupancy=0.85, shrinkage=0.3)
    20
    >>> required_agents([30, 180, 0], 1800, 300, 20, 0.8).tolist()  # six centres of 30 calls: 8 each, or 36 together
    [8, 36, 0]
    >>> round(required_agents(250, 1800, 210, 20, 0.8, whole=False), 6)
    33.795324
    """
    given = {"calls": calls, "interval_seconds": interval_seconds, "aht_seconds": aht_seconds,
             "target_seconds": target_seconds, "target_level": target_level, "patience_seconds": patience_seconds,
             "max_occupancy": max_occupancy, "shrinkage": shrinkage}  # fmt: skip
    arrays = spread(**given)
    check_traffic(arrays, **given)
    check_targets(arrays, **given)
    agents = fewest(offered_load(arrays), _target(arrays), whole)
    return restore(rostered(agents, arrays["shrinkage"], whole), *given.values())


def chat_agents(
    chats: Column,
    interval_seconds: Column,
    aht_seconds: Column,
    target_seconds: Column,
    target_level: Column,
    concurrency: Column,
    shrinkage: Column = 0.0,
) -> Any:
    """Fewest agents for chats, of which each agent holds several at once [agents; rostered, if shrinkage is given].

    Handling time is that of one chat from first to last word, at the concurrency asked for. Every open place of an agent
    is a server of Erlang C; limit of validity: a chat must not slow down the others any further.

    >>> chat_agents(100, 1800, 180, 20, 0.8, concurrency=2)
    7
    """
    places = required_agents(chats, interval_seconds, aht_seconds, target_seconds, target_level)
    arrays = spread(places=places, concurrency=concurrency, shrinkage=shrinkage)
    check_targets(arrays, concurrency=concurrency, shrinkage=shrinkage)
    agents = np.ceil(arrays["places"] / arrays["concurrency"] - HAIR)
    return restore(rostered(agents, arrays["shrinkage"], True), places, concurrency, shrinkage)


def rostered(agents: np.ndarray, shrinkage: np.ndarray, whole: bool) -> np.ndarray:
    """Paid agents behind each number on duty; 21 on duty at 30% shrinkage are 30 and not 31 [agents]."""
    paid = agents / (1 - shrinkage)
    return np.ceil(paid - HAIR).astype(np.int64) if whole else paid


def fewest(load: np.ndarray, target: Target, whole: bool = True) -> np.ndarray:
    """Fewest agents for each load [agents]: whole, or the fraction at which the target is just met."""
    needed = np.zeros(load.shape)
    rows = load > 0
    load, target = load[rows], target.rows(rows)
    if load.size:
        agents = read_off(load, target) if load.size >= LONG and target.uniform() else search(load, target)
        needed[rows] = agents if whole else _fraction(load, target, agents)
    return needed


def _target(arrays: dict[str, np.ndarray]) -> Target:
    aht = np.where(arrays["calls"] > 0, arrays["aht_seconds"], 1.0)
    endless, uncapped = np.full(aht.shape, np.inf), np.ones(aht.shape)
    patience, cap = arrays.get("patience_seconds", endless), arrays.get("max_occupancy", uncapped)
    return Target(arrays["target_seconds"] / aht, patience / aht, arrays["target_level"], cap)
