"""Scenarios, sweeps, the tornado and the draws: against the register, against hand-worked numbers, and against each other."""

import tracemalloc

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tieranalysis.contract.savings.errors import SavingsError
from tieranalysis.load.savings import checked_registers
from tieranalysis.metrics.appraisal import appraise
from tieranalysis.metrics.copula import DrawError, cholesky, draws_of, triangular, uncorrelated
from tieranalysis.metrics.flows import in_prices_of
from tieranalysis.metrics.savings.evaluate import evaluate
from tieranalysis.metrics.savings.programme import programme_of
from tieranalysis.registers import assumption_register, scenario_register
from tieranalysis.scenarios.runs import compare, effect_of_one_point, flows_of, outcome, sweep, tornado
from tieranalysis.scenarios.sets import ScenarioError, assumed, scenario, scenario_partners
from tieranalysis.scenarios.simulate import simulate

BASE = assumed(scenario())


@pytest.fixture
def small(make, make_table):
    """Two savings: 100 then 200 a year (medium), and 50 once (low), 10 % of the second standing in the first; cost 60."""
    savings = make(
        {"saving_id": "A-1", "year": "2008-09", "status": "budget", "approved_gbp": 100.0, "price_base": "2008-09"},
        {"saving_id": "A-1", "year": "2009-10", "status": "budget", "approved_gbp": 200.0, "price_base": "2008-09"},
        {
            "saving_id": "B-1",
            "year": "2009-10",
            "status": "budget",
            "approved_gbp": 50.0,
            "price_base": "2008-09",
            "recurrent": False,
            "confidence": "low",
        },
    )
    costs = make_table(
        "one_off_costs",
        [{"saving_id": "A-1", "year": "2008-09", "funding": "revenue", "price_base": "2008-09", "cost_gbp": 60.0}],
    )
    moves = make_table(
        "savings_assumptions",
        [
            {"saving_id": "A-1", "assumption": "procurement_saving_rate", "moves": "benefit"},
            {"saving_id": "A-1", "assumption": "investment_share_rate", "moves": "cost"},
        ],
    )
    overlaps = make_table(
        "overlap_groups", [{"overlap_group": "OG-1", "saving_id": "B-1", "counted_in": "A-1", "overlap_share": 0.1}]
    )
    shares = make_table(
        "partner_shares",
        [
            {"saving_id": s, "partner": p, "contribution_share": c, "benefit_share": c}
            for s in ("A-1", "B-1")
            for p, c in (("E10000012", 0.8), ("E07000075", 0.2))
        ],
    )
    tables = {
        "savings": savings,
        "one_off_costs": costs,
        "savings_assumptions": moves,
        "overlap_groups": overlaps,
        "partner_shares": shares,
    }

    def programme(years=4, **changed):
        return programme_of(checked_registers(tables | changed), assumption_register(), years)

    programme.costs = costs
    return programme


def test_a_programme_worked_by_hand(small):
    # Benefits: 100 x 0.75 = 75; 200 x 0.75 + 50 x 0.9 x 0.40 = 168; then 150 a year. Cost 60 x 1.10 = 66 in the first year.
    result = outcome(small(), scenario()).iloc[0]
    assert result[
        ["saving_2008_09_gbp", "saving_2009_10_gbp", "saving_2010_11_gbp", "saving_2011_12_gbp"]
    ].to_list() == pytest.approx([75, 168, 150, 150])
    assert result["cost_gbp"] == pytest.approx(66)
    assert result["npv_gbp"] == pytest.approx(75 - 66 + 168 / 1.035 + 150 / 1.035**2 + 150 / 1.035**3)


def test_a_programme_and_the_appraisal_agree(small):
    flows = flows_of(small(), scenario("late_and_dear"))
    assert set(flows["scenario"]) == {"late_and_dear"}
    assert appraise(flows).npv_gbp == pytest.approx(outcome(small(), scenario("late_and_dear"))["npv_gbp"].iloc[0])


