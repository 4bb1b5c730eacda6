"""The catalogue: every report that is published or planned, its status, freshness and notices, as JSON and as the index page."""

import datetime
import importlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tieranalysis.report import files, publish
from tieranalysis.report.journal import Result
from tieranalysis.report.plan import Report

CATALOGUE, INDEX, STATEMENT = "catalogue.json", "index.html", "accessibility.html"


def write(out: Path, made: datetime.date, reports: Sequence[Report], results: Sequence[Result]) -> list[str]:
    """Write the catalogue and its pages, each by rename, where something that they tell has changed; returns their names."""
    before = read(out)
    entries = listed(out, reports, before, results)
    if entries == before and (out / INDEX).is_file():
        return []
    catalogue = publish.dumps({"made": made.isoformat(), "reports": entries})
    pages = {name: page.encode() for name, page in _pages(entries, made).items()} | {CATALOGUE: catalogue}
    for name, content in pages.items():
        files.replace_file(out / name, content)
    return list(pages)


def prepare() -> None:
    """Import what the catalogue is drawn with, while there is nothing to do but wait for the first reports."""
    for name in ("catalogue", "markup"):
        importlib.import_module(f"tieranalysis.present.{name}")


def read(out: Path) -> list[dict[str, Any]]:
    """Return the entries of the catalogue that is there."""
    try:
        return json.loads((out / CATALOGUE).read_text(encoding="utf-8"))["reports"]
    except (OSError, ValueError, KeyError):
        return []


def listed(
    out: Path, reports: Sequence[Report], before: list[dict[str, Any]], results: Sequence[Result]
) -> list[dict[str, Any]]:
    """Return an entry for each report: those of the plan in its order, then those published before that it leaves out."""
    outputs = {report.output: report.name for report in reports}
    outputs |= {entry["output"]: entry["report"] for entry in before if entry["output"] not in outputs}
    became = {result.report: result for result in results}
    known = {entry["report"]: entry for entry in before}
    planned = {report.name for report in reports}
    entries = [_entry(out, output, name, became.get(name), known.get(name)) for output, name in outputs.items()]
    return [entry for entry in entries if entry["made"] or entry["report"] in planned]


def _entry(out: Path, output: str, name: str, result: Result | None, before: dict[str, Any] | None) -> dict[str, Any]:
    found = publish.manifest(out, output) or {}
    told = {key: found.get("header", {}).get(key, "") for key in ("area", "subject", "period", "authority", "summary")}
    return {
        "report": name,
        "family": found.get("family", name),
        "title": found.get("title") or name,
        **told,
        "output": output,
        "page": f"{output}/{publish.PAGE}" if found else "",
        "notebook": f"{output}/{publish.NOTEBOOK}" if found else "",
        "workbook": next((f"{output}/{file}" for file in found.get("files", ()) if file.endswith(".xlsx")), ""),
        "extract": next((f"{output}/{file}" for file in found.get("files", ()) if file.endswith("-extract.html")), ""),
        "status": status(found) or "not published",
        "made": found.get("made", ""),
        "version": found.get("version", ""),
        "freshness": _freshness(found, result, before),
        "parameters": found.get("parameters", {}),
        "notices": found.get("notices", []),
        "headlines": found.get("headlines", []),
    }


def status(manifest: dict[str, Any]) -> str:
    """Return the status of a version in words.

    >>> status({"status": {"state": "approved", "by": "A Person", "on": "2026-01-31"}})
    'approved by A Person on 2026-01-31'
    """
    found = manifest.get("status", {})
    return f"approved by {found['by']} on {found['on']}" if found.get("state") == "approved" else found.get("state", "")


def _freshness(found: dict[str, Any], result: Result | None, before: dict[str, Any] | None) -> str:
    if result is None:
        return (before or {}).get("freshness", "") or ("not checked" if found else "not published")
    if result.status in ("published", "unchanged"):
        return "up to date"
    return f"{'out of date' if found else 'not published'}: {result.why}"


def _pages(entries: list[dict[str, Any]], made: datetime.date) -> dict[str, str]:
    """Return the index page and the accessibility statement that it points to."""
    from tieranalysis.present import accessibility_page, catalogue_page

    return {INDEX: catalogue_page([_with_freshness(e) for e in entries], made), STATEMENT: accessibility_page(made)}


def _with_freshness(entry: dict[str, Any]) -> dict[str, Any]:
    """Return an entry whose notices begin with its freshness, where that is anything but good."""
    stale = [] if entry["freshness"] == "up to date" else [{"title": entry["freshness"]}]
    return {**entry, "notices": [*stale, *entry["notices"]]}
