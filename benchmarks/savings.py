"""How fast savings are simulated and swept, as ratios to a plain pandas loop, in one run on one machine.

    .venv/bin/python benchmarks/savings.py --write benchmarks/savings.md

The loop is what an analyst would write first: one draw at a time, the draws of each saving in a Series, the years in a frame.
It is timed on a sample and scaled up. Absolute times drift from machine to machine and hour to hour; the ratios are held.
"""

import multiprocessing
import platform
import time
from datetime import UTC, datetime
from pathlib import Path

import click
import numpy as np
import pandas as pd

import tieranalysis as ta
from tieranalysis.contract import conform, fields
from tieranalysis.contract.savings.tables import Registers
from tieranalysis.contract.years import years_from
from tieranalysis.load.savings import checked_registers

SAVINGS, YEARS, DRAWS, SAMPLE, SCENARIOS = 50, 10, 100_000, 200, 1_000


def registers(seed: int = 5) -> Registers:
    """Make a programme of fifty savings over ten years, with costs, at random."""
    rng = np.random.default_rng(seed)
    names = [f"S-{number:02d}" for number in range(SAVINGS)]
    rows = [
        {"saving_id": name, "title": name, "workstream": f"w{place % 3}", "authority": "E10000012", "owner": "x", "category": "efficiency",
         "cashable": True, "recurrent": True, "year": year, "status": "budget", "base_id": "b", "base_year": "2007-08", "price_base": "2008-09",
         "approved_gbp": float(round(rng.uniform(1e4, 1e6))), "confidence": ("high", "medium", "low")[place % 3], "as_at": "2008-04-01", "illustrative": True}
        for place, name in enumerate(names)
        for year in years_from("2008-09", YEARS)
    ]  # fmt: skip
    costs = [
        {"saving_id": name, "year": "2008-09", "funding": "revenue", "price_base": "2008-09", "cost_gbp": 1e5}
        for name in names
    ]
    given = {"savings": rows, "one_off_costs": costs}
    return checked_registers(
        {
            table: conform(pd.DataFrame(part).reindex(columns=list(fields(table))), table)
            for table, part in given.items()
        }
    )


def loop(books: Registers, values: dict[str, float], draws: int, seed: int = 1) -> float:
    """Draw one at a time, with pandas: correlated weights, a frame of savings by year, its totals, their present value."""
    rng = np.random.default_rng(seed)
    approved = books.savings.pivot(index="saving_id", columns="year", values="approved_gbp")
    cost = (
        books.one_off_costs.pivot(index="saving_id", columns="year", values="cost_gbp")
        .reindex(columns=approved.columns)
        .fillna(0.0)
    )
    confidence = books.savings.drop_duplicates("saving_id").set_index("saving_id")["confidence"]
    ends = ta.assumption_register().set_index("assumption")[["low", "value", "high"]]
    weights = confidence.map(lambda name: tuple(ends.loc[f"delivery_weight_{name}"]))
    factor = pd.Series([(1 + values["discount_rate_real"]) ** -year for year in range(YEARS)], index=approved.columns)
    worth = []
    for _ in range(draws):
        drawn = weights.map(lambda end: rng.triangular(*end))
        uplift = rng.triangular(*ends.loc["cost_optimism_rate"].clip(upper=2.0).to_numpy() + np.array([0, 0, 1e-9]))
        net = approved.mul(drawn, axis=0).sum() - (cost * (1 + uplift)).sum()
        worth.append((net * factor).sum())
    return float(np.median(worth))


def timed(function, times: int = 3) -> float:
    """Return the shortest of several runs [seconds]."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        function()
        found.append(time.perf_counter() - start)
    return min(found)


def peak_mb(draws: int) -> float:
    """Return the greatest memory that a process of its own takes to simulate so many draws [MB], the interpreter included."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_simulate_alone, (draws,))


def _simulate_alone(draws: int) -> float:
    books = registers()
    ta.simulate(ta.programme_of(books, ta.assumption_register(), YEARS), ta.scenario(), draws=draws)
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines())
    return int(status["VmHWM"].split()[0]) / 1024  # this process's own; ru_maxrss would carry its parent's over


def measured() -> dict[str, float]:
    """Run everything and return the figures."""
    books, chosen = registers(), ta.scenario()
    programme, values = ta.programme_of(books, ta.assumption_register(), YEARS), ta.assumed(chosen)
    rates = list(np.linspace(0.0, 0.1, SCENARIOS))
    found = {
        f"draws_{draws}": timed(lambda draws=draws: ta.simulate(programme, chosen, draws=draws))
        for draws in (25_000, 50_000, DRAWS)
    }
    found["loop"] = timed(lambda: loop(books, values, SAMPLE), 1) / SAMPLE * DRAWS
    found["sweep"] = timed(lambda: ta.sweep(programme, {"discount_rate_real": rates}))
    found["one"] = (
        timed(
            lambda: [ta.outcome(programme, ta.scenario("base", discount_rate_real=float(rate))) for rate in rates[:50]],
            1,
        )
        / 50
        * SCENARIOS
    )
    found |= {f"mb_{draws}": peak_mb(draws) for draws in (1_000, 50_000, DRAWS)}
    return found


def report(found: dict[str, float]) -> str:
    """Write the figures as a page."""
    linear = found[f"draws_{DRAWS}"] / found["draws_50000"]
    memory = (found[f"mb_{DRAWS}"] - found["mb_1000"]) / (found["mb_50000"] - found["mb_1000"])
    rows = [
        (
            f"{DRAWS:,} draws of {SAVINGS} savings over {YEARS} years",
            f"plain pandas loop, from a sample of {SAMPLE}",
            f"{found['loop'] / found[f'draws_{DRAWS}']:,.0f} times faster",
            "",
        ),
        ("Memory at its peak, interpreter included", "", f"{found[f'mb_{DRAWS}']:.0f} MB", "below 500 MB"),
        ("Twice the draws", "half of them", f"{linear:.2f} times as long", "linear"),
        ("Twice the draws, memory beyond that of 1,000", "half of them", f"{memory:.2f} times as much", "linear"),
        (
            f"A sweep of {SCENARIOS:,} scenarios",
            "one scenario at a time",
            f"{found['one'] / found['sweep']:,.0f} times faster",
            "",
        ),
    ]
    lines = [
        "# Savings: speed",
        "",
        (__doc__ or "").strip(),
        "",
        f"Measured {datetime.now(UTC):%Y-%m-%d}, {platform.python_implementation()} {platform.python_version()}, {platform.system()}, two cores, best of 3 runs.",
        "",
    ]
    lines += [
        "| what | against | ratio or figure | asked for |",
        "|---|---|---|---|",
        *[f"| {' | '.join(row)} |" for row in rows],
        "",
    ]
    lines += [
        f"Times here: {DRAWS:,} draws {found[f'draws_{DRAWS}']:.2f} s, the loop {found['loop']:,.0f} s; the sweep {found['sweep'] * 1000:.0f} ms.",
        "",
    ]
    return "\n".join(lines)


@click.command()
@click.option("--write", type=click.Path(path_type=Path), help="Where to write the page; it is printed without one.")
def main(write: Path | None) -> None:
    """Measure, and write or print the page."""
    page = report(measured())
    if write:
        write.write_text(page, encoding="utf-8")
    click.echo(page)


if __name__ == "__main__":
    main()
