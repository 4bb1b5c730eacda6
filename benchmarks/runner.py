"""Time the runner against papermill and nbconvert, alternating, in one run; the result is benchmarks/runner.md.

    python benchmarks/runner.py [--reports 60] [--rounds 3] [--many 300] [--environment PYTHON] [--write FILE]

`--environment` names the Python of another environment (without JupyterLab, say) that has this package too.
"""

import argparse
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
PLAIN = """
import os, sys; sys.path.insert(0, {here!r}); os.environ["MPLBACKEND"] = "agg"
from concurrent.futures import ProcessPoolExecutor
from functools import partial
import baseline
if __name__ == "__main__":
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(partial(baseline.plain, {folder!r}), [f"C{{n % 100:03d}}" for n in range({reports})]))
"""


class Took(NamedTuple):
    """Seconds by the clock, and seconds of processor in this process's children and theirs."""

    clock: float
    processor: float

    def each(self, count: int) -> "Took":
        """The same for each of so many."""
        return Took(self.clock / count, self.processor / count)


def timed(work: Callable[[], object]) -> Took:
    """What something takes."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Took(time.perf_counter() - start, used)


def quietly(*command: str, cwd: Path | None = None, environment: dict[str, str] | None = None) -> None:
    """Run a command, which must succeed."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}\n{done.stderr}")


def naive(python: str, notebook: Path, number: int, parameters: list[str]) -> None:
    """papermill's command, then nbconvert's, as one types them: one report as it is made without this package."""
    folder, name, commands = notebook.parent, f"naive-{number}.ipynb", Path(python).parent
    quietly(f"{commands}/papermill", "--no-progress-bar", "-k", "python3", notebook.name, name, *parameters, cwd=folder)
    quietly(f"{commands}/jupyter", "nbconvert", "--to", "html", name, cwd=folder)


def naively(python: str, notebook: Path, count: int, parameters: list[str], at_a_time: int = 1) -> Took:
    """What a report takes, made naively."""
    with ThreadPoolExecutor(at_a_time) as pool:
        return timed(lambda: list(pool.map(lambda n: naive(python, notebook, n, parameters), range(count)))).each(count)


def built(python: str, plan: Path, out: Path, *more: str) -> Took:
    """What one whole build takes, its start included."""
    command = [python, "-c", "from tieranalysis.cli import main; main()", "build", "--jobs", "2"]
    return timed(lambda: quietly(*command, "--plan", str(plan), "--out", str(out), *more))


def compare(python: str, folder: Path, reports: int, rounds: int) -> list[str]:
    """Rows that compare the ways to make the baseline notebook, medians of alternating rounds."""
    baseline_plan, out = folder / "base" / "reports.toml", folder / "out"
    notebook, given = folder / "base" / "report.ipynb", ["-p", "council", "C001"]
    script = folder / "plain.py"
    script.write_text(PLAIN.format(here=str(HERE), folder=str(folder / "base"), reports=reports))
    ways: dict[str, Callable[[], Took]] = {
        "naive, one after another": lambda: naively(python, notebook, 2, given),
        "naive, two at a time": lambda: naively(python, notebook, 4, given, 2),
        f"tieranalysis build, {reports} reports": lambda: built(python, baseline_plan, out, "--force").each(reports),
        "a plain function, two processes": lambda: timed(lambda: quietly(python, str(script))).each(reports),
    }
    found: dict[str, list[Took]] = {way: [] for way in ways}
    naive(python, notebook, 0, given)  # not timed: whatever of the libraries is not compiled yet is compiled by it
    for _ in range(rounds):
        for way, work in ways.items():
            found[way].append(work())
    return rows(found)


def rows(found: dict[str, list[Took]]) -> list[str]:
    """Rows of a table: medians, and the medians of the ratios to the first way, round by round."""
    first = next(iter(found.values()))
    made = []
    for way, took in found.items():
        ratio = statistics.median(a.clock / b.clock for a, b in zip(first, took, strict=True))
        clock, processor = (statistics.median(column) for column in zip(*took, strict=True))
        made.append(f"| {way} | {clock:.3f} | {ratio:.1f} | {processor:.3f} |")
    return made


