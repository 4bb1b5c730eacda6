"""The cases that the charts of a panel show are what the tested functions give for each case by itself."""

from itertools import product

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


JOINING = {"All": "ABC", "All but Essex": "BC", "All but Harlow": "AC", "All but Maldon": "AB"}


def test_who_stays_out_keeps_its_own_agents_and_counts_on_both_sides():
    found = ta.need_to_try(WEEK, "Mon", STEPS, partners=PARTNERS, **FIXED)
    assert list(found["joining"].unique()) == list(JOINING)
    for joining, inside in JOINING.items():
        pooled = ta.pool(WEEK, list(inside), uplift=0.2, pooled_share=0.5, **FIXED)
        mine = one(found, joining=joining, uplift=0.2, pooled_share=0.5)
        whole = ta.busiest_day(pooled)
        pd.testing.assert_frame_equal(mine, whole[list(mine)], check_dtype=False)


def test_what_each_partner_saves_in_a_case_is_what_the_table_of_shares_says():
    found = ta.gains_to_try(
        ta.games_to_try(WEEK, PARTNERS, {"uplift": [0.0, 0.2]}, 20.0, 52.0, pooled_share=1.0, **FIXED)
    )
    for uplift, (joining, inside) in product((0.0, 0.2), JOINING.items()):
        week = WEEK[WEEK["centre"].isin(list(inside))]
        hours = ta.coalitions(week, PARTNERS, uplift=uplift, pooled_share=1.0, **FIXED)
        table = ta.sharing_table(ta.price_game(hours, 20.0, 52.0)).query("method == 'shapley'")
        mine = one(found, joining=joining, uplift=uplift)
        saved = mine[mine["joins"]].set_index("partner")["saving"].to_dict()
        assert saved == pytest.approx(table.set_index("partner")["saving"].to_dict(), abs=0.011)
        assert mine.loc[~mine["joins"], "saving"].to_list() == [0.0] * (3 - len(inside))
    assert found["saving"].nunique() > 3, "the cases differ"


def test_the_best_coalitions_of_a_case_are_those_of_its_game():
    found = ta.best_to_try(ta.games_to_try(WEEK, PARTNERS, STEPS, 20.0, 52.0, **FIXED))
    for uplift, share in product(*STEPS.values()):
        hours = ta.coalitions(WEEK, PARTNERS, uplift=uplift, pooled_share=share, **FIXED)
        game = ta.price_game(hours, 20.0, 52.0)
        own = ta.who_is_in(game, ta.best_by_size(game))
        pd.testing.assert_frame_equal(one(found, uplift=uplift, pooled_share=share), own)


def test_longer_calls_and_the_break_even_of_a_case_are_those_of_the_partners_who_join():
    uplifts = [0.0, 0.3]
    steps = {"pooled_share": [0.5, 1.0], "patience_seconds": [60.0, 120.0]}
    found = ta.longer_to_try(WEEK, PARTNERS, uplifts, steps, target_seconds=20.0)
    assert len(found) == 4 * 4 * 2 * 2
    for (joining, inside), share, patience in product(JOINING.items(), *steps.values()):
        given = {"pooled_share": share, "patience_seconds": patience, "target_seconds": 20.0}
        mine = one(found, joining=joining, pooled_share=share, patience_seconds=patience)
        tried = ta.uplift_lines(ta.pool_sensitivity(WEEK, {"uplift": uplifts}, groups=list(inside), **given))
        assert mine["saving_rate"].to_list() == pytest.approx(tried["saving_rate"].to_list(), abs=1e-9)
        assert (mine["agents"].to_list(), mine["longer"].to_list()) == (
            tried["agents"].to_list(),
            tried["longer"].to_list(),
        )
        wanted = ta.break_even_uplift(WEEK, list(inside), **given)
        assert mine["break_even_rate"].to_list() == pytest.approx([wanted] * len(mine), abs=2e-6)
    assert found["break_even_rate"].nunique() > 8, "the cases differ"


def test_where_nothing_is_pooled_longer_calls_change_nothing():
    found = ta.longer_to_try(WEEK, PARTNERS, [0.0], {"pooled_share": [0.0]}, **FIXED)
    assert set(found["break_even_rate"]) == {ta.break_even_uplift(WEEK, pooled_share=0.0, **FIXED)} == {0.0}
    alone = ta.longer_to_try(WEEK[WEEK["centre"] == "A"], {"A": "Essex"}, [0.0], {"pooled_share": [1.0]}, **FIXED)
    assert alone["saving_rate"].to_list() == pytest.approx([0.0, 0.0])


def test_ranges_of_a_case_are_those_of_the_partners_who_join():
    ranges = {"uplift": [0.0, 0.3], "patience_seconds": [60.0, 300.0], "target_level": [0.7, 0.9]}
    found = ta.ranges_to_try(WEEK, PARTNERS, ranges, {"pooled_share": [0.5, 1.0]}, uplift=0.1, **FIXED)
    for (joining, inside), share in product(JOINING.items(), (0.5, 1.0)):
        given = {"uplift": 0.1, "pooled_share": share, "target_level": 0.8, **FIXED}
        tried = ta.pool_sensitivity(WEEK, ranges, groups=list(inside), **given)
        summary = ta.pool_summary(ta.pool(WEEK, list(inside), **given)).iloc[-1]
        own = ta.saving_ranges(tried, summary).set_index("assumption")
        mine = one(found, joining=joining, pooled_share=share).set_index("assumption")
        assert list(mine.index) == list(ranges)
        for name in ("low", "base", "high"):
            assert mine[name].to_dict() == pytest.approx(own[name].to_dict(), abs=1e-9)


def test_only_the_largest_partners_may_stay_out_where_there_are_many():
    names = [f"P{i}" for i in range(9)]
    week = pd.concat(
        [
            WEEK[WEEK["centre"] == "A"].assign(centre=name, offered=lambda t, i=i: t["offered"] * (i + 1))
            for i, name in enumerate(names)
        ]
    )
    week = week.assign(answered=week["offered"], handle_seconds=week["offered"] * 300)
    tried = ta.games_to_try(
        week, dict(zip(names, names, strict=True)), {"uplift": [0.0]}, 20.0, pooled_share=1.0, **FIXED
    )
    assert list(tried.joins) == ["All", "All but P6", "All but P7", "All but P8"]


def test_what_is_lacking_is_named():
    with pytest.raises(ValueError, match="there is no value of patience_seconds, target_seconds: give its steps, or"):
        ta.need_to_try(WEEK, "Mon", STEPS)
    with pytest.raises(ValueError, match="nobody is open on 'Sun'; the intervals have Mon, Tue"):
        ta.need_to_try(WEEK, "Sun", STEPS, **FIXED)
