"""Downloads: exact, described, harmless in a spreadsheet, and the same bytes every time."""

import json
import time
from datetime import date
from io import BytesIO

import openpyxl
import page_sample as sample
import pandas as pd
import pytest

from tieranalysis import present
from tieranalysis.present import downloads

FRAME = pd.DataFrame({"council": ["=cmd|' /C calc'!A0", "B"], "net_gbp": [0.1 + 0.2, None], "agreed": [True, False]})
ABOUT = present.About("budgets", date(2026, 11, 21))


def test_a_csv_reads_back_exactly_with_its_schema():
    record = present.table(FRAME, "Net").record
    schema = downloads.table_schema(record)
    back = pd.read_csv(BytesIO(downloads.csv_bytes(record)), na_values=schema["missingValues"], encoding="utf-8-sig")
    assert back["net_gbp"].tolist()[0] == 0.1 + 0.2
    assert pd.isna(back["net_gbp"].tolist()[1])
    assert [(f["name"], f["type"], f["role"], f.get("unit")) for f in schema["fields"]] == [
        ("council", "string", "text", None),
        ("net_gbp", "number", "amount", "GBP"),
        ("agreed", "boolean", "text", None),
    ]


def test_missing_is_written_and_a_formula_is_only_text():
    lines = downloads.csv_bytes(present.table(FRAME, "Net").record).decode("utf-8-sig").splitlines()
    assert lines[1].startswith("'=cmd|")
    assert lines[2] == "B,[x],false"


def test_each_table_has_its_csv_and_schema_and_all_of_them_one_workbook(rendered):
    names = set(rendered.files)
    assert {
        "budgets-table-1.csv",
        "budgets-table-1.schema.json",
        "budgets-figure-1.csv",
        "budgets-panel-1.csv",
    } <= names
    assert "budgets.xlsx" in names
    for name in names:
        if name.endswith(".schema.json"):
            fields = [field["name"] for field in json.loads(rendered.files[name])["fields"]]
            csv = pd.read_csv(
                BytesIO(rendered.files[name.replace(".schema.json", ".csv")]), encoding="utf-8-sig", dtype=str
            )
            assert [column.lstrip("'") for column in csv.columns] == fields


def test_the_workbook_has_a_cover_contents_notes_and_exact_numbers(rendered):
    book = openpyxl.load_workbook(BytesIO(rendered.files["budgets.xlsx"]))
    assert book.sheetnames[:3] == ["Cover", "Contents", "Notes"]
    cells = [cell.value for row in book["Table 3"].iter_rows() for cell in row]
    assert 21_912_345 in cells
    assert "[c]" in cells
    assert "Net (£)" in cells
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert "Table 3: A district does not run schools." in [cell.value for cell in book["Notes"]["B"]]


def test_words_in_another_script_and_signs_alone_stand_in_the_workbook_as_they_are():
    written = ["مجلس المدينة", "–", "***", " ", "– ", "Harlow"]
    frame = pd.DataFrame({"council": written, "net_gbp": range(6)})
    page = present.render(sample.notebook_of([present.table(frame, "Names – «»")]), sample.about())
    book = openpyxl.load_workbook(BytesIO(next(data for name, data in page.files.items() if name.endswith("xlsx"))))
    cells = [row[0].value for row in book["Table 2"].iter_rows() if row[1].value in range(6)]
    assert cells == ["مجلس المدينة", "–", "***", "[x]", "– ", "Harlow"]


def test_the_same_report_gives_the_same_workbook_at_another_time(rendered):
    time.sleep(2.01)  # a zip file tells times two seconds apart
    again = present.render(sample.notebook(), sample.about())
    assert again.files == rendered.files
    assert again.html == rendered.html


def test_big_downloads_stand_beside_the_page_and_small_ones_in_it():
    big = present.table(pd.DataFrame({"calls": range(60_000)}), "Calls")
    small = present.table(pd.DataFrame({"calls": range(6)}), "Calls")
    page = present.render({"cells": [sample.shown("t", big, small)]}, ABOUT)
    assert 'href="budgets-table-1.csv"' in page.html
    assert '<a download="budgets-table-2.csv" href="data:text/csv' in page.html
    assert len(page.html) < 1_000_000


@pytest.mark.parametrize("name", ["../../etc/passwd", "a b/c", "<b>", "", "Área: E07"])
def test_names_of_files_stay_in_the_folder(name):
    assert downloads.slug(name).replace("-", "").isalnum()


def test_a_page_holds_downloads_as_long_as_it_stays_within_its_usual_size():
    files = {"a.csv": b"x" * 9_000, "b.csv": b"y" * 9_000, "c.csv": b"z" * 10}
    links = [("Download a", "a.csv"), ("Download b", "b.csv"), ("Download c", "c.csv")]
    places = "<p><!--link 0--></p><p><!--link 1--></p><p><!--link 2--></p>"
    roomy = downloads.with_links(places, links, files)
    assert roomy.count('href="data:') == 3
    page = "w" * (downloads.USUAL_PAGE - 12_000) + places
    full = downloads.with_links(page, links, files)
    assert "Download a (CSV, 9 KB)" in full
    assert '<a download="b.csv" href="b.csv">Download b (CSV, 9 KB, in a file beside this page)</a>' in full
    assert "Download c (CSV, 1 KB)" in full, "what still fits is held"
    assert len(full.encode()) <= downloads.USUAL_PAGE
    heavy = downloads.with_links("w" * 400_000 + places, links, files)
    assert heavy.count("in a file beside this page") == 3


def test_text_that_looks_like_the_place_of_a_link_stays_text():
    notebook = {
        "cells": [{"cell_type": "markdown", "source": "See &lt;!--link 0--&gt; or `<!--link 0-->`.", "metadata": {}}]
    }
    html = present.render(notebook | {"metadata": {}}, ABOUT).html
    assert html.count("&lt;!--link 0--&gt;") == 2
