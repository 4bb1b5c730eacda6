"""Finished shapes of the contact-centre tables, for the charts and tables that show them."""

import pandas as pd

from tieranalysis.metrics.contacts.calendar import by_calendar, typical_week
from tieranalysis.metrics.contacts.pooling import by_start

NEED_COLUMNS = ["measure", "apart", "together", "saving_rate", "low_rate", "central_rate", "high_rate"]
# each row of the table of needs: its words, its columns of `pool_summary`, and whether it is in whole agents
NEED_ROWS = [
    ("Agent hours a week, whole agents", "agent_hours_{}", "saving_rate", True),
    ("Agent hours a week, fractions of an agent", "agent_hours_{}_fractional", "saving_rate_fractional", False),
    ("Agents in the busiest half hour", "busiest_{}", "busiest_saving_rate", True),
]


def demand_cells(intervals: pd.DataFrame, timezone: str = "Europe/London") -> pd.DataFrame:
    """Return contacts of a typical week by time of day and weekday, one row a cell: time, weekday, offered [contacts]."""
    week = by_calendar(typical_week(intervals, timezone))
    cells = week.groupby(["time", "weekday"], observed=True, as_index=False)["offered"].sum()
    return cells.astype({"weekday": "str"})


def busiest_day(pooled: pd.DataFrame) -> pd.DataFrame:
    """Return agents apart and together through the weekday of the busiest interval: time, arrangement, agents.

    `pooled` is a `pool` of a typical week. The arrangements are "Apart" and "Together", in whole agents.
    """
    table = by_calendar(by_start(pooled))
    day = table.loc[table["agents_apart"].idxmax(), "weekday"]
    mine = table[table["weekday"] == day].rename(columns={"agents_apart": "Apart", "agents_together": "Together"})
    long = mine.melt("time", ["Apart", "Together"], "arrangement", "agents")
    return long.assign(weekday=str(day)).sort_values(["arrangement", "time"], kind="stable", ignore_index=True)


def uplift_lines(tried: pd.DataFrame) -> pd.DataFrame:
    """Return the saving by how much longer pooled calls take, whole and fractional: uplift, agents, saving_rate.

    `tried` is a `pool_sensitivity` over uplifts.
    """
    mine = tried[tried["assumption"] == "uplift"]
    names = {"saving_rate": "Whole agents", "saving_rate_fractional": "Fractions of an agent"}
    long = mine.rename(columns={"value": "uplift"} | names).melt(
        "uplift", list(names.values()), "agents", "saving_rate"
    )
    return long.assign(longer=long["uplift"].map("{:.0%}".format))


def saving_ranges(tried: pd.DataFrame, summary: pd.Series) -> pd.DataFrame:
    """Return the saving over the range of each assumption, the widest first: assumption, low, base, high [share of hours].

    Takes a `pool_sensitivity` and the row of all of the base `pool_summary`; savings are those in fractions of an agent.
    """
    base = summary["saving_rate_fractional"]
    ends = tried.groupby("assumption")["saving_rate_fractional"].agg(low="min", high="max")
    ends = ends.assign(base=base, low=ends["low"].clip(upper=base), high=ends["high"].clip(lower=base))
    order = (ends["high"] - ends["low"]).sort_values(ascending=False).index
    return ends.loc[order, ["low", "base", "high"]].reset_index()


def shares_by_rule(table: pd.DataFrame) -> pd.DataFrame:
    """Set a `sharing_table` of GBP out with a row a partner: partner, alone_gbp, and what it pays by each rule [GBP]."""
    wide = table.pivot(index="partner", columns="method", values="share")[list(table["method"].unique())]
    alone = table.drop_duplicates("partner").set_index("partner")["alone"]
    wide = wide.loc[list(table["partner"].unique())].rename_axis(columns=None)
    wide.insert(0, "alone", alone)
    return wide.add_suffix("_gbp").reset_index()


def assumption_ranges(assumptions: pd.DataFrame, names: list[str]) -> dict[str, list[float]]:
    """Return the low and the high value of named assumptions, as `pool_sensitivity` takes them.

    >>> table = pd.DataFrame({"assumption": ["uplift"], "low": [0.0], "high": [0.2]})
    >>> assumption_ranges(table, ["uplift"])
    {'uplift': [0.0, 0.2]}
    """
    known = assumptions.set_index("assumption")
    return {name: [float(known.loc[name, "low"]), float(known.loc[name, "high"])] for name in names}


def in_full(assumptions: pd.DataFrame) -> pd.DataFrame:
    """Write a source that only names another assumption ("as target_seconds") out in full.

    >>> table = pd.DataFrame({"assumption": ["a", "b"], "source": ["Survey", "as a"]})
    >>> in_full(table)["source"].to_list()
    ['Survey', 'Survey']
    """
    own = assumptions.set_index("assumption")["source"]
    named = assumptions["source"].astype("str").str.removeprefix("as ")
    return assumptions.assign(source=named.map(own).fillna(assumptions["source"]))


def calls_of(intervals: pd.DataFrame, partners: dict[str, str], channel: str = "phone") -> pd.DataFrame:
    """Keep the intervals of the partners' centres on one channel; a centre without any raises ValueError.

    >>> calls_of(pd.DataFrame({"centre": ["A", "B"], "channel": "phone"}), {"A": "Harlow"})["centre"].tolist()
    ['A']
    """
    kept = intervals[intervals["centre"].isin(list(partners)) & (intervals["channel"] == channel)]
    speaking = set(kept["centre"].unique())
    silent = [centre for centre in partners if centre not in speaking]
    if silent:
        raise ValueError(
            f"{silent[0]!r} has no {channel} intervals; add them to the data, or take it out of the points"
        )
    return kept.reset_index(drop=True)


def is_illustrative(intervals: pd.DataFrame, points: pd.DataFrame) -> bool:
    """Say whether any of the inputs is made up: the calls, as their mapping file says, or a centre's own figures."""
    return bool(intervals.attrs.get("illustrative", True) or points["illustrative"].any())


def needs_side_by_side(summary: pd.Series, whole: pd.DataFrame, fractional: pd.DataFrame) -> pd.DataFrame:
    """Set the need apart and together out in whole agents and in fractions, each saving with its range.

    Takes the row of all of `pool_summary` and `pool_uncertainty` in whole agents and in fractions. Columns: measure, apart,
    together [agent hours a week, or agents] and saving_rate of the typical week, and low_rate, central_rate and high_rate of
    weeks drawn [share of the need apart].
    """
    table = []
    for words, need, saving, in_whole in NEED_ROWS:
        drawn = (whole if in_whole else fractional).set_index("measure")
        ends = drawn.loc[saving.removesuffix("_fractional"), ["low", "central", "high"]]
        table.append((words, summary[need.format("apart")], summary[need.format("together")], summary[saving], *ends))
    return pd.DataFrame(table, columns=NEED_COLUMNS)
