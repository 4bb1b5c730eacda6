"""Who puts in and who gains: shares to the penny, the one piece of code that shares, and the decisions of single partners."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tieranalysis.contract.savings.errors import SavingsError
from tieranalysis.metrics.savings.joining import (
    annual_saving_rate,
    break_even_saving_rate,
    break_even_table,
    partnership_fund,
)
from tieranalysis.metrics.savings.partners import contributions, joint_cost_game, partner_positions, worse_off

FLOWS = pd.DataFrame(
    {
        "year": ["2008-09", "2009-10", "2010-11"],
        "benefit_gbp": [0.0, 80.0, 80.0],
        "cost_gbp": [100.0, 0.0, 0.0],
        "price_base": "2008-09",
    }
)
BENEFITS = {"county": 0.8, "near": 0.15, "far": 0.05}


def test_a_cost_game_worked_by_hand():
    # Of 100, 40 is fixed and 60 goes with what is saved: alone 40 + 48 = 88, 40 + 9 = 49 and 40 + 3 = 43.
    game = joint_cost_game(100.0, BENEFITS, 0.4)
    assert [game[(name,)] for name in BENEFITS] == pytest.approx([88, 49, 43])
    # Shapley: a third of the fixed part each, and the own part of the rest: 13.33 + 48, + 9, + 3.
    assert contributions(game)["shapley"].to_list() == [61.34, 22.33, 16.33]


def test_positions_worked_by_hand():
    # Equal shares of 100: 33.34 for the county. "far" gets 5 % of 160 = 8, and pays 33.33: alone it would not go at all.
    table = partner_positions(FLOWS, BENEFITS, 0.4, discount_rate=0.0).set_index(["method", "partner"])
    far = table.loc[("equal", "far")]
    assert (far["contribution_gbp"], far["benefit_gbp"], far["net_gbp"]) == (33.33, 8.0, -25.33)
    assert (far["payback_year"], far["alone_npv_gbp"], far["worse_off"]) == ("not reached", 0.0, True)
    county = table.loc[("equal", "county")]
    assert (county["payback_year"], county["alone_npv_gbp"], county["worse_off"]) == (
        "2009-10",
        pytest.approx(40),
        False,
    )
    # "near" pays 33.33 for 24: worse off too; under the stand-alone rule it pays 100 x 49 / 180 = 27.22.
    who = worse_off(table.reset_index()).set_index("method")
    assert who.loc["equal", ["worse_off", "who"]].to_list() == [2, "near; far"]


@settings(max_examples=5, deadline=None)
@given(st.lists(st.integers(1, 1000), min_size=2, max_size=4), st.floats(0, 1), st.floats(100, 1e7))
def test_every_rule_adds_to_the_penny(weights, fixed, cost):
    benefits = {f"p{n}": weight / sum(weights) for n, weight in enumerate(weights)}
    flows = FLOWS.assign(cost_gbp=[round(cost, 2), 0.0, 0.0])
    table = partner_positions(flows, benefits, fixed, agreed=benefits, weights={"population": benefits})
    sums = table.groupby("method")[["contribution_gbp", "benefit_gbp"]].sum().round(2)
    assert set(sums["contribution_gbp"]) == {round(cost, 2)}
    assert set(sums["benefit_gbp"]) == {160.0}
    assert {"agreed", "population", "shapley", "nucleolus"} <= set(sums.index)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: joint_cost_game(1.0, BENEFITS, 30), "fixed_share is 30, outside 0 to 1."),
        (lambda: joint_cost_game(1.0, {"a": 0.5, "b": 0.4}, 0.3), "The benefit shares add to 0.9, not to 1."),
        (lambda: joint_cost_game(1.0, {"a": 1.5, "b": -0.5}, 0.3), "The benefit share of b is -0.5."),
        (
            lambda: partner_positions(FLOWS, BENEFITS, 0.3, agreed={"county": 1.0}),
            "The contributions name far, near, which the benefits do not, or the reverse.",
        ),
        (lambda: break_even_saving_rate(8000, 1e6, 1.0), "committed_share is 1.0, so nothing is open to save on"),
        (lambda: break_even_saving_rate(8000, 0), "A subscription of 8000 on a spend of 0 cannot be judged."),
        (lambda: annual_saving_rate(1.0, 0, 1.0), "make no rate. Give both above 0."),
        (lambda: partnership_fund({"a": 1.0}, 1.5), "The top slice is 1.5, outside 0 to 1."),
        (
            lambda: partnership_fund({"a": 1.0}, 0.1, by="luck"),
            "A fund is paid by budget, population or equal, not by 'luck'.",
        ),
    ],
)
def test_what_is_refused(call, says):
    with pytest.raises(SavingsError) as refusal:
        call()
    assert says in str(refusal.value)


def test_vc09_procurement_lincolnshire():
    # £9.0m in three years on £194m a year: 9.0 / 3 / 194 = 1.546 % a year.
    assert round(annual_saving_rate(9.0, 3, 194) * 100, 2) == 1.55


def test_rochford_and_the_procurement_agency():
    # £8,000 on £2m of spend pays at 0.4 %; with nine tenths let on long contracts it pays only at 4 %, above the 3 % at the top of the range.
    assert break_even_saving_rate(8000, 2e6) == 0.004
    assert break_even_saving_rate(8000, 2e6, 0.9) == 0.04
    table = break_even_table(8000, [2e6, 4e6], [0.0, 0.9], reached_rate=0.03)
    assert table["pays"].to_list() == [True, False, True, True]


def test_a_partnership_fund():
    # 1 % of 1,000: 10.00; by people 2:1:1 it is 5.00, 2.50, 2.50; each gets a third, 3.34, 3.33, 3.33.
    budgets = {"county": 800.0, "near": 150.0, "far": 50.0}
    table = partnership_fund(budgets, 0.01, by="population", populations={"county": 2, "near": 1, "far": 1})
    assert table["contribution_gbp"].to_list() == [5.0, 2.5, 2.5]
    assert table["gets_gbp"].to_list() == [3.34, 3.33, 3.33]
    assert table["net_gbp"].to_list() == [-1.66, 0.83, 0.83]
    assert partnership_fund(budgets, 0.01)["contribution_gbp"].to_list() == [8.0, 1.5, 0.5]
