"""The plan: reports.toml read into one Report for every page that is wanted.

A plan names reports; a grid multiplies one of them (for each authority, for each period). What comes out of this module
is a tuple of Reports with their parameters typed as the notebook declares them: whatever cannot run is refused here,
before anything starts, and every fault is told at once.
"""

import itertools
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from tieranalysis.report import parameters, plan_rules
from tieranalysis.report.plan_rules import slug

SETTINGS = {
    "deadline_seconds": 600.0,
    "retries": 1,
    "retry_wait_seconds": 2.0,
    "keep_versions": 10,
    "keep_runs": 20,
    "max_cell_mb": 10.0,
    "max_report_mb": 50.0,
    "inputs": [],
    "renderer": "tieranalysis.present:render",
    "webhook": "",
    "mail": {},
    "contact": "",
    "licence": "",
    "extracts": [],
}
RESERVED = ("history", "runs", "index.html", "catalogue.json")


class PlanError(Exception):
    """The plan cannot be run; the message lists every fault, each with its mend."""


@dataclass(frozen=True)
class Report:
    """One page to be made: a notebook and its parameters."""

    name: str
    family: str
    notebook: Path
    parameters: dict[str, Any] = field(default_factory=dict)
    defaults: dict[str, Any] = field(default_factory=dict)
    deadline_seconds: float = 600.0
    retries: int = 1
    inputs: tuple[str, ...] = ()
    output: str = ""
    cell: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """The reports of one file, the folder their cells run in, and the settings they share."""

    path: Path
    reports: tuple[Report, ...]
    settings: dict[str, Any]

    @property
    def folder(self) -> Path:
        """The folder of the plan, in which cells run and to which paths are relative."""
        return self.path.parent


def read_plan(path: Path) -> Plan:
    """Return the plan in a TOML file, its grids multiplied out and its parameters checked; PlanError lists the faults."""
    path = path.resolve()
    document = _document(path)
    settings = _settings(document.get("settings", {}), path)
    faults: list[str] = []
    reports = [report for table in _tables(document, path) for report in _family(table, path, settings, faults)]
    faults += _clashes(reports)
    checked = [_checked(report, faults) for report in reports]
    if not reports and not faults:
        faults.append("it names no report; add a [[reports]] table with name and notebook")
    if faults:
        raise PlanError("\n".join(f"{path}: {fault}" for fault in dict.fromkeys(faults)))
    return Plan(path, tuple(checked), settings)


def select(plan: Plan, names: Sequence[str]) -> tuple[Report, ...]:
    """Return the reports whose name, family or pattern is among the names; all of them where there are no names."""
    if not names:
        return plan.reports
    strangers = [n for n in names if not any(_named(report, n) for report in plan.reports)]
    if strangers:
        known = ", ".join(sorted({report.family for report in plan.reports}))
        raise PlanError(f"{plan.path}: no report is called {', '.join(map(repr, strangers))}; there are {known}")
    return tuple(report for report in plan.reports if any(_named(report, n) for n in names))


def _document(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PlanError(f"{path}: there is no such plan; name one with --plan") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PlanError(f"{path}: not a TOML file: {error}") from None


def _tables(document: dict[str, Any], path: Path) -> list[dict[str, Any]]:
    if strange := sorted(set(document) - {"settings", "reports"}):
        raise PlanError(f"{path}: it has {', '.join(strange)}; a plan has [settings] and [[reports]]")
    found = document.get("reports", [])
    if not isinstance(found, list) or not all(isinstance(table, dict) for table in found):
        raise PlanError(f"{path}: write each report as a table of its own, [[reports]], in two brackets")
    return found


def _settings(table: dict[str, Any], path: Path) -> dict[str, Any]:
    if strange := sorted(set(table) - set(SETTINGS)):
        raise PlanError(f"{path}: [settings] has {', '.join(strange)}; it may have {', '.join(SETTINGS)}")
    for key, value in table.items():
        if not plan_rules.like(value, SETTINGS[key]):
            raise PlanError(f"{path}: [settings] {key} is {value!r}; it must be like {SETTINGS[key]!r}")
    return {**SETTINGS, **table}


def _family(table: dict[str, Any], path: Path, settings: dict[str, Any], faults: list[str]) -> list[Report]:
    where = f"report {table.get('name', '(without a name)')!r}"
    found = plan_rules.table_faults(table, path, where)
    faults += found
    if found:
        return []
    grid = table.get("grid", {})
    cells = [dict(zip(grid, values, strict=True)) for values in itertools.product(*grid.values())]
    return [_report(table, cell, path, settings) for cell in cells]


def _report(table: dict[str, Any], cell: dict[str, Any], path: Path, settings: dict[str, Any]) -> Report:
    name = name_of(table["name"], cell)
    words = {key: slug(value) for key, value in cell.items()}
    return Report(
        name=name,
        family=table["name"],
        notebook=(path.parent / table["notebook"]).resolve(),
        parameters={**table.get("parameters", {}), **cell},
        deadline_seconds=float(table.get("deadline_seconds", settings["deadline_seconds"])),
        retries=table.get("retries", settings["retries"]),
        inputs=(*settings["inputs"], *table.get("inputs", ())),
        output=re.sub(r"\{(\w+)\}", lambda m: {"name": name, **words}.get(m[1], m[0]), table.get("output", "{name}")),
        cell=cell,
    )


def _clashes(reports: list[Report]) -> list[str]:
    faults, seen = [], {}
    for report in reports:
        parts = report.output.split("/")
        if any(slug(part) != part for part in parts) or parts[0] in RESERVED:
            faults.append(
                f"report {report.name!r}: output {report.output!r} is not a folder of its own below the output"
            )
        other = seen.setdefault(report.output.casefold(), report.name)
        if other != report.name or sum(r.name == report.name for r in reports) > 1:
            faults.append(f"report {report.name!r}: {report.output!r} is also where {other!r} is published")
    return faults


def _checked(report: Report, faults: list[str]) -> Report:
    try:
        declared = parameters.declared(report.notebook)
        values = parameters.conformed(report.parameters, declared)
    except parameters.ParameterError as error:
        faults.append(f"report {report.name!r}: {error}")
        return report
    return replace(report, parameters=values, defaults={name: d.default for name, d in declared.items()})


def _named(report: Report, name: str) -> bool:
    return name in (report.name, report.family) or fnmatchcase(report.name, name)


def name_of(family: str, cell: dict[str, Any]) -> str:
    """Return the name of a report of a family: the family, and each value of its grid."""
    return "-".join([family, *map(slug, cell.values())])
