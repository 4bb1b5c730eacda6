"""The balance of the tiers against published and independently worked figures (GBP million)."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tieranalysis.contract import BasisError
from tieranalysis.metrics.budgets.balance import balance_by_basis, balance_by_year, tier_balance
from tieranalysis.metrics.budgets.choose import ChoiceError
from tieranalysis.registers import AreaError, bases

# Worked apart from this package from the RS releases: county, districts (GBP million), ratio (case VC02 for 2010-11).
WORKED = {
    "2010-11": {
        "net_current_expenditure": (1924.5, 612.6, 3.14),
        "net_current_expenditure_less_housing_benefit": (1924.5, 223.3, 8.62),
        "total_service_expenditure": (1923.5, 215.3, 8.93),
        "total_service_expenditure_less_education": (802.8, 215.3, 3.73),
        "revenue_expenditure": (1867.8, 231.4, 8.07),
        "net_revenue_expenditure": (809.4, 211.2, 3.83),
        "council_tax_requirement": (575.0, 111.3, 5.17),
    },
    "2017-18": {
        "net_current_expenditure": (1523.1, 595.1, 2.56),
        "net_current_expenditure_less_housing_benefit": (1523.1, 195.2, 7.80),
        "total_service_expenditure": (1520.6, 190.6, 7.98),
        "total_service_expenditure_less_education": (891.1, 190.6, 4.68),
        "revenue_expenditure": (1564.2, 210.4, 7.43),
        "net_revenue_expenditure": (851.0, 170.5, 4.99),
        "council_tax_requirement": (596.5, 116.0, 5.14),
    },
}


@pytest.mark.parametrize(("year", "basis"), [(year, basis) for year, worked in WORKED.items() for basis in worked])
def test_worked_figures(revenue, year, basis):
    county, districts, ratio = WORKED[year][basis]
    balance = tier_balance(revenue, area="essex", year=year, basis=basis)
    assert balance["tier"].to_list() == ["county", "districts"]
    assert (balance["amount_gbp"] / 1e6).to_list() == pytest.approx([county, districts], abs=0.051)
    assert balance["ratio"].to_list() == pytest.approx([ratio, ratio], abs=0.01)
    assert balance["share"].sum() == pytest.approx(1)
    assert balance["complete"].all()


def test_seven_answers_are_the_seven_balances(revenue):
    table = balance_by_basis(revenue, "essex", "2010-11")
    assert table["basis"].to_list() == bases()["basis"].to_list()
    assert table["ratio"].to_list() == pytest.approx(
        [WORKED["2010-11"][basis][2] for basis in table["basis"]], abs=0.01
    )


def test_without_a_basis_it_refuses_and_lists_the_seven(revenue):
    with pytest.raises(BasisError) as caught:
        tier_balance(revenue, area="essex", year="2010-11")
    assert "A comparison of tiers needs a basis" in str(caught.value)
    assert all(basis in str(caught.value) for basis in bases()["basis"])
    with pytest.raises(BasisError, match="There is no basis 'spending'"):
        tier_balance(revenue, basis="spending")


def test_budget_and_outturn_of_one_year_are_never_mixed(revenue):
    with pytest.raises(
        ChoiceError,
        match=r"2016-17 has 2 of status \(budget, outturn\); they must not be mixed. Choose one with status=.",
    ):
        tier_balance(revenue, year="2016-17", basis="net_current_expenditure")
    budget = tier_balance(revenue, year="2016-17", basis="net_current_expenditure", status="budget")
    outturn = tier_balance(revenue, year="2016-17", basis="net_current_expenditure", status="outturn")
    assert set(budget["status"]) == {"budget"}
    assert (outturn["amount_gbp"] / 1e6).round(1).to_list() == [1558.4, 588.8]


def test_two_vintages_of_one_year_need_a_choice(revenue):
    later = revenue[revenue["year"] == "2010-11"].assign(
        vintage="000000000000", amount_gbp=lambda rows: rows["amount_gbp"] * 2
    )
    both = pd.concat([revenue, later])
    with pytest.raises(
        ChoiceError, match=r"2010-11 has 2 of vintage \(000000000000, 345f760190fc\); they must not be mixed"
    ):
        tier_balance(both, basis="revenue_expenditure")
    assert tier_balance(both, basis="revenue_expenditure", vintage="345f760190fc").equals(
        tier_balance(revenue, basis="revenue_expenditure")
    )


def test_a_council_without_figures_makes_its_tier_incomplete(revenue):
    # Copeland made no return for 2017-18; England's row has an estimate for it, its own row has none.
    balance = tier_balance(revenue, "cumbria", "2017-18", "net_revenue_expenditure").set_index("tier")
    assert balance.loc["county", "complete"]
    assert not balance.loc["districts", "complete"]
    assert balance.loc["districts", "missing"] == "Copeland"
    assert balance.loc[:, ["share", "ratio"]].isna().all(axis=None)
    assert pd.isna(balance.loc["districts", "amount_gbp"])


def test_a_council_whose_rows_are_gone_makes_its_tier_incomplete(revenue):
    gone = revenue[revenue["authority"] != "E07000075"]
    balance = tier_balance(gone, basis="council_tax_requirement").set_index("tier")
    assert balance.loc["districts", "missing"] == "Rochford"
    assert pd.isna(balance.loc["districts", "amount_gbp"])


def test_a_table_without_the_lines_of_a_basis_is_refused(revenue):
    part = revenue[revenue["line"] == "net_current_expenditure"]
    with pytest.raises(ChoiceError, match="The table has no line housing_benefit_rent_allowances"):
        tier_balance(part, basis="net_current_expenditure_less_housing_benefit")


@pytest.mark.parametrize(
    ("year", "words"),
    [
        ("2031-32", "There are no figures for 2031-32. The years are: 2010-11"),
        ("2010", "'2010' is not a financial year"),
        ("2010-12", "'2010-12' is not a financial year"),
        (2010, "2010 is not a financial year"),
    ],
)
def test_a_year_that_is_not_there_is_refused(revenue, year, words):
    with pytest.raises(ChoiceError, match=words):
        tier_balance(revenue, year=year, basis="council_tax_requirement")


def test_an_area_that_no_register_knows_is_refused(revenue):
    with pytest.raises(AreaError, match=r"There is no area 'camelot'. The areas are: buckinghamshire"):
        tier_balance(revenue, area="camelot", basis="council_tax_requirement")


def test_an_area_after_its_two_tiers_ended_is_refused_with_what_it_became(revenue):
    later = revenue[revenue["year"] == "2017-18"].assign(year="2021-22")
    with pytest.raises(
        AreaError,
        match="northamptonshire had no two tiers in 2021-22: its county council ended on 2021-03-31 and became North Northamptonshire and West Northamptonshire",
    ):
        tier_balance(later, area="northamptonshire", year="2021-22", basis="council_tax_requirement")


@pytest.mark.parametrize("area", ["lancashire", "kent", "buckinghamshire", "suffolk", "dorset"])
def test_any_two_tier_county_adds_up_to_its_councils(revenue, area):
    from tieranalysis.registers import members

    balance = tier_balance(revenue, area, "2010-11", "revenue_expenditure").set_index("tier")
    districts = members(area, "2010-11").query("tier == 'district'")["authority"]
    by_hand = revenue[
        (revenue["year"] == "2010-11")
        & (revenue["line"] == "revenue_expenditure")
        & revenue["authority"].isin(districts)
    ]
    assert balance.loc["districts", "authorities"] == len(districts)
    assert balance.loc["districts", "amount_gbp"] == pytest.approx(by_hand["amount_gbp"].sum())


def test_every_year_of_an_area(revenue):
    table = balance_by_year(revenue, "essex", "net_current_expenditure")
    assert table["year"].unique().tolist() == ["2010-11", "2011-12", "2014-15", "2016-17", "2017-18"]
    assert set(table["status"]) == {"outturn"}


@given(factor=st.floats(0.01, 1000))
def test_scaling_every_amount_leaves_the_ratio(revenue, factor):
    few = revenue[(revenue["year"] == "2010-11") & (revenue["line"] == "council_tax_requirement")]
    plain = tier_balance(few, basis="council_tax_requirement")
    scaled = tier_balance(few.assign(amount_gbp=few["amount_gbp"] * factor), basis="council_tax_requirement")
    assert scaled["ratio"].to_list() == pytest.approx(plain["ratio"].to_list())
