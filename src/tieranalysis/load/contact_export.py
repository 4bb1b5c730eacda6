"""The export of a telephone system as a frame of text: CSV or workbook, as its mapping file says."""

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd

from tieranalysis.contract import SourceError
from tieranalysis.load.contact_mapping import Mapping
from tieranalysis.load.workbook import sheets


def read_export(path: Path, rules: Mapping) -> pd.DataFrame:
    """Read an export as text, one column a heading; SourceError says what is wrong and which setting mends it."""
    if not path.is_file():
        raise SourceError(f"{path}: there is no such file. Check the name, or export it again.")
    rows = _workbook(path, rules) if path.suffix.lower() in {".xls", ".xlsx", ".xlsm", ".ods"} else _csv(path, rules)
    while len(rows) and (rows.iloc[-1].astype("str").str.strip() == "").all():
        rows = rows.iloc[:-1]
    return rows


def _csv(path: Path, rules: Mapping) -> pd.DataFrame:
    try:
        return pd.read_csv(
            path, dtype="str", keep_default_na=False, sep=rules.delimiter, encoding=rules.encoding,
            skiprows=rules.header_row - 1, skip_blank_lines=False,
        )  # fmt: skip
    except (UnicodeDecodeError, LookupError) as error:
        raise SourceError(
            f"{path.name}: not {rules.encoding} text ({error}). Set encoding in the mapping, such as cp1252."
        ) from error
    except (pd.errors.ParserError, pd.errors.EmptyDataError, OSError) as error:
        raise SourceError(
            f"{path.name}: not a table of values ({error}). Check delimiter and header_row in the mapping."
        ) from error


def _workbook(path: Path, rules: Mapping) -> pd.DataFrame:
    found = dict(sheets(path))
    name = rules.sheet or next(iter(found))
    if name not in found:
        raise SourceError(
            f"{path.name}: there is no sheet {name!r}. Its sheets are: {', '.join(found)}. Set sheet in the mapping."
        )
    rows = found[name]
    header = [str(cell).strip() for cell in rows[rules.header_row - 1]] if len(rows) >= rules.header_row else []
    return pd.DataFrame([[_cell(c) for c in row] for row in rows[rules.header_row :]], columns=header, dtype="object")


def _cell(cell: Any) -> str:
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, dt.timedelta):
        return str(cell.total_seconds())
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)
