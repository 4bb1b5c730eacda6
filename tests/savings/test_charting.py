"""What the savings charts and sentences show in every case of the panel is what the tested functions give for that case by itself."""

from dataclasses import replace

import pandas as pd
import pytest

import tieranalysis as ta

KEYS = ["delivery", "discount_rate", "cost_uplift_rate", "delay_years", "partners"]
YEAR = "2008-09"


@pytest.fixture(scope="module")
def books():
    return ta.read_savings("", "essex")


@pytest.fixture(scope="module")
def programme(books):
    return ta.programme_of(books, ta.assumption_register())


@pytest.fixture(scope="module")
def sizes():
    return ta.sizes_of(ta.one_year(ta.read_table("revenue"), "2010-11"), ta.read_table("population"), "essex")


def of_start(frame, scenario):
    start = ta.start_of(scenario)
    for name in set(start) & set(frame):
        frame = frame[frame[name] == start[name]]
    return frame


def cases_of(frame, keys=KEYS):
    names = [name for name in keys if name in frame]
    for key, rows in frame.groupby(names, sort=False):
        yield dict(zip(names, key, strict=True)), rows


def appraised(programme, scenario, case, codes):
    moved = ta.scenario_in(scenario, case).assign(partners=";".join(codes) if codes else None)
    flows = ta.flows_of(programme, moved)
    return ta.appraise(
        ta.in_prices_of(flows, ta.assumed(moved)["inflation_rate"], programme.years[0]),
        case.get("discount_rate", 0.035),
        base_year=programme.years[0],
    )


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


def test_every_case_of_paying_back_is_its_own_appraisal(programme, books):
    scenario, joins = ta.scenario("base"), ta.who_joins(books)
    for place, (case, rows) in enumerate(cases_of(ta.paying_back_to_try(programme, scenario, joins))):
        if place % 7:  # one in seven, of every kind
            continue
        result = appraised(programme, scenario, case, joins[case["partners"]])
        lines = ta.cumulative_lines(result)
        assert rows["amount_gbp"].to_list() == pytest.approx(lines["amount_gbp"].to_list()), case
        assert set(rows["payback_year"]) == {result.payback_year}, case
        assert rows["peak_funding_gbp"].iloc[0] == pytest.approx(result.peak_funding_gbp), case


def test_a_programme_in_cash_is_brought_to_real_prices_in_every_case(programme):
    cash, scenario = replace(programme, price_base="cash"), ta.scenario("base")
    for case, rows in cases_of(ta.paying_back_to_try(cash, scenario).query("delivery == 'as assumed'")):
        lines = ta.cumulative_lines(appraised(cash, scenario, case, None))
        assert rows["amount_gbp"].to_list() == pytest.approx(lines["amount_gbp"].to_list()), case


def test_the_last_discounted_amount_of_each_case_is_the_net_present_value_that_the_panel_gives(programme, books):
    scenario, joins = ta.scenario("base"), ta.who_joins(books)
    lines = ta.paying_back_to_try(programme, scenario, joins).query("line == 'Discounted'")
    ends = lines.groupby(KEYS)["amount_gbp"].last()
    grid = ta.savings_to_try(programme, scenario, programme.years[2], joins).set_index(KEYS)["npv_gbp"]
    assert len(ends) == len(grid) == 72
    assert ends.to_dict() == pytest.approx(grid.to_dict())
    assert len(set(ends.round())) > 70, "the cases differ"


@pytest.mark.parametrize("name", ["base", "low"])
def test_what_moves_the_result_most_in_each_case_is_what_its_own_tornado_says(programme, books, name):
    scenario, joins = ta.scenario(name), ta.who_joins(books)
    found = ta.tornado_to_try(programme, scenario, joins)
    for case, rows in cases_of(found):
        mine = programme.of(joins[case["partners"]])
        whole = ta.tornado(mine, ta.scenario_in(scenario, case))
        own = whole[whole["title"].isin(rows["title"])]
        assert rows["title"].iloc[0] == whole["title"].iloc[0], "what moves a case most is always shown"
        assert rows["title"].to_list() == own["title"].to_list()
        for column in ("least_gbp", "now_gbp", "most_gbp", "at_low_gbp", "at_high_gbp", "swing_gbp"):
            assert rows[column].to_list() == pytest.approx(own[column].to_list()), (case, column)
    assert set(found.groupby(KEYS).size()) == {6}
    assert found["title"].nunique() == 6, "the same ones in every case, so that bars stay in place"


