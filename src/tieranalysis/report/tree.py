"""Ending processes with everything that they started, sessions of their own included; and dying with one's parent."""

import contextlib
import ctypes
import os
import signal
import sys
import time
from collections.abc import Collection

import psutil

ROUNDS = 20
MARK = "TIERANALYSIS_SERVER"
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36


def kill(pid: int) -> None:
    """Kill a process and all its descendants: it is stopped first, so that it cannot start others meanwhile."""
    with contextlib.suppress(psutil.NoSuchProcess):
        root = psutil.Process(pid)
        with contextlib.suppress(psutil.Error):
            root.suspend()
        for _ in range(ROUNDS):
            alive = living(root)
            for process in alive:
                with contextlib.suppress(psutil.NoSuchProcess):
                    process.kill()
            if not alive:
                break
        root.kill()


def living(root: psutil.Process) -> list[psutil.Process]:
    """Return the descendants of a process that are still running."""
    found = []
    for process in root.children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            if process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def sweep(known: Collection[int]) -> None:
    """Kill the children of this process that are none of those known: what dead jobs left behind, come to their keeper.

    All are stopped at once, before anything is looked up, so that hardly any has gone on by then.
    """
    strange = [pid for pid in children() if pid not in known]
    for pid in strange:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP)
    for pid in strange:
        kill(pid)


def kill_marked(mark: str) -> None:
    """Kill every process that was started with a mark in its environment, wherever it has gone to.

    Looked for until nothing is found twice over, as a process has no environment for a moment while it is replaced.
    """
    clean = 0
    while clean < 2:
        found = _marked(mark)
        for pid in found:
            kill(pid)
        clean = 0 if found else clean + 1
        time.sleep(0.05)


def _marked(mark: str) -> list[int]:
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            mine = process.environ().get(MARK) == mark and process.pid != os.getpid()
            if mine and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process.pid)
    return found


def children() -> list[int]:
    """Return the children of this process."""
    try:
        with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as file:  # noqa: PTH123 - for each report
            return [int(pid) for pid in file.read().split()]
    except OSError:
        return [process.pid for process in psutil.Process().children()]


def adopt() -> None:
    """Have descendants whose parent dies become children of this process, so that none is lost (Linux)."""
    _prctl(PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent(parent: int) -> None:
    """Have the system kill this process as soon as its parent is dead (Linux)."""
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)
