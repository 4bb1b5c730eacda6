"""Publishing: all of a report appears at once, or nothing does, and the last good one stays whatever happens.

    out/budgets                    a link to the version that is current: the page, its downloads, the notebook, the manifest
    out/history/budgets/VERSION/   each version whole, never changed once it is there

A version is written to a folder beside the history, brought safely to disk and renamed into place; only then is the link
replaced, by one rename. A reader therefore finds a whole report at every moment. Where links cannot be made, the files of the
version are put in place one by one, each by rename, the page last.
"""

import contextlib
import datetime
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tieranalysis.report import files

PAGE, NOTEBOOK, MANIFEST = "index.html", "notebook.ipynb", "manifest.json"
STAGING = ".staging-"


@contextlib.contextmanager
def staged(out: Path, output: str) -> Iterator[Path]:
    """Give a new empty folder on the disk of the history, in which a version can be put together; gone afterwards."""
    shelf = history(out, output)
    shelf.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=STAGING, dir=shelf))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        with contextlib.suppress(OSError):  # a history without a version is no history
            shelf.rmdir()


def write(folder: Path, name: str, content: bytes) -> Path:
    """Write one file of a version that is being put together; refuses a name that leads out of the folder."""
    path = (folder / name).resolve()
    if folder.resolve() not in path.parents:
        raise ValueError(f"{name!r} is not a name for a file inside a report")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def put_together(staged: Path, book: Any, page: Any) -> None:
    """Write a page, its downloads and its executed notebook to a staging folder."""
    import nbformat

    for name, content in page.files.items():
        write(staged, name, content)
    write(staged, NOTEBOOK, (nbformat.writes(book) + "\n").encode())
    write(staged, PAGE, page.html.encode())


def contents(staged: Path) -> dict[str, str]:
    """Return the SHA-256 of each file in a staging folder, by its name, the manifest left out."""
    files = sorted(p for p in staged.rglob("*") if p.is_file() and p.name != MANIFEST)
    return {p.relative_to(staged).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def named(staged: Path) -> str:
    """Give a version that is whole its name, which its manifest says: the time, to the microsecond, so that it sorts by it."""
    if not (staged / PAGE).is_file():
        raise FileNotFoundError(f"no {PAGE} was made")
    version = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    found = json.loads((staged / MANIFEST).read_text(encoding="utf-8"))
    write(staged, MANIFEST, dumps({**found, "version": version}))
    return version


def commit(out: Path, output: str, staged: Path, version: str) -> None:
    """Make a staged version that has been named the current one."""
    _readable(staged)
    _place(history(out, output), staged, version)
    try:
        _point(out / output, history(out, output) / version)
    except OSError:
        shutil.rmtree(history(out, output) / version, ignore_errors=True)
        raise


def versions(out: Path, output: str) -> list[str]:
    """Return the versions of a report, oldest first."""
    shelf = history(out, output)
    return (
        sorted(p.name for p in shelf.iterdir() if (p / MANIFEST).is_file() and not p.name.startswith("."))
        if shelf.is_dir()
        else []
    )


def manifest(out: Path, output: str, version: str | None = None) -> dict[str, Any] | None:
    """Return the manifest of a version, the current one by default; None where there is no whole version."""
    folder = out / output if version is None else history(out, output) / version
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return found if (folder / PAGE).is_file() else None
    except (OSError, ValueError):
        return None


def prune(out: Path, output: str, keep: int) -> None:
    """Remove the versions before the last few, never the current one."""
    current = (manifest(out, output) or {}).get("version")
    for version in versions(out, output)[: -max(keep, 1)]:
        if version != current:
            shutil.rmtree(history(out, output) / version, ignore_errors=True)


def sweep(out: Path) -> None:
    """Remove what a build that was killed has left half made. To be called by the holder of the lock."""
    for left in (out / "history").rglob(f"{STAGING}*"):
        shutil.rmtree(left, ignore_errors=True)


def history(out: Path, output: str) -> Path:
    """Return the folder that holds the versions of a report."""
    return out / "history" / output


def dumps(value: Mapping[str, Any]) -> bytes:
    """Return JSON as it is written everywhere: readable, in the order given, with a last line end."""
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()


def _place(shelf: Path, staged: Path, version: str) -> None:
    """Bring a staged version safely to disk and rename it to its place in the history."""
    for path in (*staged.rglob("*"), staged):  # in one go: the first brings most of the others to disk with it
        files.sync(path)
    staged.rename(shelf / version)
    files.sync(shelf)


def _point(link: Path, target: Path) -> None:
    link.parent.mkdir(parents=True, exist_ok=True)
    if link.exists() and not link.is_symlink():
        return _copy_over(link, target)
    new = link.parent / f".{link.name}.{os.getpid()}.link"
    try:
        new.unlink(missing_ok=True)
        new.symlink_to(os.path.relpath(target, link.parent), target_is_directory=True)
        new.replace(link)
        files.sync(link.parent)
    except OSError:
        new.unlink(missing_ok=True)
        if link.is_symlink():
            raise
        _copy_over(link, target)
    return None


def _copy_over(folder: Path, version: Path) -> None:
    names = sorted(
        (p.relative_to(version).as_posix() for p in version.rglob("*") if p.is_file()), key=lambda n: n == PAGE
    )
    for name in names:
        files.replace_file(folder / name, (version / name).read_bytes())
    for stale in [p for p in folder.rglob("*") if p.is_file() and p.relative_to(folder).as_posix() not in names]:
        stale.unlink(missing_ok=True)


def _readable(staged: Path) -> None:
    staged.chmod(0o777 & ~files.UMASK)
