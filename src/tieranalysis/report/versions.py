"""Versions of a report that are published: which is which, what moved between two, and approval of the current one."""

import datetime
import sys
from pathlib import Path
from typing import Any

from tieranalysis.report import catalogue, pages, publish
from tieranalysis.report.places import Place

EVERY = 1_000_000


class VersionError(Exception):
    """There is no such report or version; the message says which there are."""


def output_of(out: Path, report: str) -> str:
    """Return the folder in which a report is published."""
    found = {entry["report"]: entry["output"] for entry in catalogue.read(out)}
    if report not in found:
        known = ", ".join(found) or "none"
        raise VersionError(f"{out}: no report called {report!r} is published here; there are {known}")
    return found[report]


def moved(out: Path, report: str, against: datetime.date | None = None) -> tuple[str, list[list[str]]]:
    """Return the date of the version compared with, and each result, assumption and input that moved since (old, new)."""
    from tieranalysis.present.changes import changes

    output = output_of(out, report)
    now = publish.manifest(out, output)
    then = _earlier(out, output, now, against)
    described = pages.about({**now, "previous": then}, catalogue.status(now))
    return f"{then['made']} (version {then['version']})", changes(described, now["headlines"])


def approve(place: Place, report: str, by: str, on: datetime.date, folder: Path) -> str:
    """Publish the current version of a report anew as approved, with a name and a date; returns the new version.

    The folder is that of the plan, where a renderer of the plan's own is found.
    """
    if not by.strip():
        raise VersionError("an approval needs the name of a person: --by NAME")
    with place.held():
        output = output_of(place.path, report)
        found = publish.manifest(place.path, output)
        if found is None:
            raise VersionError(f"{place.path}: {report!r} has never been published; run tieranalysis build first")
        status = {"state": "approved", "by": by, "on": on.isoformat()}
        version = published_anew(place, output, {**found, "status": status}, folder)
        for name in catalogue.write(place.path, on, (), ()):
            place.replaced(name)
    return version


def published_anew(place: Place, output: str, facts: dict[str, Any], folder: Path) -> str:
    """Publish the current version of a report with other facts, its page drawn anew from the notebook that was run.

    The folder is that of the plan. Returns the new version.
    """
    import nbformat

    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    kept = publish.history(place.path, output) / facts["version"] / publish.NOTEBOOK
    place.fetched(kept.relative_to(place.path).as_posix())
    book = nbformat.read(kept, as_version=4)
    page = pages.rendered(book, facts, catalogue.status(facts))
    with publish.staged(place.path, output) as staged:
        publish.put_together(staged, book, page)
        manifest = {**facts, "files": publish.contents(staged)}
        publish.write(staged, publish.MANIFEST, publish.dumps(manifest))
        version = publish.named(staged)
        place.sent(staged, output, version, EVERY)
        publish.commit(place.path, output, staged, version)
    return version


def _earlier(out: Path, output: str, now: dict[str, Any], against: datetime.date | None) -> dict[str, Any]:
    """Return the version compared with: the last of a day or before it, or the last that differs in what it was made from."""
    found = [publish.manifest(out, output, version) for version in publish.versions(out, output)]
    past = [m for m in found if m and m["version"] < now["version"]]
    if against:
        fitting = [m for m in past if m["made"] <= against.isoformat()]
    else:
        fitting = [m for m in past if (m["fingerprint"], m["inputs"]) != (now["fingerprint"], now["inputs"])]
    if not fitting:
        days = ", ".join(sorted({m["made"] for m in past})) or "none"
        raise VersionError(
            f"{output}: there is no earlier version to compare with; earlier versions were made on {days}"
        )
    return fitting[-1]
