"""Notebooks tell, the library computes: rules that a walk over the notebooks can hold."""

import ast
import json
import re
import tomllib
from pathlib import Path

import papermill
import pytest

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
PLAN = Path(__file__).parents[2] / "notebooks" / "reports.toml"
# Analysts work in this one by hand; it is run by the tests and is no report.
EXPLORED = {"scenario_explorer.ipynb"}
BANNED = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.For,
    ast.While,
    ast.If,
    ast.With,
    ast.Try,
    ast.Lambda,
)


def cells(path, kind="code"):
    return [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == kind]


def source(cell):
    return "".join(cell["source"])


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return request.param


def test_stored_without_outputs_and_with_stable_ids(notebook):
    stored = json.loads(notebook.read_text(encoding="utf-8"))
    assert all(not cell["outputs"] and cell["execution_count"] is None for cell in cells(notebook))
    identifiers = [cell["id"] for cell in stored["cells"]]
    assert len(set(identifiers)) == len(identifiers)
    assert "papermill" not in stored["metadata"]
    assert "language_info" not in stored["metadata"]


def test_no_logic_of_its_own_and_no_import_but_the_package(notebook):
    for cell in cells(notebook):
        tree = ast.parse(source(cell))
        logic = [node for node in ast.walk(tree) if isinstance(node, BANNED)]
        assert not logic, f"{notebook.name}, cell {cell['id']}: {ast.unparse(logic[0])[:80]}; put it into the library"
        for node in ast.walk(tree):
            assert not isinstance(node, ast.ImportFrom), f"{notebook.name}: import tieranalysis as ta, and nothing else"
            if isinstance(node, ast.Import):
                assert [alias.name for alias in node.names] == ["tieranalysis"], notebook.name


def test_parameters_are_typed_and_explained_one_a_line(notebook):
    tagged = [cell for cell in cells(notebook) if "parameters" in cell["metadata"].get("tags", [])]
    assert len(tagged) == 1, notebook.name
    for line in source(tagged[0]).splitlines():
        assert re.fullmatch(r"\w+: [\w\[\], |]+ = .+  # .+", line), (
            f"{notebook.name}: {line!r} is not 'name: type = value  # what it is'"
        )
    declared = papermill.inspect_notebook(str(notebook))
    assert all(entry["inferred_type_name"] != "None" and entry["help"] for entry in declared.values())


def test_every_notebook_is_a_report_or_an_explorer():
    planned = {report["notebook"] for report in tomllib.loads(PLAN.read_text(encoding="utf-8"))["reports"]}
    assert planned | EXPLORED >= {path.name for path in NOTEBOOKS}
    assert planned <= {path.name for path in NOTEBOOKS}


def test_no_path_of_any_machine_stands_in_a_notebook(notebook):
    assert not re.search(r"/(home|work|tmp|Users|root)/", notebook.read_text(encoding="utf-8"))
