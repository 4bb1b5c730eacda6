"""The facts of the two council reports, held to the counts and figures of the documents themselves."""

import shutil

import pandas as pd
import pytest

import tieranalysis as ta
from tieranalysis.contract import SchemaError, SourceError, TotalError, conform, schema, total
from tieranalysis.load.council_reports import TABLES, read_report_table, reports_folder
from tieranalysis.load.statements import as_printed, read_statements
from tieranalysis.registers import members

# Rows of each table, as counted in the documents.
ROWS = {
    "documents": 3,
    "themes": 7,
    "recommendations": 37,
    "agreement_areas": 10,
    "initiatives": 44,
    "partnerships": 15,
    "memberships": 63,
    "councils_2007": 15,
    "printed_figures": 7,
    "counts": 27,
    "contact_arrangements": 15,
    "direct_lines": 13,
    "events": 15,
    "savings_targets": 9,
    "anomalies": 20,
    "obligations": 6,
}
PRINTED = {
    "county_budget_2007": ("£1.666m", 1_666_000, 1_666_000_000),
    "districts_budget_2007": ("£477 m", 477_000_000, 477_000_000),
    "highways_programme": ("£100 m", 100_000_000, 100_000_000),
    "county_property": ("£2.1 bn", 2_100_000_000, 2_100_000_000),
    "county_external_spend": ("£680 m", 680_000_000, 680_000_000),
    "agency_subscription": ("£8,000", 8_000, 8_000),
}


@pytest.fixture
def county(tmp_path):
    """A folder of another county's register, to be spoilt."""
    return shutil.copytree(reports_folder(), tmp_path / "county")


def spoil(county, table, row, column, value):
    frame = pd.read_csv(county / f"{table}.csv", dtype="str", keep_default_na=False)
    frame.loc[row, column] = value
    frame.to_csv(county / f"{table}.csv", index=False)


@pytest.mark.parametrize("name", TABLES)
def test_every_table_keeps_its_contract_and_every_row_its_reference(name):
    table = read_report_table(name)
    assert len(table)
    assert schema(name)["primaryKey"]
    if {"reference", "lines"} <= set(table):
        assert table[["source", "reference", "lines"]].notna().all().all()


@pytest.mark.parametrize(("name", "rows"), ROWS.items())
def test_nothing_is_left_out(name, rows):
    assert len(read_report_table(name)) == rows


def test_recommendations_by_theme():
    # 11 on communication, 9 governance, 4 devolution, 4 partnership, 1 agreement, 5 shared services, 3 representation.
    by_theme = read_report_table("recommendations").groupby("theme").size()
    assert by_theme.to_list() == [11, 9, 4, 4, 1, 5, 3]


def test_six_centres_seven_traditional_and_two_of_which_nothing_is_said():
    centres = read_report_table("contact_arrangements")
    assert centres["arrangement"].value_counts().to_dict() == {
        "traditional": 7,
        "contact centre": 6,
        "not stated": 2,
    }
    assert centres.loc[centres["arrangement"] == "traditional", "basis"].eq("derived").all()


def test_thirteen_lines_and_one_name():
    lines = read_report_table("direct_lines")
    assert lines.loc[lines["named"], "name"].to_list() == ["Social Care Direct"]
    assert lines.loc[~lines["named"], "name"].isna().all()


def test_comparators_are_seven_places_cited_ten_times():
    places = read_report_table("comparators")
    assert (places["comparator"].nunique(), len(places)) == (7, 10)


def test_nine_targets_are_asked_for_and_none_is_set():
    targets = read_report_table("savings_targets")
    assert targets.groupby("workstream").size().to_dict() == {"online": 3, "procurement": 3, "property": 3}
    assert targets["target_gbp"].isna().all()
    assert targets["status"].eq("not set").all()
    assert total(targets)["target_gbp"].isna().all(), "empty is not nought"


def test_the_authorities_of_2007_are_those_of_the_register():
    councils = read_report_table("councils_2007").set_index("authority")["tier"]
    assert councils.to_dict() == members("essex", "2010-11").set_index("authority")["tier"].to_dict()


@pytest.mark.parametrize(("statement", "figure"), PRINTED.items())
def test_printed_text_is_kept_for_ever_and_both_readings_stand(statement, figure):
    text, printed, interpreted = figure
    for reading, amount in (("printed", printed), ("interpreted", interpreted)):
        row = read_statements(reading).set_index("statement").loc[statement]
        assert (row["value_as_printed"], row["amount_gbp"], row["reading"]) == (text, amount, reading)


def test_published_ratio_and_per_head():
    # VC03. 1,666 / 477 = 3.4927; 477 / 12 = 39.75; 1,666,000,000 / 1,362,888 = 1,222.4; 477,000,000 / 1,362,888 = 350.0.
    gbp = read_statements().set_index("statement")["amount_gbp"]
    county, districts, people = gbp["county_budget_2007"], gbp["districts_budget_2007"], 1_362_888
    assert county / districts == pytest.approx(3.49, abs=0.01)
    assert districts / 12 == pytest.approx(39_750_000)
    assert county / people == pytest.approx(1222, abs=1)
    assert districts / people == pytest.approx(350, abs=1)


