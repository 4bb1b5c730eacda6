"""Importing: all or nothing, vintages kept, revisions reported, and the command that does it."""

import shutil

import pandas as pd
import pytest
from click.testing import CliRunner
from official import series_rows, write

from tieranalysis.cli import main
from tieranalysis.load.catalogue import data_root
from tieranalysis.load.revisions import revisions
from tieranalysis.load.tables import read_table
from tieranalysis.metrics.budgets.balance import tier_balance
from tieranalysis.metrics.budgets.choose import ChoiceError
from tieranalysis.metrics.budgets.people import area_population
from tieranalysis.metrics.budgets.prices import price_index
from tieranalysis.registers import active


@pytest.fixture
def own_data(tmp_path, monkeypatch):
    """A data folder of one's own, with what ships."""
    shutil.copytree(data_root(), tmp_path / "data", ignore=shutil.ignore_patterns("processed"))
    monkeypatch.setenv("TIERANALYSIS_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def revised(rows):
    place = next(place for place, row in enumerate(rows) if row[0] == "E1540")
    column = rows[6].index("NET REVENUE EXPENDITURE (TOTAL OF LINES 800 TO 804)")
    rows[place][column] += 25


def of_another_year(rows):
    rows[0] = ["Revenue Outturn (RO) 2015-16: Revenue Outturn Summary (RS) data"]


def test_a_new_year_stands_beside_those_that_ship(own_data, release):
    result = run("import", release(of_another_year))
    assert result.exit_code == 0, result.output
    assert "release.xlsx: 2015-16 outturn, 444 authorities, 71 lines, vintage" in result.output
    assert "2015-16" in set(read_table("revenue")["year"])


def test_a_revision_is_reported_and_never_overwrites(own_data, release):
    result = run("import", release(revised))
    assert (
        "a revision of vintage 23bc7b4c7091: 1 authorities, 1 amounts differ; the largest is net_revenue_expenditure of E07000075, by £25,000."
        in result.output
    )
    both = read_table("revenue").query("year == '2014-15'")
    assert both["vintage"].nunique() == 2
    older, newer = (rows for _, rows in sorted(both.groupby("vintage"), key=lambda pair: pair[0] != "23bc7b4c7091"))
    assert revisions(older, newer)[["authority", "line", "change_gbp"]].to_numpy().tolist() == [
        ["E07000075", "net_revenue_expenditure", 25_000.0]
    ]


def test_two_vintages_need_a_preference_and_a_preference_is_kept(own_data, release):
    path = release(revised)
    run("import", path)
    with pytest.raises(ChoiceError, match="2014-15 has 2 of vintage"):
        tier_balance(read_table("revenue"), "essex", "2014-15", "net_revenue_expenditure")
    assert run("import", "--prefer", path).exit_code == 0
    preferred = read_table("revenue").query("year == '2014-15'")
    assert set(preferred["vintage"]) != {"23bc7b4c7091"}
    assert len(set(preferred["vintage"])) == 1


def test_one_bad_file_leaves_everything_as_it_was(own_data, release, tmp_path):
    good, bad = release(of_another_year), tmp_path / "bad.xlsx"
    bad.write_bytes(b"not a workbook")
    before = sorted(str(path) for path in own_data.rglob("*"))
    result = run("import", good, bad)
    assert result.exit_code == 1
    assert "tieranalysis: bad.xlsx: not a whole xls, xlsx or ods workbook" in result.output
    assert sorted(str(path) for path in own_data.rglob("*")) == before


def test_the_same_file_twice_is_refused(own_data, release, tmp_path):
    path = release(of_another_year)
    copy = tmp_path / "copy.xlsx"
    shutil.copy(path, copy)
    assert "copy.xlsx and release.xlsx are the same file. Name one of them." in run("import", path, copy).output


def test_check_reports_every_failure_and_its_exit_status_says_so(own_data):
    assert run("check").exit_code == 0
    with (own_data / "raw" / "population.csv").open("a", encoding="utf-8") as file:
        file.write("E07000075,2020,1,70f9ef190fcb\n")
    (own_data / "raw" / "stray.csv").write_text("a\n")
    result = run("check")
    assert result.exit_code == 1
    assert "population.csv: its SHA-256 is" in result.output
    assert "stray.csv: not in the register." in result.output
    assert "revenue: 188,845 rows keep the contract." in result.output


def test_a_series_of_years_is_kept_and_preferred_year_by_year(own_data, tmp_path):
    councils = active("2018-19").query("tier != 'other'")["authority"].to_list()
    rows = [(ending, code, "x", "SD", "submitted", 5) for ending in ("201803", "201903") for code in councils]
    path = tmp_path / "series.csv"
    pd.DataFrame(
        rows, columns=["year_ending", "ONS_code", "LA_name", "LA_class", "status", "RS_ctrtot_net_exp"]
    ).to_csv(path, index=False)
    result = run("import", "--prefer", path)
    assert result.exit_code == 0, result.output
    assert "series.csv: 2018-19 outturn" in result.output
    assert "a revision of vintage 24225a1e7ecd" in result.output
    table = read_table("revenue")
    for year in ("2017-18", "2018-19"):
        assert set(table.loc[table["year"] == year, "line"]) == {"council_tax_requirement"}
    assert len(table.loc[table["year"] == "2010-11", "line"].unique()) > 60


def people_csv(path, year, count):
    path.write_text(
        f"ladcode21,laname21,country,population_{year}\nE07000075,Rochford,E,{count}\nW06000001,Anglesey,W,70000\n",
        encoding="utf-8",
    )
    return path


def rochford(year):
    table = read_table("population").query(f"authority == 'E07000075' and mid_year == {year}")
    return table["population"].to_list()


def test_estimates_of_a_new_year_stand_beside_those_that_ship(own_data, tmp_path):
    result = run("import", people_csv(tmp_path / "people.csv", 2020, 88_000))
    assert result.exit_code == 0, result.output
    assert "people.csv: population, mid-2020, 1 rows, vintage" in result.output
    assert rochford(2020) == [88_000]
    assert rochford(2007) == [82_264]


def test_revised_estimates_are_reported_and_a_metric_asks_which_until_one_is_preferred(own_data, tmp_path):
    path = people_csv(tmp_path / "people.csv", 2019, 87_400)
    output = run("import", path).output
    assert (
        "a revision of vintage 70f9ef190fcb: 1 authorities, 1 estimates differ; the largest is E07000075 in mid-2019, by +32 people."
        in output
    )
    assert "Until one is preferred (--prefer), a metric asks which." in output
    with pytest.raises(
        ChoiceError,
        match=r"mid-2019 has estimates of 2 vintages .*70f9ef190fcb.*; they must not be mixed. Prefer one with",
    ):
        area_population(read_table("population"), "essex", "2019-20")
    assert area_population(read_table("population"), "essex", "2018-19") > 1_400_000
    older, newer = (
        rows
        for _, rows in sorted(
            read_table("population").query("mid_year == 2019").groupby("vintage"),
            key=lambda pair: pair[0] != "70f9ef190fcb",
        )
    )
    changed = revisions(older[older["authority"] == "E07000075"], newer)
    assert changed[["authority", "mid_year", "change_people"]].to_numpy().tolist() == [["E07000075", 2019, 32.0]]
    assert "Reports use this one from now on." in run("import", "--prefer", path).output
    assert rochford(2019) == [87_400]
    assert rochford(2018) == [
        read_table("population").query("authority == 'E07000075' and mid_year == 2018")["population"].iloc[0]
    ]


def test_a_preference_stays_when_another_vintage_comes(own_data, tmp_path):
    one = people_csv(tmp_path / "one.csv", 2019, 87_400)
    run("import", "--prefer", one)
    output = run("import", people_csv(tmp_path / "two.csv", 2019, 87_500)).output
    assert "which was preferred, until this one is (--prefer)." in output
    assert rochford(2019) == [87_400]


def test_two_vintages_of_prices_are_not_chained(own_data, tmp_path):
    prices = tmp_path / "prices.csv"
    prices.write_text("financial_year_start,growth_multiplier\n2017,1.06\n2018,1.03\n", encoding="utf-8")
    assert "Say the first year that is one, with --forecast-from 2025-26." in run("import", prices).output
    output = run("import", prices, "--forecast-from", "2018-19").output
    assert "prices.csv: deflator, 2017-18 to 2018-19, 2 rows" in output
    assert "2 years differ; the largest is 2017-18, by" in output
    with pytest.raises(
        ChoiceError, match=r"The deflator has years of 2 vintages .* Prefer one with tieranalysis import --prefer FILE"
    ):
        price_index(read_table("deflator"), "2010-11")
    run("import", prices, "--forecast-from", "2018-19", "--prefer")
    assert read_table("deflator")["forecast"].to_list() == [False, True]


def test_the_years_of_one_series_may_come_in_two_imports(own_data, tmp_path):
    path = write({"MYEB3": series_rows([2020, 2021, 2022])}, tmp_path / "series.xlsx")
    for years in ("2020-2021", "2021-2022"):
        assert run("import", path, "--mid-year", years).exit_code == 0
    table = read_table("population").query("authority == 'E07000066' and mid_year >= 2020")
    assert table["mid_year"].to_list() == [2020, 2021, 2022]


def test_an_unknown_table_is_refused():
    with pytest.raises(
        ValueError, match="There is no table 'staff' to read. The tables are: revenue, population, deflator"
    ):
        read_table("staff")
