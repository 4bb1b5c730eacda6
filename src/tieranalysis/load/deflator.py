"""HM Treasury's GDP deflator, as growth on the year before: its own workbook, or a table of multipliers made from it."""

from pathlib import Path

import pandas as pd

from tieranalysis.contract import SourceError, conform
from tieranalysis.load import reads
from tieranalysis.load.deflator_sheet import find_deflator, read_deflator_rows
from tieranalysis.load.forms import ragged_rows
from tieranalysis.load.text_table import read_text_table
from tieranalysis.load.workbook import Row, sheets


def read_deflator(path: str | Path, forecast_from: str = "") -> pd.DataFrame:
    """Read the deflator into the table `deflator`: year, growth_multiplier [ratio to the year before], forecast, vintage.

    `forecast_from` is the first year that its publisher calls a forecast, as 2019-20; a table of multipliers does not
    mark it, and the publisher's workbook does.

    Raises SourceError when the file has neither form, when its forecasts are not told, when the printed growth is not
    that of the printed index, and SchemaError for a value that is not a multiplier.
    """
    path = Path(path)
    found = _official(path)
    table = (
        read_deflator_rows(found[1], found[0], forecast_from)
        if found
        else _multipliers(read_text_table(path), path.name, forecast_from)
    )
    digest = reads.sha256(path)
    reads.record(path, digest)
    return conform(table.assign(vintage=digest[:12]), "deflator", source=path.name)


def holds_deflator(path: Path) -> bool:
    """Say whether a file has the publisher's table of financial years in one of its sheets."""
    return _official(path) is not None


def _official(path: Path) -> tuple[str, list[Row]] | None:
    """Return the words for the place of the publisher's table and the rows of its sheet, or None where it has none."""
    pages = [("", ragged_rows(path))] if path.suffix.lower() == ".csv" else sheets(path)
    for name, rows in pages:
        if find_deflator(rows):
            return (f"{path.name}, sheet {name!r}" if name else path.name), rows
    return None


def _multipliers(table: pd.DataFrame, where: str, forecast_from: str) -> pd.DataFrame:
    if list(table.columns) != ["financial_year_start", "growth_multiplier"]:
        raise SourceError(
            f"{where}: not the deflator: it needs the columns financial_year_start and growth_multiplier, or the publisher's table of financial years and their index, and has {', '.join(map(str, table.columns))}."
        )
    if not forecast_from:
        raise SourceError(
            f"{where}: a deflator does not mark its forecasts. Say the first year that is one, with --forecast-from 2025-26."
        )
    starts = pd.to_numeric(table["financial_year_start"], errors="coerce")
    if starts.isna().any():
        row = int(starts.isna().to_numpy().argmax())
        raise SourceError(
            f"{where}, row {row + 2}, column 'financial_year_start', value {table['financial_year_start'][row]!r}: not a year. Write it as 2007."
        )
    years = starts.astype("int64").map(financial_year)
    return pd.DataFrame(
        {"year": years, "growth_multiplier": table["growth_multiplier"], "forecast": years >= forecast_from}
    )


def financial_year(start: int) -> str:
    """Name a financial year by its first calendar year.

    >>> financial_year(1999), financial_year(2007)
    ('1999-00', '2007-08')
    """
    return f"{start}-{(start + 1) % 100:02d}"
