"""One report of a build: run, tried again where the failure may pass, and published whole or not at all."""

import datetime
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tieranalysis.report import fresh, jobs, publish
from tieranalysis.report.journal import Journal, Result
from tieranalysis.report.notebook import FAILED
from tieranalysis.report.places import Place
from tieranalysis.report.plan import Plan, Report

TRANSIENT = {
    "died", "MemoryError", "TimeoutError", "InterruptedError", "BlockingIOError", "BrokenPipeError", "ConnectionError",
    "ConnectionResetError", "ConnectionRefusedError", "ConnectionAbortedError", "ConnectTimeout", "ReadTimeout",
    "URLError", "gaierror", "IncompleteRead", "RemoteDisconnected", "ProtocolError",
}  # fmt: skip
LONGEST_WAIT_SECONDS = 60.0
Outcome = dict[str, Any]
Runner = Callable[[dict[str, Any], float, threading.Event], Outcome]


@dataclass(frozen=True)
class Work:
    """What the reports of one build share."""

    plan: Plan
    place: Place
    made: datetime.date
    engine: str
    runner: Runner
    journal: Journal
    stop: threading.Event


def make(work: Work, report: Report, why: str) -> Result:
    """Make one report, again after a wait where its failure may pass; never raises."""
    start, attempt = time.monotonic(), 0
    while True:
        attempt += 1
        outcome = _attempt(work, report)
        work.journal.log("attempt", report=report.name, attempt=attempt, **outcome)
        if not _again(work, report, outcome, attempt):
            return _result(report, outcome, why, time.monotonic() - start, attempt)
        work.stop.wait(min(LONGEST_WAIT_SECONDS, work.plan.settings["retry_wait_seconds"] * 2 ** (attempt - 1)))


def _again(work: Work, report: Report, outcome: Outcome, attempt: int) -> bool:
    passing = not outcome["ok"] and outcome.get("error") in TRANSIENT
    return passing and attempt <= report.retries and not work.stop.is_set()


def _result(report: Report, outcome: Outcome, why: str, seconds: float, attempts: int) -> Result:
    if outcome["ok"]:
        return Result(report.name, "published", why, seconds, attempts)
    if outcome["error"] == "stopped":
        return Result(report.name, "stopped", outcome["why"], seconds, attempts)
    return Result(report.name, "failed", f"{report.notebook.name}, {outcome['why']}", seconds, attempts)


def _attempt(work: Work, report: Report) -> Outcome:
    if work.stop.is_set():
        return fresh.ended("stopped")
    try:
        # Both are swept by the next build, should this process be killed.
        with (
            publish.staged(work.place.path, report.output) as scratch,
            publish.staged(work.place.path, report.output) as staged,
        ):
            return _run_and_publish(work, report, scratch, staged)
    except Exception as error:
        return {"ok": False, "why": f"not published: {error}", "error": type(error).__name__}


def _run_and_publish(work: Work, report: Report, scratch: Path, staged: Path) -> Outcome:
    job = jobs.job(report, work.plan, work.place.path, work.made, work.engine)
    outcome = work.runner({**job, "scratch": str(scratch), "staging": str(staged)}, report.deadline_seconds, work.stop)
    if not outcome["ok"]:
        work.journal.keep(f"{report.name}.ipynb", scratch / FAILED)
        return outcome
    manifest = jobs.manifest(report, work.plan, job, outcome, staged)
    publish.write(staged, publish.MANIFEST, publish.dumps(manifest))
    version, keep = publish.named(staged), work.plan.settings["keep_versions"]
    work.place.sent(staged, report.output, version, keep)
    publish.commit(work.place.path, report.output, staged, version)
    publish.prune(work.place.path, report.output, keep)
    return {"ok": True, "version": version, "seconds": outcome["seconds"]}
