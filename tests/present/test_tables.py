"""Tables: exact values kept, shown values rounded, markers, units, and what is refused."""

import datetime
import re
from decimal import Decimal

import numpy as np
import page_sample as sample
import pandas as pd
import pytest

from tieranalysis import present
from tieranalysis.present.cells import view
from tieranalysis.present.markup import Ref, markup
from tieranalysis.present.tables import bare


def shown(block):
    found = view(block.record)
    return [[cell.text for cell in row] for row in [found.headings, *found.body, *found.foot]]


def test_pounds_are_shown_in_one_scale_and_kept_exactly():
    frame = pd.DataFrame({"council": ["A", "B"], "net_gbp": [1_666_000_123, -912_345], "gross_gbp": [2e9, np.nan]})
    block = present.table(frame, "Net")
    assert view(block.record).unit == "£ million"
    assert shown(block)[1:] == [["A", "1,666.0", "2,000.0"], ["B", "−0.9", "[x]"]]
    assert block.record["rows"] == [["A", 1_666_000_123, 2e9], ["B", -912_345, None]]


def test_columns_of_different_units_name_their_own():
    frame = pd.DataFrame({"council": ["A"], "net_gbp": [8.9e6], "share_rate": [0.125], "calls": [1200], "ratio": [2.6]})
    assert shown(present.table(frame, "Mixed")) == [
        ["Council", "Net (£\u00a0thousand)", "Share rate", "Calls", "Ratio"],
        ["A", "8,900", "12.5%", "1,200", "2.60"],
    ]


def test_the_unit_of_most_columns_is_said_once_above_the_table():
    frame = pd.DataFrame(
        {"council": ["A"], "net_gbp": [8.9e6], "gross_gbp": [9.1e6], "people": [1200], "share_rate": [0.1]}
    )
    block = present.table(frame, "Mixed", unit={"people": "residents"})
    assert view(block.record).unit == "Amounts in £ thousand"
    assert shown(block)[0] == ["Council", "Net", "Gross", "People (residents)", "Share rate"]


def test_a_unit_for_all_leaves_alone_columns_that_have_their_own():
    frame = pd.DataFrame({"council": ["A"], "2007-08": [18_250], "share_rate": [0.5]})
    assert shown(present.table(frame, "Mixed", unit="GBP"))[1] == ["A", "18,250", "50.0%"]


def test_pounds_can_be_asked_for_in_thousands_and_millions_already_are_left():
    frame = pd.DataFrame({"council": ["A"], "net_gbp": [8_900_000]})
    assert shown(present.table(frame, "Net", unit="£ thousand"))[1] == ["A", "8,900"]
    already = pd.DataFrame({"council": ["A"], "net": [8.9]})
    assert shown(present.table(already, "Net", unit="£ million"))[1] == ["A", "8.9"]


def test_markers_stand_beside_numbers_and_for_missing_ones_with_a_legend():
    frame = pd.DataFrame({"council": ["A", "B", "C"], "net_gbp": [100, "[z]", None]})
    flags = pd.DataFrame({"net_gbp": ["e", None, "c"]})
    block = present.table(frame, "Net", flags=flags)
    assert [row[1] for row in shown(block)[1:]] == ["100 [e]", "[z]", "[c]"]
    assert view(block.record).legend == "[z] means not applicable. [c] means confidential. [e] means estimate"


def test_a_year_is_a_name_and_not_an_amount():
    frame = pd.DataFrame({"year": [2007, 2008], "net_gbp": [1.0, 2.0]})
    assert [row[0] for row in shown(present.table(frame, "Net"))[1:]] == ["2007", "2008"]


def test_dates_decimals_periods_and_truths_are_written_as_people_do():
    frame = pd.DataFrame(
        {
            "day": [pd.Timestamp("2026-11-21"), datetime.date(2026, 1, 2)],
            "paid_gbp": [Decimal("2.50"), Decimal("10")],
            "agreed": [True, False],
            "quarter": pd.PeriodIndex(["2026Q1", "2026Q2"], freq="Q"),
        }
    )
    rows = shown(present.table(frame, "Paid"))[1:]
    assert rows == [["21 November 2026", "2.50", "Yes", "2026Q1"], ["2 January 2026", "10.00", "No", "2026Q2"]]


