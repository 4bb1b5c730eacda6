"""A plain function of one case, on every case of a panel: the same answer as the function gives to the case alone."""

from collections.abc import Callable

import pandas as pd


def in_each_case(
    plain: Callable[..., pd.DataFrame], frame: pd.DataFrame, *cases: str, **further: object
) -> pd.DataFrame:
    """Call `plain(rows, **further)` on the rows of each case of `frame`, and put the columns that say the case before its answer.

    `cases` names those columns; cases stand in the order in which they come. A frame without rows has no case.

    >>> frame = pd.DataFrame({"on": ["a", "a", "b"], "paid_gbp": [3.0, 1.0, 2.0]})
    >>> in_each_case(lambda rows: rows.nlargest(1, "paid_gbp"), frame, "on").to_numpy().tolist()
    [['a', 3.0], ['b', 2.0]]
    """
    names = list(cases)
    found = [
        plain(rows.drop(columns=names).reset_index(drop=True), **further).assign(**dict(zip(names, case, strict=True)))
        for case, rows in frame.groupby(names, sort=False, observed=True)
    ]
    if not found:
        return frame
    whole = pd.concat(found, ignore_index=True)
    return whole[[*names, *(name for name in whole if name not in names)]]
