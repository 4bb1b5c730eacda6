"""What joining brings one partner: the same numbers as the tables of shares, for every deal, and for fewer partners."""

import pandas as pd
import pytest

from tieranalysis.metrics.contacts.joining import (
    joining_effects,
    joining_effects_to_try,
    joining_to_try,
    own_shares,
    yearly_game,
)
from tieranalysis.metrics.games import among, cost_game, stand_alone
from tieranalysis.metrics.sharing import shares

PARTNERS = {"A line": "A", "B line": "B", "C line": "C"}
ASSUMED = {
    "uplift": 0.05,
    "pooled_share": 0.9,
    "target_level": 0.8,
    "target_seconds": 20.0,
    "patience_seconds": 120.0,
    "agent_hour_gbp": 12.0,
    "weeks_a_year": 50.0,
    "shrinkage": 0.25,
}


@pytest.fixture(scope="module")
def week():
    starts = pd.date_range("2026-03-02 09:00", periods=6, freq="30min")
    rows = [
        {"centre": centre, "start": start, "interval_seconds": 1800, "offered": 40.0 + 13 * n, "answered": 40.0 + 13 * n, "handle_seconds": 300.0 * (40 + 13 * n)}
        for n, centre in enumerate(PARTNERS)
        for start in starts
    ]  # fmt: skip
    return pd.DataFrame(rows)


@pytest.fixture(scope="module")
def grid(week):
    return joining_to_try(week, PARTNERS, "A", {}, ASSUMED)


def test_the_reports_own_deal_is_the_table_of_shares(week, grid):
    game = yearly_game(week, PARTNERS, ASSUMED)
    own = grid.query("joining == 'All' and uplift == 0.05 and pooled_share == 0.9").set_index("rule")
    assert own.at["shapley", "share_gbp"] == pytest.approx(shares(game)["A"], abs=0.01)
    assert own["alone_gbp"].unique() == pytest.approx(stand_alone(game)["A"])
    assert own.at["shapley", "saving_gbp"] != 0
    assert own["saving_gbp"].to_list() == pytest.approx((own["alone_gbp"] - own["share_gbp"]).to_list(), nan_ok=True)


def test_every_combination_is_there_once_and_the_two_largest_others_may_stay_out(grid):
    keys = ["joining", "uplift", "pooled_share", "rule"]
    assert not grid.duplicated(keys).any()
    assert len(grid) == grid[keys].nunique().prod()
    assert grid["joining"].drop_duplicates().to_list() == ["All", "All but C", "All but B"]


def test_those_who_stay_out_play_no_part():
    game = cost_game(
        {("A",): 10, ("B",): 8, ("C",): 6, ("A", "B"): 15, ("A", "C"): 13, ("B", "C"): 11, ("A", "B", "C"): 18}
    )
    pair = among(game, ["C", "A"])
    assert (pair.partners, pair.costs.tolist()) == (("A", "C"), [0, 10, 6, 13])
    assert own_shares(pair, {}, "A").set_index("rule").at["shapley", "saving_gbp"] == pytest.approx(1.5)
    assert own_shares(pair, {}, "B").empty


def test_a_rule_that_gives_no_share_leaves_it_missing_and_the_others_stand():
    # Pairs cost 3 and all 5: the last to join adds 2, as much as it costs alone, so SCRB has no benefit to share the rest by.
    game = cost_game({("A",): 2, ("B",): 2, ("C",): 2, ("A", "B"): 3, ("A", "C"): 3, ("B", "C"): 3, ("A", "B", "C"): 5})
    found = own_shares(game, {}, "A").set_index("rule")["share_gbp"]
    assert found.index[found.isna()].to_list() == ["scrb"]
    assert found["shapley"] == pytest.approx(5 / 3, abs=0.01)


def test_dearer_agents_scale_the_saving_and_a_stranger_has_no_effects(week):
    known = pd.DataFrame({"assumption": ["agent_hour_gbp", "uplift", "unused"]}).assign(
        title=lambda t: t["assumption"], low=0.0, high=1.0, unit="x", source="s", grade="D"
    )
    effects = joining_effects(week, PARTNERS, "A", known, ASSUMED).set_index("assumption")["effect"]
    game = own_shares(yearly_game(week, PARTNERS, ASSUMED), {}, "A").set_index("rule")["saving_gbp"]
    assert effects["agent_hour_gbp"] == pytest.approx(0.01 * game["shapley"], abs=0.02)
    assert list(effects.index) == ["agent_hour_gbp", "uplift"]
    assert joining_effects(week, PARTNERS, "Z", known, ASSUMED).empty


def test_a_level_of_which_one_point_more_is_every_call_has_no_point_more(week):
    known = pd.DataFrame({"assumption": ["target_level"]}).assign(
        title="Level", low=0.0, high=1.0, unit="x", source="s", grade="D"
    )
    effects = joining_effects(week, PARTNERS, "A", known, ASSUMED | {"target_level": 0.995})
    assert effects["effect"].to_list() == [0.0]


@pytest.mark.parametrize(
    ("joining", "uplift", "pooled_share"), [("All", 0.05, 0.9), ("All", 0.2, 0.7), ("All but C", 0.0, 1.0)]
)
def test_what_one_point_more_does_in_a_case_is_what_two_games_of_that_case_say(
    week, grid, joining, uplift, pooled_share
):
    known = pd.DataFrame({"assumption": ["agent_hour_gbp", "uplift", "target_level", "shrinkage"]}).assign(
        title=lambda t: t["assumption"], low=0.0, high=1.0, unit="x", source="s", grade="D"
    )
    every = joining_effects_to_try(week, PARTNERS, "A", known, ASSUMED, grid)
    case = every.query("joining == @joining and uplift == @uplift and pooled_share == @pooled_share")
    own = {**ASSUMED, "uplift": uplift, "pooled_share": pooled_share}
    joins = list("ABC") if joining == "All" else list("AB")

    def saving(assumed):
        game = among(yearly_game(week, PARTNERS, assumed), joins)
        return stand_alone(game)["A"] - shares(game, round_to=0.01)["A"]

    more = {"agent_hour_gbp": 12.12, "uplift": uplift + 0.01, "target_level": 0.81, "shrinkage": 0.26}
    by_hand = [saving({**own, name: value}) - saving(own) for name, value in more.items()]
    assert case["effect"].to_list() == pytest.approx(by_hand)
    if joining == "All":
        plain = joining_effects(week, PARTNERS, "A", known, own)
        pd.testing.assert_frame_equal(case[list(plain)].reset_index(drop=True), plain)


def test_every_deal_has_its_effects_and_a_stranger_none(week, grid):
    known = pd.DataFrame(
        {"assumption": ["uplift"], "title": ["t"], "low": 0.0, "high": 1.0, "unit": "x", "source": "s", "grade": "D"}
    )
    keys = ["joining", "uplift", "pooled_share"]
    every = joining_effects_to_try(week, PARTNERS, "A", known, ASSUMED, grid)
    assert set(every[keys].itertuples(index=False, name=None)) == set(grid[keys].itertuples(index=False, name=None))
    assert joining_effects_to_try(week, PARTNERS, "Z", known, ASSUMED, grid.head(0)).empty
