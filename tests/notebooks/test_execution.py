"""Every notebook of the plan is run and rendered, and the budgets notebook on every basis, both readings, and hard cases."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from tieranalysis.cli import main

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def build(tmp_path_factory):
    """Build a plan into a folder of its own and return the run and the folder."""

    def run(plan, *names):
        out = tmp_path_factory.mktemp("reports")
        result = CliRunner().invoke(
            main, ["build", *names, "--plan", str(plan), "--out", str(out), "--as-at", "2026-11-21", "--jobs", "2"]
        )
        return result, out

    return run


def manifest(out, name):
    return json.loads((out / name / "manifest.json").read_text(encoding="utf-8"))


def test_the_plan_is_rendered_whole(whole_plan):
    status, said, out = whole_plan
    assert status == 0, said
    pages = [path.parent for path in out.glob("*/index.html")]
    assert pages
    for page in pages:
        html = (page / "index.html").read_text(encoding="utf-8")
        assert "<h1" in html
        assert "Traceback" not in html
        assert len(html) < 1_000_000, page.name
        assert not list(scaled_without_pounds(page / "notebook.ipynb")), page.name
        assert not list(named_like_code(page / "notebook.ipynb")), page.name


def tables_of(record):
    """Every table in a record of an output, however deep."""
    if isinstance(record, dict):
        if {"columns", "rows"} <= set(record):
            yield record
        yield from (table for value in record.values() for table in tables_of(value))
    elif isinstance(record, list):
        yield from (table for value in record for table in tables_of(value))


def tables_in(notebook):
    """Every table of an executed notebook."""
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", []):
            yield from tables_of(output.get("data", {}).get("application/vnd.tieranalysis.v1+json", {}))


def named_like_code(notebook):
    """Columns headed by a word that says nothing of what stands below it."""
    for table in tables_in(notebook):
        yield from (column["name"] for column in table["columns"] if column["label"] in ("Name", "Title"))


def scaled_without_pounds(notebook):
    """Columns shown in thousands or millions of pounds whose names do not say that they hold pounds."""
    for table in tables_in(notebook):
        yield from (
            (table.get("caption"), c["name"])
            for c in table["columns"]
            if str(c.get("show", "")).startswith("£ ") and not c["name"].endswith("_gbp") and "head" not in c["show"]
        )


CASES = """
[[reports]]
name = "bases"
notebook = "budgets.ipynb"
[reports.parameters]
area = "essex"
year = "2017-18"
[reports.grid]
basis = ["net_current_expenditure_less_housing_benefit", "total_service_expenditure", "total_service_expenditure_less_education", "revenue_expenditure", "net_revenue_expenditure", "council_tax_requirement"]
reading = ["printed"]

[[reports]]
name = "areas"
notebook = "budgets.ipynb"
[reports.parameters]
year = "2014-15"
[reports.grid]
area = ["lancashire", "dorset"]

[[reports]]
name = "incomplete"
notebook = "budgets.ipynb"
[reports.parameters]
area = "cumbria"
year = "2017-18"
basis = "net_revenue_expenditure"

[[reports]]
name = "compared"
notebook = "tier_comparison.ipynb"
[reports.parameters]
area = "cumbria"
year = "2017-18"
"""


@pytest.fixture(scope="module")
def cases(build, tmp_path_factory):
    folder = tmp_path_factory.mktemp("plan")
    for name in ("budgets.ipynb", "tier_comparison.ipynb"):
        shutil.copy(ROOT / "notebooks" / name, folder)
    (folder / "reports.toml").write_text(CASES, encoding="utf-8")
    result, out = build(folder / "reports.toml")
    assert result.exit_code == 0, result.output
    return out


def page(out, start):
    return next(
        (path / "index.html").read_text(encoding="utf-8")
        for path in sorted(out.iterdir())
        if path.name.startswith(start) and path.is_dir()
    )


def test_each_basis_and_the_printed_reading_give_a_page(cases):
    pages = [path for path in cases.iterdir() if path.name.startswith("bases")]
    assert len(pages) == 6
    assert "This report uses the printed reading." in page(cases, "bases")


def test_other_counties_are_named(cases):
    assert "Lancashire County Council" in page(cases, "areas-lancashire")
    assert "Dorset County Council" in page(cases, "areas-dorset")


def test_a_year_with_a_council_missing_is_shown_as_incomplete(cases):
    html = page(cases, "incomplete")
    assert "there are no figures for Copeland, so the total of the districts would not be complete" in html
    assert "[x]" in html
    assert "Cumbria has no place among the counties in 2017-18: there are no figures for Copeland." in page(
        cases, "compared"
    )


@pytest.mark.parametrize(
    ("parameter", "words"),
    [
        ('aera = "kent"', "parameter 'aera' is not declared by the notebook; it declares area, year, basis, reading"),
        ("area = 7", "parameter 'area' is 7 (int); the notebook declares str"),
    ],
)
def test_unknown_and_mistyped_parameters_are_refused_before_anything_runs(build, tmp_path, parameter, words):
    shutil.copy(ROOT / "notebooks" / "budgets.ipynb", tmp_path)
    text = f'[[reports]]\nname = "b"\nnotebook = "budgets.ipynb"\n[reports.parameters]\n{parameter}\n'
    (tmp_path / "reports.toml").write_text(text, encoding="utf-8")
    result, out = build(tmp_path / "reports.toml")
    assert result.exit_code == 2
    assert words in result.output
    assert not list(out.glob("*/index.html"))
