"""Where a rota falls short of what its calls need."""

import numpy as np
import pandas as pd

from tieranalysis.metrics.contacts.demand import HandlingTime, demand
from tieranalysis.metrics.contacts.need import Standard, apart
from tieranalysis.metrics.queueing import service_level


def rota_gaps(
    intervals: pd.DataFrame,
    rota: pd.DataFrame,
    target_seconds: float = 20.0,
    target_level: float = 0.8,
    patience_seconds: float | None = None,
    max_occupancy: float | None = None,
    aht_seconds: HandlingTime = None,
) -> pd.DataFrame:
    """List the intervals in which a rota has fewer agents than the target needs, the shortest first.

    Takes `contact_intervals` of one channel and `contact_rota`. Returns centre, start, offered, agents (on duty), required,
    short [agents] and the service level to expect of those offered [share]. An interval with calls and no row in the
    rota has nobody on duty; a rota that stands twice for an interval raises ValueError.
    """
    twice = rota.duplicated(["centre", "start"])
    if twice.any():
        row = rota[twice].iloc[0]
        raise ValueError(f"the rota of {row['centre']} stands twice for {row['start']}; keep one of them")
    standard, calls = (
        Standard(target_seconds, target_level, patience_seconds, max_occupancy),
        demand(intervals, aht_seconds),
    )
    need = pd.DataFrame(apart(calls, standard, True), calls.starts, calls.centres).rename_axis("start").reset_index()
    long = need.melt("start", var_name="centre", value_name="required")
    table = intervals[["centre", "start", "interval_seconds", "offered"]].merge(long, on=["centre", "start"])
    table = table.merge(rota[["centre", "start", "agents"]], on=["centre", "start"], how="left")
    table["agents"] = table["agents"].fillna(0.0)
    table["short"] = table["required"] - table["agents"]
    short = table[table["short"] > 0].sort_values(
        ["short", "centre", "start"], ascending=[False, True, True], ignore_index=True
    )
    times = short["centre"].map(dict(zip(calls.centres, calls.aht_seconds, strict=True))).to_numpy(dtype=float)
    level = service_level(
        short["offered"].to_numpy(), short["interval_seconds"].to_numpy(), times, short["agents"].to_numpy(),
        target_seconds, patience_seconds,
    ) if len(short) else np.array([])  # fmt: skip
    columns = ["centre", "start", "offered", "agents", "required", "short"]
    return short[columns].assign(service_level_offered_rate=level)
