"""Key figures of contact: totals first, then ratios, by any grouping; what is not recorded is missing, never 100%."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from tieranalysis.metrics.contacts.calendar import COUNTS, group_columns

# figure: amount above, amount below, unit
RATIOS: dict[str, tuple[str, str]] = {
    "service_level_offered_rate": ("answered_in_target", "offered"),
    "service_level_answered_rate": ("answered_in_target", "answered"),
    "service_level_virtual_low_rate": ("answered_in_target", "offered"),
    "service_level_virtual_high_rate": ("answered_in_target_or_abandoned", "offered"),
    "answered_rate": ("answered", "offered"),
    "abandonment_rate": ("abandoned", "offered"),
    "mean_wait_answered_seconds": ("wait_seconds", "answered"),
    "aht_seconds": ("handle_seconds", "answered"),
    "occupancy_rate": ("handle_seconds", "agent_seconds"),
}


def key_figures(
    contacts: pd.DataFrame,
    by: Sequence[str] = (),
    rota: pd.DataFrame | None = None,
    timezone: str = "Europe/London",
) -> pd.DataFrame:
    """Total contacts and work out their figures for each group.

    Takes `contact_intervals` or `contact_summaries`, and groups by any of their columns and by date, month, weekday, time or
    hour of the time zone. `rota` (`contact_rota`) gives occupancy. One row a group: the totals, and

    - service level within the target that the data keep, in its three readings [share]: of those offered, of those
      answered, and virtual. Counts do not say how long those who hung up would have waited, so the virtual reading lies
      between its low (none in time) and its high (all in time);
    - answered and abandoned [share of offered], mean wait of the answered [seconds], handling time [seconds per contact],
      occupancy [share of agents' time].

    A figure whose parts are missing in any row of the group, or nought over nought, is missing.

    >>> calls = pd.DataFrame({"centre": ["A", "A"], "offered": [90.0, 10.0], "answered": [80.0, 10.0],
    ...     "abandoned": [10.0, 0.0], "answered_in_target": [40.0, 10.0], "handle_seconds": [24000.0, 3000.0],
    ...     "wait_seconds": [1600.0, 100.0]})
    >>> key_figures(calls).loc[0, ["offered", "service_level_offered_rate", "aht_seconds"]].tolist()
    [100.0, 0.5, 300.0]
    """
    frame = group_columns(contacts, by, timezone)
    frame = frame if rota is None else _with_rota(frame, rota)
    amounts = [name for name in (*COUNTS, "agent_seconds") if name in frame]
    totals = _totals(frame, by, amounts).reindex(columns=[*by, *COUNTS, "agent_seconds"])
    totals["answered_in_target_or_abandoned"] = totals["answered_in_target"] + totals["abandoned"]
    for figure, (above, below) in RATIOS.items():
        totals[figure] = totals[above] / totals[below].where(totals[below] > 0)
    return totals.drop(columns="answered_in_target_or_abandoned")


def sample_figures(samples: pd.DataFrame, by: Sequence[str] = ()) -> pd.DataFrame:
    """Total a sample of contacts (`contact_samples`) and work out what share was resolved at first contact or avoidable.

    Returns sampled, resolved_first, avoidable [contacts], first_contact_resolution_rate and avoidable_rate [shares].
    """
    amounts = ["sampled", "resolved_first", "avoidable"]
    totals = _totals(group_columns(samples, by), by, amounts)
    below = totals["sampled"].where(totals["sampled"] > 0)
    return totals.assign(
        first_contact_resolution_rate=totals["resolved_first"] / below, avoidable_rate=totals["avoidable"] / below
    )


def channel_mix(contacts: pd.DataFrame, by: Sequence[str] = (), timezone: str = "Europe/London") -> pd.DataFrame:
    """Total contacts offered by channel, and each channel's share of its group [contacts; share]."""
    keys = [name for name in by if name != "channel"]
    totals = _totals(group_columns(contacts, by, timezone), [*keys, "channel"], ["offered"])
    whole = totals.groupby(keys)["offered"].transform("sum", min_count=1) if keys else totals["offered"].sum()
    return totals.assign(share_rate=totals["offered"] / whole)


def cost_per_contact(
    contacts: pd.DataFrame, unit_costs: Mapping[str, tuple[float, float, float]], by: Sequence[str] = ()
) -> pd.DataFrame:
    """Price contacts by channel with low, central and high unit costs, then divide by contacts [GBP; GBP per contact].

    `unit_costs` holds (low, central, high) GBP a contact by channel. The figure is an average: a contact that moves to
    another channel saves only the avoidable part of it. A channel without a cost raises ValueError.

    >>> calls = pd.DataFrame({"channel": ["phone", "web"], "offered": [100.0, 300.0]})
    >>> cost_per_contact(calls, {"phone": (0.85, 2.83, 5.57), "web": (0.09, 0.15, 0.56)})["cost_per_contact_gbp"].round(2).tolist()
    [0.82]
    """
    keys = [name for name in by if name != "channel"]
    totals = _totals(group_columns(contacts, by), [*keys, "channel"], ["offered"])
    unknown = [channel for channel in totals["channel"].unique() if channel not in unit_costs]
    if unknown:
        raise ValueError(f"there is no unit cost for channel {unknown[0]!r}; give one, or leave the channel out")
    for i, name in enumerate(("cost_low_gbp", "cost_gbp", "cost_high_gbp")):
        totals[name] = totals["offered"] * totals["channel"].map(lambda channel, i=i: unit_costs[channel][i])
    whole = _totals(totals, keys, ["offered", "cost_low_gbp", "cost_gbp", "cost_high_gbp"])
    below = whole["offered"].where(whole["offered"] > 0)
    for suffix in ("low_gbp", "gbp", "high_gbp"):
        whole[f"cost_per_contact_{suffix}"] = whole[f"cost_{suffix}"] / below
    return whole


def _totals(frame: pd.DataFrame, by: Sequence[str], amounts: list[str]) -> pd.DataFrame:
    """Add amounts by group; a missing part makes the total missing."""
    if not by:
        sums = {n: [frame[n].sum(skipna=False) if len(frame) else np.nan] for n in amounts}
        return pd.DataFrame(sums)
    return frame.groupby(list(by), observed=True, dropna=False)[amounts].sum(skipna=False).reset_index()


def _with_rota(frame: pd.DataFrame, rota: pd.DataFrame) -> pd.DataFrame:
    """Put the rota's agent time beside each interval; an interval without one has a missing agent time."""
    time = rota.assign(agent_seconds=rota["agents"] * rota["interval_seconds"])
    joined = frame.merge(time[["centre", "start", "agent_seconds"]], on=["centre", "start"], how="left", validate="m:1")
    return joined.set_axis(frame.index)
