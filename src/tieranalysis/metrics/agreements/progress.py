"""Where each agreement stands on a day, by rules that are written beside the answer.

The log of changes of status says what was said, by whom and when; the rules here say what that makes of an item on any day:

1. done or dropped, if the log says so;
2. overdue, if its last day has passed; due, if that day is near;
3. silent, if nothing has been logged for longer than is allowed, or nothing at all;
4. else under way or not started, as the log says.
"""

from collections.abc import Callable
from datetime import date

import pandas as pd

from tieranalysis.metrics.agreements.refusals import refuse_backwards, refuse_negative, the_day

STATES = ("done", "under way", "due", "overdue", "not started", "dropped", "silent")
DUE_SOON_DAYS = 92  # a quarter: the interval at which leaders are to hear of progress (recommendation 2)
SILENT_AFTER_DAYS = 365  # a year: the shortest interval at which every district is to be visited (recommendation 5)


def status_on(log: pd.DataFrame, on: str | date) -> pd.DataFrame:
    """Return each item's latest status on a day: item, status, status_from, said_by, evidence.

    >>> log = pd.DataFrame({"on": pd.to_datetime(["2008-01-10", "2008-06-01"]), "item": "R02", "status": ["under way", "done"],
    ...     "said_by": "ECC", "evidence": "minute 3"})
    >>> status_on(log, "2008-03-31")["status"].to_list(), status_on(log, "2008-06-01")["status"].to_list()
    (['under way'], ['done'])
    """
    known = log[log["on"] <= the_day(on)]
    latest = known.drop_duplicates("item", keep="last").rename(columns={"on": "status_from"})
    return latest[["item", "status", "status_from", "said_by", "evidence"]].reset_index(drop=True)


def progress_on(
    items: pd.DataFrame,
    log: pd.DataFrame,
    on: str | date,
    due_soon_days: int = DUE_SOON_DAYS,
    silent_after_days: int = SILENT_AFTER_DAYS,
) -> pd.DataFrame:
    """Return where every item stands on a day: its columns, status, due_on, days_overdue [days], state and rule.

    `items` has item, due_by and months_from_start; an item due so many months from its start falls due that long
    after it was first logged as under way. An item without a day is never due or overdue. Raises AgreementError for
    what is no day, and for a number of days below nought.

    >>> items = pd.DataFrame({"item": ["R16", "R17"], "due_by": pd.to_datetime(["2008-11-30", None]), "months_from_start": None})
    >>> log = pd.DataFrame(columns=["on", "item", "status", "said_by", "evidence"]).astype({"on": "datetime64[s]"})
    >>> progress_on(items, log, "2009-01-01")[["item", "state", "days_overdue"]].to_numpy().tolist()
    [['R16', 'overdue', 32], ['R17', 'silent', <NA>]]
    """
    day = the_day(on)
    refuse_negative(due_soon_days=due_soon_days, silent_after_days=silent_after_days)
    stand = items.merge(status_on(log, on), on="item", how="left", validate="one_to_one")
    stand["due_on"] = _due_on(items, log[log["on"] <= day])
    late = (day - stand["due_on"]).dt.days
    judged = [_judge(row, day, due_soon_days, silent_after_days) for row in stand.itertuples(index=False)]
    stand[["state", "rule"]] = pd.DataFrame(judged, columns=["state", "rule"], index=stand.index, dtype="str")
    return stand.assign(days_overdue=late.where(stand["state"] == "overdue").astype("Int64"))


def _due_on(items: pd.DataFrame, log: pd.DataFrame) -> pd.Series:
    """The day by which each item is due: fixed, or so many months after it was first under way."""
    started = log[log["status"] == "under way"].groupby("item")["on"].min()
    begun = started.reindex(items["item"])
    months = pd.to_numeric(items["months_from_start"], errors="coerce")
    from_start = [
        pd.NaT if pd.isna(n) or pd.isna(day) else day + pd.DateOffset(months=int(n))
        for n, day in zip(months, begun, strict=True)
    ]
    return (
        pd.to_datetime(items["due_by"])
        .astype("datetime64[s]")
        .fillna(pd.Series(from_start, index=items.index, dtype="datetime64[s]"))
    )


def _judge(row: tuple, day: pd.Timestamp, due_soon_days: int, silent_after_days: int) -> tuple[str, str]:
    return next(found for rule in RULES if (found := rule(row, day, due_soon_days, silent_after_days)))


def _closed(row: tuple, day: pd.Timestamp, soon: int, silent: int) -> tuple[str, str] | None:
    if row.status in ("done", "dropped"):
        return row.status, f"logged as {row.status} on {row.status_from.date()}"
    return None


def _dated(row: tuple, day: pd.Timestamp, soon: int, silent: int) -> tuple[str, str] | None:
    if pd.isna(row.due_on) or (row.due_on - day).days > soon:
        return None
    if row.due_on < day:
        return "overdue", f"was due by {row.due_on.date()} and is not logged as done"
    return "due", f"is due by {row.due_on.date()}, within {soon} days"


