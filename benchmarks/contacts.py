"""How fast staffing and coalitions are, as ratios to the alternatives, in one run on one machine.

The peers need an environment of their own (pyworkforce 0.5.4 with Erlang A needs Python 3.12):

    python3.12 -m venv .peers && .peers/bin/pip install pyworkforce==0.5.4 numba
    .venv/bin/python benchmarks/contacts.py --peers .peers/bin/python --write benchmarks/contacts.md

Absolute times drift from machine to machine and hour to hour; the ratios are what is held.
"""

import json
import platform
import resource
import subprocess
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import click
import numpy as np
import pandas as pd

import tieranalysis as ta
from tieranalysis.metrics.games import subset_sums

INTERVAL, AHT, TARGET, LEVEL, PATIENCE = 1800, 300, 20, 0.8, 120
MILLION, SAMPLE = 1_000_000, 300


def week(centres: int, seed: int = 34) -> pd.DataFrame:
    """Make a week of half hours for some centres: calls at random around a daily shape."""
    rng = np.random.default_rng(seed)
    shape = np.clip(np.sin(np.arange(336) / 48 * 2 * np.pi - 1.5) + 1.1, 0.05, None)
    starts = pd.date_range("2001-01-01", periods=336, freq="30min")
    sizes = rng.uniform(5, 60, centres)
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "centre": f"c{i:02d}",
                    "start": starts,
                    "interval_seconds": INTERVAL,
                    "offered": rng.poisson(size * shape) * 1.0,
                }
            )
            for i, size in enumerate(sizes)
        ],
        ignore_index=True,
    )


def timed(function, times):
    """Return the shortest of several runs [seconds] and the last answer."""
    best, answer = np.inf, None
    for _ in range(times):
        start = time.perf_counter()
        answer = function()
        best = min(best, time.perf_counter() - start)
    return best, answer


def peers(python: str, few: np.ndarray, sample: np.ndarray) -> dict:
    """Run the peers on the same calls."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "calls.npz"
        np.savez(path, few=few, sample=sample)
        script = Path(__file__).with_name("contacts_peers.py")
        done = subprocess.run([python, str(script), str(path)], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def few_solves(python: str) -> tuple[list[str], list[str]]:
    """Time 336 half hours x 63 coalitions, and a million Erlang A intervals, against the peers."""
    six = week(6)
    calls = subset_sums(six.pivot_table(index="centre", columns="start", values="offered").to_numpy())[1:].ravel()
    rng = np.random.default_rng(7)
    million = rng.integers(1, 300, MILLION)
    sample = million[:SAMPLE]
    column, found = timed(lambda: ta.required_agents(calls, INTERVAL, AHT, TARGET, LEVEL), 60)
    game, _ = timed(lambda: ta.coalitions(six, aht_seconds=AHT), 60)
    abandoning, many = timed(lambda: ta.required_agents(million, INTERVAL, AHT, TARGET, LEVEL, PATIENCE), 3)
    others = peers(python, calls, sample)
    loop = others["loop_a_seconds"] / SAMPLE * MILLION
    same_c = (
        int((found == np.array(others["loop_c_found"])).sum()),
        int((found == np.array(others["numba_found"])).sum()),
    )
    same_a = int((many[:SAMPLE] == np.array(others["loop_a_found"])).sum())
    size = f"{calls.size:,} Erlang C solves (336 half hours x 63 coalitions)"
    rows = [
        f"| {size}, as a column | pyworkforce loop | {others['loop_c_seconds'] / column:,.0f} times faster | 10 |",
        f"| {size}, whole `ta.coalitions` call on a frame | pyworkforce loop | {others['loop_c_seconds'] / game:,.0f} times faster | 10 |",
        f"| {size}, as a column | numba recursion | {column / others['numba_seconds']:.1f} times as long | at most 5 |",
        f"| 1,000,000 Erlang A intervals | pyworkforce Erlang A loop, from a sample of {SAMPLE} | {loop / abandoning:,.0f} times faster | 1,000 |",
    ]
    notes = [
        f"Times here: column {column * 1e3:.1f} ms, `ta.coalitions` {game * 1e3:.1f} ms, numba {others['numba_seconds'] * 1e3:.1f} ms, "
        f"pyworkforce {others['loop_c_seconds']:.2f} s; a million Erlang A {abandoning:.2f} s against {loop:,.0f} s.",
        f"Answers alike: {same_c[0]:,} and {same_c[1]:,} of {calls.size:,} with pyworkforce and numba (Erlang C), "
        f"{same_a} of {SAMPLE} with pyworkforce (Erlang A).",
    ]
    return rows, notes


def all_coalitions() -> tuple[list[str], list[str]]:
    """Time every coalition of fifteen partners over 336 intervals, with Shapley shares."""
    fifteen, own_times = week(15), {f"c{i:02d}": 240 + 10 * i for i in range(15)}
    one, _ = timed(lambda: ta.shares(ta.coalitions(fifteen, aht_seconds=AHT), "shapley"), 3)
    many, _ = timed(
        lambda: ta.shares(ta.coalitions(fifteen, aht_seconds=own_times, patience_seconds=PATIENCE), "shapley"), 2
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = "32,767 coalitions of 15 partners x 336 intervals, Shapley shares"
    rows = [
        f"| {size}, Erlang C, one handling time | | {one:.2f} s | |",
        f"| {size}, Erlang A, each centre its own handling time | | {many:.2f} s | |",
        f"| Memory at its peak, the whole benchmark | | {peak:.0f} MB | 1,024 MB |",
    ]
    return rows, []


@click.command()
@click.option("--peers", "python", required=True, help="The interpreter that has pyworkforce 0.5.4 and numba.")
@click.option("--write", "path", type=click.Path(path_type=Path), help="Write the table to this file.")
def main(python: str, path: Path | None) -> None:
    """Time the contact-centre metrics against their alternatives."""
    parts = [few_solves(python), all_coalitions()]
    rows, notes = ([line for part in parts for line in part[i]] for i in (0, 1))
    head = ["| what | against | ratio or figure | asked for |", "|---|---|---|---|"]
    made = f"{datetime.now(UTC):%Y-%m-%d}, {platform.python_implementation()} {platform.python_version()}, {platform.system()}, two cores, best of 2 to 60 runs."
    story = (__doc__ or "").strip().replace("\n    ", "\n    ")
    text = "\n".join(["# Contact centres: speed", "", story, "", f"Measured {made}", "", *head, *rows, "", *notes, ""])
    click.echo(text)
    if path:
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
