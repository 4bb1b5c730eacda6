"""What stands around the findings: what changed, where it came from, the catalogue, the statement, the extract."""

import re
from dataclasses import replace
from datetime import date

import page_sample as sample
import pandas as pd
import pytest
from nbformat.v4 import new_markdown_cell

from tieranalysis import present
from tieranalysis.present import changes, provenance, shell

NOW = [{"label": "Gap", "value": 64.6e6, "unit": "GBP"}, {"label": "Share", "value": 0.48, "unit": "rate"}]
OLD = [{"label": "Gap", "value": 62.5e6, "unit": "GBP"}, {"label": "Share", "value": 0.5, "unit": "rate"}]
FILE = present.Input("rs.csv", sha256="a" * 64)
BEFORE = present.Previous(date(2026, 10, 14), {"pay": 0.03, "token": "a"}, (FILE,), OLD)
ABOUT = present.About("r", date(2026, 11, 21), parameters={"pay": 0.035, "token": "b"}, inputs=(FILE,), previous=BEFORE)


def test_what_changed_names_results_assumptions_and_inputs_that_moved():
    newer = replace(ABOUT, inputs=(present.Input("rs.csv", published="2026-11-20", sha256="b" * 64),))
    assert changes.changes(newer, NOW) == [
        ["Result", "Gap", "£62.5m", "£64.6m"],
        ["Result", "Share", "50.0%", "48.0%"],
        ["Assumption", "pay", "0.03", "0.035"],
        ["Assumption", "token", "[not shown]", "[not shown]"],
        ["Input", "rs.csv", "SHA-256 aaaaaaaaaaaa", "published 20 November 2026, SHA-256 bbbbbbbbbbbb"],
    ]


def test_a_brief_report_says_what_changed_in_a_few_lines_and_lists_its_inputs_below():
    newer = replace(ABOUT, inputs=(present.Input("rs.csv", sha256="b" * 64),))
    html = present.render(
        sample.notebook_of([present.header("T", "A", brief=True), present.headlines(NOW)]), newer
    ).html
    moved = "Gap: £62.5m before, £64.6m now; Share: 50.0% before, 48.0% now; pay: 0.03 before, 0.035 now; "
    moved += "token: [not shown] before, [not shown] now; 1 input, listed under About this report."
    assert f"<p>Since the run of 14 October 2026 these moved. {moved}</p>" in html
    assert "Changes since the run" not in html
    listed = "<p>rs.csv: SHA-256 aaaaaaaaaaaa before, SHA-256 bbbbbbbbbbbb now</p>"
    assert f"<dt>Inputs that moved</dt><dd>{listed}" in html


def test_what_changed_says_plainly_when_nothing_did_or_there_was_nothing_before():
    same = replace(ABOUT, parameters=BEFORE.parameters)
    assert changes.changes(same, OLD) == []
    assert changes.sentence(same, []) == (
        "Nothing: the inputs, the parameters and the headline results are those of the run of 14 October 2026."
    )
    assert changes.sentence(replace(ABOUT, previous=None), []).startswith("This is the first run of this report")


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (NOW[0], "£2.1m higher than the run of 14 October"),
        (NOW[1], "2.0 points lower than the run of 14 October"),
        (OLD[0], "Unchanged since 14 October"),
        ({"label": "Gap", "value": "not set"}, "Was £62.5m on 14 October"),
        ({"label": "New", "value": 1}, ""),
    ],
)
def test_a_card_says_how_its_number_moved(entry, words):
    assert changes.moved(entry, ABOUT) == words


def test_about_this_report_lists_what_differs_from_default_and_hides_secrets():
    rows = dict(
        provenance.rows(replace(ABOUT, defaults={"pay": 0.03, "token": "", "year": "2007-08"}, contact="a@b.c"))
    )
    assert rows["Parameters"] == ["pay = 0.035", "token = [not shown]", "The other 1 at their defaults"]
    assert rows["Accessibility"][0].endswith("contact a@b.c.")
    assert rows["Contact"] == ["a@b.c"]
    assert dict(provenance.rows(replace(ABOUT, parameters={"pay": 0.03}, defaults={"pay": 0.03})))["Parameters"] == [
        "All at their defaults"
    ]