def test_named_indexes_become_row_headings_and_counting_ones_vanish():
    frame = pd.DataFrame(
        {"net_gbp": [1, 2]}, index=pd.MultiIndex.from_tuples([("E", "A"), ("E", "B")], names=["area", "council"])
    )
    block = present.table(frame, "Net")
    assert block.record["heads"] == 2
    assert shown(block)[0][:2] == ["Area", "Council"]
    sorted_frame = pd.DataFrame({"council": ["A", "B"], "net_gbp": [1, 2]}).sort_values("net_gbp", ascending=False)
    assert shown(present.table(sorted_frame, "Net"))[0][0] == "Council"


def test_column_levels_are_joined_and_twins_are_kept_apart():
    frame = pd.DataFrame(
        [["A", 1, 2]], columns=pd.MultiIndex.from_tuples([("council", ""), ("2007", "gbp"), ("2008", "gbp")])
    )
    assert shown(present.table(frame, "Net", unit="GBP"))[0] == ["Council", "2007 gbp", "2008 gbp"]
    twins = pd.DataFrame([["A", 1, 2]], columns=["council", "net_gbp", "net_gbp"])
    assert shown(present.table(twins, "Net"))[1] == ["A", "1", "2"]


def test_the_frame_is_left_as_it_was():
    frame = pd.DataFrame({"council": ["A"], "net_gbp": ["[z]"]})
    before = frame.copy()
    present.table(frame, "Net")
    pd.testing.assert_frame_equal(frame, before)


def test_a_schema_gives_units_and_roles():
    schema = {
        "fields": [
            {"name": "n", "unit": "people", "role": "amount", "title": "Residents"},
            {"name": "code", "role": "key"},
        ]
    }
    frame = pd.DataFrame({"code": [7], "n": [1200]})
    assert shown(present.table(frame, "People", schema=schema)) == [["Code", "Residents"], ["7", "1,200"]]


def test_an_empty_frame_is_a_table_with_headings_only():
    assert shown(present.table(pd.DataFrame({"council": []}), "None")) == [["Council"]]


@pytest.mark.parametrize("rows", [0, 2])
def test_a_frame_without_columns_is_a_table_of_its_rows(rows):
    page = present.render(
        sample.notebook_of([bare(pd.DataFrame(index=range(rows)))]), present.About("r", datetime.date(2026, 11, 21))
    )
    assert '<th scope="col">Row</th>' in page.html
    assert page.files["r-table-1.csv"].decode("utf-8-sig").split() == ["Row", *map(str, range(rows))]
    assert "r.xlsx" in page.files


def test_a_huge_bare_frame_shows_its_first_rows_and_says_so():
    found = view(bare(pd.DataFrame({"calls": range(100_000)})).record)
    assert len(found.body) == 100
    assert found.left_out == "Shown here: 100 rows, the first of 100,000. The download has all of them."
    vast = view(bare(pd.DataFrame(np.zeros((100_000, 30)))).record)
    assert vast.left_out.endswith("The rest is too long for a download here.")
    assert len(vast.headings) == 20


def test_assumptions_are_each_in_the_unit_of_their_row():
    frame = pd.DataFrame(
        {"assumption": ["Pay", "Agent"], "value": [0.035, 31_000], "unit": ["rate", "GBP"], "source": ["NJC", "x"]}
    )
    block = present.assumptions(frame.assign(effect=[-9.9e6, 5.0], effect_unit=["GBP", "agents"]))
    assert shown(block) == [
        ["Assumption", "Value", "Source", "Effect of one point more"],
        ["Pay", "3.5%", "NJC", "−£9.9m"],
        ["Agent", "£31,000", "x", "+5 agents"],
    ]
    with pytest.raises(ValueError, match="assumptions: the frame has no column unit, source; it needs assumption"):
        present.assumptions(frame[["assumption", "value"]])


def test_what_is_refused_says_what_to_do():
    frame = pd.DataFrame({"council": ["A"], "answered": [5]})
    with pytest.raises(ValueError, match="table needs a caption that says what the table shows"):
        present.table(frame, " ")
    with pytest.raises(ValueError, match=r"no unit is known for 'answered'. Give unit='GBP' \(one unit for all\)"):
        present.table(frame, "Calls")
    with pytest.raises(ValueError, match="flags, row 0: 'q' is not a marker; use one of x, z, c, p, e"):
        present.table(frame, "Calls", unit="calls", flags=pd.DataFrame({"answered": ["q"]}))


