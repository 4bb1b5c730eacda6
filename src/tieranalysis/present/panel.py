"""`explorer`: try other assumptions. Python computes every combination; the browser only looks the answers up.

No second model runs in the browser, so no second model can drift: every number shown is one that the tested model
made and that Python wrote out. Sentences, headline numbers and cells elsewhere on the page can follow a panel.
"""

import json
import re
from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import pandas as pd

from tieranalysis.present import numbers
from tieranalysis.present.block import Block
from tieranalysis.present.dates import long_date
from tieranalysis.present.frames import exact, label, record_of
from tieranalysis.present.units import unit_in

LARGEST = 60 * 1024
PLACE = re.compile(r"\{(\w+)\}")


def explorer(
    grid: pd.DataFrame,
    controls: Mapping[str, str] | Sequence[str],
    results: Sequence[str],
    *,
    start: Mapping[str, Any],
    sentence: str,
    headline: str = "Change the assumptions and see what follows",
    also: Sequence[str] = (),
    labels: Mapping[str, str] | None = None,
    unit: Mapping[str, str] | None = None,
    decimals: Mapping[str, int] | None = None,
    notes: Sequence[str] = (),
    illustrative: bool = False,
) -> Block:
    """Show a panel that looks results up in a grid: one row a combination of the controls [units as for `table`].

    `controls` names the columns a reader may move (numbers become sliders, yes and no a box to tick, words a list);
    `results` the columns that answer; `start` the combination that the report itself assumes. `sentence` holds
    results and controls as "{name}"; `also` names columns that other parts of the page follow and the panel does not
    list; the rest are left out. Raises ValueError where a combination is
    missing or twice there, where `start` is not in the grid, where a name is not a column or is both a control and a
    result, and where the grid would weigh more than 60 KB.
    """
    names = dict(controls) if isinstance(controls, Mapping) else {name: label(name) for name in controls}
    used = [name for name in dict.fromkeys([*results, *PLACE.findall(sentence), *also]) if name not in names]
    _refuse_unknown(grid, [*names, *used])
    _refuse_both([name for name in results if name in names])
    ordered, values = _in_order(grid[[*names, *used]], list(names))
    units = {name: (unit or {}).get(name) or unit_in(name) or "" for name in [*names, *used]}
    _refuse_unitless(ordered, units)
    texts = {name: _texts(ordered[name], units[name], (decimals or {}).get(name)) for name in used}
    at = _position(values, start)
    said = {"kind": "explorer", "headline": headline, "sentence": sentence, "notes": list(notes), "start": at}
    moved = [_control(name, names[name], values[name], units[name], start[name], decimals) for name in names]
    answers = [{"name": name, "label": (labels or {}).get(name) or label(name)} for name in results]
    exacts = {name: exact(ordered[name].iloc[at]) for name in ordered}
    record = said | {"controls": moved, "results": answers, "texts": texts, "at_start": exacts, "units": units}
    record |= {"sizes": [len(values[name]) for name in names], "illustrative": illustrative}
    _refuse_heavy(record)
    return Block(record | {"data": record_of(ordered[[*names, *results]], headline, units) | {"shown": 0}})


def _in_order(grid: pd.DataFrame, names: list[str]) -> tuple[pd.DataFrame, dict[str, list[Any]]]:
    """Sort the rows so that the place of a combination can be counted; each has to be there once."""
    values = {name: _steps(grid[name]) for name in names}
    wanted = pd.MultiIndex.from_tuples(list(product(*values.values())), names=names)
    found = pd.MultiIndex.from_frame(grid[names])
    twice, lost = found[found.duplicated()], wanted.difference(found, sort=False)
    for word, rows in (("more than once", twice), ("not at all", lost)):
        if len(rows):
            example = ", ".join(f"{name} = {value}" for name, value in zip(names, rows[0], strict=True))
            raise ValueError(f"explorer: the grid holds {example} {word}; it needs each combination of {names} once")
    return grid.iloc[found.get_indexer(wanted)].reset_index(drop=True), values


