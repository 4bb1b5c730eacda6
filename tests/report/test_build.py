"""A build makes what is out of date, publishes it whole, and says in its exit status what happened."""

import datetime
import json
import os
import py_compile
import subprocess
import sys

import pytest

from tieranalysis.report.publish import versions

DAY = datetime.date(2026, 1, 31)


def test_a_report_is_published_whole_and_then_left_alone(project):
    project.add("one", "print('code', code)", parameters='code: str = "a"', values='code = "007"')
    assert project.build()[0] == 0
    folder = project.out / "one"
    assert {p.name for p in folder.iterdir()} == {"index.html", "notebook.ipynb", "manifest.json", "data.csv"}
    assert "code 007" in project.page("one")
    assert project.manifest("one")["parameters"] == {"code": "007"}
    status, said = project.build()
    assert (status, said[:25]) == (0, "1 reports: 1 unchanged; 0")
    assert len(versions(project.out, "one")) == 1


def test_it_is_made_again_for_its_notebook_parameters_and_data_alone(project):
    (project.folder / "data.csv").write_text("a\n1\n")
    project.add("one", "print(open('data.csv').read())", parameters="year: int = 1")
    assert project.build()[0] == 0
    (project.folder / "data.csv").write_text("a\n2\n")
    (project.folder / "other.csv").write_text("a\n2\n")
    assert "data.csv has changed" in project.build(dry_run=True)[1]
    assert project.build()[0] == 0
    assert "2" in project.page("one")
    plain = project.tables[0]
    project.tables[0] = f"{plain}\n[reports.parameters]\nyear = 2"
    project.write()
    assert "its parameters have changed" in project.build(dry_run=True)[1]
    project.tables[0] = plain
    project.write()
    assert "unchanged" in project.build(dry_run=True)[1]
    (project.folder / "data.csv").unlink()
    assert "data.csv is gone" in project.build(dry_run=True)[1]


def test_it_is_made_again_for_a_module_beside_it_that_was_compiled_long_ago(project):
    helper = project.folder / "helper.py"
    helper.write_text("rate = 1")
    py_compile.compile(str(helper))  # so that the run opens what was compiled, and never the module itself
    project.add("one", "import helper; print('rate', helper.rate)")
    assert project.build()[0] == 0
    assert "helper.py" in {item["path"] for item in project.manifest("one")["inputs"]}
    helper.write_text("rate = 22")
    assert "helper.py has changed" in project.build(dry_run=True)[1]
    assert project.build()[0] == 0
    assert "rate 22" in project.page("one")


def test_the_same_inputs_give_the_same_bytes(project):
    project.add("one", "import numpy as np", "print(np.random.rand())", "print({'b', 'a', 'c'})")
    project.build(as_at=DAY)
    first = {p.name: p.read_bytes() for p in (project.out / "one").iterdir() if p.name != "manifest.json"}
    assert project.build(as_at=DAY, force=True)[0] == 0
    assert len(versions(project.out, "one")) == 2
    assert {p.name: p.read_bytes() for p in (project.out / "one").iterdir() if p.name != "manifest.json"} == first


@pytest.mark.parametrize("backend", ["agg", ""])
def test_charts_are_drawn_whatever_backend_a_scheduler_has_set(project, backend):
    project.add("one", "import matplotlib.pyplot as plt", "plt.plot([1, 2]); plt.show()")
    command = [sys.executable, "-c", "from tieranalysis.cli import main; main()", "build", "--plan", str(project.plan)]
    environment = {**os.environ, "MPLBACKEND": backend}
    done = subprocess.run(
        [*command, "--out", str(project.out)], check=True, capture_output=True, text=True, env=environment
    )
    assert done.stderr == "", "a scheduler would mail it"
    assert '"image/png"' in (project.out / "one" / "notebook.ipynb").read_text()


def test_a_failure_never_replaces_a_good_report(project):
    path = project.add("one", "print('good')")
    project.add("two", "print('also good')")
    assert project.build()[0] == 0
    path.write_text(path.read_text().replace("print('good')", "print('half')\\nvalues = [1][3]"))
    status, said = project.build()
    assert status == 1
    assert "one.ipynb, cell 2: IndexError: list index out of range" in said
    assert "good" in project.page("one")
    entries = {e["report"]: e for e in json.loads((project.out / "catalogue.json").read_text())["reports"]}
    assert entries["one"]["freshness"].startswith("out of date: one.ipynb, cell 2: IndexError")
    assert entries["two"]["freshness"] == "up to date"
    assert len(list((project.out / "runs").glob("*/one.ipynb"))) == 1


def test_a_plan_that_cannot_run_starts_nothing(project):
    project.add("one", "1", parameters="year: int = 1", values='year = "abc"')
    status, said = project.build()
    assert status == 2
    assert "the notebook declares int" in said
    assert not project.out.exists()


def test_the_command_says_the_same_and_imports_nothing_heavy(project):
    project.add("one", "print('x')")
    assert project.build()[0] == 0
    code = (
        "import sys; sys.argv = ['tieranalysis', 'build', '--plan', sys.argv[1], '--out', sys.argv[2]]\n"
        "from tieranalysis.cli import main\n"
        "try: main()\n"
        "finally: assert not {'pandas', 'papermill', 'matplotlib', 'IPython', 'nbformat'} & set(sys.modules), sys.modules"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, project.plan, project.out], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("1 reports: 1 unchanged; ")
