"""Links between reports: to those that are published beside the page, by name; whatever else an address may hold stays words."""

import re
from datetime import date
from pathlib import Path

import page_sample as sample
import pandas as pd
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from tieranalysis import present
from tieranalysis.report.plan import Plan, Report
from tieranalysis.report.siblings import catalogue, siblings

BESIDE = {"savings": "../savings/index.html", "authority-E07000074": "../packs/E07000074/index.html"}
ABOUT = present.About("overview", date(2026, 11, 21), reports=BESIDE, catalogue="../index.html")
HOSTILE = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "&#106;avascript:alert(1)", "data:text/html,x", "vbscript:x",
    "file:///etc/passwd", "/etc/passwd", "//evil.example/x", "\\\\evil\\x", "../../../../etc/passwd", "C:\\secret.html", "report:../../etc/passwd",
    "report:javascript:alert(1)", "report:savings/../../x", "report:/etc/passwd", "report:unknown", "report:", 'report:savings" onclick="x()',
]  # fmt: skip


def addresses(html):
    return re.findall(r'href="([^"]*)"', html[html.index("<main") : html.index("<footer")])


def page_of(*cells):
    return present.render(new_notebook(cells=list(cells)), ABOUT)


def test_a_report_is_named_in_prose_and_led_to_where_it_stands():
    html = page_of(
        new_markdown_cell("# O\n\nSee [the *savings*](report:savings), and [the budgets](report:budgets).")
    ).html
    assert '<a href="../savings/index.html">the <em>savings</em></a>' in html
    assert "<a>the budgets</a>" in html, "a report that is not published stays words"


@pytest.mark.parametrize("address", HOSTILE)
def test_a_hostile_address_leads_nowhere_and_its_words_stay(address):
    cells = [new_markdown_cell(f"# O\n\n[one]({address}) [two](<{address}>)\n\n<a href='{address}'>three</a>")]
    blocks = [present.report_list({"four": address}), table_of([address])]
    html = page_of(*cells, *(sample.shown("", block) for block in blocks)).html
    assert [a for a in addresses(html) if not a.startswith(("#", "data:text/csv"))] == []
    assert all(word in html for word in ("one", "two", "three", "four", "five"))
    assert not re.search(r"<[^>]*\sonclick", html)


def table_of(names):
    frame = pd.DataFrame({"subject": ["five"] * len(names), "calls": 1, "report": names})
    return present.table(frame, "Answers", links={"subject": "report"})


def test_cells_of_a_table_lead_to_reports_and_the_download_keeps_their_names():
    page = page_of(sample.shown("", table_of(["savings", "unknown"])))
    cells = re.findall(r'<th scope="row">(.*?)</th>', page.html)
    assert cells == ['<a href="../savings/index.html">five</a>', "five"]
    assert re.findall(r'<th scope="col"[^>]*>(.*?)</th>', page.html) == ["Subject", "Calls"]
    assert page.files["overview-table-1.csv"].splitlines()[1] == b"five,1,savings"
    with pytest.raises(ValueError, match="table 'A': links has 'where', which is not a column; there are"):
        present.table(pd.DataFrame({"calls": [1]}), "A", links={"calls": "where"})


def test_words_of_a_list_of_reports_stay_words():
    html = page_of(
        sample.shown("", present.report_list({sample.HOSTILE: "authority-E07000074", "Harlow": "gone"}))
    ).html
    assert '<li><a href="../packs/E07000074/index.html">&lt;script&gt;' in html
    assert "<li>Harlow</li>" in html
    with pytest.raises(ValueError, match="report_list needs the words and the name of a report"):
        present.report_list({})


@pytest.mark.parametrize(
    "path", ["javascript:alert(1)", "/etc/x.html", "file:///x.html", "a//b.html", "..", "x.html#y", '"x.html']
)
def test_a_publisher_cannot_lead_away_from_the_reports(path):
    about = present.About("o", date(2026, 11, 21), reports={"savings": path})
    with pytest.raises(ValueError, match="report 'savings' is said to stand at .* relative to this one"):
        present.render(new_notebook(cells=[new_markdown_cell("# O\n\nWords.")]), about)


def test_each_page_leads_to_the_list_of_all():
    assert '<a href="../index.html">All reports</a>' in page_of(new_markdown_cell("# O")).html


def plan_of(*reports):
    return Plan(Path("reports.toml"), reports, {})


def test_reports_see_each_other_from_where_they_are_published():
    def made(name, family, output):
        return Report(name, family, Path(f"{family}.ipynb"), output=output)

    budgets, pack, other = (
        made("budgets-2010", "budgets", "budgets"),
        made("p-a", "p", "packs/a"),
        made("p-b", "p", "packs/b"),
    )
    plan = plan_of(budgets, pack, other)
    assert siblings(pack, plan) == {
        "budgets": "../../budgets/index.html", "budgets-2010": "../../budgets/index.html", "p-b": "../b/index.html",
    }  # fmt: skip
    assert siblings(budgets, plan) == {"p-a": "../packs/a/index.html", "p-b": "../packs/b/index.html"}
    assert (catalogue(pack), catalogue(budgets)) == ("../../index.html", "../index.html")
