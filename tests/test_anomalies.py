"""The twenty traps of the two reports, each as the test that its row in `anomalies.csv` names."""

import pandas as pd
import pytest

from tieranalysis.contract import SchemaError, TotalError, conform, fields, total
from tieranalysis.load.council_reports import read_report_table
from tieranalysis.load.names import canonical_name
from tieranalysis.load.statements import read_statements


@pytest.fixture(scope="module")
def read():
    return {reading: read_statements(reading).set_index("statement") for reading in ("interpreted", "printed")}


def test_there_are_twenty():
    assert read_report_table("anomalies")["anomaly"].to_list() == [f"AN{n:02}" for n in range(1, 21)]


def test_an01_both_values_are_kept_and_the_ratio_is_349(read):
    ratios = {
        r: t.at["county_budget_2007", "amount_gbp"] / t.at["districts_budget_2007", "amount_gbp"]
        for r, t in read.items()
    }
    # 1,666 / 477 = 3.4927; 1.666 / 477 = 0.003493.
    assert ratios["interpreted"] == pytest.approx(3.49, abs=0.005)
    assert ratios["printed"] == pytest.approx(0.0035, abs=0.00005)


def test_an02_a_figure_carries_its_basis_and_bases_do_not_mix(read):
    assert read["interpreted"]["basis"].notna().all()
    mixed = read["interpreted"].loc[["county_budget_2007", "county_external_spend"]].reset_index()
    with pytest.raises(TotalError, match="basis"):
        total(mixed.assign(status="budget", price_base="cash"), columns=["amount_gbp"], table="statements")


def test_an03_the_years_of_a_set_of_targets_follow_one_another():
    for _, targets in read_report_table("savings_targets").groupby("workstream"):
        starts = targets["year"].str[:4].astype(int)
        assert starts.diff().dropna().eq(1).all()
    third = read_report_table("events").set_index("date_as_printed").loc["2011/12"]
    assert (third["date"], third["date_basis"], third["anomaly"]) == ("2010-11", "derived", "AN03")


def test_an04_theme_6_has_two_names_and_one_number():
    theme = read_report_table("themes").set_index("theme").loc[6]
    assert theme["name_in_list"] != theme["name_in_heading"]
    assert canonical_name(theme["name_in_list"]) == canonical_name(theme["name_in_heading"]) == theme["name"]
    assert (read_report_table("recommendations")["theme"] == 6).sum() == 5


def test_an05_the_partnership_is_anglia_and_reaches_norfolk():
    assert canonical_name("Anglian Revenues Partnership") == "Anglia Revenues Partnership"
    alias = read_report_table("aliases").set_index("alias").loc["Anglian Revenues Partnership"]
    assert (alias["basis"], "Norfolk" in alias["note"]) == ("external", True)


def test_an06_a_rate_has_no_amount_until_it_has_a_base(read):
    rate = read["interpreted"].loc["efficiency_expected"]
    assert (rate["flow_or_stock"], rate["basis"], rate["value"]) == ("rate", "not stated", 3)
    assert pd.isna(rate["amount_gbp"])
    assert all(form in rate["alternatives"] for form in ("9.00% simple", "9.27% multiplicative", "8.73% declining"))


def test_an07_names_are_unique_once_aliases_are_resolved():
    printed = ["Essex Online Partnership", "Essex On Line Partnership", "essex on  line partnership"]
    assert {canonical_name(name) for name in printed} == {"Essex Online Partnership"}
    names = read_report_table("partnerships")["name"].map(canonical_name)
    assert names.is_unique


def test_an08_every_figure_is_a_stock_a_flow_or_a_rate(read):
    assert read["interpreted"]["flow_or_stock"].isin(["stock", "flow", "rate"]).all()
    assert read["interpreted"].at["county_property", "flow_or_stock"] == "stock"
    mixed = read["interpreted"].loc[["county_property", "county_external_spend"]].reset_index()
    with pytest.raises(TotalError, match=r"flow_or_stock|unit|basis"):
        total(mixed, columns=["amount_gbp"], table="statements")


