"""The form of the releases to 2022: one sheet with E-codes, printed labels and a column a line.

Labels, line numbers, header rows and sheet names drift from year to year, so lines are placed by their words, and what
a line rolls up into by where it stands between the printed subtotals. Rows of classes and of England have no E-code and
are left behind.
"""

import re
from pathlib import Path

import pandas as pd

from tieranalysis.contract import SourceError
from tieranalysis.load.authorities import gss_codes
from tieranalysis.load.revenue_cells import Reading, long_table
from tieranalysis.load.revenue_layout import Layout, absent_reserves, header_row, layout, reserve_columns
from tieranalysis.load.workbook import Row, text

E_CODE = re.compile(r"E\d{4}")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:[-/–]|\s+to\s+(?:19|20))(\d{2})(?!\d)")
RUN_TOGETHER = re.compile(r"(?<!\d)(20\d{2})(\d{2})$")  # a sheet called RS_LA_Data_202425
OUTTURN, BUDGET = re.compile(r"outturn|\b(RO|RS)\b", re.IGNORECASE), re.compile(r"budget|\bRA\b", re.IGNORECASE)
THOUSAND = re.compile(r"£\s*(thousand|'?000s?|k\b)", re.IGNORECASE)

Sheet = tuple[str, list[Row]]


def is_main(rows: list[Row]) -> bool:
    """Say whether a sheet has E-codes and net current expenditure in one header."""
    header = header_row(rows)
    return header is not None and any("NET CURRENT EXPENDITURE" in text(cell).upper() for cell in rows[header])


def has_closing(rows: list[Row]) -> bool:
    """Say whether a sheet has levels of reserves at 31 March."""
    header = header_row(rows)
    return header is not None and any(c.line.endswith("_closing") for c in reserve_columns(rows, header, 4))


def read_sheets(path: Path, main: Sheet, closing: list[Sheet]) -> Reading:
    """Read the sheet with the cascade, and levels of reserves from further sheets [GBP].

    Raises SourceError for what is not understood, with its row, column and value.
    """
    name, rows = main
    where = f"{path.name}, sheet {name!r}"
    place = layout(rows, header_row(rows), where)
    year, status = year_of_title(rows, name, where), status_of_title(rows, where)
    _refuse_unit(rows, place.header, where)
    body = _authority_rows(rows, place, where)
    codes, notices = gss_codes(_identities_of(body, place), where)
    estimated = {number for number, row in body if any("grossed" in text(row[flag]).lower() for flag in place.flags)}
    parts = [long_table(body, place.columns, codes, estimated, where)]
    parts += [_closing_reserves(more, codes, f"{path.name}, sheet {sheet!r}") for sheet, more in closing]
    unknown = [
        f"{c.label!r} is in no table of aliases; it is kept as the line {c.line!r}, a part of {c.rolls_into}."
        for c in place.columns
        if not c.known
    ]
    frame = pd.concat([part for part in parts if len(part)], ignore_index=True) if len(parts) > 1 else parts[0]
    absent = absent_reserves(rows, place.header, set(frame["line"].unique()))
    return Reading(frame.assign(year=year, status=status), [*notices, *unknown, *absent], where)


def _titles(rows: list[Row]) -> list[str]:
    """The words of the first two rows that have any: what the sheet is, and often its unit."""
    said = [" ".join(text(cell) for cell in row if isinstance(cell, str) and cell.strip()) for row in rows[:6]]
    return [words for words in said if words][:2]


def year_of_title(rows: list[Row], sheet: str, where: str) -> str:
    """Return the financial year that title and sheet name agree on."""
    stated = [*YEAR.findall(" ".join([*_titles(rows)[:1], sheet])), *RUN_TOGETHER.findall(sheet)]
    found = {f"{a}-{b}" for a, b in stated if int(b) == (int(a) + 1) % 100}
    if len(found) != 1:
        stated = "not stated" if not found else "stated as " + " and ".join(sorted(found))
        raise SourceError(
            f"{where}: the financial year is {stated} in title and sheet name. Correct the one that is wrong in a copy, or download the file again."
        )
    return found.pop()


