"""What is known beside the calls: centres with their hours, staffing and cost, and the assumptions of the report."""

from pathlib import Path

import pandas as pd

from tieranalysis.contract import conform
from tieranalysis.load import reads
from tieranalysis.load.catalogue import data_root
from tieranalysis.load.text_table import read_text_table

EXAMPLE = "data/raw/contact_example"


def find_file(path: str | Path) -> Path:
    """Find a file as named, or below the project: `data/raw/...` is found from any working folder.

    >>> find_file("data/raw/contact_example/points.csv").is_file()
    True
    """
    path, below = Path(path), data_root().parent / path
    return below if not path.is_absolute() and not path.is_file() and below.is_file() else path


def contact_points(path: str | Path = f"{EXAMPLE}/points.csv") -> pd.DataFrame:
    """Read centres and lines with their hours, volume, staffing and cost (`contact_points`); the illustrative ones by default.

    Raises SourceError or SchemaError, with file, row, column, value and the mend.

    >>> len(contact_points())
    19
    """
    return _read(path, "contact_points")


def contact_assumptions(path: str | Path = f"{EXAMPLE}/assumptions.csv") -> pd.DataFrame:
    """Read the assumptions of the contact-centre report (`assumptions`), each with range, source and grade.

    >>> contact_assumptions().set_index("assumption").loc["shrinkage", ["low", "value", "high"]].tolist()
    [0.25, 0.3, 0.35]
    """
    return _read(path, "assumptions")


def _read(path: str | Path, table: str) -> pd.DataFrame:
    path = find_file(path)
    frame = conform(read_text_table(path), table, source=path.name)
    reads.record(path)
    return frame
