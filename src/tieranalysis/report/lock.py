"""One build at a time in one place: a lock that the system lets go of when its holder dies, and that says who holds it."""

import contextlib
import datetime
import getpass
import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

LOCK, HOLDER = ".lock", ".lock-holder.json"


class Held(Exception):
    """Another build is at work in the same place; the message says whose, since when, and what to do."""


@contextlib.contextmanager
def hold(out: Path) -> Iterator[None]:
    """Hold the lock of an output folder, or raise Held at once."""
    out.mkdir(parents=True, exist_ok=True)
    lock = FileLock(out / LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise Held(f"{out}: {_holder(out)}; wait for it to end, or publish elsewhere with --out") from None
    try:
        _sign(out)
        yield
    finally:
        (out / HOLDER).unlink(missing_ok=True)
        lock.release()


def holder() -> dict[str, Any]:
    """Return who this process is: user, machine, process and time."""
    since = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
    with contextlib.suppress(KeyError, OSError):  # a user without a name, as in some containers
        return {"user": getpass.getuser(), "host": socket.gethostname(), "process": os.getpid(), "since": since}
    return {"user": "somebody", "host": socket.gethostname(), "process": os.getpid(), "since": since}


def words(who: dict[str, Any]) -> str:
    """Return who holds a lock in words."""
    return "another build holds the lock: process {process} of {user} on {host}, since {since}".format(**who)


def _sign(out: Path) -> None:
    with contextlib.suppress(OSError):  # a full disk must not keep a build from saying so
        (out / HOLDER).write_text(json.dumps(holder()), encoding="utf-8")


def _holder(out: Path) -> str:
    try:
        return words(json.loads((out / HOLDER).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError):
        return "another build holds the lock"
