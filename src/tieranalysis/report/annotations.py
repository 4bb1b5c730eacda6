"""Whether a value fits a type annotation, read as data: no annotation is ever evaluated.

What TOML and JSON can say is taken as it is and never changed; what they cannot (a decimal, a path, a tuple) is made from the
text or list that stands for it, because the annotation says so.
"""

import ast
import datetime
import decimal
import pathlib
from collections.abc import Callable
from typing import Any


class Mismatch(ValueError):
    """The value is not of the type."""


class Source(str):
    """A default that is not a literal, as its source."""

    __slots__ = ()


def fit(value: Any, annotation: ast.expr) -> Any:
    """Return the value as its annotation wants it, or raise Mismatch.

    >>> fit("1.10", ast.parse("Decimal", mode="eval").body)
    Decimal('1.10')
    """
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        return fit(value, ast.parse(annotation.value, mode="eval").body)
    if isinstance(annotation, ast.BinOp):
        return _union(value, [annotation.left, annotation.right])
    if isinstance(annotation, ast.Subscript):
        return _generic(value, _name(annotation.value), _arguments(annotation.slice))
    check = _PLAIN.get("None" if isinstance(annotation, ast.Constant) else _name(annotation))
    return check(value) if check else value


def alike(value: Any, default: Any) -> Any:
    """Return the value if it is of the kind of a default that has no annotation: a number for a number, text for text."""
    if default is None or isinstance(default, Source):
        return value
    if _number(default) and _number(value):
        return value
    return value if type(value) is type(default) else _mismatch()


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _mismatch() -> Any:
    raise Mismatch


def _exactly(*kinds: type) -> Callable[[Any], Any]:
    return lambda value: value if type(value) in kinds else _mismatch()


def _float(value: Any) -> float:
    return float(value) if _number(value) else _mismatch()


def _read(kind: Any, parse: Callable[[str], Any]) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if type(value) is kind:
            return value
        try:
            return parse(value) if type(value) is str else _mismatch()
        except (ValueError, ArithmeticError):
            return _mismatch()

    return check


def _decimal(value: Any) -> decimal.Decimal:
    return decimal.Decimal(value) if type(value) is int else _read(decimal.Decimal, decimal.Decimal)(value)


def _path(value: Any) -> pathlib.PurePath:
    return value if isinstance(value, pathlib.PurePath) else _read(str, str)(value) and pathlib.Path(value)


def _tuple(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list | tuple) else _mismatch()


def _union(value: Any, options: list[ast.expr]) -> Any:
    for option in options:
        try:
            return fit(value, option)
        except Mismatch:
            continue
    return _mismatch()


def _generic(value: Any, outer: str, inner: list[ast.expr]) -> Any:
    if outer == "Literal":
        allowed = [ast.literal_eval(choice) for choice in inner]
        return value if any(value == a and type(value) is type(a) for a in allowed) else _mismatch()
    if outer == "Optional":
        return None if value is None else fit(value, inner[0])
    if outer == "Union":
        return _union(value, inner)
    if outer in ("dict", "Dict", "Mapping") and isinstance(value, dict) and len(inner) == 2:
        return {fit(key, inner[0]): fit(item, inner[1]) for key, item in value.items()}
    whole = _PLAIN.get(outer, lambda v: v)(value)
    return _items(whole, inner) if isinstance(whole, list | tuple) else whole


def _items(whole: Any, inner: list[ast.expr]) -> Any:
    if isinstance(whole, list) or isinstance(inner[-1], ast.Constant):
        return type(whole)(fit(item, inner[0]) for item in whole)
    if len(inner) != len(whole):
        return _mismatch()
    return tuple(fit(item, kind) for item, kind in zip(whole, inner, strict=True))


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _arguments(node: ast.expr) -> list[ast.expr]:
    return list(node.elts) if isinstance(node, ast.Tuple) else [node]


_PLAIN: dict[str, Callable[[Any], Any]] = {
    "str": _exactly(str),
    "int": _exactly(int),
    "bool": _exactly(bool),
    "None": _exactly(type(None)),
    "float": _float,
    "date": _read(datetime.date, datetime.date.fromisoformat),
    "datetime": _read(datetime.datetime, datetime.datetime.fromisoformat),
    "time": _read(datetime.time, datetime.time.fromisoformat),
    "Decimal": _decimal,
    "Path": _path,
    "list": _exactly(list),
    "List": _exactly(list),
    "Sequence": lambda value: value if isinstance(value, list | tuple) else _mismatch(),
    "tuple": _tuple,
    "Tuple": _tuple,
    "dict": _exactly(dict),
    "Dict": _exactly(dict),
    "Mapping": _exactly(dict),
}
