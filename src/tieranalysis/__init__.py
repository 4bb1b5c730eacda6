"""What working in two tiers costs English councils, what joining up would save, and whether it is fair.

Everything a notebook uses has a name here; each is imported when it is first used, so that importing the package is quick.

>>> import tieranalysis as ta
>>> ta.bases()["basis"].iloc[0]
'net_current_expenditure'
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

# Public name: the module that defines it.
NAMES = {
    **dict.fromkeys(("conform", "total", "schema", "fields", "table_names"), "contract"),
    **dict.fromkeys(("TierAnalysisError", "SchemaError", "SourceError", "TotalError", "BasisError"), "contract"),
    **dict.fromkeys(("authorities", "areas", "lines", "bases", "breaks", "members", "AreaError"), "registers"),
    "read_revenue": "load.revenue",
    **dict.fromkeys(("check_identities", "area_failures", "area_notices"), "load.identities"),
    "revisions": "load.revisions",
    "read_population": "load.population",
    "read_deflator": "load.deflator",
    "read_table": "load.tables",
    "read_statements": "load.statements",
    "read_report_table": "load.council_reports",
    **dict.fromkeys(("read_items", "report_caveats"), "load.council_reports"),
    "canonical_name": "load.names",
    **dict.fromkeys(("read_progress", "read_held", "append_to_log"), "load.progress"),
    **dict.fromkeys(
        ("read_delivered", "read_viability", "read_measures", "read_county_members"), "load.agreement_inputs"
    ),
    **dict.fromkeys(
        ("status_on", "progress_on", "progress_over", "quarter_ends", "count_states", "progress_of_parts"),
        "metrics.agreements.progress",
    ),
    **dict.fromkeys(("coverage", "duties_met", "missed_duties", "districts_on"), "metrics.agreements.duties"),
    **dict.fromkeys(
        ("parts_of", "participation", "shared_partnerships", "authority_names", "names_by_item"),
        "metrics.agreements.participation",
    ),
    **dict.fromkeys(("viability_screen", "viability_sensitivity", "viability_swings"), "metrics.agreements.viability"),
    **dict.fromkeys(("deliver_or_drop", "verdicts"), "metrics.agreements.delivery"),
    **dict.fromkeys(
        ("allocate", "allocate_programme", "member_budgets", "population_measure"), "metrics.agreements.allocation"
    ),
    **dict.fromkeys(("place_of", "authority_on_bases", "own_agreements", "decisions", "PackError"), "metrics.pack"),
    "teaching_points": "present.answers_teaching",
    **dict.fromkeys(("figures_taught", "counts_taught", "traps_taught"), "metrics.agreements.taught"),
    "AgreementError": "metrics.agreements.refusals",
    **dict.fromkeys(
        ("agreements_points", "programme_points", "agreements_headlines", "agreements_notices"),
        "present.points_agreements",
    ),
    **dict.fromkeys(
        ("duty_answer", "programme_answer", "sharing_answer", "viability_answer"), "present.answers_agreements"
    ),
    **dict.fromkeys(("tier_balance", "balance_by_basis", "balance_by_year"), "metrics.budgets.balance"),
    **dict.fromkeys(("ChoiceError", "one_year", "one_basis"), "metrics.budgets.choose"),
    **dict.fromkeys(("efficiency_baselines", "baseline_notes"), "metrics.budgets.baselines"),
    "efficiency_requirement": "metrics.savings.efficiency",
    **dict.fromkeys(("with_gaps", "tiers_in_words", "breaks_to_mark", "adjustments_to_try"), "metrics.budgets.trends"),
    **dict.fromkeys(("source_line", "published_on"), "load.origins"),
    **dict.fromkeys(
        ("ratio_words", "bridge_words", "ranking_words", "trend_words", "reserves_words", "area_name"),
        "present.words_budgets",
    ),
    **dict.fromkeys(
        (
            "balance_answer",
            "report_answer",
            "distortion_answer",
            "headline_numbers",
            "balance_notices",
            "budget_points",
            "county_name",
        ),
        "present.answers_budgets",
    ),
    **dict.fromkeys(("ranked_bars", "bridge", "stacked_bars"), "present.charts.bars"),
    **dict.fromkeys(("dot_plot", "range_bars"), "present.charts.points"),
    **dict.fromkeys(("heat_map", "coalition_map"), "present.charts.grids"),
    "trend": "present.charts.lines",
    **dict.fromkeys(("per_head", "area_population"), "metrics.budgets.people"),
    **dict.fromkeys(("real_terms", "price_index"), "metrics.budgets.prices"),
    **dict.fromkeys(("cascade", "service_matrix"), "metrics.budgets.cascade"),
    **dict.fromkeys(
        (
            "reserves",
            "budget_against_outturn",
            "district_ranking",
            "average_per_head",
            "ranked",
            "year_with_both",
            "latest_variance",
            "latest_year",
        ),
        "metrics.budgets.councils",
    ),
    **dict.fromkeys(("printed_balance", "printed_beside_official"), "metrics.budgets.printed"),
    **dict.fromkeys(("adjusted_balance", "ratio_sensitivity"), "metrics.budgets.adjust"),
    **dict.fromkeys(
        (
            "About",
            "Input",
            "Page",
            "Previous",
            "header",
            "main_points",
            "headlines",
            "notices",
            "what_changed",
            "table",
            "figure",
            "render",
            "explorer",
            "assumptions",
        ),
        "present",
    ),
}


def __getattr__(name: str) -> Any:
    if name not in NAMES:
        raise AttributeError(f"tieranalysis has no {name!r}. Its names are: {', '.join(sorted(NAMES))}.")
    return getattr(import_module(f"tieranalysis.{NAMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*NAMES, "__version__"])
