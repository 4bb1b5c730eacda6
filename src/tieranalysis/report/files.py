"""Single files: replaced by rename, brought safely to disk."""

import contextlib
import os
import sys
import tempfile
import time
from pathlib import Path


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


UMASK = _umask()  # once, as it can only be read by setting it, which threads would see


def replace_file(path: Path, content: bytes) -> None:
    """Replace one file by rename, so that a reader finds the old one whole or the new one whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o666 & ~UMASK)
        _renamed(Path(name), path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _renamed(source: Path, target: Path) -> None:
    """Rename over a file, waiting a moment for a reader who holds it, as Windows does not rename over an open file."""
    for _ in range(20):
        try:
            source.replace(target)
            return
        except PermissionError:
            if sys.platform != "win32":
                raise
            time.sleep(0.05)
    source.replace(target)


def sync(path: Path) -> None:
    """Bring a file or folder safely to disk; a folder where that can be done, which it cannot on Windows and some shares."""
    with contextlib.suppress(OSError) if path.is_dir() else contextlib.nullcontext():
        handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
