"""Whether a published report is still what its notebook, parameters, code and data would give.

A fingerprint is taken before a run and kept in the manifest with the hash of every file that the run read. Nothing else
counts: not the date, not the deadline, not the machine.
"""

import functools
import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import tieranalysis
from tieranalysis.report import parameters
from tieranalysis.report.plan import Plan, Report

PACKAGE = Path(tieranalysis.__file__).parent
CHANGED = {
    "notebook": "its notebook has changed",
    "parameters": "its parameters have changed",
    "version": "the package is another version",
    "code": "the package's code or assumptions have changed",
    "declared": "the files that it declares as inputs have changed",
}


def fingerprint(report: Report, plan: Plan) -> dict[str, Any]:
    """Return what a report depends on before it runs, each as a hash."""
    return {
        "notebook": sha256(report.notebook),
        "parameters": hashlib.sha256(parameters.source(report.parameters).encode()).hexdigest(),
        "version": tieranalysis.__version__,
        "code": code_hash(),
        "declared": {relative(path, plan.folder): sha256(path) for path in declared_inputs(report, plan)},
    }


def why(report: Report, plan: Plan, manifest: Mapping[str, Any] | None) -> str:
    """Return why a report must be made again, or nothing where the published one still holds."""
    if manifest is None:
        return "it has not been published"
    now, then = fingerprint(report, plan), manifest.get("fingerprint", {})
    for part, reason in CHANGED.items():
        if now[part] != then.get(part):
            return reason
    return moved(manifest, plan.folder)


def moved(manifest: Mapping[str, Any], folder: Path) -> str:
    """Return the first input of a version that is no longer what it was, in words; nothing where all are."""
    return next(filter(None, (_moved(item, folder) for item in manifest.get("inputs", []))), "")


def declared_inputs(report: Report, plan: Plan) -> list[Path]:
    """Return the files that the plan's globs name for a report, relative to the plan's folder."""
    return sorted({path for pattern in report.inputs for path in _glob(pattern, plan.folder) if path.is_file()})


def relative(path: Path, folder: Path) -> str:
    """Return a path as the manifest keeps it: relative to the plan's folder, with forward slashes."""
    try:
        return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:  # on another drive
        return path.as_posix()


@functools.cache
def sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, read once in a process; empty where there is no such file."""
    return digest(path)


def forget() -> None:
    """Forget the hashes of files, which may have changed since: a process can build more than once."""
    sha256.cache_clear()


def digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes as they are now; empty where there is no such file."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


@functools.cache
def code_hash() -> str:
    """Return one hash over every file of the package: its code, its registers and its assumptions."""
    total = hashlib.sha256()
    for path in sorted(p for p in PACKAGE.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        total.update(f"{path.relative_to(PACKAGE).as_posix()}\0{sha256(path)}\n".encode())
    return total.hexdigest()


def _moved(item: Mapping[str, Any], folder: Path) -> str:
    path = folder / item["path"]
    if not path.is_file():
        return f"{item['path']} is gone"
    return "" if sha256(path) == item["sha256"] else f"{item['path']} has changed"


def _glob(pattern: str, folder: Path) -> Iterable[Path]:
    anchor, *_ = Path(pattern).parts
    root = Path(anchor) if Path(pattern).is_absolute() else folder
    return root.glob(str(Path(pattern).relative_to(anchor)) if root != folder else pattern)