def _steps(column: pd.Series) -> list[Any]:
    """The values of a control in order: that of its categories, or from small to large."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return [value for value in column.cat.categories.tolist() if (column == value).any()]
    return sorted(column.unique().tolist())


def _texts(column: pd.Series, unit: str, decimals: int | None) -> list[str]:
    """Write every value of a result as sentences and cells will show it."""
    return [_said(value, unit, decimals) for value in column]


def _said(value: Any, unit: str, decimals: int | None) -> str:
    """Write a value for a reader; a date in words.

    >>> _said("2008-12-01", "", None), _said(0.05, "rate", 0)
    ('1 December 2008', '5%')
    """
    known = exact(value)
    return long_date(known) if isinstance(known, str) else numbers.spoken(known, unit, decimals)


def _position(values: Mapping[str, list[Any]], start: Mapping[str, Any]) -> int:
    place = 0
    for name, steps in values.items():
        if name not in start or start[name] not in steps:
            raise ValueError(
                f"explorer: start has {name} = {start.get(name)!r}, which is not in the grid; it has {steps}"
            )
        place = place * len(steps) + steps.index(start[name])
    return place


def _control(
    name: str, words: str, steps: list[Any], unit: str, start: Any, decimals: Mapping[str, int] | None
) -> dict[str, Any]:
    kind = "box" if set(steps) <= {True, False} and isinstance(steps[0], bool) else "list"
    kind = "slider" if kind == "list" and all(map(numbers.numeric, steps)) else kind
    texts = [_said(step, unit, (decimals or {}).get(name)) for step in steps]
    known = {"name": name, "label": words, "kind": kind, "texts": texts, "start": steps.index(start)}
    return known | {"steps": [exact(step) for step in steps]}


def lookup(record: Mapping[str, Any]) -> str:
    """Write the part of a panel that the browser reads: places of combinations to texts, each text once."""
    texts = {name: _packed(values) for name, values in record["texts"].items()}
    controls = [control["texts"] for control in record["controls"]]
    whole = {"sizes": record["sizes"], "start": record["start"], "controls": controls, "texts": texts}
    return json.dumps(whole, separators=(",", ":"), ensure_ascii=False)


def _packed(values: list[str]) -> dict[str, Any]:
    unique = list(dict.fromkeys(values))
    places = {value: i for i, value in enumerate(unique)}
    return {"s": values} if len(unique) * 2 > len(values) else {"s": unique, "i": [places[value] for value in values]}


def segments(words: str, record: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Cut a sentence at its results and controls: (text at the start, what to look up or nothing)."""
    cut = PLACE.split(words)
    known = {name: (texts[record["start"]], name) for name, texts in record["texts"].items()}
    known |= {c["name"]: (c["texts"][c["start"]], f"@{i}") for i, c in enumerate(record["controls"])}
    _refuse_results([name for name in cut[1::2] if name not in known], record)
    return [known[part] if i % 2 else (part, "") for i, part in enumerate(cut) if part]


def _refuse_results(lost: list[str], record: Mapping[str, Any]) -> None:
    if lost:
        raise ValueError(f"the panel has no result {lost[0]!r} to follow; it has {', '.join(record['texts'])}")


def _refuse_both(names: list[str]) -> None:
    if names:
        raise ValueError(f"explorer: {names[0]!r} is both a control and a result; name it as one of them")


def _refuse_unknown(grid: pd.DataFrame, names: list[str]) -> None:
    lost = [name for name in names if name not in grid]
    if lost:
        raise ValueError(f"explorer: the grid has no column {', '.join(map(repr, lost))}; it has {list(grid.columns)}")


def _refuse_unitless(grid: pd.DataFrame, units: Mapping[str, str]) -> None:
    lost = [n for n, u in units.items() if not u and pd.api.types.is_numeric_dtype(grid[n]) and grid[n].dtype != bool]
    if lost:
        raise ValueError(
            f"explorer: no unit is known for {', '.join(map(repr, lost))}; give unit={{{lost[0]!r}: 'calls'}}"
        )


def _refuse_heavy(record: Mapping[str, Any]) -> None:
    weight = len(lookup(record).encode())
    if weight > LARGEST:
        raise ValueError(
            f"explorer: the grid weighs {weight / 1024:.0f} KB and a page takes at most {LARGEST // 1024}; "
            "give fewer steps, fewer controls or fewer results"
        )
