"""What working in two tiers costs English councils, what joining up would save, and whether it is fair.

Everything a notebook uses has a name here; each is imported when it is first used, so that importing the package is quick.

>>> import tieranalysis as ta
>>> ta.bases()["basis"].iloc[0]
'net_current_expenditure'
"""

from importlib import import_module
from typing import Any

from tieranalysis.present import NAMES as PRESENT

__version__ = "0.1.0"

# The module that defines each public name.
MODULES = {
    "contract": "conform total schema fields table_names TierAnalysisError SchemaError SourceError TotalError BasisError",
    "registers": "authorities areas lines bases breaks members all_members assumption_register scenario_register scenario_changes track_record AreaError",
    "load.revenue": "read_revenue",
    "load.identities": "check_identities area_failures area_notices",
    "load.revisions": "revisions",
    "load.population": "read_population",
    "load.deflator": "read_deflator",
    "load.tables": "read_table",
    "load.origins": "source_line published_on",
    "load.statements": "read_statements",
    "load.council_reports": "read_report_table",
    "metrics.budgets.choose": "one_year one_basis ChoiceError",
    "metrics.budgets.balance": "tier_balance balance_by_basis balance_by_year",
    "metrics.budgets.compare": "compare_areas compare_per_head compare_years",
    "metrics.budgets.people": "per_head area_population residents_by_area",
    "metrics.budgets.prices": "real_terms price_index",
    "metrics.budgets.cascade": "cascade service_matrix",
    "metrics.budgets.councils": "reserves budget_against_outturn district_ranking average_per_head ranked year_with_both latest_variance latest_year",
    "metrics.budgets.adjust": "adjusted_balance ratio_sensitivity",
    "metrics.budgets.trends": "with_gaps tiers_in_words breaks_to_mark adjustments_to_try",
    "metrics.budgets.printed": "printed_balance printed_beside_official",
    "metrics.budgets.baselines": "efficiency_baselines baseline_notes",
    "contract.savings.errors": "SavingsError",
    "load.savings": "read_savings",
    "load.savings_out": "write_savings",
    "load.savings_edit": "with_entry",
    "load.savings_mapping": "read_savings_table",
    "metrics.savings.efficiency": "efficiency_requirement requirement_beside",
    "metrics.savings.tracking": "track_savings net_at_risk full_year_effect slippage is_illustrative last_year_of entered_year risk_or_plan",
    "metrics.savings.rating": "rate_savings worst_first",
    "metrics.savings.gaps": "gap_to_target set_targets by_partner",
    "metrics.savings.forecast": "forecast_delivery delivery_history",
    "metrics.savings.audit": "audit_savings",
    "metrics.savings.grades": "audit_grades audit_matrix sound_share",
    "metrics.savings.overlaps": "overlap_matrix without_overlaps overlapping pairs_not_looked_at",
    "metrics.savings.joined": "registers_of",
    "metrics.savings.programme": "programme_of",
    "metrics.savings.evaluate": "evaluate",
    "metrics.savings.partners": "partner_positions joint_cost_game contributions worse_off",
    "metrics.savings.positions": "positions_of one_method by_method programme_shares partner_weights named_partners",
    "metrics.savings.joining": "annual_saving_rate break_even_saving_rate break_even_table partnership_fund fund_of",
    "metrics.flows": "phase build_up with_optimism_bias to_real to_cash in_prices_of FlowsError",
    "metrics.appraisal": "appraise cumulative_lines Appraisal",
    "metrics.switching": "switching_values internal_rate",
    "metrics.affordability": "affordability",
    "scenarios.sets": "scenario assumed delivery_weights partners_of ScenarioError",
    "scenarios.runs": "compare outcome flows_of sweep tornado effect_of_one_point assumptions_with_effects",
    "scenarios.simulate": "simulate simulation_inputs ranges_until",
    "scenarios.trying": "savings_to_try start_of who_joins year_in",
    "scenarios.moving": "what_moved ranges_of scenarios_that_fit steps_of unit_of",
    "present.answers_savings": "savings_answer savings_points savings_headlines savings_notices savings_source moved_answer moved_points",
    "present.words_savings": "risk_words grade_words payback_words likely_words tornado_words partner_words appraisal_summary switching_in_words",
    "present.answers_budgets": "balance_answer report_answer distortion_answer budget_points headline_numbers balance_notices county_name",
    "present.words_budgets": "ratio_words bridge_words ranking_words trend_words reserves_words area_name",
    "present.answers_comparison": "comparison_answer comparison_points comparison_headlines comparison_words incomplete_notices",
    "present": " ".join(PRESENT),
}
NAMES = {name: module for module, names in MODULES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    if name not in NAMES:
        raise AttributeError(f"tieranalysis has no {name!r}. Its names are: {', '.join(sorted(NAMES))}.")
    return getattr(import_module(f"tieranalysis.{NAMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*NAMES, "__version__"])
