"""Tables that ship, read once a session."""

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from filelock import FileLock
from hypothesis import settings

from tieranalysis.cli import main
from tieranalysis.contract import conform

# A loaded machine is slow, not wrong: no example fails for its time.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

ROOT = Path(__file__).parents[1]
RAW = ROOT / "data" / "raw"


def shipped(table, name):
    return conform(pd.read_csv(RAW / name, dtype="str", keep_default_na=False), table, source=name)


@pytest.fixture(scope="session")
def revenue():
    return shipped("revenue", "revenue.csv.gz")


@pytest.fixture(scope="session")
def population():
    return shipped("population", "population.csv")


@pytest.fixture(scope="session")
def deflator():
    return shipped("deflator", "deflator.csv")


@pytest.fixture(scope="session")
def whole_plan(tmp_path_factory, worker_id):
    """Every report of the plan, made once for all the processes that test: exit status and words of the run, and the folder."""
    base = tmp_path_factory.getbasetemp()
    out = (base if worker_id == "master" else base.parent) / "plan"
    told, plan = out.with_suffix(".json"), ROOT / "notebooks" / "reports.toml"
    with FileLock(out.with_suffix(".lock")):
        if not told.is_file():
            said = ["build", "--plan", str(plan), "--out", str(out), "--as-at", "2026-11-21", "--jobs", "2"]
            run = CliRunner().invoke(main, said)
            told.write_text(json.dumps([run.exit_code, run.output]))
    status, words = json.loads(told.read_text())
    return status, words, out
