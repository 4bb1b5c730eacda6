"""Deliver or drop: each initiative against its targets, year by year (recommendation 31 of the 2007 report).

An initiative is held to its targets only for years that are over, and only where a target was set and something was
reported. What was not set or not shown is said to be so; it is never taken for nought.
"""

from datetime import date

import pandas as pd

from tieranalysis.metrics.agreements.refusals import AgreementError, the_day

KEEP_FROM = 1.0  # share of the target from which it has delivered
QUESTION_FROM = 0.75  # and from which it is questioned, not dropped


def deliver_or_drop(
    targets: pd.DataFrame,
    delivered: pd.DataFrame,
    on: str | date,
    keep_from: float = KEEP_FROM,
    question_from: float = QUESTION_FROM,
) -> pd.DataFrame:
    """Hold each initiative to its target for each year: item, name, year, target_gbp, delivered_gbp, delivered_share, verdict, rule.

    The verdict is deliver (goes on), question, drop, too early, not shown or no target. `delivered` has item, year
    and delivered_gbp [GBP].

    Raises AgreementError where the thresholds are not 0 to keep_from in order.

    >>> targets = pd.DataFrame({"item": "I19", "name": "Online", "year": ["2008-09", "2009-10"], "target_gbp": [100.0, None]})
    >>> delivered = pd.DataFrame({"item": ["I19"], "year": ["2008-09"], "delivered_gbp": [60.0]})
    >>> deliver_or_drop(targets, delivered, "2009-06-01")[["year", "delivered_share", "verdict"]].to_numpy().tolist()
    [['2008-09', 0.6, 'drop'], ['2009-10', nan, 'no target']]
    """
    if not 0 <= question_from <= keep_from:
        raise AgreementError(f"question_from ({question_from:g}) must lie between 0 and keep_from ({keep_from:g})")
    both = targets[["item", "name", "year", "target_gbp"]].merge(
        delivered[["item", "year", "delivered_gbp"]], on=["item", "year"], how="left", validate="many_to_one"
    )
    target = both["target_gbp"].astype("float64")
    both["delivered_share"] = both["delivered_gbp"].astype("float64") / target.where(target > 0)
    judged = [_judge(row, the_day(on), keep_from, question_from) for row in both.itertuples(index=False)]
    both[["verdict", "rule"]] = pd.DataFrame(judged, index=both.index, columns=["verdict", "rule"], dtype="str")
    return both


def _judge(row: tuple, on: pd.Timestamp, keep_from: float, question_from: float) -> tuple[str, str]:
    ends = pd.Timestamp(int(row.year[:4]) + 1, 3, 31)
    if pd.isna(row.target_gbp):
        return "no target", "no target is set: it cannot be told whether it delivers"
    if on <= ends:
        return "too early", f"the year runs to {ends.date()}"
    if pd.isna(row.delivered_gbp):
        return "not shown", "the year is over and nothing has been reported"
    if row.delivered_gbp >= keep_from * row.target_gbp:
        return "deliver", f"delivered at least {keep_from:.0%} of its target"
    if row.delivered_gbp >= question_from * row.target_gbp:
        return "question", f"delivered {question_from:.0%} to {keep_from:.0%} of its target"
    return "drop", f"delivered less than {question_from:.0%} of its target"


ORDER = ("drop", "not shown", "question", "no target", "too early", "deliver")


def verdicts(judged: pd.DataFrame, initiatives: pd.DataFrame) -> pd.DataFrame:
    """Give every initiative one verdict, its worst year's; without any target it is "no target": item, title, verdict, years.

    >>> judged = pd.DataFrame({"item": ["I19", "I19"], "year": ["2008-09", "2009-10"], "verdict": ["deliver", "drop"]})
    >>> verdicts(judged, pd.DataFrame({"item": ["I19", "I21"], "title": ["Online", "HR"]})).to_numpy().tolist()
    [['I19', 'Online', 'drop', '2009-10'], ['I21', 'HR', 'no target', 'none']]
    """
    worst_first = judged.assign(place=judged["verdict"].map(ORDER.index)).sort_values(["item", "place", "year"])
    worst = worst_first.drop_duplicates("item").set_index("item")["verdict"]
    of_worst = judged[judged["verdict"] == judged["item"].map(worst)]
    years = of_worst.groupby("item")["year"].agg(", ".join)
    found = initiatives[["item", "title"]].assign(
        verdict=initiatives["item"].map(worst).fillna("no target"), years=initiatives["item"].map(years).fillna("none")
    )
    return found.reset_index(drop=True)