def test_a_closed_year_is_what_was_delivered_whatever_is_assumed(small, make):
    rows = [
        {"year": "2008-09", "status": "outturn", "delivered_gbp": 40.0, "as_at": "2010-01-31"},
        {"year": "2009-10", "status": "budget", "approved_gbp": 200.0},
    ]
    savings = make(
        *[{"saving_id": "A-1", "price_base": "2008-09"} | row for row in rows],
        {"saving_id": "B-1", "price_base": "2008-09"} | rows[1],
    )
    for name in ("low", "base", "late_and_dear"):
        assert outcome(small(savings=savings), scenario(name))["saving_2008_09_gbp"].iloc[0] == 40
    drawn = (
        simulate(small(savings=savings), scenario(), {"2008-09": 41.0}, draws=500)
        .summary.set_index("measure")
        .loc["saving_2008_09_gbp"]
    )
    assert drawn[["p10_gbp", "p90_gbp", "chance_of_target"]].to_list() == [40, 40, 0]


def test_cash_is_discounted_for_inflation_too(small, make):
    rows = [
        {"saving_id": code, "year": year, "status": "budget", "price_base": "cash"}
        for code, year in (("A-1", "2008-09"), ("B-1", "2009-10"))
    ]
    programme = small(savings=make(*rows), one_off_costs=small.costs.assign(price_base="cash"))
    flows = in_prices_of(flows_of(programme, scenario()), BASE["inflation_rate"], "2008-09")
    assert appraise(flows).npv_gbp == pytest.approx(outcome(programme, scenario())["npv_gbp"].iloc[0])


def test_a_delay_of_half_a_year_is_between_two_years(small):
    late = evaluate(small(), BASE | {"delivery_delay_years": np.array([0.0, 0.5, 1.0, 2.0])})["benefit_gbp"]
    assert late[:, 1].tolist() == pytest.approx([168, 121.5, 75, 0])


def test_surrey_rates_scaled_as_published():
    # VC07: 10, 18 and 6 % times 75 % and 67 % are the central and low values of three assumptions.
    rows = (
        assumption_register()
        .set_index("assumption")
        .loc[["customer_contact_saving_rate", "enabling_support_saving_rate", "service_delivery_saving_rate"]]
    )
    full = np.array([10, 18, 6])
    assert rows["value"].to_numpy() * 100 == pytest.approx(full * 0.75)
    assert rows["low"].to_numpy() * 100 == pytest.approx(full * 0.67, abs=0.05)
    assert rows["high"].to_numpy() * 100 == pytest.approx(full)


def test_the_registers_hold_together():
    table = assumption_register()
    assert ((table["low"] <= table["value"]) & (table["value"] <= table["high"])).all()
    assert (table["source"].str.startswith("none found") == (table["grade"] == "D")).all()
    for name in scenario_register()["scenario"]:
        chosen = scenario(name)
        assert set(chosen["scenario"]) == {name}
        assert (
            not chosen["outside_range"].drop(chosen.index[chosen["assumption"].str.startswith("delivery_weight")]).any()
        )


def test_the_cautious_end_is_the_end_that_flatters_least():
    low, high = assumed(scenario("low")), assumed(scenario("high"))
    assert (low["procurement_saving_rate"], low["cost_optimism_rate"], low["delivery_delay_years"]) == (0.015, 2.0, 1.0)
    assert (high["procurement_saving_rate"], high["cost_optimism_rate"]) == (0.03, 0.1)


def test_a_change_is_said_in_the_name_and_marked():
    changed = scenario("base", discount_rate_real=0.06).set_index("assumption")
    assert set(changed["scenario"]) == {"base with discount_rate_real=0.06"}
    assert changed.loc["discount_rate_real", ["value", "changed", "outside_range"]].to_list() == [0.06, True, True]
    assert changed["changed"].sum() == 1


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: scenario("bse"), "There is no scenario 'bse'. The scenarios are: base, low, high"),
        (
            lambda: scenario("base", discount_rate=0.03),
            "There is no assumption 'discount_rate'; discount_rate_real may be meant.",
        ),
        (
            lambda: scenario("base", discount_rate_real=-0.01),
            "discount_rate_real is -0.01; a negative rate or amount is refused.",
        ),
        (lambda: scenario("base", discount_rate_real="3.5%"), "discount_rate_real is '3.5%'. Give a number."),
        (lambda: scenario("base", discount_rate_real=float("nan")), "discount_rate_real is nan. Give a number."),
    ],
)
def test_scenarios_that_are_refused(call, says):
    with pytest.raises(ScenarioError) as refusal:
        call()
    assert says in str(refusal.value)


