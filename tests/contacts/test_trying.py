"""The cases that the charts of a panel show are what the tested functions give for each case by itself."""

import pandas as pd
import pytest

import tieranalysis as ta

STEPS = {"uplift": [0.0, 0.2], "pooled_share": [0.5, 1.0]}
FIXED = {"patience_seconds": 120.0, "target_seconds": 20.0}
TIMES = ["2001-01-01 09:00", "2001-01-01 09:30", "2001-01-02 09:00"]  # a Monday and a Tuesday
WEEK = pd.DataFrame(
    {"centre": centre, "start": pd.Timestamp(time), "interval_seconds": 1800, "offered": calls, "handle_seconds": calls * 300.0}
    | {"answered": calls}
    for centre, many in {"A": [30.0, 50.0, 20.0], "B": [40.0, 10.0, 20.0], "C": [5.0, 8.0, 30.0]}.items()
    for time, calls in zip(TIMES, many, strict=True)
)  # fmt: skip
PARTNERS = {"A": "Essex", "B": "Harlow", "C": "Maldon"}


def one(frame, **case):
    for name, value in case.items():
        frame = frame[frame[name] == value]
    return frame.drop(columns=list(case)).reset_index(drop=True)


def test_the_need_of_each_case_is_that_of_the_pool():
    found = ta.need_to_try(WEEK, "Mon", STEPS, **FIXED)
    assert len(found) == 4 * 2 * 2
    for uplift in STEPS["uplift"]:
        for share in STEPS["pooled_share"]:
            pooled = ta.pool(WEEK, uplift=uplift, pooled_share=share, **FIXED)
            whole = ta.busiest_day(pooled)
            assert whole["weekday"].iloc[0] == "Mon"
            mine = one(found, uplift=uplift, pooled_share=share)
            pd.testing.assert_frame_equal(mine, whole[list(mine)], check_dtype=False)


def test_what_each_partner_saves_in_a_case_is_what_the_table_of_shares_says():
    found = ta.gains_to_try(WEEK, PARTNERS, {"uplift": [0.0, 0.2]}, 20.0, 52.0, pooled_share=1.0, **FIXED)
    for uplift in (0.0, 0.2):
        hours = ta.coalitions(WEEK, PARTNERS, uplift=uplift, pooled_share=1.0, **FIXED)
        table = ta.sharing_table(ta.price_game(hours, 20.0, 52.0)).query("method == 'shapley'")
        mine = one(found, uplift=uplift).set_index("partner")["saving"]
        assert mine.to_dict() == pytest.approx(table.set_index("partner")["saving"].to_dict(), abs=0.001)
    assert found["saving"].nunique() > 3, "the cases differ"


def test_what_is_lacking_is_named():
    with pytest.raises(ValueError, match="there is no value of patience_seconds, target_seconds: give its steps, or"):
        ta.need_to_try(WEEK, "Mon", STEPS)
    with pytest.raises(ValueError, match="nobody is open on 'Sun'; the intervals have Mon, Tue"):
        ta.need_to_try(WEEK, "Sun", STEPS, **FIXED)
