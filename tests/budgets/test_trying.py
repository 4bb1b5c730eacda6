"""What the budgets report and the comparison of counties show in every case of their panels is what the metrics give."""

from itertools import product

import pandas as pd
import pytest

import tieranalysis as ta

BASE = "2017-18"


@pytest.fixture(scope="module")
def held():
    return {name: ta.read_table(name) for name in ("revenue", "population", "deflator")}


def tried(held, area, year, basis):
    rows = ta.one_year(held["revenue"], year)
    grid = ta.adjustments_to_try(rows, held["deflator"], area, year, [BASE])
    tiers = ta.per_head(ta.tier_balance(rows, area, year, basis), held["population"], beyond="mark")
    return rows, tiers, ta.report_in_each(grid, tiers, held["deflator"])


@pytest.mark.parametrize(("area", "year"), [("essex", "2010-11"), ("kent", "2016-17"), ("north_yorkshire", "2017-18")])
def test_on_net_current_expenditure_the_reports_own_balance_is_less_what_is_left_out_in_the_prices_chosen(
    held, area, year
):
    _, tiers, found = tried(held, area, year, "net_current_expenditure")
    assert found["less"].all()
    assert found["amount_county_gbp"].equals(found["county_gbp"].rename("amount_county_gbp"))
    people = tiers["population"].iloc[0]
    for case in found.itertuples(index=False):
        both = case.county_gbp + case.districts_gbp
        assert case.ratio_of_basis == pytest.approx(case.ratio, nan_ok=True)
        assert case.share_districts == pytest.approx(case.districts_gbp / both, nan_ok=True)
        assert case.head_county_gbp == pytest.approx(case.county_gbp / people, nan_ok=True)
    own = found[~found[list(ta.LEFT_OUT)].any(axis=1) & (found["prices"] == "cash")].iloc[0]
    assert own["amount_county_gbp"] == tiers.set_index("tier").loc["county", "amount_gbp"]
    assert own["share_county"] == pytest.approx(tiers.set_index("tier").loc["county", "share"])


def test_on_another_basis_nothing_is_left_out_and_only_prices_move_it(held):
    _, tiers, found = tried(held, "kent", "2010-11", "council_tax_requirement")
    cash = tiers.set_index("tier")["amount_gbp"]
    index = ta.price_index(held["deflator"], BASE)["2010-11"]
    assert not found["less"].any()
    for prices, scale in {"cash": 1.0, BASE: 1 / index}.items():
        rows = found[found["prices"] == prices]
        assert rows["amount_county_gbp"].to_list() == pytest.approx([cash["county"] * scale] * 16)
    assert found["ratio_of_basis"].to_list() == pytest.approx([tiers["ratio"].iloc[0]] * 32)


def test_every_amount_of_a_table_is_restated_from_its_own_year_and_a_missing_one_stays_missing(held):
    growth = pd.DataFrame({"year": ["2010-11", "2011-12", "2012-13"], "growth_multiplier": [1.0, 1.25, 1.6]})
    table = pd.DataFrame({"year": ["2010-11", "2010-11", "2011-12"], "net_gbp": [100.0, None, -10.0], "share": 0.5})
    before = table.copy()
    found = ta.in_prices_to_try(table, growth, ["2012-13"]).query("prices == '2012-13'")
    assert found["net_gbp"].to_list() == pytest.approx([200.0, float("nan"), -16.0], nan_ok=True)
    assert found["share"].to_list() == [0.5] * 3
    pd.testing.assert_frame_equal(table, before)
    assert ta.in_prices_to_try(table.head(0), growth, ["2012-13"]).empty


@pytest.mark.parametrize("area", ["essex", "north_yorkshire"])
def test_the_years_of_every_case_are_those_of_the_adjusted_balance_in_real_terms(held, area):
    year = "2010-11"
    found = ta.trend_to_try(held["revenue"], held["deflator"], area, year, "net_current_expenditure", [BASE])
    flags = list(ta.LEFT_OUT)
    assert found.groupby([*flags, "prices"]).ngroups == 32
    for own, (prices, base) in product(["2011-12", "2016-17"], {"cash": year, BASE: BASE}.items()):
        index = ta.price_index(held["deflator"], base)[own]
        each = ta.adjusted_balance(held["revenue"], area, own, "outturn").set_index(flags)
        rows = found[(found["prices"] == prices) & (found["year"] == own)].pivot(
            index=flags, columns="tier", values="amount_gbp"
        )
        for tier in ("county", "districts"):
            wanted = each[f"{tier}_gbp"].reindex(rows.index) / index
            assert rows[tier].to_list() == pytest.approx(wanted.to_list(), nan_ok=True)
        assert set(found.loc[found["prices"] == prices, "price_base"]) == {base}