def test_statements_refuse_what_a_reader_could_not_use():
    with pytest.raises(ValueError, match="headlines: 5 numbers given; at most four are read"):
        present.headlines([{"label": "a", "value": 1}] * 5)
    with pytest.raises(ValueError, match=r"headlines: \{'label': 'a'\} lacks value"):
        present.headlines([{"label": "a"}])
    with pytest.raises(ValueError, match="header: authority is empty"):
        present.header("Budgets", " ")
    with pytest.raises(ValueError, match="main_points needs a list of sentences"):
        present.main_points("one sentence")
    with pytest.raises(ValueError, match="notices: level 'red' is not known; use one of warning, information"):
        present.notices([{"text": "x", "level": "red"}])
    with pytest.raises(ValueError, match="has no text; say what was found"):
        present.notices([{"title": "x"}])


def test_a_column_without_any_number_stands_like_the_numbers_beside_it():
    frame = pd.DataFrame({"stream": ["A"], "target_gbp": [None], "gap": [None], "said": [None], "net_gbp": [1.0]})
    one = present.table(frame, "Targets").record["columns"]
    assert [column["number"] for column in one] == [False, True, False, False, True]
    mapped = present.table(frame, "Targets", unit={"gap": "GBP"}).record["columns"]
    assert [column["number"] for column in mapped] == [False, True, True, False, True]


def test_words_beside_a_number_do_not_shrink_a_table_on_paper():
    frame = pd.DataFrame({"what": ["Scenario"], "this": ["Every assumption at its central value, all partners"]})
    block = present.explorer(
        frame.assign(npv_gbp=[1.0]).drop(columns="what"),
        {"this": "Scenario"},
        ["npv_gbp"],
        start={"this": frame["this"][0]},
        sentence="{npv_gbp}",
    )
    assert "fit" not in re.search(r'<section class="([^"]*)"', markup(block.record, Ref("", "p"))).group(1)


def test_a_table_without_rows_says_so():
    frame = pd.DataFrame({"council": ["A"], "net_gbp": [1.0]}).head(0)
    assert '<tr><td colspan="2">Nothing to list.</td></tr>' in markup(present.table(frame, "None").record, Ref("", "t"))


def table_in_print(rows, columns):
    frame = pd.DataFrame({f"{c}_gbp": range(1000, 1000 + rows) for c in "abcdefgh"[:columns]})
    return view(present.table(frame.assign(council="Maldon").set_index("council"), "Net").record)


def test_a_table_is_told_how_it_stands_on_paper_and_at_a_desk():
    small, long, wide = table_in_print(12, 2), table_in_print(90, 2), table_in_print(90, 8)
    assert (small.pairs, small.long, small.many) == (True, False, False)
    assert (long.pairs, long.long, long.many) == (False, True, False)
    assert (wide.pairs, wide.long, wide.many) == (False, False, True)


@pytest.mark.parametrize(("rows", "beside"), [(27, True), (80, False)])
def test_a_chart_stands_beside_its_table_on_paper_where_both_can_be_read(rows, beside):
    frame = pd.DataFrame({"council": [f"C{i}" for i in range(rows)], "net_gbp": range(1, rows + 1)})
    chart = present.ranked_bars(frame, "council", "net_gbp", unit="GBP")
    block = present.figure(chart, alt="Bars.", headline="Up", subtitle="Net, £", data=frame)
    assert ('class="block pair"' in markup(block.record, Ref("Figure 1", "f"))) == beside


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (np.array([1, 2]), "[1 2]"),
        ([1, 2], "[1, 2]"),
        (Decimal("Infinity"), "[x]"),
        (10**400, "[x]"),
        (1e300, "1.00 × 10³⁰⁰"),
        (1 + 2j, "(1+2j)"),
        (np.float64(2.5), "2.5"),
        (np.dtype("float64"), "float64"),
        (np.array(3), "3"),
        ("\x00<script>", "\x00<script>"),
    ],
)
def test_a_cell_that_holds_anything_is_shown_and_stops_no_page(value, shown):
    block = present.table(pd.DataFrame({"who": ["a"], "what": pd.Series([value], dtype=object)}), "T", unit="calls")
    assert view(block.record).body[0][1].text == shown
    assert present.render(sample.notebook_of([block]), sample.about()).files


@pytest.mark.parametrize("kind", [pd.DataFrame, lambda frame: frame["net_gbp"]])
def test_a_count_of_rows_is_not_in_pounds(kind):
    described = kind(pd.DataFrame({"net_gbp": [1e6, 3e6]})).describe()
    rows = shown(bare(described))
    assert rows[1][:2] == ["count", "2.0"]
    assert rows[2][:2] == ["mean", "2,000,000.0"]
