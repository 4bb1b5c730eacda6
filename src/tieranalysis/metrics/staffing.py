"""Fewest agents that meet a target: n meets it and n - 1 does not, always.

Short columns are searched row by row (`search`), longer ones with one target are read off polynomials (`fractions`), and the
longest off solved steps (`capacity`).
"""

from typing import Any

import numpy as np

from tieranalysis.metrics.capacity import Aim, reader
from tieranalysis.metrics.fractions import fractions, rounded_up
from tieranalysis.metrics.inputs import Arrays, Column, check_targets, check_traffic, offered_load, restore, spread
from tieranalysis.metrics.search import Target, fraction, search

ROUNDING = 1e-9  # 21 on duty / 0.7 is 30 paid, though a computer makes it 30.000000000000004
LONG = 500  # rows from which solving the steps pays, for one handling time
LONG_MIXED, LONG_CAPPED = (
    200_000,
    20_000,
)  # and for many: later where polynomials serve, which a cap on occupancy has none of


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
    agents = _fewest(arrays, whole)
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
    agents = np.ceil(arrays["places"] / arrays["concurrency"] - ROUNDING)
    return restore(rostered(agents, arrays["shrinkage"], True), places, concurrency, shrinkage)


def rostered(agents: np.ndarray, shrinkage: np.ndarray, whole: bool) -> np.ndarray:
    """Paid agents behind each number on duty; 21 on duty at 30% shrinkage are 30 and not 31 [agents]."""
    paid = agents / (1 - shrinkage)
    return np.ceil(paid - ROUNDING).astype(np.int64) if whole else paid


def _fewest(arrays: Arrays, whole: bool) -> np.ndarray:
    rows = arrays["calls"] > 0
    load, busy = offered_load(arrays)[rows], {name: _kept(column, rows) for name, column in arrays.items()}
    needed = np.zeros(rows.shape)
    if load.size:
        needed[rows] = fewest(load, busy["aht_seconds"], _aims(busy), whole)
    return needed


def fewest(load: np.ndarray, aht: np.ndarray, aims: Arrays, whole: bool = True) -> np.ndarray:
    """Fewest agents for loads above zero [agents]: whole, or the fraction at which the target is just met."""
    if not all(map(_alike, aims.values())):
        return _row_by_row(load, Target.of(aht, aims), whole)
    aim = Aim(*(float(aims[name][0]) for name in ("wait", "patience", "level", "cap")))
    if not whole:
        return fractions(load, aht, aim)
    if load.size >= (LONG if _alike(aht) else LONG_MIXED if aim.cap >= 1 else LONG_CAPPED):
        return reader(aim, load.max(), aht.min(), aht.max())(load, aht)
    return rounded_up(load, aht, aim) if load.size >= LONG else search(load, aim.at(aht))


def _row_by_row(load: np.ndarray, target: Target, whole: bool) -> np.ndarray:
    agents = search(load, target)
    return agents if whole else fraction(load, target, agents)


def _kept(column: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Keep some rows; a number that was spread over a column stays a number spread."""
    return column[: np.count_nonzero(rows)] if column.strides == (0,) else column[rows]


def _alike(column: np.ndarray) -> bool:
    return column.strides == (0,) or bool((column == column[0]).all())


def _aims(arrays: Arrays) -> Arrays:
    shape = arrays["calls"].shape
    return {
        "wait": arrays["target_seconds"],
        "patience": arrays.get("patience_seconds", np.broadcast_to(np.inf, shape)),
        "level": arrays["target_level"],
        "cap": arrays.get("max_occupancy", np.broadcast_to(1.0, shape)),
    }
