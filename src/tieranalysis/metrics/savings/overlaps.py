"""What is counted in two savings at once: shown as a matrix, and taken out once.

Each row of the table of overlap groups says which part of one saving already stands in another. The part is taken out of
the first and stays in the second, so that every pound is counted once; a circle, in which each would be taken out of the
other, is refused. A saving may overlap with several others; the parts are then different pounds, and cannot exceed the whole.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from tieranalysis.contract.savings.circles import refuse_circles
from tieranalysis.contract.savings.errors import cells, refuse

REDUCED = ("approved_gbp", "full_year_gbp", "delivered_gbp")


def overlapping(savings: pd.DataFrame, overlaps: pd.DataFrame) -> pd.DataFrame:
    """Return what each overlap takes out, one row an overlap and year: saving_id, counted_in, year, overlap_gbp [GBP a year].

    An overlap counts only in the years in which both savings have an approved amount.

    Raises SavingsError for a circle, and for an overlap that is more than the whole of the saving that keeps it.
    """
    refuse_circles(overlaps)
    amounts = savings[["saving_id", "year", "workstream", "approved_gbp"]]
    keeps = amounts.rename(
        columns={"saving_id": "counted_in", "workstream": "counted_in_workstream", "approved_gbp": "keeps_gbp"}
    )
    rows = overlaps.reset_index(names="place").merge(amounts, on="saving_id").merge(keeps, on=["counted_in", "year"])
    rows = rows.assign(overlap_gbp=rows["overlap_share"] * rows["approved_gbp"]).set_index("place")
    says = "{overlap_gbp:,.0f} of {saving_id} in {year} cannot stand in {counted_in}, whose whole amount is {keeps_gbp:,.0f}. Correct the share."
    refuse(
        cells(rows, rows["overlap_gbp"] > rows["keeps_gbp"] + 0.005, "overlap_share", says, 2),
        "The table of overlap_groups",
    )
    return rows.reset_index(drop=True).drop(columns="keeps_gbp")


def overlap_matrix(savings: pd.DataFrame, overlaps: pd.DataFrame, year: str, by: str = "workstream") -> pd.DataFrame:
    """Return how much of each workstream (rows) already stands in each other (columns) in a year [GBP a year].

    A cell is missing where nobody has looked, and 0 where somebody has looked and found nothing.
    `by="saving_id"` shows single savings.

    >>> savings = pd.DataFrame({"saving_id": ["A-1", "B-1"], "workstream": ["property", "procurement"], "year": "2010-11", "approved_gbp": [100.0, 900.0]})
    >>> overlaps = pd.DataFrame({"saving_id": ["A-1"], "counted_in": ["B-1"], "overlap_share": [0.25]})
    >>> float(overlap_matrix(savings, overlaps, "2010-11").loc["property", "procurement"])
    25.0
    """
    rows = overlapping(savings[savings["year"] == year], overlaps)
    names = list(dict.fromkeys(savings.loc[savings["year"] == year, by]))
    other = "counted_in" if by == "saving_id" else f"counted_in_{by}"
    summed = rows.groupby([by, other])["overlap_gbp"].sum(skipna=False).unstack()
    return summed.reindex(index=names, columns=names).rename_axis(index=by, columns="already counted in")


def without_overlaps(savings: pd.DataFrame, overlaps: pd.DataFrame, amounts: Sequence[str] = REDUCED) -> pd.DataFrame:
    """Return the register with every overlap taken out once, from the saving that does not keep it.

    Approved, full-year and delivered amounts are reduced in proportion; `overlap_gbp` [GBP a year] is added: what was
    taken out of the approved amount. The input is left as it was.

    Raises SavingsError as `overlapping` does.

    >>> savings = pd.DataFrame({"saving_id": ["A-1", "B-1"], "workstream": ["property", "procurement"], "year": "2010-11", "approved_gbp": [100.0, 900.0]})
    >>> overlaps = pd.DataFrame({"saving_id": ["A-1"], "counted_in": ["B-1"], "overlap_share": [0.25]})
    >>> without_overlaps(savings, overlaps)[["approved_gbp", "overlap_gbp"]].to_numpy().tolist()
    [[75.0, 25.0], [900.0, 0.0]]
    """
    rows = overlapping(savings, overlaps)
    share = rows.groupby(["saving_id", "year"])["overlap_share"].sum()
    out = pd.Series(
        pd.MultiIndex.from_frame(savings[["saving_id", "year"]]).map(share), index=savings.index, dtype="float64"
    ).fillna(0.0)
    reduced = {name: savings[name] * (1 - out) for name in amounts if name in savings}
    return savings.assign(**reduced, overlap_gbp=savings["approved_gbp"] * out)


def pairs_not_looked_at(matrix: pd.DataFrame) -> int:
    """Count the pairs of an overlap matrix in which nobody has looked, in either direction.

    >>> pairs_not_looked_at(pd.DataFrame([[None, 5.0, None], [None, None, None], [None, None, None]], dtype="float64"))
    2
    """
    looked = matrix.notna().to_numpy() | matrix.notna().to_numpy().T
    return int((~looked[np.triu_indices(len(looked), k=1)]).sum())
