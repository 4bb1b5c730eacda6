"""A build from beginning to end: what is out of date is run, each report in its own process, and published whole."""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from types import FrameType

from tieranalysis.report import attempt, catalogue, executors, journal, lock, notify, progress, publish, skip
from tieranalysis.report.journal import Result
from tieranalysis.report.options import INTERRUPTED, NOT_STARTED, SOME_FAILED, WELL, Options
from tieranalysis.report.plan import Plan, PlanError, Report, read_plan, select, with_area

Say = Callable[[str], None]


def build(options: Options, say: Say = print) -> int:
    """Run a build and return its exit status: 0 all well, 1 some failed, 2 could not start, 130 interrupted."""
    stop = threading.Event()
    try:
        with _stopping(stop):
            plan, reports = planned(options)
            if options.dry_run:
                say(
                    journal.table(
                        [Result(r.name, "due" if why else "unchanged", why) for r, why in due(plan, reports, options)]
                    )
                )
                return WELL
            with lock.hold(options.out):
                return _build(plan, reports, options, stop, say)
    except (PlanError, lock.Held, executors.Unavailable, OSError) as error:
        say(f"Nothing was started.\n{error}")
        return NOT_STARTED


def planned(options: Options) -> tuple[Plan, tuple[Report, ...]]:
    """Return the plan and the reports of it that are asked for."""
    plan = read_plan(options.plan)
    reports = select(plan, options.names)
    return plan, with_area(reports, options.area) if options.area else reports


def due(plan: Plan, reports: tuple[Report, ...], options: Options) -> list[tuple[Report, str]]:
    """Return each report with the reason to make it again, nothing where the published one holds."""
    forced = "forced" if options.force else ""
    return [(r, forced or skip.why(r, plan, publish.manifest(options.out, r.output))) for r in reports]


def _planned_table(found: list[tuple[Report, str]]) -> str:
    return journal.table([Result(report.name, "due" if why else "unchanged", why) for report, why in found])


def _build(plan: Plan, reports: tuple[Report, ...], options: Options, stop: threading.Event, say: Say) -> int:
    start = time.monotonic()
    publish.sweep(options.out)
    found = due(plan, reports, options)
    results = [Result(report.name, "unchanged") for report, why in found if not why]
    todo = [(report, why) for report, why in found if why]
    if todo:
        results += _run(plan, todo, options, stop, say)
        say(f"\n{journal.table(results)}\n")
    catalogue.write(options.out, options.made, (*plan.reports, *reports), results)
    say(journal.headline(results, time.monotonic() - start))
    if stop.is_set():
        return INTERRUPTED
    return SOME_FAILED if any(r.status == "failed" for r in results) else WELL


def _run(plan: Plan, todo: list[tuple[Report, str]], options: Options, stop: threading.Event, say: Say) -> list[Result]:
    start, out = time.monotonic(), options.out.resolve()
    notes = journal.opened(out, plan.settings["keep_runs"])
    notes.log("start", plan=str(plan.path), reports=[report.name for report, _ in todo], process=os.getpid())
    with executors.opened(options.executor) as runner:
        work = attempt.Work(plan, out, options.made, options.engine, runner, notes, stop)
        results = _all(work, todo, options.jobs or os.cpu_count() or 1, say)
    seconds = time.monotonic() - start
    notes.log("end", seconds=round(seconds, 3), interrupted=stop.is_set(), results=[vars(r) for r in results])
    _tell(plan, notes, results, seconds, say)
    return results


def _tell(plan: Plan, notes: journal.Journal, results: list[Result], seconds: float, say: Say) -> None:
    headline, table = journal.headline(results, seconds), journal.table(results)
    notes.summarise(f"{headline}\n\n{table}\n")
    failed = any(result.status == "failed" for result in results)
    for fault in notify.tell(plan.settings, failed, headline, f"{headline}\n\n{table}\n"):
        notes.log("notify", fault=fault)
        say(fault)


def _all(work: attempt.Work, todo: list[tuple[Report, str]], jobs: int, say: Say) -> list[Result]:
    """Make the reports, those first that took longest last time, so that none is waited for alone at the end."""
    lasted = {report.name: _lasted(report, work) for report, _ in todo}
    order = sorted(todo, key=lambda item: lasted[item[0].name], reverse=True)
    with ThreadPoolExecutor(jobs) as pool:
        futures = {pool.submit(attempt.make, work, report, why): lasted[report.name] for report, why in order}
        return progress.watch(futures, jobs, say)


def _lasted(report: Report, work: attempt.Work) -> float:
    """Return the seconds that the published version took, infinity where there is none."""
    found = publish.manifest(work.out, report.output)
    return sum(found["seconds"].values()) if found else float("inf")


@contextlib.contextmanager
def _stopping(stop: threading.Event) -> Iterator[None]:
    """Turn SIGINT and SIGTERM into a stop that lets the build end its processes and say what it did."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def halt(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in before:
        signal.signal(number, halt)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
