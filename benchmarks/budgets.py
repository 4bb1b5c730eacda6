"""Speed and memory of the budgets: reading releases, importing them all, every metric over England, growth with rows.

    python -W ignore benchmarks/budgets.py FOLDER > benchmarks/budgets.md

FOLDER holds official workbooks (RS and RA). Each ratio is taken in this one run, the two sides by turns, best of five.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

import tieranalysis as ta

TURNS = 5


def best(*sides: Callable[[], object]) -> list[float]:
    """Time the sides by turns and return the best of each [seconds]."""
    times: list[list[float]] = [[] for _ in sides]
    for _ in range(TURNS):
        for side, taken in zip(sides, times, strict=True):
            begun = time.perf_counter()
            side()
            taken.append(time.perf_counter() - begun)
    return [min(taken) for taken in times]


def reading(folder: Path) -> str:
    """Compare `read_revenue` with `pandas.read_excel` (its default engine) on the sheet that it reads."""
    rows = []
    for path in sorted(folder.glob("*.xlsx")):
        sheet = next(name for name in pd.ExcelFile(path).sheet_names if "LA Data" in name)
        ours, theirs = best(
            lambda path=path: ta.read_revenue(path),
            lambda path=path, sheet=sheet: pd.read_excel(path, sheet_name=sheet, header=None),
        )
        rows.append(f"| {path.name} | {ours:.2f} | {theirs:.2f} | {ours / theirs:.2f} |")
    return "\n".join(
        [
            "| release | read_revenue, conformed and checked [s] | pandas.read_excel, one sheet [s] | ratio |",
            "| --- | ---: | ---: | ---: |",
            *rows,
        ]
    )


def peak(folder: Path) -> str:
    """Measure the peak memory of a process that reads every release and holds them all [MB]."""
    code = "import sys, resource, pandas as pd, tieranalysis as ta; frames = [ta.read_revenue(p) for p in sys.argv[1:]]; whole = pd.concat(frames); print(len(whole), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    files = [str(path) for path in sorted(folder.glob("*.xls*"))]
    rows, megabytes = subprocess.run(
        [sys.executable, "-c", code, *files], capture_output=True, text=True, check=True
    ).stdout.split()
    return f"{len(files)} releases, {int(rows):,} rows, read and held at once: peak {megabytes} MB."


def ten_years() -> pd.DataFrame:
    """The outturn of 2010-11 as if ten years had the same figures: about a third of a million rows."""
    one = ta.read_table("revenue").query("year == '2010-11'")
    return pd.concat([one.assign(year=f"{2009 + k}-{(2010 + k) % 100:02d}") for k in range(10)], ignore_index=True)


def metrics() -> str:
    """Time each metric over every two-tier county of England and ten years, and all of England at a time where it is made so."""
    spend, people, prices = ten_years(), ta.read_table("population"), ta.read_table("deflator")
    years = sorted(spend["year"].unique())
    named = {
        "compare_years, one basis": lambda: ta.compare_years(spend, "net_current_expenditure_less_housing_benefit"),
        "compare_areas and compare_per_head, ten years": lambda: [
            ta.compare_per_head(ta.compare_areas(spend, year, "revenue_expenditure"), people) for year in years
        ],
        "real_terms on every row": lambda: ta.real_terms(spend, prices, "2017-18"),
        "check_identities on every row": lambda: ta.check_identities(spend),
        "total by authority, year and line": lambda: ta.total(
            spend, by=["authority", "year", "line", "flow_or_stock"], table="revenue"
        ),
    }
    rows = [f"| {name} | {best(call)[0]:.2f} |" for name, call in named.items()]
    return "\n".join([f"{len(spend):,} rows.", "", "| metric | seconds |", "| --- | ---: |", *rows])


def growth() -> str:
    """Time one comparison on one and on ten years of rows."""
    spend = ten_years()
    one = spend[spend["year"] == "2010-11"]
    small, large = best(
        lambda: ta.compare_years(one, "revenue_expenditure"), lambda: ta.compare_years(spend, "revenue_expenditure")
    )
    return f"Ten times the rows take {large / small:.1f} times as long ({small:.3f} s and {large:.3f} s)."


def main(folder: str) -> None:
    """Print the results as Markdown."""
    where = Path(folder)
    print(
        "# Budgets: speed and memory\n\n`python -W ignore benchmarks/budgets.py FOLDER > benchmarks/budgets.md`, on two cores; ratios from one run, by turns, best of five.\n"
    )
    print(
        f"## Reading a release\n\n{reading(where)}\n\n## Importing them all\n\n{peak(where)}\n\n## Every metric over England, ten years\n\n{metrics()}\n\n## Growth with rows\n\n{growth()}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
