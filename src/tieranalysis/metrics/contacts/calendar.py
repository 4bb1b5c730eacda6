"""When people call: local hour, weekday and month of every interval, and the typical week.

`start` is an instant (with its offset) or a local clock time (without); an instant is shown in the named time zone.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
COUNTS = ("offered", "answered", "abandoned", "answered_in_target", "handle_seconds", "wait_seconds")
MONDAY = pd.Timestamp("2001-01-01")  # the typical week is laid out from this Monday


def local_time(start: pd.Series, timezone: str = "Europe/London") -> pd.Series:
    """Return local clock times; times without an offset are taken to be local already.

    >>> local_time(pd.to_datetime(pd.Series(["2007-07-02T08:00Z"]))).iloc[0]
    Timestamp('2007-07-02 09:00:00')
    """
    if not isinstance(start.dtype, pd.DatetimeTZDtype):
        return pd.to_datetime(start)
    return start.dt.tz_convert(timezone).dt.tz_localize(None)


def by_calendar(intervals: pd.DataFrame, timezone: str = "Europe/London") -> pd.DataFrame:
    """Add date, month, weekday (Mon to Sun, ordered), time (of day, as 08:30) and hour to each interval.

    >>> by_calendar(pd.DataFrame({"start": pd.to_datetime(["2007-04-02T08:30"])}))[["month", "weekday", "time", "hour"]]
         month weekday   time  hour
    0  2007-04     Mon  08:30     8
    """
    local = local_time(intervals["start"], timezone)
    return intervals.assign(
        date=local.dt.normalize(),
        month=local.dt.strftime("%Y-%m"),
        weekday=pd.Categorical(np.array(WEEKDAYS)[local.dt.day_of_week], WEEKDAYS, ordered=True),
        time=local.dt.strftime("%H:%M"),
        hour=local.dt.hour,
    )


def typical_week(intervals: pd.DataFrame, timezone: str = "Europe/London") -> pd.DataFrame:
    """Average the intervals of each centre and channel by weekday and time of day, over the days on which it was open.

    Takes `contact_intervals`; returns the same columns with `start` in the week of Monday 1 January 2001 (local), and
    `days`, the number of days behind each average [mean per interval]. Totals come first: sum / days.
    """
    local = local_time(intervals["start"], timezone)
    since_midnight = local - local.dt.normalize()
    start = MONDAY + pd.to_timedelta(local.dt.day_of_week, unit="D") + since_midnight
    present = [name for name in COUNTS if name in intervals]
    keys = ["centre", *(["channel"] if "channel" in intervals else []), "start", "interval_seconds"]
    slots = intervals.assign(start=start).groupby(keys, sort=True)
    means = slots[present].sum(skipna=False).div(slots.size(), axis=0)
    return means.assign(days=slots.size()).reset_index()


def weekly_profile(intervals: pd.DataFrame, timezone: str = "Europe/London") -> pd.DataFrame:
    """Return mean contacts offered by time of day (rows) and weekday (columns), all centres together [contacts]."""
    week = by_calendar(typical_week(intervals, timezone))
    return week.pivot_table(index="time", columns="weekday", values="offered", aggfunc="sum", observed=True)


def group_columns(frame: pd.DataFrame, by: Sequence[str], timezone: str = "Europe/London") -> pd.DataFrame:
    """Add the calendar columns that `by` asks for; an unknown name raises ValueError with those there are."""
    calendar = ("date", "month", "weekday", "time", "hour")
    known = [*frame.columns, *(calendar if "start" in frame else ())]
    for name in by:
        if name not in known:
            raise ValueError(f"cannot group by {name!r}; use some of {', '.join(map(str, known))}")
    return by_calendar(frame, timezone) if "start" in frame and set(by) & set(calendar) - set(frame) else frame
