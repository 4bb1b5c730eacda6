"""The auditors' questions one by one, grades, and overlaps taken out once."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tieranalysis.contract.savings.errors import SavingsError
from tieranalysis.metrics.savings.audit import PRINCIPLES, audit_savings
from tieranalysis.metrics.savings.grades import audit_grades, sound_share
from tieranalysis.metrics.savings.overlaps import overlap_matrix, overlapping, without_overlaps

SOUND = {
    "evidence_ref": "EV-1",
    "base_kind": "outturn",
    "base_gbp": 1000.0,
    "disbenefit_gbp": 0.0,
    "reallocated": False,
    "overlap_group": "none",
    "counterfactual": "old contract at old prices",
    "service_effect": "none",
    "delivered_gbp": 90.0,
    "budget_line_removed": True,
    "budget_line_ref": "cc 1",
}


@pytest.fixture
def ask(make, make_table):
    costs = make_table(
        "one_off_costs", [{"saving_id": "S-1", "year": "2022-23", "funding": "revenue", "cost_gbp": 10.0}]
    )
    groups = make_table(
        "overlap_groups", [{"overlap_group": "OG-1", "saving_id": "S-1", "counted_in": "S-9", "overlap_share": 0.1}]
    )
    evidence = make_table(
        "evidence",
        [
            {"evidence_ref": "EV-1", "title": "t", "kind": "ledger", "verified_by": "audit"},
            {"evidence_ref": "EV-2", "title": "t", "kind": "report"},
            {"evidence_ref": "EV-3", "title": "t", "kind": "assumption", "verified_by": "us"},
        ],
    )

    def asked(*rows, costs=costs):
        savings = make(*[SOUND | row for row in rows])
        return savings, audit_savings(savings, costs, groups, evidence)

    return asked


def test_a_sound_saving_passes_every_question(ask):
    savings, audited = ask({})
    assert audited["outcome"].to_list() == ["pass"] * len(PRINCIPLES)
    assert audit_grades(audited, savings)["grade"].to_list() == ["green"]


CASES = [
    ("reliable data", {"evidence_ref": None}, "not evidenced", "no evidence is named"),
    ("reliable data", {"evidence_ref": "EV-2"}, "not evidenced", "evidence is held, and nobody has checked it"),
    ("reliable data", {"evidence_ref": "EV-3"}, "not evidenced", "the figure rests on assumptions, not on records"),
    ("realistic baseline", {"base_kind": "worst_case"}, "fail", "measured from a worst case, not from an approved plan"),
    ("realistic baseline", {"base_kind": None}, "not evidenced", "nobody has said what the baseline is"),
    ("realistic baseline", {"base_gbp": None}, "not evidenced", "the baseline has no amount"),
    ("realistic baseline", {"base_gbp": 50.0}, "fail", "saves more than the baseline holds"),
    ("net of cost", {"approved_gbp": 10.0, "base_gbp": 1000.0}, "fail", "costs as much as it saves over the years of the register"),
    ("net of cost", {"disbenefit_gbp": 95.0}, "fail", "costs as much as it saves over the years of the register"),
    ("net of cost", {"saving_id": "S-2"}, "not evidenced", "no cost of bringing it about is recorded, not even 0"),
    ("not reallocated", {"reallocated": True}, "fail", "the cost has moved to another budget or body"),
    ("not reallocated", {"reallocated": None}, "not evidenced", "nobody has looked whether the cost has only moved"),
    ("counted once", {"overlap_group": None}, "not evidenced", "nobody has looked for overlaps"),
    ("counted once", {"overlap_group": "OG-1"}, "pass", "its overlap is stated and taken out once"),
    ("counted once", {"overlap_group": "OG-7"}, "fail", "its overlap group has no rows, so the overlap is not taken out"),
    ("attributable", {"counterfactual": None}, "not evidenced", "nobody has said what would have happened without it"),
    ("attributable", {"counterfactual": None, "category": "cost_avoidance"}, "fail", "a cost avoided, without saying what would have been spent"),
    ("price base stated", {"price_base": None}, "not evidenced", "nobody has said whether the amounts are cash or real"),
    ("service effect shown", {"service_effect": None}, "not evidenced", "nobody has said what it does to the service"),
    ("service effect shown", {"service_effect": "worse"}, "fail", "called an efficiency, and the service is worse"),
    ("service effect shown", {"service_effect": "worse", "category": "service_reduction", "disbenefit_gbp": None}, "fail", "the service is worse, and what that costs is not given"),
    ("service effect shown", {"service_effect": "worse", "category": "service_reduction"}, "pass", "the effect on the service is stated"),
    ("realised", {"delivered_gbp": None, "status": "budget"}, "not evidenced", "promised; the year is not closed"),
    ("realised", {"delivered_gbp": 0.0}, "fail", "the year is closed and nothing was delivered"),
    ("realised", {"budget_line_removed": None}, "not evidenced", "delivered, but the money still stands in the budget"),
]  # fmt: skip


@pytest.mark.parametrize(("principle", "row", "outcome", "reason"), CASES)
def test_each_question(ask, principle, row, outcome, reason):
    answer = ask(row)[1].set_index("principle").loc[principle]
    assert (answer["outcome"], answer["reason"]) == (outcome, reason)


def test_two_codes_for_one_saving_and_two_price_bases_in_one(ask):
    _, audited = ask({}, {"saving_id": "S-2"})
    assert set(audited.query("principle == 'counted once'")["outcome"]) == {"fail"}
    _, audited = ask({}, {"saving_id": "S-1", "year": "2021-22", "price_base": "2021-22"})
    assert set(audited.query("principle == 'price base stated'")["reason"]) == {
        "its years stand in different price bases"
    }


def test_grades_say_which_question_failed(ask):
    savings, audited = ask({"reallocated": True, "counterfactual": None}, {"saving_id": "S-2", "title": "Another"})
    graded = audit_grades(audited, savings).set_index("saving_id")
    assert graded.loc["S-1", ["grade", "failed", "not_evidenced"]].to_list() == [
        "red",
        "not reallocated",
        "attributable",
    ]
    assert graded.loc["S-2", ["grade", "failed", "not_evidenced"]].to_list() == ["amber", "none", "net of cost"]


def test_the_share_of_each_grade_is_of_the_amount(ask):
    savings, audited = ask({"approved_gbp": 300.0}, {"saving_id": "S-2", "title": "Another", "approved_gbp": 100.0})
    shares = sound_share(audit_grades(audited, savings)).set_index("grade")["share"]
    assert shares.to_dict() == {"green": 0.75, "amber": 0.25, "red": 0.0}


def overlap_rows(make_table, *rows):
    return make_table(
        "overlap_groups",
        [{"overlap_group": "OG-1", "saving_id": a, "counted_in": b, "overlap_share": share} for a, b, share in rows],
    )


def test_a_chain_of_overlaps_is_taken_out_once(make, make_table):
    # 30 of A's 100 stand in B, and half of B's 200 in C: 70 + 100 + 300 are left of 600, and each pound once.
    savings = make({"approved_gbp": 100.0}, {"approved_gbp": 200.0}, {"approved_gbp": 300.0})
    reduced = without_overlaps(savings, overlap_rows(make_table, ("S-1", "S-2", 0.3), ("S-2", "S-3", 0.5)))
    assert reduced["approved_gbp"].to_list() == [70, 100, 300]
    assert reduced["overlap_gbp"].to_list() == [30, 100, 0]
    assert savings["approved_gbp"].to_list() == [100, 200, 300]


@settings(max_examples=20, deadline=None)
@given(st.lists(st.floats(0.0, 0.3), min_size=3, max_size=3))
def test_never_more_than_all_is_taken_out(shares):
    savings = pd.DataFrame(
        {"saving_id": list("abcd"), "workstream": "w", "year": "2022-23", "approved_gbp": [100.0, 100.0, 100.0, 100.0]}
    )
    overlaps = pd.DataFrame({"saving_id": ["a"] * 3, "counted_in": list("bcd"), "overlap_share": shares})
    reduced = without_overlaps(savings, overlaps)
    assert (reduced["approved_gbp"] >= 0).all()
    assert reduced["approved_gbp"].sum() + reduced["overlap_gbp"].sum() == pytest.approx(400)


def test_the_matrix_tells_looked_at_from_not_looked_at(make, make_table):
    savings = make({"workstream": "property"}, {"workstream": "procurement"}, {"workstream": "online"})
    matrix = overlap_matrix(savings, overlap_rows(make_table, ("S-1", "S-2", 0.25), ("S-3", "S-2", 0.0)), "2022-23")
    assert matrix.loc["property", "procurement"] == 25
    assert matrix.loc["online", "procurement"] == 0
    assert pd.isna(matrix.loc["property", "online"])


def test_overlaps_that_cannot_be(make, make_table):
    savings = make({"approved_gbp": 100.0}, {"approved_gbp": 20.0})
    with pytest.raises(
        SavingsError,
        match=r"row 2, column 'overlap_share', value 0.5: 50 of S-1 in 2022-23 cannot stand in S-2, whose whole amount is 20.",
    ):
        overlapping(savings, overlap_rows(make_table, ("S-1", "S-2", 0.5)))
    with pytest.raises(
        SavingsError, match=r"the parts of S-1 that are counted elsewhere add to 1.2, more than the whole"
    ):
        overlapping(savings, overlap_rows(make_table, ("S-1", "S-2", 0.6), ("S-1", "S-3", 0.6)))


def test_an_overlap_with_nothing_in_the_year_takes_nothing_out(make, make_table):
    savings = make({}, {"year": "2021-22"})
    assert without_overlaps(savings, overlap_rows(make_table, ("S-1", "S-2", 0.5)))["overlap_gbp"].to_list() == [0, 0]
