"""What a [[reports]] table may hold, and the names that it may give to folders."""

import hashlib
import re
from pathlib import Path
from typing import Any

REPORT_KEYS = ("name", "notebook", "deadline_seconds", "retries", "inputs", "output", "parameters", "grid")


def slug(value: object) -> str:
    """Return a value as part of a file name: text that is safe stays, anything else is marked with a hash.

    >>> slug("E07000075"), slug("2007-08")
    ('E07000075', '2007-08')
    >>> slug("../etc")
    'etc-f7f912'
    """
    text = str(value)
    safe = re.sub(r"[^A-Za-z0-9._-]+", "-", text)[:60].strip(".-")
    if text and safe == text:
        return text
    mark = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:6]
    return f"{safe}-{mark}".strip("-")


def like(value: Any, example: Any) -> bool:
    """Return whether a setting is of the kind of its default, and not below nought.

    >>> like(60, 600.0), like("60", 600.0), like(-1, 3), like(["a"], [])
    (True, False, False, True)
    """
    if isinstance(example, int | float):
        whole = isinstance(example, float) or isinstance(value, int)
        return isinstance(value, int | float) and not isinstance(value, bool) and whole and value >= 0
    return isinstance(value, type(example))


def table_faults(table: dict[str, Any], path: Path, where: str) -> list[str]:
    """Return what is wrong with a [[reports]] table, each fault with what would be right."""
    faults = [f"{where} has {key!r}; it may have {', '.join(REPORT_KEYS)}" for key in table if key not in REPORT_KEYS]
    faults += [f"{where} has no {key}" for key in ("name", "notebook") if not isinstance(table.get(key), str)]
    if isinstance(table.get("name"), str) and slug(table["name"]) != table["name"]:
        faults.append(f"{where}: a name is letters, digits, dots, underscores and hyphens, as it names a folder")
    if isinstance(table.get("notebook"), str) and not (path.parent / table["notebook"]).is_file():
        faults.append(f"{where}: there is no notebook {table['notebook']} beside the plan")
    return faults + _value_faults(table, where)


def _value_faults(table: dict[str, Any], where: str) -> list[str]:
    deadline, retries = table.get("deadline_seconds", 1), table.get("retries", 0)
    faults = []
    if isinstance(deadline, bool) or not isinstance(deadline, int | float) or deadline <= 0:
        faults.append(f"{where}: deadline_seconds is {deadline!r}; it must be a number above nought")
    if isinstance(retries, bool) or not isinstance(retries, int) or retries < 0:
        faults.append(f"{where}: retries is {retries!r}; it must be a whole number, nought or more")
    for key in ("parameters", "grid"):
        if not isinstance(table.get(key, {}), dict):
            return [*faults, f"{where}: write [reports.{key}] as a table, a name and its value on each line"]
    for key, values in table.get("grid", {}).items():
        if not isinstance(values, list) or not values:
            faults.append(f"{where}: grid {key} is {values!r}; it must be a list with a value for each report")
    for key in sorted(set(table.get("grid", {})) & set(table.get("parameters", {}))):
        faults.append(f"{where}: {key} is both a parameter and in the grid; keep one")
    return faults
