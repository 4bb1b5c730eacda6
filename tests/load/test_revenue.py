"""One release of the revenue returns: what is read, and what is refused, with its row, column, value and mend."""

import os
from pathlib import Path

import pandas as pd
import pytest

from tieranalysis.contract import SourceError
from tieranalysis.load import reads
from tieranalysis.load.identities import check_identities
from tieranalysis.load.revenue import read_revenue

HEADER = 6
KEPT = ["authority", "line", "rolls_into", "flow_or_stock", "amount_gbp", "year", "status"]


def refusal(path, **keywords):
    with pytest.raises(SourceError) as caught:
        read_revenue(path, **keywords)
    return str(caught.value)


def row_of(rows, e_code):
    return next(place for place, row in enumerate(rows) if row[0] == e_code)


def test_a_release_is_read_as_it_was_shipped(release, revenue):
    read = read_revenue(release())
    shipped = revenue[revenue["year"] == "2014-15"]
    order = ["authority", "line"]
    pd.testing.assert_frame_equal(
        read[KEPT].sort_values(order, ignore_index=True), shipped[KEPT].sort_values(order, ignore_index=True)
    )
    assert check_identities(read).empty


def test_aggregates_and_notes_are_left_behind_and_every_authority_kept(release):
    read = read_revenue(release())
    assert read["authority"].nunique() == 444
    assert read.attrs["table"] == "revenue"


@pytest.mark.parametrize("helper_rows", [0, 3, 8])
def test_the_header_is_found_wherever_it_stands(release_rows, tmp_path, helper_rows):
    import workbooks

    rows = [release_rows[0], release_rows[1], *[[""]] * helper_rows, *release_rows[HEADER:]]
    assert len(read_revenue(workbooks.write(rows, tmp_path / "moved.xlsx"))) == len(
        read_revenue(workbooks.write(release_rows, tmp_path / "same.xlsx"))
    )


def test_an_extra_index_column_is_no_obstacle(release):
    def indexed(rows):
        return [[number, *row] for number, row in enumerate(rows)]

    assert read_revenue(release(indexed))["authority"].nunique() == 444


def test_labels_drift_in_layout_only(release):
    def drift(rows):
        rows[HEADER] = [
            str(label).upper().replace("TOTAL OF LINES 699TO748", "total of lines 799 to 848") + " (3)"
            if place > 4
            else label
            for place, label in enumerate(rows[HEADER])
        ]

    assert read_revenue(release(drift))["line"].nunique() == read_revenue(release(name="plain.xlsx"))["line"].nunique()


def test_a_line_that_no_alias_knows_is_kept_under_its_own_name_and_said(release):
    def new_line(rows):
        place = rows[HEADER].index("Parish precepts")
        for row in rows[HEADER:-3]:
            row.insert(place, "Levy on window boxes" if row is rows[HEADER] else 0.0)

    read = read_revenue(release(new_line))
    assert set(read.loc[read["line"] == "levy_on_window_boxes", "rolls_into"]) == {"net_current_expenditure"}
    assert (
        "'Levy on window boxes' is in no table of aliases; it is kept as the line 'levy_on_window_boxes', a part of net_current_expenditure."
        in read.attrs["notices"]
    )


def test_a_subtotal_under_another_name_is_refused_with_what_has_no_place(release):
    def rename(rows):
        rows[HEADER][rows[HEADER].index("REVENUE EXPENDITURE")] = "Spending of a kind"

    message = refusal(release(rename))
    assert "no column for revenue_expenditure. Labels that could not be placed: Spending of a kind." in message
    assert "add it to registers/line_aliases.csv" in message


def test_columns_that_changed_places_are_refused_because_nothing_adds(release):
    def swap(rows):
        a, b = rows[HEADER].index("Education services"), rows[HEADER].index("SUB-TOTAL (total of lines 749 to 783)")
        for row in rows[HEADER + 1 : -3]:
            row[a], row[b] = row[b], row[a]

    assert "do not add to it for" in refusal(release(swap))


