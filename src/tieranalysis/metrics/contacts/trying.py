"""What the charts of pooling show in every case of a panel: the need through one day, and what each partner saves."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import numpy as np
import pandas as pd

from tieranalysis.metrics.contacts.calendar import by_calendar
from tieranalysis.metrics.contacts.coalitions import coalitions, price_game
from tieranalysis.metrics.contacts.demand import Demand, HandlingTime, demand
from tieranalysis.metrics.contacts.need import Pool, Standard, apart, in_each
from tieranalysis.metrics.games import stand_alone
from tieranalysis.metrics.sharing import shares

Steps = Mapping[str, Sequence[float]]
CONTROLS = ("uplift", "pooled_share", "patience_seconds", "target_seconds")


def need_to_try(
    intervals: pd.DataFrame,
    weekday: str,
    steps: Steps,
    target_level: float = 0.8,
    max_occupancy: float | None = None,
    aht_seconds: HandlingTime = None,
    **fixed: float,
) -> pd.DataFrame:
    """Work out agents apart and together through one weekday (Mon to Sun) of a typical week, in every case.

    `steps` holds the values of some of uplift, pooled_share, patience_seconds and target_seconds; `fixed` those of the
    others. One row a case, time and arrangement: the controls of `steps`, time, arrangement ("Apart" or "Together"), agents
    [whole agents on duty] and weekday, as `busiest_day` gives them. Raises ValueError where a control has no value, and
    where nobody is open on that day.
    """
    day, kept = _day(demand(intervals, aht_seconds), weekday)
    pools: dict[Standard, list[Pool]] = {}
    cases = [
        (case, Standard(target, target_level, patience, max_occupancy), Pool(share, uplift))
        for case, (uplift, share, patience, target) in _cases(steps, fixed)
    ]
    for _, standard, pool in cases:
        pools.setdefault(standard, []).append(pool)
    alone = {standard: apart(kept, standard, True).sum(axis=1) for standard in pools}
    joint = {standard: iter(in_each([(kept, p) for p in ways], standard, True)) for standard, ways in pools.items()}
    frames = [
        _lines(day, {"Apart": alone[standard], "Together": next(joint[standard])}).assign(**case)
        for case, standard, _ in cases
    ]
    return pd.concat(frames, ignore_index=True)[[*steps, "time", "arrangement", "agents", "weekday"]]


def _lines(day: pd.DataFrame, lines: Mapping[str, np.ndarray]) -> pd.DataFrame:
    return day.assign(**lines).melt(["weekday", "time"], list(lines), "arrangement", "agents")


def gains_to_try(
    intervals: pd.DataFrame,
    partners: Mapping[str, str],
    steps: Steps,
    agent_hour_gbp: float,
    hours_in_each: float = 1.0,
    target_level: float = 0.8,
    method: str = "shapley",
    **fixed: float,
) -> pd.DataFrame:
    """Work out what each partner saves against its cost alone under one rule of sharing, in every case.

    `steps` and `fixed` as for `need_to_try`, prices as for `price_game`. One row a case and partner: the controls of
    `steps`, partner and saving [GBP, whole agents], to the penny as `sharing_table` gives it.
    """
    frames = []
    for case, values in _cases(steps, fixed):
        hours = coalitions(intervals, partners, target_level=target_level, **dict(zip(CONTROLS, values, strict=True)))
        game = price_game(hours, agent_hour_gbp, hours_in_each)
        saving = stand_alone(game).to_numpy() - shares(game, method, round_to=0.01).to_numpy()
        frames.append(pd.DataFrame({**case, "partner": game.partners, "saving": saving}))
    return pd.concat(frames, ignore_index=True)


def _cases(steps: Steps, fixed: Mapping[str, float]) -> Iterator[tuple[dict[str, float], list[float]]]:
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
    kept = Demand(calls.centres, calls.starts[mine], calls.interval_seconds[mine], calls.calls[mine], calls.aht_seconds)
    return places[mine].reset_index(drop=True), kept