def test_a_sweep_is_each_scenario_by_itself(small):
    table = sweep(small(), {"discount_rate_real": [0.0, 0.035], "procurement_saving_rate": [0.01, 0.02, 0.03]})
    assert len(table) == 6
    assert table["scenario"].iloc[0] == "base with discount_rate_real=0, procurement_saving_rate=0.01"
    alone = outcome(small(), scenario("base", discount_rate_real=0.035, procurement_saving_rate=0.03))
    assert table["npv_gbp"].iloc[-1] == pytest.approx(alone["npv_gbp"].iloc[0])
    with pytest.raises(ScenarioError, match="The grid is empty"):
        sweep(small(), {})


def test_the_tornado_has_what_moves_and_nothing_else(small):
    table = tornado(small(), scenario())
    assert "procurement_saving_rate" in set(table["assumption"])
    assert "delivery_weight_high" not in set(table["assumption"])
    assert "audited_sound_share" not in set(table["assumption"])
    assert table["swing_gbp"].is_monotonic_decreasing
    low = outcome(small(), scenario("base", procurement_saving_rate=0.015))["npv_gbp"].iloc[0]
    assert table.set_index("assumption").loc["procurement_saving_rate", "at_low_gbp"] == pytest.approx(low)
    with pytest.raises(ScenarioError, match="A programme has no measure 'irr'. It has: npv_gbp"):
        tornado(small(), scenario(), measure="irr")


def test_one_point_more(small):
    effects = effect_of_one_point(small(), scenario()).set_index("assumption")["effect_gbp"]
    now, more = (
        outcome(small(), scenario("base", discount_rate_real=rate))["npv_gbp"].iloc[0] for rate in (0.035, 0.045)
    )
    assert effects["discount_rate_real"] == pytest.approx(more - now)


def test_a_coalition_has_its_part_and_a_stranger_has_none(small):
    whole, part = small(), small().of(["E07000075"])
    assert outcome(part, scenario())["npv_gbp"].iloc[0] == pytest.approx(
        0.2 * outcome(whole, scenario())["npv_gbp"].iloc[0]
    )
    assert scenario_partners(scenario("county_and_brentwood")) == ["E10000012", "E07000068"]
    with pytest.raises(
        SavingsError, match="'E07000068' has no share in the programme. The partners are: E07000075, E10000012"
    ):
        compare(whole, ["county_and_brentwood"])


def test_programmes_that_are_refused(small, make):
    row = {"saving_id": "A-1", "year": "2008-09", "status": "budget", "price_base": "2008-09"}
    refused = [
        (
            {
                "savings": make(
                    *[
                        row | {"saving_id": c, "year": y, "cashable": False}
                        for c, y in (("A-1", "2008-09"), ("B-1", "2009-10"))
                    ]
                )
            },
            "The programme has no savings to count.",
        ),
        (
            {"savings": make(row | {"price_base": "cash"}, row | {"saving_id": "B-1", "price_base": "cash"})},
            "row 2, column 'price_base', value '2008-09': A-1 stands in cash prices, and its cost does not: two price bases in one sum.",
        ),
        (
            {"savings": make(row | {"approved_gbp": None}, row | {"saving_id": "B-1"})},
            "A-1 has no approved amount in 2008-09.",
        ),
        ({"years": 1}, "The registers go on to 2009-10, after the 1 years of the programme. Ask for 2 years or more."),
    ]
    for arguments, says in refused:
        with pytest.raises(SavingsError) as refusal:
            small(**arguments)
        assert says in str(refusal.value)


INPUTS = pd.DataFrame({"name": ["a", "b"], "low": [0.0, 1.0], "value": [0.5, 1.0], "high": [1.0, 4.0]})


def drawn(correlation=0.0, draws=40_000, seed=1, **more):
    matrix = pd.DataFrame([[1, correlation], [correlation, 1.0]], index=["a", "b"], columns=["a", "b"])
    return np.concatenate(list(draws_of(INPUTS, matrix, draws, seed, **more)))


def test_draws_have_the_triangular_means_and_quantiles():
    # Mean of a triangular distribution: (low + value + high) / 3 = 0.5 and 2; median of the second: 4 - sqrt(0.5 x 3 x 3) = 1.8787.
    rows = drawn()
    assert rows.mean(axis=0) == pytest.approx([0.5, 2.0], abs=0.01)
    assert np.median(rows[:, 1]) == pytest.approx(4 - np.sqrt(4.5), abs=0.02)
    assert (rows.min(axis=0) >= [0, 1]).all()
    assert (rows.max(axis=0) <= [1, 4]).all()


