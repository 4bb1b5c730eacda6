"""The workbook: laid out as gptables lays one out, with its text and numbers exactly as they are."""

from datetime import date
from io import BytesIO
from warnings import catch_warnings, simplefilter

import gptables
import openpyxl
import pandas as pd
import pytest

from tieranalysis import present
from tieranalysis.present.sheet import WIDEST
from tieranalysis.present.workbook import workbook

ABOUT = present.About("budgets", date(2026, 11, 21))


def records():
    net = pd.DataFrame({"council": ["Essex", "Harlow"], "net_gbp": [1_924_463_000.0, 12.5], "share": [0.25, 0.5]})
    calls = pd.DataFrame({"council": ["Essex", "Harlow"], "calls": [21, 4], "known": ["yes", "no"]})
    first = present.table(net, "Net expenditure", source="Revenue outturn", notes=["A county runs schools."])
    return [first.record, present.table(calls, "Calls").record]


def ours(*tables):
    """The workbook of these records, Table 1 and so on."""
    named = [(f"Table {number}", record) for number, record in enumerate(tables, 1)]
    return openpyxl.load_workbook(BytesIO(workbook("Budgets", ABOUT, {"period": "2025-26"}, named)))


def theirs():
    """The same tables as gptables' own writer lays them out."""
    net = pd.DataFrame(
        {"Council": ["Essex", "Harlow"], "Net (£)": [1_924_463_000.0, 12.5], "Share (per cent)": [0.25, 0.5]}
    )
    calls = pd.DataFrame({"Council": ["Essex", "Harlow"], "Calls": [21, 4], "Known": ["yes", "no"]})
    one = {"instructions": "This worksheet contains one table.", "index_columns": {2: 0}}
    sheets = {
        "Table 1": gptables.GPTable(
            net, "table_1", "Table 1: Net expenditure", source="Source: Revenue outturn", **one
        ),
        "Table 2": gptables.GPTable(calls, "table_2", "Table 2: Calls", **one),
    }
    notes = pd.DataFrame({"Note": ["a"], "Note text": ["Table 1: A county runs schools."]})
    out = BytesIO()
    with catch_warnings():
        simplefilter("ignore")
        gptables.produce_workbook(out, sheets, cover=gptables.Cover("Budgets"), notes_table=notes).close()
    return openpyxl.load_workbook(out)


def laid_out(page):
    """Every cell of a sheet: what it holds, how it looks and where it leads, and where the sheet has tables."""
    cells = {
        cell.coordinate: (
            cell.value,
            (cell.font.name, cell.font.sz, cell.font.b, cell.font.u),
            (cell.alignment.horizontal, cell.alignment.vertical, cell.alignment.wrap_text),
            cell.border.bottom.style,
            cell.hyperlink.location if cell.hyperlink else None,
        )
        for row in page.iter_rows()
        for cell in row
    }
    tables = [(table.ref, [c.name for c in table.tableColumns]) for table in page.tables.values()]
    return cells, tables, page.sheet_view.showGridLines


@pytest.mark.parametrize("name", ["Contents", "Notes", "Table 1", "Table 2"])
def test_sheets_are_laid_out_as_gptables_lays_them_out(name):
    assert laid_out(ours(*records())[name]) == laid_out(theirs()[name])


def test_sheets_come_in_the_order_of_the_guidance():
    assert ours(*records()).sheetnames == theirs().sheetnames == ["Cover", "Contents", "Notes", "Table 1", "Table 2"]


def test_numbers_are_written_with_the_pattern_of_their_unit():
    page = ours(*records())["Table 1"]
    assert [page[cell].number_format for cell in ("A5", "B5", "C5")] == ["General", "#,##0", "0.0%"]


def pixels(page, column):
    return round(page.column_dimensions[column].width * 7)


