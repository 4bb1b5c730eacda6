"""A small project for the runner's tests: notebooks of a few lines, a data file, and a renderer of ten lines."""

import json
import textwrap

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

RENDERER = '''
"""A page as plain as can be, for the tests of the runner."""
from types import SimpleNamespace


def render(notebook, about):
    """Return every output as text, and one download."""
    said = [o.get("text") or o.get("data", {}).get("text/plain", "") for c in notebook.cells for o in c.get("outputs", [])]
    before = about.previous and about.previous.made
    html = f"<!doctype html><title>{about.report}</title><pre>{''.join(said)}</pre><p>{about.status} {before}</p>"
    headlines = [{"label": "said", "value": "".join(said).strip()[:40]}]
    title = f"The {about.report}"
    files = {"data.csv": b"a\\n1\\n"}
    return SimpleNamespace(html=html, files=files, headlines=headlines, notices=[], title=title, header={})
'''


def notebook(*cells, parameters=""):
    """A notebook of code cells, the first declaring parameters where there are any."""
    book = new_notebook(cells=[new_markdown_cell("# A report")])
    if parameters:
        book.cells.append(new_code_cell(parameters, metadata={"tags": ["parameters"]}))
    book.cells += [new_code_cell(textwrap.dedent(cell).strip()) for cell in cells]
    book.metadata["kernelspec"] = {
        "name": "a-kernel-of-another-machine",
        "display_name": "Python 3",
        "language": "python",
    }
    return book


class Project:
    """A folder with a plan, and ways to change it."""

    notebook = staticmethod(notebook)

    def __init__(self, folder):
        self.folder = folder / "notebooks"
        self.out = folder / "reports"
        self.folder.mkdir()
        (self.folder / "plain.py").write_text(RENDERER)
        self.settings = {"renderer": "plain:render", "retry_wait_seconds": 0.05}
        self.tables = []

    @property
    def plan(self):
        return self.folder / "reports.toml"

    def add(self, name, *cells, parameters="", **table):
        """Add a report with a notebook of its own."""
        path = self.folder / f"{name}.ipynb"
        nbformat.write(notebook(*cells, parameters=parameters), path)
        given = {key: table.pop(key) for key in ("values", "grid") if key in table}
        lines = ["[[reports]]", f"name = {json.dumps(name)}", f"notebook = {json.dumps(path.name)}"]
        lines += [f"{key} = {json.dumps(value)}" for key, value in table.items()]
        for key, heading in (("values", "parameters"), ("grid", "grid")):
            if key in given:
                lines += [f"[reports.{heading}]", given[key]]
        self.tables.append("\n".join(lines))
        self.write()
        return path

    def write(self):
        """Write the plan."""
        settings = [f"{key} = {json.dumps(value)}" for key, value in self.settings.items()]
        self.plan.write_text("\n".join(["[settings]", *settings, "", *self.tables]) + "\n")

    def options(self, **changes):
        from tieranalysis.report.options import Options

        return Options(plan=self.plan, out=str(self.out), jobs=2, **changes)

    def build(self, **changes):
        """Build; returns the exit status and what was said."""
        from tieranalysis.report.run import build

        said = []
        status = build(self.options(**changes), say=said.append)
        return status, "\n".join(said)

    def page(self, output):
        return (self.out / output / "index.html").read_text()

    def manifest(self, output):
        return json.loads((self.out / output / "manifest.json").read_text())


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)