def test_where_the_panel_says_cash_the_reports_own_year_is_what_its_headline_says(held):
    basis = "council_tax_requirement"
    found = ta.trend_to_try(held["revenue"], held["deflator"], "kent", "2014-15", basis, [BASE])
    assert "without_education" not in found
    own = found[(found["prices"] == "cash") & (found["year"] == "2014-15")].set_index("tier")["amount_gbp"]
    cash = ta.tier_balance(ta.one_year(held["revenue"], "2014-15"), "kent", "2014-15", basis).set_index("tier")
    assert own.to_dict() == pytest.approx(cash["amount_gbp"].to_dict())
    assert found["amount_gbp"].isna().any(), "years that are not held are missing"


@pytest.mark.parametrize("year", ["2010-11", "2017-18"])
def test_every_measure_has_a_row_a_county_and_what_is_incomplete_is_missing(held, year):
    by_basis = ta.compared_on_bases(ta.one_year(held["revenue"], year), held["population"], year)
    found = ta.counties_to_try(by_basis)
    assert (found.groupby("basis").size() == len(next(iter(by_basis.values())))).all()
    for basis, table in by_basis.items():
        rows = found[found["basis"] == ta.one_basis(basis)["title"]]
        assert rows["ratio"].to_list() == pytest.approx(table["ratio"].to_list(), nan_ok=True)
    assert found["both_per_head_gbp"].isna().any()


def test_words_of_a_ranking_name_the_ends_and_who_has_no_figure():
    table = pd.DataFrame(
        {"basis": "Net Current", "name": ["A", "B"], "year": "2010-11", "status": "outturn", "ratio": [2.0, None]}
    )
    said = ta.comparison_words(table, "ratio", "County to districts", "ratio")
    assert said["headline"] == "A alone has a complete figure"
    assert said["subtitle"].startswith(
        "County to districts, net current, two-tier counties of England, 2010-11, outturn"
    )
    assert said["alt"] == "A bar for each county, highest first: A 2.00. No figure for B."
    none = ta.comparison_words(table.assign(ratio=None), "ratio", "What", "ratio")
    assert none["headline"] == "No county has a complete figure for 2010-11"


def test_the_headline_of_a_ranking_gives_the_place_of_the_county_in_focus_where_it_has_one():
    table = pd.DataFrame({"name": ["A", "B", "C", "D"], "ratio": [2.0, 3.0, 2.0, None], "year": "2010-11"})
    table = table.assign(status="outturn", basis="Net current expenditure")

    def headline(focus):
        return ta.comparison_words(table, "ratio", "What", "ratio", focus)["headline"]

    assert headline("C") == "C is 2nd of 3 counties: B is highest and C lowest", "ties share a place, as ranks do"
    assert headline("D") == headline("") == "B is highest and C lowest of 3 counties"


@pytest.mark.parametrize("area", ["essex", "cumbria"])
def test_every_case_of_the_measure_names_its_ends_and_how_many_are_ranked(held, area):
    rows = ta.one_year(held["revenue"], "2017-18")
    found, by_year = ta.compared_on_bases(rows, held["population"], "2017-18"), ta.years_on_bases(held["revenue"])
    moves = ta.largest_moves(held["revenue"], by_year, area)
    panel = ta.measure_panel(found, moves, ta.bases(), area, "net_current_expenditure", "2017-18").record
    texts, titles = panel["texts"], ta.bases().set_index("basis")["title"].str.lower()
    for basis, table in found.items():
        at, known = texts["measure"].index(titles[basis]), table.dropna(subset=["ratio"])
        assert known["name"].iloc[0] in texts["highest_county"][at]
        assert known["name"].iloc[-1] in texts["lowest_county"][at]


