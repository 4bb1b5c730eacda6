"""Viability, delivery, allocation and participation: hand-worked cases, properties and refusals."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tieranalysis.load.agreement_inputs import read_county_members, read_measures, read_viability
from tieranalysis.load.council_reports import read_report_table
from tieranalysis.load.statements import read_statements
from tieranalysis.metrics.agreements.allocation import allocate, allocate_programme, member_budgets, population_measure
from tieranalysis.metrics.agreements.delivery import deliver_or_drop, verdicts
from tieranalysis.metrics.agreements.participation import participation, parts_of, shared_partnerships
from tieranalysis.metrics.agreements.refusals import AgreementError
from tieranalysis.metrics.agreements.viability import CRITERIA, mixes, viability_screen, viability_sensitivity

SCORES = pd.DataFrame(
    [("I17", 9, 1, 5, 5), ("I18", 5, 5, 5, 5), ("I19", 1, 9, 5, 5), ("I20", 1, 1, 1, 1)], columns=["item", *CRITERIA]
)


def test_the_screen_is_the_weighted_mean():
    # 0.4 * 9 + 0.2 * (1 + 5 + 5) = 3.6 + 2.2 = 5.8; 0.4 * 5 + 0.6 * 5 = 5; 0.4 * 1 + 0.2 * (9 + 5 + 5) = 4.2; 1.
    weights = {"value": 0.4, "cost": 0.2, "readiness": 0.2, "support": 0.2}
    screened = viability_screen(SCORES, weights)
    assert screened["weighted_score"].to_list() == pytest.approx([5.8, 5.0, 4.2, 1.0])
    assert screened["item"].to_list() == ["I17", "I18", "I19", "I20"]


def test_equal_scores_share_a_rank():
    assert viability_screen(SCORES)["rank"].to_list() == [1, 1, 1, 4]


def test_sensitivity_finds_who_can_come_first_and_who_never_can():
    # With weight v on value and c on cost: I17 leads I18 where v > c, I19 leads it where c > v; I20 is always last.
    found = viability_sensitivity(SCORES).set_index("item")
    assert found.loc["I17", ["best_rank", "worst_rank"]].to_list() == [1, 3]
    assert found.at["I20", "first_share"] == 0
    assert found.at["I20", "best_rank"] == 3, "level with I17 or I19 where all weight is on one of the two"
    assert found.at["I17", "first_share"] == found.at["I19", "first_share"]


def test_every_mix_adds_up_to_one():
    assert all(sum(mix.values()) == pytest.approx(1) for mix in mixes(0.05))
    assert len(list(mixes(0.05))) == 1771  # 23 choose 3


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ({"value": 1.0}, "give one for each of value, cost, readiness, support"),
        (dict.fromkeys(CRITERIA, 0.3), r"add up to 1; they add up to 1\.2"),
        ({"value": 1.2, "cost": -0.2, "readiness": 0, "support": 0}, r"cost is -0\.2"),
    ],
)
def test_bad_weights_are_refused(weights, message):
    with pytest.raises(AgreementError, match=message):
        viability_screen(SCORES, weights)


def test_the_scores_that_ship_say_that_they_are_made_up():
    assert read_viability()["basis"].eq("illustrative").all()


TARGETS = pd.DataFrame(
    {
        "item": ["I19"] * 4 + ["I20"],
        "name": "n",
        "year": ["2008-09", "2009-10", "2010-11", "2011-12", "2008-09"],
        "target_gbp": [100.0, 100.0, 100.0, 100.0, None],
    }
)
DELIVERED = pd.DataFrame(
    {"item": "I19", "year": ["2008-09", "2009-10", "2010-11"], "delivered_gbp": [100.0, 75.0, 74.99]}
)


def test_deliver_question_or_drop():
    judged = deliver_or_drop(TARGETS, DELIVERED, "2012-04-01")
    assert judged["verdict"].to_list() == ["deliver", "question", "drop", "not shown", "no target"]


def test_a_year_that_is_not_over_is_not_judged():
    assert deliver_or_drop(TARGETS, DELIVERED, "2009-03-31")["verdict"].iloc[0] == "too early"
    assert deliver_or_drop(TARGETS, DELIVERED, "2009-04-01")["verdict"].iloc[0] == "deliver"


def test_an_initiative_gets_its_worst_years_verdict():
    judged = deliver_or_drop(TARGETS, DELIVERED, "2011-04-01")
    found = verdicts(judged, pd.DataFrame({"item": ["I19", "I20", "I21"], "title": ["a", "b", "c"]}))
    assert found["verdict"].to_list() == ["drop", "no target", "no target"]
    assert found["years"].to_list() == ["2010-11", "2008-09", "none"]


def test_none_of_the_nine_targets_can_be_tested():
    judged = deliver_or_drop(read_report_table("savings_targets"), DELIVERED, "2012-04-01")
    assert judged["verdict"].eq("no target").all()
    assert judged["target_gbp"].isna().all()


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any))
def test_the_parts_add_up_to_the_penny(pence, weights):
    parts = allocate(pence / 100, pd.Series(weights))
    assert round(parts.mul(100).round().sum()) == pence
    assert (parts >= 0).all()


def test_the_highways_programme_divides_to_the_penny():
    programme = read_statements().set_index("statement").loc["highways_programme", "amount_gbp"]
    people = pd.DataFrame({"authority": list("ABC"), "measure": "population", "value": [1.0, 1.0, 1.0]})
    divided = allocate_programme(programme, people, {"population": 1})
    # 100,000,000 / 3 = 33,333,333.33 and a penny over, to the first of the largest remainders.
    assert divided["amount_gbp"].to_list() == [33_333_333.34, 33_333_333.33, 33_333_333.33]
    assert divided["year"].eq("whole programme").all(), "a total is never an annual figure"


def test_two_measures_and_a_profile_of_years():
    measures = pd.DataFrame(
        {"authority": ["A", "B"] * 2, "measure": ["population"] * 2 + ["road_length"] * 2, "value": [3, 1, 100, 300]}
    )
    # A: 0.6 * 3/4 + 0.4 * 1/4 = 0.55. B: 0.45. Years 20% and 80%.
    found = allocate_programme(
        1000, measures, {"population": 0.6, "road_length": 0.4}, {"2008-09": 0.2, "2009-10": 0.8}
    )
    assert found["amount_gbp"].to_list() == [110, 440, 90, 360]
    assert found["formula"].iloc[0] == "60% by population, 40% by road length"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: allocate(-1, pd.Series([1])), "the amount to divide is -1"),
        (lambda: allocate(1, pd.Series({"A": None, "B": 1})), "no weight of nought or more for A"),
        (lambda: allocate(1, pd.Series([0, 0])), "the weights add up to nought"),
        (lambda: allocate_programme(1, POPULATION, {"road_length": 1}), "no measure road_length; there are: population"),
        (lambda: allocate_programme(1, POPULATION, {"population": 0.5}), "must be nought or more and add up to 1"),
        (lambda: population_measure(pd.DataFrame({"authority": [], "mid_year": [], "population": []}), ["A"], 2007), "population in 2007 for A"),
    ],
)  # fmt: skip
def test_what_cannot_be_divided_is_refused(call, message):
    with pytest.raises(AgreementError, match=message):
        call()


POPULATION = pd.DataFrame({"authority": ["A"], "measure": "population", "value": [1.0]})


def test_member_budgets_keep_what_is_not_known_unknown():
    members = pd.DataFrame({"authority": ["A", "B"], "county_members": [2, 1], "spent_gbp": [50.0, None]})
    found = member_budgets(300, members)
    assert found["left_gbp"].isna().to_list() == [False, True]
    assert found["per_member_gbp"].to_list() == [100, 100]
    with pytest.raises(AgreementError, match="more was spent than was delegated in A"):
        member_budgets(30, members)


def test_files_of_measures_and_members(tmp_path):
    (tmp_path / "measures.csv").write_text(
        "authority,measure,value,unit,as_at,source\nE07000075,road_length,300.5,km,2008,ECC\n"
    )
    both = read_measures(tmp_path / "measures.csv", POPULATION)
    assert both["measure"].to_list() == ["population", "road_length"]
    assert read_measures("", POPULATION).equals(POPULATION)
    (tmp_path / "members.csv").write_text("authority,county_members,spent_gbp,source\nE07000075,4,,ECC\n")
    assert read_county_members(tmp_path / "members.csv")["county_members"].to_list() == [4]


def test_the_invited_and_the_grouping_are_no_members():
    memberships, partnerships = read_report_table("memberships"), read_report_table("partnerships")
    matrix = participation(memberships, partnerships)
    assert "All authorities of Essex" not in matrix
    assert pd.isna(matrix.at["E07000075", "Joint advocacy unit"]), "Rochford was only asked"
    # Advocacy unit: six founders and Castle Point make 7; every pair of them is 21. Stated pairs of other partnerships
    # are Essex-Brentwood, Colchester-Braintree, three of the pilots (one of them, Essex-Braintree, shared already), and Castle
    # Point-Essex (shared already): 21 + 1 + 1 + 2 = 25 pairs.
    pairs = shared_partnerships(memberships, partnerships, stated_only=True)
    assert len(pairs) == 25
    assert pairs["shared_count"].to_list() == [2, 2] + [1] * 23


def test_nothing_inferred_is_shown_as_stated():
    parts = parts_of(read_report_table("parties"), read_report_table("bodies"))
    of_groups = parts[parts["body"].eq("essex_districts")]
    assert not of_groups["basis"].eq("stated").any(), "who the twelve are is derived"
    assert parts.query("item == 'I26'")["basis"].eq("said to").all()
