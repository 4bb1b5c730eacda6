"""What one release changed in another: of the returns, of the populations, of the deflator."""

import pandas as pd

# The keys of each table, its value, and the unit in the names of the columns.
COMPARED = {
    "amount_gbp": (["authority", "year", "status", "line"], "gbp"),
    "population": (["authority", "mid_year"], "people"),
    "growth_multiplier": (["year"], "multiplier"),
}


def revisions(older: pd.DataFrame, newer: pd.DataFrame) -> pd.DataFrame:
    """List the figures that differ between two vintages of one table, one row a figure.

    Both are tables `revenue` of one vintage, year and status; or `population`; or `deflator`. Columns of the first:
    authority, year, status, line, older_gbp, newer_gbp, change_gbp [GBP, newer less older], kind (changed, added,
    removed); of the second: authority, mid_year, older_people, newer_people, change_people, kind; of the third: year,
    older_multiplier, newer_multiplier, change_multiplier, kind. A line that only one release has is added or removed
    where it holds an amount other than nothing. The vintages are compared, never summed.

    >>> row = {"authority": "A", "year": "2017-18", "status": "outturn", "line": "education"}
    >>> old, new = (pd.DataFrame([{**row, "amount_gbp": amount}]) for amount in (5.0, 7.0))
    >>> revisions(old, new)[["line", "change_gbp", "kind"]].to_dict("records")
    [{'line': 'education', 'change_gbp': 2.0, 'kind': 'changed'}]
    """
    value = next(name for name in COMPARED if name in older)
    keys, unit = COMPARED[value]
    both = older[[*keys, value]].merge(
        newer[[*keys, value]], on=keys, how="outer", suffixes=("_older", "_newer"), indicator=True
    )
    both = both.rename(columns={f"{value}_{age}": f"{age}_{unit}" for age in ("older", "newer")})
    old, new = (both[f"{age}_{unit}"].astype("float64") for age in ("older", "newer"))
    differs = ~((old == new) | (old.isna() & new.isna())) & ~(
        both["_merge"].ne("both") & old.fillna(0).eq(0) & new.fillna(0).eq(0)
    )
    kind = both["_merge"].astype("str").map({"both": "changed", "left_only": "removed", "right_only": "added"})
    table = both.assign(**{f"change_{unit}": new - old}, kind=kind)[differs]
    return table[[*keys, f"older_{unit}", f"newer_{unit}", f"change_{unit}", "kind"]].reset_index(drop=True)
