"""Need apart and together, coalitions, ranges, rotas and costs: worked cases, properties and messages."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tieranalysis as ta
from tieranalysis.metrics.contacts.calendar import by_calendar, typical_week

START = pd.Timestamp("2026-03-02 09:00")  # a Monday


def half_hours(calls, start=START):
    """One row a centre and half hour; calls of None are a closed centre."""
    rows = [
        (centre, "phone", start + pd.Timedelta(minutes=30 * i), 1800, float(count))
        for centre, counts in calls.items()
        for i, count in enumerate(counts)
        if count is not None
    ]
    return pd.DataFrame(rows, columns=["centre", "channel", "start", "interval_seconds", "offered"])


SIX = half_hours({c: [30] for c in "ABCDEF"})


def test_six_centres_apart_and_together():
    # VC12: 80% in 20 s, 300 s: 8 agents in each of six centres, 36 together
    row = ta.pool(SIX, aht_seconds=300).iloc[0]
    assert row[["centres", "calls", "agents_apart", "agents_together"]].tolist() == [6, 180, 48, 36]
    # rounding inflates the saving: in fractions it is less than 12 of 48
    assert 1 - row["agents_together_fractional"] / row["agents_apart_fractional"] < 1 - 36 / 48
    summary = ta.pool_summary(ta.pool(SIX, aht_seconds=300)).iloc[-1]
    assert summary["agent_hours_apart"] == 24
    assert summary["saving_rate"] == pytest.approx(0.25)
    assert summary["busiest_together"] == 36


def test_groups_and_those_who_stay_out():
    pooled = ta.pool(SIX, ["A", "B"], aht_seconds=300)
    assert pooled.set_index("group")["agents_together"].to_dict() == {"together": 14, "C": 8, "D": 8, "E": 8, "F": 8}
    named = ta.pool(SIX, dict(zip("ABCDEF", "xxxyyy", strict=True)), aht_seconds=300)
    assert named["group"].tolist() == ["x", "y"]
    summary = ta.pool_summary(named).set_index("group")
    assert summary.loc["All", "agent_hours_together"] == summary.loc[["x", "y"], "agent_hours_together"].sum()


def test_a_centre_alone_gains_and_loses_nothing():
    pooled = ta.pool(SIX[SIX["centre"] == "A"], uplift=0.5, pooled_share=0.3, aht_seconds=300)
    assert pooled["agents_together"].tolist() == pooled["agents_apart"].tolist() == [8]


def test_each_centre_keeps_its_own_hours():
    day = half_hours({"A": [30, 30, None], "B": [None, 30, 30]})
    pooled = ta.pool(day, aht_seconds=300)
    assert pooled["centres"].tolist() == [1, 2, 1]
    assert pooled["agents_apart"].tolist() == [8, 16, 8]
    assert pooled["agents_together"].tolist() == [8, 14, 8]


def test_partial_pooling_by_hand():
    # half the calls: generalists take 30 of 60 (8 agents), and 15 stay with each centre (2.5 erlangs: 5 agents, twice)
    assert ta.required_agents(15, 1800, 300, 20, 0.8) == 5
    assert ta.pool(half_hours({"A": [30], "B": [30]}), pooled_share=0.5, aht_seconds=300)[
        "agents_together"
    ].tolist() == [18]


def test_handling_time_is_each_centres_own():
    day = half_hours({"A": [30], "B": [30]}).assign(answered=[20.0, 10.0], handle_seconds=[6000.0, 4000.0])
    # A: 300 s; B: 400 s; the pool: 60 calls of 350 s
    pooled = ta.pool(day)
    apart = ta.required_agents(30, 1800, 300, 20, 0.8) + ta.required_agents(30, 1800, 400, 20, 0.8)
    assert pooled["agents_apart"].tolist() == [apart]
    assert pooled["agents_together"].tolist() == [ta.required_agents(60, 1800, 350, 20, 0.8)]


def test_the_break_even_uplift_undoes_the_saving():
    for share in (1.0, 0.8):
        uplift = ta.break_even_uplift(SIX, patience_seconds=120, aht_seconds=300, pooled_share=share)
        summary = ta.pool_summary(
            ta.pool(SIX, patience_seconds=120, aht_seconds=300, uplift=uplift, pooled_share=share)
        ).iloc[0]
        assert summary["saving_rate_fractional"] == pytest.approx(0, abs=1e-5)
    assert ta.break_even_uplift(SIX, [], aht_seconds=300) == 0  # nobody joins: no saving to lose
    assert ta.break_even_uplift(half_hours({"A": [0]}), aht_seconds=300) == 0


@given(st.lists(st.integers(0, 90), min_size=2, max_size=5), st.sampled_from([None, 60, 300]), st.floats(0.0, 0.5))
@settings(max_examples=25, deadline=None)
def test_pooling_never_needs_more_and_longer_calls_never_fewer(counts, patience, uplift):
    day = half_hours({f"c{i}": [n] for i, n in enumerate(counts)})
    row = ta.pool(day, patience_seconds=patience, aht_seconds=240).iloc[0]
    assert row["agents_together"] <= row["agents_apart"]
    assert row["agents_together_fractional"] <= row["agents_apart_fractional"] + 1e-9
    longer = ta.pool(day, patience_seconds=patience, aht_seconds=240, uplift=uplift).iloc[0]
    assert longer["agents_together"] >= row["agents_together"]


@pytest.mark.parametrize(
    "settings_", [{}, {"patience_seconds": 120, "uplift": 0.1, "pooled_share": 0.8}, {"max_occupancy": 0.8}]
)
@pytest.mark.parametrize("aht", [300, {"A": 240, "B": 300, "C": 420, "D": 270}])
def test_every_coalition_is_what_pool_says_of_it(settings_, aht):
    rng = np.random.default_rng(4)
    day = half_hours({c: rng.integers(0, 60, 12) for c in "ABCD"})
    game = ta.coalitions(day, aht_seconds=aht, **settings_)
    for number in range(1, 16):
        members = [c for i, c in enumerate("ABCD") if number >> i & 1]
        pooled = ta.pool(day[day["centre"].isin(members)], aht_seconds=aht, **settings_)
        assert game[members] == pooled["agents_together"].sum() / 2, members


def test_coalitions_in_fractions_and_of_partners_with_several_lines():
    day = half_hours({"A": [30, 10], "B": [20, 40], "C": [5, 5]})
    parts = ta.coalitions(day, aht_seconds=300, whole=False)
    pooled = ta.pool(day, aht_seconds=300)
    assert parts[("A", "B", "C")] == pytest.approx(pooled["agents_together_fractional"].sum() / 2)
    game = ta.coalitions(day, {"A": "Essex", "B": "Essex", "C": "Harlow"}, aht_seconds=300)
    assert game.partners == ("Essex", "Harlow")
    assert game[("Essex",)] == ta.pool(day[day["centre"] != "C"], aht_seconds=300)["agents_together"].sum() / 2


def test_a_game_is_priced_by_the_year():
    game = ta.coalitions(SIX, aht_seconds=300)
    priced = ta.price_game(game, agent_hour_gbp=10, hours_in_each=52 / 0.7, joining_gbp=1000)
    assert priced[("A",)] == pytest.approx(4 * 52 / 0.7 * 10)
    assert priced[tuple("ABCDEF")] == pytest.approx(18 * 52 / 0.7 * 10 + 6000)


YEAR = pd.concat(
    [half_hours({"A": [30 + d % 7, 20], "B": [25, 30 - d % 5]}, START + pd.Timedelta(days=d)) for d in range(28)]
)


def test_typical_week_is_total_over_days():
    week = typical_week(YEAR)
    first = week[(week["centre"] == "A") & (week["start"] == pd.Timestamp("2001-01-01 09:00"))].iloc[0]
    assert first["days"] == 4
    assert first["offered"] == pytest.approx((30 + 0) * 4 / 4)  # d = 0, 7, 14, 21: no remainder by seven
    assert week["offered"].mul(week["days"]).sum() == pytest.approx(YEAR["offered"].sum())


def test_instants_are_shown_in_local_time():
    summer = pd.DataFrame({"start": pd.to_datetime(["2026-07-06T08:00Z", "2026-01-05T08:00Z"])})
    assert by_calendar(summer)["time"].tolist() == ["09:00", "08:00"]


@pytest.mark.parametrize("method", ["days", "mixture"])
def test_ranges_are_reproducible_ordered_and_whole(method):
    found = ta.pool_uncertainty(YEAR, aht_seconds=300, draws=40, seed=5, method=method)
    again = ta.pool_uncertainty(YEAR, aht_seconds=300, draws=40, seed=5, method=method)
    pd.testing.assert_frame_equal(found, again)
    assert (found["low"] <= found["central"]).all()
    assert (found["central"] <= found["high"]).all()
    assert found["seed"].eq(5).all()
    assert found.set_index("measure").loc["saving_rate", "low"] > 0


def test_days_all_alike_have_no_spread():
    alike = pd.concat([half_hours({"A": [30], "B": [30]}, START + pd.Timedelta(days=d)) for d in range(14)])
    found = ta.pool_uncertainty(alike, aht_seconds=300, draws=10).set_index("measure")
    assert (found["low"] == found["high"]).all()
    assert found.loc["busiest_together", "central"] == 14
    assert found.loc["agent_hours_apart", "central"] == 7 * 2 * 8 / 2


def test_sensitivity_moves_one_assumption_at_a_time():
    tried = ta.pool_sensitivity(SIX, {"uplift": [0.0, 0.3], "target_seconds": [20.0]}, aht_seconds=300)
    assert tried["busiest_together"].tolist() == [36, ta.required_agents(180, 1800, 390, 20, 0.8), 36]


def test_rota_gaps_name_the_intervals_that_fall_short():
    day = half_hours({"A": [30, 60]})
    rota = pd.DataFrame({"centre": "A", "start": day["start"], "interval_seconds": 1800, "agents": [8.0, 12.0]})
    gaps = ta.rota_gaps(day, rota, aht_seconds=300)
    assert gaps[["agents", "required", "short"]].to_numpy().tolist() == [[12, 14, 2]]
    assert gaps["service_level_offered_rate"].iloc[0] == pytest.approx(ta.service_level(60, 1800, 300, 12, 20))
    assert ta.rota_gaps(day, rota.assign(agents=99.0), aht_seconds=300).empty
    nobody = ta.rota_gaps(day, rota.iloc[:0], aht_seconds=300)
    assert nobody["short"].tolist() == [14, 8]
    with pytest.raises(ValueError, match=r"the rota of A stands twice for 2026-03-02 09:00:00; keep one of them"):
        ta.rota_gaps(day, pd.concat([rota, rota.iloc[:1]]), aht_seconds=300)


def test_costs_and_years_to_pay_back():
    quantities = {"agents": 10, "places": 8, "numbers": 5, "weekly_gbp": 1000, "agents_fewer": 2, "partners": 3}
    lines = ta.pooling_costs(ta.contact_assumptions(), quantities).set_index("line")
    assert lines.loc["Cross-training of agents", ["low_gbp", "cost_gbp", "high_gbp"]].tolist() == [8000, 15000, 30000]
    twice = lines.loc["Running both services side by side", ["quantity", "unit_gbp", "cost_gbp"]]
    assert twice.tolist() == [6, 1000, 6000]  # weeks, and what a week costs
    case = ta.pooling_case(lines.reset_index(), (0.0, 60_000.0, 90_000.0)).set_index("case")
    # central: 15,000 + 8,000 + 40,000 + 6,000 + 12,000 once; 3,200 + 0 + 15,000 a year
    assert case.loc["central", ["one_off_gbp", "running_gbp"]].tolist() == [81_000, 18_200]
    assert case.loc["central", "pay_back_years"] == pytest.approx(81_000 / (60_000 - 18_200))
    assert np.isnan(case.loc["low", "pay_back_years"])
    with pytest.raises(
        ValueError, match=r"'Cross-training of agents' needs the assumption 'training_gbp' and the quantity"
    ):
        ta.pooling_costs(ta.contact_assumptions(), {})


def test_key_figures_total_first_and_keep_missing_missing():
    day = half_hours({"A": [90, 10]}).assign(
        answered=[80.0, 10.0], abandoned=[10.0, 0.0], answered_in_target=[40.0, 10.0],
        handle_seconds=[24_000.0, 3_000.0], wait_seconds=[1_600.0, 110.0],
    )  # fmt: skip
    row = ta.key_figures(day).iloc[0]
    assert row["service_level_offered_rate"] == 0.5  # (40 + 10) / 100, not the mean of 44% and 100%
    assert row["service_level_answered_rate"] == pytest.approx(50 / 90)
    assert row["service_level_virtual_high_rate"] == pytest.approx(0.6)
    assert row["mean_wait_answered_seconds"] == pytest.approx(19)
    assert np.isnan(row["occupancy_rate"])
    rota = pd.DataFrame({"centre": "A", "start": day["start"], "interval_seconds": 1800, "agents": [10.0, 5.0]})
    assert ta.key_figures(day, rota=rota)["occupancy_rate"].iloc[0] == pytest.approx(27_000 / (15 * 1800))
    gap = ta.key_figures(day.assign(answered=[80.0, np.nan]), ["time"]).set_index("time")
    assert gap["aht_seconds"].isna().tolist() == [False, True]
    assert np.isnan(ta.key_figures(day.assign(answered=[80.0, np.nan]))["aht_seconds"].iloc[0])
    quiet = ta.key_figures(day.assign(offered=0.0, answered=0.0, abandoned=0.0, answered_in_target=0.0))
    assert np.isnan(quiet["service_level_offered_rate"].iloc[0])  # no calls: missing, not 100%
    assert ta.key_figures(day, ["weekday", "hour"])[["weekday", "hour"]].to_numpy().tolist() == [["Mon", 9]]


def test_channel_mix_samples_and_cost_per_contact():
    contacts = pd.DataFrame({"centre": "A", "channel": ["phone", "web"], "offered": [100.0, 300.0]})
    assert ta.channel_mix(contacts)["share_rate"].tolist() == [0.25, 0.75]
    costs = {"phone": (0.85, 2.83, 5.57), "web": (0.09, 0.15, 0.56)}
    row = ta.cost_per_contact(contacts, costs, ["centre"]).iloc[0]
    assert row["cost_per_contact_gbp"] == pytest.approx((283 + 45) / 400)
    assert row["cost_per_contact_low_gbp"] < row["cost_per_contact_gbp"] < row["cost_per_contact_high_gbp"]
    with pytest.raises(
        ValueError, match=r"there is no unit cost for channel 'web'; give one, or leave the channel out"
    ):
        ta.cost_per_contact(contacts, {"phone": (1, 2, 3)})
    samples = pd.DataFrame(
        {"centre": ["A", "B"], "sampled": [100.0, 300.0], "resolved_first": [80.0, 150.0], "avoidable": [20.0, np.nan]}
    )
    figures = ta.sample_figures(samples).iloc[0]
    assert figures["first_contact_resolution_rate"] == pytest.approx(230 / 400)
    assert np.isnan(figures["avoidable_rate"])


def test_calls_are_priced_by_partner_and_add_up():
    contacts = pd.DataFrame({"centre": ["A", "B"], "channel": "phone", "offered": [100.0, 300.0]})
    table = ta.cost_of_calls(contacts, {"A": "Harlow", "B": "Essex"}, ta.contact_assumptions()).set_index("partner")
    assert table.loc["Harlow", ["cost_low_gbp", "cost_gbp", "cost_high_gbp"]].tolist() == pytest.approx([128, 283, 557])
    assert table.loc["All", "cost_gbp"] == pytest.approx(table.drop("All")["cost_gbp"].sum())


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: ta.pool(SIX.drop(columns="offered")),
            r"the interval data have no column 'offered'; they need centre, start",
        ),
        (lambda: ta.pool(SIX.iloc[:0]), r"the interval data have no rows"),
        (lambda: ta.pool(SIX), r"A has no handling time: .*give aht_seconds, a number or one for each centre"),
        (
            lambda: ta.pool(SIX.assign(offered=-1.0), aht_seconds=300),
            r"offered is -1.0 in row 0 \(A\): calls are a count of zero",
        ),
        (lambda: ta.pool(SIX.assign(offered=np.inf), aht_seconds=300), r"offered is inf in row 0 \(A\)"),
        (
            lambda: ta.pool(pd.concat([SIX, SIX]), aht_seconds=300),
            r"row 6 \(A\): this interval of the centre stands twice; keep",
        ),
        (
            lambda: ta.pool(SIX.assign(interval_seconds=[1800] * 5 + [900]), aht_seconds=300),
            r"interval_seconds is 900 in row 5 \(F\): centres that are pooled need intervals of one length at one time",
        ),
        (
            lambda: ta.pool(SIX.assign(channel=["phone"] * 5 + ["web"])),
            r"the interval data have channels phone, web; choose one",
        ),
        (
            lambda: ta.pool(SIX, ["Z"], aht_seconds=300),
            r"'Z' is an unknown centre; the interval data have A, B, C, D, E, F",
        ),
        (
            lambda: ta.pool(SIX, pooled_share=2, aht_seconds=300),
            r"pooled_share is 2: the calls that a generalist can take",
        ),
        (lambda: ta.pool(SIX, uplift=-1, aht_seconds=300), r"uplift is -1: how much longer a pooled call takes"),
        (lambda: ta.pool(SIX, target_level=80, aht_seconds=300), r"target_level is 80: .* such as 0.8 for 80%"),
        (lambda: ta.pool(SIX, patience_seconds=0, aht_seconds=300), r"patience_seconds is 0: patience is above zero"),
        (
            lambda: ta.coalitions(SIX, {"A": "x"}, aht_seconds=300),
            r"B has no partner; name who runs it, or take its rows out",
        ),
        (lambda: ta.pool_uncertainty(SIX, method="guess"), r"there is no method 'guess'; use one of days, mixture"),
        (lambda: ta.pool_uncertainty(SIX, draws=0), r"draws is 0; give one draw or more"),
        (lambda: ta.key_figures(SIX, ["team"]), r"cannot group by 'team'; use some of centre, channel, start"),
        (
            lambda: ta.price_game(ta.coalitions(SIX, aht_seconds=300), 0),
            r"an hour of an agent costs 0 GBP, times 1; give",
        ),
        (
            lambda: ta.partners_of(ta.contact_points(), ta.authorities(), ["E1"]),
            r"'E1' has no contact centre or line; those",
        ),
        (
            lambda: ta.calls_of(SIX, {"Z": "Harlow"}),
            r"'Z' has no phone intervals; add them to the data, or take it out",
        ),
    ],
)
def test_bad_input_is_named_with_its_mend(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_inputs_are_unchanged():
    before = SIX.copy()
    ta.pool(SIX, aht_seconds=300)
    ta.coalitions(SIX, aht_seconds=300)
    ta.pool_uncertainty(SIX, aht_seconds=300, draws=3)
    pd.testing.assert_frame_equal(SIX, before)