def test_an09_every_amount_has_a_period_and_the_programme_is_a_total(read):
    assert read["interpreted"]["period"].notna().all()
    programme = read["interpreted"].loc["highways_programme"]
    assert (programme["amount_gbp"], programme["period"][:10]) == (100_000_000, "five years")
    assert pd.isna(programme["year"]), "no year may be read into it"


def test_an10_workstreams_that_overlap_are_listed():
    overlaps = read_report_table("overlaps")
    assert set(map(frozenset, overlaps[["workstream", "other"]].to_numpy())) == {
        frozenset({"procurement", "property"}),
        frozenset({"procurement", "online"}),
    }
    assert overlaps["basis"].eq("inferred").all()


def test_an11_the_qualifier_is_kept(read):
    for table in read.values():
        assert table.at["agency_subscription", "qualifier"] == "around"


def test_an12_twelve_districts_and_fifteen_in_all():
    councils = read_report_table("councils_2007")
    assert councils["tier"].value_counts().to_dict() == {"district": 12, "unitary": 2, "county": 1}
    nowhere = councils[~councils["named_in_kinghan"] & ~councils["named_in_lsa"]]
    assert nowhere["name_2007"].str.split().str[0].to_list() == ["Epping", "Southend-on-Sea", "Thurrock"]
    assert nowhere["name_printed"].isna().all()
    only_2003 = councils[~councils["named_in_kinghan"] & councils["named_in_lsa"]]
    assert only_2003["name_printed"].to_list() == ["Maldon"]


def test_an13_hearsay_is_marked():
    initiatives = read_report_table("initiatives")
    assert initiatives.loc[initiatives["evidence"] == "said to", "item"].to_list() == ["I26"]
    parts = read_report_table("parties")
    assert parts.loc[parts["item"] == "I26", "basis"].eq("said to").all()


def test_an14_the_twelve_of_2003_have_no_names_and_rochford_is_not_among_them():
    supporters = read_report_table("bodies").set_index("body").loc["twelve_authorities"]
    assert (supporters["kind"], pd.isna(supporters["members"])) == ("unnamed group", True)
    agency = read_report_table("memberships").query("partnership == 'P03' and authority == 'E07000075'")
    assert agency["role"].to_list() == ["invited"]


def test_an15_a_state_without_its_date_is_refused():
    centres = read_report_table("contact_arrangements")
    assert fields("contact_arrangements")["as_at"]["constraints"]["required"]
    with pytest.raises(SchemaError, match=r"column 'as_at'.*must not be empty"):
        conform(centres.assign(as_at=None), "contact_arrangements")


def test_an16_the_misprint_touches_no_figure(read):
    assert read_report_table("anomalies").set_index("anomaly").loc["AN16", "effect_if_ignored"] == "none"
    assert not read["interpreted"]["anomaly"].eq("AN16").any()


def test_an17_both_claims_of_who_raised_it_are_kept():
    area = read_report_table("agreement_areas").set_index("area").loc["Human resources"]
    assert (area["raised_by"], area["raised_by_reference"]) == ("county", "4.5")
    assert area["other_claim"].startswith("2.2 has recruitment")


def test_an18_a_budget_is_never_added_to_an_outturn(read):
    budget = read["interpreted"].loc[["county_budget_2007"]].reset_index()
    assert budget["status"].to_list() == ["budget"]
    with pytest.raises(TotalError, match="status budget and outturn"):
        total(pd.concat([budget, budget.assign(status="outturn")]), columns=["amount_gbp"], table="statements")


def test_an19_the_reports_own_caveat_travels_with_it():
    caveats = read_report_table("documents").set_index("source")["caveat"]
    assert "view of the districts" in caveats["kinghan_2007"]
    perceived = read_report_table("initiatives").query("evidence == 'perceived'")
    assert perceived["title"].to_list() == ["ELGA"]


def test_an20_one_to_thirty_seven_are_found_each_once():
    table = read_report_table("recommendations")
    assert table["number"].to_list() == list(range(1, 38))
    first_lines = table["lines"].str.split("-").str[0].astype(int)
    assert first_lines.is_monotonic_increasing
    assert first_lines.between(110, 283).all()
