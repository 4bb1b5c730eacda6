"""CSV files as text, every cell as it stands, with errors that say where."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from tieranalysis.contract import SourceError


def read_text_table(path: Path, columns: Callable[[str], bool] | None = None, rows: int | None = None) -> pd.DataFrame:
    """Read a CSV file as text, every cell as it stands; only the columns and the first rows that are asked for.

    Raises SourceError when the file is not there, is not UTF-8 text, or is not a table.
    """
    if not path.is_file():
        raise SourceError(f"{path}: there is no such file. Check the name, or download it again.")
    try:
        return pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig", usecols=columns, nrows=rows)
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{path.name}: {_where(path)} is not UTF-8 text. Save the file as CSV UTF-8, and try again."
        ) from error
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise SourceError(
            f"{path.name}: not a table of comma-separated values ({error}). Download it again."
        ) from error


def _where(path: Path) -> str:
    """Say row, column and value of the first byte that is not UTF-8."""
    data = path.read_bytes()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        row, column = before.count(b"\n") + 1, before[before.rfind(b"\n") + 1 :].count(b",") + 1
        return f"row {row}, column {column}, byte {data[error.start]:#04x}"
    return "a byte"
