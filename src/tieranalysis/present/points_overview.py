"""The county on a page: the answers of the other reports, their ranges, and the three risks that matter most."""

from collections.abc import Mapping, Sequence

import pandas as pd

from tieranalysis.present.answers_agreements import counted
from tieranalysis.present.answers_budgets import in_words, times
from tieranalysis.present.numbers import spoken


def risk_sentence(risk: str, low: float, high: float) -> str:
    """Say one risk with its numbers.

    >>> risk_sentence("basis", 3.14, 8.93)
    'Which measure is chosen moves the county-to-districts ratio from 3.14 to 8.93; no ratio stands without its basis.'
    >>> risk_sentence("targets", 9, 9)
    'No savings target is set: nine of the nine asked for are empty, so no saving can be held to one.'
    >>> risk_sentence("silence", 37, 37)
    'Of 37 recommendations, 37 are overdue or without a status: what was agreed cannot be told from what was done.'
    >>> risk_sentence("longer calls", 0.2, 0.5)
    'One contact centre for all saves nothing once calls take 20% longer.'
    """
    if risk == "basis":
        return f"Which measure is chosen moves the county-to-districts ratio from {times(low)} to {times(high)}; no ratio stands without its basis."
    if risk == "targets":
        opening = "No savings target is set" if low == high else "Savings targets are missing"
        return f"{opening}: {in_words(int(low))} of the {in_words(int(high))} asked for {'is' if low == 1 else 'are'} empty, so no saving can be held to one."
    if risk == "silence":
        return f"Of {counted(int(high), 'recommendation')}, {int(low)} are overdue or without a status: what was agreed cannot be told from what was done."
    if risk == "longer calls":
        return f"One contact centre for all saves nothing once calls take {low:.0%} longer."
    return "The calls and costs behind the contact-centre answer are illustrative: they show the method, and are no result."


def overview_points(answers: Sequence[str], risks: pd.DataFrame, most: int = 3) -> list[str]:
    """Return the page's main points: the answers, then the worst risks, each a sentence.

    `risks` comes from `county_risks`; risks of no severity are left out.

    >>> risks = pd.DataFrame({"risk": ["targets", "inputs"], "severity": [1.0, 0.0], "low": [9, None], "high": [9, None]})
    >>> overview_points(["The answer."], risks)[1][:12]
    'Risk 1: No s'
    """
    worst = risks[risks["severity"] > 0].head(most)
    return [
        *answers,
        *(f"Risk {n}: {risk_sentence(row.risk, row.low, row.high)}" for n, row in enumerate(worst.itertuples(), 1)),
    ]


def overview_headlines(
    ratio: float,
    by_basis: pd.DataFrame,
    saving_rate: float,
    saving_range: tuple[float, float],
    targets: pd.DataFrame,
    states: Mapping[str, int],
) -> list[dict[str, object]]:
    """Return the four headline numbers of the overview, each with its range or its whole."""
    known = by_basis["ratio"].dropna()
    numbers = [
        {"label": "County to districts", "value": ratio, "unit": "ratio", "decimals": 2, "note": f"{times(known.min())} to {times(known.max())} on other measures" if len(known) else "not complete"},
        {"label": "Fewer agents together", "value": saving_rate, "unit": "rate", "low": saving_range[0], "high": saving_range[1], "note": "at the busiest half hour"},
        {"label": "Savings targets set", "value": int(targets["target_gbp"].notna().sum()), "note": f"of {len(targets)} asked for"},
        {"label": "Recommendations done", "value": states["done"], "note": f"of {states['items_count']}"},
    ]  # fmt: skip
    return [{**number, "value": None if pd.isna(number["value"]) else number["value"]} for number in numbers]


def overview_table(rows: Sequence[tuple[str, str, str, str, str]]) -> pd.DataFrame:
    """Return the answers side by side: subject, result, range, grounds, report.

    >>> overview_table([("Budgets", "3.14", "3.14 to 8.93", "official", "budgets")]).columns.to_list()
    ['subject', 'result', 'range', 'grounds', 'report']
    """
    return pd.DataFrame(rows, columns=["subject", "result", "range", "grounds", "report"])


def side_by_side(
    ratio: float,
    by_basis: pd.DataFrame,
    comparison: pd.DataFrame,
    area: str,
    saving_rate: float,
    saving_range: tuple[float, float],
    illustrative: bool,
    targets: pd.DataFrame,
    states: Mapping[str, int],
) -> pd.DataFrame:
    """Return each subject's result with its range and on what grounds it stands, as `overview_table`."""
    known, ranks = by_basis["ratio"].dropna(), comparison.set_index("area")["rank"]
    rank, set_count = ranks.get(area), int(targets["target_gbp"].notna().sum())
    low, high = saving_range
    return overview_table(
        [
            ("Budgets: county to districts", _said(ratio), f"{_said(known.min())} to {_said(known.max())}" if len(known) else "not available", "official returns", "budgets"),
            ("Tier comparison: rank among counties", "not available" if rank is None or pd.isna(rank) else str(int(rank)), f"1 to {int(ranks.notna().sum())}", "official returns", "tier_comparison"),
            ("Contact centres: fewer agents together", spoken(saving_rate, "rate", 0), f"{spoken(low, 'rate', 0)} to {spoken(high, 'rate', 0)}", "illustrative inputs" if illustrative else "councils' own data", "contact_centres"),
            ("Savings: targets set", f"{set_count} of {len(targets)}", "not set is not nought", "2007 report, recommendation 31", "savings"),
            ("Agreements: recommendations done", f"{states['done']} of {states['items_count']}", f"{states['silent']} without a status", "log of progress", "agreements"),
        ]
    )  # fmt: skip


def _said(ratio: float) -> str:
    return "not available" if pd.isna(ratio) else times(ratio)
