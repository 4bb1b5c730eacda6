"""What is known beside the calls: centres with their hours, staffing and cost, and the assumptions of the report."""

from pathlib import Path

import pandas as pd

from tieranalysis.contract import SourceError, conform, fields
from tieranalysis.load import reads
from tieranalysis.load.catalogue import data_root
from tieranalysis.load.text_table import read_text_table

SHIPPED_FOR = "essex"
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


def points_held(area: str, points: str = "", intervals: str = "", mapping: str = "") -> pd.DataFrame:
    """Read the centres and lines of an area: those named, the illustrative ones of Essex, or none for another area.

    Points, intervals and mapping belong together. Raises SourceError where some of the three are named and others are not.

    >>> len(points_held("essex")), len(points_held("kent"))
    (19, 0)
    >>> points_held("kent", "points.csv")
    Traceback (most recent call last):
    ...
    tieranalysis.contract.errors.SourceError: points_file is named, and intervals_file and mapping_file are not. Name all three, or none (docs/contact-centres.md).
    """
    given = {"points_file": points, "intervals_file": intervals, "mapping_file": mapping}
    lost = [name for name, path in given.items() if not path]
    if 0 < len(lost) < len(given):
        named = [name for name in given if name not in lost]
        raise SourceError(
            f"{' and '.join(named)} {'is' if len(named) == 1 else 'are'} named, and {' and '.join(lost)} "
            f"{'is' if len(lost) == 1 else 'are'} not. Name all three, or none (docs/contact-centres.md)."
        )
    if points or area == SHIPPED_FOR:
        return contact_points(points or f"{EXAMPLE}/points.csv")
    return conform(pd.DataFrame(columns=list(fields("contact_points"))), "contact_points")


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
