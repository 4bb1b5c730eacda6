"""Reports on the workers of Dask's distributed scheduler, which starts them again elsewhere when a worker is lost.

Each worker needs this package and the project's folder at the same path. A report runs there in a process of its own, and its
files come back to the one who asked, who publishes them: no worker needs access to the place of publication.
"""

import base64
import contextlib
import os
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tieranalysis.report import fresh, notebook, publish

STEP_SECONDS, PATIENCE_SECONDS = 0.2, 10
Runner = Callable[[dict[str, Any], float, threading.Event], dict[str, Any]]


@contextlib.contextmanager
def opened(address: str) -> Iterator[tuple[Runner, int]]:
    """Connect to a scheduler; gives what runs a job there, and how many can run at a time."""
    from distributed import Client

    with Client(address, timeout=PATIENCE_SECONDS, set_as_default=False) as client:
        threads = sum(client.nthreads().values())
        yield lambda job, seconds, stop: run(client, job, seconds, stop), max(1, threads)


def run(client: Any, job: dict[str, Any], seconds: float, stop: threading.Event) -> dict[str, Any]:
    """Run one job on a worker and write the files that it sends back to the job's staging folder."""
    from distributed import CancelledError, KilledWorker
    from distributed import TimeoutError as NotYet

    future = client.submit(perform, job, seconds, pure=False)
    while not stop.is_set():
        try:
            outcome, files = future.result(timeout=STEP_SECONDS)
        except NotYet:
            continue
        except (KilledWorker, CancelledError):
            return fresh.ended("died", -9)
        for folder, name, content in files:
            publish.write(Path(job[folder]), name, base64.b64decode(content))
        return outcome
    future.cancel(force=True)
    return fresh.ended("stopped")


def perform(job: dict[str, Any], seconds: float) -> tuple[dict[str, Any], list[tuple[str, str, str]]]:
    """Do a job on this worker; returns its outcome, and the files of the version and of a failure."""
    with tempfile.TemporaryDirectory() as scratch, tempfile.TemporaryDirectory() as staging:
        here = {**job, "task": "report", "scratch": scratch, "staging": staging}
        outcome = _runner()(here, seconds, threading.Event())
        places = {"staging": Path(staging), "scratch": Path(scratch)}
        kept = [(place, path) for place in places for path in sorted(places[place].rglob("*")) if _kept(place, path)]
        return outcome, [(place, path.relative_to(places[place]).as_posix(), _text(path)) for place, path in kept]


def _runner() -> Runner:
    if not hasattr(os, "fork"):
        return fresh.run
    from tieranalysis.report import client

    return client.shared().run


def _kept(place: str, path: Path) -> bool:
    return path.is_file() and (place == "staging" or path.name == notebook.FAILED)


def _text(path: Path) -> str:
    return base64.b64encode(path.read_bytes()).decode()
