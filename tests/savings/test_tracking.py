"""Delivery, risk, ratings, gaps, forecast: the published case to the thousand, and what the rules say at their edges."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tieranalysis.contract import TotalError
from tieranalysis.contract.savings.errors import SavingsError
from tieranalysis.metrics.savings.forecast import delivery_history, forecast_delivery
from tieranalysis.metrics.savings.gaps import by_partner, gap_to_target
from tieranalysis.metrics.savings.rating import rate_savings
from tieranalysis.metrics.savings.tracking import full_year_effect, net_at_risk, slippage, track_savings

WEIGHTS = {"high": 0.95, "medium": 0.75, "low": 0.40}
DELIVERED = {"delivered_gbp": 90.0, "in_year_pressure_gbp": 0.0, "mitigation_gbp": 0.0}


def test_vc05_to_the_thousand(brighton):
    # 2,674 - 2,637 + 1,781 = 1,818; 2,353 - 1,777 + 387 = 963; 2,730 - 2,491 + 1,361 = 1,600; 1,932 - 1,932 + 180 = 180; 495 - 328 = 167.
    assert (net_at_risk(brighton) / 1000).to_list() == [1818, 963, 1600, 180, 167, 0]
    whole = track_savings(brighton).iloc[0]
    assert whole[["approved_gbp", "delivered_gbp", "net_at_risk_gbp"]].to_list() == [10_509_000, 9_490_000, 4_728_000]
    assert round(whole["net_rate"], 2) == 0.55


def test_reading_pressure_less_mitigation(make):
    # Reading 2024/25 quarter 1: £13.068m pressure, £8.081m mitigation, £4.987m net; here nothing was due to be delivered.
    row = {"approved_gbp": 0.0, "delivered_gbp": 0.0, "in_year_pressure_gbp": 13.068e6, "mitigation_gbp": 8.081e6}
    assert track_savings(make(row))["after_mitigation_gbp"].iloc[0] == pytest.approx(4.987e6)


def test_a_missing_part_makes_the_total_missing(make):
    tracked = track_savings(
        make(DELIVERED, {"delivered_gbp": None, "in_year_pressure_gbp": 0.0, "mitigation_gbp": 0.0})
    )
    assert pd.isna(tracked["delivered_gbp"].iloc[0])
    assert pd.isna(tracked["net_at_risk_gbp"].iloc[0])


def test_by_cashable_and_recurrent(make):
    savings = make(DELIVERED, DELIVERED | {"cashable": False, "approved_gbp": 40.0})
    assert track_savings(savings, ["year", "cashable"])[["cashable", "approved_gbp"]].to_numpy().tolist() == [
        [True, 100.0],
        [False, 40.0],
    ]


@pytest.mark.parametrize(
    ("second", "says"),
    [
        (
            {"price_base": "2021-22"},
            "This total would mix price_base cash and 2021-22: pounds of different years' prices do not add.",
        ),
        ({"year": "2023-24", "status": "budget"}, "This total would mix status outturn and budget"),
    ],
)
def test_sums_that_would_mean_nothing(make, second, says):
    with pytest.raises(TotalError, match=says):
        track_savings(make(DELIVERED, second), by=["workstream"])


AMOUNT = st.floats(0, 1e9)


@settings(max_examples=50)
@given(st.lists(st.tuples(AMOUNT, AMOUNT, AMOUNT), min_size=1, max_size=8))
def test_what_is_at_risk_adds_up(rows):
    table = pd.DataFrame(rows, columns=["approved_gbp", "delivered_gbp", "in_year_pressure_gbp"]).assign(
        mitigation_gbp=0.0, year="2022-23"
    )
    before = table.copy()
    assert track_savings(table)["net_at_risk_gbp"].iloc[0] == pytest.approx(net_at_risk(table).sum(), abs=1)
    pd.testing.assert_frame_equal(table, before)


def test_full_year_effect_and_slippage(make):
    savings = make(DELIVERED | {"full_year_gbp": 160.0, "slipped_to": "2024-25"}, DELIVERED)
    assert full_year_effect(savings)["still_to_come_gbp"].iloc[0] == 60
    assert slippage(savings)[["saving_id", "slipped_gbp", "years_late"]].to_numpy().tolist() == [["S-1", 10.0, 2]]
    assert slippage(make(DELIVERED)).empty


EDGES = [
    (95.0, True, "green", "at least 95% of plan, and the budget line is removed"),
    (95.0, False, "amber", "at least 95% of plan, but the budget line is not removed"),
    (94.99, True, "amber", "between 75% and 95% of plan"),
    (75.0, True, "amber", "between 75% and 95% of plan"),
    (74.99, True, "red", "below 75% of plan"),
]


@pytest.mark.parametrize(("delivered", "removed", "rag", "rule"), EDGES)
def test_the_rule_at_its_edges(make, delivered, removed, rag, rule):
    rated = rate_savings(
        make(DELIVERED | {"delivered_gbp": delivered, "budget_line_removed": removed, "budget_line_ref": "cc 1"})
    ).iloc[0]
    assert (rated["rag"], rated["rule"]) == (rag, rule)


@pytest.mark.parametrize(
    ("row", "rag", "rule"),
    [
        ({"owner": None}, "red", "no owner"),
        ({"approved_gbp": None}, "red", "no plan: no approved amount"),
        ({"approved_gbp": 0.0}, "red", "no plan: no approved amount"),
        ({"delivered_gbp": None}, "red", "no delivery figure, though one is due"),
        ({"delivered_gbp": None, "status": "budget"}, "not yet due", "the year has not begun, or nothing is due"),
    ],
)
def test_what_has_no_number(make, row, rag, rule):
    rated = rate_savings(make(DELIVERED | row)).iloc[0]
    assert (rated["rag"], rated["rule"]) == (rag, rule)


def test_an_override_stands_beside_the_rule_and_needs_a_reason(make):
    overridden = {"rag_override": "red", "rag_override_reason": "director left, 1 May 2023"}
    rated = rate_savings(make(DELIVERED, DELIVERED | overridden))
    assert rated[["saving_id", "rag", "rag_by_rule", "override_reason"]].fillna("").to_numpy().tolist() == [
        ["S-2", "red", "amber", "director left, 1 May 2023"],
        ["S-1", "amber", "amber", ""],
    ]
    with pytest.raises(SavingsError, match="The rating of S-1 is overridden without a reason"):
        rate_savings(make(DELIVERED | {"rag_override": "red"}))
    with pytest.raises(SavingsError, match="Give amber below green"):
        rate_savings(make(DELIVERED), green_from_rate=0.5)


def test_worst_first(brighton):
    rated = rate_savings(brighton)
    assert rated["rag"].to_list() == ["red", "amber", "amber", "amber", "amber", "amber"]
    assert rated["saving_id"].to_list()[:3] == ["BH-05", "BH-01", "BH-03"]


def targets(make_table, *rows):
    return make_table(
        "targets",
        [
            {"target_id": f"T-{n}", "source_ref": "x", "year": "2022-23", "workstream": "procurement"} | row
            for n, row in enumerate(rows, 1)
        ],
    )


def test_gaps_and_a_target_that_nobody_has_set(make, make_table):
    savings = make(DELIVERED | {"in_year_pressure_gbp": 30.0})
    table = gap_to_target(
        savings, targets(make_table, {"target_gbp": 150.0, "price_base": "cash"}, {"workstream": "property"})
    )
    # 100 approved, 90 delivered, 30 pressure: 40 at risk, 60 left, so 90 short of 150.
    assert table[["workstream", "target_status", "planned_gap_gbp", "gap_gbp"]].astype("object").fillna(
        "none"
    ).to_numpy().tolist() == [
        ["procurement", "set", 50.0, 90.0],
        ["property", "not set", "none", "none"],
    ]


def test_gap_by_partner(make, make_table):
    shares = make_table(
        "partner_shares",
        [
            {"saving_id": "S-1", "partner": p, "contribution_share": 0.5, "benefit_share": b}
            for p, b in (("E10000012", 0.75), ("E07000075", 0.25))
        ],
    )
    own = targets(
        make_table,
        {"target_gbp": 40.0, "price_base": "cash", "partner": "E07000075"},
        {"target_gbp": 150.0, "price_base": "cash"},
    )
    table = gap_to_target(make(DELIVERED), own, by=["partner", "year"], shares=shares).set_index("partner")
    assert table.loc["E07000075", ["approved_gbp", "gap_gbp"]].to_list() == [25.0, 17.5]
    assert table.loc["E10000012", "target_status"] == "not set"


def test_gaps_that_are_refused(make, make_table):
    savings, wanted = make(DELIVERED), targets(make_table, {"target_gbp": 1.0, "price_base": "2021-22"})
    with pytest.raises(
        SavingsError, match="The targets stand in 2021-22 and the savings in cash: two price bases in one sum"
    ):
        gap_to_target(savings, wanted)
    with pytest.raises(SavingsError, match="A gap by partner needs the partners' shares"):
        gap_to_target(savings, wanted, by=["partner"])
    with pytest.raises(SavingsError, match="A gap can be shown by partner, workstream, year, not by owner"):
        gap_to_target(savings, wanted, by=["owner"])
    with pytest.raises(SavingsError, match="No partner shares for S-1. Add their rows"):
        by_partner(savings, make_table("partner_shares", []))


def test_essex_2021_22_by_confidence(make):
    # Essex County Council 2021/22, £m: 28.7 high, 13 medium, 4 low. 28.7 x 0.95 + 13 x 0.75 + 4 x 0.40 = 27.265 + 9.75 + 1.6 = 38.615.
    rows = [
        {"status": "budget", "confidence": name, "approved_gbp": amount * 1e6}
        for name, amount in (("high", 28.7), ("medium", 13), ("low", 4))
    ]
    assert forecast_delivery(make(*rows), WEIGHTS)["forecast_gbp"].iloc[0] == pytest.approx(38.615e6)


def test_a_closed_year_counts_what_was_delivered(make):
    savings = make(DELIVERED, {"year": "2023-24", "status": "budget"})
    assert forecast_delivery(savings, WEIGHTS)["forecast_gbp"].to_list() == [90.0, 75.0]
    assert delivery_history(savings)[["year", "delivered_rate"]].to_numpy().tolist() == [["2022-23", 0.9]]
    assert delivery_history(savings.iloc[1:]).empty


@pytest.mark.parametrize(
    ("weights", "says"),
    [
        ({"high": 1}, "No delivery weight for medium, low confidence"),
        (WEIGHTS | {"low": 40}, "of low confidence is 40, outside 0 to 1"),
    ],
)
def test_weights_that_are_refused(make, weights, says):
    with pytest.raises(SavingsError, match=says):
        forecast_delivery(make(DELIVERED), weights)
