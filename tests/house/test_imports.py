"""Rules of the house that a walk over the files can hold: who imports whom."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "tieranalysis"
ROOMS = ("contract", "registers", "load", "metrics", "scenarios", "present", "report", "cli")
MAY_IMPORT = {
    "contract": set(),
    "registers": {"contract"},
    "load": {"contract", "registers"},
    "metrics": {"contract", "registers"},
    "scenarios": {"contract", "registers", "metrics"},
    "present": {"contract", "registers"},
    "report": {"contract", "registers", "load", "present"},
    "cli": set(ROOMS),
}


def room(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        assert not (isinstance(node, ast.ImportFrom) and node.level), (
            f"{path}: write imports in full, from tieranalysis"
        )
        for name in names:
            parts = name.split(".")
            if parts[0] == "tieranalysis" and len(parts) > 1:
                yield parts[1]
            elif name == "tieranalysis" and isinstance(node, ast.ImportFrom):
                yield from (alias.name for alias in node.names if alias.name in ROOMS)


@pytest.mark.parametrize(
    "path",
    sorted(p for p in PACKAGE.rglob("*.py") if p.name != "__init__.py" or p.parent != PACKAGE),
    ids=lambda p: str(p.relative_to(PACKAGE)),
)
def test_imports_run_in_one_direction(path):
    here = room(path)
    assert here in ROOMS, f"{path}: a new room; say in docs/design.md what it is for and whom it may import"
    foreign = set(imported_rooms(path)) - {here} - MAY_IMPORT[here]
    assert not foreign, f"{path} imports {sorted(foreign)}; {here} may import {sorted(MAY_IMPORT[here])}"


@pytest.mark.parametrize("path", sorted((PACKAGE / "metrics").rglob("*.py")), ids=lambda p: p.name)
def test_metrics_never_read_draw_or_print(path):
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    called = {n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
    attributes = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    assert not called & {"open", "print"}, path
    assert not attributes & {"read_csv", "read_excel", "read_parquet", "to_csv", "read_text", "write_text"}, path
    assert "matplotlib" not in text, path
