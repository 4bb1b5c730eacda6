"""What may be added, and what is refused in words."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieranalysis.contract import TotalError, total
from tieranalysis.contract.total import NEVER_MIXED


def spend(**columns):
    return pd.DataFrame(
        {"authority": ["A", "B", "C"], "tier": ["county", "districts", "districts"], "amount_gbp": [10.0, 3.0, 4.0]}
    ).assign(**columns)


def test_by_hand():
    # districts 3 + 4 = 7; county 10
    assert total(spend(), by=["tier"])["amount_gbp"].to_list() == [10.0, 7.0]
    assert total(spend())["amount_gbp"].to_list() == [17.0]


def test_a_missing_part_makes_the_total_missing():
    result = total(spend(amount_gbp=[10.0, 3.0, None]), by=["tier"]).set_index("tier")["amount_gbp"]
    assert result["county"] == 10.0
    assert pd.isna(result["districts"])
    assert pd.isna(total(spend(amount_gbp=[10.0, None, 1.0]))["amount_gbp"].iloc[0])


def test_nothing_adds_to_missing_and_not_to_zero():
    assert pd.isna(total(spend().iloc[:0])["amount_gbp"].iloc[0])


@pytest.mark.parametrize("column", sorted(NEVER_MIXED))
def test_what_must_not_be_mixed_is_refused_and_may_be_grouped(column):
    frame = spend(**{column: ["one", "one", "two"]})
    with pytest.raises(TotalError, match=rf"would mix {column} one and two: .* Choose one, or add '{column}' to by."):
        total(frame)
    assert total(frame, by=[column])["amount_gbp"].to_list() == [13.0, 4.0]


def test_a_rate_is_refused_by_name_and_by_default():
    for name in ("share", "ratio", "abandonment_rate", "amount_per_head_gbp"):
        with pytest.raises(TotalError, match=f"A rate cannot be added: {name}. Total the amounts first, then divide"):
            total(spend(**{name: 0.5}))
        with pytest.raises(TotalError, match="A rate cannot be added"):
            total(spend(**{name: 0.5}), columns=[name])


def test_a_text_column_and_an_unknown_one_are_refused():
    with pytest.raises(TotalError, match="There is nothing to add: authority"):
        total(spend(), columns=["authority"])
    with pytest.raises(TotalError, match=r"The frame has no column 'cost_gbp'. It has: authority, tier, amount_gbp."):
        total(spend(), columns=["cost_gbp"])


def test_a_subtotal_beside_its_parts_is_refused_however_far_up(revenue):
    rows = revenue[
        (revenue["authority"] == "E10000012") & (revenue["year"] == "2010-11") & (revenue["flow_or_stock"] == "flow")
    ]
    near = rows[rows["line"].isin(["education", "total_service_expenditure"])]
    far = rows[rows["line"].isin(["education", "net_revenue_expenditure"])]
    with pytest.raises(TotalError, match="would count 'education' twice: it is part of 'total_service_expenditure'"):
        total(near, by=["authority"], table="revenue")
    with pytest.raises(TotalError, match="would count 'education' twice: it is part of 'net_revenue_expenditure'"):
        total(far, by=["authority"], table="revenue")
    assert len(total(near, by=["line"], table="revenue")) == 2


def test_a_stock_is_not_added_to_a_flow(revenue):
    rows = revenue[
        (revenue["authority"] == "E10000012")
        & (revenue["year"] == "2010-11")
        & revenue["line"].isin(["education", "unallocated_reserves_closing"])
    ]
    with pytest.raises(TotalError, match="would mix flow_or_stock"):
        total(rows, table="revenue")


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(-(10**9), 10**9)), min_size=1, max_size=30))
def test_totals_by_group_add_to_the_whole_and_leave_the_input(rows):
    frame = pd.DataFrame(rows, columns=["tier", "amount_gbp"])
    before = frame.copy()
    assert total(frame, by=["tier"])["amount_gbp"].sum() == total(frame)["amount_gbp"].iloc[0]
    pd.testing.assert_frame_equal(frame, before)
