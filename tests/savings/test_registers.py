"""The registers in and out: exact round trips, and every kind of bad input named by cell."""

import datetime
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tieranalysis.contract import SchemaError, SourceError, TierAnalysisError
from tieranalysis.contract.savings.tables import TABLES
from tieranalysis.load.damage import cell_name, refuse_damage
from tieranalysis.load.savings import checked_registers, read_savings
from tieranalysis.load.savings_out import write_savings

PLACES = ["folder", "book.xlsx"]


def assert_same(one, other):
    for table in TABLES:
        pd.testing.assert_frame_equal(getattr(one, table), getattr(other, table), check_exact=True)


@pytest.mark.parametrize("place", PLACES)
def test_what_is_written_reads_back_the_same(programme, tmp_path, place):
    assert_same(read_savings(write_savings(programme, tmp_path / place)), programme)


@pytest.mark.parametrize("place", PLACES)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    amount=st.floats(0, 1e12),
    title=st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n,;\"'=|"), min_size=1).filter(
        lambda t: t.strip() == t
    ),
)
def test_any_amount_and_any_title_survive(programme, tmp_path, place, amount, title):
    savings = programme.savings.assign(title=title)
    savings.loc[1, "approved_gbp"] = amount
    before = replace(programme, savings=savings)
    assert_same(read_savings(write_savings(before, tmp_path / place)), before)


def test_a_workbook_is_the_same_bytes_every_time(programme, tmp_path):
    one, other = (write_savings(programme, tmp_path / name).read_bytes() for name in ("one.xlsx", "other.xlsx"))
    assert one == other


def test_an_openpyxl_user_can_change_one_number(programme, tmp_path):
    path = write_savings(programme, tmp_path / "book.xlsx")
    change(path, "savings", "approved_gbp", 2, 120)
    assert read_savings(path).savings["approved_gbp"].iloc[0] == 120


def change(path, sheet, column, row, value):
    book = openpyxl.load_workbook(path)
    header = [cell.value for cell in book[sheet][1]]
    book[sheet].cell(row, header.index(column) + 1).value = value
    book.save(path)
    return cell_name(row, header.index(column))


HAND_EDITS = [
    (
        "savings",
        "year",
        datetime.date(2008, 9, 1),
        "a date, where the financial year 2008-09 may have been typed. Format the column as text",
    ),
    ("savings", "year", datetime.date(2022, 9, 1), "a number or date, where a financial year should stand"),
    ("savings", "year", 2022, "a number or date, where a financial year should stand"),
    ("savings", "saving_id", 7, "a number, where a code or text should stand: zeros at its front may be lost"),
    ("savings", "saving_id", datetime.date(2026, 3, 1), "a date, where text should stand. Format the column as text"),
    ("savings", "approved_gbp", datetime.date(2026, 3, 1), "a date or a yes-or-no, where a number should stand"),
    ("savings", "cashable", 1, "a number or date, where true or false should stand. Type true or false."),
    (
        "savings",
        "as_at",
        45107,
        "a number, where a date should stand. Format the column as text, and type the date as 2026-11-21.",
    ),
    ("one_off_costs", "year", "Sep-08", "a date, where the financial year 2008-09 may have been typed"),
    ("targets", "year", 39692, "a date, where the financial year 2008-09 may have been typed"),
]


@pytest.mark.parametrize(("sheet", "column", "value", "says"), HAND_EDITS)
def test_a_workbook_edited_by_hand_is_refused_by_cell(programme, tmp_path, sheet, column, value, says):
    path = write_savings(programme, tmp_path / "book.xlsx")
    cell = change(path, sheet, column, 2, value)
    with pytest.raises(SchemaError) as refusal:
        read_savings(path)
    assert (
        f"book.xlsx, sheet {sheet!r} has been changed by a spreadsheet:\n  row 2, column {column!r} (cell {cell})"
        in str(refusal.value)
    )
    assert says in str(refusal.value)


def test_a_date_in_a_date_column_and_a_capital_true_are_what_they_say(programme, tmp_path):
    path = write_savings(programme, tmp_path / "book.xlsx")
    change(path, "savings", "as_at", 2, datetime.date(2023, 7, 1))
    change(path, "savings", "cashable", 2, "TRUE")
    first = read_savings(path).savings.iloc[0]
    assert (first["as_at"], first["cashable"]) == (pd.Timestamp("2023-07-01"), True)


