"""Tables of the agreements report as a person reads them: what was never set, said or missed is said to be so."""

import pandas as pd

from tieranalysis.present.dates import dated, long_date
from tieranalysis.registers import authorities

NONE_MISSED = "No duty was missed by this day"


def items_listed(progress: pd.DataFrame) -> pd.DataFrame:
    """Return items for a table that a person reads: item, title, lead, state, rule, due_on, said_by, evidence in words.

    What was never set or said is said to be so, which is not the same as not available.

    >>> progress = pd.DataFrame({"item": ["R01"], "title": "t", "lead": "Essex", "state": "silent", "rule": "r",
    ...     "due_on": pd.to_datetime([None]), "said_by": [None], "evidence": [None]})
    >>> items_listed(progress)[["due_on", "said_by", "evidence"]].to_numpy().tolist()
    [['no day is set', 'nobody', 'none']]
    """
    days = [long_date(None if pd.isna(day) else day.date()) or "no day is set" for day in progress["due_on"]]
    said = progress.assign(due_on=days, rule=progress["rule"].map(dated)).fillna(
        {"said_by": "nobody", "evidence": "none"}
    )
    return said[["item", "title", "lead", "state", "rule", "due_on", "said_by", "evidence"]]


def missed_listed(owed: pd.DataFrame) -> pd.DataFrame:
    """Return the duties of `coverage` that were missed, in words: what, authority, period_from and period_to.

    A duty towards nobody in particular is owed to the whole area. Where none was missed, one row says so.

    >>> owed = pd.DataFrame({"what": "Visit", "authority": ["E07000075", None], "state": "missed",
    ...     "period_from": pd.Timestamp("2008-04-01"), "period_to": pd.Timestamp("2009-03-31")})
    >>> missed_listed(owed).to_numpy().tolist()[0]
    ['Visit', 'Rochford', '1 April 2008', '31 March 2009']
    >>> missed_listed(owed.head(0)).to_numpy().tolist()
    [['No duty was missed by this day', 'none', 'none', 'none']]
    """
    missed = owed[owed["state"] == "missed"]
    names = missed["authority"].map(authorities().set_index("authority")["name"])
    days = {name: [long_date(day.date()) for day in missed[name]] for name in ("period_from", "period_to")}
    found = pd.DataFrame({"what": missed["what"], "authority": names.fillna("the whole area"), **days})
    nothing = pd.DataFrame([dict.fromkeys(found, "none") | {"what": NONE_MISSED}])
    return found.reset_index(drop=True) if len(found) else nothing
