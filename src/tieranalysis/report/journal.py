"""What a run leaves behind it: a log in JSON lines, and a summary of one page that a scheduler can mail."""

import contextlib
import datetime
import json
import shutil
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LOG, SUMMARY = "log.jsonl", "summary.txt"


@dataclass(frozen=True)
class Result:
    """What became of one report in a run."""

    report: str
    status: str
    why: str = ""
    seconds: float = 0.0
    attempts: int = 0


@dataclass(frozen=True)
class Journal:
    """The folder of one run. A disk that is full silences the journal, never the run."""

    folder: Path
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def log(self, event: str, **facts: Any) -> None:
        """Append one event, with the time."""
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")
        line = json.dumps({"time": now, "event": event, **facts}, ensure_ascii=False, default=str) + "\n"
        with self.lock, contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            with (self.folder / LOG).open("a", encoding="utf-8") as file:
                file.write(line)

    def keep(self, name: str, source: Path) -> Path | None:
        """Keep a copy of a file of the run, such as the notebook of a report that failed."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            return Path(shutil.copyfile(source, self.folder / name))
        return None

    def summarise(self, text: str) -> None:
        """Write the summary."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / SUMMARY).write_text(text, encoding="utf-8")


def opened(out: Path, keep: int) -> Journal:
    """Return the journal of a new run, the runs before the last few being removed."""
    runs = out / "runs"
    old = sorted(p for p in runs.iterdir() if p.is_dir()) if runs.is_dir() else []
    for folder in old[: max(0, len(old) - keep + 1)]:
        shutil.rmtree(folder, ignore_errors=True)
    stamp = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    return Journal(runs / stamp)


def table(results: Sequence[Result]) -> str:
    """Return the results as a table in plain text, failures last, where they are read.

    >>> print(table([Result("budgets", "published", "its notebook has changed", 1.25)]))
    report   status     seconds  why
    budgets  published      1.2  its notebook has changed
    """
    order = {"unchanged": 0, "published": 1, "stopped": 2, "failed": 3}
    rows = sorted(results, key=lambda r: (order.get(r.status, 2), r.report))
    width = max([len("report"), *(len(r.report) for r in rows)])
    lines = [f"{'report':{width}}  {'status':9}  {'seconds':>7}  why"]
    lines += [f"{r.report:{width}}  {r.status:9}  {r.seconds:7.1f}  {r.why}".rstrip() for r in rows]
    return "\n".join(lines)


def headline(results: Sequence[Result], seconds: float) -> str:
    """Return the run in one line."""
    counts = [(sum(r.status == s for r in results), s) for s in ("published", "unchanged", "failed", "stopped")]
    said = ", ".join(f"{n} {status}" for n, status in counts if n)
    return f"{len(results)} reports: {said}; {seconds:.1f} s"
