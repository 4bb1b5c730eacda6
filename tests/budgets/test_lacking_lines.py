"""A release that does not have every line: what needs the others is given, what needs this one is missing or refused."""

import pandas as pd
import pytest

from tieranalysis.metrics.budgets.adjust import ratio_sensitivity
from tieranalysis.metrics.budgets.balance import balance_by_basis, tier_balance
from tieranalysis.metrics.budgets.baselines import efficiency_baselines
from tieranalysis.metrics.budgets.cascade import cascade
from tieranalysis.metrics.budgets.choose import ChoiceError
from tieranalysis.metrics.budgets.councils import district_ranking, ranked, reserves
from tieranalysis.metrics.budgets.people import per_head

BENEFIT = "net_current_expenditure_less_housing_benefit"


@pytest.fixture(scope="module")
def without_benefit(revenue):
    year = revenue.query("year == '2017-18'")
    return year[~year["line"].str.startswith(("housing_benefit_", "unallocated_reserves", "interest_"))]


def test_a_basis_that_needs_the_line_is_missing_and_the_others_are_as_they_were(revenue, without_benefit):
    whole = balance_by_basis(revenue, "essex", "2017-18", "outturn").set_index("basis")
    short = balance_by_basis(without_benefit, "essex", "2017-18").set_index("basis")
    assert pd.isna(short.at[BENEFIT, "ratio"])
    assert not short.at[BENEFIT, "complete"]
    pd.testing.assert_frame_equal(short.drop(index=BENEFIT), whole.drop(index=BENEFIT))


def test_asked_for_by_name_it_is_refused(without_benefit):
    with pytest.raises(ChoiceError, match="The table has no line housing_benefit_rent_allowances"):
        tier_balance(without_benefit, "essex", "2017-18", BENEFIT)


def test_a_bridge_says_what_the_release_does_not_itemise(revenue, without_benefit):
    whole = cascade(revenue, "essex", "2017-18", "outturn").query("tier == 'districts'").set_index("step")["amount_gbp"]
    steps = cascade(without_benefit, "essex", "2017-18").query("tier == 'districts'").set_index("step")
    assert "housing_benefit" not in steps.index
    rest = steps.loc["unexplained_in_net_current"]
    assert rest["title"] == "Not itemised in the release"
    assert rest["amount_gbp"] == pytest.approx(whole["housing_benefit"] + whole.get("unexplained_in_net_current", 0.0))
    assert "Rounding in the returns" not in set(steps.loc[["unexplained_in_revenue"], "title"])


def test_a_part_of_benefit_does_not_stand_for_the_whole(revenue):
    part = revenue[revenue["line"] != "housing_benefit_hra_rent_rebates"]
    steps = set(cascade(part, "essex", "2017-18", "outturn")["step"])
    assert "housing_benefit" not in steps
    assert "unexplained_in_net_current" in steps


def test_reserves_adjustments_and_baselines_are_missing_where_they_need_it(without_benefit):
    levels = reserves(without_benefit, "essex", "2017-18")
    assert levels["unallocated_gbp"].isna().all()
    assert levels["earmarked_gbp"].notna().any()
    assert len(ranked(levels, "unallocated_share")) == len(levels)
    moved = ratio_sensitivity(without_benefit, "essex", "2017-18").set_index("adjustment")["change"]
    assert pd.isna(moved["housing_benefit"])
    assert moved["education"] < 0
    asked = efficiency_baselines(without_benefit, pd.DataFrame(), "kent", "2017-18").set_index(["tier", "base_id"])
    assert pd.isna(asked.loc[("county", f"{BENEFIT} 2017-18 outturn"), "first_year_gbp"])


def test_a_mid_year_beyond_the_estimates_is_marked_where_that_is_asked(revenue, population):
    year = revenue.query("year == '2017-18'")
    early = population.query("mid_year < 2010")
    with pytest.raises(ChoiceError, match="There are no population estimates for mid-2017. They run from 2001 to 2009"):
        district_ranking(year, early, "essex", "2017-18", "council_tax_requirement")
    table = district_ranking(year, early, "essex", "2017-18", "council_tax_requirement", beyond="mark")
    assert table["amount_per_head_gbp"].isna().all()
    balance = tier_balance(year, "essex", "2017-18", "council_tax_requirement")
    assert per_head(balance, early, beyond="mark")["population"].isna().all()


def test_two_vintages_of_a_mid_year_are_refused_by_every_figure_per_head(revenue, population):
    twice = pd.concat([population, population.query("mid_year == 2017").assign(vintage="b" * 12)], ignore_index=True)
    balance = tier_balance(revenue, "essex", "2017-18", "council_tax_requirement")
    for asked in (
        lambda: per_head(balance, twice),
        lambda: district_ranking(revenue, twice, "essex", "2017-18", "council_tax_requirement"),
    ):
        with pytest.raises(ChoiceError, match="mid-2017 has estimates of 2 vintages .*they must not be mixed"):
            asked()
    earlier = tier_balance(revenue, "essex", "2011-12", "council_tax_requirement")
    assert per_head(earlier, twice)["population"].notna().all()
