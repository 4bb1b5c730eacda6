"""Appraisal: worked by hand, published rules, properties, and what is refused."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tieranalysis.contract import SchemaError
from tieranalysis.contract.years import YearError, years_from
from tieranalysis.metrics.affordability import affordability
from tieranalysis.metrics.appraisal import appraise
from tieranalysis.metrics.flows import FlowsError, build_up, phase, to_cash, to_real, with_optimism_bias

AMOUNTS = st.floats(0, 1e9)
PAIRS = st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=40)


def flows(pairs, price_base="2008-09", first_year="2008-09"):
    benefit, cost = zip(*pairs, strict=True)
    return pd.DataFrame(
        {"year": years_from(first_year, len(pairs)), "benefit_gbp": benefit, "cost_gbp": cost, "price_base": price_base}
    )


def test_worked_by_hand():
    # Year 0: 0 - 1,000; years 1 to 3: 400 each; at 10 %.
    # 400/1.1 = 363.636364; 400/1.21 = 330.578512; 400/1.331 = 300.525920; together 994.740796.
    # NPV = 994.740796 - 1,000 = -5.259204; ratio 0.994740796. Cumulative net: -1,000, -600, -200, +200.
    result = appraise(flows([(0, 1000), (400, 0), (400, 0), (400, 0)]), discount_rate=0.10)
    assert result.npv_gbp == pytest.approx(-5.259204, abs=1e-6)
    assert result.benefit_cost_ratio == pytest.approx(0.994740796, abs=1e-9)
    assert result.payback_year == "2011-12"
    assert result.discounted_payback_year == "not reached"
    assert (result.peak_funding_gbp, result.peak_funding_year) == (1000, "2008-09")
    assert result.yearly["cumulative_net_gbp"].to_list() == [-1000, -600, -200, 200]
    # Benefits must rise by 5.259204/994.740796 = 0.528701 %; the internal rate solves 1,000 = 400 x annuity(3): 9.7010 %.
    switching = result.switching.set_index("part")
    assert switching.at["present benefits", "change_rate"] == pytest.approx(0.00528701, abs=1e-8)
    assert switching.at["present costs", "change_rate"] == pytest.approx(-0.005259204, abs=1e-8)
    assert result.internal_rate == pytest.approx(0.097010, abs=1e-6)


def test_a_first_flow_after_the_base_year_is_discounted():
    # 1,035 one year after the base year is worth 1,000 in it.
    assert appraise(flows([(1035, 0)], first_year="2009-10")).npv_gbp == pytest.approx(1000)


def test_payback_is_the_year_from_which_it_stays_paid():
    # Cumulative: -10, +5, -1, +9: above nothing in the second year, but only the fourth stays so.
    result = appraise(flows([(0, 10), (15, 0), (0, 6), (10, 0)]))
    assert result.payback_year == "2011-12"
    # Closing costs in the last year undo it: -10, +5, -1.
    assert appraise(flows([(0, 10), (15, 0), (0, 6)])).payback_year == "not reached"


def test_coming_back_to_exactly_nothing_is_payback():
    tenths = flows([(0, 0.3), (0.1, 0), (0.1, 0), (0.1, 0)])
    assert appraise(tenths, discount_rate=0.0).payback_year == "2011-12"


def test_without_cost_there_is_no_ratio_and_nothing_to_fund():
    result = appraise(flows([(5, 0), (5, 0)]))
    assert pd.isna(result.benefit_cost_ratio)
    assert (result.peak_funding_gbp, result.peak_funding_year, result.payback_year) == (0, "none needed", "2008-09")
    assert pd.isna(result.internal_rate)


def test_results_by_name_both_ways():
    result = appraise(flows([(0, 10), (15, 0)]))
    assert result["npv_gbp"] == result.npv_gbp
    assert dict(result)["payback_year"] == "2009-10"
    with pytest.raises(KeyError, match=r"An appraisal has no 'npv'. It has: npv_gbp, "):
        result["npv"]


@settings(max_examples=30)
@given(PAIRS, st.floats(0, 0.5))
def test_npv_is_the_polynomial_in_the_discount_factor(pairs, rate):
    # numpy-financial's npv(rate, values): values[0] undiscounted, then each over (1 + rate) ** t (Horner's form here).
    factor, worth = 1 / (1 + rate), 0.0
    for benefit, cost in reversed(pairs):
        worth = worth * factor + benefit - cost
    assert appraise(flows(pairs), discount_rate=rate).npv_gbp == pytest.approx(worth, rel=1e-9, abs=1e-3)


@settings(max_examples=30)
@given(PAIRS, st.floats(0.5, 2))
def test_twice_the_flows_are_worth_twice(pairs, times):
    one = appraise(flows(pairs)).npv_gbp
    more = appraise(flows([(b * times, c * times) for b, c in pairs])).npv_gbp
    assert more == pytest.approx(one * times, rel=1e-9, abs=1e-3)


@settings(max_examples=30)
@given(PAIRS)
def test_the_input_is_left_as_it_was_and_its_order_does_not_matter(pairs):
    table = flows(pairs)
    before = table.copy()
    assert appraise(table.iloc[::-1]).npv_gbp == appraise(table).npv_gbp
    pd.testing.assert_frame_equal(table, before)


@settings(max_examples=30)
@given(PAIRS, st.floats(0, 0.2))
def test_cash_and_back_is_where_it_began(pairs, inflation):
    table = flows(pairs)
    back = to_real(to_cash(table, inflation), inflation, "2008-09")
    assert back["benefit_gbp"].to_list() == pytest.approx(table["benefit_gbp"].to_list())


@settings(max_examples=30)
@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=2, max_size=20), st.floats(0, 0.1), st.floats(0, 0.1))
def test_a_nominal_rate_on_cash_gives_the_real_answer(pairs, real_rate, inflation):
    # Fisher: (1 + nominal) = (1 + real)(1 + inflation), so both views have one net present value.
    real = appraise(flows(pairs), discount_rate=real_rate)
    nominal_rate = (1 + real_rate) * (1 + inflation) - 1
    cash = appraise(to_cash(flows(pairs), inflation), discount_rate=nominal_rate, rate_kind="nominal")
    assert cash.npv_gbp == pytest.approx(real.npv_gbp, rel=1e-6, abs=1e-3)


REFUSED = [
    (lambda t: t.assign(price_base=["2008-09", "cash"]), "row 3, column 'price_base', value 'cash', after '2008-09'"),
    (
        lambda t: t.assign(price_base="cash"),
        "A real rate with cash flows counts inflation as a benefit. Restate the flows with to_real",
    ),
    (lambda t: t.assign(price_base="nominal"), "A real rate with nominal flows"),
    (lambda t: t.assign(year=["2008-09", "2010-11"]), "The flows skip 2009-10. Add a row for it"),
    (lambda t: t.assign(year=["2007-08", "2008-09"]), "lie before the base year 2008-09"),
    (lambda t: t.iloc[:0], "The flows have no rows"),
]


@pytest.mark.parametrize(("spoil", "says"), REFUSED)
def test_flows_that_are_refused(spoil, says):
    with pytest.raises(FlowsError) as refusal:
        appraise(spoil(flows([(0, 10), (15, 0)])))
    assert says in str(refusal.value)


SPOILT = [
    (lambda t: t.drop(columns="cost_gbp"), "column 'cost_gbp' is missing. Add it: what the year costs"),
    (lambda t: t.assign(year="2008-09"), "row 3, columns year, value 2008-09: a duplicate of an earlier row"),
    (lambda t: t.assign(cost_gbp=[10, None]), "row 3, column 'cost_gbp', value '(empty)': must not be empty"),
    (lambda t: t.assign(benefit_gbp=["0", "1,000"]), "row 3, column 'benefit_gbp', value '1,000': not a number"),
    (lambda t: t.assign(year=["2008", "2009"]), "row 2, column 'year', value '2008': not of the form 2008-09"),
    (
        lambda t: t.assign(price_base="current"),
        "value 'current': not of the form 2008-09, real, real 2008-09, cash or nominal",
    ),
]


@pytest.mark.parametrize(("spoil", "says"), SPOILT)
def test_flows_that_break_their_contract(spoil, says):
    with pytest.raises(SchemaError) as refusal:
        appraise(spoil(flows([(0, 10), (15, 0)])))
    assert says in str(refusal.value)


@pytest.mark.parametrize("rate", [-0.01, 1.0, 3.5, float("nan")])
def test_rates_that_are_refused(rate):
    with pytest.raises(FlowsError, match=r"outside 0 to 1. Write 3.5 % as 0.035"):
        appraise(flows([(1, 1)]), discount_rate=rate)


def test_other_words_for_rates_and_years():
    with pytest.raises(FlowsError, match="There is no kind of rate 'money'"):
        appraise(flows([(1, 1)]), rate_kind="money")
    with pytest.raises(FlowsError, match="A nominal rate with flows in 2008-09 prices"):
        appraise(flows([(1, 1)]), rate_kind="nominal")
    with pytest.raises(YearError, match=r"'2008-10' is not a financial year. Write one as 2008-09"):
        appraise(flows([(1, 1)]).assign(year="2008-10"))


def test_the_price_base_is_said_in_full():
    assert appraise(flows([(1, 1)], price_base="real")).price_base == "2008-09"
    assert appraise(flows([(1, 1)], price_base="real 2010-11")).price_base == "2010-11"


def test_phasing_of_the_surrey_submission():
    # Costs 30/50/20 of £55.6m; benefits 10/40/40/10 of what the steady state will be.
    assert phase(55.6e6, [0.3, 0.5, 0.2], "2026-27")["amount_gbp"].to_list() == pytest.approx(
        [16.68e6, 27.8e6, 11.12e6]
    )
    assert build_up(10.0, [0.1, 0.4, 0.4, 0.1], "2026-27", 4)["amount_gbp"].to_list() == pytest.approx([1, 5, 9, 10])


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: phase(1.0, [0.5, 0.4], "2008-09"), "The shares of the phasing add to 0.9, not to 1."),
        (lambda: phase(1.0, [1.5, -0.5], "2008-09"), "Share 2 of the phasing is -0.5."),
        (lambda: build_up(1.0, [0.5, 0.5], "2008-09", 1), "1 years are too few for a build-up of 2."),
        (
            lambda: with_optimism_bias(flows([(1, 1)]), cost_uplift_rate=-0.1),
            "cost_uplift_rate is -0.1. Optimism bias corrects one way",
        ),
        (
            lambda: with_optimism_bias(flows([(1, 1)]), benefit_cut_rate=1.1),
            "A cut of 1.1 or a delay of 0 years cannot be.",
        ),
        (lambda: to_real(flows([(1, 1)]), 0.02, "2008-09"), "The flows are real already"),
        (lambda: to_cash(flows([(1, 1)], "cash"), 0.02), "The flows are in cash already"),
        (lambda: to_cash(flows([(1, 1)]), -1.5), "Prices cannot rise by -1.5 a year"),
    ],
)
def test_making_flows_refuses(call, says):
    with pytest.raises(FlowsError) as refusal:
        call()
    assert says in str(refusal.value)


def test_the_deflator_restates_and_its_end_is_its_end():
    deflator = pd.DataFrame({"year": ["2008-09", "2009-10"], "growth_multiplier": [1.03, 1.015], "forecast": False})
    real = to_real(flows([(100, 0), (101.5, 0)], "cash"), deflator, "2008-09")
    assert real["benefit_gbp"].to_list() == pytest.approx([100, 100])
    with pytest.raises(FlowsError, match=r"The deflator has no 2010-11: it runs from 2008-09 to 2009-10"):
        to_cash(flows([(1, 1)] * 3), deflator)


def test_affordability_stands_in_cash():
    # Costs 60 then 20, back 50 a year from the third: to fund 60, 80, 30, 0; available 100 - 30 = 70.
    cash = flows([(0, 60), (0, 20), (50, 0), (50, 0)], "cash")
    table = affordability(cash, reserves_gbp=100, minimum_gbp=30)
    assert table["to_fund_gbp"].to_list() == [60, 80, 30, 0]
    assert table["affordable"].to_list() == [True, False, True, True]
    with pytest.raises(FlowsError, match="Reserves are in cash, and these flows in 2008-09 prices"):
        affordability(flows([(1, 1)]), 100)
    with pytest.raises(FlowsError, match=r"reserves_gbp is nan. Give it in pounds"):
        affordability(cash, float("nan"))
