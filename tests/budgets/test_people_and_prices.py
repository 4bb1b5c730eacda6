"""Per head and real terms, against worked figures."""

import pandas as pd
import pytest

from tieranalysis.metrics.budgets.balance import tier_balance
from tieranalysis.metrics.budgets.choose import ChoiceError
from tieranalysis.metrics.budgets.people import area_population, per_head
from tieranalysis.metrics.budgets.prices import price_index, real_terms

# ONS mid-year estimates, re-keyed from the published series for two districts and the unitaries beside Essex.
PUBLISHED = [
    ("E07000075", 2007, 82264),
    ("E07000075", 2019, 87368),
    ("E07000076", 2007, 140523),
    ("E06000033", 2010, 172122),
    ("E06000034", 2019, 174341),
]


@pytest.mark.parametrize(("authority", "mid_year", "people"), PUBLISHED)
def test_published_populations(population, authority, mid_year, people):
    row = population[(population["authority"] == authority) & (population["mid_year"] == mid_year)]
    assert row["population"].to_list() == [people]


def test_case_vc03_per_head(population):
    # GBP 1,666m and 477m over 1,362,888 residents: 1,222 and 350 a head.
    balance = pd.DataFrame(
        {"area": "essex", "year": "2007-08", "tier": ["county", "districts"], "amount_gbp": [1666e6, 477e6]}
    )
    result = per_head(balance, population)
    assert result["population"].to_list() == [1_362_888, 1_362_888]
    assert result["amount_per_head_gbp"].round(0).to_list() == [1222, 350]


def test_a_county_takes_the_successors_of_its_districts_when_they_lie_inside_it(population):
    # Suffolk Coastal and Waveney became East Suffolk, Forest Heath and St Edmundsbury West Suffolk, in 2019.
    suffolk = population[
        (population["mid_year"] == 2010)
        & population["authority"].isin(["E07000200", "E07000202", "E07000203", "E07000244", "E07000245"])
    ]
    assert area_population(population, "suffolk", "2010-11") == suffolk["population"].sum()


def test_a_county_that_became_one_council_takes_its_residents(population):
    buckinghamshire = population[(population["mid_year"] == 2010) & (population["authority"] == "E06000060")][
        "population"
    ]
    assert area_population(population, "buckinghamshire", "2010-11") == buckinghamshire.iloc[0]


def test_a_county_whose_district_went_into_a_wider_council_has_no_population(population):
    # Christchurch went with Bournemouth and Poole, which were not in Dorset's two tiers.
    assert pd.isna(area_population(population, "dorset", "2010-11"))


def test_years_beyond_the_estimates_are_refused(population):
    with pytest.raises(
        ChoiceError, match=r"There are no population estimates for mid-2031. They run from 2001 to 2019."
    ):
        area_population(population, "essex", "2031-32")


def test_published_growth_of_prices(deflator):
    # September 2019 series: 2003-04 to 2007-08 x 1.112; 2007-08 to 2018-19 x 1.215.
    index = price_index(deflator, "2007-08")
    assert 1 / index["2003-04"] == pytest.approx(1.112, abs=0.0005)
    assert index["2018-19"] == pytest.approx(1.215, abs=0.0005)


def test_real_terms_state_their_base_and_keep_the_ratio(revenue, deflator):
    cash = tier_balance(revenue, year="2010-11", basis="council_tax_requirement")
    real = real_terms(cash, deflator, "2017-18")
    assert set(real["price_base"]) == {"2017-18"}
    assert (real["amount_gbp"] > cash["amount_gbp"]).all()
    assert real["ratio"].equals(cash["ratio"])
    assert not real["forecast_prices"].any()


def test_what_cannot_be_restated_is_refused(revenue, deflator):
    cash = tier_balance(revenue, year="2010-11", basis="council_tax_requirement")
    real = real_terms(cash, deflator, "2017-18")
    with pytest.raises(ChoiceError, match="Only cash amounts can be restated; this table is in 2017-18"):
        real_terms(real, deflator, "2010-11")
    with pytest.raises(ChoiceError, match="The deflator has no 2040-41: it runs from 1956-57 to 2023-24"):
        real_terms(cash, deflator, "2040-41")
    with pytest.raises(ChoiceError, match="No real-terms figure for 2030-31"):
        real_terms(cash.assign(year="2030-31"), deflator, "2010-11")
    with pytest.raises(ChoiceError, match="The deflator skips a year"):
        price_index(deflator[deflator["year"] != "2005-06"], "2010-11")


def test_prices_that_are_forecast_say_so(revenue, deflator):
    cash = tier_balance(revenue, year="2017-18", basis="council_tax_requirement")
    assert real_terms(cash, deflator, "2020-21")["forecast_prices"].all()