def test_about_this_report_says_when_and_how_long_it_ran_in_the_file_beside_it_and_what_was_checked():
    rows = dict(provenance.rows(replace(ABOUT, manifest="manifest.json", contact="", checks=("All ran.",)), 2))
    assert '<a href="manifest.json">manifest.json</a>' in rows["Run time"][0]
    assert "the seconds that each part took" in rows["Run time"][0]
    assert rows["Checks"] == ["All ran.", "The checks of the data gave rise to 2 notices, which stand on this page."]
    assert rows["Contact"] == [
        "None is named. Whoever publishes this report can name one, as contact in the plan of the reports."
    ]
    bare = dict(provenance.rows(ABOUT, 0))
    assert "Run time" not in bare
    assert bare["Checks"] == ["The checks of the data gave rise to no notice."]
    assert "&lt;b&gt;" in dict(provenance.rows(replace(ABOUT, manifest="<b>")))["Run time"][0]


def test_a_page_gives_the_catalogue_what_it_lists(rendered):
    assert rendered.title == "How big is each tier? – Essex County Council"
    assert rendered.header["period"] == "2023-24"
    assert rendered.notices[0]["title"] == "Incomplete"
    assert rendered.headlines[0] | {"looks": None, "written": None, "panel": None} == {
        "label": "Saving a year",
        "value": 650_000.0,
        "unit": "GBP",
        "looks": None,
        "written": None,
        "panel": None,
    }


def test_illustrative_is_said_on_the_page_the_table_and_the_chart():
    table = present.table(pd.DataFrame({"calls": [1]}), "Calls", illustrative=True)
    header = present.header("T", "A", illustrative=True)
    page = present.render({"cells": [sample.shown("x", header, table)]}, ABOUT)
    assert "Inputs of this report are illustrative." in page.html
    assert "Illustrative: made from invented inputs" in page.html
    assert page.notices[0]["title"] == "Illustrative"


def test_the_catalogue_groups_by_area_and_cannot_link_elsewhere():
    entries = [
        {
            "title": "Z",
            "area": "Kent",
            "subject": "Budgets",
            "page": "//evil.example/x",
            "notices": 2,
            "made": "2026-11-21",
        },
        {
            "title": "A",
            "area": "Essex",
            "subject": "Savings",
            "status": "failed",
            "workbook": "a b.xlsx",
            "notebook": "a.ipynb",
        },
    ]
    html = present.catalogue_page(entries, date(2026, 11, 21))
    assert html.index(">Essex</h2>") < html.index(">Kent</h2>")
    assert 'href="evil.example/x"' in html
    assert 'href="a%20b.xlsx"' in html
    assert '<td role="cell">Failed</td>' in html
    assert '<td role="cell">21 November 2026</td>' in html
    again = [{"title": "A", "area": "essex"}, {"title": "B", "area": "Essex"}]
    assert present.catalogue_page(again, date(2026, 11, 21)).count("</h2>") == 2
    assert "No report has been made yet." in present.catalogue_page([], date(2026, 11, 21))


def test_the_catalogue_leads_with_the_overview_and_keeps_packs_together():
    packs = [{"title": f"{name} – {name} Council", "authority": f"{name} Council", "subject": "Pack"} for name in "ZB"]
    single = [{"title": "Savings", "subject": "Savings"}, {"title": "All", "subject": "Overview"}]
    entries = [{"area": "Essex", "status": "approved by A on 2026-01-31"} | entry for entry in [*packs, *single]]
    html = present.catalogue_page([*entries, {"title": "Lost"}, {"title": "K", "area": "Kent"}], date(2026, 11, 21))
    named = re.findall(r'<th scope="row"[^>]*>([^<]+)', html)
    assert named == ["All", "Savings", "B", "Z", "K", "Lost"]
    assert "<span>B Council</span>" in html
    assert '<td role="cell">Approved by A on 31 January 2026</td>' in html
    assert '<a href="#area-1">Essex (4)</a>' in html
    assert 'id="find"' not in html


def test_paper_shows_the_first_letters_of_a_hash_and_the_title_of_the_report_before_its_name():
    entry = present.Input("a.csv", "Facts <b>", sha256="0123456789abcdef")
    about = replace(ABOUT, inputs=(entry,), notebook="n.ipynb", notebook_sha256="f" * 64)
    rows = dict(provenance.rows(about, title="How big is each tier?"))
    assert rows["Input data"] == ['Facts &lt;b&gt;. SHA-256 0123456789ab<span class="noprint">cdef</span>']
    assert rows["Notebook"][0].startswith("n.ipynb, SHA-256 ffffffffffff<span")
    assert rows["Report"] == [f"How big is each tier? ({ABOUT.report})"]
    assert dict(provenance.rows(about))["Report"] == [ABOUT.report]


