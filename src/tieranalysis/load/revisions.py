"""What one release of a year changed in another."""

import pandas as pd

KEYS = ["authority", "year", "status", "line"]


def revisions(older: pd.DataFrame, newer: pd.DataFrame) -> pd.DataFrame:
    """List the amounts that differ between two vintages of the same year and status, one row an authority and line.

    Both are tables `revenue` of one vintage. Columns: authority, year, status, line, older_gbp, newer_gbp,
    change_gbp [GBP, newer less older], kind (changed, added, removed). A line that only one release has is added or
    removed where it holds an amount other than nothing. The vintages are compared, never summed.

    >>> row = {"authority": "A", "year": "2017-18", "status": "outturn", "line": "education"}
    >>> old, new = (pd.DataFrame([{**row, "amount_gbp": amount}]) for amount in (5.0, 7.0))
    >>> revisions(old, new)[["line", "change_gbp", "kind"]].to_dict("records")
    [{'line': 'education', 'change_gbp': 2.0, 'kind': 'changed'}]
    """
    both = older[[*KEYS, "amount_gbp"]].merge(
        newer[[*KEYS, "amount_gbp"]], on=KEYS, how="outer", suffixes=("_older", "_newer"), indicator=True
    )
    both = both.rename(columns={"amount_gbp_older": "older_gbp", "amount_gbp_newer": "newer_gbp"})
    old, new = both["older_gbp"], both["newer_gbp"]
    differs = ~((old == new) | (old.isna() & new.isna())) & ~(
        both["_merge"].ne("both") & old.fillna(0).eq(0) & new.fillna(0).eq(0)
    )
    kind = both["_merge"].astype("str").map({"both": "changed", "left_only": "removed", "right_only": "added"})
    table = both.assign(change_gbp=new - old, kind=kind)[differs]
    return table[[*KEYS, "older_gbp", "newer_gbp", "change_gbp", "kind"]].reset_index(drop=True)
