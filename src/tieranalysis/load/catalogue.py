"""The register of raw files: what each is, who published it, under which licence, and whether it is still what it was.

The register is a Frictionless Data Package, `data/raw/datapackage.json`. Raw files are never edited: a file whose
SHA-256 differs from the registered one is a fault, and `check_raw` says so.
"""

import copy
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

from tieranalysis.contract import SourceError
from tieranalysis.contract.schemas import fields, schema, table_names
from tieranalysis.load import reads

PACKAGE = Path("raw") / "datapackage.json"
CHOSEN_BY = "TIERANALYSIS_DATA"


def data_root() -> Path:
    """Return the folder that holds `raw/datapackage.json`.

    The folder named by the environment variable TIERANALYSIS_DATA is taken; without it, the first folder `data` that
    has the register, upwards from the working folder and then from where the package itself stands.

    Raises SourceError when none is found, with where it was looked for.

    >>> (data_root() / "raw" / "datapackage.json").is_file()
    True
    """
    chosen = os.environ.get(CHOSEN_BY)
    if chosen:
        return _chosen(Path(chosen))
    for start in (Path.cwd(), Path(__file__).resolve().parent):
        for folder in (start, *start.parents):
            if (folder / "data" / PACKAGE).is_file():
                return folder / "data"
    raise SourceError(
        f"There is no data/{PACKAGE.as_posix()} in {Path.cwd()} or any folder above it. "
        f"Run from inside the project, or set {CHOSEN_BY} to its data folder."
    )


def _chosen(folder: Path) -> Path:
    if not (folder / PACKAGE).is_file():
        raise SourceError(
            f"{CHOSEN_BY} names {folder}, which has no {PACKAGE.as_posix()}. Set it to a folder that has, or unset it."
        )
    return folder.resolve()


def resources(root: Path | None = None) -> list[dict[str, Any]]:
    """Return every entry of the register, in its order.

    Raises SourceError when the register is not there or is not JSON.

    >>> "revenue" in [entry["name"] for entry in resources()]
    True
    """
    return copy.deepcopy(_shared(root))


def _shared(root: Path | None) -> list[dict[str, Any]]:
    """The entries as they were parsed, to be read alone: a copy of them all takes longer than most of what is asked."""
    path = (root or data_root()) / PACKAGE
    try:
        return _entries(path, path.stat().st_mtime_ns)
    except (OSError, json.JSONDecodeError, KeyError, TypeError) as error:
        raise SourceError(f"{path}: not a register of files ({error}). Restore it from version control.") from error


@cache
def _entries(path: Path, changed: int) -> list[dict[str, Any]]:
    """Parse the register once for each time that it was changed."""
    return list(json.loads(path.read_text(encoding="utf-8"))["resources"])


def resource(name: str, root: Path | None = None) -> dict[str, Any]:
    """Return the register's entry of that name.

    Raises SourceError for a name that it does not have, with the names that it has.

    >>> resource("population")["publisher"]
    'Office for National Statistics'
    """
    entries = {entry["name"]: entry for entry in _shared(root)}
    if name not in entries:
        raise SourceError(f"The register of raw files has no {name!r}. It has: {', '.join(entries)}.")
    return copy.deepcopy(entries[name])


def raw_path(name: str, root: Path | None = None) -> Path:
    """Return where the registered file of that name lies.

    >>> raw_path("population").name
    'population.csv'
    """
    root = root or data_root()
    return root / "raw" / resource(name, root)["path"]


def describe(path: str | Path) -> dict[str, str]:
    """Return what the register says of a file: title, publisher, published, sha256 and licence.

    A file that is not registered, such as a council's own, is described by what a table of that name and heading holds, else by its
    name; and by its own hash, the rest empty.

    >>> sorted(describe(raw_path("population")))
    ['licence', 'published', 'publisher', 'registered', 'sha256', 'title']
    """
    path = Path(path).resolve()
    for root in (parent.parent for parent in path.parents if parent.name == "raw"):
        entries = _shared(root) if (root / PACKAGE).is_file() else []
        found = [entry for entry in entries if (root / "raw" / entry["path"]).resolve() == path]
        if found:
            return _facts(found[0])
    blank = dict.fromkeys(("publisher", "published", "licence"), "")
    return {"title": _titled(path), **blank, "sha256": reads.sha256(path) if path.is_file() else "", "registered": ""}


def _titled(path: Path) -> str:
    """The title of the table that a file is, by its name and its heading, with the name of the file; else that alone."""
    if path.suffix != ".csv" or path.stem not in table_names() or not path.is_file():
        return path.name
    with path.open(encoding="utf-8-sig", errors="replace") as lines:
        heading = lines.readline().strip().split(",")
    return f"{schema(path.stem)['title']} ({path.name})" if heading == list(fields(path.stem)) else path.name


def _facts(entry: dict[str, Any]) -> dict[str, str]:
    return {
        "title": entry.get("title", entry["name"]),
        "publisher": entry.get("publisher", ""),
        "published": entry.get("published", ""),
        "licence": ", ".join(licence["title"] for licence in entry.get("licenses", [])),
        "sha256": entry["hash"].removeprefix("sha256:"),
        "registered": "yes",
    }


def check_raw(root: Path | None = None) -> list[str]:
    """Return what is wrong between the register and the files under data/raw, in words; nothing when all is well.

    >>> check_raw()
    []
    """
    root = root or data_root()
    registered = {entry["path"]: entry for entry in _shared(root)}
    lying = {file.relative_to(root / "raw").as_posix() for file in (root / "raw").rglob("*") if file.is_file()}
    strays = sorted(lying - set(registered) - {PACKAGE.name})
    problems = [f"{name}: not in the register. Add it to {PACKAGE.as_posix()}, or remove it." for name in strays]
    return problems + [problem for path, entry in registered.items() for problem in _faults(root / "raw" / path, entry)]


def _faults(file: Path, entry: dict[str, Any]) -> list[str]:
    if not file.is_file():
        return [f"{entry['path']}: registered, but not there. Restore it from version control, or from its publisher."]
    found, wanted = reads.sha256(file), entry.get("hash", "").removeprefix("sha256:")
    if found == wanted:
        return []
    return [
        f"{entry['path']}: its SHA-256 is {found[:12]}…, and the register has {wanted[:12] or 'none'}…. "
        "Raw files are never edited: restore it, or register the new release under its own name."
    ]
