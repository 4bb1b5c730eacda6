"""Duties that recur: the quarterly newsletter, the yearly visit to every district; who has had theirs, and who was missed.

Periods are counted through the financial year, from 1 April: four quarters for a duty of three months, one year for
a duty of twelve. A duty is met by anything logged within its period, missed when the period ends without, and open till then.
A review that falls due once is not a recurring duty: see `progress_on`.
"""

from collections.abc import Iterator, Sequence
from datetime import date

import pandas as pd

from tieranalysis.metrics.agreements.refusals import AgreementError, refuse_backwards, the_day
from tieranalysis.registers import members

APRIL = 4
EVERY_DISTRICT = "each district"


def periods(every_months: int, since: str | date, until: str | date) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """Return first and last day of each period that begins from `since` on, and of the one in which `until` lies.

    Raises AgreementError for an interval that does not divide the year.

    >>> [(str(a.date()), str(b.date())) for a, b in periods(3, "2008-05-01", "2008-07-01")]
    [('2008-07-01', '2008-09-30')]
    """
    if every_months < 1 or 12 % every_months:
        raise AgreementError(f"an interval of {every_months} months does not divide the year; use 1, 2, 3, 4, 6 or 12")
    since, until = the_day(since), the_day(until)
    first = pd.Timestamp(since.year - (since.month < APRIL), APRIL, 1)
    starts = pd.date_range(first, until, freq=pd.DateOffset(months=every_months))
    ends = [start + pd.DateOffset(months=every_months) - pd.Timedelta(days=1) for start in starts]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if start >= since or end >= until]


def coverage(
    obligations: pd.DataFrame,
    held: pd.DataFrame,
    districts: Sequence[str],
    on: str | date,
    since: str | date | None = None,
    agreed: Sequence[str] = (),
) -> pd.DataFrame:
    """Return what was owed in each period and whether it was met: obligation, authority, period_from, period_to, held_on, state.

    `districts` are those to whom a duty towards each district is owed. Periods count that begin from `since` on, and always
    the one in which the day lies; `agreed` are the items agreed to, for duties owed only then. `state` is met, missed or open;
    `held_on` is the first day on which it was met.

    >>> duty = pd.DataFrame({"obligation": ["visit"], "item": "R05", "what": "Visit", "every_months": 12, "owed_to": "each district", "only_if_agreed": False})
    >>> held = pd.DataFrame({"on": pd.to_datetime(["2008-05-01"]), "obligation": "visit", "authority": "E07000075"})
    >>> coverage(duty, held, ["E07000075", "E07000066"], "2009-04-02", since="2008-04-01")[["authority", "state"]].to_numpy().tolist()
    [['E07000075', 'met'], ['E07000066', 'missed'], ['E07000075', 'open'], ['E07000066', 'open']]
    """
    refuse_backwards(since or on, on)
    owed = obligations[(obligations["owed_to"] != "once")]
    owed = owed[~owed["only_if_agreed"].astype(bool) | owed["item"].isin(agreed)]
    known = held[held["on"] <= the_day(on)]
    rows = [row for duty in owed.itertuples(index=False) for row in _owed(duty, known, districts, on, since or on)]
    return pd.DataFrame(
        rows, columns=["obligation", "item", "what", "authority", "period_from", "period_to", "held_on", "state"]
    )


def _owed(
    duty: tuple, held: pd.DataFrame, districts: Sequence[str], on: str | date, since: str | date
) -> Iterator[tuple]:
    to_whom = list(districts) if duty.owed_to == EVERY_DISTRICT else [None]
    of_duty = held[held["obligation"] == duty.obligation]
    for start, end in periods(duty.every_months, since, on):
        for authority in to_whom:
            mine = of_duty if authority is None else of_duty[of_duty["authority"] == authority]
            days = mine.loc[mine["on"].between(start, end), "on"]
            state = "met" if len(days) else "missed" if end < the_day(on) else "open"
            yield (
                duty.obligation,
                duty.item,
                duty.what,
                authority,
                start,
                end,
                days.min() if len(days) else pd.NaT,
                state,
            )


def duties_met(owed: pd.DataFrame) -> pd.DataFrame:
    """Count met, missed and open by duty, and give the share met of those whose period is over: `met_share` [rate].

    >>> duties_met(pd.DataFrame({"obligation": "visit", "what": "Visit", "state": ["met", "missed", "open"]})).iloc[0].to_dict()
    {'obligation': 'visit', 'what': 'Visit', 'met': 1, 'missed': 1, 'open': 1, 'met_share': 0.5}
    """
    counts = pd.crosstab([owed["obligation"], owed["what"]], owed["state"]).reindex(
        columns=["met", "missed", "open"], fill_value=0
    )
    table = counts.reset_index().rename_axis(columns=None)
    closed = (table["met"] + table["missed"]).astype("float64")
    return table.assign(met_share=table["met"] / closed.where(closed > 0))


def districts_on(area: str, on: str | date) -> list[str]:
    """Return the codes of an area's districts on a day.

    >>> len(districts_on("essex", "2008-11-30"))
    12
    """
    day = the_day(on)
    start = day.year - (day.month < APRIL)
    councils = members(area, f"{start}-{(start + 1) % 100:02}")
    return councils.loc[councils["tier"] == "district", "authority"].to_list()


def missed_duties(owed: pd.DataFrame) -> pd.DataFrame:
    """Return the duties that were missed, with whom: obligation, what, authority, period_from, period_to.

    >>> owed = pd.DataFrame({"obligation": "visit", "what": "Visit", "authority": ["A", "B"], "period_from": 1, "period_to": 2, "state": ["met", "missed"]})
    >>> missed_duties(owed)["authority"].to_list()
    ['B']
    """
    columns = ["obligation", "what", "authority", "period_from", "period_to"]
    return owed.loc[owed["state"] == "missed", columns].reset_index(drop=True)
