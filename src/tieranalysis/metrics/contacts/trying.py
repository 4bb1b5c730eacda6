"""What the chart of the need through one day shows in every case of a panel, and the cases that panels have."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import numpy as np
import pandas as pd

from tieranalysis.metrics.contacts.calendar import by_calendar
from tieranalysis.metrics.contacts.demand import Demand, HandlingTime, demand
from tieranalysis.metrics.contacts.need import Pool, Standard, apart, in_each
from tieranalysis.metrics.contacts.teams import ALL, who_may_join

Steps = Mapping[str, Sequence[float]]
CONTROLS = ("uplift", "pooled_share", "patience_seconds", "target_seconds")
ARRANGEMENTS = ["Apart", "Together"]


def need_to_try(
    intervals: pd.DataFrame,
    weekday: str,
    steps: Steps,
    target_level: float = 0.8,
    max_occupancy: float | None = None,
    aht_seconds: HandlingTime = None,
    partners: Mapping[str, str] | None = None,
    **fixed: float,
) -> pd.DataFrame:
    """Work out agents apart and together through one weekday (Mon to Sun) of a typical week, in every case.

    `steps` holds the values of some of uplift, pooled_share, patience_seconds and target_seconds; `fixed` those of the
    others. With `partners`, by centre, joining ("All", "All but ...") is a control too, as `who_may_join` says. One row a case,
    time and arrangement: the controls, time, arrangement ("Apart" or "Together"), agents [whole agents on duty] and weekday,
    as `busiest_day` gives them. Raises ValueError where a control has no value, and where nobody is open on that day.
    """
    calls = demand(intervals, aht_seconds)
    day, kept = _day(calls, weekday)
    joins = who_may_join(calls, partners) if partners else {ALL: list(range(len(calls.centres)))}
    rows: list[dict[str, object]] = []
    agents: list[np.ndarray] = []
    for standard, cases in by_standard(steps, fixed, target_level, max_occupancy).items():
        alone = apart(kept, standard, True)
        deals = [(name, inside, case, pool) for name, inside in joins.items() for case, pool in cases]
        joint = in_each(kept, [(inside, pool) for _, inside, _, pool in deals], standard, True)
        for (name, inside, case, _), together in zip(deals, joint, strict=True):
            rows.append({"joining": name, **case} if partners else case)
            agents += [alone.sum(axis=1), together + np.delete(alone, inside, axis=1).sum(axis=1)]
    return _through_the_day(pd.DataFrame(rows), day, np.concatenate(agents))


def _through_the_day(cases: pd.DataFrame, day: pd.DataFrame, agents: np.ndarray) -> pd.DataFrame:
    """Write out the agents of every case, apart and together, through one day: one row a case, arrangement and time."""
    times, both = len(day), len(cases) * len(ARRANGEMENTS)
    table = cases.loc[np.repeat(np.arange(len(cases)), len(ARRANGEMENTS) * times)].reset_index(drop=True)
    return table.assign(
        time=np.tile(day["time"].to_numpy(dtype=object), both),
        arrangement=np.tile(np.repeat(ARRANGEMENTS, times), len(cases)),
        agents=agents,
        weekday=day["weekday"].iloc[0],
    )


def by_standard(
    steps: Steps, fixed: Mapping[str, float], target_level: float, max_occupancy: float | None
) -> dict[Standard, list[tuple[dict[str, float], Pool]]]:
    """The cases, each with its way of pooling, by the service that is given: its queues are searched at once."""
    found: dict[Standard, list[tuple[dict[str, float], Pool]]] = {}
    for case, (uplift, share, patience, target) in cases_in(steps, fixed):
        standard = Standard(target, target_level, patience, max_occupancy)
        found.setdefault(standard, []).append((case, Pool(share, uplift)))
    return found


def cases_in(steps: Steps, fixed: Mapping[str, float]) -> Iterator[tuple[dict[str, float], list[float]]]:
    """Every combination of the steps, with the values of all four controls in order."""
    lost = [name for name in CONTROLS if name not in {**steps, **fixed}]
    if lost:
        raise ValueError(f"there is no value of {', '.join(lost)}: give its steps, or the one value that it keeps")
    for values in product(*steps.values()):
        case = dict(zip(steps, values, strict=True))
        yield case, [(dict(fixed) | case)[name] for name in CONTROLS]


def _day(calls: Demand, weekday: str) -> tuple[pd.DataFrame, Demand]:
    """Weekday and time of each open interval of one weekday, in order, and the demand of those intervals."""
    places = by_calendar(pd.DataFrame({"start": calls.starts}))[["weekday", "time"]].astype(str)
    mine = (places["weekday"] == weekday).to_numpy() & np.isfinite(calls.calls).any(axis=1)
    if not mine.any():
        raise ValueError(f"nobody is open on {weekday!r}; the intervals have {', '.join(places['weekday'].unique())}")
    return places[mine].reset_index(drop=True), calls.at(mine)
