"""A plain function of one case, on every case of a panel: the same answer as the function gives to the case alone."""

from collections.abc import Callable

import pandas as pd


def in_each_case(
    plain: Callable[..., pd.DataFrame], frame: pd.DataFrame, *cases: str, **further: object
) -> pd.DataFrame:
    """Call `plain(rows, **further)` on the rows of each case of `frame`, and put the columns that say the case before its answer.

    `cases` names those columns; cases stand in the order in which they come. A frame without rows has no case, and its answer
    no row.

    >>> frame = pd.DataFrame({"on": ["a", "a", "b"], "paid_gbp": [3.0, 1.0, 2.0]})
    >>> in_each_case(lambda rows: rows.nlargest(1, "paid_gbp"), frame, "on").to_numpy().tolist()
    [['a', 3.0], ['b', 2.0]]
    >>> list(in_each_case(lambda rows: rows.assign(more=1), frame.head(0), "on"))
    ['paid_gbp', 'more', 'on']
    """
    names = list(cases)
    if frame.empty:
        return plain(frame.drop(columns=names), **further).head(0).assign(**dict.fromkeys(names))
    found = [
        plain(rows.drop(columns=names).reset_index(drop=True), **further).assign(**dict(zip(names, case, strict=True)))
        for case, rows in frame.groupby(names, sort=False, observed=True)
    ]
    whole = pd.concat(found, ignore_index=True)
    return whole[[*names, *(name for name in whole if name not in names)]]
