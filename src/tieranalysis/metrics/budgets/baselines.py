"""Three per cent of what? The yearly efficiency target on baselines that are named, under each convention."""

from dataclasses import dataclass

import pandas as pd

from tieranalysis.metrics.budgets.balance import tier_balance
from tieranalysis.metrics.savings.efficiency import CONVENTIONS, efficiency_requirement
from tieranalysis.registers import bases

# The measures that stand for a baseline, and what each holds.
BASELINES = {
    "net_current_expenditure": "schools, which governing bodies run, and housing benefit, which districts only pass on, are in it",
    "net_current_expenditure_less_housing_benefit": "the benefit that government refunds is taken out; schools are in it",
    "total_service_expenditure_less_education": "services alone, without schools, benefit, parish precepts and levies",
}
CONVENTIONS_SAID = (
    "Multiplicative: the rate compounds, on the baseline and the savings before. Simple: the same amount each year. "
    "Declining: each year on what the savings before leave."
)
"""What each way of adding years up means, for the note under a table or a panel."""
REPORT = "the naive figure: a budget that holds every school"


@dataclass(frozen=True)
class Baseline:
    """An amount that a rate is asked of, by name, in the prices of its year."""

    tier: str
    year: str
    words: str
    base_id: str
    amount_gbp: float
    why: str


def efficiency_baselines(
    rows: pd.DataFrame, printed: pd.DataFrame, area: str, year: str, rate: float = 0.03, years: int = 3
) -> pd.DataFrame:
    """Ask the same yearly rate of several baselines, one row a tier and baseline.

    `rows` is the table `revenue` of one year; `printed` comes from `printed_balance`, and its figure read as meant is
    the naive baseline of the county of Essex. Columns: area, tier, year, baseline (in words), base_id, baseline_gbp [GBP],
    first_year_gbp, multiplicative_gbp, simple_gbp, declining_gbp [GBP a year by the last year], why. A missing
    baseline asks for nothing that is known. A measure that takes nothing out of a tier (the county passes on no housing
    benefit) is not a second baseline of it, and has no row.

    Source: Comprehensive Spending Review 2007, 3% a year; the baselines that government set are not among the data.
    """
    asked = [
        *_of_report(printed, area),
        *(base for basis, why in BASELINES.items() for base in _of_basis(rows, area, year, basis, why)),
    ]
    return pd.DataFrame([_row(area, base, rate, years) for base in _different(asked)])


def _different(asked: list[Baseline]) -> list[Baseline]:
    """Leave out a measure of a tier that comes to the same as one before it; missing amounts are not the same."""
    seen = [(base.tier, base.amount_gbp) for base in asked]
    return [base for place, base in enumerate(asked) if seen[place] not in seen[:place]]


def _of_report(printed: pd.DataFrame, area: str) -> list[Baseline]:
    if area != "essex":
        return []
    meant = printed.set_index("reading").loc["interpreted"]
    return [
        Baseline(
            "county",
            str(meant["year"]),
            f"2007 report, budget {meant['year']}",
            f"kinghan_2007 {meant['year']} budget",
            meant["county_gbp"],
            REPORT,
        )
    ]


def _of_basis(rows: pd.DataFrame, area: str, year: str, basis: str, why: str) -> list[Baseline]:
    balance = tier_balance(rows, area, year, basis, lacking="mark")
    title = bases().set_index("basis").loc[basis, "title"]
    base_id = f"{basis} {year} {balance['status'].iloc[0]}"
    return [
        Baseline(tier, year, f"{title}, {year}", base_id, amount, why)
        for tier, amount in zip(balance["tier"], balance["amount_gbp"], strict=True)
    ]


def _row(area: str, base: Baseline, rate: float, years: int) -> dict[str, object]:
    known = pd.notna(base.amount_gbp) and base.amount_gbp > 0
    by_then = {f"{name}_gbp": _by_then(base, rate, years, name) if known else float("nan") for name in CONVENTIONS}
    said = {
        "area": area,
        "tier": base.tier,
        "year": base.year,
        "baseline": base.words,
        "base_id": base.base_id,
        "baseline_gbp": base.amount_gbp,
    }
    return {**said, "first_year_gbp": base.amount_gbp * rate, **by_then, "why": base.why}


def _by_then(base: Baseline, rate: float, years: int, convention: str) -> float:
    return float(
        efficiency_requirement(base.amount_gbp, base.base_id, rate, years, convention=convention)[
            "cumulative_gbp"
        ].iloc[-1]
    )


def baseline_notes(baselines: pd.DataFrame) -> list[str]:
    """Say of each baseline what it holds, how years combine, and how far the choice alone moves the county's target.

    >>> baseline_notes(pd.DataFrame({"tier": "county", "baseline": ["Net", "Services"], "first_year_gbp": [50e6, 25e6], "why": ["schools in", "schools out"]}))[-1]
    'The choice of baseline alone moves what is asked of the county: in cash the largest asks 2.0 times what the smallest does.'
    """
    said = baselines.drop_duplicates("baseline")
    notes = [f"{words}: {why}." for words, why in zip(said["baseline"], said["why"], strict=True)]
    county = baselines.loc[baselines["tier"] == "county", "first_year_gbp"].dropna()
    spread = (
        [
            f"The choice of baseline alone moves what is asked of the county: in cash the largest asks {county.max() / county.min():.1f} times what the smallest does."
        ]
        if len(county) > 1
        else []
    )
    return [
        *notes,
        CONVENTIONS_SAID,
        "The baselines that government set for each council are not among the data.",
        *spread,
    ]


def baseline_source(baselines: pd.DataFrame, returns: str) -> str:
    """Name where baselines and rate come from: the returns, the 2007 report where its figure is one, and the spending review.

    >>> baseline_source(pd.DataFrame({"base_id": ["kinghan_2007 2007-08 budget", "b"]}), "Returns 2010-11")
    'Returns 2010-11; Two-Tier Working in Essex (2007); Comprehensive Spending Review 2007 for the rate'
    """
    report = ["Two-Tier Working in Essex (2007)"] if baselines["base_id"].str.startswith("kinghan_2007").any() else []
    return "; ".join([returns, *report, "Comprehensive Spending Review 2007 for the rate"])


def baseline_assumptions(baselines: pd.DataFrame, rate: float = 0.03) -> pd.DataFrame:
    """State the yearly rate as an assumption of each baseline, with what one point more of it asks in the first year.

    Columns: assumption, value, unit, source, grade, effect [GBP a year], effect_unit. Baselines without an amount are left out.

    >>> base = pd.DataFrame({"tier": ["county"], "baseline": ["Services, 2010-11"], "baseline_gbp": [800e6]})
    >>> baseline_assumptions(base)[["assumption", "effect"]].to_numpy().tolist()
    [['Saving asked a year of the county on Services, 2010-11', 8000000.0]]
    """
    known = baselines.dropna(subset=["baseline_gbp"])
    words = [
        f"Saving asked a year of the {tier} on {baseline}"
        for tier, baseline in zip(known["tier"], known["baseline"], strict=True)
    ]
    return pd.DataFrame(
        {
            "assumption": words, "value": rate, "unit": "rate", "source": "Comprehensive Spending Review 2007", "grade": "A",
            "effect": known["baseline_gbp"].to_numpy() * 0.01, "effect_unit": "GBP",
        }
    )  # fmt: skip
