"""One report, in a process of its own: the notebook run by papermill, the page rendered, both written to staging.

A job comes as JSON and the outcome goes back as JSON, whether the process was forked from the warm server or not.
What the outcome says is taken as a claim about the notebook, never about the publishing, which the runner does.
"""

import json
import os
import platform
import sys
import time
from collections.abc import Callable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from tieranalysis.load.catalogue import describe
from tieranalysis.report import here, pages, publish, reads, skip
from tieranalysis.report.notebook import FAILED, INLINE, LIMITS, failure, heavy, settled, with_parameters

NAMED_VERSIONS = ("tieranalysis", "pandas", "numpy", "matplotlib", "papermill", "nbconvert")


def perform(job: dict[str, Any]) -> dict[str, Any]:
    """Run and render one report; returns what goes into its manifest, or why it failed."""
    start = time.monotonic()
    seen = reads.watch()
    notes = Path(job["scratch"]) / "reads.jsonl"
    os.environ["TIERANALYSIS_READS"] = str(notes)
    os.environ["MPLBACKEND"] = INLINE  # a scheduler that sets another would publish a report without its charts
    sys.path.insert(0, job["folder"])
    os.chdir(job["folder"])
    book = execute(job)
    ran = time.monotonic() - start
    failed = failure(book) or heavy(book, [job[key] for key in LIMITS])
    if failed:
        return _failed(job, book, failed)
    facts = _facts(job, seen, notes)
    try:
        page = pages.rendered(settled(book), {**job, **facts}, job["status"])
    except Exception as error:
        return _raised("its page could not be rendered: ", error)
    publish.put_together(Path(job["staging"]), book, page)
    seconds = {"run": round(ran, 3), "render": round(time.monotonic() - start - ran, 3)}
    return {"ok": True, **facts, "seconds": seconds, **_told(page)}


def execute(job: dict[str, Any]) -> Any:
    """Return the notebook executed by papermill with the engine that the job names."""
    from papermill.engines import papermill_engines
    from papermill.iorw import load_notebook_node

    book = with_parameters(load_notebook_node(job["path"]), job["source"])
    book.metadata.papermill.update(
        parameters=job["parameters"], input_path=job["notebook"], output_path=publish.NOTEBOOK
    )
    options = {key: job[key] for key in LIMITS} if job["engine"] == "tieranalysis" else {}
    return papermill_engines.execute_notebook_with_engine(
        job["engine"], book, kernel_name="python3", progress_bar=False, autosave_cell_every=0, **options
    )


def _facts(job: dict[str, Any], seen: Callable[[], Any], notes: Path) -> dict[str, Any]:
    folder = Path(job["folder"])
    apart = (Path(job["out"]), Path(job["scratch"]), Path(job["path"]))
    found = reads.harvested(seen(), notes, apart)
    inputs = [_input(path, digest or skip.sha256(path), folder) for path, digest in found.items()]
    return {"inputs": inputs, "versions": dict(versions())}


def _input(path: Path, digest: str, folder: Path) -> dict[str, str]:
    described = describe(path)
    facts = {key: described[key] for key in ("title", "publisher", "published", "licence")}
    return {"path": skip.relative(path, folder), "sha256": digest, **facts}


@cache
def versions() -> dict[str, str]:
    """Return the versions that a page names, by library; the warm server has asked, and its forks need not."""
    found = {"Python": platform.python_version()}
    for name in NAMED_VERSIONS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _told(page: Any) -> dict[str, Any]:
    return {"title": page.title, "header": page.header, "headlines": page.headlines, "notices": page.notices}


def _failed(job: dict[str, Any], book: Any, failed: dict[str, Any]) -> dict[str, Any]:
    import nbformat

    (Path(job["scratch"]) / FAILED).write_text(nbformat.writes(book), encoding="utf-8")
    return {"ok": False, **failed}


def main() -> None:
    """Perform the job on standard input; what is told goes, as lines of JSON, to what was standard output."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def tell(event: dict[str, Any]) -> None:
        print(json.dumps(event, default=str), file=answers, flush=True)

    work(perform, json.loads(sys.stdin.read()), tell)


def work(
    task: Callable[[dict[str, Any]], dict[str, Any]], job: dict[str, Any], tell: Callable[[dict[str, Any]], None]
) -> None:
    """Do a task in this process, which is its own; tell what came of it, a failure where it raised, and leave."""
    here.tell = tell
    here.seed(job.get("seed"))
    try:
        outcome = task(job)
    except BaseException as error:
        outcome = _raised("", error)
    tell(outcome)
    os._exit(0)


def _raised(when: str, error: BaseException) -> dict[str, Any]:
    message = " ".join(str(error).split())[:600]
    return {"ok": False, "why": f"{when}{type(error).__name__}: {message}", "error": type(error).__name__}


if __name__ == "__main__":
    main()
