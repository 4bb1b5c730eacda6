"""What the charts of pooling show in every case of a panel: the need through one day, and what each partner saves."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import numpy as np
import pandas as pd

from tieranalysis.metrics.contacts.calendar import by_calendar
from tieranalysis.metrics.contacts.coalitions import coalitions, price_game
from tieranalysis.metrics.contacts.demand import Demand, HandlingTime, demand
from tieranalysis.metrics.contacts.grid import ALL, BUT, who_may_join
from tieranalysis.metrics.contacts.need import Pool, Standard, apart, in_each
from tieranalysis.metrics.fairness import best_by_size
from tieranalysis.metrics.games import Game, among, stand_alone, who_is_in
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
    partners: Mapping[str, str] | None = None,
    **fixed: float,
) -> pd.DataFrame:
    """Work out agents apart and together through one weekday (Mon to Sun) of a typical week, in every case.

    `steps` holds the values of some of uplift, pooled_share, patience_seconds and target_seconds; `fixed` those of the
    others. With `partners`, by centre, joining ("All", "All but ...") is a control too, as in `pooling_grid`. One row a case,
    time and arrangement: the controls, time, arrangement ("Apart" or "Together"), agents [whole agents on duty] and weekday,
    as `busiest_day` gives them. Raises ValueError where a control has no value, and where nobody is open on that day.
    """
    calls = demand(intervals, aht_seconds)
    day, kept = _day(calls, weekday)
    joins = who_may_join(calls, partners) if partners else {ALL: list(range(len(calls.centres)))}
    frames = []
    for standard, cases in by_standard(steps, fixed, target_level, max_occupancy).items():
        alone = apart(kept, standard, True)
        deals = [(name, inside, case, pool) for name, inside in joins.items() for case, pool in cases]
        joint = in_each(kept, [(inside, pool) for _, inside, _, pool in deals], standard, True)
        for (name, inside, case, _), together in zip(deals, joint, strict=True):
            lines = {"Apart": alone.sum(axis=1), "Together": together + np.delete(alone, inside, axis=1).sum(axis=1)}
            frames.append(_lines(day, lines).assign(joining=name, **case))
    own = [*(["joining"] if partners else []), *steps]
    return pd.concat(frames, ignore_index=True)[[*own, "time", "arrangement", "agents", "weekday"]]


def by_standard(
    steps: Steps, fixed: Mapping[str, float], target_level: float, max_occupancy: float | None
) -> dict[Standard, list[tuple[dict[str, float], Pool]]]:
    """The cases, each with its way of pooling, by the service that is given: its queues are searched at once."""
    found: dict[Standard, list[tuple[dict[str, float], Pool]]] = {}
    for case, (uplift, share, patience, target) in cases_in(steps, fixed):
        standard = Standard(target, target_level, patience, max_occupancy)
        found.setdefault(standard, []).append((case, Pool(share, uplift)))
    return found


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
    """Work out what each partner saves against its cost alone under one rule of sharing, in every case of who joins and the steps.

    `steps` and `fixed` as for `need_to_try`, prices as for `price_game`. One row a case and partner: joining ("All", "All but
    ..."), the controls of `steps`, partner, joins (yes or no) and saving [GBP, whole agents], to the penny as `sharing_table`
    gives it; a partner that stays out saves nothing.
    """
    frames = []
    everyone = who_may_join(demand(intervals), partners)
    for case, game in _games(intervals, partners, cases_in(steps, fixed), target_level, agent_hour_gbp, hours_in_each):
        for joining in everyone:
            frames.append(_gains(game, joining, method).assign(joining=joining, **case))
    return pd.concat(frames, ignore_index=True)[["joining", *steps, "partner", "joins", "saving"]]


def _games(
    intervals: pd.DataFrame,
    partners: Mapping[str, str],
    cases: Iterator[tuple[dict[str, float], list[float]]],
    target_level: float,
    *prices: float,
) -> Iterator[tuple[dict[str, float], Game]]:
    """Each case with its game of who joins, priced."""
    for case, values in cases:
        controls = dict(zip(CONTROLS, values, strict=True))
        yield case, price_game(coalitions(intervals, partners, target_level=target_level, **controls), *prices)


def _gains(game: Game, joining: str, method: str) -> pd.DataFrame:
    """What each partner of a game saves if those who join share their cost; who stays out pays what it pays alone."""
    inside = [name for name in game.partners if joining != f"{BUT}{name}"]
    part = among(game, inside)
    saving = stand_alone(part) - shares(part, method, round_to=0.01)
    table = pd.DataFrame({"partner": game.partners, "joins": [name in inside for name in game.partners]})
    return table.assign(saving=saving.reindex(game.partners).fillna(0.0).to_numpy())


def best_to_try(
    intervals: pd.DataFrame,
    partners: Mapping[str, str],
    steps: Steps,
    agent_hour_gbp: float,
    hours_in_each: float = 1.0,
    target_level: float = 0.8,
    **fixed: float,
) -> pd.DataFrame:
    """Find the coalition of each size that saves most, of all partners, in every case of the steps.

    Arguments as for `gains_to_try`. One row a case and size: the controls of `steps`, the columns of `best_by_size` [GBP] and
    a true or false column for each partner, as `who_is_in` gives them.
    """
    frames = []
    for case, game in _games(intervals, partners, cases_in(steps, fixed), target_level, agent_hour_gbp, hours_in_each):
        frames.append(who_is_in(game, best_by_size(game)).assign(**case))
    return pd.concat(frames, ignore_index=True)


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
    kept = Demand(calls.centres, calls.starts[mine], calls.interval_seconds[mine], calls.calls[mine], calls.aht_seconds)
    return places[mine].reset_index(drop=True), kept
