"""Agreements on every day of a panel: where each stands, which duties were kept by then, what each target comes to."""

from collections.abc import Sequence

import pandas as pd

from tieranalysis.metrics.agreements.delivery import deliver_or_drop
from tieranalysis.metrics.agreements.duties import coverage, districts_on
from tieranalysis.metrics.agreements.effects import rule_effects
from tieranalysis.metrics.agreements.progress import progress_on

AGREED = ("under way", "done")  # what the log says of an item that councils have agreed to


def progress_to_try(items: pd.DataFrame, log: pd.DataFrame, days: Sequence[str], **limits: int) -> pd.DataFrame:
    """Return where every item stands on each of several days: on, then as `progress_on`, which takes the `limits` [days].

    >>> items = pd.DataFrame({"item": ["R02"], "due_by": pd.to_datetime([None]), "months_from_start": None})
    >>> log = pd.DataFrame({"on": pd.to_datetime(["2008-01-10"]), "item": "R02", "status": "done", "said_by": "", "evidence": ""})
    >>> progress_to_try(items, log, ["2008-01-01", "2008-02-01"])[["on", "state"]].to_numpy().tolist()
    [['2008-01-01', 'silent'], ['2008-02-01', 'done']]
    """
    return _each_day({day: progress_on(items, log, day, **limits) for day in days})


def coverage_to_try(
    obligations: pd.DataFrame, held: pd.DataFrame, area: str, stands: pd.DataFrame, since: str
) -> pd.DataFrame:
    """Return what was owed by each day and whether it was met: on, then as `coverage`, towards the districts of that day.

    `stands` comes from `progress_to_try` and says on which days, and which items were agreed to by then.
    """
    found = {}
    for day, rows in stands.groupby("on", sort=False):
        agreed = rows.loc[rows["status"].isin(AGREED), "item"].to_list()
        found[str(day)] = coverage(obligations, held, districts_on(area, str(day)), str(day), since, agreed)
    return _each_day(found)


def delivery_to_try(targets: pd.DataFrame, delivered: pd.DataFrame, days: Sequence[str]) -> pd.DataFrame:
    """Hold each initiative to its targets on each of several days: on, then as `deliver_or_drop`."""
    return _each_day({day: deliver_or_drop(targets, delivered, day) for day in days})


def rules_to_try(
    items: pd.DataFrame, log: pd.DataFrame, days: Sequence[str], due_soon_days: int, silent_after_days: int
) -> pd.DataFrame:
    """Return what one day more of each limit does on each of several days: on, then as `rule_effects`."""
    return _each_day({day: rule_effects(items, log, day, due_soon_days, silent_after_days) for day in days})


def _each_day(found: dict[str, pd.DataFrame]) -> pd.DataFrame:
    whole = pd.concat([table.assign(on=day) for day, table in found.items()], ignore_index=True)
    return whole[["on", *(name for name in whole if name != "on")]]
