"""HM Treasury's GDP deflator, as growth on the year before by the first year of the financial year."""

from pathlib import Path

import pandas as pd

from tieranalysis.contract import SourceError, conform
from tieranalysis.load import reads
from tieranalysis.load.text_table import read_text_table


def read_deflator(path: str | Path, forecast_from: str) -> pd.DataFrame:
    """Read the deflator into the table `deflator`: year, growth_multiplier [ratio to the year before], forecast, vintage.

    `forecast_from` is the first year that its publisher calls a forecast, as 2019-20; the file does not mark it.

    Raises SourceError when the file has other columns, and SchemaError for a value that is not a multiplier.
    """
    path = Path(path)
    table = read_text_table(path)
    if list(table.columns) != ["financial_year_start", "growth_multiplier"]:
        raise SourceError(
            f"{path.name}: not the deflator: it needs the columns financial_year_start and growth_multiplier, and has {', '.join(table.columns)}."
        )
    digest = reads.sha256(path)
    reads.record(path, digest)
    starts = pd.to_numeric(table["financial_year_start"], errors="coerce")
    if starts.isna().any():
        row = int(starts.isna().to_numpy().argmax())
        raise SourceError(
            f"{path.name}, row {row + 2}, column 'financial_year_start', value {table['financial_year_start'][row]!r}: not a year. Write it as 2007."
        )
    years = starts.astype("int64").map(financial_year)
    return conform(
        pd.DataFrame(
            {
                "year": years,
                "growth_multiplier": table["growth_multiplier"],
                "forecast": years >= forecast_from,
                "vintage": digest[:12],
            }
        ),
        "deflator",
        source=path.name,
    )


def financial_year(start: int) -> str:
    """Name a financial year by its first calendar year.

    >>> financial_year(1999), financial_year(2007)
    ('1999-00', '2007-08')
    """
    return f"{start}-{(start + 1) % 100:02d}"
