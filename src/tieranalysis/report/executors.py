"""The ways in which a job can be run, each a callable from job, deadline and stop to an outcome."""

import contextlib
import os
from collections.abc import Iterator

from tieranalysis.report import fresh
from tieranalysis.report.attempt import Runner


class Unavailable(Exception):
    """The executor that was asked for cannot be had here; the message says why and what to do."""


@contextlib.contextmanager
def opened(name: str | None, scheduler: str, own: bool = False) -> Iterator[tuple[Runner, int]]:
    """Open an executor; gives what runs a job, and how many it can run at a time.

    fork: a warm server that forks for each report, where the system has fork; fresh: a new process for each;
    dask: the workers of a distributed scheduler, at its address. `own` says that notebooks use this package, which is
    then made ready with the rest.
    """
    name = name or ("dask" if scheduler else "fork" if hasattr(os, "fork") else "fresh")
    if name not in OPEN:
        raise Unavailable(f"there is no executor {name!r}; there are {', '.join(OPEN)}")
    with OPEN[name](scheduler, own) as found:
        yield found


@contextlib.contextmanager
def _fork(scheduler: str, own: bool) -> Iterator[tuple[Runner, int]]:
    if not hasattr(os, "fork"):
        raise Unavailable("this system has no fork; use --executor fresh")
    from tieranalysis.report import client

    server = client.shared()
    server.own = server.own or own
    with server.lock:
        server.start()  # it warms up while the build makes ready
    yield lambda job, seconds, stop: server.run({"task": "report", **job}, seconds, stop), os.cpu_count() or 1


@contextlib.contextmanager
def _fresh(scheduler: str, own: bool) -> Iterator[tuple[Runner, int]]:
    yield fresh.run, os.cpu_count() or 1


@contextlib.contextmanager
def _dask(scheduler: str, own: bool) -> Iterator[tuple[Runner, int]]:
    if not scheduler:
        raise Unavailable("--executor dask needs the address of a scheduler: --scheduler tcp://HOST:8786")
    from tieranalysis.report import cluster

    with contextlib.ExitStack() as stack:
        try:
            found = stack.enter_context(cluster.opened(scheduler))
        except ImportError:
            raise Unavailable("--executor dask needs Dask; install tieranalysis[dask]") from None
        except (OSError, ValueError) as error:
            raise Unavailable(f"there is no scheduler at {scheduler} ({error})") from None
        yield found


OPEN = {"fork": _fork, "fresh": _fresh, "dask": _dask}
