"""What longer calls, and each assumption over its range, do to the saving in every case of a panel."""

from collections.abc import Callable, Mapping, Sequence
from itertools import product

import numpy as np
import pandas as pd

from tieranalysis.metrics.contacts.demand import Demand, HandlingTime, demand
from tieranalysis.metrics.contacts.need import Pool, Standard, apart, in_each, shared_in_each
from tieranalysis.metrics.contacts.teams import who_may_join
from tieranalysis.metrics.contacts.trying import CONTROLS, by_standard, cases_in
from tieranalysis.metrics.search import root

READINGS = {True: "Whole agents", False: "Fractions of an agent"}
FAR = 64.0  # times longer: as far as a break-even is looked for


def longer_to_try(
    intervals: pd.DataFrame,
    partners: Mapping[str, str],
    uplifts: Sequence[float],
    steps: Mapping[str, Sequence[float]],
    target_level: float = 0.8,
    max_occupancy: float | None = None,
    aht_seconds: HandlingTime = None,
    **fixed: float,
) -> pd.DataFrame:
    """Work out the saving by how much longer a pooled call takes, in every case of who joins and the steps.

    `steps` holds the values of some of pooled_share, patience_seconds and target_seconds, `fixed` those of the others. One row
    a case, reading and uplift: joining as `who_may_join` says, the controls of `steps`, longer_rate, longer (in words), agents
    ("Whole agents" or "Fractions of an agent"), saving_rate [share of agent hours apart], as `uplift_lines` gives them, and
    break_even_rate, the `break_even_uplift` of the case.
    """
    calls = demand(intervals[intervals["centre"].isin(list(partners))], aht_seconds)
    joins, frames = who_may_join(calls, partners), []
    for standard, cases in by_standard(steps, {**fixed, "uplift": 0.0}, target_level, max_occupancy).items():
        deals = [(joining, case, inside, pool.share) for joining, inside in joins.items() for case, pool in cases]
        teams = [(inside, Pool(share, uplift)) for (_, _, inside, share), uplift in product(deals, uplifts)]
        saved = {name: saving_rates(calls, teams, standard, whole) for whole, name in READINGS.items()}
        ends = break_evens(calls, [(inside, share) for _, _, inside, share in deals], standard)
        for place, ((joining, case, _, _), end) in enumerate(zip(deals, ends, strict=True)):
            own = slice(place * len(uplifts), (place + 1) * len(uplifts))
            lines = pd.concat([_line(rates[own], uplifts, name) for name, rates in saved.items()])
            frames.append(lines.assign(joining=joining, **case, break_even_rate=end))
    return pd.concat(frames, ignore_index=True)


def ranges_to_try(
    intervals: pd.DataFrame,
    partners: Mapping[str, str],
    ranges: Mapping[str, Sequence[float]],
    steps: Mapping[str, Sequence[float]],
    target_level: float = 0.8,
    max_occupancy: float | None = None,
    aht_seconds: HandlingTime = None,
    **fixed: float,
) -> pd.DataFrame:
    """Work out the saving with one assumption moved over its range at a time, in every case of who joins and the steps.

    `ranges` holds a low and a high value of each of some of uplift, pooled_share, patience_seconds, target_seconds and
    target_level. One row a case and assumption: joining, the controls of `steps`, assumption, low, base, high and width
    [share of agent hours apart, in fractions of an agent], as `saving_ranges` gives them, in the order of `ranges`.
    """
    calls = demand(intervals[intervals["centre"].isin(list(partners))], aht_seconds)
    asked: dict[
        Standard, dict[tuple[str, Pool], list[int]]
    ] = {}  # many cases ask for the same: each is worked out once
    places = []
    for (joining, inside), (case, values) in product(who_may_join(calls, partners).items(), cases_in(steps, fixed)):
        own = {**dict(zip(CONTROLS, values, strict=True)), "target_level": target_level}
        tried = [("", own), *((name, {**own, name: end}) for name, ends in ranges.items() for end in ends)]
        for name, moved in tried:
            standard = Standard(
                moved["target_seconds"], moved["target_level"], moved["patience_seconds"], max_occupancy
            )
            pool = Pool(moved["pooled_share"], moved["uplift"])
            asked.setdefault(standard, {})[joining, pool] = inside
            places.append(({"joining": joining, **case}, name, standard, (joining, pool)))
    rates: dict[tuple[Standard, tuple[str, Pool]], float] = {}
    for standard, teams in asked.items():
        ways = [(inside, pool) for (_, pool), inside in teams.items()]
        saved = saving_rates(calls, ways, standard, False)
        rates |= {(standard, team): rate for team, rate in zip(teams, saved, strict=True)}
    found = [{**case, "assumption": name, "rate": rates[standard, team]} for case, name, standard, team in places]
    return _ranges(pd.DataFrame(found), ["joining", *steps])


