"""ONS mid-year population estimates, the wide components-of-change series: one row a district, one column a year."""

import re
from pathlib import Path

import pandas as pd

from tieranalysis.contract import SourceError, conform
from tieranalysis.load import reads
from tieranalysis.load.text_table import read_text_table

COLUMN = re.compile(r"population_(\d{4})")


def read_population(path: str | Path) -> pd.DataFrame:
    """Read the estimates for England into the table `population`: authority, mid_year, population [people], vintage.

    Raises SourceError when the file is not such a series, and SchemaError for a value that is not a number of people.
    """
    path = Path(path)
    wide = read_text_table(path)
    codes = [name for name in wide if re.fullmatch(r"ladcode\d*", name)]
    years = [name for name in wide if COLUMN.fullmatch(name)]
    if len(codes) != 1 or not years or "country" not in wide:
        raise SourceError(
            f"{path.name}: not the components-of-change series: it needs one ladcode column, country and population_YYYY. It has: {', '.join(wide.columns[:8])}."
        )
    digest = reads.sha256(path)
    reads.record(path, digest)
    english = wide[wide["country"] == "E"]
    long = english.melt(id_vars=codes, value_vars=years, var_name="mid_year", value_name="population").rename(
        columns={codes[0]: "authority"}
    )
    long["mid_year"] = long["mid_year"].str.removeprefix("population_")
    return conform(long.assign(vintage=digest[:12]), "population", source=path.name)
