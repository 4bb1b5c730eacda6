"""What could make the county's answers wrong, ranked by one rule, so that a page can name the three that matter most.

Each risk has a severity from 0 (none) to 1 (the answer stands on nothing):

* basis: 1 less the lowest over the highest ratio of county to districts, over all bases;
* targets: the share of the savings targets asked for that are not set;
* silence: the share of recommendations that are silent or overdue;
* longer calls: how near the break-even rise of handling time is, 1 at nought and 0 from 50% on;
* inputs: 1 where the contact centres' inputs are illustrative; no risk elsewhere.

The scale is a judgement; the numbers in it are the tables'.
"""

import pandas as pd

FAR_ENOUGH = 0.5  # a break-even rise of handling time beyond which longer calls are no risk to the answer


def county_risks(
    by_basis: pd.DataFrame,
    targets: pd.DataFrame,
    recommendations: pd.DataFrame,
    break_even_rate: float | None = None,
    illustrative: bool = False,
) -> pd.DataFrame:
    """Return the risks to a county's answers, worst first: risk, severity [rate], low, high; those that cannot be told left out.

    `by_basis` has ratio, `targets` target_gbp, `recommendations` state; `break_even_rate` is the rise of handling time at
    which pooling stops saving. `low` and `high` are the numbers that the sentence needs.

    >>> bases = pd.DataFrame({"ratio": [3.0, 9.0]})
    >>> targets, states = pd.DataFrame({"target_gbp": [None, None]}), pd.DataFrame({"state": ["done", "silent"]})
    >>> county_risks(bases, targets, states, 0.2)[["risk", "severity"]].round(2).to_numpy().tolist()
    [['targets', 1.0], ['basis', 0.67], ['longer calls', 0.6], ['silence', 0.5]]
    """
    ratio, unset = by_basis["ratio"].dropna(), targets["target_gbp"].isna()
    quiet = recommendations["state"].isin(["silent", "overdue"])
    found: list[tuple[str, float, float | None, float | None]] = [("inputs", 1.0, None, None)] if illustrative else []
    if len(ratio):
        found.append(("basis", 1 - ratio.min() / ratio.max(), ratio.min(), ratio.max()))
    if len(unset):
        found.append(("targets", unset.mean(), unset.sum(), len(unset)))
    if len(quiet):
        found.append(("silence", quiet.mean(), quiet.sum(), len(quiet)))
    if break_even_rate is not None and pd.notna(break_even_rate):
        found.append(("longer calls", max(0.0, 1 - break_even_rate / FAR_ENOUGH), break_even_rate, FAR_ENOUGH))
    table = pd.DataFrame(found, columns=["risk", "severity", "low", "high"])
    return table.sort_values(["severity", "risk"], ascending=[False, True], ignore_index=True)
