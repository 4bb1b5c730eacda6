"""ONS mid-year population estimates: the series by district, wide, and the workbook of one year.

The series is one row a district and one column a year (MYEB3), or one row a district, sex and age (MYEB1), as CSV or as a
sheet; the workbook of a year is read by `population_year`. Counties' residents are the sum of their districts', so rows of
counties, regions and countries are left behind.
"""

import re
from pathlib import Path

import pandas as pd

from tieranalysis.contract import SourceError, conform
from tieranalysis.load import reads
from tieranalysis.load.forms import SEARCHED_ROWS, folded, labels, number_of
from tieranalysis.load.population_year import read_year
from tieranalysis.load.text_table import read_text_table
from tieranalysis.load.workbook import Row, sheet_names, sheets, text
from tieranalysis.registers import authorities

COLUMN = re.compile(r"population_(\d{4})")
CODE = re.compile(r"ladcode\d*")
MID_YEARS = re.compile(r"((?:19|20)\d\d)(?:\s*-\s*((?:19|20)\d\d))?")


def read_population(path: str | Path, mid_year: str = "") -> pd.DataFrame:
    """Read the estimates for England into the table `population`: authority, mid_year, population [people], vintage.

    `mid_year` says which years of a series to take (2020, or 2012-2020), or of which year a workbook is that does not
    say it. The frame's `attrs["notices"]` say in words what a reader must know.

    Raises SourceError when the file has neither form, or does not say its year, and SchemaError for a value that is
    not a number of people.
    """
    path = Path(path)
    digest = reads.sha256(path) if path.is_file() else ""
    long, notices = _series(path) if path.suffix.lower() == ".csv" else _workbook(path, mid_year)
    reads.record(path, digest)
    long = _chosen(long.assign(mid_year=long["mid_year"].astype("int64")), mid_year, path.name)
    table = long.assign(authority=current_codes(long["authority"]), vintage=digest[:12])
    table.attrs = {"notices": notices}
    return conform(table, "population", source=path.name)


def holds_population(path: Path) -> bool:
    """Say whether a workbook's sheets are those of the estimates."""
    wanted = labels("population", "sheet") | labels("population", "series") | labels("population", "detail")
    return any(folded(name) in wanted for name in sheet_names(path))


def current_codes(codes: pd.Series) -> pd.Series:
    """Put the register's code of an authority in the place of a former one.

    >>> current_codes(pd.Series(["E06000048", "E07000075"])).to_list()
    ['E06000057', 'E07000075']
    """
    former = authorities().dropna(subset=["former_code"]).set_index("former_code")["authority"]
    return codes.where(~codes.isin(former.index), codes.map(former))


def _chosen(long: pd.DataFrame, mid_year: str, where: str) -> pd.DataFrame:
    """Keep the years that are asked for."""
    if not mid_year:
        return long
    asked = MID_YEARS.fullmatch(mid_year.strip())
    if not asked:
        raise SourceError(f"{mid_year!r} is no mid-year. Write one (2020), or the first and the last (2012-2020).")
    first, last = int(asked[1]), int(asked[2] or asked[1])
    kept = long[long["mid_year"].between(first, last)]
    if kept.empty:
        held = f"{long['mid_year'].min()} to {long['mid_year'].max()}"
        raise SourceError(f"{where}: no estimates for mid-{mid_year}. It has mid-{held}.")
    return kept


def _workbook(path: Path, mid_year: str) -> tuple[pd.DataFrame, list[str]]:
    """The series where the workbook has its sheet, or else the year's."""
    names = sheet_names(path)
    for part in ("series", "detail"):
        found = [name for name in names if folded(name) in labels("population", part)]
        if len(found) > 1:
            raise SourceError(
                f"{path.name}: {' and '.join(map(repr, found))} are both the series. Keep one of them in a copy."
            )
        if found:
            ((name, rows),) = sheets(path, found.__contains__)
            return _long(_framed(rows, f"{path.name}, sheet {name!r}"), f"{path.name}, sheet {name!r}")
    return read_year(path, mid_year)


def _framed(rows: list[Row], where: str) -> pd.DataFrame:
    """Return a sheet's table, whose header is the first row with a code and a population."""
    for place, row in enumerate(rows[:SEARCHED_ROWS]):
        names = [text(cell) for cell in row]
        if any(map(CODE.fullmatch, names)) and any(map(COLUMN.fullmatch, names)):
            frame = pd.DataFrame(rows[place + 1 :], columns=names, dtype="object")
            frame.index += place  # so that row 2 of a frame is the row under the header
            return frame[frame[next(filter(CODE.fullmatch, names))].map(text) != ""]
    raise SourceError(
        f"{where}: no row names a ladcode and population_YYYY. This is not the series of estimates; it begins {' '.join(text(c) for c in (rows or [['']])[0])[:60]!r}."
    )


def _series(path: Path) -> tuple[pd.DataFrame, list[str]]:
    return _long(read_text_table(path), path.name)


def _long(wide: pd.DataFrame, where: str) -> tuple[pd.DataFrame, list[str]]:
    codes = [name for name in wide if CODE.fullmatch(name)]
    years = [name for name in wide if COLUMN.fullmatch(name)]
    if len(codes) != 1 or not years or "country" not in wide:
        raise SourceError(
            f"{where}: not the components-of-change series: it needs one ladcode column, country and population_YYYY. It has: {', '.join(wide.columns[:8])}."
        )
    english = wide[wide["country"].map(text) == "E"].rename(columns={codes[0]: "authority"})
    english = english.assign(authority=english["authority"].map(text))
    long = english.melt(id_vars=["authority"], value_vars=years, var_name="mid_year", value_name="population")
    long = long.assign(mid_year=long["mid_year"].str.removeprefix("population_"))
    rows = dict(enumerate([row + 2 for _ in years for row in english.index]))
    long["population"] = [
        number_of(cell, f"{where}, row {rows[place]}, column 'population_{year}'")
        for place, (year, cell) in enumerate(zip(long["mid_year"], long["population"], strict=True))
    ]
    return _summed(long, where) if {"sex", "age"} & set(wide) else _without_missing(long)


def _without_missing(long: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    absent = long[long["population"].isna()]
    said = [
        f"No estimate for {code} in mid-{year}."
        for code, year in absent[["authority", "mid_year"]].itertuples(index=False)
    ]
    return long.dropna(subset=["population"]), said[:8]


def _summed(long: pd.DataFrame, where: str) -> tuple[pd.DataFrame, list[str]]:
    """Sum the rows of sex and age; every district has as many of them as the others."""
    groups = long.groupby(["authority", "mid_year"], sort=False)["population"]
    counts = groups.size()
    if counts.min() != counts.max():
        short = counts.idxmin()[0]
        raise SourceError(
            f"{where}: {short} has {counts.min()} rows of sex and age where others have {counts.max()}. The file may be cut short: download it again."
        )
    return _without_missing(groups.sum(min_count=int(counts.max())).reset_index())