@pytest.mark.parametrize(
    ("formula", "says"),
    [("=1/0", "a formula that has not been calculated"), ("#REF!", "a broken formula (#REF!). Type the value itself.")],
)
def test_a_formula_without_a_value_is_not_an_empty_cell(programme, tmp_path, formula, says):
    path = write_savings(programme, tmp_path / "book.xlsx")
    cell = change(path, "savings", "delivered_gbp", 2, formula)
    with pytest.raises(SchemaError) as refusal:
        read_savings(path)
    assert f"book.xlsx, sheet 'savings', cell {cell}: {says}" in str(refusal.value)


@pytest.mark.parametrize(
    ("typed", "year"),
    [
        ("Sep-08", "2008-09"),
        ("01/09/2008", "2008-09"),
        ("2008-09-01", "2008-09"),
        ("Oct 2009", "2009-10"),
        ("Nov-10", "2010-11"),
        ("1/9/2008 00:00", "2008-09"),
    ],
)
def test_years_that_a_spreadsheet_saved_as_dates_in_csv(typed, year):
    with pytest.raises(SchemaError, match=f"where the financial year {year} may have been typed"):
        refuse_damage([[typed]], ["year"], "one_off_costs", "costs.csv")


@pytest.mark.parametrize("code", ["12", "1.00E+05", "0012"])
def test_codes_that_became_numbers_in_csv(code):
    with pytest.raises(SchemaError, match="a number, where a code should stand: a spreadsheet may have changed it"):
        refuse_damage([[code]], ["saving_id"], "one_off_costs", "costs.csv")


def test_a_csv_saved_by_a_spreadsheet_with_its_mark_and_line_ends(programme, tmp_path):
    folder = write_savings(programme, tmp_path / "folder")
    file = folder / "savings.csv"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n").replace(b"true", b"TRUE"))
    assert_same(read_savings(folder), programme)


def test_savings_alone_in_one_file(programme, tmp_path):
    file = write_savings(programme, tmp_path / "folder") / "savings.csv"
    text = file.read_text(encoding="utf-8").replace("EV-1", "")
    file.write_text(text, encoding="utf-8")
    assert len(read_savings(file).savings) == 4
    assert len(read_savings(file).targets) == 0


def spoilt(tmp_path, programme, file, old, new):
    folder = write_savings(programme, tmp_path / "folder")
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


BAD_INPUT = [
    (
        "partner_shares.csv",
        "0.27",
        "0.2",
        "partner_shares.csv contradicts itself:\n  row 3, column 'contribution_share', value 0.2: the contribution_shares of A-1 add to 0.93, not to 1.",
    ),
    (
        "one_off_costs.csv",
        "2021-22",
        "2023-24",
        "row 2, column 'year', value '2023-24': A-1 saves from 2022-23, before its first cost.",
    ),
    (
        "savings.csv",
        ",2022-23,outturn,",
        ",2024-25,outturn,",
        "which begins after 2023-06-30. Leave it empty, or correct as_at.",
    ),
    (
        "savings.csv",
        ",2022-23,outturn,",
        ",2022-23,budget,",
        "mixes budget and outturn: the row is budget and has a delivered figure",
    ),
    (
        "savings.csv",
        ",2022-23,outturn,",
        ",2022-23,forecast,",
        "row 4, column 'status', value 'outturn': 2022-23 mixes budget and outturn: its first row is forecast.",
    ),
    (
        "savings.csv",
        "approved budget 2021-22",
        "",
        "row 2, column 'base_id', value '(empty)': must not be empty. Give it: the baseline",
    ),
    ("savings.csv", ",0.5,", ",-0.5,", "row 5, column 'part_year_rate', value -0.5: outside its limits (0 to 1)"),
    (
        "savings.csv",
        ",0.5,",
        ",0.25,",
        "row 5, column 'approved_gbp', value 400.0: not the full year's 800 times part_year_rate 0.25, which is 200.",
    ),
    (
        "savings.csv",
        "cc 1234",
        "",
        "row 2, column 'budget_line_removed', value True: no reference to the removed line.",
    ),
    (
        "savings.csv",
        "EV-1",
        "EV-9",
        "row 2, column 'evidence_ref', value 'EV-9': no such row in the table of evidence.",
    ),
    (
        "savings.csv",
        "2022-23",
        "2022-24",
        "row 2, column 'year', value '2022-24': not a financial year. Write one as 2008-09.",
    ),
    ("overlap_groups.csv", ",B-1,A-1,", ",B-1,B-1,", "row 2, column 'counted_in', value 'B-1': a circle: B-1 in B-1."),
    (
        "overlap_groups.csv",
        ",B-1,A-1,",
        ",B-9,A-1,",
        "row 2, column 'saving_id', value 'B-9': no such saving in the register of savings.",
    ),
    (
        "savings.csv",
        "E06000043",
        "E06999999",
        "row 2, column 'authority', value 'E06999999': not in the register of authorities.",
    ),
    ("targets.csv", "150", "£150", "row 2, column 'target_gbp', value '£150': not a number."),
]


