"""The form of the outturn since 2024-25: the section stands in each label, and parts of a line are printed beside it."""

import pandas as pd
import pytest
from official import write

from tieranalysis.contract import SourceError
from tieranalysis.load.labels import line_of
from tieranalysis.load.revenue import read_revenue

SECTIONS = {
    "total_service_expenditure": "Service Expenditure",
    "net_current_expenditure": "Precepts and Levies",
    "expenditure_before_income": "Non-current Expenditure and Receipts",
    "revenue_expenditure": "Non-current Expenditure and Receipts",
    "net_revenue_expenditure": "Revenue Expenditure",
    "council_tax_requirement": "Revenue Expenditure Financing",
}


def flat(rows, memo=True):
    """The sheet of a release with its section in each label, more identifying columns, and lines printed for information."""
    header = rows[6]
    ends = [place for place, label in enumerate(header) if line_of(str(label)) in SECTIONS]
    closing = {place: next((end for end in ends if end >= place), None) for place in range(5, len(header))}
    labels = [
        f"Reserves (continued) - {header[place]} [note 3]"
        if end is None
        else f"{SECTIONS[line_of(header[end])]} - {header[place]}"
        for place, end in closing.items()
    ]
    interest = next(place for place, label in enumerate(labels) if line_of(label) == "interest_receipts") + 1
    extra = (
        ["Non-current Expenditure and Receipts - Income from bonds", "Non-current Expenditure and Receipts - Other"]
        if memo
        else []
    )
    titles = [["Revenue Outturn Summary (RS) data by local authority"], ["£ thousand"], [], [], [], []]
    named = ["E-code", "ONS Code", "Local authority", "Notes", "Class", "Detailed Class", "Certified"]
    body = [
        [
            *row[:3],
            row[3],
            row[4],
            "Shire county",
            "Y",
            *row[5 : 5 + interest],
            *[7.0 for _ in extra],
            *row[5 + interest :],
        ]
        for row in rows[7:-3]
    ]
    return [*titles, [*named, *labels[:interest], *extra, *labels[interest:]], *body]


@pytest.mark.parametrize("name", ["RS_LA_Data_2014-15_data_by_LA.ods", "rs.xlsx"])
def test_the_section_in_a_label_changes_no_figure(release_rows, release, tmp_path, name):
    plain = read_revenue(release())
    read = read_revenue(write({"RS_LA_Data_201415": flat(release_rows)}, tmp_path / name))
    keys = ["authority", "line", "rolls_into", "amount_gbp", "marker", "year", "status"]
    flows = plain["flow_or_stock"] == "flow"
    assert (
        read.loc[read["flow_or_stock"] == "flow", keys]
        .reset_index(drop=True)
        .equals(plain.loc[flows, keys].reset_index(drop=True))
    )
    assert "of_which" not in set(read["line"])
    assert set(read.loc[read["flow_or_stock"] == "stock", "line"]) == set(plain.loc[~flows, "line"])


def test_a_year_that_the_sheet_and_the_title_do_not_agree_on_is_refused(release_rows, tmp_path):
    rows = flat(release_rows)
    rows[0] = ["Revenue Outturn Summary (RS) 2015 to 2016"]
    with pytest.raises(SourceError, match="the financial year is stated as 2014-15 and 2015-16"):
        read_revenue(write({"RS_LA_Data_201415": rows}, tmp_path / "rs.xlsx"))


def test_a_row_of_asset_ids_over_the_titles_changes_no_figure(release_rows, release, tmp_path):
    plain = read_revenue(release())
    rows = flat(release_rows)
    ids = {
        "net_current_expenditure": "netcurrtot",
        "revenue_expenditure": "revenuetot",
        "council_tax_requirement": "ctrtot",
    }
    rows[3] = [""] * 7 + [ids.get(line_of(label), f"id{place}") for place, label in enumerate(rows[6][7:])]
    rows[3][0] = "Asset ID"
    read = read_revenue(write({"RS_LA_Data_201415": rows}, tmp_path / "rs.xlsx"))
    keys = ["authority", "line", "rolls_into", "amount_gbp"]
    flows = [
        table.loc[table["flow_or_stock"] == "flow", keys].sort_values(keys[:2], ignore_index=True)
        for table in (plain, read)
    ]
    pd.testing.assert_frame_equal(*flows)
    assert set(read["line"]) == set(plain["line"])


def test_a_level_of_reserves_under_a_new_name_is_not_lost_without_a_word(release_rows, release):
    def renamed(rows):
        place = next(
            place for place, label in enumerate(rows[6]) if line_of(str(label)) == "unallocated_reserves_closing"
        )
        rows[6][place] = "General balances: reserve at 31 March"

    read = read_revenue(release(renamed))
    assert "unallocated_reserves_closing" not in set(read["line"])
    assert any(
        notice.startswith(
            "No column for unallocated_reserves_closing; they are missing. Labels of reserves that have no place: General balances: reserve at 31 March."
        )
        for notice in read.attrs["notices"]
    )


def test_a_row_told_again_among_the_classes_counts_once(release_rows, release):
    plain = read_revenue(release())

    def again(rows):
        rows.append([*rows[20][:4], "GLA", *rows[20][5:]])

    assert len(read_revenue(release(again))) == len(plain)
    with pytest.raises(SourceError, match="already stands in row 21. Keep one of the rows"):
        read_revenue(release(lambda rows: rows.append([*rows[20][:10], 12345.0, *rows[20][11:]])))
