"""Partners, coalitions, years and reserves in every case of the panel: what the plain functions give for that case by itself."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tieranalysis as ta

KEYS = ["delivery", "discount_rate", "cost_uplift_rate", "delay_years", "partners"]


@pytest.fixture(scope="module")
def books():
    return ta.read_savings("", "essex")


@pytest.fixture(scope="module")
def sizes():
    return ta.sizes_of(ta.one_year(ta.read_table("revenue"), "2010-11"), ta.read_table("population"), "essex")


def cases_of(frame, one_in=1):
    names = [name for name in KEYS if name in frame]
    for place, (key, rows) in enumerate(frame.groupby(names, sort=False)):
        if place % one_in == 0:
            yield dict(zip(names, key, strict=True)), rows.reset_index(drop=True)


def flows_in(programme, scenario, case, codes):
    """The real flows of one case, from the scenario as it is there."""
    moved = ta.scenario_in(scenario, case).assign(partners=";".join(codes) if codes else None)
    flows = ta.flows_of(programme, moved)
    return ta.in_prices_of(flows, ta.assumed(moved)["inflation_rate"], programme.years[0])


def agree(programme, scenario, books, sizes, joins, one_in=1):
    """Hold every column of every row of some cases against the plain functions, run afresh."""
    fixed, names = ta.assumed(scenario)["set_up_fixed_share"], ta.authorities().set_index("authority")["name"].to_dict()
    positions = ta.positions_to_try(programme, scenario, books, sizes, joins)
    coalitions = dict(map(keyed, cases_of(ta.coalitions_to_try(programme, scenario, books, joins))))
    years = dict(map(keyed, cases_of(ta.yearly_to_try(programme, scenario, joins))))
    worse = dict(map(keyed, cases_of(ta.worse_off(positions, KEYS))))
    assert len(years) == len(coalitions) == len(worse) == 24 * len(joins)
    for case, rows in cases_of(positions, one_in):
        place, codes = tuple(case.values()), joins[case["partners"]]
        mine, flows = ta.registers_of(books, codes), flows_in(programme, scenario, case, codes)
        rate = case["discount_rate"]
        own = ta.positions_of(mine, flows, fixed, *3 * [None], rate, sizes)
        same(rows, own)
        same(worse[place], ta.worse_off(own))
        result = ta.appraise(flows, rate, programme.years[0])
        same(years[place], result.yearly.drop(columns=["price_base", "present_benefit_gbp", "present_cost_gbp"]))
        shares = ta.programme_shares(mine)
        best = ta.best_coalitions(result.present_benefit_gbp, result.present_cost_gbp, shares, fixed, names)
        same(coalitions[place], best)


def keyed(found):
    case, rows = found
    return tuple(case.values()), rows


def same(found, wanted):
    columns = [name for name in wanted if name in found]
    assert set(found) - set(KEYS) <= set(columns), "no column goes unchecked"
    pd.testing.assert_frame_equal(
        found[columns], wanted[columns].reset_index(drop=True), check_dtype=False, rtol=1e-9, atol=1e-6
    )


def test_every_case_of_a_small_programme_is_what_the_plain_functions_give(programme):
    made, scenario = ta.programme_of(programme, ta.assumption_register()), ta.scenario("late_and_dear")
    joins = {"All partners": None, "Only the county": ["E10000012"]}
    agree(made, scenario, programme, {}, joins)


@pytest.mark.parametrize("name", ["base", "low"])
def test_cases_of_the_shipped_programme_are_what_the_plain_functions_give(books, sizes, name):
    made = ta.programme_of(books, ta.assumption_register())
    agree(made, ta.scenario(name), books, sizes, ta.who_joins(books), one_in=7)


def test_a_programme_without_cost_or_shares_has_positions_in_every_case(programme):
    for held in (
        replace(programme, one_off_costs=programme.one_off_costs.iloc[:0]),
        replace(programme, partner_shares=programme.partner_shares.iloc[:0]),
    ):
        made = ta.programme_of(held, ta.assumption_register())
        agree(made, ta.scenario("base"), held, {}, {"All partners": None}, one_in=5)


def test_the_start_is_the_report_s_own_case_when_only_some_take_part(books, sizes):
    scenario = ta.scenario("colchester_and_braintree")
    mine = ta.registers_of(books, ta.scenario_partners(scenario))
    made, joins = ta.programme_of(mine, ta.assumption_register()), ta.who_joins(mine)
    found = ta.positions_to_try(made, scenario, mine, sizes, joins)
    start = ta.start_of(scenario)
    for column in KEYS:
        found = found[found[column] == start[column]]
    same(found.reset_index(drop=True), ta.positions_of(mine, flows_in(made, scenario, start, None), 0.3, *3 * [None], 0.035, sizes))  # fmt: skip


def test_what_each_puts_in_rests_on_cost_and_on_who_takes_part_alone(books, sizes):
    made, scenario, joins = ta.programme_of(books, ta.assumption_register()), ta.scenario(), ta.who_joins(books)
    positions = ta.positions_to_try(made, scenario, books, sizes, joins)
    by = ["cost_uplift_rate", "partners"]
    wide = ta.by_method(positions, by)
    for case, rows in cases_of(positions, 5):
        own = wide[(wide[by] == [case[name] for name in by]).all(axis=1)].reset_index(drop=True)
        same(own, ta.by_method(rows))


def test_rules_that_give_everyone_the_same_are_one_rule_where_the_same_partners_would_do_better_alone():
    rows = pd.DataFrame(
        [
            ("equal", "A", 5.0, False), ("equal", "B", 5.0, True),
            ("scrb", "A", 6.2, False), ("scrb", "B", 3.8, False),
            ("shapley", "A", 6.4, False), ("shapley", "B", 3.6, False),
            ("nucleolus", "A", 6.4, False), ("nucleolus", "B", 3.6, True),
        ],
        columns=["method", "partner", "contribution_gbp", "worse_off"],
    )  # fmt: skip
    found = ta.worse_off(rows)
    assert found.to_numpy().tolist() == [["scrb; shapley", 0, ""], ["equal", 1, "B"], ["nucleolus", 1, "B"]]
    assert ta.rules_in_words(found)["method"].to_list() == [
        "By separable costs; by the Shapley value",
        "Equally",
        "By the nucleolus",
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(1, 60), min_size=1, max_size=6),
    st.floats(0, 1),
    st.floats(0, 1e7),
    st.floats(0, 1e7),
)
def test_the_best_coalition_of_each_size_is_the_best_of_all_of_that_size(weights, fixed, gain, cost):
    shares = {f"p{n}": weight / sum(weights) for n, weight in enumerate(weights)}
    costs = ta.joint_cost_game(cost, shares, fixed)
    found = ta.best_coalitions(gain, cost, shares, fixed)
    for size, row in enumerate(found.itertuples(index=False), start=1):
        every = {who: gain * sum(shares[one] for one in who) - costs[who] for who in combinations(shares, size)}
        assert row.npv_gbp == pytest.approx(max(every.values()), rel=1e-9, abs=1e-6)
        assert every[tuple(row.scenario.split(" + "))] == pytest.approx(row.npv_gbp, rel=1e-9, abs=1e-6)
    assert found["size"].to_list() == list(range(1, len(weights) + 1))


def test_where_a_part_costs_more_than_it_brings_the_smallest_are_best():
    # A half of the cost of 100 is fixed; each further part of 1 costs 50 and brings 10, so A (0.7) loses 28 and C (0.1) 4.
    found = ta.best_coalitions(10.0, 100.0, {"A": 0.7, "B": 0.2, "C": 0.1}, 0.5)
    assert found["scenario"].to_list() == ["C", "B + C", "A + B + C"]
    assert found["npv_gbp"].to_list() == pytest.approx([-54.0, -62.0, -90.0])
    assert found["share_rate"].isna().all()


def test_reserves_carry_in_every_case_what_the_plain_table_says(books, programme):
    joins = ta.who_joins(books)
    check_reserves(books, joins, dict(zip(joins, [2e6, 5e5, 1e5], strict=True)), one_in=5)
    check_reserves(programme, {"All partners": None}, {"All partners": 40.0})
    check_reserves(programme, {"All partners": None}, {"All partners": 40.0}, price_base="2010-11")


def check_reserves(books, joins, available, one_in=1, price_base=None):
    made, scenario = ta.programme_of(books, ta.assumption_register()), ta.scenario("late_and_dear")
    made, rate = replace(made, price_base=price_base or made.price_base), ta.assumed(scenario)["inflation_rate"]
    found = ta.affordability_to_try(made, scenario, available, joins)
    assert len(found) == 12 * len(joins) * len(made.years)
    for case, rows in cases_of(found, one_in):
        flows = flows_in(made, scenario, case, joins[case["partners"]])
        cash = ta.to_cash(flows, rate, made.years[0])
        same(rows, ta.affordability(cash, available[case["partners"]]))


def test_reserves_that_are_not_known_leave_the_question_open(programme):
    made = ta.programme_of(programme, ta.assumption_register())
    found = ta.affordability_to_try(made, ta.scenario(), {"All partners": np.nan}, {"All partners": None})
    assert found[["available_gbp", "headroom_gbp", "affordable"]].isna().all(axis=None)
    assert found["to_fund_gbp"].notna().all()


@pytest.mark.parametrize("name", ["base", "late_and_dear"])
def test_one_point_more_of_each_assumption_is_that_of_the_case(books, programme, name):
    scenario = ta.scenario(name)
    check_effects(books, scenario, ta.who_joins(books), one_in=7)
    check_effects(programme, scenario, {"All partners": None, "Only the county": ["E10000012"]})


def check_effects(books, scenario, joins, one_in=1):
    made = ta.programme_of(books, ta.assumption_register())
    found = ta.effects_to_try(made, scenario, joins)
    own = ta.assumptions_with_effects(made, scenario)
    for case, rows in cases_of(found, one_in):
        wanted = ta.assumptions_with_effects(made.of(joins[case["partners"]]), ta.scenario_in(scenario, case))
        assert rows["assumption"].to_list() == own["assumption"].to_list(), "rows stay in place"
        same(rows, wanted.set_index("assumption").loc[own["assumption"]].reset_index())


def test_returns_are_those_agreed_whatever_the_discount_rate_and_missing_for_who_takes_no_part(books, sizes):
    made, scenario, joins = ta.programme_of(books, ta.assumption_register()), ta.scenario(), ta.who_joins(books)
    positions = ta.positions_to_try(made, scenario, books, sizes, joins)
    found, own = ta.returns_to_try(positions), ta.own_to_try(positions)
    assert set(found.groupby([name for name in KEYS if name in found]).size()) == {13}
    for case, rows in cases_of(positions.query("method == 'agreed'"), 5):
        mine = found[np.all([found[name] == case[name] for name in KEYS if name in found], axis=0)]
        taking = mine.dropna().set_index("name")
        assert taking["return_ratio"].to_dict() == pytest.approx(rows.set_index("name")["return_ratio"].to_dict())
        assert len(taking) == (len(joins[case["partners"]]) if joins[case["partners"]] else 13)
        shown = own[np.all([own[name] == case[name] for name in KEYS], axis=0)]
        assert shown["name"].to_list() == ta.one_method(rows)["name"].to_list(), "the highest return first"
