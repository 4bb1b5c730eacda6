"""What the metrics of agreements refuse."""

from datetime import date

import pandas as pd

from tieranalysis.contract import TierAnalysisError


class AgreementError(TierAnalysisError):
    """A choice that cannot be followed: weights that do not add up, a measure that is not there, an odd interval."""


def the_day(words: str | date) -> pd.Timestamp:
    """Return a day that is written as 2008-12-01; AgreementError for what is none, since 1/12/2008 is read in two ways.

    >>> the_day("2008-12-01")
    Timestamp('2008-12-01 00:00:00')
    >>> the_day("soon")
    Traceback (most recent call last):
    ...
    tieranalysis.metrics.agreements.refusals.AgreementError: 'soon' is not a day. Write it as 2008-12-01.
    """
    try:
        found = pd.Timestamp(date.fromisoformat(words) if isinstance(words, str) else words)
    except (ValueError, TypeError):
        found = pd.NaT
    if found is pd.NaT:
        raise AgreementError(f"{words!r} is not a day. Write it as 2008-12-01.")
    return found


def refuse_backwards(since: str | date, until: str | date) -> None:
    """Raise AgreementError where a span of days ends before it begins.

    >>> refuse_backwards("2008-01-01", "2008-12-01")
    """
    if the_day(since) > the_day(until):
        raise AgreementError(f"since is {since}, which is after {until}, the day for which progress is told")


def refuse_negative(**days: int) -> None:
    """Raise AgreementError for a number of days below nought, naming it.

    >>> refuse_negative(due_soon_days=92)
    """
    for name, number in days.items():
        if number < 0:
            raise AgreementError(f"{name} is {number}; give a number of days, nought or more")