def test_the_draws_of_each_case_are_those_of_a_simulation_of_it(programme, books):
    scenario, joins = ta.scenario("base"), ta.who_joins(books)
    found = ta.likely_to_try(programme, scenario, joins, {YEAR: 2e6}, draws=400)
    worth = found.worth.set_index(KEYS)
    assert len(worth) == 72
    for place, (case, rows) in enumerate(cases_of(found.yearly)):
        full = case | {"cost_uplift_rate": 0.1, "discount_rate": (0.035, 0.06)[place % 2]}
        mine = programme.of(joins[case["partners"]])
        own = ta.simulate(mine, ta.scenario_in(scenario, full), {YEAR: 2e6}, draws=400).summary
        yearly = own[own["measure"] != "npv_gbp"].reset_index(drop=True)
        pd.testing.assert_frame_equal(rows[list(own)].reset_index(drop=True), yearly, check_exact=False)
        ends = worth.loc[tuple(full[name] for name in KEYS)]
        row = own.set_index("measure").loc["npv_gbp"]
        assert ends.to_list() == pytest.approx([row["p10_gbp"], row["p90_gbp"]]), full
    dear = {"cost_uplift_rate": 2.0, "delivery": "at the low end", "delay_years": 1.0, "discount_rate": 0.06}
    own = ta.simulate(programme, ta.scenario_in(scenario, dear), draws=400).summary.iloc[0]
    ends = worth.loc[tuple((dear | {"partners": "All partners"})[name] for name in KEYS)]
    assert ends.to_list() == pytest.approx([own["p10_gbp"], own["p90_gbp"]])


@pytest.fixture(scope="module")
def answers(programme, books, sizes):
    scenario, joins = ta.scenario("base"), ta.who_joins(books)
    likely = ta.likely_to_try(programme, scenario, joins, {YEAR: 2e6}, draws=400)
    moved = ta.tornado_to_try(programme, scenario, joins)
    worse = ta.worse_off(ta.positions_to_try(programme, scenario, books, sizes, joins), KEYS)
    grid = ta.answers_to_try(programme, scenario, YEAR, joins, likely, moved, worse, YEAR)
    return ta.savings_said(grid, programme.years[0])


def test_the_sentences_of_a_case_are_those_of_its_own_appraisal_and_positions(programme, books, sizes, answers):
    scenario, joins = ta.scenario("base"), ta.who_joins(books)
    for place, row in enumerate(answers.to_dict("records")):
        if place % 13:
            continue
        mine = ta.registers_of(books, joins[row["partners"]])
        result = appraised(programme, scenario, row, joins[row["partners"]])
        summary = ta.appraisal_summary(result)["answer"].to_list()
        cells = [cell.strip("{}") for cell in ta.summary_to_try()["answer"]]
        assert [row[cell] for cell in cells] == summary
        flows = result.yearly[["year", "benefit_gbp", "cost_gbp", "price_base"]]
        own = ta.positions_of(mine, flows, 0.3, *3 * [None], row["discount_rate"], sizes)
        worse = ta.worse_off(own)
        assert (row["rules"], row["rules_worse"], row["most_worse"]) == (
            len(worse),
            (worse["worse_off"] > 0).sum(),
            worse["worse_off"].max(),
        )


