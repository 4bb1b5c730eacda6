"""ONS's workbook of one mid-year (MYE2): a sheet of persons under title rows, with countries, regions and counties among the rows."""

import re
from pathlib import Path

import pandas as pd

from tieranalysis.contract import SourceError
from tieranalysis.load.forms import SEARCHED_ROWS, folded, labels, number_of, place_of
from tieranalysis.load.workbook import Row, sheet_names, sheets, text

DISTRICT, ENGLAND = re.compile(r"E0[6-9]\d{6}"), "E92000001"
# The kinds of area that are districts; "Metropolitan County" and "County" are sums of them.
KINDS = re.compile(r"unitary|district|borough", re.IGNORECASE)
YEAR = r"((?:19|20)\d\d)\b"
STATED = re.compile(
    rf"\bmid[-–\s]*(?:year\s*)?{YEAR}|\bmid-?\s?year population estimates?[,:]?\s*{YEAR}|\b30 june {YEAR}",
    re.IGNORECASE,
)
# How the publisher has named the files of one year.
NAMED = re.compile(r"mid((?:19|20)\d\d)|mye(\d\d)(?!\d)|midyearestimates((?:19|20)\d\d)", re.IGNORECASE)


def read_year(path: Path, mid_year: str = "") -> tuple[pd.DataFrame, list[str]]:
    """Read the districts of England from the sheet of persons: authority, mid_year, population [people]; and notices.

    Raises SourceError when no sheet is that one, when the year is not told (in the titles, the file's name or
    `mid_year`) or told twice over, and when the districts do not add to the printed figure for England.
    """
    name, rows = _persons(path)
    where = f"{path.name}, sheet {name!r}"
    header = _header(rows, where)
    year = _year(rows[:header], path.name, mid_year, where)
    code, total = place_of(rows[header], "population", "code"), place_of(rows[header], "population", "total")
    body = [(number, row) for number, row in enumerate(rows[header + 1 :], start=header + 2) if len(row) > total]
    _refuse_uncoded(body, code, place_of(rows[header], "population", "geography"), where)
    people = {
        number: (text(row[code]), number_of(row[total], f"{where}, row {number}, column {text(rows[header][total])!r}"))
        for number, row in body
        if DISTRICT.fullmatch(text(row[code])) or text(row[code]) == ENGLAND
    }
    table = pd.DataFrame(people.values(), index=list(people), columns=["authority", "population"])
    _refuse_twice(table, where)
    notices = _notices(table, where)
    districts = table[table["authority"] != ENGLAND].dropna(subset=["population"])
    return districts.assign(mid_year=year), notices


def _persons(path: Path) -> tuple[str, list[Row]]:
    names = sheet_names(path)
    found = [name for name in names if folded(name) in labels("population", "sheet")]
    if len(found) != 1:
        said = "no sheet is" if not found else f"{' and '.join(map(repr, found))} are both"
        raise SourceError(
            f"{path.name}: {said} the one of persons (sheets: {', '.join(names) or 'none'}). It is called 'MYE2 - Persons' or the like: "
            "where it has another name, add that to registers/form_aliases.csv; otherwise this is not the workbook of mid-year estimates."
        )
    return next(sheets(path, found.__contains__))


def _header(rows: list[Row], where: str) -> int:
    for place, row in enumerate(rows[:SEARCHED_ROWS]):
        if all(place_of(row, "population", part) is not None for part in ("code", "name", "total")):
            return place
    seen = "; ".join(" ".join(text(cell) for cell in row if text(cell))[:60] for row in rows[:SEARCHED_ROWS])
    raise SourceError(
        f"{where}: no row has columns for the code, the name and all ages. The first rows say: {seen[:240] or 'nothing'}. "
        "Where a column has a new name, add it to registers/form_aliases.csv."
    )


def _year(titles: list[Row], file: str, told: str, where: str) -> int:
    """The year that the titles state, or else the file's name, or else the reader; they must not differ."""
    words = " ".join(text(cell) for row in titles for cell in row if isinstance(cell, str))
    stated = {int(next(filter(None, found))) for found in STATED.findall(words)}
    named = {
        int(year) if len(year) == 4 else 2000 + int(year)
        for year in (next(filter(None, f)) for f in NAMED.findall(file))
    }
    asked = {int(told)} if re.fullmatch(r"\d{4}", told) else set()
    found = stated or asked or named
    if len(found) != 1 or (asked and asked != found):
        said = " and ".join(f"mid-{year}" for year in sorted(stated | asked | named)) or "not stated"
        raise SourceError(
            f"{where}: the mid-year is {said} in its titles, its file's name and what was asked for. Say which it is with --mid-year 2020, or correct the title in a copy."
        )
    return found.pop()


def _refuse_uncoded(body: list[tuple[int, Row]], code: int, geography: int | None, where: str) -> None:
    """A district under a code that is none would be lost without a word."""
    for number, row in body:
        kind = "" if geography is None else text(row[geography])
        if KINDS.search(kind) and not re.fullmatch(r"[EWSN]\d{8}", text(row[code])):
            raise SourceError(
                f"{where}, row {number}, column 'Code', value {text(row[code])!r}: not a code such as E07000075 for a {kind}. Correct it in a copy, or download the file again."
            )


def _refuse_twice(table: pd.DataFrame, where: str) -> None:
    for row in table.index[table["authority"].duplicated()]:
        code = table.at[row, "authority"]
        first = table.index[table["authority"] == code][0]
        raise SourceError(
            f"{where}, row {row}, column 'Code', value {code!r}: already in row {first}. Keep one of the rows."
        )
    if table.empty or set(table["authority"]) == {ENGLAND}:
        raise SourceError(f"{where}: no row is a district of England. The file may be cut short: download it again.")


def _notices(table: pd.DataFrame, where: str) -> list[str]:
    """Hold the districts against the printed figure for England; say where that cannot be done."""
    districts = table[table["authority"] != ENGLAND]
    absent = districts.loc[districts["population"].isna(), "authority"]
    printed = table.loc[table["authority"] == ENGLAND, "population"].dropna()
    if len(absent) or printed.empty:
        lacking = f"No estimate for {', '.join(absent)}." if len(absent) else "It has no figure for England."
        return [f"{where}: {lacking} Whether the districts add to England is not checked."]
    gap = districts["population"].sum() - printed.iloc[0]
    if abs(gap) > len(districts) / 2:  # each may be rounded to a whole person
        raise SourceError(
            f"{where}: the districts of England have {districts['population'].sum():,.0f} people together, and the row of England says {printed.iloc[0]:,.0f}. "
            "A district is missing or stands twice: download the file again."
        )
    return []
