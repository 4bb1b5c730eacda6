"""No page leads to a report that is not there: a link goes when its report cannot be made, and comes with it."""

import datetime
import json

import pytest

from tieranalysis.report import places, versions

RENDERER = '''
"""A page of links alone."""
from types import SimpleNamespace


def render(notebook, about):
    """Return a link to each report that is known."""
    words = "".join(o.get("text", "") for c in notebook.cells for o in c.get("outputs", []))
    links = "".join(f'<a href="{page}">{name}</a>' for name, page in sorted(about.reports.items()))
    html = f"<!doctype html><title>{about.report}</title>{words}{links if about.report == 'leading' else ''}"
    return SimpleNamespace(html=html, files={}, headlines=[], notices=[], title=about.report, header={})
'''


@pytest.fixture
def leading(project, request):
    project.name = f"links_{abs(hash(request.node.name))}"  # a module is imported once in a process
    project.settings["renderer"] = f"{project.name}:render"
    (project.folder / f"{project.name}.py").write_text(RENDERER)
    project.add("leading", "print('once')")
    project.add("good", "print('good')")
    project.add("bad", "print(open('late.txt').read())")
    return project


def manifest(project, name):
    return json.loads((project.out / name / "manifest.json").read_text())


def test_a_link_to_a_report_that_could_not_be_made_goes_and_comes_back_with_it(leading):
    status, said = leading.build()
    assert status == 1
    assert "Published again, since a report that they lead to has come or is not there: leading\n" in said
    page = leading.page("leading")
    assert '<a href="../good/index.html">good</a>' in page
    assert "bad" not in page
    assert manifest(leading, "leading")["withheld"] == {"bad": "../bad/index.html"}

    shown = (leading.out / "leading").resolve()
    assert "Published again" not in leading.build()[1]
    assert (leading.out / "leading").resolve() == shown, "a link that was withheld makes no new version each night"
    leading.build(force=True)
    assert leading.page("leading") == page

    (leading.folder / "late.txt").write_text("come")
    status, said = leading.build()
    assert status == 0
    assert "or is not there: leading\n" in said
    assert '<a href="../bad/index.html">bad</a>' in leading.page("leading")
    assert manifest(leading, "leading")["withheld"] == {}


def test_a_part_of_a_plan_leads_to_what_is_there(leading):
    assert leading.build(names=("leading",))[0] == 0
    assert "<a " not in leading.page("leading")
    assert leading.build(names=("good",))[0] == 0
    assert '<a href="../good/index.html">good</a>' in leading.page("leading")


def test_what_a_person_has_approved_stays_as_it_was(leading):
    leading.build()
    with places.opened(str(leading.out)) as place:
        version = versions.approve(place, "leading", "A Person", datetime.date(2026, 11, 22), leading.folder)
    (leading.folder / "late.txt").write_text("come")
    assert "Published again" not in leading.build(names=("bad",))[1]
    assert manifest(leading, "leading")["version"] == version


def test_a_page_that_cannot_be_drawn_again_stays(leading):
    (leading.folder / f"{leading.name}.py").write_text(
        RENDERER.replace("    words =", "    assert about.report != 'leading' or 'bad' in about.reports\n    words =")
    )
    status, said = leading.build()
    assert status == 1
    assert "Links between reports could not be mended" in said
    assert '<a href="../good/index.html">good</a>' in leading.page("leading")
