"""The revenue returns of the ministry for local government: RS (outturn) and RA (budget), one release a workbook.

A release is a sheet with one row an authority and one column a line, in thousands of pounds. Labels, line numbers,
header rows and sheet names drift from year to year, so lines are placed by their words (`labels`), and what a line
rolls up into by where it stands between the printed subtotals (`revenue_layout`). Rows of classes and of England
have no E-code and are left behind. The cascade, from services to the council tax requirement, and the levels of
reserves are read; capital items, memorandum items and the Housing Revenue Account are not.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from tieranalysis.contract import SourceError, conform
from tieranalysis.load import reads
from tieranalysis.load.authorities import gss_codes, missing_authorities
from tieranalysis.load.identities import identity_notices, refuse_broken_cascade
from tieranalysis.load.revenue_layout import Layout, header_row, layout, reserve_columns
from tieranalysis.load.workbook import Row, sheets, text

E_CODE = re.compile(r"E\d{4}")
YEAR = re.compile(r"\b((?:19|20)\d{2})-(\d{2})\b")
MISSING = {"": "x", "…": "x", "...": "x", "-": "x", "..": "x", "[x]": "x", "x": "x", "n/a": "x", "[c]": "c", "c": "c"}
THOUSAND = re.compile(r"£\s*(thousand|'?000s?|k\b)", re.IGNORECASE)


def read_revenue(path: str | Path, missing: Literal["refuse", "mark"] = "refuse") -> pd.DataFrame:
    """Read one release of the revenue returns into the long table `revenue`: one row an authority and line [GBP].

    The frame's `attrs["notices"]` say in words what a reader must know: returns not made, labels kept under
    their own name, authorities outside the register, roll-ups that do not add.

    With `missing="refuse"` an authority of which the release has no row is an error; with "mark" its amounts
    are kept as missing [x], and every total that needs them is incomplete.

    Raises SourceError when the file is not such a workbook, when a subtotal cannot be placed (with the labels that
    have no place), and when a row, a code or a number is not understood (with its row, column and value).

    >>> read_revenue("no-such-release.xls")
    Traceback (most recent call last):
    ...
    tieranalysis.contract.errors.SourceError: no-such-release.xls: there is no such file. Check the name, or download it again.
    """
    path = Path(path)
    name, rows, closing = _sheets_of(path)
    digest = reads.sha256(path)
    reads.record(path, digest)
    where = f"{path.name}, sheet {name!r}"
    place = layout(rows, header_row(rows), where)
    year, status = _year(rows, name, where), _status(rows, where)
    _refuse_unit(rows, place.header, where)
    body = _authority_rows(rows, place, where)
    codes, notices = gss_codes(_identities_of(body, place), where)
    frame = _long(body, place, codes, where)
    for sheet, more in closing:
        frame = pd.concat([frame, _closing_reserves(more, codes, f"{path.name}, sheet {sheet!r}")], ignore_index=True)
    frame = frame.assign(year=year, status=status, price_base="cash", vintage=digest[:12])
    frame, absent = _mark_absent(frame, missing_authorities(codes, year), missing, where)
    refuse_broken_cascade(frame, where)
    unknown = [
        f"{c.label!r} is in no table of aliases; it is kept as the line {c.line!r}, a part of {c.rolls_into}."
        for c in place.columns
        if not c.known
    ]
    frame.attrs = {"notices": [*notices, *absent, *_unreturned(frame, codes), *unknown, *identity_notices(frame)]}
    return conform(frame, "revenue", source=where)


def _sheets_of(path: Path) -> tuple[str, list[Row], list[tuple[str, list[Row]]]]:
    """Find the sheet with the cascade, and the sheets that hold levels of reserves at 31 March if it does not."""
    main, closing, seen = None, [], []
    for name, rows in sheets(path):
        seen.append(name)
        header = header_row(rows)
        if header is None:
            continue
        if main is None and any("NET CURRENT EXPENDITURE" in text(cell).upper() for cell in rows[header]):
            main = (name, rows)
        elif main and any(c.line.endswith("_closing") for c in reserve_columns(rows, header, 4)):
            closing.append((name, rows))
        if main and (closing or _has_closing(main[1])):
            break
    if main is None:
        raise SourceError(
            f"{path.name}: no sheet has E-codes and net current expenditure (sheets: {', '.join(seen) or 'none'}). This is not a summary of the revenue returns (RS or RA)."
        )
    return (*main, closing)


def _has_closing(rows: list[Row]) -> bool:
    return any(c.line.endswith("_closing") for c in reserve_columns(rows, header_row(rows), 4))


def _title(rows: list[Row]) -> str:
    return " ".join(text(cell) for row in rows[:2] for cell in row if isinstance(cell, str) and cell.strip())


def _year(rows: list[Row], sheet: str, where: str) -> str:
    found = {f"{a}-{b}" for a, b in YEAR.findall(f"{_title(rows[:1])} {sheet}")}
    if len(found) != 1:
        raise SourceError(
            f"{where}: the financial year is {'not stated' if not found else 'stated as ' + ' and '.join(sorted(found))} in title and sheet name. Correct the one that is wrong in a copy, or download the file again."
        )
    return found.pop()


def _status(rows: list[Row], where: str) -> str:
    title = _title(rows).lower()
    outturn, budget = "outturn" in title, "budget" in title or "(ra)" in title
    if outturn == budget:
        raise SourceError(
            f"{where}: the title does not say whether this is outturn or budget ({_title(rows)[:80]!r}). It must name one of them."
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
    for number, row in enumerate(rows[place.header + 1 :], start=place.header + 2):
        code, class_ = text(row[place.e_code]), text(row[place.class_])
        if E_CODE.fullmatch(code):
            body.append((number, row))
        elif code and class_ and any(isinstance(cell, float) for cell in row[place.class_ + 1 :]):
            raise SourceError(
                f"{where}, row {number}, column 'E-code', value {code!r}: not an E-code such as E1521. Correct it in a copy, or download the file again."
            )
    _refuse_duplicates(body, place, where)
    return body


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


def _long(body: list[tuple[int, Row]], place: Layout, codes: pd.Series, where: str) -> pd.DataFrame:
    estimated = {number for number, row in body if any("grossed" in text(row[flag]).lower() for flag in place.flags)}
    return pd.DataFrame(
        _cells(body, place, codes, estimated, where),
        columns=["source_row", "authority", "line", "rolls_into", "flow_or_stock", "amount_gbp", "marker"],
    )


def _cells(
    body: list[tuple[int, Row]], place: Layout, codes: pd.Series, estimated: set[int], where: str
) -> Iterator[tuple[Any, ...]]:
    for column in place.columns:
        kind = "stock" if column.line.endswith(("_opening", "_closing")) else "flow"
        for (number, row), authority in zip(body, codes, strict=True):
            amount, marker = _amount(row[column.place], number, column.label, where)
            yield (
                number,
                authority,
                column.line,
                column.rolls_into,
                kind,
                amount,
                marker or ("e" if number in estimated else None),
            )


def _amount(cell: Any, row: int, label: str, where: str) -> tuple[float | None, str | None]:
    """Thousands of pounds as pounds, to the penny; a mark of a missing figure as such."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return round(cell * 1000, 2), None
    marker = MISSING.get(text(cell).lower())
    if marker is None:
        raise SourceError(
            f"{where}, row {row}, column {label!r}, value {cell!r}: not a number, and not a known mark of a missing figure ([x], [c], …). Correct it in a copy, or download the file again."
        )
    return None, marker


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
    return _long(
        body, Layout(header, place.e_code, place.name, place.class_, place.ons_code, place.flags, columns), more, where
    )


