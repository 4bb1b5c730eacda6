"""Where reports are published: a folder of this machine, or any location that fsspec knows (S3, Azure, memory and more).

A store that is not a file system has no folders to rename, but replaces each single file at once. There a version is put in
its history first, its manifest last; then the files of the current version are replaced, the page when everything that it
belongs with is there, and the manifest, by which the next build goes, after the page.
"""

import contextlib
import datetime
import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from tieranalysis.report import files as disk
from tieranalysis.report import lock, publish

HOLDS_SECONDS = 3600


class PlaceError(Exception):
    """The place cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Place:
    """A folder of this machine in which to work, and what brings it to where it is to be published."""

    path: Path
    published: Callable[[str, str, int], None]
    replaced: Callable[[str], None]
    fetched: Callable[[str], None]
    held: Callable[[], AbstractContextManager[None]]


@contextlib.contextmanager
def opened(out: str) -> Iterator[Place]:
    """Open a place: a folder, or an address such as s3://bucket/reports."""
    if "://" not in out:
        path = Path(out).absolute()
        yield Place(path, lambda *a: None, lambda *a: None, lambda *a: None, lambda: lock.hold(path))
        return
    files, root = _connected(out)
    with tempfile.TemporaryDirectory(prefix="tieranalysis-") as here:
        path = Path(here)
        _pull(files, root, path)
        yield Place(
            path,
            lambda output, version, keep: _push(files, root, path, output, version, keep),
            lambda name: _put(files, path / name, f"{root}/{name}"),
            lambda name: disk.replace_file(path / name, files.cat_file(f"{root}/{name}")),
            lambda: _hold(files, root, out),
        )


def _connected(out: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise PlaceError(f"{out}: publishing there needs fsspec; install tieranalysis[remote]") from None
    try:
        files, root = url_to_fs(out)
    except (ValueError, ImportError) as error:
        raise PlaceError(f"{out}: {error}") from None
    return files, root.rstrip("/")


def _pull(files: Any, root: str, path: Path) -> None:
    """Fetch the manifests and the catalogue, and mark the pages that are there: all that deciding what to do needs."""
    found = {name: name[len(root) :].lstrip("/") for name in map(str, files.find(root))} if files.exists(root) else {}
    wanted = [name for name in found if name.endswith((f"/{publish.MANIFEST}", "/catalogue.json"))]
    for name, content in (files.cat(wanted) if wanted else {}).items():
        disk.replace_file(path / found.get(name, PurePosixPath(name).name), content)
    for name in found.values():
        if name.endswith(f"/{publish.PAGE}"):
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).touch()


def _push(files: Any, root: str, path: Path, output: str, version: str, keep: int) -> None:
    folder = publish.history(path, output) / version
    names = sorted((p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()), key=_rank)
    for shelf in (f"{root}/history/{output}/{version}", f"{root}/{output}"):
        for name in names:
            _put(files, folder / name, f"{shelf}/{name}")
    _forget(files, f"{root}/{output}", set(names))
    _prune(files, f"{root}/history/{output}", version, keep)


def _rank(name: str) -> int:
    return {publish.PAGE: 1, publish.MANIFEST: 2}.get(name, 0)


def _put(files: Any, source: Path, target: str) -> None:
    files.makedirs(target.rpartition("/")[0], exist_ok=True)
    files.pipe_file(target, source.read_bytes())


def _forget(files: Any, shelf: str, names: set[str]) -> None:
    stale = [name for name in files.find(shelf) if str(name)[len(shelf) :].lstrip("/") not in names]
    for name in stale:
        files.rm_file(name)


def _prune(files: Any, shelf: str, current: str, keep: int) -> None:
    files.invalidate_cache()
    found = sorted({str(name)[len(shelf) :].lstrip("/").partition("/")[0] for name in files.find(shelf)})
    for version in [v for v in found if v != current][: -keep + 1 or None]:
        files.rm(f"{shelf}/{version}", recursive=True)


@contextlib.contextmanager
def _hold(files: Any, root: str, out: str) -> Iterator[None]:
    """Hold a lock as well as the store allows: a file that says who and until when, read again after it is written."""
    path, mine = f"{root}/{lock.LOCK}", {**lock.holder(), "until": _now() + HOLDS_SECONDS}
    _refuse_if_held(files, path, mine, out)
    files.makedirs(root, exist_ok=True)
    files.pipe_file(path, json.dumps(mine).encode())
    _refuse_if_held(files, path, mine, out)
    try:
        yield
    finally:
        files.rm_file(path)


def _refuse_if_held(files: Any, path: str, mine: dict[str, Any], out: str) -> None:
    files.invalidate_cache()
    with contextlib.suppress(FileNotFoundError, ValueError):
        found = json.loads(files.cat_file(path))
        if found != mine and found["until"] > _now():
            raise lock.Held(f"{out}: {lock.words(found)}; wait for it to end, or remove {path} if it has died")


def _now() -> float:
    return datetime.datetime.now(datetime.UTC).timestamp()
