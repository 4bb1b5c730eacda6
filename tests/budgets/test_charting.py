"""What the charts show in every case of the panel is what the tested functions give for that case by itself."""

import pandas as pd
import pytest

import tieranalysis as ta
from tieranalysis.metrics.budgets.adjust import ADJUSTMENTS, LEFT_OUT


@pytest.fixture(scope="module")
def tables(revenue):
    return ta.one_year(revenue, "2010-11"), ta.read_table("population"), ta.read_table("deflator")


@pytest.fixture(scope="module")
def ranking(tables):
    return ta.ranking_to_try(*tables, "essex", "2010-11", "net_current_expenditure", ["2017-18"])


def case(frame, prices="cash", **out):
    mine = frame["prices"] == prices
    for name in LEFT_OUT:
        mine &= frame[name] == out.get(name, False)
    return frame[mine].reset_index(drop=True)


def test_with_nothing_left_out_in_cash_it_is_the_ranking_itself(tables, ranking):
    whole = ta.district_ranking(*tables[:2], "essex", "2010-11", "net_current_expenditure")
    columns = [name for name in whole if name != "rank"]
    pd.testing.assert_frame_equal(case(ranking)[columns], whole[columns])
    assert len(ranking) == 2 * 16 * len(whole)


def test_districts_add_to_the_adjusted_balance_in_every_case(tables, ranking):
    balance = ta.adjustments_to_try(tables[0], tables[2], "essex", "2010-11", ["2017-18"])
    keys = [*LEFT_OUT, "prices"]
    sums = ranking.groupby(keys)["amount_gbp"].sum()
    assert len(sums) == 32
    assert sums.to_dict() == pytest.approx(balance.set_index(keys)["districts_gbp"].to_dict())
    heads = ranking.groupby(keys)["average_per_head_gbp"].first() * ranking.groupby(keys)["population"].sum()
    assert heads.to_dict() == pytest.approx(sums.to_dict()), "total first, then divided"


def test_other_prices_restate_amounts_and_leave_people_alone(tables, ranking):
    index = ta.price_index(tables[2], "2017-18")["2010-11"]
    cash, later = case(ranking), case(ranking, "2017-18")
    for name in ("amount_gbp", "amount_per_head_gbp", "average_per_head_gbp"):
        assert (later[name] * index).to_list() == pytest.approx(cash[name].to_list())
    assert later["population"].to_list() == cash["population"].to_list()
    assert set(later["price_base"]) == {"2017-18"}


def test_on_another_basis_there_is_nothing_to_leave_out(tables):
    found = ta.ranking_to_try(*tables, "essex", "2010-11", "council_tax_requirement", ["2017-18"])
    assert not set(LEFT_OUT) & set(found)
    assert found["prices"].unique().tolist() == ["cash", "2017-18"]


def test_the_words_of_a_case_say_what_it_leaves_out_and_in_which_prices(ranking):
    own = case(ranking, "2017-18", without_housing_benefit=True, without_levies=True)
    words = ta.ranking_words(own, "Net current expenditure")
    assert words["subtitle"].startswith(
        "Net current expenditure without mandatory housing benefit and levies per resident by district, Essex"
    )
    assert "in 2017-18 prices" in words["subtitle"]
    most = own.loc[own["amount_per_head_gbp"].idxmax()]
    assert words["headline"].startswith(f"{most['name']} spends £{most['amount_per_head_gbp']:,.0f} a head")
    assert "cash" in ta.ranking_words(case(ranking), "Net current expenditure")["subtitle"]
    assert list(ADJUSTMENTS) == [name.removeprefix("without_") for name in LEFT_OUT]


def test_what_a_release_lacks_is_missing_in_the_cases_that_need_it_alone(tables):
    rows, people, prices = tables
    lacking = rows[rows["line"] != "parish_precepts"]
    found = ta.ranking_to_try(lacking, people, prices, "essex", "2010-11", "net_current_expenditure", [])
    assert case(found)["amount_gbp"].notna().all()
    assert case(found, without_education=True)["amount_gbp"].notna().all()
    assert case(found, without_parish_precepts=True)[["amount_gbp", "average_per_head_gbp"]].isna().all(axis=None)


@pytest.mark.parametrize("area", ["essex", "kent"])
def test_budget_beside_outturn_is_that_of_the_plain_function_less_the_lines_left_out(revenue, tables, area):
    found = ta.variance_to_try(revenue, tables[2], area, "net_current_expenditure", ["2017-18"])
    plain = ta.latest_variance(revenue, area, "net_current_expenditure")
    assert len(found) == 32 * len(plain)
    pd.testing.assert_frame_equal(case(found)[list(plain)], plain)
    of = {
        status: revenue[(revenue["year"] == plain["year"].iloc[0]) & (revenue["status"] == status)]
        for status in ("budget", "outturn")
    }
    index = ta.price_index(tables[2], "2017-18")[plain["year"].iloc[0]]
    less = case(found, "2017-18", without_education=True, without_parish_precepts=True)
    for kind, rows in of.items():
        taken = rows[rows["line"].isin(["education", "parish_precepts"])].groupby("authority")["amount_gbp"].sum()
        by_hand = (plain[f"{kind}_gbp"] - plain["authority"].map(taken)) / index
        assert less[f"{kind}_gbp"].to_list() == pytest.approx(by_hand.to_list())
    assert less["variance_share"].to_list() == pytest.approx((less["outturn_gbp"] / less["budget_gbp"] - 1).to_list())


def test_budget_beside_outturn_moves_with_prices_alone_on_another_basis_and_has_no_row_without_both(revenue, tables):
    found = ta.variance_to_try(revenue, tables[2], "essex", "net_revenue_expenditure", ["2017-18"])
    assert not set(LEFT_OUT) & set(found)
    assert found["prices"].unique().tolist() == ["cash", "2017-18"]
    outturn = revenue[revenue["status"] == "outturn"]
    assert ta.variance_to_try(outturn, tables[2], "essex", "net_current_expenditure", ["2017-18"]).empty


def test_amounts_of_several_years_are_restated_each_from_its_own(tables):
    two = pd.DataFrame({"year": ["2007-08", "2010-11", "1066-67"], "amount_gbp": [100.0, 100.0, 100.0]})
    later = ta.in_prices_to_try(two, tables[2], ["2017-18"]).query("prices == '2017-18'")["amount_gbp"]
    index = ta.price_index(tables[2], "2017-18")
    assert later.to_list()[:2] == pytest.approx([100 / index["2007-08"], 100 / index["2010-11"]])
    assert pd.isna(later.iloc[2]), "a year that the deflator does not reach"
