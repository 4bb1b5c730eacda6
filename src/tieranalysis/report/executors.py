"""The ways in which a job can be run, each a callable from job, deadline and stop to an outcome."""

import contextlib
import os
from collections.abc import Iterator

from tieranalysis.report import fresh
from tieranalysis.report.attempt import Runner


class Unavailable(Exception):
    """The executor that was asked for cannot be had here; the message says why and what to do."""


@contextlib.contextmanager
def opened(name: str = "") -> Iterator[Runner]:
    """Open the executor of a name: fork (a warm server, where the system has fork) or fresh (a new process a report)."""
    if name not in OPEN and name:
        raise Unavailable(f"there is no executor {name!r}; there are {', '.join(OPEN)}")
    with OPEN[name or ("fork" if hasattr(os, "fork") else "fresh")]() as runner:
        yield runner


@contextlib.contextmanager
def _fork() -> Iterator[Runner]:
    if not hasattr(os, "fork"):
        raise Unavailable("this system has no fork; use --executor fresh")
    from tieranalysis.report import client

    server = client.shared()
    yield lambda job, seconds, stop: server.run({"task": "report", **job}, seconds, stop)


@contextlib.contextmanager
def _fresh() -> Iterator[Runner]:
    yield fresh.run


OPEN = {"fork": _fork, "fresh": _fresh}
