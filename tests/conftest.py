"""Tables that ship, read once a session."""

from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
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
def whole_plan(tmp_path_factory):
    """Every report of the plan, made once a session: the run and the folder."""
    out, plan = tmp_path_factory.mktemp("plan"), ROOT / "notebooks" / "reports.toml"
    said = ["build", "--plan", str(plan), "--out", str(out), "--as-at", "2026-11-21", "--jobs", "2"]
    return CliRunner().invoke(main, said), out
