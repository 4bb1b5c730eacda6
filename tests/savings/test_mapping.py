"""A council's own savings table read through a mapping: the published directorates of Brighton & Hove, and what does not fit."""

import openpyxl
import pytest

from tieranalysis.contract import TierAnalysisError
from tieranalysis.load.savings_mapping import read_savings_table
from tieranalysis.metrics.savings.tracking import track_savings

# Brighton & Hove City Council, savings monitoring 2022/23, GBP thousand, with a row for what the directorates leave of the total.
TABLE = """Savings monitoring 2022/23 (£'000),,,,,
,,,,,
No,Directorate,Approved,Achieved,Pressure,Comments
1,Families,"2,674","2,637","1,781",
2,Health,"2,353","1,777",387,late
3,Economy,"2,730","2,491","1,361",
4,Housing,"1,932","1,932",180,
5,Governance,495,328,-,
6,Other,325,325,-,
,Total,"10,509","9,490","3,709",
"""
MAPPING = """
header_row = 3
ignored = ["Comments"]
strip = [","]
[columns]
saving_id = "No"
title = "Directorate"
approved_gbp = "Approved"
delivered_gbp = "Achieved"
in_year_pressure_gbp = "Pressure"
[values.in_year_pressure_gbp]
"-" = 0
[multiply]
approved_gbp = 1000
delivered_gbp = 1000
in_year_pressure_gbp = 1000
[prefix]
saving_id = "BH-"
[totals]
column = "Directorate"
values = ["Total"]
[constants]
year = "2022/23"
status = "outturn"
workstream = "all"
authority = "E06000043"
category = "efficiency"
cashable = true
recurrent = true
base_id = "approved budget"
base_year = "2022-23"
price_base = "cash"
mitigation_gbp = 0
confidence = "medium"
as_at = 2023-06-30
illustrative = false
"""


def placed(tmp_path, table=TABLE, mapping=MAPPING):
    (tmp_path / "tracker.csv").write_text(table, encoding="utf-8")
    (tmp_path / "tracker.toml").write_text(mapping, encoding="utf-8")
    return tmp_path / "tracker.csv", tmp_path / "tracker.toml"


def test_the_published_table_and_its_published_answer(tmp_path):
    # VC05: 10,509 approved, 9,490 delivered (90 %), 4,728 at risk, so 55 % is left.
    savings = read_savings_table(*placed(tmp_path)).savings
    tracked = track_savings(savings).iloc[0]
    assert savings["saving_id"].to_list() == [f"BH-{number}" for number in range(1, 7)]
    assert tracked[["approved_gbp", "delivered_gbp", "net_at_risk_gbp"]].to_list() == [10_509_000, 9_490_000, 4_728_000]
    assert (round(tracked["delivered_rate"], 2), round(tracked["net_rate"], 2)) == (0.90, 0.55)


