"""What working in two tiers costs English councils, what joining up would save, and whether it is fair.

Everything a notebook uses has a name here; each is imported when it is first used, so that importing the package is quick.

>>> import tieranalysis as ta
>>> ta.bases()["basis"].iloc[0]
'net_current_expenditure'
"""

from importlib import import_module
from typing import Any

from tieranalysis.present import NAMES as PRESENT
from tieranalysis.present.ipython import register

__version__ = "0.1.0"

# The module that defines each public name.
MODULES = {
    "contract": "conform total schema fields table_names TierAnalysisError SchemaError SourceError TotalError BasisError",
    "registers": "authorities areas lines bases breaks members all_members shared_area assumption_register scenario_register scenario_changes track_record AreaError",
    "load.revenue": "read_revenue",
    "load.identities": "check_identities area_failures area_notices",
    "load.revisions": "revisions",
    "load.population": "read_population",
    "load.deflator": "read_deflator",
    "load.tables": "read_table",
    "load.origins": "source_line published_on",
    "load.statements": "read_statements",
    "load.council_reports": "read_report_table register_of register_held register_title is_held read_items report_caveats",
    "load.names": "canonical_name",
    "load.progress": "logs_of logs_held read_progress read_held append_to_log",
    "load.agreement_inputs": "read_delivered read_viability read_measures read_county_members",
    "metrics.agreements.progress": "status_on progress_on progress_over states_by_day quarter_ends count_states progress_of_parts describe_items",
    "metrics.agreements.duties": "coverage duties_met missed_duties districts_on",
    "metrics.agreements.participation": "parts_of participation shared_partnerships authority_names names_by_item",
    "metrics.agreements.viability": "viability_screen viability_sensitivity viability_swings",
    "metrics.agreements.effects": "rule_effects weight_effects programme_effects member_effects",
    "metrics.agreements.delivery": "deliver_or_drop verdicts",
    "metrics.agreements.days": "progress_to_try coverage_to_try delivery_to_try rules_to_try",
    "metrics.cases": "in_each_case",
    "metrics.agreements.allocation": "allocate allocate_programme member_budgets population_measure",
    "metrics.agreements.taught": "figures_taught counts_taught traps_taught",
    "metrics.agreements.refusals": "AgreementError",
    "metrics.pack": "place_of authority_on_bases own_agreements own_savings savings_by_year decisions within_area PackError",
    "present.points_agreements": "agreements_points points_to_try points_followed programme_points programme_words point_notes agreements_headlines agreements_notices state_words states_of",
    "present.tables_agreements": "items_listed missed_listed",
    "metrics.risks": "county_risks",
    "metrics.overview_trying": "on_every_basis pooling_to_try pooling_effects pooling_effects_to_try break_even_held with_risks steps_with",
    "scenarios.likely": "likely_by_scenario effects_by_scenario",
    "present.panels_comparison": "measure_panel",
    "present.panels_overview": "basis_panel pooling_panel scenario_panel worth_answer",
    "present.points_overview": "overview_source overview_answers overview_points overview_headlines side_by_side risk_sentence risks_table",
    "present.ranking_pack": "place_ranking",
    "present.points_pack": "pack_points pack_headlines pack_notices register_notices packs_of",
    "present.panels_pack": "money_panel joining_panel programme_panel rules_table any_illustrative all_assumptions in_order",
    "present.answers_pack": "arrangement_answer partnerships_answer decisions_in_words",
    "present.dates": "long_date",
    "metrics.pack_money": "ranked_on_bases rankings_on_bases residents_assumption residents_to_try",
    "metrics.contacts.joining": "joining_to_try joining_effects joining_effects_to_try own_shares yearly_game",
    "scenarios.own_effects": "position_effects position_effects_to_try",
    "scenarios.joining": "programme_to_try programme_held years_of worth_prices position_in",
    "present.answers_teaching": "teaching_points caveat_notices in_plain_words items_in_words codes_in_words months_in_words",
    "present.answers_joining": "rules_in_words rule_said",
    "present.answers_agreements": "agreements_answer targets_answer overdue_answer programme_answer",
    "metrics.budgets.choose": "one_year one_basis ChoiceError",
    "metrics.budgets.balance": "tier_balance balance_by_basis balance_by_year",
    "metrics.budgets.compare": "compare_areas compare_per_head compare_years compared_on_bases years_on_bases comparison_assumptions assumptions_on_bases",
    "metrics.budgets.people": "per_head area_population residents_by_area",
    "metrics.budgets.prices": "real_terms price_index",
    "metrics.budgets.cascade": "cascade service_matrix",
    "metrics.budgets.councils": "reserves budget_against_outturn district_ranking average_per_head ranked year_with_both latest_variance latest_year",
    "metrics.budgets.adjust": "adjusted_balance ratio_sensitivity LEFT_OUT",
    "metrics.budgets.trends": "with_gaps tiers_in_words breaks_to_mark adjustments_to_try",
    "metrics.budgets.charting": "in_prices_to_try ranking_to_try variance_to_try counties_to_try years_to_try",
    "metrics.budgets.moves": "largest_move largest_moves",
    "metrics.budgets.trying": "report_in_each trend_to_try",
    "metrics.budgets.printed": "printed_balance printed_beside_official",
    "metrics.budgets.baselines": "efficiency_baselines baseline_notes baseline_source baseline_assumptions CONVENTIONS_SAID",
    "metrics.budgets.readings": "readings_to_try readings_beside baselines_to_try targets_to_try figure_assumptions rate_assumptions",
    "contract.savings.errors": "SavingsError",
    "load.savings": "read_savings savings_held",
    "load.savings_out": "write_savings",
    "load.savings_edit": "with_entry",
    "load.savings_mapping": "read_savings_table",
    "load.contacts": "load_contacts calls_held",
    "load.contact_points": "contact_points points_held contact_assumptions",
    "metrics.queueing": "service_level wait_probability mean_wait abandonment occupancy required_agents chat_agents erlang_b erlang_c",
    "metrics.games": "Game among cost_game savings_game coalition_table stand_alone who_is_in",
    "metrics.sharing": "shares sharing_table to_the_penny",
    "metrics.fairness": "rationality blocking blocked in_core least_core hold_outs best_by_size",
    "metrics.contacts.inventory": "contact_inventory inventory_counts partners_of partner_totals",
    "metrics.contacts.calendar": "by_calendar typical_week weekly_profile",
    "metrics.contacts.figures": "key_figures sample_figures channel_mix cost_per_contact",
    "metrics.contacts.pooling": "pool pool_summary by_start break_even_uplift",
    "metrics.contacts.coalitions": "coalitions price_game",
    "metrics.contacts.uncertainty": "pool_uncertainty pool_sensitivity",
    "metrics.contacts.trying": "need_to_try",
    "metrics.contacts.pooled": "pooled_to_try needs_to_try",
    "metrics.contacts.costs_tried": "costs_to_try case_to_try",
    "metrics.contacts.dividing": "games_to_try gains_to_try best_to_try hold_outs_to_try own_lines_to_try sharing_to_try shares_to_try",
    "metrics.contacts.longer": "longer_to_try ranges_to_try",
    "metrics.contacts.effects": "contact_effects contact_effects_to_try",
    "metrics.contacts.rota": "rota_gaps",
    "metrics.contacts.costs": "pooling_costs pooling_quantities pooling_case annual_saving pay_back_years unit_costs cost_of_calls",
    "metrics.contacts.views": "calls_of is_illustrative needs_side_by_side demand_cells busiest_day uplift_lines saving_ranges shares_by_rule assumption_ranges",
    "metrics.savings.efficiency": "efficiency_requirement requirement_beside",
    "metrics.savings.tracking": "track_savings net_at_risk full_year_effect slippage made_from_assumptions last_year_of entered_year risk_or_plan",
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
    "metrics.savings.willing": "best_coalitions",
    "metrics.savings.positions": "positions_of one_method by_method programme_shares partner_weights named_partners sizes_of reserves_of",
    "metrics.savings.joining": "annual_saving_rate break_even_saving_rate break_even_table partnership_fund fund_of",
    "metrics.flows": "phase build_up with_optimism_bias to_real to_cash in_prices_of FlowsError",
    "metrics.appraisal": "appraise cumulative_lines Appraisal",
    "metrics.switching": "switching_values internal_rate",
    "metrics.affordability": "affordability",
    "scenarios.sets": "scenario assumed delivery_weights scenario_partners ScenarioError",
    "scenarios.runs": "compare outcome flows_of sweep tornado effect_of_one_point assumptions_with_effects",
    "scenarios.simulate": "simulate simulation_inputs ranges_until",
    "scenarios.trying": "savings_to_try start_of who_joins year_in scenario_in steps_around steps_outside",
    "scenarios.charting": "paying_back_to_try tornado_to_try",
    "scenarios.partners": "positions_to_try coalitions_to_try own_to_try worse_to_try contributions_to_try returns_to_try",
    "scenarios.teams": "registers_to_try for_each_team forecast_to_try",
    "scenarios.effects": "effects_to_try",
    "scenarios.yearly": "yearly_to_try affordability_to_try",
    "scenarios.chances": "likely_to_try",
    "scenarios.answering": "answers_to_try",
    "scenarios.moving": "what_moved ranges_of scenarios_that_fit steps_of unit_of",
    "present.answers_savings": "savings_answer savings_points",
    "present.headlines_savings": "savings_headlines savings_notices savings_source",
    "present.answers_moved": "moved_answer moved_points",
    "present.answers_cases": "SAID_OF_SAVINGS savings_said tracking_said savings_points_to_try headlines_to_try summary_to_try switching_to_try",
    "present.parts_savings": "grades_note outside_notes",
    "present.words_savings": "risk_words grade_words payback_words payback_case_words likely_words tornado_words partner_words",
    "present.words_appraisal": "appraisal_summary switching_in_words",
    "present.answers_budgets": "balance_answer report_answer distortion_answer budget_points headline_numbers balance_notices county_name",
    "present.words_budgets": "ratio_words reading_words bridge_words ranking_words ranking_of_measure reserves_words area_name",
    "present.words_trend": "trend_words",
    "present.panels_budgets": "budget_panel reading_panel each_tier",
    "present.answers_comparison": "comparison_answer comparison_points comparison_headlines comparison_words incomplete_notices NO_FIGURE",
    "present.answers_moves": "move_answer",
    "present.like_for_like": "like_for_like_notices",
    "present.answers_contacts": "inputs_answer inventory_answer service_answer contact_headlines headlines_that_follow",
    "present.answers_pooling": "pooling_answer rounding_answer cost_answer",
    "present.cases_contacts": "contacts_said HEADLINE_UNITS WHOLE_HEADLINES",
    "present.answers_sharing": "fairness_answer hold_out_answer own_lines_answer unshared_notes alike_notes",
    "present.words_contacts": "demand_words need_words uplift_words longer_words hours_said gain_words coalition_words range_words",
    "present.labels_contacts": "FIGURES_SHOWN FIGURE_LABELS RULE_LABELS in_a_list period_of named_controls contact_notices",
    "present": " ".join(PRESENT),
}
NAMES = {name: module for module, names in MODULES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    if name not in NAMES:
        raise AttributeError(f"tieranalysis has no {name!r}. Its names are: {', '.join(sorted(NAMES))}.")
    return getattr(import_module(f"tieranalysis.{NAMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*NAMES, "__version__"])


register()  # in Jupyter, a frame as the last line of a cell is shown as an accessible table
