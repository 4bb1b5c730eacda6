"""Reports in processes started afresh: slower than forks of a warm server, and the way wherever there is no fork."""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from tieranalysis.report import tree

GRACE_SECONDS = 0.2
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1")
ENVIRONMENT = {
    **ONE_THREAD,
    "JE_ARROW_MALLOC_CONF": "background_thread:false",  # the one thread that importing pyarrow would start
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    "PYTHONHASHSEED": "0",
}


def run(job: dict[str, Any], deadline_seconds: float, stop: threading.Event) -> dict[str, Any]:
    """Run one job in a new process; returns its outcome, or how it ended without one."""
    ends = time.monotonic() + deadline_seconds
    with (Path(job["scratch"]) / "stderr.txt").open("wb") as errors:
        command = [sys.executable, "-P", "-m", "tieranalysis.report.worker"]
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
            env={**os.environ, **ENVIRONMENT},
        ) as process:
            try:
                said = _said(process, json.dumps(job).encode(), ends, stop)
            finally:
                tree.kill(process.pid)
    if said is None:
        return ended("stopped") if stop.is_set() else ended("deadline", deadline_seconds)
    return read(said, process.returncode)


def read(said: bytes, code: int) -> dict[str, Any]:
    """Return the outcome among the lines a worker said, or how it ended where it said none."""
    for line in reversed(said.splitlines()):
        try:
            outcome = json.loads(line)
        except ValueError:
            continue
        if isinstance(outcome, dict) and "ok" in outcome:
            return outcome
    return ended("died", code)


def ended(how: str, detail: float = 0) -> dict[str, Any]:
    """Return the outcome of a process that ended without one: stopped, deadline, died or unstarted (with its exit status)."""
    words = {
        "stopped": "the build was stopped",
        "deadline": f"not done after {detail:g} s, its deadline (deadline_seconds in the plan)",
        "died": f"its process was killed by signal {-detail:g}"
        if detail < 0
        else f"its process left with status {detail:g}",
        "unstarted": f"the warm server ended with status {detail:g} and could not run it: what it said stands above the table. "
        "Mend that, or do without the server with --executor fresh",
    }
    return {"ok": False, "why": words[how], "error": how}


def _said(process: subprocess.Popen, job: bytes, ends: float, stop: threading.Event) -> bytes | None:
    given: bytes | None = job
    while not stop.is_set() and time.monotonic() < ends:
        try:
            return process.communicate(given, timeout=min(GRACE_SECONDS, max(0.01, ends - time.monotonic())))[0]
        except subprocess.TimeoutExpired:
            given = None
    return None