def test_a_column_has_room_for_its_longest_number_as_it_is_shown():
    # In Arial of 12 points a digit takes 8.9 pixels and a comma 4.4: ten and three of them 102.2, and 5 of padding.
    assert pixels(ours(*records())["Table 1"], "B") > 107


def test_long_text_is_wrapped():
    frame = pd.DataFrame({"council": ["Essex"], "why": ["it is said that " * 40]})
    page = ours(present.table(frame, "Reasons").record)["Table 1"]
    assert pixels(page, "B") <= WIDEST
    assert page["B4"].alignment.wrap_text


def test_text_that_looks_like_marks_stays_as_it_is():
    frame = pd.DataFrame({"council": ["[Essex](https://example.org)", "$$note$$", "=1+1", "007", "\u2013"]})
    page = ours(present.table(frame, "[Marks](in) $$text$$").record)["Table 1"]
    assert page["A1"].value == "Table 1: [Marks](in) $$text$$"
    assert [page[f"A{row}"].value for row in range(4, 9)] == frame["council"].tolist()
    assert not any(cell.hyperlink or cell.data_type == "f" for row in page.iter_rows() for cell in row)


def test_a_unit_that_says_what_the_heading_says_is_not_said_twice():
    headings = [cell.value for cell in ours(*records())["Table 2"][3]]
    assert headings == ["Council", "Calls", "Known"]


def test_a_table_without_rows_says_that_none_applies():
    page = ours(present.table(pd.DataFrame({"council": [], "calls": []}), "Calls").record)["Table 1"]
    assert [cell.value for cell in page[4]] == ["[z]", "[z]"]


def test_headings_that_differ_in_capitals_alone_are_told_apart_and_long_ones_are_cut():
    frame = pd.DataFrame([["a", 1, 2, "b"]], columns=["net", "Net", "NET", "h" * 300])
    page = ours(present.table(frame, "Net", unit="calls", labels={"net": "net", "Net": "Net", "NET": "NET"}).record)
    headings = [cell.value for cell in page["Table 1"][3]]
    assert headings[:3] == ["net", "Net (calls)", "NET (calls) [3]"]
    assert len(headings[3]) == 200
    (table,) = page["Table 1"].tables.values()
    assert [column.name for column in table.tableColumns] == headings


def test_what_a_page_cannot_show_stands_in_the_workbook_as_on_the_page():
    frame = pd.DataFrame({"council": ["bell \x07", "turned \u202e"]})
    page = ours(present.table(frame, "Names").record)["Table 1"]
    assert [page["A4"].value, page["A5"].value] == ["bell \ufffd", "turned \ufffd"]


def test_a_record_of_other_code_with_odd_cells_is_written_as_it_can_be():
    record = present.table(pd.DataFrame({"net_gbp": [1.0]}), "Net").record
    odd = [[{"a": 1}], [float("nan")], [float("inf")]]
    record |= {"rows": odd, "rows_in_all": 3, "columns": [record["columns"][0] | {"label": None}]}
    page = ours(record)["Table 1"]
    assert [page[f"A{row}"].value for row in range(3, 7)] == ["Row (£)", "{'a': 1}", "[x]", "[x]"]


def test_half_a_character_becomes_a_question_mark():
    half = "a" + chr(0xD800)
    frame = pd.DataFrame({"council": pd.Series([half], dtype=object)})
    page = ours(present.table(frame, half).record)["Table 1"]
    assert (page["A1"].value, page["A4"].value) == ("Table 1: a?", "a?")


@pytest.mark.parametrize("title", ["=1+1", "https://example.org", "{=1}", "007", "[Essex](https://example.org)"])
def test_the_cover_runs_and_follows_nothing_that_comes_from_data(title):
    data = workbook(title, ABOUT, {"period": title}, [("Table 1", records()[0])])
    cells = [cell for row in openpyxl.load_workbook(BytesIO(data))["Cover"].iter_rows() for cell in row]
    assert cells[0].value == title.replace("](", "] (")
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