def test_a_workbook_sheet_in_which_the_codes_are_numbers(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Front page"
    sheet = book.create_sheet("Tracker")
    sheet.append(["No", "Directorate", "Approved", "Achieved", "Pressure", "Comments"])
    sheet.append([1, "Families", 2674, 2637, 1781, None])
    book.save(tmp_path / "tracker.xlsx")
    mapping = placed(tmp_path, mapping='sheet = "Tracker"\n' + MAPPING.replace("header_row = 3", ""))[1]
    savings = read_savings_table(tmp_path / "tracker.xlsx", mapping).savings
    assert savings[["saving_id", "approved_gbp"]].to_numpy().tolist() == [["BH-1", 2_674_000]]
    mapping.write_text(mapping.read_text(encoding="utf-8").replace('"Tracker"', '"Savings"'), encoding="utf-8")
    with pytest.raises(TierAnalysisError, match=r"there is no sheet 'Savings'. Its sheets are: Front page, Tracker\."):
        read_savings_table(tmp_path / "tracker.xlsx", mapping)


def test_a_table_with_a_column_a_year(tmp_path):
    table = "Ref,What,2022/23,2023/24\nA-1,Post,(10),(25)\nA-2,Print,,(5)\n"
    mapping = 'brackets_are_negative = true\n[columns]\nsaving_id = "Ref"\ntitle = "What"\n[years.approved_gbp]\n2022-23 = "2022/23"\n2023-24 = "2023/24"\n[multiply]\napproved_gbp = -1000\n'
    mapping += "[constants]" + MAPPING.partition("[constants]")[2].replace('year = "2022/23"\n', "").replace(
        "outturn", "budget"
    )
    savings = read_savings_table(*placed(tmp_path, table, mapping)).savings
    assert savings[["saving_id", "year", "approved_gbp"]].to_numpy().tolist() == [
        ["A-1", "2022-23", 10_000.0],
        ["A-1", "2023-24", 25_000.0],
        ["A-2", "2023-24", 5_000.0],
    ]


def test_sections_and_cells_that_are_written_once(tmp_path):
    table = "Ref,Lead,What,Saving\nAdults,,,\nA-1,Jones,Post,5\nA-2,,Print,7\nPlaces,,,\nP-1,Smith,Roads,9\n"
    mapping = 'fill_down = ["Lead"]\n[sections]\ncolumn = "Ref"\ninto = "service"\n[columns]\nsaving_id = "Ref"\ntitle = "What"\nowner = "Lead"\napproved_gbp = "Saving"\n'
    mapping += "[constants]" + MAPPING.partition("[constants]")[2].replace("outturn", "budget")
    savings = read_savings_table(*placed(tmp_path, table, mapping)).savings
    assert savings[["saving_id", "service", "owner", "approved_gbp"]].to_numpy().tolist() == [
        ["A-1", "Adults", "Jones", 5.0],
        ["A-2", "Adults", "Jones", 7.0],
        ["P-1", "Places", "Smith", 9.0],
    ]
    with pytest.raises(
        TierAnalysisError, match=r"tracker.csv, row 2, column 'Lead': the first row has nothing above it"
    ):
        read_savings_table(*placed(tmp_path, table.replace("Adults,,,\n", "").replace("Jones", ""), mapping))
    with pytest.raises(TierAnalysisError, match="has no column 'Head' to fill down"):
        read_savings_table(*placed(tmp_path, table, mapping.replace('"Lead"]', '"Head"]')))
    with pytest.raises(TierAnalysisError, match=r"\[sections\] goes into 'services', which the register does not have"):
        read_savings_table(*placed(tmp_path, table, mapping.replace('"service"', '"services"')))


MISFITS = [
    ("2,353", "2,355", "", "", "tracker.csv, row 10, column 'Approved', value 10,509: a total that its rows do not make; they add to 10,511."),
    ("", "", 'ignored = ["Comments"]', "", "tracker.csv has the column 'Comments', and tracker.toml does not say what it is. Map it in [columns], or name it in ignored."),
    ("", "", '"Achieved"', '"Actual"', "tracker.toml names the column 'Actual', and tracker.csv has none. Its columns are: No, Directorate, Approved"),
    ("", "", "cashable = true\nrecurrent = true", "", "tracker.toml does not say what cashable, recurrent are, and the register needs them. Map them in [columns], or give one value"),
    ("", "", "approved_gbp = 1000", "aproved_gbp = 1000", "tracker.toml, [multiply]: the register has no column 'aproved_gbp'."),
    ("", "", "header_row = 3", "header_row = 30", "tracker.csv: there is no header row 30: the table has 10 rows."),
    ("", "", "strip =", "stripp =", "tracker.toml: there is no setting 'stripp'. The settings are: brackets_are_negative, columns"),
    ("", "", "strip =", "strip ", "tracker.toml: not a TOML file"),
    ("", "", "[constants]", '[constants]\ntitle = "x"', "tracker.toml gives 'title' twice."),
    ("", "", 'column = "Directorate"', 'column = "Service"', "tracker.csv has no column 'Service' to find totals in."),
    ("Pressure,Comments", "Pressure,Pressure", "", "", "tracker.csv, row 3: two columns are 'Pressure'. Rename one of them."),
    ("5,Governance,495", "5,Governance,TBC", "", "", "tracker.csv, row 10, column 'Approved', value 10,509: a total that its rows do not make"),
    ("6,Other", "5,Other", "", "", "row 9, columns saving_id, year, value BH-5 / 2022-23: a duplicate of an earlier row."),
    ('"2,637"', '"2,637 est"', 'column = "Directorate"\nvalues = ["Total"]', 'column = "Directorate"\nvalues = ["Total"]\ntolerance = 9999', "row 4, column 'Achieved' (our delivered_gbp), value '2,637 est': not a number."),
    ("", "", "as_at = 2023-06-30", "as_at = 2021-06-30", "row 4, column 'Achieved' (our delivered_gbp), value 2637000.0: BH-1 has a delivered figure for 2022-23, which begins after 2021-06-30."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "old_mapping", "new_mapping", "says"), MISFITS)
def test_what_does_not_fit_is_said_in_the_councils_own_rows(tmp_path, old, new, old_mapping, new_mapping, says):
    assert old in TABLE
    assert old_mapping in MAPPING
    with pytest.raises(TierAnalysisError) as refusal:
        read_savings_table(*placed(tmp_path, TABLE.replace(old, new, 1), MAPPING.replace(old_mapping, new_mapping, 1)))
    assert says in str(refusal.value)


def test_a_mapping_that_is_not_there(tmp_path):
    table, mapping = placed(tmp_path)
    mapping.unlink()
    with pytest.raises(TierAnalysisError, match="there is no such mapping"):
        read_savings_table(table, mapping)
