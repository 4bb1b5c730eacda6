"""What stands at the head of the savings report beside its answer: the headline numbers, the notices, and what it all comes from."""

import pandas as pd

from tieranalysis.present.answers_budgets import in_words
from tieranalysis.present.answers_savings import listed


def savings_headlines(
    tracked: pd.DataFrame, gaps: pd.DataFrame, graded: pd.DataFrame, year: str
) -> list[dict[str, object]]:
    """Return the four headline numbers: target (or "not set"), delivered after what is at risk, at risk, graded sound."""
    rows, targets = tracked[tracked["year"] == year], gaps[gaps["year"] == year]["target_gbp"]
    row = rows.iloc[0] if len(rows) else pd.Series(dtype="float64")
    green = graded.loc[(graded["year"] == year) & (graded["grade"] == "green"), "share"]
    target = (
        {"value": "not set", "note": "for any workstream" if targets.isna().all() else "for every workstream"}
        if targets.empty or targets.isna().any()
        else {"value": float(targets.sum()), "unit": "GBP"}
    )
    risk, approved = row.get("net_at_risk_gbp"), row.get("approved_gbp")
    left = None if risk is None or pd.isna(risk) else float(approved - risk)
    return [
        {"label": f"Target for {year}", **target},
        {"label": "Left after what is at risk", "value": left, "unit": "GBP", "note": "approved less net at risk"},
        {
            "label": "Net at risk",
            "value": None if left is None else float(risk),
            "unit": "GBP",
            "note": "approved less delivered plus new pressure",
        },
        {
            "label": "Graded sound",
            "value": None if green.empty or pd.isna(green.iloc[0]) else float(green.iloc[0]),
            "unit": "rate",
            "note": "of the approved amount",
        },
    ]


def savings_notices(
    savings: pd.DataFrame, gaps: pd.DataFrame, matrix_empty: int, scenario: pd.DataFrame
) -> list[dict[str, str]]:
    """Return what the reader must know first: targets not set, savings without owner, overlaps not looked at, odd values.

    `matrix_empty` is the number of pairs of workstreams whose overlap nobody has looked at.
    """
    ownerless = savings.loc[savings["owner"].isna(), "saving_id"].nunique()
    outside = scenario.loc[scenario["outside_range"], "title"].to_list()
    unset = int(gaps["target_gbp"].isna().sum())
    found = [
        (
            unset > 0,
            "Not set",
            f"{unset} of {len(gaps)} targets (one a workstream a year) have not been set. They are shown as not set, never as £0.",
            "warning",
        ),
        (
            ownerless > 0,
            "No owner",
            f"Savings for which nobody answers: {in_words(ownerless)} of {in_words(savings['saving_id'].nunique())}.",
            "warning",
        ),
        (
            matrix_empty > 0,
            "Overlaps",
            f"Pairs of workstreams for which nobody has looked for overlap: {in_words(matrix_empty)}.",
            "information",
        ),
        (len(outside) > 0, "Outside its range", f"Beyond what the source supports: {listed(outside)}.", "warning"),
    ]
    return [{"title": title, "text": text, "level": level} for holds, title, text, level in found if holds]


def savings_source(savings: pd.DataFrame) -> str:
    """Name what the figures of a register come from.

    >>> savings_source(pd.DataFrame({"illustrative": [True], "source_ref": ["a report"]}))
    'Illustrative savings registers, made from the register of assumptions'
    """
    if savings["illustrative"].eq(True).all():
        return "Illustrative savings registers, made from the register of assumptions"
    named = savings["source_ref"].dropna().drop_duplicates().to_list()
    return f"Savings registers; {'; '.join(named[:3])}" if named else "Savings registers"