def test_one_council_that_does_not_add_is_noticed_and_not_refused(release):
    def miss(rows):
        rows[row_of(rows, "E1521")][5] += 5_000

    read = read_revenue(release(miss))
    failures = check_identities(read)
    assert failures[["authority", "line", "difference_gbp"]].to_numpy().tolist() == [
        ["E10000012", "total_service_expenditure", -5_000_000.0]
    ]
    assert any(
        "total_service_expenditure: the lines above it do not add" in notice and "E10000012" in notice
        for notice in read.attrs["notices"]
    )


@pytest.mark.parametrize(
    ("mark", "marker"), [("…", "x"), ("...", "x"), ("-", "x"), ("[x]", "x"), ("[c]", "c"), ("", "x")]
)
def test_a_missing_figure_stays_missing_with_its_mark(release, mark, marker):
    def blank(rows):
        rows[row_of(rows, "E1540")][rows[HEADER].index("Education services")] = mark

    read = read_revenue(release(blank))
    cell = read[(read["authority"] == "E07000075") & (read["line"] == "education")].iloc[0]
    assert pd.isna(cell["amount_gbp"])
    assert cell["marker"] == marker


def test_text_in_a_number_is_refused_with_row_column_and_value(release):
    def spoil(rows):
        rows[row_of(rows, "E1540")][rows[HEADER].index("Education services")] = "about 12"

    message = refusal(release(spoil))
    assert (
        "column 'Education services', value 'about 12': not a number, and not a known mark of a missing figure"
        in message
    )
    assert ", row " in message


def test_a_council_without_a_row_is_refused_or_marked(release):
    def drop(rows):
        return [row for row in rows if row[0] != "E1534"]

    message = refusal(release(drop))
    assert (
        "no row for Castle Point (E1534). If the file is cut short, download it again; if they made no return, read it with missing='mark'"
        in message
    )
    marked = read_revenue(release(drop), missing="mark")
    castle_point = marked[marked["authority"] == "E07000069"]
    assert castle_point["amount_gbp"].isna().all()
    assert set(castle_point["marker"]) == {"x"}
    assert castle_point["line"].nunique() == marked["line"].nunique()


def test_a_council_that_stands_twice_is_refused_with_both_rows(release):
    def twice(rows):
        rows.insert(row_of(rows, "E1540"), list(rows[row_of(rows, "E1540")]))

    assert "value 'E1540': Rochford already stands in row" in refusal(release(twice))


def test_an_unknown_council_is_refused(release):
    def stranger(rows):
        row = rows[row_of(rows, "E1540")]
        row[0], row[1], row[2] = "E1599", "", "Camelot"

    assert (
        "column 'E-code', value 'E1599': Camelot is not in the register of authorities. Correct the code, or add the council to registers/authorities.csv."
        in refusal(release(stranger))
    )


def test_a_code_that_lost_its_form_is_refused(release):
    def spoil(rows):
        rows[row_of(rows, "E1540")][0] = "E154O"

    assert "column 'E-code', value 'E154O': not an E-code such as E1521." in refusal(release(spoil))


def test_a_year_that_title_and_sheet_do_not_agree_on_is_refused(release):
    assert "the financial year is stated as 2014-15 and 2015-16 in title and sheet name" in refusal(
        release(sheet="RS LA Data 2015-16")
    )


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Summary: 2014-15 data", "the title does not say whether this is outturn or budget"),
        ("Revenue Outturn Summary (RS) data", "the financial year is not stated in title and sheet name"),
    ],
)
def test_a_title_that_says_too_little_is_refused(release, title, words):
    def retitle(rows):
        rows[0] = [title]

    assert words in refusal(release(retitle))


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("Revenue Outturn Summary (RS): 2014/15 data", "outturn"),
        ("RS 2014-15 data by local authority", "outturn"),
        ("RA 2014-15 data by local authority", "budget"),
        ("Revenue Account (RA) Budget Estimates 2014-15", "budget"),
    ],
)
def test_titles_drift(release, title, status):
    def retitle(rows):
        rows[0] = [title]
        rows.insert(0, [""])

    read = read_revenue(release(retitle))
    assert (read["year"].iloc[0], read["status"].iloc[0]) == ("2014-15", status)