def test_points_that_follow_say_at_the_start_what_the_page_s_own_sentences_say(programme, books, sizes, answers):
    scenario = ta.scenario("base")
    start = of_start(answers, scenario).iloc[0]
    result = appraised(programme, scenario, dict(start), None)
    likely = ta.simulate(programme, scenario, {YEAR: 2e6}, draws=400).summary
    moved = ta.tornado(programme, scenario)
    flows = result.yearly[["year", "benefit_gbp", "cost_gbp", "price_base"]]
    worse = ta.worse_off(ta.positions_of(books, flows, 0.3, *3 * [None], 0.035, sizes))
    gaps = pd.DataFrame({"workstream": ["All"], "year": [YEAR], "target_gbp": [2e6], "asked_for_in": ["plan"]})
    facts = (ta.track_savings(books.savings), gaps, likely, pd.DataFrame(columns=["year", "grade", "share"]), YEAR)
    wanted = ta.savings_points(ta.savings_answer(*facts), result, likely, moved, worse)
    each = [pd.concat([frame.assign(partners=name) for name in ta.who_joins(books)]) for frame in facts[:2]]
    said = ta.tracking_said(answers, *each, facts[3].assign(partners=""), likely, YEAR)
    panel = ta.explorer(
        said,
        KEYS,
        ["npv_gbp"],
        start=ta.start_of(scenario),
        sentence="{npv_gbp}",
        also=ta.SAID_OF_SAVINGS,
        unit={"npv_gbp": "GBP", "discount_rate": "rate", "cost_uplift_rate": "rate", "delay_years": "years"},
    )
    told = ta.savings_points_to_try("{answer_said}", result, moved)
    assert ta.main_points(told, follows=panel).record["points"] == wanted
    assert "The chance of meeting the target of £2.0m is" in wanted[0]
    shown = ta.table(ta.switching_to_try(), "Switching", follows=panel, unit={"change_rate": "rate"}).record["rows"]
    now = ta.switching_in_words(result)
    assert [row[2] for row in shown] == now["switches_at"].to_list()
    assert [row[3] for row in shown[:2]] == pytest.approx(now["change_rate"].to_list()[:2])
    assert shown[2][3] is None
    assert pd.isna(now["change_rate"].iloc[2])


def test_those_who_may_take_part_are_named_as_their_scenarios_are(books):
    assert list(ta.who_joins(books)) == [
        "All partners",
        "Only the county and Brentwood",
        "Only Colchester and Braintree",
    ]
    two = ta.registers_of(books, ta.scenario_partners(ta.scenario("colchester_and_braintree")))
    assert list(ta.who_joins(two)) == ["All partners"], "all of them are no other coalition"


def test_every_scenario_gives_a_panel_of_the_same_size_with_its_own_values_in_it():
    for name, changes in {"base": {}, "low": {}, "high": {}, "late_and_dear": {"discount_rate_real": 0.05}}.items():
        scenario = ta.scenario(name, **changes)
        grid = ta.savings_to_try(
            ta.programme_of(ta.read_savings("", "essex"), ta.assumption_register()), scenario, YEAR
        )
        assert len(grid) == 24
        assert len(of_start(grid, scenario)) == 1


def test_registers_without_one_off_costs_or_shares_have_every_case_too(books, sizes):
    free = ta.read_savings("", "essex")
    for held in (
        replace(free, one_off_costs=free.one_off_costs.iloc[:0]),
        replace(free, partner_shares=free.partner_shares.iloc[:0]),
    ):
        programme, scenario = ta.programme_of(held, ta.assumption_register()), ta.scenario("base")
        joins = ta.who_joins(held)
        likely = ta.likely_to_try(programme, scenario, joins, draws=50)
        moved = ta.tornado_to_try(programme, scenario, joins)
        positions = ta.positions_to_try(programme, scenario, held, sizes, joins)
        grid = ta.answers_to_try(programme, scenario, YEAR, joins, likely, moved, ta.worse_off(positions, KEYS), YEAR)
        said = ta.savings_said(grid, programme.years[0])
        assert len(said) == 24 * len(joins)
        assert said["npv_said"].str.startswith("£").all()
        words = ta.partner_words(ta.one_method(positions), "Essex")["headline"]
        without = held.one_off_costs.empty
        assert words.startswith("No partner puts anything in" if without else "A pound that")
        assert (said["ratio_said"] == "no cost to divide by").all() == without
