"""Where reports are published: a folder of this machine, or any location that fsspec knows (S3, Azure, memory and more).

A store that is not a file system has no folders to rename, but replaces each single file at once. There a version is put in
its history first, its manifest last; then the files of the current version are replaced, the page when everything that it
belongs with is there, and the manifest, by which the next build goes, after the page. Where that fails half way, the files of
the version before are copied back from its history.
"""

import contextlib
import mimetypes
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from tieranalysis.report import catalogue, lock, publish
from tieranalysis.report import files as disk
from tieranalysis.report.hold import Hold

AZURE = {"abfs", "abfss", "az"}


class PlaceError(Exception):
    """The place cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Place:
    """A folder of this machine in which to work, and what brings it to where it is to be published.

    `sent` takes a whole version before it becomes current here, `replaced` a single file; `fetched` brings one.
    """

    path: Path
    sent: Callable[[Path, str, str, int], None]
    replaced: Callable[[str], None]
    fetched: Callable[[str], None]
    held: Callable[[], AbstractContextManager[None]]


@contextlib.contextmanager
def opened(out: str) -> Iterator[Place]:
    """Open a place: a folder, or an address such as s3://bucket/reports.

    Raises PlaceError where the address cannot be reached.
    """
    if "://" not in out:
        path = Path(out).absolute()
        yield Place(path, lambda *a: None, lambda *a: None, lambda *a: None, lambda: lock.hold(path))
        return
    files, root = _connected(out)
    hold = Hold(files, root, out)
    with tempfile.TemporaryDirectory(prefix="tieranalysis-") as here:
        path = Path(here)
        with reached(out):
            _pull(files, root, path)
        yield Place(
            path,
            lambda *version: (hold.renew(), _push(files, root, *version))[1],
            lambda name: _told(out, _put, files, path / name, f"{root}/{name}"),
            lambda name: _told(out, lambda: disk.replace_file(path / name, files.cat_file(f"{root}/{name}"))),
            lambda: _held(out, hold),
        )


@contextlib.contextmanager
def reached(out: str) -> Iterator[None]:
    """Say of whatever a store's own library raises where it was raised: each has errors of its own kind."""
    try:
        yield
    except (PlaceError, lock.Held):
        raise
    except Exception as error:
        raise PlaceError(f"{out} cannot be used: {type(error).__name__}: {error}") from error


def _told(out: str, work: Callable[..., None], *arguments: Any) -> None:
    with reached(out):
        work(*arguments)


@contextlib.contextmanager
def _held(out: str, hold: Hold) -> Iterator[None]:
    with contextlib.ExitStack() as kept:
        with reached(out):
            kept.enter_context(hold)
        yield


def _connected(out: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise PlaceError(f"{out}: publishing there needs fsspec; install tieranalysis[remote]") from None
    try:
        files, root = url_to_fs(out)
    except (ValueError, ImportError) as error:
        raise PlaceError(f"{out}: {error}") from None
    bucket = root.partition("/")[0]
    try:
        with reached(out):
            _ = bucket and files.info(bucket)
    except PlaceError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            raise PlaceError(f"{out}: there is no {bucket!r}; correct the name, or make it first") from None
        raise
    return files, root.rstrip("/")


def _pull(files: Any, root: str, path: Path) -> None:
    """Fetch the manifests and the catalogue, and mark the pages that are there: all that deciding what to do needs."""
    found = _names(files, root)
    wanted = [f"{root}/{name}" for name in found if PurePosixPath(name).name in (publish.MANIFEST, catalogue.CATALOGUE)]
    for name, content in (files.cat(wanted) if wanted else {}).items():
        disk.replace_file(path / _below(root, name), content)
    for name in found:
        if name.endswith(f"/{publish.PAGE}"):
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).touch()


def _push(files: Any, root: str, staged: Path, output: str, version: str, keep: int) -> None:
    names = sorted((p.relative_to(staged).as_posix() for p in staged.rglob("*") if p.is_file()), key=_rank)
    shelf, current = f"{root}/history/{output}", f"{root}/{output}"
    try:
        for name in names:
            _put(files, staged / name, f"{shelf}/{version}/{name}")
        for name in names:
            _put(files, staged / name, f"{current}/{name}")
    except BaseException:
        _put_back(files, shelf, current, version)
        raise
    _forget(files, current, set(names))
    _prune(files, shelf, version, keep)


def _put_back(files: Any, shelf: str, current: str, failed: str) -> None:
    """Undo, as well as a store can that has just failed: the version before becomes current again, or nothing does."""
    with contextlib.suppress(Exception):
        before = [version for version, whole in _versions(files, shelf).items() if whole and version != failed]
        names = _names(files, f"{shelf}/{before[-1]}") if before else []
        for name in sorted(names, key=_rank):
            files.cp_file(f"{shelf}/{before[-1]}/{name}", f"{current}/{name}")
        _forget(files, current, set(names))
        _forget(files, f"{shelf}/{failed}", set())


def _rank(name: str) -> int:
    return {publish.PAGE: 1, publish.MANIFEST: 2}.get(name, 0)


def _put(files: Any, source: Path, target: str) -> None:
    """Replace one file, which is then served as what it is, so that a browser shows a page and does not keep it as a file."""
    kind = mimetypes.guess_type(target)[0]
    typed = {"content_settings": {"content_type": kind}} if kind and AZURE & {*_protocols(files)} else {}
    files.put_file(str(source), target, **typed)


def _protocols(files: Any) -> tuple[str, ...]:
    return (files.protocol,) if isinstance(files.protocol, str) else tuple(files.protocol)


def _forget(files: Any, shelf: str, kept: set[str]) -> None:
    for name in _names(files, shelf):
        if name not in kept:
            files.rm_file(f"{shelf}/{name}")


def _prune(files: Any, shelf: str, current: str, keep: int) -> None:
    """Remove the versions before the last few, and what a build that was killed has left of one."""
    found = _versions(files, shelf)
    old = [version for version, whole in found.items() if whole and version != current][: -keep + 1 or None]
    for version in [*old, *(version for version, whole in found.items() if not whole)]:
        _forget(files, f"{shelf}/{version}", set())


def _versions(files: Any, shelf: str) -> dict[str, bool]:
    """The versions in a store's history, oldest first, and whether each is whole, its manifest being written last."""
    names = _names(files, shelf)
    return {
        version: f"{version}/{publish.MANIFEST}" in names for version in sorted({n.partition("/")[0] for n in names})
    }


def _names(files: Any, shelf: str) -> list[str]:
    """The files on a shelf, by their names there."""
    files.invalidate_cache()
    return [_below(shelf, name) for name in files.find(shelf)]


def _below(shelf: str, name: object) -> str:
    """The name of a file on a shelf; some stores put a slash before the address and some do not."""
    return str(name).lstrip("/").removeprefix(shelf.strip("/")).lstrip("/")
