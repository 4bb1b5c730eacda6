"""Releases to read, made once a session."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import workbooks


@pytest.fixture(scope="session")
def release_rows(revenue):
    """The sheet of the 2014-15 outturn, as rows; tests change a copy."""
    return workbooks.rows_of(revenue, "2014-15")


@pytest.fixture
def release(release_rows, tmp_path):
    """Write a changed copy of the release and return its path."""

    def make(change=lambda rows: rows, name="release.xlsx", **keywords):
        rows = [list(row) for row in release_rows]
        return workbooks.write(change(rows) or rows, tmp_path / name, **keywords)

    return make
