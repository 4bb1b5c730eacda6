"""Which files a run read: noted by our loaders, seen by Python as they are opened, or imported from beside the notebook.

What the interpreter, its libraries and this package read is left out (the package has a hash of its own), and so is what the
run itself wrote.
"""

import json
import os
import sys
import sysconfig
from collections.abc import Callable, Iterable
from itertools import takewhile
from pathlib import Path

from tieranalysis.report.skip import PACKAGE

SYSTEM = ("/proc", "/sys", "/dev", "/etc", "/usr", "/bin", "/lib", "/run", "/System", "/Library")

REGISTER = str(Path("raw", "datapackage.json"))


def watch() -> Callable[[], tuple[set[str], set[str]]]:
    """Note every file that this process opens or imports from now on; the function returned gives those read and those written."""
    read: set[str] = set()
    written: set[str] = set()
    last = next(reversed(sys.modules))

    def hook(event: str, arguments: tuple) -> None:
        if event == "open" and isinstance(arguments[0], str | bytes | os.PathLike):
            _note(arguments[0], arguments[1], arguments[2], read, written)
        elif event == "sqlite3.connect" and isinstance(arguments[0], str | os.PathLike):
            read.add(os.path.abspath(arguments[0]))  # noqa: PTH100 - called for each file opened

    sys.addaudithook(hook)
    return lambda: (read | {_source(sys.modules.get(name)) for name in _since(last)}, written)


def harvested(seen: tuple[set[str], set[str]], notes: Path, apart: Iterable[Path]) -> dict[Path, str]:
    """Return the data files and modules that a run read, with the hash that our loaders noted or nothing."""
    read, written = seen
    noted = _noted(notes)
    left_out = tuple(str(p).rstrip(os.sep) + os.sep for p in (*apart, PACKAGE, *_prefixes()))
    paths = {p for p in read - written if p and not p.startswith(left_out) and not _apart(p)}
    real = {str(Path(p).resolve()) for p in paths} - {str(Path(p).resolve()) for p in written}
    seen_here = {p for p in real if not f"{p}{os.sep}".startswith(left_out) and Path(p).is_file()}
    return {Path(p): noted.get(p, "") for p in sorted(seen_here | set(noted)) if not p.startswith(str(PACKAGE))}


def _since(last: str) -> list[str]:
    """Return the modules imported since one was the last: looking at all of them would copy a fork's memory for nothing."""
    try:
        return [*takewhile(lambda name: name != last, reversed(sys.modules))]
    except RuntimeError:  # a thread that the notebook left behind imports something just now
        return [*sys.modules]


def _source(module: object) -> str:
    """Return the file of a module, nothing where it has none; some that are loaded late raise when they are asked."""
    try:
        return str(module.__file__ or "")  # type: ignore[attr-defined]
    except Exception:
        return ""


def _note(path: object, mode: object, flags: object, read: set[str], written: set[str]) -> None:
    try:
        name = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 - called for each file opened
    except (OSError, ValueError):  # the working folder is gone, or this is no path: opening it will say so
        return
    writing = (
        any(c in "wax+" for c in mode) if isinstance(mode, str) else bool(int(flags or 0) & (os.O_WRONLY | os.O_RDWR))
    )
    (written if writing else read).add(name)


def _noted(notes: Path) -> dict[str, str]:
    try:
        lines = notes.read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    return {item["path"]: item["sha256"] for item in map(json.loads, lines)}


def _prefixes() -> set[str]:
    paths = sysconfig.get_paths()
    return {
        sys.prefix,
        sys.base_prefix,
        sys.exec_prefix,
        *(paths[k] for k in ("stdlib", "purelib", "platlib")),
        *SYSTEM,
    }


def _apart(path: str) -> bool:
    """Return whether a file is a setting of the user's or the register of files, whose rows are about data but are none."""
    home = str(Path.home())
    return (
        path.startswith(home + os.sep + ".")
        or path.endswith((REGISTER, ".pyc"))
        or f"{os.sep}.ipynb_checkpoints{os.sep}" in path
    )
