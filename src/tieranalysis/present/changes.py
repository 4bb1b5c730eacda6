"""What changed since the last published run: inputs, parameters and headline results, or plainly that nothing did."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tieranalysis.present import numbers
from tieranalysis.present.about import About, Input
from tieranalysis.present.dates import long_date

SECRET = re.compile(r"passw|secret|token|credential|api_?key|private", re.IGNORECASE)
NONE = "none"
LONGEST = 40  # letters of an assumption in a sentence


def shown_parameter(name: str, value: Any) -> str:
    """Write a parameter; one that looks like a secret is not shown.

    >>> shown_parameter("pay_award", 0.035), shown_parameter("api_key", "abc")
    ('0.035', '[not shown]')
    """
    return "[not shown]" if SECRET.search(name) else str(value)


def changes(about: About, headlines: list[dict[str, Any]]) -> list[list[str]]:
    """List what moved: kind, item, last run, this run."""
    if about.previous is None:
        return []
    before = about.previous
    parameters = _pairs(before.parameters, about.parameters)
    inputs = _pairs({i.path: i for i in before.inputs}, {i.path: i for i in about.inputs})
    results = _pairs({h["label"]: h for h in before.headlines}, {h["label"]: h for h in headlines})
    return [
        *(["Result", name, _result(old), _result(new)] for name, old, new in results if _result(old) != _result(new)),
        *(["Assumption", name, _set(name, old), _set(name, new)] for name, old, new in parameters if old != new),
        *(
            ["Input", _known(name, new or old), _file(old), _file(new)]
            for name, old, new in inputs
            if _sha(old) != _sha(new)
        ),
    ]


def _pairs(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    return ((name, old.get(name), new.get(name)) for name in {**old, **new})


def _result(entry: Mapping[str, Any] | None) -> str:
    return NONE if entry is None else numbers.spoken(entry["value"], entry.get("unit") or "", entry.get("decimals"))


def _set(name: str, value: Any) -> str:
    return NONE if value is None else shown_parameter(name, value)


def _known(path: str, entry: Input) -> str:
    """The title of an input, or the name of its file where the register gives none."""
    return entry.title or path.rpartition("/")[2]


def _sha(entry: Input | None) -> str:
    return "" if entry is None else entry.sha256


def _file(entry: Input | None) -> str:
    if entry is None:
        return NONE
    day = f"published {long_date(entry.published)}, " if entry.published else ""
    return f"{day}SHA-256 {entry.sha256[:12]}"


def table_of(about: About, rows: list[list[str]]) -> dict[str, Any]:
    """Give the changes as a table's record."""
    names = ("Kind", "Item", "Last run", "This run")
    columns = [{"name": name, "label": name, "role": "text", "number": False} for name in names]
    day = long_date(about.previous.made) if about.previous else ""
    return {"kind": "table", "caption": f"Changes since the run of {day}", "columns": columns, "rows": rows} | {
        "heads": 2,
        "rows_in_all": len(rows),
        "shown": len(rows),
    }


def sentence(about: About, rows: list[list[str]]) -> str:
    """Say in words what the comparison found."""
    if about.previous is None:
        return "This is the first run of this report that is kept, so there is no earlier one to compare it with."
    day = long_date(about.previous.made)
    if not rows:
        return f"Nothing: the inputs, the parameters and the headline results are those of the run of {day}."
    return f"The last run was made on {day}. Only what moved is listed."


def in_brief(about: About, rows: list[list[str]]) -> str:
    """Say in a few lines what moved, for a report that has no room for a table; its inputs are only counted."""
    if about.previous is None or not rows:
        return sentence(about, rows)
    inputs = sum(kind == "Input" for kind, *_ in rows)
    told = [f"{item}: {_short(old)} before, {_short(new)} now" for kind, item, old, new in rows if kind != "Input"]
    told += [f"{inputs} input{'s' if inputs > 1 else ''}, listed under About this report"] if inputs else []
    return f"Since the run of {long_date(about.previous.made)} these moved. {'; '.join(told)}."


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"


def moved_inputs(rows: list[list[str]]) -> list[str]:
    """List the inputs that moved, one a line.

    >>> moved_inputs([["Result", "It spent", "£1m", "£2m"], ["Input", "Returns", "SHA-256 ab", "SHA-256 cd"]])
    ['Returns: SHA-256 ab before, SHA-256 cd now']
    """
    return [f"{item}: {old} before, {new} now" for kind, item, old, new in rows if kind == "Input"]


def moved(entry: Mapping[str, Any], about: About) -> str:
    """Say how a headline number moved since the last run, as its card shows it."""
    before = next(
        (h for h in (about.previous.headlines if about.previous else []) if h["label"] == entry["label"]), None
    )
    if before is None:
        return ""
    day = long_date(about.previous.made).rsplit(" ", 1)[0]
    if _result(before) == _result(entry):
        return f"Unchanged since {day}"
    old, new, unit = before["value"], entry["value"], entry.get("unit") or ""
    if not (numbers.numeric(old) and numbers.numeric(new) and before.get("unit") == entry.get("unit")):
        return f"Was {_result(before)} on {day}"
    size = numbers.spoken(abs(new - old), unit, entry.get("decimals"))
    points = " points" if unit in ("rate", "percent") else ""
    size = size.replace("%", "") if points else size
    return f"{size}{points} {'higher' if new > old else 'lower'} than the run of {day}"
