"""What the savings charts show in every case of the panel is what the appraisal gives for that case by itself."""

import pytest

import tieranalysis as ta


@pytest.fixture(scope="module")
def programme():
    return ta.programme_of(ta.read_savings("", "essex"), ta.assumption_register())


def of_start(frame, scenario):
    start = ta.start_of(scenario)
    for name in set(start) & set(frame):
        frame = frame[frame[name] == start[name]]
    return frame


@pytest.mark.parametrize("name", ["base", "late_and_dear", "county_and_brentwood"])
def test_the_case_of_the_report_is_the_report_s_own_appraisal(programme, name):
    scenario = ta.scenario(name)
    assumed = ta.assumed(scenario)
    flows = ta.in_prices_of(ta.flows_of(programme, scenario), assumed["inflation_rate"], programme.years[0])
    result = ta.appraise(flows, assumed["discount_rate_real"], base_year=programme.years[0])
    own = of_start(ta.paying_back_to_try(programme, scenario), scenario)
    lines = ta.cumulative_lines(result)
    assert own["amount_gbp"].to_list() == pytest.approx(lines["amount_gbp"].to_list())
    assert own["line"].to_list() == lines["line"].to_list()
    assert set(own["payback_year"]) == {result.payback_year}
    assert own["peak_funding_gbp"].iloc[0] == pytest.approx(result.peak_funding_gbp)


def test_the_last_discounted_amount_of_each_case_is_the_net_present_value_that_the_panel_gives(programme):
    scenario = ta.scenario("base")
    lines = ta.paying_back_to_try(programme, scenario).query("line == 'Discounted'")
    keys = ["delivery", "discount_rate", "cost_uplift_rate", "delay_years"]
    ends = lines.groupby(keys)["amount_gbp"].last()
    grid = ta.savings_to_try(programme, scenario, programme.years[2]).set_index(keys)["npv_gbp"]
    assert len(ends) == len(grid)
    assert ends.to_dict() == pytest.approx(grid.to_dict())
    assert len(set(ends.round())) > 40, "the cases differ"


def test_partners_keep_their_parts_in_every_case_and_the_report_s_own_at_the_start(programme):
    scenario, books = ta.scenario("base"), ta.read_savings("", "essex")
    flows = ta.in_prices_of(
        ta.flows_of(programme, scenario), ta.assumed(scenario)["inflation_rate"], programme.years[0]
    )
    spend = ta.one_year(ta.read_table("revenue"), "2010-11")
    own = ta.one_method(ta.positions_of(books, flows, 0.3, spend, ta.read_table("population"), "essex", 0.035))
    found = ta.returns_to_try(programme, scenario, own)
    start = of_start(found, scenario).set_index("name")
    assert start["return_ratio"].to_dict() == pytest.approx(own.set_index("name")["return_ratio"].to_dict(), rel=1e-6)
    sums = found.groupby(["delivery", "cost_uplift_rate"])[["contribution_gbp", "benefit_gbp"]].sum()
    grid = ta.savings_to_try(programme, scenario, programme.years[2])
    at = grid[(grid["delay_years"] == ta.start_of(scenario)["delay_years"]) & (grid["discount_rate"] == 0.035)]
    costs = at.set_index(["delivery", "cost_uplift_rate"])["cost_gbp"]
    assert sums["contribution_gbp"].to_dict() == pytest.approx(costs.to_dict())
