"""What one point more of a rule, a weight or a measure does is what the metrics say with it one point higher."""

import pandas as pd
import pytest

import tieranalysis as ta

ITEMS = pd.DataFrame(
    {"item": ["R01", "R02"], "kind": "recommendation", "number": [1, 2], "title": ["a", "b"], "theme": 1}
    | {"due_by": pd.to_datetime(["2009-03-04", None]), "months_from_start": pd.array([None, None], dtype="Int64")}
)
LOG = pd.DataFrame(
    {"on": pd.to_datetime(["2008-01-15", "2007-12-02"]), "item": ["R01", "R02"], "status": "under way", "said_by": "x", "evidence": "y"}
)  # fmt: skip
SCORES = pd.DataFrame(
    {"item": ["I1", "I2"], "title": ["Buying", "Vans"], "value": [8, 4], "cost": [2, 6], "readiness": [5, 5], "support": [5, 5]}
)  # fmt: skip
PEOPLE = pd.DataFrame({"authority": ["E07000075", "E07000074"], "measure": "population", "value": [80_000.0, 60_000.0]})


def test_a_day_more_moves_an_item_over_the_limit():
    # R01 is due 93 days after 1 December 2008, one more than 92; R02 was last heard of 365 days before.
    found = ta.rule_effects(ITEMS, LOG, "2008-12-01", 92, 365).set_index("assumption")
    assert found.loc["Days ahead within which an item is due", ["effect", "moves"]].to_list() == [
        1,
        "items that are due",
    ]
    later = ta.progress_on(ITEMS, LOG, "2008-12-01", 93, 365).set_index("item")["state"]
    assert later["R01"] == "due"


def test_a_rule_that_moves_nothing_says_so():
    found = ta.rule_effects(ITEMS, LOG, "2008-12-01", 20, 3000)
    assert found["moves"].to_list() == ["nothing on this page"] * 2
    assert found["effect"].to_list() == [0, 0]


def test_a_point_of_a_weight_moves_the_lead():
    weights = {"value": 0.7, "cost": 0.1, "readiness": 0.1, "support": 0.1}
    found = ta.weight_effects(SCORES, weights).set_index("assumption")
    # 4 x 0.71 - 4 x (0.29 / 3) against 4 x 0.7 - 4 x 0.1: 0.04 + 0.04 / 3.
    assert found.at["Weight of value in the viability screen", "effect"] == pytest.approx(0.04 + 0.04 / 3)
    assert found["moves"].iloc[0] == "the lead of Buying in the viability screen"
    assert ta.weight_effects(SCORES.head(1), weights).empty


def test_one_per_cent_more_people_is_a_larger_part_and_a_larger_programme_is_shared():
    found = ta.programme_effects(PEOPLE, "population", 1_400_000.0, "ONS", "the report").set_index("assumption")
    own = found.loc["Population of Rochford"]
    assert own["effect"] == pytest.approx(1_400_000 * (80_800 / 140_800 - 8 / 14), abs=0.01)
    assert (own["unit"], own["source"], own["moves"]) == ("people", "ONS", "the part of Rochford in the programme")
    assert found.at["Programme to divide", "effect"] == pytest.approx(8_000)
    roads = ta.programme_effects(PEOPLE.assign(measure="road_length"), "road_length", 100.0, "ONS", "the report")
    assert roads["source"].iloc[0] == "The council's file of measures"


def test_a_budget_of_members_moves_what_each_may_spend():
    members = pd.DataFrame({"authority": ["E07000075"], "county_members": [2], "spent_gbp": [None]})
    assert ta.member_effects(300.0, members)["effect"].to_list() == pytest.approx([1.5])
