"""Every combination of a few assumptions, worked out before anyone asks, for a panel that only looks answers up."""

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
import pandas as pd

from tieranalysis.metrics.contacts.demand import Demand, HandlingTime, demand
from tieranalysis.metrics.contacts.need import Pool, Standard, apart, in_each

MOST = 3  # partners without each of whom the others may join: each of them is as many cases again
ALL, BUT = "All", "All but "


def pooling_grid(
    intervals: pd.DataFrame,
    partners: Mapping[str, str],
    uplift: Sequence[float],
    pooled_share: Sequence[float],
    patience_seconds: Sequence[float],
    target_seconds: Sequence[float],
    target_level: float = 0.8,
    max_occupancy: float | None = None,
    aht_seconds: HandlingTime = None,
    most: int = MOST,
) -> pd.DataFrame:
    """Work out the need apart and together for every combination, with all partners and without each of the `most` largest.

    `partners` maps each centre to its partner. A partner that stays out keeps its centres as they are, and counts on both
    sides. One row a combination: patience_seconds, target_seconds, joining ("All", or "All but ..."), uplift,
    pooled_share, and agents_apart and agents_together (busiest interval), agent_hours_apart, agent_hours_together
    [whole agents; hours in the intervals given] and saving_rate [share of agent hours apart].
    """
    calls = demand(intervals[intervals["centre"].isin(list(partners))], aht_seconds)
    rows = []
    deals = list(product(who_may_join(calls, partners, most).items(), uplift, pooled_share))
    ways = [(inside, Pool(share, longer)) for (_, inside), longer, share in deals]
    for patience, target in product(patience_seconds, target_seconds):
        standard = Standard(target, target_level, patience, max_occupancy)
        alone = apart(calls, standard, True)
        for ((joining, inside), longer, share), pooled in zip(deals, in_each(calls, ways, standard, True), strict=True):
            outside = alone[:, [i for i in range(len(calls.centres)) if i not in inside]].sum(axis=1)
            keys = (patience, target, joining, longer, share)
            rows.append((*keys, *_figures(alone.sum(axis=1), pooled + outside, calls.interval_seconds)))
    columns = ["patience_seconds", "target_seconds", "joining", "uplift", "pooled_share"]
    columns += ["agents_apart", "agents_together", "agent_hours_apart", "agent_hours_together", "saving_rate"]
    return pd.DataFrame(rows, columns=columns)


def who_may_join(calls: Demand, partners: Mapping[str, str], most: int = MOST) -> dict[str, list[int]]:
    """Return the columns of the centres that join: of all, and, of three partners or more, of all but each of the largest."""
    everyone = list(range(len(calls.centres)))
    weight = pd.Series(calls.load.sum(axis=0)).groupby([partners[centre] for centre in calls.centres]).sum()
    largest = weight.sort_values(ascending=False, kind="stable").index[:most]
    if len(weight) < 3:
        return {ALL: everyone}
    names = [name for name in dict.fromkeys(partners.values()) if name in largest]
    without = {f"{BUT}{name}": [i for i in everyone if partners[calls.centres[i]] != name] for name in names}
    return {ALL: everyone, **without}


def _figures(alone: np.ndarray, joint: np.ndarray, seconds: np.ndarray) -> tuple[float, ...]:
    peak = alone.argmax()
    hours, joint_hours = float(alone @ seconds) / 3600, float(joint @ seconds) / 3600
    return float(alone[peak]), float(joint[peak]), hours, joint_hours, 1 - joint_hours / hours if hours else np.nan