def test_the_two_readings_are_never_added():
    both = pd.concat([read_statements(), read_statements("printed")])
    of_the_county = both[both["statement"] == "county_budget_2007"]
    with pytest.raises(TotalError, match="reading interpreted and printed"):
        total(of_the_county, columns=["amount_gbp"], table="statements")


def test_a_later_interpretation_counts_and_the_earlier_stays(county):
    readings = pd.read_csv(county / "interpretations.csv", dtype="str", keep_default_na=False)
    later = readings.iloc[[0]].assign(interpreted_on="2027-01-01", amount_gbp="1665500000", rule="from the return")
    pd.concat([readings, later]).to_csv(county / "interpretations.csv", index=False)
    row = read_statements(folder=county).set_index("statement").loc["county_budget_2007"]
    assert (row["amount_gbp"], row["rule"]) == (1_665_500_000, "from the return")
    assert len(read_report_table("interpretations", county)) == len(readings) + 1


def test_the_outturn_in_a_reading_is_rounded_once_from_the_return():
    rows = ta.one_year(ta.read_table("revenue"), "2010-11")
    outturn = ta.tier_balance(rows, "essex", "2010-11", "net_current_expenditure").set_index("tier")["amount_gbp"]
    reason = read_statements().set_index("statement").loc["county_budget_2007", "reason"]
    assert f"puts it at £{outturn['county'] / 1e6:,.0f}m" in reason


@pytest.mark.parametrize("text", ["about £5m", "£m", "five", "£1,66x"])
def test_a_printed_text_that_is_no_figure_is_refused(text):
    with pytest.raises(SourceError, match="neither money nor a percentage"):
        as_printed(text)


def test_a_figure_without_interpretation_is_refused(county):
    readings = pd.read_csv(county / "interpretations.csv", dtype="str", keep_default_na=False)
    kept = readings[readings["statement"] != "county_budget_2007"]
    kept.to_csv(county / "interpretations.csv", index=False)
    with pytest.raises(SourceError, match=r"county_budget_2007 has no interpretation. Add a dated row"):
        read_statements(folder=county)


def test_a_member_outside_the_register_is_refused(county):
    spoil(county, "memberships", 4, "authority", "E07009999")
    with pytest.raises(SchemaError, match=r"county/memberships.csv .*\n.*row 6, column 'authority', value 'E07009999'"):
        read_report_table("memberships", county)


def test_a_membership_that_stands_twice_is_refused(county):
    spoil(county, "memberships", 1, "authority", "E10000012")
    with pytest.raises(SchemaError, match="row 3, columns partnership, authority, value P01 / E10000012: a duplicate"):
        read_report_table("memberships", county)


def test_a_recommendation_outside_its_themes_is_refused(county):
    spoil(county, "recommendations", 36, "number", "38")
    with pytest.raises(SchemaError) as error:
        read_report_table("recommendations", county)
    assert "row 38, column 'number', value 38: theme 7 has 35 to 37" in str(error.value)
    assert "recommendation 37 is missing: the themes run from 1 to 37. Add its row." in str(error.value)


def test_a_party_to_an_unknown_item_is_refused(county):
    spoil(county, "parties", 0, "item", "R38")
    with pytest.raises(SchemaError) as error:
        read_report_table("parties", county)
    assert "row 2, column 'item', value 'R38': there is no such item; recommendations run from R01 to R37." in str(
        error.value
    )


def test_an_unknown_body_is_refused(county):
    spoil(county, "parties", 1, "body", "essex_distrits")
    with pytest.raises(
        SchemaError, match=r"value 'essex_distrits': not in bodies.csv. Correct it, or add it there first"
    ):
        read_report_table("parties", county)


def test_an_unknown_table_is_answered_with_those_that_exist():
    with pytest.raises(SourceError, match=r"have no table 'recomendations'. The tables are: documents, themes"):
        read_report_table("recomendations")


def test_another_county_loads_with_its_own_numbers(county):
    for table in ("recommendations", "parties", "themes"):
        frame = pd.read_csv(county / f"{table}.csv", dtype="str", keep_default_na=False)
        keep = frame["item"].str.startswith("R0") if "item" in frame else frame["theme"] == "1"
        frame[keep & (frame.get("number", pd.Series("0", index=frame.index)).astype(int) < 10)].to_csv(
            county / f"{table}.csv", index=False
        )
    spoil(county, "themes", 0, "last_recommendation", "9")
    assert len(read_report_table("recommendations", county)) == 9


def test_the_printed_figures_take_no_part_in_a_reading():
    assert not {"value", "amount_gbp", "reason"} & set(read_report_table("printed_figures"))
    assert conform(read_statements("printed"), "statements")["interpreted_on"].isna().all()
