"""What the programme brings one authority: the positions of the model, scenario by scenario, and what one point more does."""

import pandas as pd
import pytest

from tieranalysis.load.savings import read_savings
from tieranalysis.metrics.budgets.choose import one_year
from tieranalysis.metrics.one_point import one_point_more
from tieranalysis.metrics.savings.joined import registers_of
from tieranalysis.metrics.savings.programme import programme_of
from tieranalysis.registers import assumption_register, scenario_register
from tieranalysis.scenarios.joining import position_in, programme_to_try
from tieranalysis.scenarios.likely import effects_by_scenario
from tieranalysis.scenarios.own_effects import position_effects, position_effects_to_try
from tieranalysis.scenarios.runs import assumptions_with_effects
from tieranalysis.scenarios.sets import scenario, scenario_partners

ROCHFORD, THURROCK = "E07000075", "E06000034"


@pytest.fixture(scope="module")
def given(revenue, population):
    return {"revenue": one_year(revenue, "2010-11"), "population": population, "area": "essex"}


@pytest.fixture(scope="module")
def books():
    return read_savings("", "essex")


def test_the_panel_starts_with_the_reports_scenario_and_holds_every_rule_of_each(books, given):
    grid = programme_to_try(books, "low", authority=ROCHFORD, **given)
    assert grid["scenario"].iloc[0] == "Every assumption at the end that flatters least"
    assert len(set(grid.groupby("scenario").size())) == 1
    assert not any("without" in name.lower() and "Rochford" in name for name in grid["scenario"])
    own = position_in(books, scenario("low"), authority=ROCHFORD, **given)
    assert grid.head(len(own))["npv_gbp"].to_list() == own["npv_gbp"].to_list()


def test_an_authority_without_a_share_has_no_row_and_no_effects(books, given):
    assert programme_to_try(books, "base", authority=THURROCK, **given).empty
    assert position_effects(books, scenario("base"), authority=THURROCK, **given).empty


def test_one_point_more_is_the_models_own_difference(books, given):
    effects = position_effects(books, scenario("base"), authority=ROCHFORD, most=1, **given)
    assert effects["assumption"].to_list() == ["Joint procurement, share of spend with third parties"]
    before, after = (
        position_in(books, one, authority=ROCHFORD, **given)["npv_gbp"].iloc[0]
        for one in (scenario("base"), scenario("base", procurement_saving_rate=0.03))
    )
    assert effects["effect"].iloc[0] == pytest.approx(after - before)


@pytest.mark.parametrize(("start", "most"), [("base", 5), ("high", 3)])
def test_in_every_scenario_and_under_every_rule_it_is_the_difference_of_two_positions(books, given, start, most):
    every = position_effects_to_try(books, start, authority=ROCHFORD, most=most, **given)
    grid = programme_to_try(books, start, authority=ROCHFORD, **given)
    keys = ["scenario", "rule"]
    assert every[keys].drop_duplicates().to_numpy().tolist() == grid[keys].to_numpy().tolist()
    titles = scenario_register().set_index("scenario")["title"]
    for name in (start, "low"):
        chosen, own = scenario(name), every[every["scenario"] == titles[name]]
        before = position_in(books, chosen, authority=ROCHFORD, **given).set_index("rule")["npv_gbp"]
        for title, rows in own.groupby("assumption"):
            at = chosen["title"] == title
            more = one_point_more(*chosen.loc[at, ["value", "unit"]].iloc[0])
            moved = chosen.assign(value=chosen["value"].mask(at, more))
            after = position_in(books, moved, authority=ROCHFORD, **given).set_index("rule")["npv_gbp"]
            for row in rows.itertuples():
                assert row.effect == pytest.approx(after[row.rule] - before[row.rule], abs=0.02)
    plain = position_effects(books, scenario(start), authority=ROCHFORD, most=most, **given)
    first = every[(every["scenario"] == titles[start]) & (every["rule"] == grid["rule"].iloc[0])]
    pd.testing.assert_frame_equal(first[list(plain)].reset_index(drop=True), plain)
    assert position_effects_to_try(books, start, authority=THURROCK, **given).empty


def test_what_moves_a_programme_most_is_that_of_the_scenario_by_itself(books):
    every = effects_by_scenario(books, "low", most=3)
    assert every["scenario"].iloc[0] == "Every assumption at the end that flatters least"
    titles = scenario_register().set_index("scenario")["title"]
    for name in ("low", "base"):
        own = every[every["scenario"] == titles[name]].drop(columns="scenario").reset_index(drop=True)
        programme = programme_of(registers_of(books, scenario_partners(scenario(name))), assumption_register())
        pd.testing.assert_frame_equal(own, assumptions_with_effects(programme, scenario(name)).head(3))
    assert every.groupby("scenario", sort=False).size().unique().tolist() == [3]
