"""A build from beginning to end: what is out of date is run, each report in its own process, and published whole."""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import FrameType

from tieranalysis.report import attempt, catalogue, executors, journal, lock, notify, places, progress, publish, skip
from tieranalysis.report.areas import with_area
from tieranalysis.report.journal import Result
from tieranalysis.report.options import INTERRUPTED, NOT_STARTED, SOME_FAILED, WELL, Options
from tieranalysis.report.places import Place
from tieranalysis.report.plan import Plan, PlanError, Report, read_plan, select
from tieranalysis.report.siblings import mend_links

Say = Callable[[str], None]


def build(options: Options, say: Say = print) -> int:
    """Run a build and return its exit status: 0 all well, 1 some failed, 2 could not start, 130 interrupted."""
    stop = threading.Event()
    skip.forget()
    try:
        with _stopping(stop):
            plan, reports = planned(options)
            with places.opened(options.out) as place:
                if options.dry_run:
                    say(_planned_table(due(plan, reports, options, place.path)))
                    return WELL
                with place.held():
                    return _build(plan, reports, options, place, stop, say)
    except (PlanError, lock.Held, places.PlaceError, executors.Unavailable, OSError) as error:
        say(f"Nothing was started.\n{error}")
        return NOT_STARTED


def planned(options: Options) -> tuple[Plan, tuple[Report, ...]]:
    """Return the plan and the reports of it that are asked for."""
    plan = read_plan(options.plan)
    reports = select(plan, options.names)
    return plan, with_area(reports, options.area) if options.area else reports


def due(plan: Plan, reports: tuple[Report, ...], options: Options, out: Path) -> list[tuple[Report, str]]:
    """Return each report with the reason to make it again, nothing where the published one holds."""
    forced = "forced" if options.force else ""
    return [(r, forced or skip.why(r, plan, publish.manifest(out, r.output))) for r in reports]


def _planned_table(found: list[tuple[Report, str]]) -> str:
    return journal.table([Result(report.name, "due" if why else "unchanged", why) for report, why in found])


def _build(
    plan: Plan, reports: tuple[Report, ...], options: Options, place: Place, stop: threading.Event, say: Say
) -> int:
    start = time.monotonic()
    publish.sweep(place.path)
    found = due(plan, reports, options, place.path)
    results = [Result(report.name, "unchanged") for report, why in found if not why]
    todo = [(report, why) for report, why in found if why]
    if todo:
        results += _run(plan, todo, options, place, stop, say)
        say(f"\n{journal.table(results)}\n")
        if not stop.is_set():
            _mend_links(place, plan, reports, say)
    listed = _list(place, options, (*plan.reports, *reports), results, say)
    say(journal.headline(results, time.monotonic() - start))
    if stop.is_set():
        return INTERRUPTED
    return WELL if listed and not any(r.status == "failed" for r in results) else SOME_FAILED


def _mend_links(place: Place, plan: Plan, reports: tuple[Report, ...], say: Say) -> None:
    """See that no page leads to a report that is not there; the pages stay as they are where that fails."""
    every = {report.output: report for report in (*plan.reports, *reports)}
    try:
        if names := mend_links(place, every.values(), plan.folder):
            say(f"Published again, since a report that they lead to has come or is not there: {', '.join(names)}")
    except Exception as error:
        say(f"Links between reports could not be mended: {error}")


def _list(place: Place, options: Options, reports: tuple[Report, ...], results: list[Result], say: Say) -> bool:
    try:
        for name in catalogue.write(place.path, options.made, reports, results):
            place.replaced(name)
    except (OSError, places.PlaceError) as error:
        say(f"The catalogue could not be written: {error}")
        return False
    return True


def _run(
    plan: Plan, todo: list[tuple[Report, str]], options: Options, place: Place, stop: threading.Event, say: Say
) -> list[Result]:
    start = time.monotonic()
    with executors.opened(options.executor, options.scheduler, _own(todo)) as (runner, capacity):
        notes = journal.opened(place.path.resolve(), plan.settings["keep_runs"])
        notes.log("start", plan=str(plan.path), reports=[report.name for report, _ in todo], process=os.getpid())
        work = attempt.Work(plan, place, options.made, options.engine, runner, notes, stop)
        results = _all(work, todo, options.jobs or capacity, say)
    seconds = time.monotonic() - start
    notes.log("end", seconds=round(seconds, 3), interrupted=stop.is_set(), results=[vars(r) for r in results])
    _tell(plan, notes, results, seconds, say)
    _send(notes, place, say)
    return results


def _send(notes: journal.Journal, place: Place, say: Say) -> None:
    """Bring the log to where the reports are; where that fails the run is not called failed for it."""
    try:
        for path in notes.folder.iterdir() if notes.folder.is_dir() else ():
            place.replaced(path.relative_to(place.path.resolve()).as_posix())
    except places.PlaceError as error:
        say(f"The log of this run could not be sent: {error}")


def _own(todo: list[tuple[Report, str]]) -> bool:
    """Return whether a notebook uses this package."""
    return any(b"tieranalysis" in notebook.read_bytes() for notebook in {report.notebook for report, _ in todo})


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
        catalogue.prepare()
        return progress.watch(futures, jobs, say)


def _lasted(report: Report, work: attempt.Work) -> float:
    """Return the seconds that the published version took, infinity where there is none."""
    found = publish.manifest(work.place.path, report.output)
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