def _unheard(row: tuple, day: pd.Timestamp, soon: int, silent: int) -> tuple[str, str] | None:
    if pd.isna(row.status_from):
        return "silent", "nothing has been logged"
    if (day - row.status_from).days > silent:
        return "silent", f"nothing has been logged since {row.status_from.date()}, more than {silent} days"
    return None


def _open(row: tuple, day: pd.Timestamp, soon: int, silent: int) -> tuple[str, str]:
    return row.status, f"logged as {row.status} on {row.status_from.date()}"


RULES: tuple[Callable[..., tuple[str, str] | None], ...] = (_closed, _dated, _unheard, _open)


def count_states(progress: pd.DataFrame, by: list[str] | str | None = None) -> pd.DataFrame:
    """Count items by state, one row a group, with every state as a column and all of them as `items_count` [items].

    >>> count_states(pd.DataFrame({"theme": [1, 1, 2], "state": ["done", "silent", "silent"]}), "theme").iloc[:, [0, 1, -2, -1]]
       theme  done  silent  items_count
    0      1     1       1            2
    1      2     0       1            1
    """
    keys = [by] if isinstance(by, str) else list(by or [])
    marks = pd.DataFrame({state: (progress["state"] == state).astype(int) for state in STATES})
    marks["items_count"] = 1
    if not keys:
        return marks.sum().to_frame().T
    return marks.groupby([progress[key] for key in keys], sort=True, dropna=False).sum().reset_index()


def progress_of_parts(progress: pd.DataFrame, parts: pd.DataFrame, by: str, role: str | None = None) -> pd.DataFrame:
    """Count items by state for each lead, partner or authority; an item counts once for each that has a part in it.

    `parts` comes from `parts_of`; `by` is "body" or "authority". The rows do not add up to the number of items,
    because an item with two leads stands in both.

    >>> progress = pd.DataFrame({"item": ["R01", "R02"], "state": ["done", "silent"]})
    >>> parts = pd.DataFrame({"item": ["R01", "R02", "R02"], "body": ["a", "a", "b"], "role": "lead"})
    >>> progress_of_parts(progress, parts, "body")[["body", "done", "silent"]].to_numpy().tolist()
    [['a', 1, 1], ['b', 0, 1]]
    """
    chosen = parts if role is None else parts[parts["role"] == role]
    pairs = chosen.dropna(subset=[by])[["item", by]].drop_duplicates()
    return count_states(pairs.merge(progress, on="item"), by)


def progress_over(items: pd.DataFrame, log: pd.DataFrame, days: list[str], **rules: int) -> pd.DataFrame:
    """Count items by state on each of several days: on, then as `count_states` [items].

    >>> items = pd.DataFrame({"item": ["R02"], "due_by": pd.to_datetime([None]), "months_from_start": None})
    >>> log = pd.DataFrame({"on": pd.to_datetime(["2008-01-10"]), "item": "R02", "status": "done", "said_by": "", "evidence": ""})
    >>> progress_over(items, log, ["2008-01-01", "2008-02-01"])[["on", "done", "silent"]].to_numpy().tolist()
    [['2008-01-01', 0, 1], ['2008-02-01', 1, 0]]
    """
    counted = [count_states(progress_on(items, log, day, **rules)).assign(on=str(day)) for day in days]
    table = pd.concat(counted, ignore_index=True)
    return table[["on", *STATES, "items_count"]]


def states_by_day(over_time: pd.DataFrame) -> pd.DataFrame:
    """Lay `progress_over` out with one row a day and state: on, state, items_count [items], states in their order.

    >>> states_by_day(pd.DataFrame({"on": ["2008-01-01"], **dict.fromkeys(STATES, 0), "items_count": 0})).shape
    (7, 3)
    """
    long = over_time.drop(columns="items_count").melt("on", list(STATES), "state", "items_count")
    return long.sort_values("on", kind="stable", ignore_index=True)


def quarter_ends(since: str | date, until: str | date) -> list[str]:
    """Return the first day, the quarter ends between, and the last day; AgreementError where that is before the first.

    >>> quarter_ends("2007-11-30", "2008-04-15")
    ['2007-11-30', '2007-12-31', '2008-03-31', '2008-04-15']
    """
    refuse_backwards(since, until)
    ends = pd.date_range(since, until, freq="QE")
    days = [the_day(since), *ends, the_day(until)]
    return [str(day.date()) for day in dict.fromkeys(days)]


def describe_items(progress: pd.DataFrame, leads: pd.Series, themes: pd.DataFrame) -> pd.DataFrame:
    """Put the lead and the theme's name beside each item; items without a theme have none.

    `leads` is a name by item, `themes` the table of that name.

    >>> progress = pd.DataFrame({"item": ["R02"], "theme": [1]})
    >>> themes = pd.DataFrame({"theme": [1], "name": ["Communication"]})
    >>> describe_items(progress, pd.Series({"R02": "Essex"}), themes)[["lead", "theme_name"]].to_numpy().tolist()
    [['Essex', 'Communication']]
    """
    names = themes.set_index("theme")["name"]
    return progress.assign(lead=progress["item"].map(leads), theme_name=progress["theme"].map(names))
