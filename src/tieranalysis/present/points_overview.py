"""The county on a page: the answers of the other reports, their ranges, and the three risks that matter most."""

from collections.abc import Mapping, Sequence

import pandas as pd

from tieranalysis.present.answers_agreements import counted
from tieranalysis.present.answers_budgets import in_words, times


def risk_sentence(risk: str, low: float, high: float) -> str:
    """Say one risk with its numbers.

    >>> risk_sentence("basis", 3.14, 8.93)
    'Which measure is chosen moves the county-to-districts ratio from 3.14 to 8.93; no ratio stands without its basis.'
    >>> risk_sentence("targets", 9, 9)
    'No savings target is set: all nine asked for are empty, so no saving can be held to one.'
    >>> risk_sentence("silence", 37, 37)
    'All 37 recommendations are overdue or without a status: what was agreed cannot be told from what was done.'
    >>> risk_sentence("longer calls", 0.2, 0.5)
    'One contact centre for all saves nothing once calls take 20% longer.'
    """
    if risk == "basis":
        return f"Which measure is chosen moves the county-to-districts ratio from {times(low)} to {times(high)}; no ratio stands without its basis."
    if risk == "targets":
        opening = "No savings target is set" if low == high else "Savings targets are missing"
        which = (
            f"all {in_words(int(high))}" if low == high > 1 else f"{in_words(int(low))} of the {in_words(int(high))}"
        )
        return f"{opening}: {which} asked for {'is' if low == 1 else 'are'} empty, so no saving can be held to one."
    if risk == "silence":
        some = f"Of {counted(int(high), 'recommendation')}, {in_words(int(low))} {'is' if low == 1 else 'are'}"
        whole = f"All {counted(int(high), 'recommendation')} are" if low == high > 1 else some
        return f"{whole} overdue or without a status: what was agreed cannot be told from what was done."
    if risk == "longer calls":
        return f"One contact centre for all saves nothing once calls take {low:.0%} longer."
    return "The calls and costs behind the contact-centre answer are illustrative: they show the method, and are no result."


def overview_points(answers: Sequence[str], risks: pd.DataFrame, most: int = 3) -> list[str]:
    """Return the page's main points: the answers, then the worst risks, each the sentence of the panel of the contact centres.

    `risks` comes from `county_risks`; risks of no severity are left out.

    >>> risks = pd.DataFrame({"risk": ["targets", "inputs"], "severity": [1.0, 0.0], "low": [9, None], "high": [9, None]})
    >>> overview_points(["The answer."], risks)
    ['The answer.', 'Risk 1: {risk_1_said}']
    """
    worst = len(risks[risks["severity"] > 0].head(most))
    return [*answers, *(f"Risk {place}: {{risk_{place}_said}}" for place in range(1, worst + 1))]


def overview_headlines(
    by_basis: pd.DataFrame, targets: pd.DataFrame, states: Mapping[str, int]
) -> list[dict[str, object]]:
    """Return the four headline numbers of the overview, each with its range or its whole; two follow the panels."""
    known = by_basis["ratio"].dropna()
    return [
        {"label": "County to districts", "value": "{ratio}", "note": f"{times(known.min())} to {times(known.max())} on other measures" if len(known) else "not complete"},
        {"label": "Fewer agents together", "value": "{saving_rate}", "low": "{low_rate}", "high": "{high_rate}", "note": "at the busiest half hour"},
        {"label": "Savings targets set", "value": int(targets["target_gbp"].notna().sum()), "note": f"of {len(targets)} asked for"},
        {"label": "Recommendations done", "value": states["done"], "note": f"of {states['items_count']}"},
    ]  # fmt: skip


def overview_table(rows: Sequence[tuple[str, str, str, str, str]]) -> pd.DataFrame:
    """Return the answers side by side: subject, result, range, grounds, report.

    >>> overview_table([("Budgets", "3.14", "3.14 to 8.93", "official", "budgets")]).columns.to_list()
    ['subject', 'result', 'range', 'grounds', 'report']
    """
    return pd.DataFrame(rows, columns=["subject", "result", "range", "grounds", "report"])


def side_by_side(
    by_basis: pd.DataFrame, illustrative: bool, targets: pd.DataFrame, states: Mapping[str, int]
) -> pd.DataFrame:
    """Return each subject's result with its range and on what grounds it stands, as `overview_table`; cells follow the panels."""
    known, set_count = by_basis["ratio"].dropna(), int(targets["target_gbp"].notna().sum())
    return overview_table(
        [
            ("Budgets: county to districts", "{ratio}", f"{_said(known.min())} to {_said(known.max())}" if len(known) else "not available", "official returns", "budgets"),
            ("Tier comparison: rank among counties", "{rank_said}", "{counties_said}", "official returns", "tier_comparison"),
            ("Contact centres: fewer agents together", "{saving_rate}", "{range_said}", "illustrative inputs" if illustrative else "councils' own data", "contact_centres"),
            ("Savings: targets set", f"{set_count} of {len(targets)}", "not set is not nought", "2007 report, recommendation 31", "savings"),
            ("Agreements: recommendations done", f"{states['done']} of {states['items_count']}", f"{states['silent']} without a status", "log of progress", "agreements"),
        ]
    )  # fmt: skip


def _said(ratio: float) -> str:
    return "not available" if pd.isna(ratio) else times(ratio)