def own_report(python: str, folder: Path, rounds: int) -> list[str]:
    """Rows for the package's own budgets report, each way for its own area and year."""
    project = HERE.parent
    plan = project / "notebooks" / ".benchmark.toml"
    years = [f"{y}-{(y + 1) % 100:02d}" for y in (2010, 2011, 2014, 2016, 2017)] * 2
    grid = 'basis = ["net_current_expenditure", "council_tax_requirement"]'
    plan.write_text(
        f'[[reports]]\nname = "budgets"\nnotebook = "budgets.ipynb"\n[reports.grid]\n'
        f"year = {years[:5]!r}\n{grid}\nreading = ['interpreted', 'printed']\n"
    )
    notebook = folder / "own" / "budgets.ipynb"
    notebook.parent.mkdir(exist_ok=True)
    shutil.copy(project / "notebooks" / "budgets.ipynb", notebook)
    os.environ["TIERANALYSIS_DATA"] = str(project / "data")
    found: dict[str, list[Took]] = {"naive, one after another": [], "tieranalysis build, 20 reports": []}
    naive_way, our_way = found.values()
    try:
        for _ in range(rounds):
            naive_way.append(naively(python, notebook, 2, []))
            our_way.append(built(python, plan, folder / "own-out", "--force").each(20))
    finally:
        plan.unlink()
    return rows(found)


def many(python: str, folder: Path, count: int) -> list[str]:
    """Rows about a great many reports: time, memory, and a build with nothing to do."""
    plan, out = folder / "many" / "reports.toml", folder / "many-out"
    seconds: list[Took] = []
    import memory as held

    memory = held.peaks(lambda: seconds.append(built(python, plan, out)))
    idle = min(built(python, plan, out).clock for _ in range(3))
    return [
        f"| {count} reports | {seconds[0].clock:.0f} s, {seconds[0].clock / count:.3f} s each |",
        f"| nothing to do in {count} reports | {idle:.2f} s |",
        f"| most memory of one worker, unshared | {memory['worker']:.0f} MB |",
        f"| memory of the server, unshared, early and late in the run | {memory['early']:.0f} MB, {memory['late']:.0f} MB |",
    ]


def report(options: argparse.Namespace, folder: Path) -> str:
    """Run everything; returns the page."""
    python = options.environment
    versions = subprocess.run([python, "-c", "import papermill, nbconvert; print(papermill.__version__, nbconvert.__version__)"],
                              capture_output=True, text=True, check=True).stdout.split()  # fmt: skip
    lab = subprocess.run([python, "-c", "import jupyterlab"], capture_output=True, check=False).returncode == 0
    head = "| way | s a report | × naive | processor s a report |\n|---|---|---|---|"
    lines = [
        f"## In an environment {'with' if lab else 'without'} JupyterLab",
        f"Python {platform.python_version()}, papermill {versions[0]}, nbconvert {versions[1]}, {os.cpu_count()} processors; "
        f"medians of {options.rounds} alternating rounds, each build's start included.",
        f"\nThe baseline notebook (20,000 rows, six tables, six charts):\n\n{head}",
        *compare(python, folder, options.reports, options.rounds),
    ]
    if options.own:
        lines += [f"\nThe budgets report of this package:\n\n{head}", *own_report(python, folder, options.rounds)]
    if options.many:
        lines += ["\nA great many:\n\n| what | |\n|---|---|", *many(python, folder, options.many)]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Parse, measure, say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--many", type=int, default=0)
    parser.add_argument("--own", action="store_true", help="also the budgets report")
    parser.add_argument("--environment", default=sys.executable)
    parser.add_argument("--write", type=Path, help="append the result to this file")
    options = parser.parse_args()
    sys.path.insert(0, str(HERE))
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else an environment that is not compiled is slow every time
    import baseline

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        baseline.write(folder / "base", options.reports)
        baseline.write(folder / "many", options.many or 1)
        page = report(options, folder)
    print(page)
    if options.write:
        with options.write.open("a", encoding="utf-8") as file:
            file.write("\n" + page)


if __name__ == "__main__":
    main()
