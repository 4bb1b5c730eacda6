"""Bridge, services, reserves, variance, ranking and adjustments: identities that must hold, and figures worked by hand."""

import pandas as pd
import pytest

from tieranalysis.metrics.budgets.adjust import ADJUSTMENTS, adjusted_balance, ratio_sensitivity
from tieranalysis.metrics.budgets.balance import tier_balance
from tieranalysis.metrics.budgets.cascade import TOTALS, cascade, service_matrix
from tieranalysis.metrics.budgets.choose import ChoiceError
from tieranalysis.metrics.budgets.councils import budget_against_outturn, district_ranking, reserves
from tieranalysis.present.words_budgets import area_name
from tieranalysis.registers import AreaError, areas, is_two_tier, members

AREAS_AND_YEARS = [
    ("essex", "2010-11"),
    ("essex", "2017-18"),
    ("lancashire", "2014-15"),
    ("devon", "2011-12"),
    ("oxfordshire", "2016-17"),
]


@pytest.mark.parametrize(("area", "year"), AREAS_AND_YEARS)
def test_the_bridge_adds_from_each_total_to_the_next(revenue, area, year):
    table = cascade(revenue, area, year, status="outturn")
    for _, tier in table.groupby("tier"):
        amounts = tier.set_index("step")["amount_gbp"]
        running = None
        for step, amount in amounts.items():
            if step in TOTALS:
                assert running is None or running == pytest.approx(amount, abs=0.01), step
                running = amount
            else:
                running += amount


@pytest.mark.parametrize(("area", "year"), AREAS_AND_YEARS)
def test_the_bridge_passes_through_the_balance(revenue, area, year):
    table = cascade(revenue, area, year, status="outturn").set_index(["tier", "step"])["amount_gbp"]
    for basis in TOTALS:
        balance = tier_balance(revenue, area, year, basis, status="outturn").set_index("tier")["amount_gbp"]
        assert table["county", basis] == pytest.approx(balance["county"])
        assert table["districts", basis] == pytest.approx(balance["districts"])


def test_the_bridge_of_an_incomplete_tier_is_missing(revenue):
    table = cascade(revenue, "cumbria", "2017-18")
    table = table[table["step"] != "council_tax_benefit"]  # no longer in the return of any council
    assert table.loc[table["tier"] == "districts", "amount_gbp"].isna().all()
    assert table.loc[table["tier"] == "county", "amount_gbp"].notna().all()
    gone = cascade(revenue[revenue["authority"] != "E07000075"], "essex", "2010-11")
    assert gone.loc[gone["tier"] == "districts", "amount_gbp"].isna().all()


@pytest.mark.parametrize("area", sorted(areas()["area"]))
def test_what_the_lines_leave_unexplained_is_rounding(revenue, area):
    # up to net revenue expenditure each council's printed lines miss its subtotals by a thousand pounds at most
    table = cascade(revenue, area, "2011-12")
    rounding = table[
        table["step"].isin(["unexplained_in_net_current", "unexplained_in_revenue", "unexplained_in_net_revenue"])
    ]
    assert (rounding["amount_gbp"].abs() <= 2_000 * 13).all()


def test_housing_benefit_is_most_of_what_districts_pass_on(revenue):
    # GBP 389.3m of 612.6m in 2010-11: 63.5%.
    amounts = cascade(revenue, "essex", "2010-11").set_index(["tier", "step"])["amount_gbp"]["districts"]
    assert amounts["housing_benefit"] / 1e6 == pytest.approx(389.3, abs=0.05)
    assert amounts["housing_benefit"] / amounts["net_current_expenditure"] == pytest.approx(0.635, abs=0.001)


def test_services_add_to_service_expenditure(revenue):
    table = service_matrix(revenue, "essex", "2010-11")
    assert table["county_gbp"].sum() / 1e6 == pytest.approx(1923.5, abs=0.05)
    assert table["districts_gbp"].sum() / 1e6 == pytest.approx(215.3, abs=0.05)
    education = table.set_index("service").loc["education"]
    assert (education["county_gbp"] / 1e6, education["districts_gbp"], education["county_share"]) == (
        pytest.approx(1120.7, abs=0.05),
        0,
        1,
    )


def test_a_net_income_has_no_share(revenue):
    table = service_matrix(revenue, "essex", "2010-11").set_index("service")
    assert table.loc["other_services", "districts_gbp"] < 0
    assert pd.isna(table.loc["other_services", "county_share"])


def test_reserves_are_those_of_the_end_of_the_year(revenue):
    # Essex County Council, RS 2010-11, second sheet: unallocated 31,991 and earmarked 160,945 at 31 March 2011 (GBP thousand).
    essex = reserves(revenue, "essex", "2010-11").set_index("authority").loc["E10000012"]
    assert (essex["unallocated_gbp"], essex["earmarked_gbp"]) == (31_991_000, 160_945_000)
    assert essex["unallocated_share"] == pytest.approx(31_991 / 809_363, abs=1e-6)


def test_budget_and_outturn_stand_side_by_side(revenue):
    table = budget_against_outturn(revenue, "essex", "2016-17", "net_revenue_expenditure").set_index("authority")
    # RA 877,030 and RS 903,397 (GBP thousand): 26,367 over, 3.0%.
    essex = table.loc["E10000012"]
    assert (essex["budget_gbp"], essex["outturn_gbp"], essex["variance_gbp"]) == (877_030_000, 903_397_000, 26_367_000)
    assert essex["variance_share"] == pytest.approx(0.0301, abs=1e-4)
    with pytest.raises(ChoiceError, match="There are no budget figures for 2010-11"):
        budget_against_outturn(revenue, "essex", "2010-11", "net_revenue_expenditure")


def test_the_average_of_the_ranking_is_total_over_total(revenue, population):
    table = district_ranking(revenue, population, "essex", "2010-11", "net_revenue_expenditure")
    assert len(table) == 12
    assert table["rank"].to_list() == list(range(1, 13))
    average = table["amount_gbp"].sum() / table["population"].sum()
    assert set(table["average_per_head_gbp"].round(9)) == {round(average, 9)}
    assert table["amount_per_head_gbp"].iloc[0] > average > table["amount_per_head_gbp"].iloc[-1]


def test_sixteen_combinations_of_four_adjustments(revenue):
    table = adjusted_balance(revenue, "essex", "2010-11")
    flags = [f"without_{name}" for name in ADJUSTMENTS]
    assert len(table) == len(table[flags].drop_duplicates()) == 16
    benefit = table[table["without_housing_benefit"] & (table[flags].sum(axis=1) == 1)].iloc[0]
    assert benefit["ratio"] == pytest.approx(8.62, abs=0.01)


def test_housing_benefit_moves_the_ratio_most(revenue):
    table = ratio_sensitivity(revenue, "essex", "2010-11")
    assert table["adjustment"].to_list()[:2] == ["housing_benefit", "education"]
    assert table["change"].iloc[0] == pytest.approx(8.62 - 3.14, abs=0.01)


@pytest.mark.parametrize(
    "ask", [area_name, lambda area: members(area, "2010-11"), lambda area: is_two_tier(area, "2010-11")]
)
def test_an_area_that_is_not_there_is_refused_with_those_that_are(ask):
    with pytest.raises(AreaError, match="There is no area 'yorkshire'. The areas are: buckinghamshire, cambridgeshire"):
        ask("yorkshire")