def status_of_title(rows: list[Row], where: str) -> str:
    """Return outturn or budget, as the title says: in the word, or in the name of the form (RO and RS, or RA)."""
    title = " ".join(_titles(rows))
    outturn, budget = bool(OUTTURN.search(title)), bool(BUDGET.search(title))
    if outturn == budget:
        raise SourceError(
            f"{where}: the title does not say whether this is outturn or budget ({title[:80]!r}). It must name one of them."
        )
    return "outturn" if outturn else "budget"


def _refuse_unit(rows: list[Row], header: int, where: str) -> None:
    stated = " ".join(text(cell) for row in rows[:header] for cell in row if isinstance(cell, str) and "£" in cell)
    if not THOUSAND.search(stated):
        raise SourceError(
            f"{where}: the unit is not stated as £ thousand above the header ({stated[:80] or 'no £ found'}). Figures in another unit are not read."
        )


def _authority_rows(rows: list[Row], place: Layout, where: str) -> list[tuple[int, Row]]:
    """Keep the rows that have an E-code, with their row numbers; anything else there is an aggregate or a note."""
    body: list[tuple[int, Row]] = []
    stood: dict[str, Row] = {}
    for number, row in enumerate(rows[place.header + 1 :], start=place.header + 2):
        code, class_ = text(row[place.e_code]), text(row[place.class_])
        if E_CODE.fullmatch(code):
            if not _repeated(row, stood.get(code), place):
                body.append((number, row))
            stood.setdefault(code, row)
        elif code and class_ and any(isinstance(cell, float) for cell in row[place.class_ + 1 :]):
            raise SourceError(
                f"{where}, row {number}, column 'E-code', value {code!r}: not an E-code such as E1521. Correct it in a copy, or download the file again."
            )
    _refuse_duplicates(body, place, where)
    return body


def _repeated(row: Row, above: Row | None, place: Layout) -> bool:
    """Say whether a row has the figures of one above under another class, as the Greater London Authority's may."""
    after = place.class_ + 1
    return above is not None and text(above[place.class_]) != text(row[place.class_]) and above[after:] == row[after:]


def _refuse_duplicates(body: list[tuple[int, Row]], place: Layout, where: str) -> None:
    first: dict[str, int] = {}
    for number, row in body:
        code = text(row[place.e_code])
        if code in first:
            raise SourceError(
                f"{where}, row {number}, column 'E-code', value {code!r}: {text(row[place.name])} already stands in row {first[code]}. Keep one of the rows."
            )
        first[code] = number
    if not body:
        raise SourceError(
            f"{where}: no row has an E-code below the header. The file may be cut short: download it again."
        )


def _identities_of(body: list[tuple[int, Row]], place: Layout) -> pd.DataFrame:
    ons = place.ons_code
    return pd.DataFrame(
        {
            "row": [number for number, _ in body],
            "e_code": [text(row[place.e_code]) for _, row in body],
            "ons_code": ["" if ons is None else text(row[ons]) for _, row in body],
            "name": [text(row[place.name]) for _, row in body],
            "class": [text(row[place.class_]) for _, row in body],
        }
    )


def _closing_reserves(rows: list[Row], codes: pd.Series, where: str) -> pd.DataFrame:
    """Read the levels of reserves at 31 March from a further sheet, matched on the E-code."""
    header = header_row(rows)
    place = layout(rows, header, where)
    columns = tuple(c for c in reserve_columns(rows, header, place.class_ + 1) if c.line.endswith("_closing"))
    body = _authority_rows(rows, place, where)
    more, _ = gss_codes(_identities_of(body, place), where)
    if set(more) != set(codes):
        raise SourceError(
            f"{where}: its authorities are not those of the first sheet ({', '.join(sorted(set(more) ^ set(codes))[:5])}). Download the file again."
        )
    return long_table(body, columns, more, set(), where)