@pytest.mark.parametrize("correlation", [-0.5, 0.0, 0.8])
def test_draws_move_together_as_asked(correlation):
    # Spearman's rank correlation of a Gaussian copula: (6 / pi) asin(r / 2).
    ranks = pd.DataFrame(drawn(correlation)).corr(method="spearman").iloc[0, 1]
    assert ranks == pytest.approx(6 / np.pi * np.arcsin(correlation / 2), abs=0.02)


def test_the_same_seed_gives_the_same_draws_in_any_chunks():
    assert np.array_equal(drawn(0.3, 1000), drawn(0.3, 1000, chunk=7))
    assert not np.array_equal(drawn(0.3, 1000), drawn(0.3, 1000, seed=2))


@settings(max_examples=50)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=20), st.tuples(*[st.floats(0, 1e6)] * 3))
def test_triangular_stays_in_its_range_and_rises(chances, ends):
    low, value, high = (np.array([end]) for end in sorted(ends))
    rows = triangular(np.sort(chances)[:, None], low, value, high).ravel()
    assert (rows >= low - 1e-6).all()
    assert (rows <= high + 1e-6).all()
    assert (np.diff(rows) >= -1e-6).all()


def test_draws_that_are_refused():
    names = pd.Series(["a", "b", "c"])
    clash = uncorrelated(names)
    for one, other, value in (("a", "b", 0.9), ("b", "c", 0.9), ("a", "c", -0.9)):
        clash.loc[one, other] = clash.loc[other, one] = value
    with pytest.raises(DrawError, match="The correlations contradict each other"):
        cholesky(clash, list(names))
    with pytest.raises(DrawError, match="The correlation matrix has no row and column for 'd'"):
        cholesky(clash, ["d"])
    with pytest.raises(DrawError, match="is not symmetric, with 1 on its diagonal"):
        cholesky(clash * 2, list(names))
    with pytest.raises(DrawError, match=r"b: low 5, value 1 and high 4 are out of order"):
        list(draws_of(INPUTS.assign(low=[0, 5]), uncorrelated(INPUTS["name"]), 10, 1))
    with pytest.raises(DrawError, match="0 draws with seed 1 cannot be made"):
        list(draws_of(INPUTS, uncorrelated(INPUTS["name"]), 0, 1))


def test_a_simulation_records_what_repeats_it(small):
    first, again = (simulate(small(), scenario(), {"2009-10": 150.0}, draws=2000, seed=7) for _ in range(2))
    pd.testing.assert_frame_equal(first.summary, again.summary)
    row = first.summary.set_index("measure").loc["saving_2009_10_gbp"]
    assert (row["seed"], row["draws"], row["scenario"]) == (7, 2000, "base")
    assert row["p10_gbp"] < row["p50_gbp"] < row["p90_gbp"]
    assert row["chance_of_target"] == (first.outcomes["saving_2009_10_gbp"] >= 150).mean()
    assert pd.isna(first.summary.set_index("measure").loc["npv_gbp", "chance_of_target"])
    with pytest.raises(
        ScenarioError, match="There is a target for 2030-31, and the programme runs from 2008-09 to 2011-12"
    ):
        simulate(small(), scenario(), {"2030-31": 1.0}, draws=10)


def test_savings_that_fail_together_widen_the_range(small):
    def spread(correlation):
        row = (
            simulate(small(), scenario(), draws=5000, correlation=correlation)
            .summary.set_index("measure")
            .loc["saving_2009_10_gbp"]
        )
        return row["p90_gbp"] - row["p10_gbp"]

    assert spread(0.9) > spread(0.0)


def test_memory_follows_what_is_kept_not_what_is_drawn(small):
    def most(draws):
        tracemalloc.start()
        simulate(small(), scenario(), draws=draws, chunk=1000)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    assert most(40_000) < 4.5 * most(10_000)


def test_a_change_to_the_value_it_has_anyway_is_no_change():
    assert set(scenario("base", discount_rate_real=0.035)["scenario"]) == {"base"}
    assert set(scenario("late_and_dear", cost_optimism_rate=1)["scenario"]) == {"late_and_dear"}