def _mark_absent(frame: pd.DataFrame, absent: pd.DataFrame, missing: str, where: str) -> tuple[pd.DataFrame, list[str]]:
    """Refuse a release in which an authority has no row, or keep its every line as missing."""
    if absent.empty:
        return frame, []
    names = [f"{a.name} ({a.e_code or a.authority})" for a in absent.itertuples(index=False)]
    shown = ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
    if missing == "refuse":
        raise SourceError(
            f"{where}: no row for {shown}. If the file is cut short, download it again; if they made no return, read it with missing='mark': their amounts are then missing, and totals that need them incomplete."
        )
    lines = frame.drop_duplicates("line")[
        ["line", "rolls_into", "flow_or_stock", "year", "status", "price_base", "vintage"]
    ]
    rows = lines.merge(absent[["authority"]], how="cross").assign(amount_gbp=None, marker="x", source_row=None)
    return pd.concat([frame, rows.astype(frame.dtypes.drop("source_row").to_dict())], ignore_index=True), [
        f"No row for {shown}: their amounts are missing [x]."
    ]


def _unreturned(frame: pd.DataFrame, codes: pd.Series) -> list[str]:
    """Name the authorities that have a row but no figures."""
    empty = frame.groupby("authority")["amount_gbp"].count().loc[lambda count: count == 0].index
    rows = [code for code in codes if code in set(empty)]
    return (
        [
            f"{', '.join(rows)}: no return was made; their amounts are missing [x] and totals that need them are incomplete."
        ]
        if rows
        else []
    )