@pytest.mark.parametrize(("file", "old", "new", "says"), BAD_INPUT)
def test_bad_input_is_refused_with_row_and_mend(programme, tmp_path, file, old, new, says):
    folder = spoilt(tmp_path, programme, file, old, new)
    with pytest.raises(TierAnalysisError) as refusal:
        read_savings(folder)
    assert says in str(refusal.value)


def test_a_circle_of_three_names_its_way(make, make_table):
    savings = make({"saving_id": "A-1"}, {"saving_id": "B-1"}, {"saving_id": "C-1"})
    rows = [
        {"overlap_group": "OG-1", "saving_id": a, "counted_in": b, "overlap_share": 0.1}
        for a, b in (("A-1", "B-1"), ("B-1", "C-1"), ("C-1", "A-1"))
    ]
    with pytest.raises(
        TierAnalysisError, match=r"row 4, column 'counted_in', value 'A-1': a circle: C-1 in A-1 in B-1 in C-1\."
    ):
        checked_registers({"savings": savings, "overlap_groups": make_table("overlap_groups", rows)})


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (
            {"slipped_to": "2021-22"},
            "column 'slipped_to', value '2021-22': S-1 cannot slip from 2022-23 to an earlier or the same year.",
        ),
        ({"rag_override": "green"}, "column 'rag_override', value 'green': no reason is recorded."),
        (
            {"as_at": "2023-01-31"},
            "column 'status', value 'outturn': 2022-23 is not closed at as_at. Write forecast, or correct as_at.",
        ),
    ],
)
def test_rows_that_contradict_themselves(make, row, says):
    with pytest.raises(TierAnalysisError) as refusal:
        checked_registers({"savings": make(row)})
    assert f"row 2, {says}" in str(refusal.value)


FILES = [
    ("notes.csv", "a,b\n1,2\n", "the file 'notes' is none of the tables"),
    (
        "savings.csv",
        "saving_id,year\nA-1,2022-23,more\n",
        "savings.csv, row 2: 3 cells, where the header has 2. A comma inside a text needs quotation marks",
    ),
    ("savings.csv", "saving_id,,year\nA-1,x,2022-23\n", "savings.csv, row 1: a column has cells and no name."),
    ("savings.csv", 'saving_id,year\n"A-1,2022-23\n', "savings.csv: not a table of comma-separated values"),
    ("savings.csv", "", "savings.csv does not keep the contract of table 'savings':\n  column 'saving_id' is missing."),
]


@pytest.mark.parametrize(("name", "text", "says"), FILES)
def test_files_that_are_no_register(tmp_path, name, text, says):
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(TierAnalysisError) as refusal:
        read_savings(tmp_path)
    assert says in str(refusal.value)


def test_places_where_there_is_nothing(programme, tmp_path):
    with pytest.raises(SourceError, match="there is no such file or folder"):
        read_savings(tmp_path / "nowhere")
    with pytest.raises(SourceError, match="there is no table of savings"):
        read_savings(tmp_path)
    with pytest.raises(SourceError, match=r"registers are written as a folder of CSV files or as \.xlsx"):
        write_savings(programme, tmp_path / "book.ods")
    (tmp_path / "latin.csv").write_bytes("saving_id\nCaf\xe9".encode("latin-1"))
    with pytest.raises(SourceError, match=r"latin\.csv: not UTF-8 text"):
        read_savings(tmp_path / "latin.csv")


def test_a_stranger_among_the_sheets(programme, tmp_path):
    path = write_savings(programme, tmp_path / "book.xlsx")
    book = openpyxl.load_workbook(path)
    book.create_sheet("Sheet2")
    book.save(path)
    with pytest.raises(SourceError, match="the sheet 'Sheet2' is none of the tables"):
        read_savings(path)


def test_two_price_bases_in_a_year_are_refused_by_row(make):
    with pytest.raises(
        TierAnalysisError,
        match=r"row 3, column 'price_base', value '2021-22': 2022-23 has two price bases, and its first row is cash: pounds",
    ):
        checked_registers({"savings": make({}, {"price_base": "2021-22"})})


def test_sheets_by_any_spelling_and_other_forms_of_workbook(programme, tmp_path):
    sheets = {name.replace("_", " ").title(): getattr(programme, name).astype("object") for name in TABLES}
    with pd.ExcelWriter(tmp_path / "book.ods", engine="odf") as book:
        for name, frame in sheets.items():
            frame.where(frame.notna(), None).to_excel(book, sheet_name=name, index=False)
    assert_same(read_savings(tmp_path / "book.ods"), programme)
