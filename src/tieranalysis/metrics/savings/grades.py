"""One grade of an audit for each saving, and how much of the approved amount has it."""

import pandas as pd

from tieranalysis.metrics.savings.audit import FAIL, NOT_EVIDENCED, PASS

NONE = "none"


def audit_matrix(audited: pd.DataFrame, year: str) -> pd.DataFrame:
    """Count the outcomes of each question in a year: principle, question, passes, fails, not_evidenced (savings)."""
    rows = audited[audited["year"] == year]
    counts = rows.groupby(["principle", "question", "outcome"], sort=False).size().unstack(fill_value=0)
    counts = counts.reindex(columns=[PASS, FAIL, NOT_EVIDENCED], fill_value=0).set_axis(
        ["passes", "fails", "not_evidenced"], axis=1
    )
    return counts.reset_index()


def audit_grades(audited: pd.DataFrame, savings: pd.DataFrame) -> pd.DataFrame:
    """Grade each saving each year: red where a principle fails, green where all pass, amber otherwise.

    Returns saving_id, year, approved_gbp, grade, failed and not_evidenced (the principles in words, or none).
    """
    if audited.empty:
        return savings[["saving_id", "year", "approved_gbp"]].assign(grade="", failed="", not_evidenced="")
    by = audited.groupby(["saving_id", "year"], sort=False)
    words = by[["principle", "outcome"]].apply(_words)
    grade = words["not_evidenced"].eq(NONE).map({True: "green", False: "amber"}).mask(words["failed"].ne(NONE), "red")
    graded = words.assign(grade=grade).reset_index()
    return savings[["saving_id", "year", "approved_gbp"]].merge(graded, on=["saving_id", "year"])[
        ["saving_id", "year", "approved_gbp", "grade", "failed", "not_evidenced"]
    ]


def sound_share(graded: pd.DataFrame) -> pd.DataFrame:
    """Return what part of the approved amount of each year has each grade: year, grade, approved_gbp [GBP], share."""
    every = pd.MultiIndex.from_product(
        [graded["year"].drop_duplicates().sort_values(), ["green", "amber", "red"]], names=["year", "grade"]
    )
    amounts = graded.groupby(["year", "grade"])["approved_gbp"].sum(skipna=False)
    table = amounts.reindex(every, fill_value=0.0).reset_index()
    return table.assign(share=table["approved_gbp"] / table.groupby("year")["approved_gbp"].transform("sum"))


def _words(rows: pd.DataFrame) -> pd.Series:
    return pd.Series(
        {
            name: "; ".join(rows.loc[rows["outcome"] == outcome, "principle"]) or NONE
            for name, outcome in {"failed": FAIL, "not_evidenced": NOT_EVIDENCED}.items()
        }
    )