@pytest.mark.parametrize("area", ["essex", "cumbria"])
def test_the_years_on_every_measure_are_those_of_the_comparison_with_how_many_are_ranked(held, area):
    by_year = ta.years_on_bases(held["revenue"])
    found = ta.years_to_try(by_year, area)
    for basis, title in ta.bases()[["basis", "title"]].itertuples(index=False):
        own, whole = found[found["basis"] == title].reset_index(drop=True), by_year[basis]
        plain = whole[whole["area"] == area].reset_index(drop=True)
        kept = [name for name in plain if name != "basis"]
        pd.testing.assert_frame_equal(own[kept], plain[kept])
        assert own["counties"].to_list() == [whole[whole["year"] == year]["rank"].count() for year in plain["year"]]


def test_what_a_place_rests_on_is_that_of_each_measure_alone(held):
    rows = ta.one_year(held["revenue"], "2016-17")
    found = ta.compared_on_bases(rows, held["population"], "2016-17")
    every = ta.assumptions_on_bases(found, "kent", "returns", "estimates")
    for basis, title in ta.bases()[["basis", "title"]].itertuples(index=False):
        plain = ta.comparison_assumptions(found[basis], "kent", "returns", "estimates", title)
        own = every[every["basis"] == title].drop(columns="basis").reset_index(drop=True)
        pd.testing.assert_frame_equal(own, plain)


def test_the_largest_move_is_found_by_hand_and_named_with_what_changed_between(held):
    spend = held["revenue"]
    basis = "net_current_expenditure_less_housing_benefit"
    years = ta.compare_years(spend, basis)
    move = ta.largest_move(spend, years, "essex", basis)
    assert (move["from_year"], move["to_year"], move["district"]) == ("2016-17", "2017-18", "Chelmsford")
    own = years[years["area"] == "essex"].set_index("year")
    assert move["districts_change_gbp"] == own.loc["2017-18", "districts_gbp"] - own.loc["2016-17", "districts_gbp"]
    assert move["county_change"] == pytest.approx(
        own.loc["2017-18", "county_gbp"] / own.loc["2016-17", "county_gbp"] - 1
    )
    benefit = ta.largest_move(
        spend, ta.compare_years(spend, "net_current_expenditure"), "essex", "net_current_expenditure"
    )
    said = ta.move_answer(benefit, "Essex", "Net current expenditure")
    assert (
        "Between them council tax benefit ended; council tax support lowers the tax base instead (2013-14); public"
        in said
    )
    alone = years[(years["area"] != "essex") | (years["year"] == "2016-17")]
    assert ta.largest_move(spend, alone, "essex", basis)["from_year"] == "", "one year moves nowhere"


def test_the_panel_of_the_report_starts_at_cash_with_all_counted_and_words_say_what_is_left_out(held):
    rows, tiers, found = tried(held, "kent", "2016-17", "net_current_expenditure")
    by_basis = ta.balance_by_basis(rows, "kent", "2016-17")
    shown = ta.budget_panel(found, by_basis, "net_current_expenditure", "Kent", "2016-17")
    panel = shown.record
    assert panel["at_start"]["prices_said"] == "cash"
    assert panel["at_start"]["less_said"] == ""
    assert {" without education", " without mandatory housing benefit, education, parish precepts and levies"} <= set(
        panel["texts"]["less_said"]
    )
    own, others = panel["at_start"]["others_said"], set(panel["texts"]["others_said"])
    assert own.startswith("; on other measures") and len(others) == 2
    low, high = by_basis["ratio"].min(), by_basis["ratio"].max()
    assert f"; the measures of this report, whole, give {low:.2f} to {high:.2f}" in others, "its own measure is one"
    assert set(panel["texts"]["prices_said"]) == {"cash", "in 2017-18 prices"}
    assert ta.each_tier(tiers)["amount_per_head_gbp"].to_list() == ["{head_county_gbp}", "{head_districts_gbp}"]
    services = ta.in_prices_to_try(ta.service_matrix(rows, "kent", "2016-17"), held["deflator"], ["2017-18"])
    shows = services[["prices", "title", "county_gbp"]]
    table = ta.moving_table(shows, "Services, {prices_said}", follows=shown, regardless=ta.LEFT_OUT).record
    assert table["caption"] == "Services, cash"
    assert table["rows"][0][1] == services["county_gbp"].iloc[0]
