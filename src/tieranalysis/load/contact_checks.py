"""What must add up in a table of contacts before anyone divides by it."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from tieranalysis.contract import SourceError
from tieranalysis.load.contact_mapping import Mapping

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
Test = tuple[str, Callable[[pd.DataFrame], pd.Series], str]

# column at fault, test, and what is wrong with its mend
COUNTS: tuple[Test, ...] = (
    (
        "answered",
        lambda t: t["answered"] + t["abandoned"] > t["offered"],
        "answered and abandoned together exceed offered. Correct the three, or list the row under leave_out with a reason.",
    ),
    ("answered", lambda t: t["answered"] > t["offered"], "more answered than offered. Correct one of them."),
    ("abandoned", lambda t: t["abandoned"] > t["offered"], "more abandoned than offered. Correct one of them."),
    (
        "answered_in_target",
        lambda t: t["answered_in_target"] > t["answered"],
        "more answered in time than answered. Correct one of them.",
    ),
    (
        "handle_seconds",
        lambda t: (t["answered"] > 0) & (t["handle_seconds"] == 0),
        "no handling time for answered contacts. Give the time, or leave it empty if it is not known.",
    ),
)


def check_summaries(table: pd.DataFrame, rules: Mapping, source: str, first_row: int) -> None:
    """Refuse counts that do not add up [SourceError: row, column, value, mend]."""
    for column, test, wrong in COUNTS:
        _refuse(table, test(table), column, wrong, source, first_row)


def check_samples(table: pd.DataFrame, rules: Mapping, source: str, first_row: int) -> None:
    """Refuse samples in which more is resolved or avoidable than was sampled [SourceError: row, column, value, mend]."""
    for column in ("resolved_first", "avoidable"):
        wrong = f"more {column} than sampled. Correct one of them."
        _refuse(table, table[column] > table["sampled"], column, wrong, source, first_row)


def check_intervals(table: pd.DataFrame, rules: Mapping, source: str, first_row: int) -> None:
    """Refuse counts that do not add up, and intervals that overlap or are missing [SourceError: row, column, value, mend].

    Within a local day no interval may be missing between a centre's first and its last. Where the mapping gives opening
    hours, every interval inside them must be there, and no contact may stand outside them.
    """
    check_summaries(table, rules, source, first_row)
    local = table["start"].dt.tz_convert(rules.timezone).dt.tz_localize(None)
    ordered = table.assign(local=local).sort_values(["centre", "channel", "start"])
    _refuse_gaps(ordered, rules, source, first_row)
    for centre, mine in ordered.groupby("centre", sort=False):
        hours = _hours_of(centre, rules)
        if hours:
            _refuse_hours(mine, hours, rules.closed, source, first_row)


def _refuse_gaps(ordered: pd.DataFrame, rules: Mapping, source: str, first_row: int) -> None:
    queue = ordered.groupby(["centre", "channel"], sort=False)
    end = ordered["start"] + pd.to_timedelta(ordered["interval_seconds"], unit="s")
    before = end.groupby([ordered["centre"], ordered["channel"]], sort=False).shift()
    _refuse(
        ordered, ordered["start"] < before, "start",
        "overlaps the interval before it. Keep one of them, or correct interval_seconds.", source, first_row,
    )  # fmt: skip
    same_day = ordered["local"].dt.normalize() == queue["local"].shift().dt.normalize()
    _refuse(
        ordered, (ordered["start"] > before) & same_day, "start",
        "an interval is missing just before it. Add the row, with 0 offered if nobody called.", source, first_row,
    )  # fmt: skip


def _hours_of(centre: str, rules: Mapping) -> dict[str, str]:
    """Return the hours of one centre: its own table under [hours], or the days that stand there for all."""
    own = rules.hours.get(centre, {})
    return own if isinstance(own, dict) and own else {d: h for d, h in rules.hours.items() if not isinstance(h, dict)}


def _refuse_hours(
    ordered: pd.DataFrame, hours: dict[str, str], closed: tuple[str, ...], source: str, first_row: int
) -> None:
    opens, closes = (ordered["local"].dt.day_of_week.map(_minutes(hours, end)) for end in (0, 1))
    shut_day = ordered["local"].dt.strftime("%Y-%m-%d").isin(closed)
    minute = ordered["local"].dt.hour * 60 + ordered["local"].dt.minute
    last = minute + ordered["interval_seconds"] / 60
    outside = shut_day | opens.isna() | (minute < opens) | (last > closes)
    _refuse(
        ordered, outside & (ordered["offered"] > 0), "start",
        "contacts outside the opening hours. Correct the time, or the hours and closed days in the mapping.", source, first_row,
    )  # fmt: skip
    day = [ordered["centre"], ordered["channel"], ordered["local"].dt.normalize()]
    inside = minute.where(~outside)
    late = inside.groupby(day).transform("min") > opens
    _refuse(
        ordered, late & ~outside, "start",
        "the day's first interval is missing. Add it, with 0 offered if nobody called.", source, first_row,
    )  # fmt: skip
    early = last.where(~outside).groupby(day).transform("max") < closes
    _refuse(
        ordered, early & ~outside, "start",
        "the day's last interval is missing. Add it, with 0 offered if nobody called.", source, first_row,
    )  # fmt: skip
    _refuse_days(ordered, hours, closed, source)


def _refuse_days(ordered: pd.DataFrame, hours: dict[str, str], closed: tuple[str, ...], source: str) -> None:
    dates = ordered["local"].dt.normalize()
    open_days = [DAYS.index(day) for day in hours]
    for (centre, channel), mine in dates.groupby([ordered["centre"], ordered["channel"]]):
        span = pd.date_range(mine.min(), mine.max())
        expected = span[span.day_of_week.isin(open_days) & ~span.strftime("%Y-%m-%d").isin(closed)]
        for day in expected.difference(pd.DatetimeIndex(mine.unique()))[:1]:
            raise SourceError(
                f"{source}: {centre}, {channel}: the whole of {day:%Y-%m-%d} ({DAYS[day.day_of_week]}) is missing. "
                "Add its rows, or list the day under closed in the mapping."
            )


def _minutes(week: dict[str, str], end: int) -> dict[int, float]:
    """Minutes after midnight at which each weekday opens (0) or closes (1)."""
    result = {}
    for day, hours in week.items():
        try:
            hour, minute = hours.split("-")[end].split(":")
            result[DAYS.index(day)] = int(hour) * 60 + int(minute)
        except (ValueError, IndexError, AttributeError) as error:
            raise SourceError(
                f'hours of {day!r} are {hours!r} in the mapping. Write them as Mon = "08:30-17:30".'
            ) from error
    return result


def _refuse(table: pd.DataFrame, bad: pd.Series, column: str, wrong: str, source: str, first_row: int) -> None:
    rows = table.index[bad.fillna(False).to_numpy(dtype=bool)]
    if not len(rows):
        return
    row, more = min(rows), f" ({len(rows) - 1:,} more rows are like it.)" if len(rows) > 1 else ""
    value = table[column][row]
    shown = value.isoformat() if isinstance(value, pd.Timestamp) else f"{value:g}"
    where = f"{table['centre'][row]}, {np.asarray(table['channel'][row])}"
    raise SourceError(f"{source}: row {row + first_row} ({where}), column {column!r}, value {shown}: {wrong}{more}")
