"""Parameters: what a notebook declares, whether the values fit, and the cell that hands them over.

Nothing is guessed. The cell tagged `parameters` declares names and types; a value of another type is refused, text stays text,
and dates, decimals, paths and tuples arrive as what they are. (papermill turns "007" into 7 and a date into text.)
"""

import ast
import datetime
import decimal
import json
import keyword
import pathlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tieranalysis.report import annotations

TAG = "parameters"
INJECTED = "injected-parameters"


class ParameterError(ValueError):
    """A value does not fit what the notebook declares; the message names both and what would fit."""


@dataclass(frozen=True)
class Declared:
    """A parameter of a notebook: its annotation (None where there is none) and its default, as source where not literal."""

    annotation: ast.expr | None
    default: Any

    @property
    def kind(self) -> str:
        """The type in words for a message."""
        return ast.unparse(self.annotation) if self.annotation else f"like {self.default!r}"


def declared(notebook: pathlib.Path) -> dict[str, Declared]:
    """Return the parameters that a notebook declares, by name, in order; ParameterError when the cell cannot be read."""
    cells = _document(notebook).get("cells", [])
    sources = [_text(cell["source"]) for cell in cells if TAG in cell.get("metadata", {}).get("tags", [])]
    return declarations(sources[0], str(notebook.name)) if sources else {}


def declarations(source: str, where: str = "notebook") -> dict[str, Declared]:
    """Return the parameters that a cell declares.

    >>> declarations('year: int = 2024  # of account')["year"].kind
    'int'
    """
    try:
        tree = ast.parse(re.sub(r"(?m)^[ \t]*[%!].*$", "", source))
    except SyntaxError as error:
        raise ParameterError(f"{where}: the parameters cell is not Python (line {error.lineno}: {error.msg})") from None
    found: dict[str, Declared] = {}
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found[node.target.id] = Declared(node.annotation, _default(node.value))
        elif isinstance(node, ast.Assign):
            found |= {t.id: Declared(None, _default(node.value)) for t in node.targets if isinstance(t, ast.Name)}
    return found


def conformed(values: Mapping[str, Any], known: Mapping[str, Declared]) -> dict[str, Any]:
    """Return the values as the types declared for them; ParameterError names each one that is unknown or does not fit."""
    faults: list[str] = []
    fitted = {name: _fitted(name, value, known, faults) for name, value in values.items()}
    if faults:
        raise ParameterError("; ".join(faults))
    return fitted


def source(values: Mapping[str, Any]) -> str:
    """Return the parameters cell: one assignment a line, each the exact value.

    >>> print(source({"code": "007", "day": datetime.date(2024, 4, 1)}))
    # Parameters
    code = '007'
    day = __import__("datetime").date(2024, 4, 1)
    <BLANKLINE>
    """
    for name in values:
        if not str(name).isidentifier() or keyword.iskeyword(name):
            raise ParameterError(f"{name!r} is not a name that a parameter can have")
    return "\n".join(["# Parameters", *(f"{name} = {literal(value)}" for name, value in values.items()), ""])


def literal(value: Any) -> str:
    """Return Python source that makes exactly this value, needing no import; ParameterError for a type that has none.

    >>> literal((1, "12:30", decimal.Decimal("1.10")))
    '(1, \\'12:30\\', __import__("decimal").Decimal(\\'1.10\\'))'
    """
    if type(value) in (type(None), bool, int, str, bytes):
        return ascii(value)
    if type(value) is float:
        return repr(value) if value - value == 0 else f"float({str(value)!r})"
    if type(value) in _CONTAINERS:
        return _CONTAINERS[type(value)](value)
    if isinstance(value, pathlib.PurePath):
        return f'__import__("pathlib").Path({str(value)!a})'
    if type(value) in (datetime.date, datetime.datetime, datetime.time, datetime.timedelta, decimal.Decimal):
        return _imported(value)
    if hasattr(value, "item") and getattr(value, "ndim", None) == 0:
        return literal(value.item())
    raise ParameterError(
        f"a {type(value).__name__} cannot be handed to a notebook; give text, a number, a date or a list"
    )


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it: dates, decimals and paths as text, tuples as lists."""
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(v) for v in value]
    if isinstance(value, float) and value - value != 0:
        return str(value)
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _fitted(name: str, value: Any, known: Mapping[str, Declared], faults: list[str]) -> Any:
    if name not in known:
        there = ", ".join(known) or "none: no cell is tagged parameters"
        faults.append(f"parameter {name!r} is not declared by the notebook; it declares {there}")
        return value
    wanted = known[name]
    try:
        return (
            annotations.fit(value, wanted.annotation) if wanted.annotation else annotations.alike(value, wanted.default)
        )
    except annotations.Mismatch:
        faults.append(f"parameter {name!r} is {value!r} ({type(value).__name__}); the notebook declares {wanted.kind}")
        return value


def _default(node: ast.expr | None) -> Any:
    try:
        return ast.literal_eval(node) if node else None
    except ValueError:
        return annotations.Source(ast.unparse(node)) if node else None


def _document(notebook: pathlib.Path) -> dict[str, Any]:
    try:
        found = json.loads(notebook.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ParameterError(f"{notebook}: not a notebook that can be read ({error})") from None
    if not isinstance(found, dict) or not isinstance(found.get("cells"), list):
        raise ParameterError(
            f"{notebook}: not a notebook of format 4 (it has no list of cells); save it anew in Jupyter"
        )
    return found


def _text(lines: str | list[str]) -> str:
    return lines if isinstance(lines, str) else "".join(lines)


def _imported(value: Any) -> str:
    qualified = repr(value) if type(value) is not decimal.Decimal else f"decimal.{value!r}"
    return re.sub(r"\b(datetime|decimal|zoneinfo)\.", r'__import__("\1").', qualified)


def _listed(values: Any) -> str:
    return ", ".join(map(literal, values))


_CONTAINERS = {
    list: lambda v: f"[{_listed(v)}]",
    tuple: lambda v: f"({_listed(v)},)" if len(v) == 1 else f"({_listed(v)})",
    set: lambda v: f"set([{_listed(sorted(v, key=repr))}])",
    frozenset: lambda v: f"frozenset([{_listed(sorted(v, key=repr))}])",
    dict: lambda v: "{" + ", ".join(f"{literal(k)}: {literal(x)}" for k, x in v.items()) + "}",
}
