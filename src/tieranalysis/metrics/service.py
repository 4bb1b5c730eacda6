"""What a queue does to callers, on arrays that have been checked and in units of the handling time.

One function a figure, each choosing between Erlang C (patience without end) and Erlang A. `queueing` is the door for
people; `staffing` calls these thousands of times.
"""

from collections.abc import Callable

import numpy as np

from tieranalysis.metrics import patience as erlang_a
from tieranalysis.metrics.erlang import delay_probability

READINGS = ("offered", "answered", "virtual")
Figure = Callable[..., np.ndarray]


def level(
    load: np.ndarray, agents: np.ndarray, target: np.ndarray, patience: np.ndarray, reading: str = "offered"
) -> np.ndarray:
    """Service level in one of its three readings [share of calls offered, answered, or patient]."""
    return _choose(load, agents, patience, _level_c, _LEVELS_A[reading], _NOBODY[reading], target)


def waiting(load: np.ndarray, agents: np.ndarray, patience: np.ndarray) -> np.ndarray:
    """Share of callers who wait at all [share of calls]."""
    return _choose(load, agents, patience, delay_probability, erlang_a.wait_share, 1.0)


def abandoning(load: np.ndarray, agents: np.ndarray, patience: np.ndarray) -> np.ndarray:
    """Share of callers who hang up [share of calls]."""
    return _choose(load, agents, patience, lambda load, _: np.zeros_like(load), erlang_a.abandoned_share, 1.0)


def mean_waiting(load: np.ndarray, agents: np.ndarray, patience: np.ndarray) -> np.ndarray:
    """Mean wait of all who call, those who hang up among them [handling times]."""
    wait = _choose(load, agents, patience, _mean_wait_c, erlang_a.abandoned_share, 1.0)
    nobody_answers = np.where(np.isinf(patience), np.inf, wait)
    with np.errstate(invalid="ignore"):
        return np.where(agents == 0, nobody_answers, wait) * np.where(np.isinf(patience), 1.0, patience)


def busy(load: np.ndarray, agents: np.ndarray, patience: np.ndarray) -> np.ndarray:
    """Share of agents' time spent handling; missing where nobody is on duty [share of agents' time]."""
    handled = load * (1 - abandoning(load, agents, patience))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return np.where(agents > 0, np.minimum(handled / agents, 1.0), np.nan)


def _choose(
    load: np.ndarray, agents: np.ndarray, patience: np.ndarray, patient: Figure, leaving: Figure, nobody: float,
    target: np.ndarray | None = None,
) -> np.ndarray:  # fmt: skip
    """Erlang C where patience has no end, Erlang A elsewhere; `nobody` where no agent is on duty."""
    result = np.full(load.shape, nobody)
    manned, endless = (agents > 0) & (load > 0), np.isinf(patience)
    for rows, figure in ((manned & endless, patient), (manned & ~endless, leaving)):
        if rows.any():
            state = _state(load[rows], agents[rows], patience[rows], figure is leaving)
            result[rows] = figure(*state) if target is None else figure(*state, target[rows], patience[rows])
    return result


def _state(load: np.ndarray, agents: np.ndarray, patience: np.ndarray, leaving: bool) -> tuple:
    return (erlang_a.queue(load, agents, patience),) if leaving else (load, agents)


def _level_c(load: np.ndarray, agents: np.ndarray, target: np.ndarray, _: np.ndarray) -> np.ndarray:
    slack = np.maximum(agents - load, 0.0)
    return 1 - delay_probability(load, agents) * np.exp(-slack * target)


def _mean_wait_c(load: np.ndarray, agents: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore"):
        return np.where(agents > load, delay_probability(load, agents) / np.maximum(agents - load, 0.0), np.inf)


def _level_offered(queue: erlang_a.Queue, target: np.ndarray, patience: np.ndarray) -> np.ndarray:
    in_time = 1 - erlang_a.abandoned_share(queue) - erlang_a.late_share(queue, target / patience)
    return np.clip(in_time, 0.0, 1.0)


def _level_answered(queue: erlang_a.Queue, target: np.ndarray, patience: np.ndarray) -> np.ndarray:
    answered = 1 - erlang_a.abandoned_share(queue)
    return np.clip(1 - erlang_a.late_share(queue, target / patience) / answered, 0.0, 1.0)


def _level_virtual(queue: erlang_a.Queue, target: np.ndarray, patience: np.ndarray) -> np.ndarray:
    return np.clip(1 - erlang_a.long_wait_share(queue, target / patience), 0.0, 1.0)


_LEVELS_A: dict[str, Figure] = {"offered": _level_offered, "answered": _level_answered, "virtual": _level_virtual}
_NOBODY = {"offered": 0.0, "answered": np.nan, "virtual": 0.0}
