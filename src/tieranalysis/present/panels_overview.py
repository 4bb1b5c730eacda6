"""What a reader of the overview may try: another measure, another way that the contact centres go, another savings scenario.

Each panel carries the answers that depend on it as texts, so that the main points, the headline numbers and the tables move.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from tieranalysis.present.answers_budgets import balance_answer, in_words
from tieranalysis.present.answers_comparison import comparison_answer
from tieranalysis.present.answers_joining import NO_CALLS, NO_SAVINGS
from tieranalysis.present.answers_pooling import pooling_answer
from tieranalysis.present.answers_savings import savings_answer
from tieranalysis.present.block import Block, block
from tieranalysis.present.numbers import spoken
from tieranalysis.present.panel import explorer
from tieranalysis.present.points_overview import risk_sentence
from tieranalysis.present.ratios import on_other_measures, ranks_on_others

NO_CALLS_SAID = (
    "What one contact centre for all would bring cannot be worked out: no calls of the county's councils are held."
)
NO_SAVINGS_SAID = "Whether a savings target will be met cannot be told: no savings registers of the county are held."


def basis_panel(
    found: Mapping[str, Mapping[str, pd.DataFrame]], by_basis: pd.DataFrame, area: str, basis: str
) -> Block:
    """Let a reader choose the measure of the balance and of the comparison; `found` comes from `on_every_basis`."""
    titles = by_basis.set_index("basis")["title"]
    ranks = {one: _rank(case["comparison"], area) for one, case in found.items()}
    rows = [_on_basis(case, by_basis, area, one, str(titles[one]), ranks) for one, case in found.items()]
    return explorer(
        pd.DataFrame(rows),
        {"basis": "Measure"},
        ["ratio", "rank", "counties"],
        start={"basis": titles[basis]},
        sentence="{balance_said}",
        also=["comparison_said", "rank_said", "ranks_said", "others_said", "returns_said"],
        headline="The two tiers on another measure",
        labels={"ratio": "County to districts", "rank": "Rank among counties", "counties": "Counties with a rank"},
        unit={"ratio": "ratio", "rank": "number", "counties": "number"},
        decimals={"ratio": 2, "rank": 0, "counties": 0},
    )


def _rank(comparison: pd.DataFrame, area: str) -> float:
    return float(comparison.set_index("area")["rank"].get(area, float("nan")))


def _on_basis(
    case: Mapping[str, pd.DataFrame],
    by_basis: pd.DataFrame,
    area: str,
    basis: str,
    title: str,
    ranks: Mapping[str, float],
) -> dict[str, Any]:
    others, rank = on_other_measures(by_basis, basis), ranks[basis]
    counties = int(case["comparison"]["rank"].notna().sum())
    return {
        "basis": title,
        "ratio": float(case["balance"]["ratio"].iloc[0]),
        "rank": rank,
        "counties": float(counties),
        "rank_said": f"{rank:.0f} of {counties}" if pd.notna(rank) else "not available",
        "ranks_said": ranks_on_others([other for one, other in ranks.items() if one != basis]),
        "returns_said": f"official returns: {title[0].lower()}{title[1:]}",
        "others_said": f"{others} on other measures" if others else "no other measure is complete",
        "balance_said": balance_answer(case["balance"], by_basis),
        "comparison_said": comparison_answer(case["comparison"], area, title),
    }


def pooling_panel(cases: Sequence[Mapping[str, Any]], start: Mapping[str, float], illustrative: bool) -> Block:
    """Let a reader choose how much longer pooled calls take and how many are pooled; `cases` comes from `with_risks`.

    Without a case a sentence says that no calls are held, and how to give them.
    """
    if not cases:
        return block("sentence", slot="explorer", text=f"{NO_CALLS_SAID} {NO_CALLS}", said=NO_CALLS_SAID)
    rows = [_pooled(case, illustrative) for case in cases]
    shown = ["agents_apart", "agents_together", "saving_rate"]
    agents = dict.fromkeys(["agents_apart", "agents_together"], "agents")
    return explorer(
        pd.DataFrame(rows),
        {"uplift": "A pooled call takes longer by", "pooled_share": "Calls that any agent can take"},
        shown,
        start=start,
        sentence="{pooling_said}",
        also=[name for name in rows[0] if name not in ("uplift", "pooled_share", "pooling_said", *shown)],
        headline="One contact centre for all, if calls take longer or fewer can be shared",
        labels={"agents_apart": "Agents apart", "agents_together": "Agents together", "saving_rate": "Fewer agents"},
        unit={"uplift": "rate", "pooled_share": "rate", **agents},
        decimals={"uplift": 0, "pooled_share": 0, "saving_rate": 0, "low_rate": 0, "high_rate": 0, **dict.fromkeys(agents, 0)}
        | {name: 0 for name in rows[0] if name.startswith("severity_")},
        notes=["Each number is the middle one of the weeks drawn, so the rate is not that of the two numbers of agents."],
        illustrative=illustrative,
    )  # fmt: skip


def _pooled(case: Mapping[str, Any], illustrative: bool) -> dict[str, Any]:
    spread = case["spread"].set_index("measure")
    saved, middle = spread.loc["busiest_saving_rate"], spread["central"]
    low, high = float(saved["low"]), float(saved["high"])
    return {
        "uplift": case["uplift"],
        "pooled_share": case["pooled_share"],
        "agents_apart": float(middle["busiest_apart"]),
        "agents_together": float(middle["busiest_together"]),
        "saving_rate": float(saved["central"]),
        "low_rate": low,
        "high_rate": high,
        "range_said": f"{spoken(low, 'rate', 0)} to {spoken(high, 'rate', 0)}",
        "pooling_said": pooling_answer(case["spread"], case["break_even"], case["best"], illustrative=illustrative),
        **_risks(case["risks"]),
    }


def _risks(risks: pd.DataFrame) -> dict[str, Any]:
    """The risks of one case, worst first: what each is, how grave, and what it says."""
    found: dict[str, Any] = {}
    for place, row in enumerate(risks.itertuples(), 1):
        said = risk_sentence(row.risk, row.low, row.high)
        found |= {
            f"risk_{place}": row.risk.capitalize(),
            f"severity_{place}_rate": row.severity,
            f"risk_{place}_said": said,
        }
    return found


def scenario_panel(
    likely: Mapping[str, pd.DataFrame],
    tracked: pd.DataFrame,
    gaps: pd.DataFrame,
    graded: pd.DataFrame,
    year: str,
    years: int,
    illustrative: bool,
    price_base: str = "",
) -> Block:
    """Let a reader choose the scenario of the savings programme; `likely` holds a simulation's summary by scenario in words.

    The first scenario is that of the report. Without one a sentence says that no registers are held, and how to give them.
    """
    if not likely:
        return block("sentence", slot="explorer", text=f"{NO_SAVINGS_SAID} {NO_SAVINGS}", said=NO_SAVINGS_SAID)
    opening = "In the illustrative register, " if illustrative else ""
    worth = {name: summary.set_index("measure").loc["npv_gbp"] for name, summary in likely.items()}
    rows = pd.DataFrame(
        {
            "scenario": pd.Categorical(list(likely), list(likely)),
            "p10_gbp": [float(row["p10_gbp"]) for row in worth.values()],
            "p50_gbp": [float(row["p50_gbp"]) for row in worth.values()],
            "p90_gbp": [float(row["p90_gbp"]) for row in worth.values()],
            "savings_said": [
                _opened(opening, savings_answer(tracked, gaps, one, graded, year)) for one in likely.values()
            ],
            "worth_said": [worth_answer(row, years, illustrative, price_base) for row in worth.values()],
        }
    )
    return explorer(
        rows,
        {"scenario": "Scenario"},
        ["p10_gbp", "p50_gbp", "p90_gbp"],
        start={"scenario": next(iter(likely))},
        sentence="{worth_said}",
        also=["savings_said"],
        headline="The savings programme in another scenario",
        labels={"p10_gbp": "Nine draws in ten exceed", "p50_gbp": "Half the draws exceed", "p90_gbp": "One draw in ten exceeds"},
        illustrative=illustrative,
    )  # fmt: skip


def _opened(opening: str, said: str) -> str:
    return f"{opening}{said[0].lower()}{said[1:]}" if opening else said


def worth_answer(row: pd.Series, years: int, illustrative: bool, price_base: str = "") -> str:
    """Say what half and eight in ten of the draws of a programme exceed; the report's own case is in the savings report.

    >>> worth_answer(pd.Series({"p10_gbp": 50e6, "p50_gbp": 94e6, "p90_gbp": 120e6}), 10, True, "2008-09")
    'With its assumptions drawn over their ranges, the illustrative savings programme is worth more than £94.0m over ten years, in 2008-09 prices and discounted, in half of the draws, and between £50.0m and £120m in eight of ten.'
    """
    low, middle, high = (spoken(row[name], "GBP") for name in ("p10_gbp", "p50_gbp", "p90_gbp"))
    kind = "illustrative savings programme" if illustrative else "savings programme"
    prices = f", in {price_base} prices and discounted," if price_base else ""
    return (
        f"With its assumptions drawn over their ranges, the {kind} is worth more than {middle} over {in_words(years)} years{prices} "
        f"in half of the draws, and between {low} and {high} in eight of ten."
    )