def test_an_input_is_told_in_statements_of_its_own():
    entry = present.Input("a.csv", "Where facts come from", "Harlow; Essex", "2007", "ab", "Facts only")
    rows = dict(provenance.rows(replace(ABOUT, inputs=(entry, present.Input("b.csv", published="2007-01-02")))))
    assert rows["Input data"] == [
        "Where facts come from. Harlow; Essex, published 2007. Facts only. SHA-256 ab",
        "b.csv. Published 2 January 2007",
    ]


def test_inputs_that_are_made_up_are_told_once():
    cells = [
        present.header("T", "A", illustrative=True),
        present.notices([{"title": "Illustrative calls", "text": "T."}]),
    ]
    page = present.render(sample.notebook_of(cells), ABOUT)
    assert [notice["title"] for notice in page.notices] == ["Illustrative calls"]


def test_the_extract_numbers_its_paragraphs_and_names_what_it_leaves_out():
    html = present.committee_extract(sample.notebook(), sample.about())
    assert "<b>1.1</b><span>Together they save £650,000 a year.</span>" in html
    assert "Also in the full report: Table 4" in html
    assert "Draft" in html or "draft" in html


def extract_with(limits: int, about: present.About = ABOUT) -> str:
    """An extract of a report with more tables than there is room for, a panel with a table, and some limits of two lines."""
    rows = pd.DataFrame({"council": [f"Council {i}" for i in range(10)], "net_gbp": range(10)})
    stated = "\n".join(f"- Limit {i}: {'what these figures cannot say ' * 4}here." for i in range(limits))
    cells = [
        present.header("T", "A", data_as_at="2008-03-31"),
        *[present.table(rows, f"Net {i}") for i in range(12)],
    ]
    tried = [sample.panel(), present.table(rows, "Tried")]
    whole = sample.notebook_of(cells)
    whole.cells += [new_markdown_cell("## Try other assumptions"), *sample.notebook_of(tried).cells]
    whole.cells.append(new_markdown_cell(f"## Limits\n\n{stated}"))
    return present.committee_extract(whole, about)


def test_the_extract_keeps_room_for_every_limit_before_its_tables():
    html = extract_with(10)
    assert [f"Limit {i}:" in html for i in range(10)] == [True] * 10
    assert "more limit" not in html


def test_the_extract_counts_the_limits_for_which_there_is_no_room():
    html = extract_with(60)
    said = len(re.findall(r"Limit \d+:", html))
    assert 0 < said < 60
    assert f"Also in the full report: {60 - said} more limits, Tables " in html


def test_the_extract_names_the_panels_and_the_tables_beside_them_and_the_age_of_the_data():
    html = extract_with(1)
    assert "Panel 1" in html
    assert re.search(r"Also in the full report: [^<]* to 14\b", html)
    assert "Data as at" in html
    assert "31 March 2008" in html


def test_titles_name_the_authority_and_are_not_longer_than_a_list_shows():
    names = "Essex, Braintree, Colchester, Harlow, Rochford and Uttlesford"
    title = shell.page_title("One number for all calls: how many people, and who gains?", names)
    assert title == "One number for all calls: how many… – Essex, Braintree, Colchester,…"
    assert len(shell.page_title("x" * 100, "y" * 100)) <= 70


def test_what_is_not_published_stands_last_with_its_reason_and_what_waits_in_one_line():
    failed = {
        "title": "savings",
        "status": "not published",
        "notices": [{"title": "not published: cell 2: no registers"}],
    }
    waits = [{"title": name, "status": "not published", "notices": [{"title": "not published"}]} for name in "ab"]
    made = {"title": "Budgets", "area": "Kent", "page": "k.html", "made": "2026-11-21", "status": "draft"}
    html = present.catalogue_page([*waits, failed, made], date(2026, 11, 21))
    heads = re.findall("<h2[^>]*>([^<]+)</h2>", html)
    assert heads == ["Areas", "Kent", "Not published", "About these reports"][-len(heads) :]
    assert "<dt>Reports</dt><dd>1</dd>" in html
    assert "<li><b>savings</b>: cell 2: no registers</li>" in html
    assert "<p>Not made yet: a, b.</p>" in html