def _ranges(tried: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    base = tried[tried["assumption"] == ""].set_index(keys)["rate"].rename("base")
    ends = (
        tried[tried["assumption"] != ""].groupby([*keys, "assumption"], sort=False)["rate"].agg(low="min", high="max")
    )
    table = ends.reset_index().merge(base.reset_index(), on=keys)
    table = table.assign(low=table[["low", "base"]].min(axis=1), high=table[["high", "base"]].max(axis=1))
    return table.assign(width=table["high"] - table["low"])[[*keys, "assumption", "low", "base", "high", "width"]]


def _line(rates: np.ndarray, uplifts: Sequence[float], name: str) -> pd.DataFrame:
    longer = [f"{uplift:.0%}" for uplift in uplifts]
    return pd.DataFrame({"longer_rate": list(uplifts), "longer": longer, "agents": name, "saving_rate": rates})


def saving_rates(calls: Demand, teams: Sequence[tuple[list[int], Pool]], standard: Standard, whole: bool) -> np.ndarray:
    """Return the saving of each way to join (which columns, poured together how) as a share of the hours of all, apart."""
    alone, seconds = apart(calls, standard, whole), calls.interval_seconds
    joint = in_each(calls, teams, standard, whole)
    saved = [(alone[:, inside].sum(axis=1) - need) @ seconds for (inside, _), need in zip(teams, joint, strict=True)]
    return np.array(saved) / (alone.sum(axis=1) @ seconds)


def break_evens(calls: Demand, deals: Sequence[tuple[list[int], float]], standard: Standard) -> np.ndarray:
    """Return the uplift at which the saving of each deal (who joins, share of calls) is gone, as `break_even_uplift`.

    In fractions of an agent. 0 where there is no saving to lose; infinite where nothing is pooled.
    """
    seconds, alone = calls.interval_seconds, apart(calls, standard, False)
    ways = [(inside, Pool(share)) for inside, share in deals]
    both = in_each(calls, ways, standard, False), shared_in_each(calls, ways, standard, False)
    room = [(alone[:, i].sum(axis=1) - all_ + own) @ seconds for (i, _), all_, own in zip(ways, *both, strict=True)]

    def left(uplift: np.ndarray, which: np.ndarray) -> np.ndarray:
        tried = [(deals[int(i)], float(longer)) for i, longer in zip(which, uplift, strict=True)]
        longer_calls = [(inside, Pool(share, longer)) for (inside, share), longer in tried]
        needed = [need @ seconds for need in shared_in_each(calls, longer_calls, standard, False)]
        return np.array(room)[which.astype(int)] - np.array(needed)

    return _crossings(left, np.array([bool(share) and len(inside) > 1 for inside, share in deals]))


def _crossings(left: Callable[[np.ndarray, np.ndarray], np.ndarray], several: np.ndarray) -> np.ndarray:
    which = np.arange(len(several), dtype="float64")
    saves = left(np.zeros(len(which)), which) > 0
    found, open_rows = np.where(saves & ~several, np.inf, 0.0), which[saves & several]
    high = np.full(len(open_rows), 0.5)
    while len(open_rows) and (short := left(high, open_rows) > 0).any() and high.max() < FAR:
        high[short] *= 2
    if len(open_rows):
        found[open_rows.astype(int)] = root(left, np.zeros(len(open_rows)), high, open_rows)
    return found
