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
    **dict.fromkeys(("tier_balance", "balance_by_basis", "balance_by_year"), "metrics.budgets.balance"),
    **dict.fromkeys(("ChoiceError", "one_year", "one_basis"), "metrics.budgets.choose"),
    "efficiency_baselines": "metrics.budgets.baselines",
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
            "service_level",
            "wait_probability",
            "mean_wait",
            "abandonment",
            "occupancy",
            "required_agents",
            "chat_agents",
            "erlang_b",
            "erlang_c",
        ),
        "metrics.queueing",
    ),
    **dict.fromkeys(
        ("Game", "cost_game", "savings_game", "coalition_table", "who_is_in", "stand_alone"), "metrics.games"
    ),
    **dict.fromkeys(("shares", "sharing_table", "to_the_penny"), "metrics.sharing"),
    **dict.fromkeys(
        (
            "rationality",
            "blocking",
            "blocked",
            "in_core",
            "least_core",
            "hold_outs",
            "best_by_size",
        ),
        "metrics.fairness",
    ),
    **dict.fromkeys(("load_contacts",), "load.contacts"),
    **dict.fromkeys(("contact_points", "contact_assumptions"), "load.contact_points"),
    **dict.fromkeys(
        ("contact_inventory", "inventory_counts", "partners_of", "partner_totals"), "metrics.contacts.inventory"
    ),
    **dict.fromkeys(("typical_week", "weekly_profile", "by_calendar"), "metrics.contacts.calendar"),
    **dict.fromkeys(("key_figures", "sample_figures", "channel_mix", "cost_per_contact"), "metrics.contacts.figures"),
    **dict.fromkeys(("pool", "pool_summary", "by_start", "break_even_uplift"), "metrics.contacts.pooling"),
    **dict.fromkeys(("coalitions", "price_game"), "metrics.contacts.coalitions"),
    **dict.fromkeys(("pool_uncertainty", "pool_sensitivity"), "metrics.contacts.uncertainty"),
    "pooling_grid": "metrics.contacts.grid",
    "rota_gaps": "metrics.contacts.rota",
    **dict.fromkeys(
        ("pooling_costs", "pay_back_years", "pooling_case", "pooling_quantities", "annual_saving"),
        "metrics.contacts.costs",
    ),
    **dict.fromkeys(
        (
            "inputs_answer",
            "pooling_answer",
            "inventory_answer",
            "service_answer",
            "rounding_answer",
            "cost_answer",
            "sensitivity_answer",
            "contact_headlines",
        ),
        "present.answers_contacts",
    ),
    **dict.fromkeys(("fairness_answer", "hold_out_answer", "own_lines_answer"), "present.answers_sharing"),
    **dict.fromkeys(
        (
            "FIGURES_SHOWN",
            "FIGURE_LABELS",
            "RULE_LABELS",
            "in_a_list",
            "period_of",
            "named_controls",
            "contact_notices",
        ),
        "present.labels_contacts",
    ),
    **dict.fromkeys(
        (
            "demand_words",
            "need_words",
            "uplift_words",
            "gain_words",
            "coalition_words",
            "range_words",
        ),
        "present.words_contacts",
    ),
    **dict.fromkeys(
        (
            "calls_of",
            "is_illustrative",
            "needs_side_by_side",
            "demand_cells",
            "busiest_day",
            "uplift_lines",
            "saving_ranges",
            "shares_by_rule",
            "assumption_ranges",
        ),
        "metrics.contacts.views",
    ),
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