def test_two_labels_of_one_line_are_both_kept_and_the_second_is_said(release):
    def twice(rows):
        place = rows[HEADER].index("Leasing payments")
        for row in rows[HEADER:-3]:
            row.insert(
                place,
                "Capital receipts used to finance revenue expenditure under receipts flexibility"
                if row is rows[HEADER]
                else 0.0,
            )
            row.insert(place, "Flexible use of Capital Receipts" if row is rows[HEADER] else 0.0)

    read = read_revenue(release(twice))
    assert {
        "flexible_capital_receipts",
        "capital_receipts_used_to_finance_revenue_expenditure_under_receipts_flexibility",
    } <= set(read["line"])
    assert any("Capital receipts used to finance" in notice for notice in read.attrs["notices"])


def test_the_same_label_twice_is_refused(release):
    def twice(rows):
        place = rows[HEADER].index("Leasing payments")
        for row in rows[HEADER:-3]:
            row.insert(place, "Leasing payments" if row is rows[HEADER] else 0.0)

    assert "two columns are 'leasing_payments': Leasing payments; Leasing payments." in refusal(release(twice))


def test_another_unit_is_refused(release):
    def millions(rows):
        rows[1] = ["Net current expenditure (£ million)"]

    assert "the unit is not stated as £ thousand above the header" in refusal(release(millions))


def test_a_budget_is_known_by_its_title_whatever_the_file_is_called(release):
    def budget(rows):
        rows[0] = ["Revenue Account Budget (RA): 2014-15 data"]

    assert set(read_revenue(release(budget, name="accounts.xlsx"))["status"]) == {"budget"}


def test_files_that_are_not_releases_are_refused(tmp_path, release):
    whole = release().read_bytes()
    cut = tmp_path / "cut.xlsx"
    cut.write_bytes(whole[: len(whole) // 2])
    assert "cut.xlsx: not a whole xls, xlsx or ods workbook" in refusal(cut)
    text = tmp_path / "page.xls"
    text.write_text("<html>Not found</html>")
    assert "page.xls: not a whole xls, xlsx or ods workbook" in refusal(text)
    assert "nowhere.xlsx: there is no such file" in refusal(tmp_path / "nowhere.xlsx")


def test_another_workbook_is_refused_with_its_sheets(tmp_path):
    import workbooks

    path = workbooks.write([["Name", "Sum"], ["A", 1]], tmp_path / "other.xlsx", sheet="Budget")
    assert (
        "no sheet has E-codes and net current expenditure (sheets: Front Page, Budget). This is not a summary of the revenue returns (RS or RA)."
        in refusal(path)
    )


def test_a_read_is_noted_for_whoever_asks(release, tmp_path, monkeypatch):
    notes = tmp_path / "reads.jsonl"
    monkeypatch.setenv(reads.NOTED_IN, str(notes))
    path = release()
    read_revenue(path)
    assert reads.sha256(path) in notes.read_text()


# Official workbooks are not kept here. Where a folder of them is named, every one of them is read.
WORKBOOKS = [
    path
    for path in Path(os.environ.get("TIERANALYSIS_WORKBOOKS", "")).glob("*.xls*")
    if os.environ.get("TIERANALYSIS_WORKBOOKS")
]


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.name)
def test_official_workbooks(path):
    read = read_revenue(path)
    assert read["authority"].nunique() > 400
    assert len(check_identities(read)) <= 5
