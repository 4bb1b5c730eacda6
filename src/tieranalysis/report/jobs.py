"""A job, which is all that a worker is told; and the manifest, which is all that is kept of its answer."""

import datetime
import hashlib
from pathlib import Path
from typing import Any

from tieranalysis.report import pages, parameters, publish, skip
from tieranalysis.report.notebook import LIMITS
from tieranalysis.report.plan import Plan, Report
from tieranalysis.report.siblings import catalogue, siblings, withheld

FORMAT = 1


def job(report: Report, plan: Plan, out: Path, made: datetime.date, engine: str) -> dict[str, Any]:
    """Return what a worker is told of a report, in types that JSON holds; where to write is added for each attempt."""
    source = parameters.source(report.parameters)
    known = siblings(report, plan)
    unseen = withheld(known, out, report.output)
    return {
        "report": report.name,
        "path": str(report.notebook),
        "notebook": report.notebook.name,
        "notebook_sha256": skip.sha256(report.notebook),
        "source": source,
        "parameters": parameters.plain(report.parameters),
        "defaults": parameters.plain(report.defaults),
        "folder": str(plan.folder),
        "out": str(out),
        "made": made.isoformat(),
        "status": "draft",
        "previous": previous(report, plan, out),
        "siblings": {name: page for name, page in known.items() if name not in unseen},
        "withheld": unseen,
        "catalogue": catalogue(report),
        "engine": engine,
        "seed": int(hashlib.sha256(f"{report.name}\0{source}".encode()).hexdigest()[:8], 16),
        **{key: plan.settings[key] for key in (*pages.SETTINGS, *LIMITS)},
    }


def previous(report: Report, plan: Plan, out: Path) -> dict[str, Any] | None:
    """Return the last published version that had another fingerprint: what a reader would call the one before.

    A version of the same notebook, parameters, code and data is the same report made again, and a report made again
    must be the same to the last byte.
    """
    now = skip.fingerprint(report, plan)
    for version in reversed(publish.versions(out, report.output)):
        found = publish.manifest(out, report.output, version)
        if found and (found["fingerprint"] != now or skip.moved(found, plan.folder)):
            return {key: found[key] for key in ("made", "parameters", "inputs", "headlines")}
    return None


def manifest(report: Report, plan: Plan, made: dict[str, Any], outcome: dict[str, Any], staged: Path) -> dict[str, Any]:
    """Return what is kept of a published version: what it was made from, with what, what came out and how long it took."""
    declared = [{"path": path, "sha256": digest} for path, digest in skip.fingerprint(report, plan)["declared"].items()]
    seen = {item["path"] for item in outcome["inputs"]}
    return {
        "format": FORMAT,
        "family": report.family,
        **{key: made[key] for key in (*pages.FACTS, *pages.SETTINGS)},
        "status": {"state": made["status"]},
        "fingerprint": skip.fingerprint(report, plan),
        "inputs": outcome["inputs"] + [item for item in declared if item["path"] not in seen],
        **{key: outcome[key] for key in ("title", "header", "versions", "headlines", "notices", "seconds")},
        "files": publish.contents(staged),
        "published": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    }
