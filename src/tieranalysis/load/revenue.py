"""The revenue returns of the ministry for local government: RS (outturn) and RA (budget), one release a file.

The cascade, from services to the council tax requirement, and the levels of reserves are read; capital items, memorandum
items and the Housing Revenue Account are not. Two forms are known: a sheet with E-codes and printed labels
(`revenue_sheet`), and columns with asset ids (`revenue_assets`).
"""

import hashlib
from pathlib import Path
from typing import Literal

import pandas as pd

from tieranalysis.contract import SourceError, conform
from tieranalysis.load import reads
from tieranalysis.load.authorities import missing_authorities
from tieranalysis.load.identities import failing, identity_notices, refuse_broken_cascade, roll_ups
from tieranalysis.load.revenue_assets import is_asset_sheet, read_asset_sheet
from tieranalysis.load.revenue_cells import Reading
from tieranalysis.load.revenue_series import read_time_series
from tieranalysis.load.revenue_sheet import has_closing, is_main, read_sheets
from tieranalysis.load.workbook import sheets
from tieranalysis.registers import bases

KEY = ["authority", "year", "status", "line"]


class NotReturnsError(SourceError):
    """A workbook without a sheet of the revenue returns."""


def read_revenue(path: str | Path, *parts: str | Path, missing: Literal["refuse", "mark"] = "refuse") -> pd.DataFrame:
    """Read one release of the revenue returns into the long table `revenue`: one row an authority and line [GBP].

    A release that was published in several files is read from all of them at once.

    The frame's `attrs["notices"]` say in words what a reader must know: returns not made, labels kept under
    their own name, authorities outside the register, roll-ups that do not add.

    With `missing="refuse"` an authority of which the release has no row is an error; with "mark" its amounts
    are kept as missing [x], and every total that needs them is incomplete.

    Raises SourceError when the file is not such a release, when a subtotal cannot be placed (with the labels that
    have no place), and when a row, a code or a number is not understood (with its row, column and value).

    >>> read_revenue("no-such-release.xls")
    Traceback (most recent call last):
    ...
    tieranalysis.contract.errors.SourceError: no-such-release.xls: there is no such file. Check the name, or download it again.
    """
    files = [Path(file) for file in (path, *parts)]
    readings = [_read(file) for file in files]
    where = " and ".join(reading.where for reading in readings)
    frame = _joined(readings, where).assign(price_base="cash", vintage=_vintage(files))
    frame, absent = _mark_absent(frame, missing, where)
    sums = roll_ups(frame)
    refuse_broken_cascade(sums, where)
    notices = [notice for reading in readings for notice in reading.notices]
    told = [*notices, *absent, *_unreturned(frame), *_lacking(frame), *identity_notices(failing(sums))]
    frame.attrs = {"notices": told}
    return conform(frame, "revenue", source=where)


def _vintage(files: list[Path]) -> str:
    """The first twelve characters of the file's SHA-256; of the joined hashes where there are several files."""
    digests = [reads.sha256(file) for file in files]
    for file, digest in zip(files, digests, strict=True):
        reads.record(file, digest)
    return digests[0][:12] if len(digests) == 1 else hashlib.sha256("".join(sorted(digests)).encode()).hexdigest()[:12]


def _read(path: Path) -> Reading:
    if path.suffix.lower() == ".csv":
        return read_time_series(path)
    main, closing, seen = None, [], []
    for name, rows in sheets(path):
        seen.append(name)
        if is_asset_sheet(rows):
            return read_asset_sheet(path, name, rows)
        if main is None and is_main(rows):
            main = (name, rows)
        elif main and has_closing(rows):
            closing.append((name, rows))
        if main and (closing or has_closing(main[1])):
            break
    if main is None:
        raise NotReturnsError(
            f"{path.name}: no sheet has E-codes and net current expenditure (sheets: {', '.join(seen) or 'none'}). This is not a summary of the revenue returns (RS or RA)."
        )
    return read_sheets(path, main, closing)


def _joined(readings: list[Reading], where: str) -> pd.DataFrame:
    if len(readings) == 1:
        return readings[0].frame
    kinds = {tuple(reading.frame[["year", "status"]].iloc[0]) for reading in readings}
    if len(kinds) > 1:
        raise SourceError(
            f"{where}: the parts are of different years or kinds ({', '.join(' '.join(kind) for kind in sorted(kinds))}). Name the parts of one release."
        )
    whole = pd.concat([reading.frame for reading in readings], ignore_index=True)
    return whole.drop_duplicates([*KEY, "amount_gbp"], ignore_index=True)


def _mark_absent(frame: pd.DataFrame, missing: str, where: str) -> tuple[pd.DataFrame, list[str]]:
    """Refuse a release in which an authority has no row, or keep its every line as missing."""
    years = [
        missing_authorities(rows["authority"], str(year)).assign(year=year) for year, rows in frame.groupby("year")
    ]
    absent = pd.concat(years, ignore_index=True)
    if absent.empty:
        return frame, []
    names = [f"{a.name} ({a.e_code if pd.notna(a.e_code) else a.authority})" for a in absent.itertuples(index=False)]
    shown = ", ".join(dict.fromkeys(names[:8])) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
    if missing == "refuse":
        raise SourceError(
            f"{where}: no row for {shown}. If the file is cut short, download it again; if they made no return, "
            "read it with missing='mark': their amounts are then missing, and totals that need them incomplete."
        )
    every = ["line", "rolls_into", "flow_or_stock", "year", "status", "price_base", "vintage"]
    rows = frame.drop_duplicates(["line", "year"])[every].merge(absent[["authority", "year"]], on="year")
    rows = rows.assign(amount_gbp=float("nan"), marker="x")
    return pd.concat([frame, rows], ignore_index=True), [f"No row for {shown}: their amounts are missing [x]."]


def _lacking(frame: pd.DataFrame) -> list[str]:
    """Name the bases that a release cannot be compared on, with the lines that it lacks."""
    read = set(frame["line"].unique())
    needed = {row.title: {row.line, *str(row.less).split(";")} - {"nan"} for row in bases().itertuples(index=False)}
    short = {
        title: [line for line in lines if not line.endswith("?") and line not in read]
        for title, lines in needed.items()
    }
    absent = sorted({line for lines in short.values() for line in lines})
    if not absent:
        return []
    titles = "; ".join(title for title, lines in short.items() if lines)
    return [f"No column is placed as {', '.join(absent)}: what needs them is missing ({titles})."]


def _unreturned(frame: pd.DataFrame) -> list[str]:
    """Name the authorities that have a row but no figures, by year."""
    counts = frame.groupby(["year", "authority"])["amount_gbp"].count()
    empty = counts[counts == 0].reset_index().groupby("year")["authority"].agg(", ".join)
    return [
        f"{codes}: no return was made for {year}; their amounts are missing [x] and totals that need them are incomplete."
        for year, codes in empty.items()
    ]
