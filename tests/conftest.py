"""Tables that ship, read once a session."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import settings

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
